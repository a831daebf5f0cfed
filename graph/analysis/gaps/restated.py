"""Needs that are told more than once: by several documents, of an action and of its area, by who carries it out.

Two claims tell one need where who needs it is the same and what is needed too: names that mean the same, of one kind
(or the very same words), of money the same amount. So do an area and an action of it, and a body that asks for the same
number of the same thing as an action that it carries out.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from graph.analysis.evidence import Key, text_of
from graph.analysis.gaps.meaning import SURE, overlap, stems
from graph.analysis.gaps.offers import amount_of
from graph.analysis.selection import kind_of
from graph.analysis.territory import held
from graph.analysis.view import GraphView
from graph.store.port import Edge

Said = tuple[Key, Key]
"""Who needs, and what."""

_ACTING: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN")


def told_once(view: GraphView, said: Mapping[Said, Collection[Edge]]) -> list[list[Said]]:
    """The needs, each with all that tell it: an action's before a body's or area's, the earliest read first."""
    order = sorted(said, key=lambda pair: (pair[0][0] != "Action", _first_read(said[pair]), pair))
    groups: list[list[Said]] = []
    of: dict[Key, list[list[Said]]] = {}
    for pair in order:
        known = (group for key in (pair[0], *_around(view, pair[0])) for group in of.get(key, ()))
        same = next((group for group in known if _is_same(view, group, pair)), None)
        if same is None:
            groups.append(same := [])
            of.setdefault(pair[0], []).append(same)
        same.append(pair)
    return groups


def _around(view: GraphView, subject: Key) -> Iterable[Key]:
    """The actions of an area, or those that a body carries out."""
    if subject[0] == "Area":
        return (edge.source for edge in held(view.incoming(subject, "ADDRESSES")))
    return (edge.target for edge in held(view.outgoing(subject, *_ACTING))) if subject[0] == "Organisation" else ()


def _is_same(view: GraphView, group: list[Said], pair: Said) -> bool:
    (subject, thing), (who, what) = group[0], pair
    kinds = {kind_of(view.nodes[thing]), kind_of(view.nodes[what])}
    amounts = {amount_of(view.nodes[key].properties)[0] for key in (thing, what)}
    if len(amounts - {None}) > 1 and (who != subject or "money" in kinds):
        return False
    if who != subject and who[0] == "Organisation" and None in amounts:
        return False
    if kinds == {"money"} and None not in amounts:
        return True
    one, other = view.name(thing), view.name(what)
    same_words = bool(stems(one)) and stems(one) == stems(other)
    return thing == what or same_words or (len(kinds) == 1 and overlap(one, other) >= SURE)


def _first_read(edges: Iterable[Edge]) -> str:
    return min((text_of(edge.properties, "first_read") or "" for edge in edges), default="")
