"""What is needed, and which offers answer which need: by kind of resource, meaning, territory and time.

A need is a `NEEDS` claim that is not denied; or the cost of an action that a document states (money USED_IN it of which
nobody is said to provide it). An offer is a `PROVIDES` claim; for money, `FUNDS` too.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from graph.analysis.evidence import Key, text_of
from graph.analysis.gaps.meaning import SURE, Likeness, stems
from graph.analysis.gaps.offers import Amount, Book, Offer, amount_of, amount_of_funds, before
from graph.analysis.gaps.repeated import told_once
from graph.analysis.selection import kind_of, names
from graph.analysis.territory import Nearness, held, nearness, places
from graph.analysis.view import GraphView
from graph.model import DENIED, Status
from graph.store.port import Edge

ACTS: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN")
FIRMNESS: Final = {status.value: rank for rank, status in enumerate(reversed(Status))}
_Id = tuple[str, Key, Key]
_FIRM: Final = FIRMNESS[Status.UNDER_WAY]
_VAGUE: Final = frozenset({"unknown", "other"})
_LIKE_KINDS: Final = frozenset({"people", "skills"})


class Bond(StrEnum):
    """How an offer is tied to a need, the closest first."""

    SAME = "same"  # the thing itself
    MEANT = "meant"  # given for what needs it
    OPEN = "open"  # given for nothing in particular
    TAKEN = "taken"  # given for something else


_CLOSE: Final = frozenset({Bond.SAME, Bond.MEANT})
_BONDS: Final = list(Bond)
_NEARNESS: Final = list(Nearness)


@dataclass(frozen=True, slots=True)
class Need:
    """Who (or what) needs which resource; `targets` is what it is needed for.

    `others` are the same resource as further claims name it, `largest` that of which the most is asked; `cost` is the
    whole of which a lack of money is a part, where that is said.
    """

    rule: str
    subject: Key
    thing: Key
    edges: tuple[Edge, ...]
    targets: frozenset[Key]
    others: tuple[Key, ...] = ()
    largest: Key | None = None
    cost: float | None = None

    @property
    def things(self) -> tuple[Key, ...]:
        return self.thing, *self.others

    @property
    def id(self) -> _Id:
        """What names it in a view."""
        return self.rule, self.subject, self.thing


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that is of the kind and meaning of a need; `edges` lead from giver to use, `status` is their weakest."""

    offer: Offer
    bond: Bond
    likeness: float
    near: Nearness
    status: str
    in_time: bool
    edges: tuple[Edge, ...]

    @property
    def counts(self) -> bool:
        """Whether it answers the need at all, rather than being worth asking for."""
        return self.in_time and self.bond is not Bond.TAKEN and self.near is not Nearness.ELSEWHERE

    @property
    def firm(self) -> bool:
        """Whether it is given, and not only promised or suggested."""
        return FIRMNESS[self.status] >= _FIRM


class Ground:
    """The needs and offers of a view, found once."""

    def __init__(self, view: GraphView, likeness: Likeness | None = None) -> None:
        self.view = view
        self.sure = likeness.sure if likeness else SURE
        self._given = Book(view, denied=False, likeness=likeness)
        self._refused = Book(view, denied=True, likeness=likeness)
        self._matches: dict[_Id, tuple[Match, ...]] = {}
        self._refusing: dict[_Id, tuple[Match, ...]] = {}
        self._where: dict[_Id, tuple[Key, ...]] = {}
        self._circle: dict[_Id, frozenset[Key]] = {}
        self._places: dict[Key, tuple[Key, ...]] = {}
        self._nearness: dict[tuple[tuple[Key, ...], tuple[Key, ...]], Nearness] = {}

    def needs(self) -> Iterator[Need]:
        yield from self._stated()
        yield from self._costs()

    def matches(self, need: Need) -> tuple[Match, ...]:
        """Offers of others that are of the need's kind and meaning, the closest first, also those taken back."""
        if need.id not in self._matches:
            found = [*self._of_things(need, self._given), *self._of_funds(need, denied=False)]
            self._matches[need.id] = tuple(sorted(found, key=_closeness))
        return self._matches[need.id]

    def refusals(self, need: Need) -> tuple[Edge, ...]:
        """Claims by which somebody said no to just this."""
        if need.id not in self._refusing:
            self._refusing[need.id] = tuple(self._found_refusing(need))
        return tuple(match.offer.edge for match in self._refusing[need.id])

    def amount(self, thing: Key) -> Amount:
        return amount_of(self.view.nodes[thing].properties)

    def needed(self, need: Need) -> Amount:
        """How much is asked for, at most."""
        return self.amount(need.largest or need.thing)

    def kind(self, thing: Key) -> str:
        return kind_of(self.view.nodes[thing])

    def doers(self, need: Need) -> tuple[Key, ...]:
        """Who does what it is needed for, or needs it."""
        found = [e.source for key in sorted(need.targets) for e in held(self.view.incoming(key, *ACTS))]
        return tuple(dict.fromkeys([key for key in (need.subject, *need.targets) if key[0] == "Organisation"] + found))

    def where(self, need: Need) -> tuple[Key, ...]:
        """Where it is needed: the thing, what it is for, its plan, who does it; the first that anybody says."""
        if need.id not in self._where:
            self._where[need.id] = self._found_where(need)
        return self._where[need.id]

    def _found_where(self, need: Need) -> tuple[Key, ...]:
        wanting = (need.subject, *need.targets)
        areas = tuple(e.target for key in wanting for e in held(self.view.outgoing(key, "ADDRESSES", "PART_OF")))
        plans = tuple(e.target for key in areas for e in held(self.view.outgoing(key, "PART_OF")))
        tiers = ((need.thing,), wanting, (*areas, *plans), self.doers(need))
        return next((found for keys in tiers if (found := places(self.view, *keys))), ())

    def circle(self, need: Need) -> frozenset[Key]:
        """The bodies that do it, those that they belong to, and their members."""
        if need.id not in self._circle:
            bodies = {key for key in self.doers(need) if key[0] == "Organisation"}
            ties = (edge for key in bodies for edge in held(self.view.edges_of(key, "MEMBER_OF", "PART_OF")))
            ends = {end for edge in ties for end in (edge.source, edge.target) if end[0] == "Organisation"}
            self._circle[need.id] = frozenset(bodies | ends)
        return self._circle[need.id]

    def _stated(self) -> Iterator[Need]:
        together: dict[tuple[Key, Key], list[Edge]] = defaultdict(list)
        for edge in self.view.edges:
            if edge.type == "NEEDS" and edge.status in FIRMNESS:
                together[edge.source, edge.target].append(edge)
        for said in told_once(self.view, together):
            (subject, thing), others = said[0], tuple(dict.fromkeys(thing for _, thing in said[1:]))
            used = {edge.target for _, thing in said for edge in held(self.view.outgoing(thing, "USED_IN"))}
            largest = max((thing for _, thing in said), key=lambda thing: self.amount(thing)[0] or 0.0)
            edges = tuple(edge for pair in said for edge in together[pair])
            targets = frozenset(used or {subject})
            need = Need("stated-need", subject, thing, edges, targets, others, largest)
            yield replace(need, cost=self._whole_cost(need)) if self.kind(thing) == "money" else need

    def _whole_cost(self, need: Need) -> float | None:
        """The largest cost stated of what money is needed for, where it is more than what is said to lack."""
        uses = (use.source for key in sorted(need.targets) for use in held(self.view.incoming(key, "USED_IN")))
        costs = [self.amount(thing)[0] or 0.0 for thing in uses if thing not in need.things and self._is_cost(thing)]
        needed, most = self.needed(need)[0], max(costs, default=0.0)
        return most if needed and most > needed else None

    def _costs(self) -> Iterator[Need]:
        """Of each action the largest cost without giver, where no need of money is stated."""
        for node in self.view.labelled("Action"):
            action = ("Action", node.id)
            uses = [use for use in held(self.view.incoming(action, "USED_IN")) if self._is_cost(use.source)]
            asked = any(self.kind(edge.target) == "money" for edge in held(self.view.outgoing(action, "NEEDS")))
            if uses and not asked:
                use = max(uses, key=lambda use: (self.amount(use.source)[0] or 0.0, use.source))
                yield Need("stated-cost", action, use.source, (use,), frozenset({action}))

    def _is_cost(self, thing: Key) -> bool:
        return self.kind(thing) == "money" and self.amount(thing)[0] is not None and not self._given.of_thing(thing)

    def _found_refusing(self, need: Need) -> list[Match]:
        things = self._of_things(need, self._refused)
        just_this = [m for m in things if m.counts and (m.bond in _CLOSE or m.near is not Nearness.UNKNOWN)]
        return [*just_this, *self._of_funds(need, denied=True)]

    def _of_things(self, need: Need, book: Book) -> list[Match]:
        """Money is alike by being money: it answers a need only where it is given for it."""
        same = dict.fromkeys((number for thing in need.things for number in book.of_thing(thing)), 1.0)
        if self.kind(need.thing) == "money":
            alike = dict.fromkeys((*book.for_use(need.targets), *book.open_money), 1.0)
        else:
            alike = book.alike([name for thing in need.things for name in names(self.view, thing)])
        offers = ((book.offers[number], likeness) for number, likeness in sorted((alike | same).items()))
        return [
            self._match(need, offer, likeness)
            for offer, likeness in offers
            if offer.thing
            and offer.provider != need.subject
            and (self._kinds_agree(need.thing, offer.thing) or self._same_words(need, offer))
        ]

    def _of_funds(self, need: Need, *, denied: bool) -> list[Match]:
        if self.kind(need.thing) != "money":
            return []
        found = []
        for edge in (edge for target in sorted(need.targets) for edge in self.view.incoming(target, "FUNDS")):
            if (edge.type == DENIED) is denied and edge.status in FIRMNESS:
                offer = Offer(edge.source, None, edge, (), *amount_of_funds(edge, self.needed(need)[0]))
                in_time = self._in_time(need, edge)
                found.append(Match(offer, Bond.MEANT, 1.0, Nearness.MUNICIPALITY, edge.status, in_time, (edge,)))
        return found

    def _match(self, need: Need, offer: Offer, likeness: float) -> Match:
        ways = [use for use in offer.uses if use.target in need.targets]
        known = [edge.status for edge in (offer.edge, *ways) if edge.status in FIRMNESS]
        status = min(known, key=lambda status: FIRMNESS[status], default=Status.PROPOSED.value)
        if offer.thing in need.things or ways:
            bond, near = (Bond.SAME if offer.thing in need.things else Bond.MEANT), Nearness.MUNICIPALITY
        else:
            bond, near = (Bond.TAKEN if offer.uses else Bond.OPEN), self._near(need, offer)
        return Match(offer, bond, likeness, near, status, self._in_time(need, offer.edge), (offer.edge, *ways))

    def _near(self, need: Need, offer: Offer) -> Nearness:
        """Who does the thing is near wherever its seat is; what one document names together is of one territory."""
        if offer.provider in self.circle(need):
            return Nearness.MUNICIPALITY
        theirs = self._places_of(offer.thing) if offer.thing else ()
        ends = self.where(need), theirs or self._places_of(offer.provider)
        if ends not in self._nearness:
            self._nearness[ends] = nearness(self.view, *ends)
        found = self._nearness[ends]
        together = found is Nearness.UNKNOWN and offer.thing and self._read_together(need, offer.thing)
        return Nearness.PROVINCE if together else found

    def _places_of(self, key: Key) -> tuple[Key, ...]:
        if key not in self._places:
            self._places[key] = places(self.view, key)
        return self._places[key]

    def _read_together(self, need: Need, thing: Key) -> bool:
        ours = {document for key in (need.subject, need.thing) for document in self.view.mentioned_in(key)}
        return bool(ours & set(self.view.mentioned_in(thing)))

    def _in_time(self, need: Need, edge: Edge) -> bool:
        """Whether it is not given only before the need begins or after it ends."""
        told = (self.view.nodes[need.subject].properties, need.edges[0].properties)
        begins, ends = (next((d for p in told if (d := text_of(p, name))), None) for name in ("since", "until"))
        given_from, given_to = (text_of(edge.properties, name) for name in ("since", "until"))
        return not (before(given_to, begins) or before(ends, given_from))

    def _kinds_agree(self, one: Key, other: Key) -> bool:
        kinds = {self.kind(one), self.kind(other)}
        return len(kinds) == 1 or bool(kinds & _VAGUE) or kinds == _LIKE_KINDS

    def _same_words(self, need: Need, offer: Offer) -> bool:
        """Whether it is given for what needs it, in the very same words: then the kind of one is misread."""
        meant = any(use.target in need.targets for use in offer.uses)
        given = stems(self.view.name(offer.thing)) if meant and offer.thing else None
        return given in [stems(self.view.name(thing)) for thing in need.things]


def _closeness(match: Match) -> tuple[int, int, int, float, Key]:
    near = _NEARNESS.index(match.near)
    return _BONDS.index(match.bond), near, -FIRMNESS[match.status], -match.likeness, match.offer.provider
