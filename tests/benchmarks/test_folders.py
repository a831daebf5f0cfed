"""Folders of plain documents: each says that it is invented, and one of them gives most of the cards of its reader."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from benchmarks.folders.__main__ import FOLDERS, names, tried
from benchmarks.folders.comparing import compare
from graph.analysis.gaps.implementation import implementation_cards
from tests.graph.analysis.gaps.saying import Saying

INVENTED = "il territorio, gli enti e le persone nominati sono inventati"


def documents(name: str) -> Iterable[Path]:
    return sorted((FOLDERS / name / "documents").iterdir())


@pytest.mark.parametrize("name", names())
def test_every_document_says_that_it_is_invented(name: str) -> None:
    found = list(documents(name))
    assert len(found) == 7
    for path in found:
        text = " ".join(path.read_text(encoding="utf-8").split())
        assert ("inventat" if path.suffix == ".csv" else INVENTED) in text, path.name


@pytest.mark.parametrize("name", names())
def test_a_reader_names_what_a_card_is_told_by(name: str) -> None:
    reader = tomllib.loads((FOLDERS / name / "expected.toml").read_text(encoding="utf-8"))
    assert len(reader["card"]) >= 15
    for entry in (*reader["card"], *reader["met"]):
        assert entry["family"] and entry["rule"] and entry["subject"] and entry["why"]
    assert all(set(entry["states"]) <= {"gap", "weakly_covered", "unknown"} for entry in reader["card"])


def test_most_of_what_a_reader_writes_is_found(tmp_path: Path) -> None:
    told = tried("piana_del_lavro", tmp_path / "workspace")
    assert told.right >= 0.6 * told.expected, told
    assert len(told.others) <= 0.25 * told.expected, told


def test_a_card_is_the_likest_entrys_in_other_words_and_another_state_is_not_forgiven() -> None:
    said = Saying().said("piano", "Action Mensa", "ADDRESSES", "Area Cibo")
    said.said("piano", "Action Sportello degli affitti", "ADDRESSES", "Area Casa")
    view = said.view()
    common = {"family": "implementation", "rule": "responsible", "why": "nobody"}
    reader = {
        "card": [
            {**common, "subject": "Sportello affitti", "states": ["gap", "unknown"]},
            {**common, "subject": "Mensa diffusa", "states": ["weakly_covered"]},
            {**common, "subject": "Orti", "states": ["gap"]},
        ],
        "may": [{"family": "implementation", "why": "any"}],
    }
    told = compare(view, implementation_cards(view, "2026-10-01"), reader)
    assert (told.right, len(told.otherwise), len(told.missed), len(told.others)) == (1, 1, 1, 0)
