"""What is needed, and which offers answer which need: by kind of resource, meaning, territory and time.

A need is a `NEEDS` claim that is not denied; or the cost of an action that a document states (money USED_IN it of which
nobody is said to provide it, nor any words that it is covered). An offer is a `PROVIDES` claim; for money, `FUNDS` too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from graph.analysis.dating import told_last
from graph.analysis.evidence import Key
from graph.analysis.gaps.about import About
from graph.analysis.gaps.common import is_likely
from graph.analysis.gaps.meaning import AT_LEAST, SURE, Likeness, may_be_given, may_mean, nouns, stems
from graph.analysis.gaps.offers import Amount, Book, Offer, Period, amount_of, amount_of_funds, apart, period_of
from graph.analysis.gaps.paid_for import is_said_covered
from graph.analysis.gaps.restated import told_once
from graph.analysis.gaps.setting_out import in_plan, titled_whole
from graph.analysis.selection import kind_of, may_agree, names
from graph.analysis.territory import Nearness, Whereabouts, held, nearness, places
from graph.analysis.view import GraphView
from graph.model import DENIED, Status
from graph.store.port import Edge

ACTS: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN")
FIRMNESS: Final = {status.value: rank for rank, status in enumerate(reversed(Status))}
_FIRM: Final = FIRMNESS[Status.UNDER_WAY]
_LEAST: Final = Status.PROPOSED.value
_LIKE_KINDS: Final = frozenset({"people", "skills"})


class Bond(StrEnum):
    """How an offer is tied to a need, the closest first."""

    SAME = "same"  # the thing itself
    MEANT = "meant"  # given for what needs it
    OPEN = "open"  # given for nothing in particular
    TAKEN = "taken"  # given for something else


_CLOSE: Final = frozenset({Bond.SAME, Bond.MEANT})
_FAR: Final = frozenset({Nearness.UNKNOWN, Nearness.ELSEWHERE})
_BONDS: Final = {bond: rank for rank, bond in enumerate(Bond)}
_NEARNESS: Final = {near: rank for rank, near in enumerate(Nearness)}


@dataclass(frozen=True, slots=True)
class Need:
    """Who (or what) needs which resource; `targets` is what it is needed for, `doers` who does that or needs it.

    `circle`: the bodies among these, those that they belong to, and their members. `where`: of the thing, what it is
    for, its plan, who does it, the first of which anybody says it. `read_in`: the documents that name it or who needs
    it. `things`: the resource as each claim names it; `largest` that of which the most is asked. `cost` is the whole of
    which a lack of money is a part, where that is said.
    """

    rule: str
    subject: Key
    thing: Key
    kind: str
    edges: tuple[Edge, ...]
    targets: frozenset[Key]
    doers: tuple[Key, ...]
    circle: frozenset[Key]
    where: Whereabouts
    period: Period
    read_in: frozenset[Key]
    things: tuple[Key, ...]
    largest: Key
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that is of the kind and meaning of a need; `edges` lead from giver to use, `status` is their weakest.

    `by_kind`: the name of one of the two says no more than the kind, so that it only may be what is meant.
    """

    offer: Offer
    bond: Bond
    likeness: float
    near: Nearness
    status: str
    in_time: bool
    edges: tuple[Edge, ...]
    by_kind: bool = False

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

    def __init__(self, view: GraphView, likeness: Likeness | None = None, about: About | None = None) -> None:
        self.view = view
        self._about = about or About(view)
        self.sure = likeness.sure if likeness else SURE
        self._least = likeness.at_least if likeness else AT_LEAST
        self._given = Book(view, denied=False, likeness=likeness)
        self._refused = Book(view, denied=True, likeness=likeness)
        self._refusing = {(offer.provider, offer.thing): offer.edge for offer in self._refused.offers}

    def needs(self) -> Iterator[Need]:
        stated = tuple(self._stated())
        yield from stated
        yield from self._costs()
        yield from self._taken_back(stated)

    def matches(self, need: Need) -> tuple[Match, ...]:
        """Offers of others that are of the need's kind and meaning, the closest first, also those taken back."""
        found = [*self._of_things(need, self._given), *self._of_funds(need, denied=False)]
        found += self._of_kind(need, {id(match.offer) for match in found})
        return tuple(sorted(found, key=_closeness))

    def refusals(self, need: Need) -> tuple[Edge, ...]:
        """Claims by which somebody said no to just this."""
        things = self._of_things(need, self._refused)
        just_this = [m for m in things if m.counts and (m.bond in _CLOSE or m.near is not Nearness.UNKNOWN)]
        return tuple(match.offer.edge for match in (*just_this, *self._of_funds(need, denied=True)))

    def taken_back(self, offer: Offer) -> Edge | None:
        """The claim by which a giver says no to the very thing."""
        return self._refusing.get((offer.provider, offer.thing))

    def amount(self, thing: Key) -> Amount:
        return amount_of(self.view.nodes[thing].properties)

    def needed(self, need: Need) -> Amount:
        """How much is asked for, at most."""
        return self.amount(need.largest)

    def _need(
        self, rule: str, subject: Key, things: Sequence[Key], edges: tuple[Edge, ...], targets: frozenset[Key]
    ) -> Need:
        view, thing = self.view, things[0]
        acting = [e.source for key in sorted(targets) for e in held(view.incoming(key, *ACTS))]
        doers = tuple(dict.fromkeys([key for key in (subject, *targets) if key[0] == "Organisation"] + acting))
        return Need(
            rule,
            subject,
            thing,
            kind_of(view.nodes[thing]),
            edges,
            targets,
            doers,
            self._circle(doers),
            Whereabouts.of(view, self._places(thing, (subject, *targets), doers)),
            self._period(subject, edges),
            frozenset(document for key in (subject, *things) for document in view.mentioned_in(key)),
            tuple(dict.fromkeys(things)),
            max(things, key=lambda thing: self.amount(thing)[0] or 0.0),
        )

    def _period(self, subject: Key, edges: tuple[Edge, ...]) -> Period:
        """What was still needed when it was told last was not met by what had ended before."""
        since, until = period_of(self.view.nodes[subject].properties, edges[0].properties)
        return since or told_last(self.view, *edges), until

    def _places(self, thing: Key, wanting: tuple[Key, ...], doers: tuple[Key, ...]) -> tuple[Key, ...]:
        areas = tuple(e.target for key in wanting for e in held(self.view.outgoing(key, "ADDRESSES", "PART_OF")))
        plans = tuple(e.target for key in areas for e in held(self.view.outgoing(key, "PART_OF")))
        tiers = ((thing,), wanting, (*areas, *plans), doers)
        return next((found for keys in tiers if (found := places(self.view, *keys))), ())

    def _circle(self, doers: Iterable[Key]) -> frozenset[Key]:
        bodies = {key for key in doers if key[0] == "Organisation"}
        ties = (edge for key in bodies for edge in held(self.view.edges_of(key, "MEMBER_OF", "PART_OF")))
        return frozenset(bodies | {end for e in ties for end in (e.source, e.target) if end[0] == "Organisation"})

    def _stated(self) -> Iterator[Need]:
        together: dict[tuple[Key, Key], list[Edge]] = defaultdict(list)
        for edge in self.view.edges:
            if edge.type == "NEEDS" and edge.status in FIRMNESS:
                together[self._whole(edge), edge.target].append(edge)
        for said in told_once(self.view, together):
            subject, things = said[0][0], [thing for _, thing in said]
            used = {edge.target for thing in things for edge in held(self.view.outgoing(thing, "USED_IN"))}
            edges = tuple(edge for pair in said for edge in together[pair])
            subject = self._asked_for(subject, used, edges)
            need = self._need("stated-need", subject, things, edges, frozenset(used or {subject}))
            yield replace(need, cost=self._whole_cost(need)) if need.kind == "money" else need

    def _whole(self, edge: Edge) -> Key:
        """What needs a thing: the action that is set out; what else is named in words about one is a part of that."""
        whole = titled_whole(self.view, edge.source)
        if whole[0] != "Action" or whole in self._about.set_out:
            return whole
        return self._about.only_of(edge) or whole

    def _asked_for(self, subject: Key, used: set[Key], edges: Sequence[Edge]) -> Key:
        """The one action of which it is told where a body asks for a thing, or for which it needs it and which it
        carries out; else who needs it.
        """
        if subject[0] != "Organisation":
            return subject
        told = {self._about.only_of(edge) for edge in edges}
        if len(told) == 1 and (action := told.pop()) is not None:
            return action
        actions = [key for key in used if key[0] == "Action"]
        carries_out = len(actions) == 1 and any(
            e.source == subject for e in held(self.view.incoming(actions[0], *ACTS))
        )
        return actions[0] if carries_out else subject

    def _whole_cost(self, need: Need) -> float | None:
        """The largest cost stated of what money is needed for, where it is more than what is said to lack."""
        uses = (use.source for key in sorted(need.targets) for use in held(self.view.incoming(key, "USED_IN")))
        costs = [self.amount(thing)[0] or 0.0 for thing in uses if thing not in need.things and self._is_cost(thing)]
        needed, most = self.needed(need)[0], max(costs, default=0.0)
        return most if needed and most > needed else None

    def _costs(self) -> Iterator[Need]:
        """Of each action the largest cost without giver, if no need of money is stated, nor that it is covered."""
        for node in self.view.labelled("Action"):
            action = ("Action", node.id)
            uses = [use for use in held(self.view.incoming(action, "USED_IN")) if self._is_cost(use.source)]
            asked = any(self._is_money(edge.target) for edge in held(self.view.outgoing(action, "NEEDS")))
            uses = [] if asked else [use for use in uses if not is_said_covered(self.view, use)]
            if uses and titled_whole(self.view, action) == action:
                use = max(uses, key=lambda use: (self.amount(use.source)[0] or 0.0, use.source))
                yield self._need("stated-cost", action, [use.source], (use,), frozenset({action}))

    def _taken_back(self, stated: Iterable[Need]) -> Iterator[Need]:
        """What an action was to use, which who was to give it does not, if no need of it is stated; money is a cost."""
        asked = {
            (need.subject, noun) for need in stated for thing in need.things for noun in nouns(self.view.name(thing))
        }
        things = [offer.thing for offer in self._refused.offers if offer.thing and offer.kind != "money"]
        for use in (use for thing in things for use in held(self.view.outgoing(thing, "USED_IN"))):
            action, promised = titled_whole(self.view, use.target), held(self.view.incoming(use.source, "PROVIDES"))
            told = {(action, noun) for noun in nouns(self.view.name(use.source))}
            counted_on = use.status != Status.DONE and (bool(promised) or is_likely(use))
            if counted_on and told.isdisjoint(asked) and action[0] == "Action" and in_plan(self.view, action):
                asked |= told
                yield self._need("stated-need", action, [use.source], (use, *promised), frozenset({action}))

    def _is_cost(self, thing: Key) -> bool:
        """Whether it is an amount that nobody gives; who hardly was read to give it only may."""
        given = any(is_likely(self._given.offers[number].edge) for number in self._given.of_thing(thing))
        return self._is_money(thing) and self.amount(thing)[0] is not None and not given

    def _is_money(self, thing: Key) -> bool:
        return kind_of(self.view.nodes[thing]) == "money"

    def _of_things(self, need: Need, book: Book) -> list[Match]:
        """Money is alike by being money: it answers a need only where it is given for it."""
        same = dict.fromkeys((number for thing in need.things for number in book.of_thing(thing)), 1.0)
        if need.kind == "money":
            alike = dict.fromkeys((*book.for_use(need.targets), *book.open_money), 1.0)
        else:
            alike = book.alike([name for thing in need.things for name in names(self.view, thing)])
        found = []
        for number, likeness in sorted((alike | same).items()):
            offer = book.offers[number]
            meant = _kinds_agree(need.kind, offer.kind) or self._same_words(need, offer)
            if meant and offer.provider != need.subject and (match := self._match(need, offer, likeness)):
                found.append(match)
        return found

    def _of_kind(self, need: Need, known: Collection[int]) -> Iterator[Match]:
        """What only may be meant: what is near, free and likely read, where the need names no more than its kind; or
        what is given for just this.
        """
        wanted = [name for thing in need.things for name in names(self.view, thing)]
        meant = set(self._given.for_use(need.targets))
        unit = self.needed(need)[1]
        for number in self._given.of_kind(need.kind) if may_mean(wanted, wanted, need.kind) else sorted(meant):
            offer = self._given.offers[number]
            same = offer.kind == need.kind and (not offer.unit or offer.unit == unit)
            if id(offer) in known or not same or offer.provider == need.subject or not is_likely(offer.edge):
                continue
            if may_be_given(wanted, names(self.view, offer.edge.target), need.kind, for_it=number in meant):
                match = self._match(need, offer, self._least)
                if match and match.bond is not Bond.TAKEN and match.near not in _FAR:
                    yield replace(match, by_kind=True)

    def _of_funds(self, need: Need, *, denied: bool) -> list[Match]:
        if need.kind != "money":
            return []
        found = []
        for edge in (edge for target in sorted(need.targets) for edge in self.view.incoming(target, "FUNDS")):
            if (edge.type == DENIED) is denied and edge.status in FIRMNESS:
                given = amount_of_funds(edge, self.needed(need)[0])
                offer = Offer(edge.source, None, "money", edge, (), *given, need.where, period_of(edge.properties))
                in_time = not apart(need.period, offer.period)
                found.append(Match(offer, Bond.MEANT, 1.0, Nearness.MUNICIPALITY, edge.status, in_time, (edge,)))
        return found

    def _match(self, need: Need, offer: Offer, likeness: float) -> Match | None:
        """None where it is given for something else far away: that answers nothing and is not worth asking for."""
        uses = [use for use in offer.uses if use.target in need.targets] if offer.uses else ()
        for_it = bool(uses) or (not offer.uses and self._about.only_of(offer.edge) in need.targets)
        edges = (offer.edge, *uses)
        if offer.thing in need.things:
            bond, near = Bond.SAME, Nearness.MUNICIPALITY
        elif for_it:
            bond, near = Bond.MEANT, Nearness.MUNICIPALITY
        else:
            bond, near = (Bond.TAKEN if offer.uses else Bond.OPEN), self._near(need, offer)
            if bond is Bond.TAKEN and near is Nearness.ELSEWHERE:
                return None
        return Match(offer, bond, likeness, near, _weakest(edges), not apart(need.period, offer.period), edges)

    def _near(self, need: Need, offer: Offer) -> Nearness:
        """Who does the thing is near wherever its seat is; what one document names together is of one territory: so is
        what is needed, and whoever is in no province of its own is in none that its documents do not speak of.
        """
        if offer.provider in need.circle:
            return Nearness.MUNICIPALITY
        found = nearness(need.where, offer.where)
        if found is Nearness.UNKNOWN and offer.thing:
            if not need.read_in.isdisjoint(self.view.mentioned_in(offer.thing)):
                return Nearness.PROVINCE
            if offer.told_in and need.where.provinces and offer.told_in.isdisjoint(need.where.provinces):
                return Nearness.ELSEWHERE
        return found

    def _same_words(self, need: Need, offer: Offer) -> bool:
        """Whether it is given for what needs it, in the very same words: then the kind of one is misread."""
        if offer.thing is None or not any(use.target in need.targets for use in offer.uses):
            return False
        return stems(self.view.name(offer.thing)) in [stems(self.view.name(thing)) for thing in need.things]


def _weakest(edges: Sequence[Edge]) -> str:
    """The weakest status that claims have, of those that promise anything."""
    if len(edges) == 1 and edges[0].status in FIRMNESS:
        return edges[0].status
    return min((e.status for e in edges if e.status in FIRMNESS), key=FIRMNESS.__getitem__, default=_LEAST)


def _kinds_agree(one: str, other: str) -> bool:
    return may_agree(one, other) or {one, other} == _LIKE_KINDS


def _closeness(match: Match) -> tuple[int, int, int, float, Key]:
    near = _NEARNESS[match.near]
    return _BONDS[match.bond], near, -FIRMNESS[match.status], -match.likeness, match.offer.provider
