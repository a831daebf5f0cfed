"""Requirement gaps: what is needed and who gives it, wholly, in part, perhaps, or nobody.

Firm offers (done, under way) meet a need; promises and suggestions never do, but make it weakly covered, and so does a
part of the amount (`answers.py`). A refusal is evidence against, and takes its own promise back.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from graph.analysis.evidence import Key
from graph.analysis.gaps.about import About
from graph.analysis.gaps.answers import Answers, Piece, covered
from graph.analysis.gaps.arrived import Arrival, Arrivals, Fulfilment
from graph.analysis.gaps.cards import Candidate, Card, Factor, Reason, Requirement, Score, Search, State, ranked
from graph.analysis.gaps.common import (
    acting,
    confidence_of,
    conventions,
    documents_with,
    factor,
    kind_of_document,
    read_about,
    reproducing,
    searched,
    share,
    words,
)
from graph.analysis.gaps.jackknife import Outcome, behind, decided
from graph.analysis.gaps.matching import Bond, Ground, Match, Need
from graph.analysis.gaps.meaning import Likeness, stems
from graph.analysis.gaps.sole_sources import Soles
from graph.analysis.gaps.withdrawn import Withdrawals
from graph.analysis.territory import Nearness, held
from graph.analysis.view import GraphView, claim_of
from graph.store.port import Edge

FAMILY: Final = "requirement"
_CANDIDATES: Final = 10
_SHOWN: Final = 160
"""Code points of the words by which a reason quotes a document."""
_BEST: Final = tuple(Fulfilment)
_AS_TOLD: Final = {
    Fulfilment.WHOLE: (State.COVERED, 0.0, "said-to-have-come"),
    Fulfilment.PART: (State.WEAKLY_COVERED, 0.5, "said-to-have-come"),
    Fulfilment.PROMISED: (State.WEAKLY_COVERED, 0.5, "said-to-be-promised"),
    Fulfilment.LACKING: (State.GAP, 1.0, "said-to-lack"),
}
_LISTS: Final = frozenset({"ties", "register"})
_AGREED: Final = "agreement"
_NOT_NEAR: Final = frozenset({Nearness.UNKNOWN, Nearness.ELSEWHERE})
_GIVING: Final = frozenset({"PROVIDES", "FUNDS"})


def requirement_cards(
    view: GraphView, likeness: Likeness | None = None, about: About | None = None
) -> tuple[Card, ...]:
    """A card for every need, met or not, the highest score first. `likeness` replaces the comparison of stems."""
    about, withdrawals = about or About(view), Withdrawals(view)
    view = withdrawals.applied()
    ground, soles, search = Ground(view, likeness, about), Soles(view), searched(view)
    telling = documents_with(view, [edge for edge in view.edges if claim_of(edge) in _GIVING])
    needs = tuple(ground.needs())
    come = Arrivals(view, about, needs, withdrawals.letters)
    cards = ((need, _card(ground, need, _could_tell(view, about, need, telling), soles, search)) for need in needs)
    return ranked([_fulfilled(ground, come, need, card) for need, card in cards])


def _fulfilled(ground: Ground, come: Arrivals, need: Need, card: Card) -> Card:
    """The card, where it is not surely given: as documents say that it is there, in part, promised, or not."""
    if card.state is State.COVERED:
        return card
    found = come.of(need, ground.needed(need)[0])
    last = _newest(found)
    if last is None:
        return card
    state, absent, code = _AS_TOLD[last.fulfilment]
    if last.fulfilment is Fulfilment.PROMISED and card.state is State.WEAKLY_COVERED:
        return card
    absence = factor(absent, code, words=last.words.text[:_SHOWN])
    score = replace(card.score, absence=absence)
    low, high = min(card.confidence[0], score.total), max(card.confidence[1], score.total)
    alone = len({arrival.document for arrival in found}) == 1
    decisive = last.document if alone else card.decisive_source
    return replace(card, state=state, score=score, confidence=(low, high), decisive_source=decisive)


def _newest(found: Collection[Arrival]) -> Arrival | None:
    """The best that the newest document says; what had wholly come before is there still, unless that says it lacks."""
    found = sorted(found, key=lambda one: (one.date, one.document, one.words.number or 0))
    last = max((one.date for one in found), default=None)
    best = min((one for one in found if one.date == last), key=lambda one: _BEST.index(one.fulfilment), default=None)
    whole = next((one for one in found if one.fulfilment is Fulfilment.WHOLE), None)
    return whole if whole and best and best.fulfilment is not Fulfilment.LACKING else best


def _cover(ground: Ground, need: Need, found: Collection[Piece]) -> tuple[float, float]:
    return covered(found, _before(ground, need))


def _before(ground: Ground, need: Need) -> float:
    """What goes to the rest of a cost, in parts of what is needed."""
    needed = ground.needed(need)[0]
    return (need.cost - needed) / needed if need.cost and needed else 0.0


def _card(ground: Ground, need: Need, looked: frozenset[str], soles: Soles, search: Search) -> Card:
    """The card of a need; a source left out takes the claims away that rest on it alone, places and members stay."""
    view, answers = ground.view, Answers(ground, need, soles)
    found, refusals = answers.pieces(), answers.refusals
    state = _state(*_cover(ground, need, found), read=bool(refusals or looked))
    score = Score(
        need=_need_factor(view, need, need.edges),
        absence=_absence(ground, need, found, state),
        feasibility=_feasibility(need),
        relevance=_relevance(view, need),
    )
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
        candidates=_candidates(ground, need, answers, found),
    )
    facts = (*need.edges, *refusals, *(edge for piece in found for edge in piece.match.edges))
    sources = {sole: None for edge in facts if (sole := soles.sole(edge)) is not None}
    outcomes: dict[str, Outcome | None] = {}
    enough = 1.0 + _before(ground, need)
    for document in sources | dict.fromkeys(looked if len(looked) == 1 else ()):
        stated = [edge for edge in need.edges if soles.sole(edge) != document]
        if not stated:
            outcomes[document] = None
        elif answers.given(document) >= enough:
            outcomes[document] = Outcome(State.COVERED, 0.0)
        else:
            read = bool(looked - {document}) or answers.refused(document)
            outcomes[document] = _again(ground, card, need, stated, answers.pieces(document), read=read)
    return decided(card, outcomes)


def _again(
    ground: Ground, card: Card, need: Need, stated: Sequence[Edge], found: Collection[Piece], *, read: bool
) -> Outcome:
    """How the card stands with these statements and answers."""
    firm, cover = _cover(ground, need, found)
    absence = factor(1.0 - cover, card.score.absence.reason.code)
    required = card.score.need if len(stated) == len(need.edges) else _need_factor(ground.view, need, stated)
    return Outcome(_state(firm, cover, read=read), replace(card.score, need=required, absence=absence).total)


def _state(firm: float, cover: float, *, read: bool) -> State:
    """`read`: whether anything was read that could have told, or did by refusing."""
    if firm >= 1.0:
        return State.COVERED
    return State.WEAKLY_COVERED if cover > 0 else State.GAP if read else State.UNKNOWN


def _could_tell(view: GraphView, about: About, need: Need, telling: frozenset[str]) -> frozenset[str]:
    """Documents that could have told who gives it.

    Those beside the one that states the need which name who needs it, what it is for or who does that (a register or
    list of ties only if it tells of gifts at all; of a body's own need also an agreement: a name under a manifesto
    tells nothing); and such as state the need and tell of other gifts or refusals. Of several that state it, each says
    that the others brought nobody.
    """
    stating = behind(view, need.edges)
    wanting = {need.subject, *need.targets}
    named = read_about(view, wanting.union(acting(view, need.targets)))
    named.update(edge.target[1] for key in wanting for edge in about.mentions(key))
    named -= stating.keys() if len(stating) == 1 else set()
    own = need.subject[0] == "Organisation" and need.targets == {need.subject}
    lists = {*_LISTS, _AGREED} if own else _LISTS
    silent = {d for d in named - telling - stating.keys() if kind_of_document(view, d) in lists}
    return frozenset(named - silent) | (telling & stating.keys())


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


def _feasibility(need: Need) -> Factor:
    """Of what one has to know to act: what it is, where it is needed, whom to ask."""
    known = (
        need.kind not in {"unknown", "other"},
        bool(need.where.places),
        bool(need.doers),
    )
    return share(known, "known-to-act")


def _relevance(view: GraphView, need: Need) -> Factor:
    """Of three: somebody says so; what it is for stands in a plan; people are served by it or take part."""
    keys = {need.subject, *need.targets}
    planned = any(held(view.outgoing(key, "ADDRESSES", "PART_OF")) for key in keys)
    people = any(held(view.outgoing(key, "SERVES", "INVOLVES")) for key in keys)
    return share((True, planned, people), "matters-to", planned=int(planned), people=int(people))


def _candidates(ground: Ground, need: Need, answers: Answers, found: Collection[Piece]) -> tuple[Candidate, ...]:
    """Who gives something of the kind, but not, not surely or not yet for this; each giver once."""
    firm = {piece.match.offer.provider for piece in found if piece.firm}
    firm |= {edge.source for edge in answers.refusals}
    money = need.kind == "money"
    worth = (m for m in answers.matches if m.offer.provider not in firm and _worth_asking(m, money=money))
    nearest: dict[Key, Match] = {}
    for match in worth:
        nearest.setdefault(match.offer.provider, match)
        if len(nearest) == _CANDIDATES:
            break
    return tuple(Candidate(giver, tuple(_reasons(ground.view, match))) for giver, match in nearest.items())


def _worth_asking(match: Match, *, money: bool) -> bool:
    """Not money for nothing in particular of nobody knows where."""
    return not (money and match.bond is Bond.OPEN and match.near in _NOT_NEAR)


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
