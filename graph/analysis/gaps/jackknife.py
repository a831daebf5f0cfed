"""What would be known without one source, and how a card stands then.

The range of a score over all that leave one source out is the delete-one jackknife's (Quenouille 1956; Tukey 1958) with
sources as groups: nothing is assumed of how they err, and a card that rests on one document shows it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from graph.analysis.evidence import Key, carrier_of, text_of, texts_of
from graph.analysis.gaps.cards import Card, State
from graph.analysis.view import GraphView
from graph.store.port import Edge, Node, Property

_PARALLEL = ("evidence", "spans", "evidence_of")


class _Without(Mapping[Key, Node]):
    """Sources less one document, its passages and records; nothing is copied."""

    def __init__(self, sources: Mapping[Key, Node], document: str) -> None:
        self._sources = sources
        self._document = document

    def __getitem__(self, key: Key) -> Node:
        if self._gone(node := self._sources[key]):
            raise KeyError(key)
        return node

    def __iter__(self) -> Iterator[Key]:
        return (key for key, node in self._sources.items() if not self._gone(node))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _gone(self, node: Node) -> bool:
        return self._document in (document_of(node), node.id if node.label == "Document" else None)


def document_of(carrier: Node) -> str | None:
    """Id of the document that a passage or record belongs to."""
    return text_of(carrier.properties, "document") or text_of(carrier.properties, "snapshot")


def behind(view: GraphView, items: Iterable[Node | Edge]) -> dict[str, None]:
    """Ids of the documents whose words stand behind nodes or edges, in order, each once."""
    found = (documents_at(view, item) for item in items)
    return {document: None for documents in found for document in documents if document}


def near(view: GraphView, keys: Collection[Key]) -> GraphView:
    """As `view.restrict(keys)`, at a cost that follows the edges of these nodes and not those of the graph."""
    kept = {key: view.nodes[key] for key in keys if key in view.nodes}
    edges = {id(e): e for key in kept for e in view.edges_of(key) if e.source in kept and e.target in kept}
    return GraphView(MappingProxyType(kept), tuple(edges.values()), view.sources, view.mentions)


def without(view: GraphView, document: str) -> GraphView:
    """The view as it would be had one document (or register) not been read.

    What rests on it alone goes: edges, attributes of nodes, and entities that no other source names. What no source
    stands behind stays.
    """
    named = {key: tuple(d for d in view.mentioned_in(key) if d[1] != document) for key in view.nodes}
    sources = _Without(view.sources, document)
    nodes = {}
    for key, node in view.nodes.items():
        lost = view.mentioned_in(key) and not named[key]
        if not lost and not (key in view.sources and key not in sources):
            nodes[key] = _node_without(view, node, document)
    between = (edge for edge in view.edges if edge.source in nodes and edge.target in nodes)
    edges = tuple(left for edge in between if (left := _edge_without(view, edge, document)) is not None)
    return GraphView(MappingProxyType(nodes), edges, sources, MappingProxyType(named))


class Outcome(NamedTuple):
    """How a card stands without a source: its state and the total of its score."""

    state: State
    total: float


def decided(card: Card, outcomes: Mapping[str, Outcome | None]) -> Card:
    """The card with its confidence and decisive source, from how it stands without each source.

    Which sources are left out is for the family to say: those on which what it found rests. The decisive source is the
    one whose absence changes the state while the requirement stands (of several, that which moves the score most); else
    the first without which nothing requires it (the outcome is None); else None. The range counts the cards that still
    stand.
    """
    total = card.score.total
    totals = [total, *(other.total for other in outcomes.values() if other)]
    moved = {s: abs(other.total - total) for s, other in outcomes.items() if other and other.state is not card.state}
    lost = [source for source, other in outcomes.items() if other is None]
    decisive = max(moved, key=lambda source: moved[source]) if moved else next(iter(lost), None)
    return replace(card, confidence=(min(totals), max(totals)), decisive_source=decisive)


def leaving_out(
    view: GraphView, edges: Sequence[Edge], score: Callable[[Sequence[Edge]], float]
) -> tuple[tuple[float, float], str | None]:
    """Range of a score as one document at a time is left out, and the document without which no claim remains.

    `score` is asked with the claims that the others still support. The delete-one jackknife (Quenouille 1956; Tukey
    1958) with documents as groups; a document without which nothing is required gives no score, it is decisive.
    """
    behind = [{q.document or q.source[1] for q in view.evidence(edge)} for edge in edges]
    totals, decisive = [score(edges)], None
    for document in dict.fromkeys(name for names in behind for name in sorted(names)):
        left = [edge for edge, names in zip(edges, behind, strict=True) if not names or names != {document}]
        if left:
            totals.append(score(left))
        else:
            decisive = decisive or document
    return (min(totals), max(totals)), decisive


def documents_at(view: GraphView, item: Node | Edge) -> tuple[str | None, ...]:
    """The documents of each piece of evidence of a node or an edge, in the order of its lists."""
    return tuple(_document(view, source) for source in texts_of(item.properties, "evidence"))


def _document(view: GraphView, source: str) -> str | None:
    carrier = carrier_of(source, view.sources)
    return document_of(carrier) if carrier else None


def trimmed(properties: Mapping[str, Property], kept: list[int]) -> dict[str, Property]:
    """Properties with only these places of the parallel lists of evidence."""
    lists = {name: texts_of(properties, name) for name in _PARALLEL if name in properties}
    return {**properties, **{name: [values[n] for n in kept if n < len(values)] for name, values in lists.items()}}


def _edge_without(view: GraphView, edge: Edge, document: str) -> Edge | None:
    documents = documents_at(view, edge)
    if document not in documents:
        return edge
    kept = [n for n, found in enumerate(documents) if found != document]
    return replace(edge, properties=trimmed(edge.properties, kept)) if kept else None


def _node_without(view: GraphView, node: Node, document: str) -> Node:
    documents = documents_at(view, node)
    if document not in documents:
        return node
    told = texts_of(node.properties, "evidence_of")
    kept = [n for n, found in enumerate(documents) if found != document]
    lost = set(told) - {told[n] for n in kept if n < len(told)} - {"name"}
    properties = {name: value for name, value in trimmed(node.properties, kept).items() if name not in lost}
    return replace(node, properties=properties)
