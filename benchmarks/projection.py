"""How fast rows go into an empty store: sent plainly through the engine, and through the store's writer.

    python -m benchmarks.projection [--nodes 100000] [--edges 500000] [--store kglite|neo4j|both]

Prints nodes/s and relationships/s, the last save or commit included, and the share of the plain rate that is kept.
"""

import argparse
import random
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graph.model import ENTITY_LABELS, LABELS
from graph.store.open import open_store
from graph.store.port import Edge, GraphStore, Node, Property
from tools import neo4j_server

PLAIN_BATCH = 10_000
"""Rows a statement that a person would write by hand."""

PASSAGES = 20
READ = "2025-03-01T09:30:00"

MERGE_NODES = "UNWIND $rows AS row MERGE (n:Organisation {id: row.id}) SET n = row.properties"
MERGE_EDGES = (
    "UNWIND $rows AS row MATCH (s:Organisation {id: row.source}) MATCH (t:Organisation {id: row.target}) "
    "MERGE (s)-[r:PARTNERS_WITH {claim: row.claim, status: row.status}]->(t) SET r = row.properties"
)

Row = dict[str, object]
Run = Callable[[str, list[Row]], object]


@dataclass(frozen=True, slots=True)
class Rate:
    """Rows a second."""

    nodes: float
    edges: float


def nodes(total: int) -> Iterator[Node]:
    """Organisations with names and evidence, the same each time."""
    chance = random.Random(1)
    for number in range(total):
        properties: dict[str, Property] = {
            "name": f"Associazione numero {number}",
            "kind": "association",
            "evidence": [passage(chance) for _ in range(3)],
            "confidence": 0.9,
        }
        yield Node("Organisation", f"org-{number:07d}", properties)


def edges(total: int, ends: int) -> Iterator[Edge]:
    """Ties between them with evidence, sometimes with a date and an amount, the same each time."""
    chance = random.Random(2)
    for number in range(total):
        length = chance.randint(1, 3)
        properties: dict[str, Property] = {
            "evidence": [passage(chance) for _ in range(length)],
            "spans": ["120-188"] * length,
            "confidence": 0.75,
            "first_read": READ,
            "last_read": READ,
        }
        if number % 4 == 0:
            properties["since"] = "2023-02"
        if number % 10 == 0:
            properties["amount"] = number
        source, target = (("Organisation", f"org-{chance.randrange(ends):07d}") for _ in range(2))
        yield Edge("PARTNERS_WITH", source, target, "PARTNERS_WITH", "done", properties)


def passage(chance: random.Random) -> str:
    """An id of a passage."""
    return f"{chance.getrandbits(128):032x}/{chance.randrange(PASSAGES)}"


def plainly(run: Run, finish: Callable[[], object], total_nodes: int, total_edges: int) -> Rate:
    """Rows made of the same nodes and edges, in batches through the engine itself."""

    def send(text: str, rows: Iterator[Row]) -> None:
        while batch := list(islice(rows, PLAIN_BATCH)):
            run(text, batch)
        finish()

    return Rate(
        total_nodes / seconds(lambda: send(MERGE_NODES, map(plain_node, nodes(total_nodes)))),
        total_edges / seconds(lambda: send(MERGE_EDGES, map(plain_edge, edges(total_edges, total_nodes)))),
    )


def plain_node(node: Node) -> Row:
    """A node as a row, unchecked."""
    return {"id": node.id, "properties": {"id": node.id, **node.properties}}


def plain_edge(edge: Edge) -> Row:
    """An edge as a row, unchecked."""
    return {
        "source": edge.source[1],
        "target": edge.target[1],
        "claim": edge.claim,
        "status": edge.status,
        "properties": {"claim": edge.claim, "status": edge.status, **edge.properties},
    }


def through_writer(store: GraphStore, total_nodes: int, total_edges: int) -> Rate:
    """The same nodes and edges through the store's writer."""
    with store.writer() as writer:
        writer.prepare()
        writer.commit()

        def put_nodes() -> None:
            writer.put_nodes(nodes(total_nodes))
            writer.commit()

        def put_edges() -> None:
            writer.put_edges(edges(total_edges, total_nodes))
            writer.commit()

        return Rate(total_nodes / seconds(put_nodes), total_edges / seconds(put_edges))


def seconds(act: Callable[[], None]) -> float:
    """How long it takes."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def constraints() -> Iterator[str]:
    """What `prepare` defines, so that both ways keep the same indexes."""
    for label in LABELS:
        yield f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for label in ENTITY_LABELS:
        yield f"CREATE INDEX IF NOT EXISTS FOR (n:{label}) ON (n.name)"


def embedded(folder: Path, total_nodes: int, total_edges: int) -> tuple[Rate, Rate]:
    """Both ways into a file of the embedded engine."""
    import kglite

    warnings.simplefilter("ignore", kglite.MappedFallbackWarning)
    graph = kglite.open(str(folder / "plain.kgl"), durable="off")
    for text in constraints():
        graph.cypher(text)
    plain = plainly(
        lambda text, rows: graph.cypher(text, params={"rows": rows}, timeout_ms=0), graph.save, total_nodes, total_edges
    )
    graph.close()
    store = open_store("kglite:///store.kgl", base=folder, user="", password=None)
    return plain, through_writer(store, total_nodes, total_edges)


def server(folder: Path, total_nodes: int, total_edges: int) -> tuple[Rate, Rate]:
    """Both ways into a fresh Neo4j each, so that neither finds a warm one."""
    import neo4j

    plain_server = neo4j_server.running(folder / "plain", keep=False)
    with plain_server as running, neo4j.GraphDatabase.driver(running.url, auth=_auth(running)) as driver:
        for text in constraints():
            driver.execute_query(text)
        with driver.session() as session:
            plain = plainly(
                lambda text, rows: session.run(text, rows=rows).consume(), lambda: None, total_nodes, total_edges
            )
    with neo4j_server.running(folder / "store", keep=False) as running:
        store = open_store(running.login_url, base=folder, user="", password=None)
        return plain, through_writer(store, total_nodes, total_edges)


def _auth(running: neo4j_server.Server) -> tuple[str, str]:
    return running.user, running.password


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--edges", type=int, default=500_000)
    parser.add_argument("--store", choices=["kglite", "neo4j", "both"], default="both")
    chosen = parser.parse_args()
    print(f"{chosen.nodes} nodes, {chosen.edges} relationships")
    for name, measure in (("kglite", embedded), ("neo4j", server)):
        if chosen.store in (name, "both"):
            with tempfile.TemporaryDirectory() as folder:
                plain, ours = measure(Path(folder), chosen.nodes, chosen.edges)
            print(f"{name:8} plain   {plain.nodes:8.0f} nodes/s {plain.edges:8.0f} relationships/s")
            print(f"{name:8} writer  {ours.nodes:8.0f} nodes/s {ours.edges:8.0f} relationships/s")
            print(f"{name:8} kept    {ours.nodes / plain.nodes:8.2f}         {ours.edges / plain.edges:8.2f}")


if __name__ == "__main__":
    main()
