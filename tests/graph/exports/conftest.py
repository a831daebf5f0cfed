"""The nasty graph in an embedded store."""

from pathlib import Path

import pytest

from graph.store.open import open_store
from graph.store.port import GraphStore
from tests.graph.exports.nasty import EDGES, NODES


@pytest.fixture
def nasty(tmp_path: Path) -> GraphStore:
    store = open_store("kglite:///nasty.kgl", base=tmp_path, user="", password=None)
    with store.writer() as writer:
        writer.prepare()
        writer.put_nodes(NODES)
        writer.put_edges(EDGES)
        writer.commit()
    return store
