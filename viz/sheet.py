"""What stands around a picture: its page's own words, and cards, which the picture shows as what is missing."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from graph.analysis.evidence import Key, Quotation
from graph.analysis.filters import Filter
from graph.analysis.gaps.cards import Card, State, parameters
from graph.analysis.gaps.following import concerned, state_of
from graph.analysis.view import GraphView
from graph.ledger.follow_ups import FollowUp
from graph.store.port import Edge, Node, Property
from viz.cards import CardWords
from viz.facts import Citations, what
from viz.picture import COMPUTED, MISSING
from viz.words import clean

CANDIDATES: Final = 3
"""So many of those who could meet a requirement stand in the picture."""

LACKS: Final = "LACKS"
COULD_FILL: Final = "COULD_FILL"
COULD_MEET: Final = "COULD_MEET"
WORKED_OUT: Final = (LACKS, COULD_FILL, COULD_MEET)
"""Ties that no source says: who lacks something, who could be that, whom somebody could meet."""

_QUOTED: Final = 3
_FACTORS: Final = ("need", "absence", "feasibility", "relevance")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page around a picture: `template` with its `values`.

    `cards` are those of the nodes that stand for what is missing. `columns` (with `headings`) are where nodes stand;
    where there are none, they are laid out by their ties.
    """

    template: str
    values: Mapping[str, Any]
    cards: Mapping[Key, Card] = field(default_factory=dict)
    columns: Sequence[Collection[Key]] = ()
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cards that a filter lets onto a page, in their order, and what was said of cards last.

    `counts` are of all states, those that the filter leaves out too.
    """

    filter: Filter
    cards: tuple[Card, ...]
    counts: Mapping[State, int]
    said: Mapping[str, FollowUp]


def chosen(view: GraphView, cards: Iterable[Card], filter_: Filter, said: Mapping[str, FollowUp]) -> Chosen:
    """The cards for a page: without states in the filter, all that is not covered. Raises as `concerned`."""
    wanted = replace(filter_, state=filter_.state or tuple(MISSING)).wanted()
    whole, found = concerned(view, cards, wanted, said, filter_.follow_up)
    return Chosen(filter_, found, dict.fromkeys(State, 0) | Counter(card.state for card in whole), said)


def with_cards(
    view: GraphView, cards: Iterable[Card], words: CardWords, beside: Collection[Key] = ()
) -> tuple[GraphView, dict[Key, Card]]:
    """The part of a view that cards are about (and what is `beside`), each card as a node, and the card of each such
    node: tied to its subjects, and to the first of those who could meet it."""
    found = {(MISSING[card.state], card.id): card for card in cards if card.state in MISSING}
    edges = [edge for key, card in found.items() for edge in _ties(view, key, card, words)]
    part = view.restrict({end for edge in edges for end in (edge.source, edge.target)} | set(beside))
    nodes = {key: Node(*key, {"name": words.lacks(view, card)}) for key, card in found.items()}
    return joined(part, nodes, edges), found


def joined(view: GraphView, nodes: Mapping[Key, Node], edges: Iterable[Edge]) -> GraphView:
    """A view with what we worked out beside what was read."""
    return GraphView(MappingProxyType({**view.nodes, **nodes}), (*view.edges, *edges), view.sources, view.mentions)


def worked_out(claim: str, source: Key, target: Key, reasons: Iterable[str] = ()) -> Edge:
    """A tie that no source says; the reasons are shown with it."""
    values: dict[str, Property] = {"reasons": list(reasons)}
    return Edge(claim, source, target, claim, COMPUTED, values)


def _ties(view: GraphView, key: Key, card: Card, words: CardWords) -> Iterable[Edge]:
    for subject in card.subjects:
        if subject in view.nodes:
            yield worked_out(LACKS, subject, key)
    for candidate in card.candidates[:CANDIDATES]:
        yield worked_out(COULD_FILL, candidate.key, key, (words.reason(why, card.rule) for why in candidate.reasons))


def card_facts(view: GraphView, card: Card, words: CardWords, citations: Citations) -> dict[str, Any]:
    """What the panel says of a card's node: in short, with the words that require it."""
    told = state_word(card.state, words), words.cards.word("family", card.family)
    return {
        "name": clean(words.title(view, card)),
        "what": " · ".join(told),
        "text": clean(words.statement(card)),
        "card": card.id,
        **citations.cite(card.requirement.evidence),
    }


def told(
    view: GraphView, card: Card, words: CardWords, citations: Citations, said: FollowUp | None = None
) -> dict[str, Any]:
    """A card as its template takes it, with what was `said` of it last."""
    common = words.common
    return {
        "id": card.id,
        "node": f"{MISSING[card.state]}/{card.id}" if card.state in MISSING else "",
        "state": card.state.value,
        "said": state_word(card.state, words),
        "family": words.cards.word("family", card.family),
        "title": clean(words.title(view, card)),
        "statement": clean(words.statement(card)),
        "asked": quoted(card.requirement.evidence, citations),
        "against": quoted(card.search.against, citations),
        "factors": [
            {"name": common.page(name), "value": factor.value, "shown": common.number(factor.value, 2)}
            | {"why": clean(words.reason(factor.reason, card.rule))}
            for name, factor in ((name, getattr(card.score, name)) for name in _FACTORS)
        ],
        "total": common.number(card.score.total, 2),
        "range": [common.number(end, 2) for end in card.confidence],
        "decisive": title_of(view, card.decisive_source),
        "candidates": [
            {**named(view, c.key, words), "reasons": [clean(words.reason(why, card.rule)) for why in c.reasons]}
            for c in card.candidates
        ],
        "follow_up": state_of(card, said).value,
        "followed": _followed(card, said, words) if said else "",
        "cypher": card.cypher,
        "parameters": parameters(card),
    }


def _followed(card: Card, said: FollowUp, words: CardWords) -> str:
    """Who said last how far people have come, when and why; `static/sheet.js` says the same of what is said now."""
    common, key = words.common, "followed" if said.stands(card.evidence) else "followed_before"
    state = common.word("follow", said.state)
    text = common.page(key, state=state, who=clean(said.who), date=common.date(said.at))
    return f"{text} {common.page('followed_why', reason=clean(said.reason))}" if said.reason else text


def state_word(state: State, words: CardWords) -> str:
    """A state as the legend names it."""
    return words.common.word("type", MISSING[state]) if state in MISSING else words.cards.word("state", state)


def quoted(evidence: Sequence[Quotation], citations: Citations) -> dict[str, Any]:
    """The first quotations, one a passage, and how many more there are."""
    each = list({quotation.source: quotation for quotation in reversed(evidence)}.values())[::-1]
    return {"quotes": [citations.quoted(q) for q in each[:_QUOTED]], "more": max(len(each) - _QUOTED, 0)}


def named(view: GraphView, key: Key, words: CardWords) -> dict[str, str]:
    """A node as a page names it."""
    return {"id": key[1], "name": clean(view.name(key)), "what": what(view.nodes[key], words.common)}


def title_of(view: GraphView, document: str | None) -> str:
    """The title of a document; "" for none."""
    node = view.sources.get(("Document", document)) if document else None
    return clean(str(node.properties.get("name", document))) if node else ""
