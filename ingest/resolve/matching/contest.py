"""Who stands in whose way: pairs that are the best of both their sides, one after the other."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ingest.resolve.matching.comparisons import APART
from ingest.resolve.matching.entries import Match

Found = dict[str, list[Match]]
"""The pairs of an entry, the best first."""


class Contest:
    """The pairs that are within `margin` bits of the best of both their sides, and who wins among them.

    With `many`, only the left side counts. `same` names left entries that are not in each other's way.
    """

    def __init__(self, matches: Iterable[Match], margin: float, *, many: bool, same: Mapping[str, str]) -> None:
        found = list(matches)
        self._margin, self._many, self._same = margin, many, same
        self._left, self._right = _best_first((m.left, m) for m in found), _best_first((m.right, m) for m in found)
        self._ours = {left: [m for m in ms if self._contends(m)] for left, ms in self._left.items()}
        self._theirs = _best_first((m.right, m) for ms in self._ours.values() for m in ms)
        self._taken_left: set[str] = set()
        self._taken_right: dict[str, str] = {}

    def won(self) -> Iterator[tuple[Match, float]]:
        """The pairs in whose way nothing stands, each with how many bits the next of either side is behind.

        What was won stands in nobody's way any more: the entries that it touched are looked at again.
        """
        todo: Iterable[str] = list(self._ours)
        won: list[Match] = []
        while round_ := [m for left in todo if (m := self._alone(left)) is not None]:
            self._taken_left.update(m.left for m in round_)
            self._taken_right.update((m.right, self._name(m.left)) for m in round_)
            won += round_
            todo = sorted(self._touched(round_) - self._taken_left)
        return ((m, m.weight - self._next(m)) for m in won)

    def undecided(self) -> Iterator[tuple[str, list[Match]]]:
        """Left entries without a pair that won, with the pairs that contend for them or for their best; the best first.

        None where the best of the entry is another's by far.
        """
        for left in self._left:
            if left in self._taken_left:
                continue
            own = [m for m in self._ours[left] if self._free(m)]
            if own and is_apart(own[0]):
                yield left, [m for m in self._left[left] if self._free(m)]
            elif own:
                yield left, [*own, *self._rivals(own[0])]

    def _rivals(self, best: Match) -> list[Match]:
        """The pairs of other left entries that contend for the right entry of this one."""
        theirs = [] if self._many else self._theirs[best.right]
        return [m for m in theirs if m.left != best.left and self._free(m)]

    def _contends(self, match: Match) -> bool:
        near = match.weight > self._left[match.left][0].weight - self._margin
        return near and (self._many or match.weight > self._right[match.right][0].weight - self._margin)

    def _alone(self, left: str) -> Match | None:
        """The best free pair of the entry, where nothing free comes near it and nothing keeps it apart."""
        best = next((m for m in self._ours[left] if self._free(m)), None)
        if best is None or is_apart(best) or best.weight - self._next(best) < self._margin:
            return None
        return best

    def _touched(self, won: list[Match]) -> set[str]:
        """Left entries that may win now: all that share a right entry with one that won."""
        right = {m.right for pair in won for m in self._left[pair.left]}
        return {m.left for r in right for m in self._right[r]}

    def _next(self, match: Match) -> float:
        """The weight of the best other pair of either side that is free."""
        own = (m.weight for m in self._left[match.left] if m is not match and self._free(m))
        rivals = () if self._many else self._right[match.right]
        name = self._name(match.left)
        theirs = (m.weight for m in rivals if m.left not in self._taken_left and self._name(m.left) != name)
        return max(next(own, -math.inf), next(theirs, -math.inf))

    def _free(self, match: Match) -> bool:
        """Whether its right entry is nobody's, or that of a left entry of the same name."""
        name = self._name(match.left)
        return self._many or self._taken_right.get(match.right, name) == name

    def _name(self, left: str) -> str:
        return self._same.get(left, left)


def is_apart(match: Match) -> bool:
    """Whether only people take the two as one, however alike they are."""
    return any((f.name, f.level) in APART for f in match.features)


def _best_first(found: Iterable[tuple[str, Match]]) -> Found:
    groups: Found = defaultdict(list)
    for key, match in found:
        groups[key].append(match)
    for group in groups.values():
        group.sort(key=lambda m: (-m.weight, m.left, m.right))
    return groups
