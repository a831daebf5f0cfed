"""Requirement gaps: what is needed and who gives it, wholly, in part, perhaps, or nobody.

Firm offers (done, under way) meet a need; promises and suggestions never do, but make it weakly covered, and so does a
part of the amount. Of money, and of things of one unit, the amounts add up; a thing of which nobody says how many
counts as the whole of it, money without amount as a doubt. A refusal is evidence against, and takes its own promise
back.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph.analysis.evidence import Key
from graph.analysis.gaps.cards import Candidate, Card, Factor, Reason, Requirement, Score, Search, State, ranked
from graph.analysis.gaps.ground import (
    confidence_of,
    conventions,
    documents_with,
    factor,
    read_about,
    reproducing,
    searched,
    share,
    words,
)
from graph.analysis.gaps.leaving import behind, decided
from graph.analysis.gaps.matching import Bond, Ground, Match, Need
from graph.analysis.gaps.meaning import Likeness, stems
from graph.analysis.gaps.soles import Soles
from graph.analysis.territory import Nearness, held
from graph.analysis.view import GraphView, claim_of
from graph.store.port import Edge

FAMILY: Final = "requirement"
_CANDIDATES: Final = 10
_Left = Callable[[Edge], bool]
_NOT_NEAR: Final = frozenset({Nearness.UNKNOWN, Nearness.ELSEWHERE})
_GIVING: Final = frozenset({"PROVIDES", "FUNDS"})


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
    ground, soles, search = Ground(view, likeness), Soles(view), searched(view)
    telling = documents_with(view, [edge for edge in view.edges if claim_of(edge) in _GIVING])
    return ranked([_card(ground, need, _could_tell(view, need, telling), soles, search) for need in ground.needs()])


def pieces(ground: Ground, need: Need, left: _Left = lambda _: True) -> tuple[Piece, ...]:
    """What answers a need, of the claims that are `left`; a promise that its giver took back is none.

    Each giver's same amount counts once: FUNDS and PROVIDES say the same money twice. Beside what somebody firmly
    gives, what was hardly read of the same giver is no more of it.
    """
    refused = {edge.source for edge in ground.refusals(need) if left(edge)}
    found: dict[tuple[Key, float | None], Piece] = {}
    for match in ground.matches(need):
        if all(map(left, match.edges)) and (match.firm or match.offer.provider not in refused):
            piece = _piece(ground, need, match)
            key = (match.offer.provider, match.offer.amount)
            if piece and (key not in found or found[key].part * found[key].weight < piece.part * piece.weight):
                found[key] = piece
    known = {provider for provider, amount in found if amount is not None}
    money = ground.kind(need.thing) == "money"
    firm = {provider for (provider, _), piece in found.items() if piece.firm}
    kept = {
        key: piece for key, piece in found.items() if piece.firm or key[0] not in firm or _is_read(piece.match.edges)
    }
    return tuple(p for (who, amount), p in kept.items() if not money or amount is not None or who not in known)


def _is_read(edges: Sequence[Edge]) -> bool:
    """Whether reading is likelier right than wrong about claims."""
    return all(confidence_of(edge) >= float(conventions()["doubt"]["least"]) for edge in edges)


def _piece(ground: Ground, need: Need, match: Match) -> Piece | None:
    money = ground.kind(need.thing) == "money"
    if not match.counts or (money and match.bond is Bond.OPEN):
        return None
    doubt = float(conventions()["doubt"]["factor"])
    unsure = match.bond is Bond.OPEN and (match.near is Nearness.UNKNOWN or match.likeness < ground.sure)
    unsure = unsure or not _is_read(match.edges)
    weight = float(conventions()["cover"][match.status]) * (doubt if unsure else 1.0)
    (needed, unit), (given, given_unit) = ground.needed(need), (match.offer.amount, match.offer.unit)
    if match.bond is Bond.SAME and given == needed:
        return Piece(match, 1.0, weight, given)
    if needed and given and (unit or None) == (given_unit or None):
        return Piece(match, min(given / needed, 1.0), weight, given)
    return Piece(match, 1.0, weight * (doubt if money else 1.0), None)


def covered(found: Collection[Piece], before: float = 0.0) -> tuple[float, float]:
    """Which part is firmly given, and which with all that may be: firm + (1 − firm) · (1 − Π(1 − part · weight)).

    The perhaps are taken as independent of one another (a noisy or; Pearl 1988), so that no number of promises is
    the whole. `before` is what goes to the rest of a cost before it counts for what is said to lack, in the same parts:
    of 350 where 230 lack, the first 120.
    """
    given = sum(piece.part for piece in found if piece.firm)
    firm, rest, lacking = min(max(given - before, 0.0), 1.0), max(before - given, 0.0), 1.0
    for piece in sorted((piece for piece in found if not piece.firm), key=lambda piece: -piece.part):
        spent = min(rest, piece.part)
        rest -= spent
        lacking *= 1.0 - (piece.part - spent) * piece.weight
    return firm, firm + (1.0 - firm) * (1.0 - lacking)


def _cover(ground: Ground, need: Need, found: Collection[Piece]) -> tuple[float, float]:
    needed = ground.needed(need)[0]
    return covered(found, (need.cost - needed) / needed if need.cost and needed else 0.0)


def _card(ground: Ground, need: Need, looked: frozenset[str], soles: Soles, search: Search) -> Card:
    """The card of a need; a source left out takes the claims away that rest on it alone, places and members stay."""
    view = ground.view
    found, refusals = pieces(ground, need), ground.refusals(need)
    state, score = _verdict(ground, need, need.edges, found, bool(refusals or looked))
    card = Card(
        family=FAMILY,
        rule=need.rule,
        state=state,
        subjects=(need.subject, need.thing),
        requirement=Requirement(None if need.rule == "stated-need" else need.rule, words(view, need.edges)),
        search=replace(search, against=words(view, refusals)),
        score=score,
        confidence=(score.total, score.total),
        decisive_source=None,
        cypher=reproducing(FAMILY, need.rule),
        candidates=_candidates(ground, need, found),
    )
    facts = (*need.edges, *refusals, *(edge for piece in found for edge in piece.match.edges))
    sources = {sole: None for edge in facts if (sole := soles.sole(edge)) is not None}
    outcomes: dict[str, Card | None] = {}
    for document in sources | dict.fromkeys(looked if len(looked) == 1 else ()):

        def left(edge: Edge, without: str = document) -> bool:
            return soles.sole(edge) != without

        stated = tuple(filter(left, need.edges))
        read = bool(looked - {document}) or any(map(left, refusals))
        other = _verdict(ground, need, stated, pieces(ground, need, left), read) if stated else None
        outcomes[document] = replace(card, state=other[0], score=other[1]) if other else None
    return decided(card, outcomes)


def _verdict(
    ground: Ground, need: Need, stated: Sequence[Edge], found: Collection[Piece], read: bool
) -> tuple[State, Score]:
    """State and score; `read`: whether anything was read that could have told, or did by refusing."""
    firm, cover = _cover(ground, need, found)
    state = State.COVERED if firm >= 1.0 else State.WEAKLY_COVERED if cover > 0 else State.GAP
    if state is State.GAP and not read:
        state = State.UNKNOWN
    return state, Score(
        need=_need_factor(ground.view, need, stated),
        absence=_absence(ground, need, found, state),
        feasibility=_feasibility(ground, need),
        relevance=_relevance(ground.view, need),
    )


def _could_tell(view: GraphView, need: Need, telling: frozenset[str]) -> frozenset[str]:
    """Documents that could have told who gives it.

    Those beside the one that states the need which name who needs it or what that is tied to; and such as state the
    need and tell of other gifts or refusals. Of several that state it, each says that the others brought nobody.
    """
    stating = behind(view, need.edges)
    around = {need.subject, *need.targets, *(key for t in need.targets for key in view.neighbours(t))} - {*need.things}
    alone = stating if len(stating) == 1 else ()
    return frozenset(read_about(view, around, but=alone)) | (telling & stating.keys())


def _need_factor(view: GraphView, need: Need, stated: Sequence[Edge]) -> Factor:
    """How firmly the need is stated (`data/gaps.toml`) times how sure reading was; of several claims the best."""
    weights = conventions()["need"]
    best = max(stated, key=lambda edge: float(weights[edge.status]) * confidence_of(edge))
    sources = len(behind(view, stated))
    value = float(weights[best.status]) * confidence_of(best)
    thing = max(map(view.name, need.things), key=lambda name: len(stems(name)))
    code = f"{need.rule}-{best.status}" if need.rule == "stated-need" else need.rule
    return factor(value, code, thing=thing, sources=sources)


def _absence(ground: Ground, need: Need, found: Collection[Piece], state: State) -> Factor:
    _, cover = _cover(ground, need, found)
    absent = 1.0 - cover
    needed, unit = ground.needed(need)
    names = ", ".join(dict.fromkeys(ground.view.name(p.match.offer.provider) for p in found))
    if needed and any(piece.amount for piece in found):
        whole = need.cost or needed
        given = min(sum(p.amount or 0.0 for p in found if p.firm), whole)
        perhaps = min(sum(p.amount or 0.0 for p in found if not p.firm), whole - given)
        code = "given-of-needed-perhaps" if perhaps else "given-of-needed"
        return factor(absent, code, given=given, needed=whole, perhaps=perhaps, unit=unit or "", providers=names)
    if state is State.COVERED:
        firm = ", ".join(dict.fromkeys(ground.view.name(p.match.offer.provider) for p in found if p.firm))
        return factor(absent, "given-by", providers=firm)
    if found:
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
    firm |= {edge.source for edge in ground.refusals(need)}
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
        yield Reason("given-elsewhere", {"use": ", ".join(dict.fromkeys(view.name(use.target) for use in offer.uses))})
    if not match.firm:
        yield Reason(f"only-{match.status}", {})
    if not match.in_time:
        yield Reason("another-time", {})
