"""Writing in batches: what both adapters' writers have in common."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

from graph.errors import StoreError
from graph.model import ENTITY_LABELS, LABELS
from graph.store import rows
from graph.store.dump import Record
from graph.store.port import Edge, Key, Node
from graph.store.rows import Item, Names, Row
from graph.store.statements import put_edges_statement, statement

_AT_ONCE: Final = 500
"""Nodes of which one row names the edges that stay."""


class BatchWriter(ABC):
    """A `GraphWriter` on an engine's ways to write a batch of rows and to define a constraint."""

    batch_size = 2_000
    """Rows a statement."""

    @abstractmethod
    def _write(self, cypher: str, batch: list[Row]) -> list[Record]:
        """Runs a statement that writes `$rows`; its records are counts, which may come in several parts."""

    @abstractmethod
    def _define(self, cypher: str) -> None:
        """Runs a statement on the schema, which is there afterwards whatever becomes of the rest."""

    def prepare(self) -> None:
        for label in LABELS:
            self._define(statement("create_constraint", label=label))
        for label in ENTITY_LABELS:
            self._define(statement("create_index", label=label))

    def _batches(
        self, items: Iterable[Item], names: Callable[[Item], Names], row: Callable[[Item], Row]
    ) -> Iterator[tuple[Names, list[Row]]]:
        """The rows of a statement each, the next made while the engine takes those before."""
        return rows.ahead(rows.batches(items, names, row, self.batch_size))

    def put_nodes(self, nodes: Iterable[Node]) -> None:
        for (label,), batch in self._batches(nodes, rows.node_names, self._node_row):
            self._write(statement("put_nodes", label=label), batch)

    def put_edges(self, edges: Iterable[Edge]) -> None:
        for names, batch in self._batches(edges, rows.edge_names, rows.edge_row):
            records = self._write(put_edges_statement(*names), batch)
            lost = len(batch) - sum(record["written"] for record in records)
            if lost:
                raise StoreError(
                    f"{lost} of {len(batch)} {names[0]} edges have an end that is not in the graph.",
                    hint="Run `intreccio rebuild`.",
                )

    def delete_nodes(self, nodes: Iterable[Node]) -> None:
        for (label,), batch in self._batches(nodes, rows.node_names, rows.node_key):
            self._write(statement("delete_nodes", label=label), batch)

    def keep_edges(self, nodes: Iterable[Key], kept: Collection[Edge], among: Iterable[Key] | None = None) -> None:
        found = groupby(sorted(set(nodes)), key=itemgetter(0))
        keys = {label: [key for _, key in some] for label, some in found}
        others = {} if among is None else {"among": {key: True for _, key in among}}
        for act in ("from", "to") if among is None else ("among",):
            words = defaultdict[Key, list[str]](list)
            for edge in kept:
                words[edge.target if act == "to" else edge.source].append(rows.edge_words(edge))
            for label, ids in keys.items():
                for here in (ids[n : n + _AT_ONCE] for n in range(0, len(ids), _AT_ONCE)):
                    stay = {said: True for key in here for said in words.get((label, key), ())}
                    row: Row = {"ids": here, "kept": stay, **others}
                    self._write(statement(f"keep_edges_{act}", label=label), [row])

    def _node_row(self, node: Node) -> Row:
        return rows.node_row(node)
