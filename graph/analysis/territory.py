"""Where things are, and how near two of them are to one another: by places and what they are PART_OF."""

from collections.abc import Iterable
from dataclasses import dataclass
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
    return tuple([edge for edge in edges if edge.type != DENIED])


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


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Places; `around`: and all that they are part of; of it `local`, no wider than a municipality, and `provinces`."""

    places: frozenset[Key]
    around: frozenset[Key]
    local: frozenset[Key]
    provinces: frozenset[Key]

    @classmethod
    def of(cls, view: GraphView, some: Iterable[Key]) -> "Whereabouts":
        places = frozenset(some)
        kinds = {place: kind_of(view.nodes[place]) for place in wider(view, places)}
        local = frozenset(place for place, kind in kinds.items() if kind not in _WIDE)
        return cls(places, frozenset(kinds), local, frozenset(p for p, kind in kinds.items() if kind == "province"))


def nearness(here: Whereabouts, there: Whereabouts) -> Nearness:
    """How near places are to others.

    Who works in the whole of a region or country works in each part of it. Two municipalities of which one has no known
    province may be of the same.
    """
    if not here.local.isdisjoint(there.local):
        return Nearness.MUNICIPALITY
    apart = here.around.isdisjoint(there.places) and here.places.isdisjoint(there.around)
    if not (apart and here.provinces.isdisjoint(there.provinces)):
        return Nearness.PROVINCE
    return Nearness.ELSEWHERE if here.provinces and there.provinces else Nearness.UNKNOWN
