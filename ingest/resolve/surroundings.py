"""The places that a document names, as evidence of whom it means by a name that bodies of several towns bear.

A public body is told by its name, wherever it is named; all others are mostly named where they are at home.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from sqlalchemy import Connection

from graph.ledger.bodies import towns_named
from ingest.resolve.matching.comparisons import ONLY_OTHERS, SURROUNDINGS
from ingest.resolve.matching.entries import Entry, Feature, Match
from ingest.resolve.municipalities import municipalities
from ingest.resolve.names import comparable

_PUBLIC: Final = frozenset({"public_body", "university", "school", "health_body"})

_PAIRS: Final = {"its town": (7, 7), "its province": (1, 7), ONLY_OTHERS: (0, 62)}
"""Pairs of a body without a place and a record, on the dev part of the gold of mentions: right ones, others."""

_TOTALS: Final = tuple(sum(counts) for counts in zip(*_PAIRS.values(), strict=True))
LEVELS: Final = {
    level: math.log2((right + 0.5) / (_TOTALS[0] + 1) / ((others + 0.5) / (_TOTALS[1] + 1)))
    for level, (right, others) in _PAIRS.items()
}
"""Bits of each level: the logarithm of how much more often it is met among right pairs."""


class Surroundings:
    """Which municipalities, and by them provinces, each document names."""

    def __init__(self, connection: Connection, extractions: Iterable[int]) -> None:
        self._towns = {
            extraction: {town for words in named for town in _towns_of(words)}
            for extraction, named in towns_named(connection, extractions).items()
        }

    def weighed(self, match: Match, left: Entry, right: Entry, extraction: int) -> Match:
        """The match with what the places of the left entry's document say of it, if anything."""
        here = self._towns.get(extraction)
        if left.municipality or not right.municipality or right.kind in _PUBLIC or not here:
            return match
        provinces = {sign for town in here for sign in _provinces()[town]}
        near = not provinces.isdisjoint(_provinces().get(right.municipality, ()))
        level = "its town" if right.municipality in here else "its province" if near else ONLY_OTHERS
        weight = match.weight + LEVELS[level]
        feature = Feature(SURROUNDINGS, level, LEVELS[level])
        return replace(match, weight=weight, probability=1 / (1 + 2**-weight), features=(*match.features, feature))


def _towns_of(words: str) -> Iterable[str]:
    """The municipality that these words name, or the chief town of the province that they name."""
    found = comparable(words).split()
    return (town for town in {" ".join(found), " ".join(found[1:])} if town in _provinces())


@cache
def _provinces() -> Mapping[str, frozenset[str]]:
    """Comparable name → the provinces with such a municipality."""
    found: dict[str, set[str]] = defaultdict(set)
    for municipality in municipalities().values():
        found[comparable(municipality.name)].add(municipality.province)
    return {name: frozenset(provinces) for name, provinces in found.items()}
