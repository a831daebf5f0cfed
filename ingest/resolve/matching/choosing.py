"""Which pairs are taken as one, and which stay open until a place, a key or a person decides."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.resolve.matching.contest import Contest
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.matching.model import Model, bundled_model
from ingest.resolve.names import plain_words

STANDING: Final = "among all others"
"""The feature that `choose` adds: how far the next pair of either side is behind."""

AHEAD: Final = {"nothing near": math.inf, "far ahead": 8.0, "ahead": 4.0, "a little ahead": 2.0, "hardly ahead": 0.0}
"""The levels of `STANDING` of a pair that is the best of both sides, and from how many bits on each holds."""

LIKELY: Final = 0.0
"""Bits of what is likelier than not: a link to propose, not to make."""

_OPEN: Final = "others fit as well, or people should decide"
_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """`chosen`: what is taken as one. `ambiguous`: left entry → the pairs of which people decide, the likeliest first.

    A right entry is chosen once, but for left entries that are the same. Ambiguous are the pairs of an entry between
    which nothing decides (its own with several right entries, those of other left entries with its best one), those
    that only people take as one, and a pair that is likely but not sure. All have the feature `STANDING`, and the
    weight and probability that go with it; of ambiguous pairs none is sure.
    """

    chosen: tuple[Match, ...]
    ambiguous: dict[str, tuple[Match, ...]]


def choose(
    matches: Iterable[Match],
    model: Model | None = None,
    *,
    threshold: float | None = None,
    many: bool = False,
    same: Mapping[str, str] | None = None,
) -> Choice:
    """Takes the pairs that are the best of both their sides and by that sure, unless only people take them as one.

    `threshold` in bits, else the model's. With `many`, several left entries may be one right entry (a document names a
    body more than once): then only the left side is looked at. `same`: what the rows of one body share (`one_body`);
    such left entries do not stand in each other's way.
    """
    model = model or bundled_model()
    least = model.threshold if threshold is None else threshold
    contest = Contest(matches, model.margin, many=many, same=same or {})
    chosen: list[Match] = []
    ambiguous: dict[str, tuple[Match, ...]] = {}
    for match, ahead in contest.won():
        crowned = _standing(match, _level(ahead), crowned_weight(match.weight, ahead, model.alone, model.ahead))
        if crowned.weight >= least:
            chosen.append(crowned)
        elif crowned.weight >= LIKELY:
            ambiguous[match.left] = (crowned,)
    for left, pairs in contest.undecided():
        if pairs[0].weight + model.alone >= LIKELY:
            ambiguous[left] = tuple(_left_open(m, len(pairs)) for m in pairs[:_MOST])
    return Choice(tuple(chosen), ambiguous)


def one_body(entries: Sequence[Entry]) -> dict[str, str]:
    """Entry → what it shares with the other rows of its body: name and seat, letter by letter.

    Many bodies stand twice in one register, under a codice fiscale and a partita IVA.
    """
    return {
        e.id: "|".join((" ".join(plain_words(e.name)), e.municipality or "", e.province or "", e.address or ""))
        for e in entries
        if e.name
    }


def crowned_weight(weight: float, ahead: float, alone: float, least_ahead: float) -> float:
    """The weight of the best of both sides, where the next is so many bits behind.

    It is wrong where the entry has no like at all, the less the more `weight` and `alone` say, or where the next is its
    like, the less the further that is behind: the chances of the two add up.
    """
    return -math.log2(2 ** -(weight + alone) + 2 ** -(ahead + least_ahead))


def _level(ahead: float) -> str:
    return next(level for level, least in AHEAD.items() if ahead >= least)


def _left_open(match: Match, pairs: int) -> Match:
    """The pair as one of so many that are as likely, or as one that people should look at: never likelier than not."""
    return _standing(match, _OPEN, min(match.weight, -math.log2(max(pairs - 1, 1))))


def _standing(match: Match, level: str, weight: float) -> Match:
    return match.told(STANDING, level, weight - match.weight)
