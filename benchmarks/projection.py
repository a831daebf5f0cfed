"""How fast a filled ledger becomes a graph, beside the same rows sent straight to the engine.

    python -m benchmarks.projection [--documents 1000] [--store kglite|neo4j|both]

A thousand documents give 100,000 nodes and 500,000 relationships, with evidence. `rebuild` reads the ledger, assembles,
checks, sends and commits; "straight" sends the very rows of that graph in plain batches. Printed: nodes/s and
relationships/s over the whole time of each, and the share that `rebuild` keeps.
"""

import argparse
import random
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graph.extraction import Batch, Claim, Document, Evidence, Mention, Passage
from graph.ledger import writing
from graph.ledger.ledger import Ledger
from graph.ledger.writing import Original
from graph.model import CLAIM_TYPES, ENTITY_LABELS, LABELS
from graph.store.open import open_store
from graph.store.port import Edge, GraphStore, Node
from graph.store.projection import rebuild
from ingest.resolve.resolve import resolve
from tools import neo4j_server

PLAIN_BATCH = 10_000
"""Rows a statement that a person would write by hand."""

PASSAGES, MENTIONS, CLAIMS = 50, 145, 306
"""In each document."""

ENTITIES_PER_DOCUMENT = 49
"""So many things appear with each document; the others it mentions are known from elsewhere."""

TYPES = ("Organisation", "Organisation", "Organisation", "Action", "Action", "Person")
NAMES = {"Organisation": "Associazione Numero", "Action": "Laboratorio di quartiere Numero", "Person": "Anna Numero"}
BETWEEN = {
    (subject, target): [t.name for t in CLAIM_TYPES.values() if subject in t.subjects and target in t.objects]
    for subject in NAMES
    for target in NAMES
}
"""(subject, object) → the claim types that join them."""

Row = dict[str, object]
Rows = dict[tuple[str, ...], list[Row]]
Run = Callable[[str, list[Row]], object]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a way of filling a store took."""

    seconds: float
    nodes: int
    edges: int


def fill(ledger: Ledger, documents: int) -> None:
    """Documents that mention and tie things of a common pool, the same each time; then resolved."""
    pool = documents * ENTITIES_PER_DOCUMENT
    for number in range(documents):
        chance = random.Random(number)
        name = f"{number:032x}"
        with ledger.write() as connection:
            original = Original(name, f"{name}.txt", "text/plain")
            found = (Document(name, f"{name}.txt", ""), [batch(chance, pool)])
            writing.record_reading(connection, f"{name}.txt", original, found, "benchmark")
    resolve(ledger)


def batch(chance: random.Random, pool: int) -> Batch:
    """One document's passages, mentions and claims."""
    passages = [
        Passage(f"p{n}", "sentence", n * 100, n * 100 + 99, f"Frase {n} " + "di prova " * 10) for n in range(PASSAGES)
    ]
    things = [chance.randrange(pool) for _ in range(MENTIONS)]
    mentions = [mention(n, thing, chance.choice(passages)) for n, thing in enumerate(things)]
    claims = []
    while len(claims) < CLAIMS:
        subject, target = chance.choice(mentions), chance.choice(mentions)
        if subject.text != target.text and (fitting := BETWEEN[subject.type, target.type]):
            evidence = (Evidence(subject.passage, subject.start, subject.end),)
            kind, confidence = chance.choice(fitting), round(chance.random(), 3)
            claims.append(
                Claim(
                    f"c{len(claims)}", subject.id, kind, target.id, "done", confidence, evidence, {"since": "2023-02"}
                )
            )
    return Batch(tuple(passages), tuple(mentions), tuple(claims))


def mention(number: int, thing: int, passage: Passage) -> Mention:
    """A mention of a thing of the pool; its number says its type."""
    label = TYPES[thing % len(TYPES)]
    text = f"{NAMES[label]} {thing}"
    return Mention(f"m{number}", label, passage.start, passage.start + len(text), text, passage.id, f"m{number}")


def rebuilt(ledger: Ledger, store: GraphStore) -> Cost:
    """The ledger into the store."""
    begin = time.perf_counter()
    rebuild(ledger, store)
    took = time.perf_counter() - begin
    with store.reader() as reader:
        nodes, edges = reader.counts()
    return Cost(took, sum(nodes.values()), sum(edges.values()))


def straight(run: Run, finish: Callable[[], object], rows: Rows) -> float:
    """Seconds to send these rows as they are."""
    begin = time.perf_counter()
    for names, all_rows in rows.items():
        text = merge_nodes(*names) if len(names) == 1 else merge_edges(*names)
        remaining = iter(all_rows)
        while part := list(islice(remaining, PLAIN_BATCH)):
            run(text, part)
    finish()
    return time.perf_counter() - begin


def rows_of(store: GraphStore) -> Rows:
    """The graph of the store as rows by what a statement must name: nodes first."""
    rows: Rows = defaultdict(list)
    with store.reader() as reader:
        for node in reader.nodes():
            rows[(node.label,)].append(plain_node(node))
        for edge in reader.edges():
            rows[edge.type, edge.source[0], edge.target[0]].append(plain_edge(edge))
    return rows


def merge_nodes(label: str) -> str:
    """As a person would write it."""
    return f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row.properties"


def merge_edges(name: str, source: str, target: str) -> str:
    """As a person would write it."""
    identity = " {claim: row.claim, status: row.status}" if name in CLAIM_TYPES else ""
    ends = f"MATCH (s:{source} {{id: row.source}}) MATCH (t:{target} {{id: row.target}})"
    return f"UNWIND $rows AS row {ends} MERGE (s)-[r:{name}{identity}]->(t) SET r = row.properties"


def plain_node(node: Node) -> Row:
    """A node as a row, unchecked."""
    return {"id": node.id, "properties": {"id": node.id, **node.properties}}


def plain_edge(edge: Edge) -> Row:
    """An edge as a row, unchecked."""
    identity = {"claim": edge.claim, "status": edge.status} if edge.claim else {}
    return {
        "source": edge.source[1],
        "target": edge.target[1],
        **identity,
        "properties": {**identity, **edge.properties},
    }


def constraints() -> Iterator[str]:
    """What `prepare` defines, so that both ways keep the same indexes."""
    for label in LABELS:
        yield f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for label in ENTITY_LABELS:
        yield f"CREATE INDEX IF NOT EXISTS FOR (n:{label}) ON (n.name)"


def embedded(ledger: Ledger, folder: Path) -> tuple[Cost, float]:
    """Both ways into a file of the embedded engine."""
    import kglite

    warnings.simplefilter("ignore", kglite.MappedFallbackWarning)
    store = open_store("kglite:///store.kgl", base=folder, user="", password=None)
    cost = rebuilt(ledger, store)
    rows = rows_of(store)
    graph = kglite.open(str(folder / "plain.kgl"), durable="off")
    for text in constraints():
        graph.cypher(text)
    took = straight(lambda text, part: graph.cypher(text, params={"rows": part}, timeout_ms=0), graph.save, rows)
    graph.close()
    return cost, took


def server(ledger: Ledger, folder: Path) -> tuple[Cost, float]:
    """Both ways into a fresh Neo4j each, so that neither finds a warm one."""
    import neo4j

    with neo4j_server.running(folder / "store", keep=False) as running:
        store = open_store(running.login_url, base=folder, user="", password=None)
        cost = rebuilt(ledger, store)
        rows = rows_of(store)
    plain = neo4j_server.running(folder / "plain", keep=False)
    with plain as running, neo4j.GraphDatabase.driver(running.url, auth=(running.user, running.password)) as driver:
        for text in constraints():
            driver.execute_query(text)
        with driver.session() as session:
            took = straight(lambda text, part: session.run(text, rows=part).consume(), lambda: None, rows)
    return cost, took


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--store", choices=["kglite", "neo4j", "both"], default="both")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger = Ledger.open(f"sqlite:///{folder / 'ledger.sqlite'}")
        fill(ledger, chosen.documents)
        for store, measure in (("kglite", embedded), ("neo4j", server)):
            if chosen.store in (store, "both"):
                cost, plain = measure(ledger, folder)
                print(f"{store}: {cost.nodes} nodes, {cost.edges} relationships")
                for way, took in (("rebuild", cost.seconds), ("straight", plain)):
                    rates = f"{cost.nodes / took:8.0f} nodes/s {cost.edges / took:8.0f} relationships/s"
                    print(f"{store:8} {way:9} {took:7.1f} s {rates}")
                print(f"{store:8} kept      {plain / cost.seconds:7.2f}")
        ledger.close()


if __name__ == "__main__":
    main()
