"""Implementation gaps: what a plan leaves open about its actions, what should be done by now, what is only planned.

A plan is to say of each action who answers for it, with what means, how it is measured and until when (the rules
`responsible`, `resource`, `indicator`, `deadline`); that it names them in the future tense is enough. Where the
documents that name an action say such a thing of no action at all, nobody can tell. `overdue`: the deadline is past,
and no document since says that anything was done. `only-planned`: all that ties anybody to an area is still to come.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from graph.analysis.aspects import ASPECTS, Aspect, Fact, Found, in_plan, plans, speaking, whole
from graph.analysis.cards import Candidate, Card, Factor, Reason, Requirement, Score, Search, State, ranked
from graph.analysis.coverage import Tie, ties_of, top_areas
from graph.analysis.evidence import Key, text_of
from graph.analysis.ground import confidence_of, conventions, factor, read_about, reproducing, searched, share
from graph.analysis.leaving import behind, near, weighed
from graph.analysis.offers import before
from graph.analysis.territory import held, places
from graph.analysis.view import GraphView
from graph.model import DENIED, Status
from graph.store.port import Edge

FAMILY: Final = "implementation"
_CANDIDATES: Final = 10
_HAPPENS: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS", "USED_IN", "SERVES", "INVOLVES", "LOCATED_IN")
_STILL_TO_COME: Final = frozenset({Status.PLANNED, Status.PROPOSED})


@dataclass(frozen=True, slots=True)
class _Judgement:
    """What a rule found about a subject, before it is a card."""

    state: State
    need: Factor
    absence: Factor
    evidence: tuple[Edge, ...]
    against: tuple[Edge, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def delivery(view: GraphView, today: str | None = None) -> tuple[Card, ...]:
    """A card for every action of a plan and rule, met or not; `today` (ISO date) for what is overdue."""
    search = searched(view)
    actions = [key for node in view.labelled("Action") if in_plan(view, key := ("Action", node.id))]
    cards = []
    for aspect in ASPECTS:
        telling = frozenset(behind(view, map(speaking, aspect.tells(view))))
        shares = _shares(view, actions, aspect)
        for action in actions:
            judge = partial(_said, action=action, aspect=aspect, telling=telling, common=shares[action])
            cards.append(_carded(view, (action,), aspect.rule, search, judge))
    if today is not None:
        late = replace(search, until=today)
        for action in actions:
            if before(text_of(view.nodes[action].properties, "until"), today):
                cards.append(_carded(view, (action,), "overdue", late, partial(_done, action=action)))
    for area in top_areas(view):
        key = ("Area", area.id)
        if any(tie.status is not Status.DENIED for tie in ties_of(view, key)):
            cards.append(_carded(view, (key,), "only-planned", search, partial(_begun, area=key)))
    return ranked([card for card in cards if card is not None])


def _shares(view: GraphView, actions: list[Key], aspect: Aspect) -> Mapping[Key, float]:
    """How surely a plan is to say it of each action: for indicators and deadlines, (k + 1) / (n + 2) where it says so
    of k of its n other actions (Laplace 1774); always for who and with what.
    """
    if aspect.rule in {"responsible", "resource"}:
        return dict.fromkeys(actions, 1.0)
    told = {action: bool(aspect.found(view, action).firm) for action in actions}
    members: dict[Key, set[Key]] = {}
    for action in actions:
        for plan in plans(view, action):
            members.setdefault(plan, set()).add(action)
    shares = {}
    for action in actions:
        others = {other for plan in plans(view, action) for other in members[plan]} - {action}
        shares[action] = (sum(told[other] for other in others) + 1) / (len(others) + 2)
    return shares


def _said(view: GraphView, *, action: Key, aspect: Aspect, telling: frozenset[str], common: float) -> _Judgement | None:
    placed = in_plan(view, action) if action in view.nodes else ()
    if not placed:
        return None
    found = aspect.found(view, action)
    state = State.COVERED if found.firm else State.WEAKLY_COVERED if found.weak else State.GAP
    if state is State.GAP and not found.against and not read_about(view, whole(view, action)) & telling:
        state = State.UNKNOWN
    return _Judgement(
        state,
        factor(common * max(map(confidence_of, placed)), f"plan-says-{aspect.rule}"),
        _absence(view, aspect.rule, found, state),
        placed,
        found.against,
        _taking_part(view, action) if aspect.rule == "responsible" and state is not State.COVERED else (),
    )


def _absence(view: GraphView, rule: str, found: Found, state: State) -> Factor:
    if state is State.COVERED:
        return factor(0.0, f"{rule}-said", by=", ".join(dict.fromkeys(_who(view, fact) for fact in found.firm[:3])))
    if state is State.WEAKLY_COVERED:
        doubt, proposed = float(conventions()["doubt"]["factor"]), float(conventions()["cover"]["proposed"])
        value = proposed if rule in {"responsible", "resource"} else doubt
        return factor(
            1.0 - value, f"{rule}-perhaps", by=", ".join(dict.fromkeys(_who(view, f) for f in found.weak[:3]))
        )
    return factor(1.0, f"{rule}-unread" if state is State.UNKNOWN else f"{rule}-missing")


def _who(view: GraphView, fact: Fact) -> str:
    if not isinstance(fact, Edge):
        dates = (text_of(fact.properties, "until"), text_of(fact.properties, "duration"))
        return next((date for date in dates if date), "")
    return view.name(fact.target if fact.claim == "MEASURED_BY" else fact.source)


def _taking_part(view: GraphView, action: Key) -> tuple[Candidate, ...]:
    """Who could answer for an action: who takes part in it, pays for it, or was named for it without being it yet."""
    edges = held(view.incoming(action, "LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS"))
    refused = {edge.source for edge in view.incoming(action) if edge.type == DENIED}
    chosen = {edge.source: edge for edge in reversed(edges) if edge.source not in refused}
    reasons = {key: (Reason(f"does-{edge.claim}", {"status": edge.status}),) for key, edge in sorted(chosen.items())}
    return tuple(Candidate(key, why) for key, why in reasons.items())[:_CANDIDATES]


def _done(view: GraphView, *, action: Key) -> _Judgement | None:
    """Whether a document since the deadline says that it was done, or goes on."""
    about = view.nodes.get(action)
    deadline = text_of(about.properties, "until") if about else None
    placed = in_plan(view, action) if about else ()
    if deadline is None or not placed:
        return None
    planning = behind(view, placed)
    told = [e for key in whole(view, action) for e in view.edges_of(key, *_HAPPENS)]
    since = [e for e in told if any(_since(q.document, q.date, deadline, planning) for q in view.evidence(e))]
    undated = [edge for edge in told if any(q.date is None for q in view.evidence(edge))]
    done = [edge for edge in since if edge.status == Status.DONE]
    perhaps = [e for e in since if e.status == Status.UNDER_WAY] + [e for e in undated if e.status == Status.DONE]
    denied = tuple(edge for edge in since if edge.type == DENIED)
    state = State.COVERED if done else State.WEAKLY_COVERED if perhaps else State.GAP
    if state is State.GAP and not denied and not _read_since(view, action, deadline, planning):
        state = State.UNKNOWN
    value = {State.COVERED: 0.0, State.WEAKLY_COVERED: 0.5}.get(state, 1.0)
    absence = factor(value, f"overdue-{state}", deadline=deadline)
    return _Judgement(
        state, factor(max(map(confidence_of, placed)), "deadline-past", deadline=deadline), absence, placed, denied
    )


def _since(document: str | None, date: str | None, deadline: str, planning: Collection[str]) -> bool:
    """Whether a document is of after the deadline; one of its very year, month or day counts if it does not plan it."""
    return before(deadline, date) or (date is not None and not before(date, deadline) and document not in planning)


def _read_since(view: GraphView, action: Key, deadline: str, planning: Collection[str]) -> bool:
    """Whether a document since the deadline names the action or what it is tied to."""
    around = (action, *view.neighbours(action))
    read = (view.sources[document] for key in around for document in view.mentioned_in(key) if document in view.sources)
    return any(_since(d.id, text_of(d.properties, "date"), deadline, planning) for d in read)


def _begun(view: GraphView, *, area: Key) -> _Judgement | None:
    ties = [tie for tie in ties_of(view, area) if tie.status is not Status.DENIED] if area in view.nodes else []
    if not ties:
        return None
    weights = conventions()["cover"]
    planned = ties[0].status in _STILL_TO_COME
    state = State.WEAKLY_COVERED if planned else State.COVERED
    code = "only-to-come" if planned else "begun"
    absence = factor(1.0 - float(weights[ties[0].status]), code, actors=len({tie.actor for tie in ties}))
    return _Judgement(state, factor(1.0, "plan-is-done"), absence, _edges(ties[:5]))


def _edges(ties: list[Tie]) -> tuple[Edge, ...]:
    return tuple({id(edge): edge for tie in ties for edge in tie.path}.values())


def _carded(
    view: GraphView,
    subjects: tuple[Key, ...],
    rule: str,
    search: Search,
    judge: Callable[[GraphView], _Judgement | None],
) -> Card | None:
    judged = judge(view)
    if judged is None:
        return None
    card = _card(view, subjects, rule, search, judged)
    local = near(view, set(_around(view, subjects[0])))

    def again(smaller: GraphView) -> Card | None:
        found = judge(smaller)
        return _card(smaller, subjects, rule, search, found) if found else None

    return weighed(card, local, behind(local, (*map(speaking, local.nodes.values()), *local.edges)), again)


def _card(view: GraphView, subjects: tuple[Key, ...], rule: str, search: Search, judged: _Judgement) -> Card:
    score = Score(judged.need, judged.absence, _feasibility(view, subjects[0]), _relevance(view, subjects[0]))
    evidence, against = (tuple(q for e in es for q in view.evidence(e)) for es in (judged.evidence, judged.against))
    return Card(
        family=FAMILY,
        rule=rule,
        state=judged.state,
        subjects=subjects,
        requirement=Requirement(rule, evidence),
        search=replace(search, against=against),
        score=score,
        confidence=(score.total, score.total),
        decisive_source=None,
        cypher=reproducing(FAMILY, rule),
        candidates=judged.candidates,
    )


def _feasibility(view: GraphView, subject: Key) -> Factor:
    """Of what one has to know to act: what sort of thing it is, where, and who stands for its plan or area."""
    outer = {edge.target for edge in in_plan(view, subject)} | {subject}
    asked = any(
        held(view.incoming(key, "LEADS", "PROMOTES")) for key in outer | set(plans(view, subject)) if key[0] != "Action"
    )
    sort = subject[0] == "Area" or text_of(view.nodes[subject].properties, "kind") is not None
    return share((sort, bool(places(view, subject)), asked), "known-to-act")


def _relevance(view: GraphView, subject: Key) -> Factor:
    """Of two: it stands in a plan; people are served by it or take part."""
    people = bool(held(view.outgoing(subject, "SERVES", "INVOLVES")))
    return share((True, people), "matters-to", planned=1, people=int(people))


def _around(view: GraphView, subject: Key) -> Iterator[Key]:
    """What a judgement looks at: the whole, its plan, and whatever these are tied to."""
    chain = whole(view, subject) if subject[0] == "Action" else tuple(_inner(view, subject))
    outer = {e.target for key in chain for e in in_plan(view, key)} | {p for key in chain for p in plans(view, key)}
    for key in (*chain, *outer):
        yield key
    for key in chain:
        yield from view.neighbours(key)
        yield from (
            gift.source for use in view.incoming(key, "USED_IN") for gift in view.incoming(use.source, "PROVIDES")
        )
    for key in outer:
        yield from (e.target for e in held(view.outgoing(key, "MEASURED_BY", "PART_OF")))
        yield from (e.source for e in held(view.incoming(key, "LEADS", "PROMOTES")))


def _inner(view: GraphView, area: Key) -> Iterator[Key]:
    """An area with the nodes on the ways of its ties."""
    yield area
    yield from {end for tie in ties_of(view, area) for edge in tie.path for end in (edge.source, edge.target)}
