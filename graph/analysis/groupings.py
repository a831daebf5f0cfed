"""The groups between which organisations can stand: kind, territory, generation. Unknown is None, never a group."""

from collections.abc import Iterator
from typing import Final

from graph.analysis.evidence import Key
from graph.analysis.generations.layers import generation_of
from graph.analysis.selection import kind_of
from graph.analysis.view import GraphView
from graph.model import DENIED

_WHERE: Final = ("LOCATED_IN", "OPERATES_IN")


def groupings(view: GraphView) -> dict[str, dict[Key, str | None]]:
    """Name of the grouping → organisation → its group."""
    return {"kind": kinds(view), "territory": territories(view), "generation": generation_of(view)}


def kinds(view: GraphView) -> dict[Key, str | None]:
    """Each organisation's kind as the model names it."""
    found = {("Organisation", node.id): kind_of(node) for node in view.labelled("Organisation")}
    return {key: None if kind == "unknown" else kind for key, kind in found.items()}


def territories(view: GraphView) -> dict[Key, str | None]:
    """The municipality (id) in which each organisation has its seat, else the one where it works.

    None where several are said, or none.
    """
    return {
        ("Organisation", node.id): _territory(view, ("Organisation", node.id)) for node in view.labelled("Organisation")
    }


def _territory(view: GraphView, organisation: Key) -> str | None:
    for claim in _WHERE:
        places = [edge.target for edge in view.outgoing(organisation, claim) if edge.type != DENIED]
        found = {town for place in places for town in _municipalities(view, place)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _municipalities(view: GraphView, place: Key) -> Iterator[str]:
    """A place or what it is part of, where that is a municipality."""
    seen, waiting = {place}, [place]
    while waiting:
        key = waiting.pop()
        if kind_of(view.nodes[key]) == "municipality":
            yield key[1]
            continue
        wider = [e.target for e in view.outgoing(key, "PART_OF") if e.type != DENIED and e.target[0] == "Place"]
        waiting += [other for other in wider if other not in seen]
        seen.update(wider)
