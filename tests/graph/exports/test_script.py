"""The Cypher script: run on an empty Neo4j it gives the same graph, whatever stands in its texts."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import neo4j
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.exports.script import export_cypher, literal
from graph.store.port import Edge, GraphStore, Node
from tests.graph.exports.nasty import EDGES, NODES
from tests.graph.store import territory

Dump = tuple[list[Node], list[Edge]]
Graph = tuple[tuple[Node, ...], tuple[Edge, ...]]


def dump(store: GraphStore) -> Dump:
    with store.reader() as reader:
        return list(reader.nodes()), list(reader.edges())


def script_of(store: GraphStore, path: Path) -> list[str]:
    with store.reader() as reader:
        export_cypher(reader, path)
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("//")]


@pytest.fixture(scope="module")
def session(neo4j_url: str) -> Iterator[neo4j.Session]:
    """A session of the driver, without anything of ours between."""
    address = urlsplit(neo4j_url)
    login = (address.username or "", unquote(address.password or ""))
    server = f"bolt://{address.hostname}:{address.port}"
    with neo4j.GraphDatabase.driver(server, auth=login) as driver, driver.session() as opened:
        yield opened


@pytest.fixture
def empty_neo4j(neo4j_store: GraphStore) -> GraphStore:
    with neo4j_store.writer() as writer:
        writer.clear()
        writer.commit()
    return neo4j_store


def test_statements_stand_on_a_line_each(nasty: GraphStore, tmp_path: Path) -> None:
    lines = script_of(nasty, tmp_path / "graph.cypher")
    assert all(line.endswith(";") for line in lines)
    assert sum("MERGE (n:Organisation {id: row.id})" in line for line in lines) == 1
    assert not any(c in "".join(lines) for c in "\x1b\u202e\t")


@pytest.mark.neo4j
@pytest.mark.parametrize("given_graph", [(NODES, EDGES), (territory.NODES, territory.EDGES)])
def test_it_recreates_the_graph(
    given_graph: Graph,
    nasty: GraphStore,
    empty_neo4j: GraphStore,
    session: neo4j.Session,
    tmp_path: Path,
) -> None:
    nodes, edges = given_graph
    with nasty.writer() as writer:
        writer.clear()
        writer.put_nodes(nodes)
        writer.put_edges(edges)
        writer.commit()
    lines = script_of(nasty, tmp_path / "graph.cypher")
    for line in [*lines, *lines]:
        session.run(line.removesuffix(";")).consume()
    assert dump(empty_neo4j) == dump(nasty)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text("\\u'0041nbt\"\n`$", max_size=20)


@pytest.mark.neo4j
@given(
    value=TEXTS | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_literal_means_its_value(session: neo4j.Session, value: object) -> None:
    assert session.run(f"RETURN {literal(value)} AS value").single(strict=True)["value"] == value
