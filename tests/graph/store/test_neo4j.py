"""What is particular to Neo4j: transactions of bounded size, and what happens when the server's memory is short."""

import pytest

from graph.store import neo4j
from graph.store.port import GraphStore, Node

pytestmark = pytest.mark.neo4j


@pytest.fixture
def empty(neo4j_store: GraphStore) -> GraphStore:
    with neo4j_store.writer() as writer:
        writer.clear()
        writer.prepare()
    return neo4j_store


def count(store: GraphStore) -> int:
    with store.reader() as reader:
        return reader.counts()[0].get("Plan", 0)


def test_a_large_projection_is_committed_in_parts(empty: GraphStore) -> None:
    rows = neo4j.TRANSACTION_ROWS
    with empty.writer() as writer:
        writer.put_nodes(Node("Plan", f"{number:06d}", {"name": "x"}) for number in range(rows + 1))
        assert count(empty) == rows
        writer.commit()
        assert count(empty) == rows + 1


def test_the_driver_is_made_once_for_a_store(neo4j_store: GraphStore) -> None:
    assert isinstance(neo4j_store, neo4j.Neo4jStore)
    with neo4j_store.reader() as first, neo4j_store.reader() as second:
        assert first.counts() == second.counts()


@pytest.mark.trials
def test_rows_that_are_too_much_for_one_transaction_are_written_in_smaller_ones(empty: GraphStore) -> None:
    with empty.writer() as writer:
        writer.put_nodes(Node("Plan", str(number), {"name": "x", "text": "text" * 170_000}) for number in range(400))
        writer.commit()
    assert count(empty) == 400
