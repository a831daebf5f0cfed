"""The same small territory in both engines."""

import pytest

from graph.store.open import open_store
from graph.store.port import GraphStore
from tests.graph.store.territory import EDGES, NODES


@pytest.fixture
def territory(neo4j_store: GraphStore, embedded_territory: GraphStore) -> tuple[GraphStore, GraphStore]:
    """The embedded engine and Neo4j, both holding the territory."""
    with neo4j_store.reader() as reader:
        there = sum(reader.counts()[0].values()) == len(NODES) and next(reader.nodes()) in NODES
    if not there:
        fill(neo4j_store)
    return embedded_territory, neo4j_store


@pytest.fixture(scope="session")
def embedded_territory(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    """The embedded engine, holding the territory."""
    store = open_store("kglite:///graph.kgl", base=tmp_path_factory.mktemp("territory"), user="", password=None)
    fill(store)
    return store


def fill(store: GraphStore) -> None:
    with store.writer() as writer:
        writer.clear()
        writer.prepare()
        writer.put_nodes(NODES)
        writer.put_edges(EDGES)
        writer.commit()
