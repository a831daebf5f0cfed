"""Which pairs are taken as one, and which stay ambiguous until a place, a key or a person decides."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final

from ingest.resolve.matching.comparisons import APART
from ingest.resolve.matching.entries import Match
from ingest.resolve.matching.model import Model, bundled_model

_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """`chosen`: each entry at most once a side. `ambiguous`: left entry → the pairs between which nothing decides.

    These are its own with several right entries, and those of other left entries with its best one; the best first.
    """

    chosen: tuple[Match, ...]
    ambiguous: dict[str, tuple[Match, ...]]


def choose(
    matches: Iterable[Match], model: Model | None = None, *, threshold: float | None = None, many: bool = False
) -> Choice:
    """Takes the pairs that are the best of both their sides and clearly better than the next, unless they are `APART`.

    `threshold` in bits, else the model's. With `many`, several left entries may be one right entry (a document names a
    body more than once): then only the left side is looked at.
    """
    model = model or bundled_model()
    least = model.threshold if threshold is None else threshold
    by_left = _best_first((m.left, m) for m in matches if m.weight >= least - model.margin)
    by_right = _best_first((m.right, m) for found in by_left.values() for m in found)
    chosen: list[Match] = []
    ambiguous: dict[str, tuple[Match, ...]] = {}
    for left, found in by_left.items():
        best = found[0]
        if best.weight < least:
            continue
        near = _near(best, found, model.margin)
        rivals = () if many else _near(best, by_right[best.right], model.margin)
        if _apart(best):
            ambiguous[left] = tuple(m for m in found[:_MOST] if m.weight >= least)
        elif not (near or rivals):
            chosen.append(best)
        elif all(m.weight < best.weight + model.margin for m in rivals):
            ambiguous[left] = (best, *near, *rivals)
    return Choice(tuple(chosen), ambiguous)


def _apart(match: Match) -> bool:
    return any((f.name, f.level) in APART for f in match.features)


def _near(best: Match, sorted_matches: Iterable[Match], margin: float) -> tuple[Match, ...]:
    """The others that are better than `best`, or hardly worse; the first ten."""
    better = takewhile(lambda m: m.weight > best.weight - margin, sorted_matches)
    return tuple(islice((m for m in better if m is not best), _MOST))


def _best_first(found: Iterable[tuple[str, Match]]) -> dict[str, list[Match]]:
    groups: dict[str, list[Match]] = defaultdict(list)
    for key, match in found:
        groups[key].append(match)
    for group in groups.values():
        group.sort(key=lambda m: (-m.weight, m.left, m.right))
    return groups
