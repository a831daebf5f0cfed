"""What a graph store can do. Two adapters stand behind it: `kglite` (embedded) and `neo4j` (the reference).

Reading and writing are apart: a reader is cheap and many may be open, a writer is one at a time. Rows are plain data,
so that whoever projects, exports or compares needs no engine.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

Scalar = str | int | float | bool
Property = Scalar | list[str] | list[int] | list[float]
"""What a node or an edge can hold in both engines; a missing value is an absent key, never null."""


Key = tuple[str, str]
"""Label and id of a node."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node: one label, an id unique in it, and `name` always among its properties (`id` is not)."""

    label: str
    id: str
    properties: Mapping[str, Property] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship between (label, id) and (label, id); unique in (source, type, target, claim, status).

    `claim` and `status` are "" for the structure types (MENTIONED_IN, REGISTERED_AS, IN_DOCUMENT) and are stored as
    properties otherwise; a denied claim has the type DENIED and keeps its own in `claim`.
    """

    type: str
    source: tuple[str, str]
    target: tuple[str, str]
    claim: str = ""
    status: str = ""
    properties: Mapping[str, Property] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use; `rows` cuts the answer and says so, the others end the query with `QueryLimit`."""

    seconds: float = 5.0
    rows: int = 10_000
    memory_mb: int = 1024


@dataclass(frozen=True, slots=True)
class Table:
    """Answer of a query. Cells are JSON values.

    A node is {"labels", "properties"}, a relationship {"type", "start", "end", "properties"} ("start" and "end" are the
    nodes' `id`s), a path {"nodes", "relationships"}.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    truncated: bool = False


class GraphReader(Protocol):
    """Reads one consistent state. Raises `StoreUnavailable`, `QueryInvalid`, `QueryLimit`."""

    def run(self, cypher: str, parameters: Mapping[str, object], limits: Limits) -> Table:
        """Runs a query that the guard has let through, in a READ transaction or on a read-only snapshot."""

    def nodes(self) -> Iterator[Node]:
        """Every node, by label and id."""

    def edges(self) -> Iterator[Edge]:
        """Every relationship, by type, source, target, claim, status."""

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """Nodes by label and relationships by type."""


class GraphWriter(Protocol):
    """Writes in batches; every call is idempotent. Raises `StoreUnavailable`, `StoreBusy`."""

    def prepare(self) -> None:
        """Uniqueness constraints and indexes of `graph.model`, when they are not there yet."""

    def put_nodes(self, nodes: Iterable[Node]) -> None:
        """Creates the nodes or replaces all their properties."""

    def put_edges(self, edges: Iterable[Edge]) -> None:
        """Creates the edges or replaces all their properties; both ends must be there."""

    def delete_nodes(self, nodes: Iterable[Node]) -> None:
        """Removes these nodes and whatever is still tied to them; a missing one is fine."""

    def keep_edges(self, nodes: Iterable[Key], kept: Collection[Edge], among: Iterable[Key] | None = None) -> None:
        """Removes the edges that begin or end at these nodes, but for those that are kept (properties do not matter).

        With `among`, of the edges that begin there only those without claim and those that end at one of `among`.
        """

    def clear(self) -> None:
        """Removes every node and relationship."""

    def commit(self) -> None:
        """Makes all written so far durable and visible to readers in other processes."""


class GraphStore(Protocol):
    """A graph behind an address. Opening is lazy: nothing is touched before `reader` or `writer`."""

    url: str
    """The address without password, as shown to people and kept in the ledger."""

    def reader(self) -> AbstractContextManager[GraphReader]: ...

    def writer(self) -> AbstractContextManager[GraphWriter]: ...

    def is_empty(self) -> bool:
        """Whether there is nothing here yet, or no longer; a cheap look. Raises `StoreUnavailable`."""

    def check(self) -> str:
        """One line for `doctor`: engine, version, reachable. Raises `StoreUnavailable`."""
