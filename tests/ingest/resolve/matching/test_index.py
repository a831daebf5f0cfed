"""An index on disk gives what linking with all its entries gives, without reading them again."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.identity import invented, written_otherwise
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.matching.index import Index
from ingest.resolve.matching.linking import link
from ingest.resolve.matching.model import bundled_model

DRAW = random.Random(3)
REGISTER = list(invented(400, DRAW))
MENTIONS = [written_otherwise(e, f"m{n}", DRAW) for n, e in enumerate(DRAW.sample(REGISTER, 25))]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index.open(tmp_path / "records.duckdb")
    made.replace(REGISTER, ())
    return made


def told(matches: Sequence[Match]) -> dict[tuple[str, str], Any]:
    return {
        (m.left, m.right): (pytest.approx(m.weight, abs=1e-4), tuple((f.name, f.level) for f in m.features))
        for m in matches
    }


def test_it_gives_what_linking_gives(index: Index) -> None:
    assert told(index.link(MENTIONS)) == told(link(MENTIONS, REGISTER))


def test_it_is_there_when_opened_again(index: Index) -> None:
    again = Index.open(index.path)

    assert len(again) == len(REGISTER)
    assert told(again.link(MENTIONS)) == told(index.link(MENTIONS))


def test_entries_come_and_go(index: Index) -> None:
    added = [Entry("new", "Circolo nautico Tigullio", municipality="Chiavari")]
    removed = [e.id for e in REGISTER[:50]]
    index.replace(added, removed)

    now = [e for e in REGISTER if e.id not in removed] + added
    mentions = [*MENTIONS, Entry("x", "CIRCOLO NAUTICO TIGULLIO ASD")]
    assert len(index) == len(now)
    assert told(index.link(mentions)) == told(link(mentions, now))


def test_an_entry_of_the_same_id_is_replaced(index: Index) -> None:
    index.replace([replace(REGISTER[0], name="Circolo nautico Tigullio")], ())

    (match,) = [m for m in index.link([Entry("x", "Circolo nautico Tigullio")]) if m.right == REGISTER[0].id]
    assert match.probability > 0.4
    assert len(index) == len(REGISTER)


def test_another_model_makes_it_again(index: Index) -> None:
    other = Index.open(index.path, replace(bundled_model(), version="another"))

    assert len(other) == len(REGISTER)
    assert told(other.link(MENTIONS)) == told(index.link(MENTIONS))


def test_nothing_meets_nothing(tmp_path: Path) -> None:
    empty = Index.open(tmp_path / "empty.duckdb")

    assert empty.link(MENTIONS) == []
    empty.replace(REGISTER[:1], ())
    assert empty.link([]) == []
