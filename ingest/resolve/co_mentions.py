"""How many bodies that a document names stand in the registers: a small register of its own territory holds most of
them, one of elsewhere none. A national register tells nothing by that.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from ingest.resolve.matching.comparisons import CO_MENTIONS
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.names import body_name

NATIONAL: Final = 50_000
"""Bodies of a national register. A smaller one holds the fewer of those that are named."""

LEVELS: Final = ("hardly any of them", "some of them")

_DOUBT: Final = 2.0
"""As many bodies as the share by size alone weighs: of one or two others nothing follows."""


def share_of(national: float, bodies: int) -> float:
    """The share of left entries that so many bodies hold, where a national register holds `national` of them."""
    return national * min(1, bodies / NATIONAL)


class CoMentions:
    """The bodies of each document by whole names, and whether they stand in the registers: `told` do in any case."""

    def __init__(
        self,
        named: Mapping[int, Iterable[Entry]],
        told: Collection[str],
        registered: Collection[Entry],
        national: float,
    ) -> None:
        self._most, self._least = national, share_of(national, len(registered))
        known = {body_name(name) for entry in registered for name in entry.names} - {""}
        self._standing: dict[int, dict[str, bool]] = {}
        for extraction, entries in named.items():
            of = self._standing[extraction] = {}
            for entry in entries:
                names = (body_name(name) for name in entry.names)
                of[body_name(entry.name)] = entry.id in told or not known.isdisjoint(names)

    def weighed(self, match: Match, left: Entry, extraction: int) -> Match:
        """A match that was weighed as with a national register, with what the others of the document say of these.

        (k + 2 s) / (n + 2) of them are held, where k of n others stand there and s is the share by size; at most the
        national one.
        """
        others = [stands for name, stands in self._standing[extraction].items() if name != body_name(left.name)]
        held = (sum(others) + _DOUBT * self._least) / (len(others) + _DOUBT)
        bits = math.log2(min(max(held, self._least), self._most) / self._most)
        return match.told(CO_MENTIONS, LEVELS[any(others)], bits) if bits else match
