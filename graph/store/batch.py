"""Writing in batches: what both adapters' writers have in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from graph.errors import StoreError
from graph.model import ENTITY_LABELS, LABELS
from graph.store import rows
from graph.store.dump import Record
from graph.store.port import Edge, Node
from graph.store.rows import Row
from graph.store.statements import edge_statement, statement


class BatchWriter(ABC):
    """A `GraphWriter` on an engine's ways to write and read with a batch of rows, and to define a constraint."""

    batch_size = 2_000
    """Rows a statement."""

    @abstractmethod
    def _write(self, cypher: str, batch: list[Row]) -> list[Record]:
        """Runs a statement that writes `$rows`; its records are counts, which may come in several parts."""

    @abstractmethod
    def _read(self, cypher: str, batch: list[Row]) -> list[Record]:
        """Runs a statement that reads for `$rows` what was written so far."""

    @abstractmethod
    def _define(self, cypher: str) -> None:
        """Runs a statement on the schema, which is there afterwards whatever becomes of the rest."""

    def prepare(self) -> None:
        for label in LABELS:
            self._define(statement("create_constraint", label=label))
        for label in ENTITY_LABELS:
            self._define(statement("create_index", label=label))

    def put_nodes(self, nodes: Iterable[Node]) -> None:
        for (label,), batch in rows.batches(nodes, rows.node_names, self._node_row, self.batch_size):
            self._write(statement("put_nodes", label=label), batch)

    def put_edges(self, edges: Iterable[Edge]) -> None:
        for names, batch in rows.batches(edges, rows.edge_names, rows.edge_row, self.batch_size):
            records = self._write(edge_statement("put", *names), batch)
            lost = len(batch) - sum(record["written"] for record in records)
            if lost:
                raise StoreError(
                    f"{lost} of {len(batch)} {names[0]} edges have an end that is not in the graph.",
                    hint="Run `intreccio rebuild`.",
                )

    def delete_edges(self, edges: Iterable[Edge]) -> None:
        for names, batch in rows.batches(edges, rows.edge_names, rows.edge_key, self.batch_size):
            self._write(edge_statement("delete", *names), batch)

    def delete_nodes(self, nodes: Iterable[Node]) -> None:
        for (label,), batch in rows.batches(nodes, rows.node_names, rows.node_key, self.batch_size):
            self._write(statement("delete_nodes", label=label), batch)

    def edges_at(self, nodes: Iterable[tuple[str, str]], *, ending: bool = True) -> Iterator[Edge]:
        known = set(nodes)
        given = (Node(*key) for key in sorted(known))
        for (label,), batch in rows.batches(given, rows.node_names, rows.node_key, self.batch_size):
            for record in self._read(statement("read_edges_from", label=label), batch):
                yield _edge(record, (label, record["source"]), (record["label"], record["target"]))
            for record in self._read(statement("read_edges_to", label=label), batch) if ending else ():
                if (source := (record["label"], record["source"])) not in known:
                    yield _edge(record, source, (label, record["target"]))

    def _node_row(self, node: Node) -> Row:
        return rows.node_row(node)


def _edge(record: Record, source: tuple[str, str], target: tuple[str, str]) -> Edge:
    return Edge(record["type"], source, target, record["claim"] or "", record["status"] or "")
