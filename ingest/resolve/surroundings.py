"""The places that a document names, as evidence of whom it means by a name that bodies of several towns bear.

A public body is told by its name, wherever it is named; all others are mostly named where they are at home.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from graph.ledger.bodies import BodyRow, Setting
from ingest.resolve.matching.comparisons import ONLY_OTHERS, SURROUNDINGS
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.municipalities import municipalities, regions
from ingest.resolve.names import PUBLIC_KINDS, comparable, is_long, name_rules, name_words

LEVELS: Final = {"its town": 0.75, "its province": 0.2, ONLY_OTHERS: 0.05}
"""Where the right records sit of bodies whose documents name places: 7, 1 and 0 of 8 in the dev part, smoothed."""

_MOST: Final = 5.0
"""Bits that a place tells at most: the words of a town stand in the names of its bodies too."""

_WHOLE: Final = frozenset({"italia", "europa", "unione europea"})
_CAPITAL: Final = "roma"
_MUNICIPALITY: Final = "comune"


@dataclass(frozen=True, slots=True)
class Places:
    """The municipalities that a document is about: `near` that of its territory, all that it names, those of their
    provinces; `far` those of the region. `towns` are all that it names, also those of no list. `known`: whether it says
    anything of where it is.
    """

    near: tuple[frozenset[str], ...]
    far: tuple[frozenset[str], ...]
    towns: frozenset[str]
    province: frozenset[str]
    region: frozenset[str]
    known: bool


def places_of(setting: Setting) -> Places:
    """The places of a document. A territory that is no place of Italy is elsewhere.

    One that names no place but municipalities as bodies, as an agreement that they sign, is about their provinces.
    """
    territory = comparable(setting.territory or "")
    own = frozenset(_towns_of(territory))
    known = bool(setting.towns) or territory not in ("", *_WHOLE)
    towns = own.union(*(_towns_of(words) for words in setting.towns))
    if not known:
        towns = _within(frozenset().union(*(_provinces()[town] for town in _municipalities(setting))))
    region = _regions().get(territory, frozenset())
    signs, all_signs = (frozenset().union(*(_provinces()[t] for t in among)) for among in (own, towns))
    around = [region or _around(signs), region | _around(all_signs)]
    return Places(
        near=tuple(filter(None, (own, _within(signs), towns, _within(all_signs)))),
        far=tuple(map(_within, filter(None, around))),
        towns=towns.union(*map(_called, setting.towns)),
        province=_within(all_signs),
        region=_within(around[1]),
        known=known,
    )


class Surroundings:
    """What the places of documents say of the bodies of the registers at hand."""

    def __init__(self, registered: Iterable[Entry]) -> None:
        self._seats = Counter(e.municipality for e in registered if e.municipality and e.kind not in PUBLIC_KINDS)
        self._all = max(self._seats.total(), 1)

    def weighed(self, match: Match, row: BodyRow, right: Entry, places: Places | None) -> Match:
        """The match of a named body with what the places of its document say of it, if anything."""
        if row.town or not right.municipality or not places:
            return match
        level = _level(right, places)
        if level is None or (level == ONLY_OTHERS and (not places.known or _says_who(match, row.names, right))):
            return match
        if right.kind in PUBLIC_KINDS:
            told = level != ONLY_OTHERS or right.municipality == _CAPITAL or right.kind == "university"
            return match if told or right.municipality in places.region else match.told(SURROUNDINGS, ONLY_OTHERS, 0.0)
        return match.told(SURROUNDINGS, level, self._bits(level, places))

    def _bits(self, level: str, places: Places) -> float:
        """The logarithm of how much more often a right record sits so than any record."""
        if level == ONLY_OTHERS:
            return math.log2(LEVELS[level])
        here = sum(self._seats[town] for town in (places.towns if level == "its town" else places.province))
        return min(_MOST, math.log2(LEVELS[level] * self._all / (here + 1)))


def _says_who(match: Match, names: Iterable[str], right: Entry) -> bool:
    """Whether the name is the record's and says itself who is meant.

    It names a town or the whole country, or is so long that no two bodies bear it by chance.
    """
    of_name = {f.name: f.level for f in match.features}
    national = not name_rules().national_words.isdisjoint(name_words(right.name))
    return of_name.get("name") == "same words" and ("place" in of_name or national or all(map(is_long, names)))


def _level(right: Entry, places: Places) -> str | None:
    """None where the seat is no municipality that we know: it may be near all the same."""
    if right.municipality in places.towns:
        return "its town"
    if right.municipality not in _provinces():
        return None
    return "its province" if right.municipality in places.province else ONLY_OTHERS


def _municipalities(setting: Setting) -> Iterator[str]:
    """The municipalities that the document names as bodies."""
    for text in dict.fromkeys(setting.text[spot.start : spot.end] for spot in setting.spots):
        office, *town = name_words(text) or ("",)
        if office == _MUNICIPALITY and " ".join(town) in _provinces():
            yield " ".join(town)


def _towns_of(words: str) -> Iterator[str]:
    """The municipality that these words name, or the chief town of the province that they name."""
    yield from (town for town in _called(words) if town in _provinces())


def _called(words: str) -> set[str]:
    """What these words may call a town: "comune di Asti" Asti too."""
    found = comparable(words).split()
    return {" ".join(found), " ".join(found[1:])} - {""}


def _around(signs: frozenset[str]) -> frozenset[str]:
    """The provinces of the regions of these."""
    return frozenset().union(*(region for region in _regions().values() if region & signs))


@cache
def _within(signs: frozenset[str]) -> frozenset[str]:
    """The municipalities of these provinces."""
    return frozenset(town for town, provinces in _provinces().items() if provinces & signs)


@cache
def _provinces() -> Mapping[str, frozenset[str]]:
    """Comparable name → the provinces with such a municipality."""
    found: dict[str, set[str]] = defaultdict(set)
    for municipality in municipalities().values():
        found[comparable(municipality.name)].add(municipality.province)
    return {name: frozenset(provinces) for name, provinces in found.items()}


@cache
def _regions() -> Mapping[str, frozenset[str]]:
    """Comparable name of a region, with and without its class word → the signs of its provinces."""
    named = {comparable(name): signs for name, signs in regions().items()}
    return {**named, **{f"regione {name}": signs for name, signs in named.items()}}
