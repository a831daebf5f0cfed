"""Reading a whole graph in order, page by page: what both adapters' readers have in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from graph.model import LABELS
from graph.store.port import Edge, Node
from graph.store.statements import statement

Record = Mapping[str, Any]


class PagedReader(ABC):
    """`nodes`, `edges` and `counts` of a `GraphReader` on one act of an engine: `_records` of a statement."""

    page_size = 1_000

    @abstractmethod
    def _records(self, cypher: str, **parameters: object) -> Iterator[Record]:
        """The records of a statement of ours, one by one."""

    def nodes(self) -> Iterator[Node]:
        for label in sorted(LABELS):
            for record in self._pages(statement("read_nodes", label=label), "id"):
                properties = dict(record["properties"])
                yield Node(label, properties.pop("id"), properties)

    def edges(self) -> Iterator[Edge]:
        for group in list(self._records(statement("read_groups"))):
            yield from self._edges(group["type"], group["label"])

    def _edges(self, relationship_type: str, label: str) -> Iterator[Edge]:
        records = self._pages(statement("read_edges", type=relationship_type, source=label), "source")
        for source, group in groupby(records, key=lambda record: str(record["source"])):
            edges = [_edge(relationship_type, (label, source), record) for record in group]
            yield from sorted(edges, key=lambda edge: (edge.target, edge.claim, edge.status))

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        nodes = {record["label"]: record["total"] for record in self._records(statement("count_nodes"))}
        edges = {record["type"]: record["total"] for record in self._records(statement("count_edges"))}
        return nodes, edges

    def _pages(self, cypher: str, key: str) -> Iterator[Record]:
        """Records in the order of the nodes' ids; a page begins after the last id of the one before."""
        after = ""
        found = self.page_size
        while found == self.page_size:
            found = 0
            for record in self._records(cypher, after=after, size=self.page_size):
                if record[key] != after:
                    after, found = record[key], found + 1
                yield record


def _edge(relationship_type: str, source: tuple[str, str], record: Record) -> Edge:
    properties = dict(record["properties"])
    claim, status = properties.pop("claim", ""), properties.pop("status", "")
    return Edge(relationship_type, source, (record["label"], record["target"]), claim, status, properties)
