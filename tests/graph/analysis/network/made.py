"""Ties and views made for tests: from a graph of networkx, or from a few claims; and three published networks."""

import csv
from collections.abc import Hashable, Iterable
from pathlib import Path

import networkx as nx
import numpy as np
from scipy import sparse

from graph.analysis.evidence import Key, texts_of
from graph.analysis.network.ties import Matrix, Ties, symmetric
from graph.analysis.view import GraphView
from graph.model import relationship_type
from graph.store.port import Edge, Node, Property

PUBLISHED: "dict[str, nx.Graph[Hashable]]" = {
    "karate": nx.Graph(nx.karate_club_graph().edges),
    "florentine": nx.Graph(nx.florentine_families_graph().edges),
    "southern women": nx.projected_graph(nx.davis_southern_women_graph(), nx.davis_southern_women_graph().graph["top"]),
}
"""Zachary (1977), Padgett's marriages, Davis, Gardner and Gardner (1941)."""


def printed_by_sna(name: str) -> list[dict[str, str]]:
    """What R prints of each node of a published network, in the order of its nodes (`oracles/brokerage.R`)."""
    with (Path(__file__).parent / "oracles" / "brokerage.csv").open(encoding="utf-8") as file:
        rows = {row["node"]: row for row in csv.DictReader(file) if row["network"] == name}
    return [rows[str(node)] for node in PUBLISHED[name]]


def adjacency(graph: "nx.Graph[Hashable]") -> Matrix:
    """The matrix of a graph, in the order of its nodes, unweighted."""
    row = {node: n for n, node in enumerate(graph)}
    pairs = np.array([(row[a], row[b]) for a, b in graph.edges], dtype=np.int64).reshape(-1, 2)
    return symmetric(pairs, len(row))


def made_ties(graph: "nx.Graph[Hashable]", shared: Matrix | None = None) -> Ties:
    """Organisations tied as in a graph; `shared` are their actions."""
    actions = sparse.csr_array((len(graph), 0)) if shared is None else sparse.csr_array(shared)
    things = tuple(("Action", f"a{n}") for n in range(actions.shape[1]))
    return Ties(tuple(("Organisation", str(node)) for node in graph), things, adjacency(graph), actions)


def said(source: Key, claim: str, target: Key, status: str = "done", passage: str = "d/1") -> Edge:
    """A claim that the passage supports whole."""
    return Edge(relationship_type(claim, status), source, target, claim, status, {"evidence": [passage]})


def made_view(edges: Iterable[Edge], about: dict[Key, dict[str, Property]] | None = None) -> GraphView:
    """A view of these claims; nodes are named by their id; the passages that are quoted exist and name them."""
    claims = list(edges)
    known = dict.fromkeys([key for edge in claims for key in (edge.source, edge.target)] + list(about or {}))
    nodes = [Node(*key, {"name": key[1], **(about or {}).get(key, {})}) for key in known]
    quoted = {passage: edge for edge in claims for passage in texts_of(edge.properties, "evidence")}
    read = [Node("Passage", p, {"name": p, "text": f"words of {p}", "document": p.split("/")[0]}) for p in quoted]
    documents = [Node("Document", d, {"name": d, "date": "2026-01-01"}) for d in {p.split("/")[0] for p in quoted}]
    named = {
        (end, passage.split("/")[0])
        for edge in claims
        for passage in texts_of(edge.properties, "evidence")
        for end in (edge.source, edge.target)
    }
    mentions = [Edge("MENTIONED_IN", key, ("Document", document)) for key, document in sorted(named)]
    return GraphView.of([*nodes, *documents, *read], [*claims, *mentions])
