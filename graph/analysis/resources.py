"""Resources: who offers, who needs, who refused to give; what, how much, where, for what, and who answers to whom."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from graph.analysis.evidence import Key
from graph.analysis.gaps.matching import Ground, Need
from graph.analysis.gaps.offers import Book, amount_of_funds
from graph.analysis.selection import Selection, around, find, kind_of, parts, select
from graph.analysis.territory import places
from graph.analysis.view import GraphView, claim_of
from graph.model import DENIED
from graph.store.port import Edge

MONEY = "money"


class Side(StrEnum):
    NEEDS = "needs"
    OFFERS = "offers"
    REFUSES = "refuses"


@dataclass(frozen=True, slots=True)
class Entry:
    """Who offers or needs what (`thing` None: money by FUNDS). `purpose` is for what, `where` the places of the thing,
    else of who has it or of what it is for; `others` are who could give it, or who needs such a thing; `edges` say it.
    """

    side: Side
    who: Key
    thing: Key | None
    kind: str
    purpose: tuple[Key, ...]
    where: tuple[Key, ...]
    amount: float | None
    unit: str | None
    status: str
    others: tuple[Key, ...]
    edges: tuple[Edge, ...]


def resources(view: GraphView, within: Selection | None = None) -> tuple[Entry, ...]:
    """All of a view, needs first; with `within`, those that are said in a part of it (matched with the whole).

    Raises `NotFound`, `UsageError` as `select`.
    """
    ground, asking = Ground(view), defaultdict[int, list[Key]](list)
    found = [_need(ground, need, asking) for need in ground.needs()]
    found += [*_given(view, asking), *_funds(view, asking)]
    if within is not None:
        found = list(_within(view, found, within))
    sides = list(Side)
    return tuple(sorted(found, key=lambda e: (sides.index(e.side), e.kind, view.name(e.who), e.who, e.thing or e.who)))


def _need(ground: Ground, need: Need, asking: dict[int, list[Key]]) -> Entry:
    """A need with who gives such a thing; notes at each offer who asks for it."""
    matches = [match for match in ground.matches(need) if match.counts]
    for match in matches:
        asking[id(match.offer.edge)].append(need.subject)
    return Entry(
        Side.NEEDS,
        need.subject,
        need.thing,
        need.kind,
        tuple(sorted(need.targets - {need.subject})),
        tuple(sorted(need.where.places)),
        *ground.amount(need.thing),
        need.edges[0].status,
        tuple(dict.fromkeys(match.offer.provider for match in matches)),
        need.edges,
    )


def _given(view: GraphView, asking: dict[int, list[Key]]) -> Iterator[Entry]:
    for side, denied in ((Side.OFFERS, False), (Side.REFUSES, True)):
        for offer in Book(view, denied=denied, likeness=None).offers:
            thing = offer.edge.target
            yield Entry(
                side,
                offer.provider,
                thing,
                kind_of(view.nodes[thing]),
                tuple(dict.fromkeys(use.target for use in offer.uses)),
                places(view, thing) or places(view, offer.provider),
                offer.amount,
                offer.unit,
                offer.edge.status,
                _each(asking[id(offer.edge)]),
                (offer.edge, *offer.uses),
            )


def _funds(view: GraphView, asking: dict[int, list[Key]]) -> Iterator[Entry]:
    for edge in view.edges:
        if claim_of(edge) == "FUNDS":
            side = Side.REFUSES if edge.type == DENIED else Side.OFFERS
            where = places(view, edge.target) or places(view, edge.source)
            money = amount_of_funds(edge, None)
            others = _each(asking[id(edge)])
            yield Entry(side, edge.source, None, MONEY, (edge.target,), where, *money, edge.status, others, (edge,))


def _within(view: GraphView, entries: Iterable[Entry], within: Selection) -> Iterator[Entry]:
    """Those said in a part; of places, those who are there or whose resource is."""
    said = {id(edge) for edge in select(view, replace(within, places=())).edges}
    asked = {part for text in within.places for part in parts(view, find(view, "Place", text))}
    near = around(view, asked).nodes.keys() if asked else set[Key]()
    for entry in entries:
        there = not asked or entry.who in near or not asked.isdisjoint(entry.where)
        if there and id(entry.edges[0]) in said:
            yield entry


def _each(keys: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(dict.fromkeys(keys))
