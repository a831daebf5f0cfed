"""What is offered: who gives what, how much of it and for what; or who refused to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from graph.analysis.evidence import Key, text_of
from graph.analysis.gaps.meaning import Index, Likeness
from graph.analysis.selection import before, folded, kind_of, names
from graph.analysis.territory import Whereabouts, held, places
from graph.analysis.view import GraphView
from graph.model import DENIED
from graph.store.port import Edge, Property

Amount = tuple[float | None, str | None]
"""How much, and in which unit; None where nobody says."""

Period = tuple[str | None, str | None]
"""Since when and until when (ISO); None where nobody says."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Who gives what (`thing` None: money by FUNDS), of which kind, by which claim, for what, and where.

    `where`: of the thing, of who gives it, of the territory of the documents, the first that is known. `told_in`: where
    that is in no province, the provinces of whoever else is named where it was read.
    """

    provider: Key
    thing: Key | None
    kind: str
    edge: Edge
    uses: tuple[Edge, ...]
    amount: float | None
    unit: str | None
    where: Whereabouts
    period: Period
    told_in: frozenset[Key] = frozenset()


class Book:
    """The `PROVIDES` of a view, or those that are denied, found by thing, by use and by meaning."""

    def __init__(self, view: GraphView, *, denied: bool, likeness: Likeness | None) -> None:
        said = (
            e for e in view.edges if (e.type == DENIED and e.claim == "PROVIDES" if denied else e.type == "PROVIDES")
        )
        called = _called(view)
        self.offers = _told_somewhere(view, [_offer(view, edge, called, denied=denied) for edge in said])
        self._view = view
        self._likeness = likeness

    def of_thing(self, thing: Key) -> list[int]:
        return self._by_thing.get(thing, [])

    def for_use(self, targets: Iterable[Key]) -> list[int]:
        return [number for target in sorted(targets) for number in self._by_use.get(target, ())]

    def of_kind(self, kind: str) -> list[int]:
        return self._by_kind.get(kind, [])

    @cached_property
    def open_money(self) -> tuple[int, ...]:
        """Money that is given for nothing in particular."""
        return tuple(n for n, o in enumerate(self.offers) if not o.uses and o.kind == "money")

    def alike(self, wanted: Iterable[str]) -> dict[int, float]:
        """Number of an offer → likeness of what it gives to the nearest of these names, where they are alike."""
        called, index = self._names
        best: dict[int, float] = {}
        for text in wanted:
            for place, likeness in index.alike(text).items():
                for number in called[index.texts[place]]:
                    best[number] = max(best.get(number, 0.0), likeness)
        return best

    @cached_property
    def _names(self) -> tuple[Mapping[str, list[int]], Index]:
        """Name → numbers of the offers of what is called so; the names for comparing."""
        called: dict[str, list[int]] = defaultdict(list)
        for number, offer in enumerate(self.offers):
            for name in names(self._view, offer.thing) if offer.thing else ():
                called[name].append(number)
        return called, Index(tuple(called), self._likeness)

    @cached_property
    def _by_kind(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, offer in enumerate(self.offers):
            found[offer.kind].append(number)
        return dict(found)

    @cached_property
    def _by_thing(self) -> dict[Key, list[int]]:
        found: dict[Key, list[int]] = defaultdict(list)
        for number, offer in enumerate(self.offers):
            if offer.thing:
                found[offer.thing].append(number)
        return dict(found)

    @cached_property
    def _by_use(self) -> dict[Key, list[int]]:
        found: dict[Key, list[int]] = defaultdict(list)
        for number, offer in enumerate(self.offers):
            for use in offer.uses:
                found[use.target].append(number)
        return dict(found)


def period_of(*told: Mapping[str, Property]) -> Period:
    """Since when and until when, each as the first of these properties says."""
    since, until = (next((d for p in told if (d := text_of(p, name))), None) for name in ("since", "until"))
    return since, until


def apart(one: Period, other: Period) -> bool:
    """Whether one of two periods ends before the other begins."""
    return before(one[1], other[0]) or before(other[1], one[0])


def amount_of(properties: Mapping[str, Property]) -> Amount:
    """The positive amount and the unit among properties."""
    amount = properties.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not amount > 0:
        return None, text_of(properties, "unit")
    return float(amount), text_of(properties, "unit")


def amount_of_funds(edge: Edge, needed: float | None) -> Amount:
    """The money of a FUNDS claim; a share in % is one of what is needed."""
    amount, unit = amount_of(edge.properties)
    if unit == "%":
        return (amount * needed / 100 if amount and needed else None), "EUR"
    return amount, unit


def _told_somewhere(view: GraphView, offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """The offers, with `told_in` where it is needed."""
    found = [(offer, view.mentioned_in(offer.edge.target)) for offer in offers]
    named: dict[Key, list[Key]] = {d: [] for offer, told in found if not offer.where.provinces for d in told}
    for key, documents in view.mentions.items() if named else ():
        for document in documents:
            if document in named and key in view.nodes:
                named[document] += [key] if key[0] == "Place" else places(view, key)
    around = {document: Whereabouts.of(view, some).provinces for document, some in named.items()}
    return tuple(
        offer if offer.where.provinces else replace(offer, told_in=frozenset().union(*(around[d] for d in told)))
        for offer, told in found
    )


def _called(view: GraphView) -> Mapping[str, list[Key]]:
    """Name of a place, folded → the places that bear it."""
    found: dict[str, list[Key]] = defaultdict(list)
    for node in view.labelled("Place"):
        for name in names(view, ("Place", node.id)):
            found[folded(name)].append(("Place", node.id))
    return found


def _territory(view: GraphView, thing: Key, called: Mapping[str, list[Key]]) -> tuple[Key, ...]:
    """The places that the documents which name a thing are of, as they say themselves."""
    told = (text_of(view.sources[document].properties, "territory") for document in view.mentioned_in(thing))
    return tuple(place for name in told if name for place in called.get(folded(name), ()))


def _offer(view: GraphView, edge: Edge, called: Mapping[str, list[Key]], *, denied: bool) -> Offer:
    uses = view.outgoing(edge.target, "USED_IN")
    thing = view.nodes[edge.target]
    somewhere = places(view, edge.target) or places(view, edge.source) or _territory(view, edge.target, called)
    where = Whereabouts.of(view, somewhere)
    used = uses if denied else held(uses)
    amount, unit = amount_of(thing.properties)
    period = period_of(edge.properties)
    return Offer(edge.source, edge.target, kind_of(thing), edge, used, amount, unit, where, period)
