"""The graph in memory: built once from a store's rows, then only looked at.

A view knows its nodes and edges, and the sources (documents, passages, records) of the whole graph, so that a small
part of the graph still answers for every fact in it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.analysis.evidence import Key, Quotation, number_of, quotations, text_of, texts_of
from graph.model import DENIED, SOURCE_LABELS
from graph.store.port import Edge, GraphReader, Node

if TYPE_CHECKING:
    import networkx as nx


_Places = Mapping[Key, Mapping[str, list[int]]]
"""Node → claim → places in `GraphView.edges`."""


def claim_of(edge: Edge) -> str:
    """What an edge says, also when it is a denial; for a structure type its type."""
    return edge.claim or edge.type


def is_claim(edge: Edge) -> bool:
    """Whether an edge says something of the world, rather than where it was read."""
    return bool(edge.status)


def other_end(edge: Edge, key: Key) -> Key:
    return edge.target if edge.source == key else edge.source


@dataclass(frozen=True, eq=False)
class GraphView:
    """Nodes by key and edges in the store's order; of the whole graph, the sources and which documents name which node.

    Two views are equal only if they are one.
    """

    nodes: Mapping[Key, Node]
    edges: tuple[Edge, ...]
    sources: Mapping[Key, Node]
    mentions: Mapping[Key, tuple[Key, ...]]

    @classmethod
    def of(cls, nodes: Iterable[Node], edges: Iterable[Edge]) -> "GraphView":
        """A view of these rows; an edge without one of its ends is left out."""
        known = {(node.label, node.id): node for node in nodes}
        sources = {key: node for key, node in known.items() if key[0] in SOURCE_LABELS}
        complete = tuple(edge for edge in edges if edge.source in known and edge.target in known)
        return cls(MappingProxyType(known), complete, MappingProxyType(sources), _mentions(complete))

    def restrict(self, keys: Collection[Key], edges: Iterable[Edge] | None = None) -> "GraphView":
        """The part made of these nodes and of those of `edges` (all of the view's by default) that run between them."""
        kept = {key: node for key, node in self.nodes.items() if key in keys}
        within = self.edges if edges is None else edges
        between = tuple(edge for edge in within if edge.source in kept and edge.target in kept)
        return GraphView(MappingProxyType(kept), between, self.sources, self.mentions)

    def labelled(self, *labels: str) -> tuple[Node, ...]:
        """Nodes of these labels, in the order of the labels, then of the store."""
        return tuple(node for label in labels for node in self._by_label.get(label, ()))

    def name(self, key: Key) -> str:
        """The name of a node, else its id."""
        return text_of(self.nodes[key].properties, "name") or key[1]

    def aliases(self, key: Key) -> tuple[str, ...]:
        return texts_of(self.nodes[key].properties, "aliases")

    def edges_of(self, key: Key, *claims: str) -> tuple[Edge, ...]:
        """Edges of a node, in both directions; with `claims`, only those that say (or deny) one of them."""
        return self._edges(claims, self._leaving.get(key, {}), self._arriving.get(key, {}))

    def outgoing(self, key: Key, *claims: str) -> tuple[Edge, ...]:
        return self._edges(claims, self._leaving.get(key, {}))

    def incoming(self, key: Key, *claims: str) -> tuple[Edge, ...]:
        return self._edges(claims, self._arriving.get(key, {}))

    def neighbours(self, key: Key) -> tuple[Key, ...]:
        """Keys of the nodes tied to a node by a claim, each once."""
        return tuple(dict.fromkeys(other_end(edge, key) for edge in self.edges_of(key) if is_claim(edge)))

    def degree(self, key: Key) -> int:
        """How many claims tie a node to others; denied ones do not count."""
        return sum(is_claim(edge) and edge.type != DENIED for edge in self.edges_of(key))

    def evidence(self, item: Node | Edge) -> tuple[Quotation, ...]:
        """The quotations behind a node's facts or an edge."""
        return quotations(item, self.sources)

    def documents(self) -> tuple[Node, ...]:
        """Every document that was read, whatever part of the graph this view shows."""
        return tuple(node for (label, _), node in self.sources.items() if label == "Document")

    @cached_property
    def passages(self) -> Mapping[str, tuple[Node, ...]]:
        """Document → its passages, in order."""
        found: dict[str, list[Node]] = defaultdict(list)
        for (label, _), node in self.sources.items():
            if label == "Passage" and (document := text_of(node.properties, "document")):
                found[document].append(node)
        return {
            d: tuple(sorted(nodes, key=lambda n: number_of(n.properties, "number") or 0)) for d, nodes in found.items()
        }

    def mentioned_in(self, key: Key) -> tuple[Key, ...]:
        """Keys of the documents that name a node."""
        return self.mentions.get(key, ())

    def networkx(self) -> "nx.MultiDiGraph[Key]":
        """The view for networkx: nodes are keys; `label`, `type`, `claim`, `status` are attributes too."""
        import networkx as nx

        graph: nx.MultiDiGraph[Key] = nx.MultiDiGraph()
        for key, node in self.nodes.items():
            graph.add_node(key, **{**node.properties, "label": node.label, "id": node.id})
        for edge in self.edges:
            says = {"type": edge.type, "claim": claim_of(edge), "status": edge.status}
            graph.add_edges_from([(edge.source, edge.target, {**edge.properties, **says})])
        return graph

    @cached_property
    def _by_label(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            found[node.label].append(node)
        return dict(found)

    @cached_property
    def _leaving(self) -> _Places:
        return _by_claim((edge.source, claim_of(edge)) for edge in self.edges)

    @cached_property
    def _arriving(self) -> _Places:
        return _by_claim((edge.target, claim_of(edge)) for edge in self.edges)

    def _edges(self, claims: Collection[str], *held: Mapping[str, list[int]]) -> tuple[Edge, ...]:
        """Of the places in `held` those of these claims (or all), as edges in the view's order, a loop once."""
        found = [places[claim] for places in held for claim in claims or places if claim in places]
        if len(found) > 1:
            found = [sorted({n for places in found for n in places})]
        return tuple([self.edges[n] for n in found[0]]) if found else ()


def _by_claim(said: Iterable[tuple[Key, str]]) -> _Places:
    found: dict[Key, dict[str, list[int]]] = {}
    for place, (key, claim) in enumerate(said):
        found.setdefault(key, {}).setdefault(claim, []).append(place)
    return found


def _mentions(edges: Iterable[Edge]) -> Mapping[Key, tuple[Key, ...]]:
    found: dict[Key, list[Key]] = defaultdict(list)
    for edge in edges:
        if edge.type == "MENTIONED_IN":
            found[edge.source].append(edge.target)
    return MappingProxyType({key: tuple(dict.fromkeys(documents)) for key, documents in found.items()})


def load(reader: GraphReader) -> GraphView:
    """The whole graph of a store. Raises `StoreUnavailable`."""
    return GraphView.of(reader.nodes(), reader.edges())
