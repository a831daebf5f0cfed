"""What a plan is to say of each of its actions: who answers for it, with what means, how it is measured, until when."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.analysis.evidence import Key, text_of, texts_of
from graph.analysis.gaps.common import is_likely
from graph.analysis.gaps.setting_out import in_plan
from graph.analysis.refusals import takes_back
from graph.analysis.territory import held
from graph.analysis.view import GraphView
from graph.model import DENIED, Status
from graph.store.port import Edge, Node

Fact = Node | Edge

_NAMED: Final = frozenset({Status.DONE, Status.UNDER_WAY, Status.PLANNED})


@dataclass(frozen=True, slots=True)
class Found:
    """What says it: `firm`, only perhaps (`weak`), or that it is refused (`against`)."""

    firm: tuple[Fact, ...] = ()
    weak: tuple[Fact, ...] = ()
    against: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspect:
    """A rule: what is to be said of an action. `found` looks for it, `tells` gives all facts of a view that say it."""

    rule: str
    found: Callable[[GraphView, Key], Found]
    tells: Callable[[GraphView], list[Fact]] = field(repr=False)


def whole(view: GraphView, action: Key) -> tuple[Key, ...]:
    """An action and the actions that it is likely part of: what is said of the whole holds for the part."""
    found = {action: None}
    waiting = [action]
    while waiting:
        for edge in held(view.outgoing(waiting.pop(), "PART_OF")):
            if edge.target[0] == "Action" and edge.target not in found and is_likely(edge):
                found[edge.target] = None
                waiting.append(edge.target)
    return tuple(found)


def plans(view: GraphView, action: Key) -> frozenset[Key]:
    """The plans of an action; where its area is of no known plan, the outermost area."""
    found, waiting = set(), [edge.target for edge in in_plan(view, action)]
    seen = set(waiting)
    while waiting:
        key = waiting.pop()
        outer = [e.target for e in held(view.outgoing(key, "PART_OF")) if e.target[0] in {"Area", "Plan"}]
        if not outer or key[0] == "Plan":
            found.add(key)
        new = [other for other in outer if other not in seen]
        seen.update(new)
        waiting += new
    return frozenset(found)


def _by_claims(view: GraphView, action: Key, *claims: str) -> Found:
    """A duty in a plan is planned and names who has it; what is only suggested, or hardly read, names nobody yet."""
    edges = [edge for key in whole(view, action) for edge in view.incoming(key, *claims)]
    refusals = tuple(edge for edge in edges if edge.type == DENIED)
    said = [edge for edge in edges if edge.type != DENIED and not _taken_back(view, edge, refusals)]
    sure = [edge for edge in said if is_likely(edge)]
    firm = tuple(edge for edge in sure if edge.status in _NAMED)
    weak = tuple(edge for edge in said if edge not in firm)
    return Found(firm, weak, refusals)


def _taken_back(view: GraphView, edge: Edge, refusals: Collection[Edge]) -> bool:
    """Whether it is of somebody who has said no since, or means of which all givers have."""
    givers = {gift.source for gift in held(view.incoming(edge.source, "PROVIDES"))} or {edge.source}
    return givers <= {refusal.source for refusal in refusals if takes_back(view, refusal, edge)}


def _responsible(view: GraphView, action: Key) -> Found:
    return _by_claims(view, action, "LEADS", "PROMOTES")


def _resource(view: GraphView, action: Key) -> Found:
    return _by_claims(view, action, "FUNDS", "USED_IN")


def _indicator(view: GraphView, action: Key) -> Found:
    own = tuple(e for key in whole(view, action) for e in held(view.outgoing(key, "MEASURED_BY")))
    around = {edge.target for edge in in_plan(view, action)}
    return Found(own, tuple(e for key in sorted(around) for e in held(view.outgoing(key, "MEASURED_BY"))))


def _deadline(view: GraphView, action: Key) -> Found:
    """Its end, or its beginning with a duration; that of its plan says nothing of when it is to be done."""
    chain = whole(view, action)
    dated: list[Fact] = [view.nodes[key] for key in chain if _ends(view.nodes[key].properties)]
    dated += [edge for key in chain for edge in held(view.incoming(key)) if text_of(edge.properties, "until")]
    return Found(tuple(dated))


def _ends(properties: Mapping[str, object]) -> bool:
    begun = text_of(properties, "since") and text_of(properties, "duration")
    return bool(text_of(properties, "until") or begun)


def _saying(*claims: str) -> Callable[[GraphView], list[Fact]]:
    def tells(view: GraphView) -> list[Fact]:
        ends = ("source", "target")
        return [e for e in view.edges if (e.claim in claims) and any(getattr(e, end)[0] == "Action" for end in ends)]

    return tells


def _dated(view: GraphView) -> list[Fact]:
    nodes: list[Fact] = [node for node in view.labelled("Action") if _ends(node.properties)]
    return [*nodes, *(e for e in view.edges if e.target[0] == "Action" and text_of(e.properties, "until"))]


ASPECTS: Final = (
    Aspect("responsible", _responsible, _saying("LEADS", "PROMOTES")),
    Aspect("resource", _resource, _saying("FUNDS", "USED_IN")),
    Aspect("indicator", _indicator, _saying("MEASURED_BY")),
    Aspect("deadline", _deadline, _dated),
)


def speaking(fact: Fact) -> Fact:
    """A fact with the evidence that speaks for it: of a node, that of its dates."""
    if isinstance(fact, Edge):
        return fact
    told = texts_of(fact.properties, "evidence_of")
    kept = [n for n, name in enumerate(told) if name in {"until", "since", "duration"}]
    lists = {name: [texts_of(fact.properties, name)[n] for n in kept] for name in ("evidence", "spans", "evidence_of")}
    return Node(fact.label, fact.id, {**fact.properties, **lists}) if told else fact
