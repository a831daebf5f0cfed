"""Implementation gaps: what a plan leaves open about its actions, what should be done by now, what is only planned.

A plan is to say of each action who answers for it, with what means, how it is measured and until when (the rules
`responsible`, `resource`, `indicator`, `deadline`); that it names them in the future tense is enough. Where the
documents that name an action say such a thing of no action at all, nobody can tell; the project sheets of one plan are
asked together, as each speaks of its own action alone. `overdue`: the deadline is past,
and no document since says that anything was done. `only-planned`: all that ties anybody to an area is still to come.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

from graph.analysis.coverage import Tie, ties_of
from graph.analysis.dating import date_of, told_first
from graph.analysis.evidence import Key, text_of, texts_of
from graph.analysis.gaps.about import About
from graph.analysis.gaps.aspects import ASPECTS, Aspect, Fact, Found, plans, speaking, whole
from graph.analysis.gaps.cards import Candidate, Card, Factor, Reason, Requirement, Score, Search, State, ranked
from graph.analysis.gaps.common import (
    acting,
    confidence_of,
    conventions,
    factor,
    is_likely,
    kind_of_document,
    read_about,
    reproducing,
    searched,
    share,
    words,
)
from graph.analysis.gaps.jackknife import Outcome, behind, decided, documents_at, trimmed
from graph.analysis.gaps.progress import told_of
from graph.analysis.gaps.setting_out import areas_set_out, in_plan, titled_whole
from graph.analysis.gaps.sole_sources import Soles
from graph.analysis.gaps.supplied import with_words
from graph.analysis.selection import before
from graph.analysis.territory import held, places
from graph.analysis.view import GraphView
from graph.model import DENIED, Status
from graph.store.port import Edge, Property

FAMILY: Final = "implementation"
TO_COME: Final = "only-planned"
MEANS: Final = "resource"
_SHEET: Final = "project_sheet"
_CANDIDATES: Final = 10
_QUOTED: Final = 5
_NAMES: Final = 3
_Some = TypeVar("_Some", bound=Fact)
_HAPPENS: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN", "SERVES", "INVOLVES")
"""What shows that something is done; money and rooms may wait."""
_GOES_ON: Final = frozenset({Status.DONE, Status.UNDER_WAY})
_STILL_TO_COME: Final = frozenset({Status.PLANNED, Status.PROPOSED})


@dataclass(frozen=True, slots=True)
class _Case:
    """What a rule has to judge: what puts the subject under it, what was found, and which documents could have told.

    `need` is how surely the rule holds, `told` gives the reason of a state.
    """

    subject: Key
    rule: str
    placed: tuple[Edge, ...]
    need: Factor
    found: Found
    read: frozenset[str]
    told: Callable[[Found, State], Factor]


def implementation_cards(view: GraphView, today: str | None = None, about: About | None = None) -> tuple[Card, ...]:
    """A card for every action of a plan and rule, met or not; `today` (ISO date) for what is overdue."""
    search, judge, about = searched(view), _Judge(view), about or About(view)
    keys = (("Action", node.id) for node in view.labelled("Action"))
    actions = [key for key in keys if titled_whole(view, key) == key and _likely_planned(about, key)]
    cards, (own, of_plan) = [], _sheets(view, actions, about)
    for aspect in ASPECTS:
        telling = frozenset(behind(view, map(speaking, aspect.tells(view))))
        shares = _shares(view, actions, aspect)
        spoken_of = {plan for plan, sheets in of_plan.items() if not telling.isdisjoint(sheets)}
        for action in actions:
            could = telling if spoken_of.isdisjoint(plans(view, action)) else telling | own[action]
            cards.append(judge.card(_said(view, action, aspect, could, shares[action], about), search))
    if today is not None:
        late = replace(search, until=today)
        past = (action for action in actions if before(text_of(view.nodes[action].properties, "until"), today))
        cards += [judge.card(_done(view, action, about), late) for action in past]
    areas = (("Area", area.id) for area in areas_set_out(view))
    cards += [card for area in areas if (card := _begun(judge, area, search)) is not None]
    return ranked(cards)


class _Judge:
    """Makes cards of cases, also as they would be without one document: facts that rest on it alone are gone then."""

    def __init__(self, view: GraphView) -> None:
        self.view = view
        self.soles = Soles(view)
        self._about: dict[Key, tuple[Factor, Factor]] = {}

    def card(self, case: _Case, search: Search) -> Card:
        verdict = self.verdict(case, None)
        assert verdict is not None, case.subject
        card = self.of(case.subject, case.rule, verdict, search, evidence=case.placed, against=case.found.against)
        if case.rule == "responsible" and card.state is not State.COVERED:
            card = replace(card, candidates=_taking_part(self.view, case.subject))
        facts = (*case.placed, *case.found.firm, *case.found.weak, *case.found.against)
        sources = {sole: None for fact in facts if (sole := self.soles.sole(speaking(fact))) is not None}
        outcomes: dict[str, Outcome | None] = {}
        for document in sources | dict.fromkeys(case.read if len(case.read) == 1 else ()):
            other = self.verdict(case, document)
            outcomes[document] = Outcome(other[0], other[1].total) if other else None
        return decided(card, outcomes)

    def verdict(self, case: _Case, without: str | None) -> tuple[State, Score] | None:
        """State and score; None where nothing puts the subject under the rule."""
        if not self._left(case.placed, without):
            return None
        whole_found = case.found
        firm, weak = self._left(whole_found.firm, without), self._left(whole_found.weak, without)
        found = Found(firm, weak, whole_found.against)
        state = State.COVERED if firm else State.WEAKLY_COVERED if weak else State.GAP
        if state is State.GAP and not self._left(found.against, without) and not case.read - {without}:
            state = State.UNKNOWN
        return state, self.score(case.subject, case.need, case.told(found, state))

    def score(self, subject: Key, need: Factor, absence: Factor) -> Score:
        if subject not in self._about:
            self._about[subject] = _feasibility(self.view, subject), _relevance(self.view, subject)
        return Score(need, absence, *self._about[subject])

    def of(
        self,
        subject: Key,
        rule: str,
        verdict: tuple[State, Score],
        search: Search,
        *,
        evidence: Sequence[Edge],
        against: Sequence[Edge] = (),
    ) -> Card:
        """A card whose confidence is yet to be found."""
        quoted, refused = (words(self.view, edges) for edges in (evidence, against))
        state, score = verdict
        return Card(
            family=FAMILY,
            rule=rule,
            state=state,
            subjects=(subject,),
            requirement=Requirement(rule, quoted),
            search=replace(search, against=refused),
            score=score,
            confidence=(score.total, score.total),
            decisive_source=None,
            cypher=reproducing(FAMILY, rule),
            candidates=(),
        )

    def _left(self, facts: Sequence[_Some], without: str | None) -> tuple[_Some, ...]:
        if without is None:
            return tuple(facts)
        return tuple(fact for fact in facts if self.soles.sole(speaking(fact)) != without)


def _likely_planned(about: About, action: Key) -> bool:
    """Whether an action was surely enough read to be of a plan."""
    placed = max(map(confidence_of, about.in_plan(action)), default=0.0)
    return placed >= float(conventions()["required"]["least"])


def _sheets(
    view: GraphView, actions: Sequence[Key], about: About
) -> tuple[Mapping[Key, frozenset[str]], Mapping[Key, set[str]]]:
    """The project sheets that set each action out, and all of each plan."""
    own = {
        action: frozenset(d for d in behind(view, about.in_plan(action)) if kind_of_document(view, d) == _SHEET)
        for action in actions
    }
    of_plan: dict[Key, set[str]] = defaultdict(set)
    for action in actions:
        for plan in plans(view, action):
            of_plan[plan] |= own[action]
    return own, of_plan


def _shares(view: GraphView, actions: list[Key], aspect: Aspect) -> Mapping[Key, float]:
    """How surely a plan is to say it of each action: for indicators and deadlines, (k + 1) / (n + 2) where it says so
    of k of its n other actions (Laplace 1774); always for who and with what.
    """
    if aspect.rule in {"responsible", "resource"}:
        return dict.fromkeys(actions, 1.0)
    told = {action: bool(aspect.found(view, action).firm) for action in actions}
    of = {action: plans(view, action) for action in actions}
    members: dict[Key, set[Key]] = {}
    for action, found in of.items():
        for plan in found:
            members.setdefault(plan, set()).add(action)
    shares, together = {}, {found: set().union(*(members[plan] for plan in found)) for found in set(of.values())}
    saying = {found: sum(told[action] for action in all_of) for found, all_of in together.items()}
    for action, found in of.items():
        own = action in together[found]
        shares[action] = (saying[found] - (own and told[action]) + 1) / (len(together[found]) - own + 2)
    return shares


def _said(  # noqa: PLR0917
    view: GraphView, action: Key, aspect: Aspect, telling: frozenset[str], common: float, about: About
) -> _Case:
    placed = about.in_plan(action)
    found = with_words(view, action, aspect.rule, aspect.found(view, action), about)
    return _Case(
        action,
        aspect.rule,
        placed,
        factor(common * max(map(confidence_of, placed)), f"plan-says-{aspect.rule}"),
        found,
        telling & {*read_about(view, whole(view, action)), *(edge.target[1] for edge in about.mentions(action))},
        partial(_absence, view, aspect.rule),
    )


def _absence(view: GraphView, rule: str, found: Found, state: State) -> Factor:
    if state is State.COVERED:
        return factor(0.0, f"{rule}-said", by=_named(view, found.firm))
    if state is State.WEAKLY_COVERED:
        doubt, proposed = float(conventions()["doubt"]["factor"]), float(conventions()["cover"]["proposed"])
        value = proposed if rule in {"responsible", "resource"} else doubt
        return factor(1.0 - value, f"{rule}-perhaps", by=_named(view, found.weak))
    return factor(1.0, f"{rule}-unread" if state is State.UNKNOWN else f"{rule}-missing")


def _named(view: GraphView, facts: Sequence[Fact]) -> str:
    """Who or what says it, each once; of dates the latest."""
    dates = [date for fact in facts if not isinstance(fact, Edge) and (date := _when(fact.properties))]
    edges = [fact for fact in facts if isinstance(fact, Edge)]
    names = (view.name(edge.target if edge.claim == "MEASURED_BY" else edge.source) for edge in edges if edge.status)
    return max(dates) if dates else ", ".join(list(dict.fromkeys(names))[:_NAMES])


def _when(properties: Mapping[str, Property]) -> str:
    return text_of(properties, "until") or text_of(properties, "duration") or ""


def _taking_part(view: GraphView, action: Key) -> tuple[Candidate, ...]:
    """Who could answer for an action: who takes part in it, pays for it, or was named for it without being it yet."""
    edges = held(view.incoming(action, "LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS"))
    refused = {edge.source for edge in view.incoming(action) if edge.type == DENIED}
    chosen = {edge.source: edge for edge in reversed(edges) if edge.source not in refused}
    reasons = {key: (Reason(f"does-{edge.claim}", {"status": edge.status}),) for key, edge in sorted(chosen.items())}
    return tuple(Candidate(key, why) for key, why in reasons.items())[:_CANDIDATES]


def _done(view: GraphView, action: Key, about: About) -> _Case:
    """Whether a document since the deadline says that it was done, or goes on: by a claim, or where it names it."""
    deadline = text_of(view.nodes[action].properties, "until") or ""
    placed = about.in_plan(action)
    planning = behind(view, placed)
    doing = whole(view, action)
    told = [e for key in doing for e in view.edges_of(key, *_HAPPENS)]
    later = partial(_since, view, deadline=deadline, planning=planning)
    since = [e for edge in told if (e := _told_by(view, edge, later))]
    undated = [
        e for edge in told if (e := _told_by(view, edge, lambda d: date_of(view, d) is None and d not in planning))
    ]
    done = [edge for edge in since if _is_surely_done(edge)]
    perhaps = [edge for edge in since if edge.status in _GOES_ON and not _is_surely_done(edge)]
    perhaps += [edge for edge in undated if edge.status == Status.DONE]
    since_planned = partial(_since, view, deadline=told_first(view, *placed) or deadline, planning=planning)
    words_of = told_of(view, action, later, since_planned, about)
    denied = (*(edge for edge in since if edge.type == DENIED), *words_of.not_yet)
    open_ = {source for edge in words_of.not_yet for source in texts_of(edge.properties, "evidence")}
    perhaps = [edge for edge in perhaps if not open_.issuperset(texts_of(edge.properties, "evidence"))]
    named = {d for d in read_about(view, (*doing, *acting(view, doing))) if kind_of_document(view, d) != "register"}
    named.update(edge.target[1] for edge in about.mentions(action))
    return _Case(
        action,
        "overdue",
        placed,
        factor(max(map(confidence_of, placed)), "deadline-past", deadline=deadline),
        Found((*done, *words_of.begun), (*perhaps, *words_of.going_on), denied),
        frozenset(document for document in named if later(document)),
        partial(_lateness, deadline),
    )


def _is_surely_done(edge: Edge) -> bool:
    return edge.status == Status.DONE and is_likely(edge)


def _lateness(deadline: str, _: Found, state: State) -> Factor:
    value = {State.COVERED: 0.0, State.WEAKLY_COVERED: 1.0 - float(conventions()["doubt"]["factor"])}.get(state, 1.0)
    return factor(value, f"overdue-{state}", deadline=deadline)


def _told_by(view: GraphView, edge: Edge, wanted: Callable[[str], bool]) -> Edge | None:
    """A claim with the evidence alone that is in the wanted documents; None where there is none."""
    kept = [n for n, document in enumerate(documents_at(view, edge)) if document is not None and wanted(document)]
    return replace(edge, properties=trimmed(edge.properties, kept)) if kept else None


def _since(view: GraphView, document: str, deadline: str, planning: Collection[str]) -> bool:
    """Whether a document is of after the deadline; one of its very year, month or day counts if it does not plan it."""
    date = date_of(view, document)
    return before(deadline, date) or (date is not None and not before(date, deadline) and document not in planning)


def _begun(judge: _Judge, area: Key, search: Search) -> Card | None:
    """The card of an area to which anybody is tied; the firmest tie says how far it has come."""
    ties = [tie for tie in ties_of(judge.view, area) if tie.status is not Status.DENIED]
    if not ties:
        return None

    def verdict(left: Sequence[Tie]) -> tuple[State, Score]:
        planned, weight = left[0].status in _STILL_TO_COME, float(conventions()["cover"][left[0].status])
        code = "only-to-come" if planned else "begun"
        absence = factor(1.0 - weight, code, actors=len({tie.actor for tie in left}))
        state = State.WEAKLY_COVERED if planned else State.COVERED
        return state, judge.score(area, factor(1.0, "plan-is-done"), absence)

    quoted = {id(edge): edge for tie in ties[:_QUOTED] for edge in tie.path}
    card = judge.of(area, TO_COME, verdict(ties), search, evidence=tuple(quoted.values()))
    outcomes: dict[str, Outcome | None] = {}
    firmest = judge.soles.shared(tie for tie in ties if tie.status is ties[0].status) or ()
    for document in sorted(firmest):
        left = judge.soles.left(ties, document)
        state, score = verdict(left) if left else (card.state, card.score)
        outcomes[document] = Outcome(state, score.total) if left else None
    return decided(card, outcomes)


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
