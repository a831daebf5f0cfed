"""Requirement gaps: what is needed and who gives it, wholly, in part, perhaps, or nobody.

Firm offers (done, under way) meet a need; promises and suggestions never do, but make it weakly covered, and so does a
part of the amount. Of money, and of things of one unit, the amounts add up; a thing of which nobody says how many
counts as the whole of it, money without amount as a doubt. A refusal is evidence against, and takes its own promise
back.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from graph.analysis.cards import Candidate, Card, Factor, Reason, Requirement, Score, Search, State, ranked
from graph.analysis.evidence import Key
from graph.analysis.ground import confidence_of, conventions, factor, read_about, reproducing, searched, share
from graph.analysis.leaving import behind, near, weighed
from graph.analysis.matching import Bond, Ground, Match, Need
from graph.analysis.meaning import Likeness
from graph.analysis.territory import Nearness, held, places, wider
from graph.analysis.view import GraphView, claim_of
from graph.store.port import Edge

FAMILY: Final = "requirement"
_CANDIDATES: Final = 10
_DECIDES: Final = (
    "NEEDS",
    "PROVIDES",
    "FUNDS",
    "USED_IN",
    "LOCATED_IN",
    "OPERATES_IN",
    "MEMBER_OF",
    "PART_OF",
    "LEADS",
    "PROMOTES",
)
"""Claims of which one left out can change what is judged of a need."""
_NOT_NEAR: Final = frozenset({Nearness.UNKNOWN, Nearness.ELSEWHERE})
_GIVING: Final = frozenset({"PROVIDES", "FUNDS"})


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read in all: the search, and the documents that tell who gives or refuses something."""

    search: Search
    telling: frozenset[str]


@dataclass(frozen=True, slots=True)
class Piece:
    """What an offer is worth for a need: a `part` in [0, 1] of it, `weight` for doubt; `amount` where both say it."""

    match: Match
    part: float
    weight: float
    amount: float | None

    @property
    def firm(self) -> bool:
        return self.weight == 1.0


def needs(view: GraphView, likeness: Likeness | None = None) -> tuple[Card, ...]:
    """A card for every need, met or not, the highest score first. `likeness` replaces the comparison of stems."""
    ground = Ground(view, likeness)
    read = _Read(searched(view), frozenset(behind(view, [e for e in view.edges if claim_of(e) in _GIVING])))
    return ranked([_weighed(ground, need, read, likeness) for need in ground.needs()])


def pieces(ground: Ground, need: Need) -> tuple[Piece, ...]:
    """What answers a need, each giver's same amount once: FUNDS and PROVIDES say the same money twice."""
    found: dict[tuple[Key, float | None], Piece] = {}
    for match in ground.matches(need):
        piece = _piece(ground, need, match)
        key = (match.offer.provider, match.offer.amount)
        if piece and (key not in found or found[key].part * found[key].weight < piece.part * piece.weight):
            found[key] = piece
    known = {provider for provider, amount in found if amount is not None}
    money = ground.kind(need.thing) == "money"
    return tuple(
        p for (provider, amount), p in found.items() if not money or amount is not None or provider not in known
    )


def _piece(ground: Ground, need: Need, match: Match) -> Piece | None:
    money = ground.kind(need.thing) == "money"
    if not match.counts or (money and match.bond is Bond.OPEN):
        return None
    doubt = float(conventions()["doubt"]["factor"])
    unsure = match.bond is Bond.OPEN and (match.near is Nearness.UNKNOWN or match.likeness < ground.sure)
    weight = float(conventions()["cover"][match.status]) * (doubt if unsure else 1.0)
    (needed, unit), (given, given_unit) = ground.amount(need.thing), (match.offer.amount, match.offer.unit)
    if match.bond is Bond.SAME and given == needed:
        return Piece(match, 1.0, weight, given)
    if needed and given and (unit or None) == (given_unit or None):
        return Piece(match, min(given / needed, 1.0), weight, given)
    return Piece(match, 1.0, weight * (doubt if money else 1.0), None)


def covered(found: Collection[Piece]) -> tuple[float, float]:
    """Which part is firmly given, and which with all that may be: firm + (1 − firm) · (1 − Π(1 − part · weight)).

    The perhaps are taken as independent of one another (a noisy or; Pearl 1988), so that no number of promises is
    the whole.
    """
    firm = min(sum(piece.part for piece in found if piece.firm), 1.0)
    lacking = 1.0
    for piece in found:
        if not piece.firm:
            lacking *= 1.0 - piece.part * piece.weight
    return firm, firm + (1.0 - firm) * (1.0 - lacking)


def _weighed(ground: Ground, need: Need, read: _Read, likeness: Likeness | None) -> Card:
    looked = _could_tell(ground.view, need, read)
    card = _judged(ground, need, read.search, looked)
    core, around = _surroundings(ground, need)
    local = near(ground.view, core | around)
    edges = [edge for key in sorted(core) if key in local.nodes for edge in local.edges_of(key, *_DECIDES)]

    def again(smaller: GraphView) -> Card | None:
        less = Ground(smaller, likeness)
        found = next((other for other in less.needs() if other.id == need.id), None)
        if found is None:
            return None
        state, score = _verdict(less, found, looked)
        return replace(card, state=state, score=score)

    return weighed(card, local, behind(local, edges), again)


def _verdict(ground: Ground, need: Need, looked: Collection[str]) -> tuple[State, Score]:
    found = pieces(ground, need)
    firm, cover = covered(found)
    state = State.COVERED if firm >= 1.0 else State.WEAKLY_COVERED if cover > 0 else State.GAP
    read = any(("Document", document) in ground.view.sources for document in looked)
    if state is State.GAP and not ground.refusals(need) and not read:
        state = State.UNKNOWN
    return state, Score(
        need=_need_factor(ground.view, need),
        absence=_absence(ground, need, found, state),
        feasibility=_feasibility(ground, need),
        relevance=_relevance(ground.view, need),
    )


def _judged(ground: Ground, need: Need, search: Search, looked: Collection[str]) -> Card:
    state, score = _verdict(ground, need, looked)
    quoted = tuple(q for edge in need.edges for q in ground.view.evidence(edge))
    against = tuple(q for edge in ground.refusals(need) for q in ground.view.evidence(edge))
    return Card(
        family=FAMILY,
        rule=need.rule,
        state=state,
        subjects=(need.subject, need.thing),
        requirement=Requirement(None if need.rule == "stated-need" else need.rule, quoted),
        search=replace(search, against=against),
        score=score,
        confidence=(score.total, score.total),
        decisive_source=None,
        cypher=reproducing(FAMILY, need.rule),
        candidates=_candidates(ground, need, pieces(ground, need)),
    )


def _could_tell(view: GraphView, need: Need, read: _Read) -> set[str]:
    """Documents that could have told who gives it.

    Those beside the ones that state the need which name who needs it or what that is tied to; and such as state the
    need and tell of other gifts or refusals.
    """
    stating = behind(view, need.edges)
    around = {need.subject, *need.targets, *(key for t in need.targets for key in view.neighbours(t))} - {need.thing}
    return read_about(view, around, but=stating) | (read.telling & stating.keys())


def _need_factor(view: GraphView, need: Need) -> Factor:
    """How firmly the need is stated (`data/gaps.toml`) times how sure reading was; of several claims the best."""
    weights = conventions()["need"]
    best = max(need.edges, key=lambda edge: float(weights[edge.status]) * confidence_of(edge))
    sources = len(behind(view, need.edges))
    value = float(weights[best.status]) * confidence_of(best)
    return factor(value, need.rule, status=best.status, thing=view.name(need.thing), sources=sources)


def _absence(ground: Ground, need: Need, found: Collection[Piece], state: State) -> Factor:
    _, cover = covered(found)
    absent = 1.0 - cover
    needed, unit = ground.amount(need.thing)
    if needed and any(piece.amount for piece in found):
        given = min(sum(p.amount or 0.0 for p in found if p.firm), needed)
        perhaps = sum(p.amount or 0.0 for p in found if not p.firm)
        return factor(absent, "given-of-needed", given=given, needed=needed, perhaps=perhaps, unit=unit or "")
    if state is State.COVERED:
        names = ", ".join(dict.fromkeys(ground.view.name(p.match.offer.provider) for p in found if p.firm))
        return factor(absent, "given-by", providers=names)
    if found:
        names = ", ".join(dict.fromkeys(ground.view.name(p.match.offer.provider) for p in found))
        return factor(absent, "perhaps-given-by", providers=names)
    return factor(absent, "nothing-read" if state is State.UNKNOWN else "nobody-gives")


def _feasibility(ground: Ground, need: Need) -> Factor:
    """Of what one has to know to act: what it is, where it is needed, whom to ask."""
    known = (ground.kind(need.thing) not in {"unknown", "other"}, bool(ground.where(need)), bool(ground.doers(need)))
    return share(known, "known-to-act")


def _relevance(view: GraphView, need: Need) -> Factor:
    """Of three: somebody says so; what it is for stands in a plan; people are served by it or take part."""
    keys = {need.subject, *need.targets}
    planned = any(held(view.outgoing(key, "ADDRESSES", "PART_OF")) for key in keys)
    people = any(held(view.outgoing(key, "SERVES", "INVOLVES")) for key in keys)
    return share((True, planned, people), "matters-to", planned=int(planned), people=int(people))


def _candidates(ground: Ground, need: Need, found: Collection[Piece]) -> tuple[Candidate, ...]:
    """Who gives something of the kind, but not, not surely or not yet for this; each giver once."""
    firm = {piece.match.offer.provider for piece in found if piece.firm}
    money = ground.kind(need.thing) == "money"
    chosen: dict[Key, Candidate] = {}
    for match in ground.matches(need):
        provider = match.offer.provider
        if provider not in firm and provider not in chosen and _worth_asking(match, money=money):
            chosen[provider] = Candidate(provider, tuple(_reasons(ground.view, match)))
    return tuple(chosen.values())[:_CANDIDATES]


def _worth_asking(match: Match, *, money: bool) -> bool:
    """Not what is given for something else far away, nor money for nothing in particular of nobody knows where."""
    far = match.near is Nearness.ELSEWHERE
    return not (far if match.bond is Bond.TAKEN else money and match.bond is Bond.OPEN and match.near in _NOT_NEAR)


def _reasons(view: GraphView, match: Match) -> Iterator[Reason]:
    offer = match.offer
    thing = view.name(offer.thing) if offer.thing else ""
    yield Reason("offers", {"thing": thing, "likeness": round(match.likeness, 2)}) if thing else Reason("funds", {})
    if match.bond in {Bond.OPEN, Bond.TAKEN}:
        yield Reason(f"near-{match.near}", {})
    if match.bond is Bond.TAKEN:
        yield Reason("given-elsewhere", {"use": ", ".join(view.name(use.target) for use in offer.uses)})
    if not match.firm:
        yield Reason(f"only-{match.status}", {})
    if not match.in_time:
        yield Reason("another-time", {})


def _surroundings(ground: Ground, need: Need) -> tuple[set[Key], set[Key]]:
    """The nodes on which the judgement rests, and those that say where they are and what they belong to."""
    view, matches = ground.view, ground.matches(need)
    core = {need.subject, need.thing, *need.targets}
    said: list[Edge] = [match.offer.edge for match in matches if match.counts]
    said += [match.offer.edge for match in matches if not match.counts][:_CANDIDATES]
    core |= {end for edge in (*said, *ground.refusals(need)) for end in (edge.source, edge.target)}
    wanting = (need.subject, *need.targets)
    around = {
        edge.target for key in wanting for edge in view.outgoing(key, "ADDRESSES", "PART_OF", "SERVES", "INVOLVES")
    }
    around |= {edge.target for key in around for edge in held(view.outgoing(key, "PART_OF"))}
    around |= {*ground.doers(need), *ground.circle(need)} | {e.target for e in view.outgoing(need.subject, "NEEDS")}
    around |= {edge.source for key in wanting for edge in view.incoming(key, "USED_IN")}
    return core, around | set(wider(view, places(view, *sorted(core | around))))
