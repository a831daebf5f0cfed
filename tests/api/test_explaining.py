"""An explanation in Italian: every reason that the program gives has its words there."""

import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import resources
from string import Formatter

import pytest

from api.explaining import in_words
from graph.ledger.ledger import Ledger
from graph.ledger.matches import FeatureRow, MatchRow, replace_matches
from ingest.resolve.co_mentions import LEVELS as OTHERS
from ingest.resolve.explain import Explanation, explain
from ingest.resolve.matching.choosing import AHEAD, STANDING
from ingest.resolve.matching.comparisons import (
    BEFORE,
    CO_MENTIONS,
    COMPARISONS,
    HARDLY,
    ORGAN,
    OTHER_KIND,
    SAID,
    SAID_MORE,
    SURROUNDINGS,
)
from ingest.resolve.resolve import resolve
from ingest.resolve.surroundings import LEVELS as AROUND
from tests.ingest.resolve.helpers import decide, entity_of, new_ledger, place_of, read
from viz.reasons import said


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with new_ledger() as opened:
        yield opened


def explained(ledger: Ledger, source: str) -> Explanation:
    with ledger.read() as connection:
        return explain(connection, entity_of(ledger, source))


def sentences(found: object) -> Iterator[str]:
    """Every text of an explanation that is said in a language."""
    if isinstance(found, tuple):
        for item in found:
            yield from [item] if isinstance(item, str) else sentences(item)
    elif is_dataclass(found):
        for one in fields(found):
            value = getattr(found, one.name)
            if one.name in ("reason", "level"):
                yield value
            elif one.name in ("members", "links", "refused", "link", "features", "changes"):
                yield from sentences(value)


def test_the_italian_fills_the_same_blanks() -> None:
    text = (resources.files("viz") / "texts" / "reasons.toml").read_text(encoding="utf-8")
    for english, italian in tomllib.loads(text)["said"].items():
        one, other = ({name for _, name, _, _ in Formatter().parse(t) if name} for t in (english, italian))
        assert one == other, english


def test_all_that_is_compared_has_italian_words() -> None:
    compared = [BEFORE, STANDING, SURROUNDINGS, CO_MENTIONS, SAID, *(c.name for c in COMPARISONS)]
    levels = [x.label for c in COMPARISONS for x in c.levels]
    for text in (*compared, *levels, *AHEAD, *AROUND, *OTHERS, OTHER_KIND, ORGAN, SAID_MORE, HARDLY):
        assert said(text, "it") != text


def test_every_sentence_of_an_explanation_is_said_in_italian(ledger: Ledger) -> None:
    for source, name in zip("abc", ("Alba", "Alba Nova", "Alba Due"), strict=True):
        read(ledger, source, name)
    for source in "de":
        read(ledger, source, "Bora", key="00000010017", kind="company", place="Asti")
    for source, kind in zip("fgh", ("public_body", "foundation", None), strict=True):
        read(ledger, source, "Cima", kind=kind)
    read(ledger, "i", "il Comune")
    resolve(ledger)
    bars = (FeatureRow("name", "same words", 7.5), FeatureRow("place", "elsewhere", -1.0))
    pairs = [("a", "b", 0.99, 7.5), ("b", "c", 0.7, 2.0)]
    with ledger.write() as connection:
        matches = [MatchRow(place_of(ledger, a), place_of(ledger, b), p, bits, bars) for a, b, p, bits in pairs]
        replace_matches(connection, matches, "test")
    resolve(ledger)
    decide(ledger, "different", "f", "h")
    decide(ledger, "same", "d", "i")
    for source in "abcdefghi":
        found = explained(ledger, source)
        assert in_words(found, "en") == found
        english, italian = (list(sentences(in_words(found, language))) for language in ("en", "it"))
        assert all(one != other for one, other in zip(english, italian, strict=True)), (english, italian)
    assert in_words(explained(ledger, "a"), "it").changes[0] == (
        "senza questo tra 1.1 e 2.1, 1 di 2 sarebbero un altro: somiglianza di 7,5 bit (0,990)"
    )
