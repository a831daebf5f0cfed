"""Where things are, and how near two of them are to one another: by places and what they are PART_OF."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from graph.analysis.evidence import Key
from graph.analysis.selection import kind_of
from graph.analysis.view import GraphView
from graph.model import DENIED
from graph.store.port import Edge

_WIDE: Final = frozenset({"province", "region", "country"})


class Nearness(StrEnum):
    """How near, the nearest first; UNKNOWN where nobody says where one of the two is."""

    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"


def held(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Without what is denied."""
    return tuple(edge for edge in edges if edge.type != DENIED)


def places(view: GraphView, *keys: Key) -> tuple[Key, ...]:
    """Where nodes are or work."""
    found = (edge.target for key in keys for edge in held(view.outgoing(key, "LOCATED_IN", "OPERATES_IN")))
    return tuple(dict.fromkeys(found))


def wider(view: GraphView, some: Iterable[Key]) -> tuple[Key, ...]:
    """Places and all that they are part of."""
    found = dict.fromkeys(some)
    waiting = list(found)
    while waiting:
        for edge in held(view.outgoing(waiting.pop(), "PART_OF")):
            if edge.target[0] == "Place" and edge.target not in found:
                found[edge.target] = None
                waiting.append(edge.target)
    return tuple(found)


def nearness(view: GraphView, ours: Iterable[Key], theirs: Iterable[Key]) -> Nearness:
    """How near places are to others.

    Who works in the whole of a region or country works in each part of it. Two municipalities of which one has no known
    province may be of the same.
    """
    here, there = tuple(ours), tuple(theirs)
    around_here, around_there = set(wider(view, here)), set(wider(view, there))
    shared = around_here & around_there
    if any(kind_of(view.nodes[place]) not in _WIDE for place in shared):
        return Nearness.MUNICIPALITY
    if set(there) & around_here or set(here) & around_there:
        return Nearness.PROVINCE
    if any(kind_of(view.nodes[place]) == "province" for place in shared):
        return Nearness.PROVINCE
    known = all(any(kind_of(view.nodes[p]) == "province" for p in side) for side in (around_here, around_there))
    return Nearness.ELSEWHERE if known else Nearness.UNKNOWN
