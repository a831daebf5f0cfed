"""Who works with whom: organisations tied by what is said of the two, and by the actions and agreements they share.

Three forms of the same claims: `Ties.direct` (organisation by organisation, what is said of the two), `Ties.shared`
(organisation by action or agreement, the bipartite graph) and `Ties.graph`, their union as one graph of organisations.
Weights are those of `data/ties.toml`; denied claims tie nobody, nor does what a denial takes back.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.analysis.evidence import Key
from graph.analysis.refusals import takes_back
from graph.analysis.view import GraphView, claim_of
from graph.model import DENIED

if TYPE_CHECKING:
    import networkx as nx

Matrix = Any
"""A sparse matrix of scipy, in rows (scipy has no types)."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@cache
def rules() -> Mapping[str, Any]:
    """What `data/ties.toml` says."""
    return tomllib.loads((files("graph") / "data" / "ties.toml").read_text(encoding="utf-8"))


def holds() -> float:
    """The least weight of a tie that is counted as there; below are proposals."""
    return float(rules()["holds"]["least"])


@dataclass(frozen=True, eq=False)
class Ties:
    """Ties of `actors` (rows) with each other, and with `things` (columns of `shared`): actions and agreements."""

    actors: tuple[Key, ...]
    things: tuple[Key, ...]
    direct: Matrix
    shared: Matrix

    @cached_property
    def position(self) -> Mapping[Key, int]:
        """Row of each actor."""
        return {key: row for row, key in enumerate(self.actors)}

    @cached_property
    def column(self) -> Mapping[Key, int]:
        """Column of each action or agreement."""
        return {key: column for column, key in enumerate(self.things)}

    @cached_property
    def graph(self) -> Matrix:
        """Organisation by organisation, symmetric, the weight of the firmest way between the two; no loops."""
        return union(self.direct, projected(self.shared))

    @cached_property
    def mixed(self) -> Matrix:
        """Organisations, then actions and agreements, as one graph, unweighted: who falls apart without whom is the
        same as in `graph`, without the many ties that one action makes there.
        """
        held, direct, size = self.shared.tocoo(), self.direct.tocoo(), len(self.actors)
        few = np.bincount(held.col, minlength=len(self.things)) <= rules()["limits"]["parties"]
        row, thing = held.row[few[held.col]], held.col[few[held.col]] + size
        rows, columns = np.concatenate((direct.row, row, thing)), np.concatenate((direct.col, thing, row))
        whole = size + len(self.things)
        return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(whole, whole))

    @cached_property
    def parties(self) -> tuple[tuple[Key, ...], ...]:
        """The organisations of each action or agreement, proposals included."""
        held = self.shared.tocsc()
        return tuple(
            tuple(self.actors[row] for row in sorted(held.indices[start:end]))
            for start, end in zip(held.indptr, held.indptr[1:], strict=False)
        )

    @cached_property
    def partners(self) -> Ints:
        """How many organisations each one is tied to, proposals included."""
        return np.asarray(np.diff(self.graph.indptr), dtype=np.int64)

    def holding(self, least: float | None = None) -> "Ties":
        """Without the ties whose weight is below `least` (that of `data/ties.toml` by default)."""
        wanted = holds() if least is None else least
        return replace(self, direct=at_least(self.direct, wanted), shared=at_least(self.shared, wanted))

    def networkx(self) -> "nx.Graph[Key]":
        """The graph of organisations, with `weight` on its edges."""
        import networkx as nx

        graph: nx.Graph[Key] = nx.Graph()
        graph.add_nodes_from(self.actors)
        upper = sparse.triu(self.graph, k=1).tocoo()
        for one, other, weight in zip(upper.row, upper.col, upper.data, strict=True):
            graph.add_edge(self.actors[one], self.actors[other], weight=float(weight))
        return graph


def ties(view: GraphView) -> Ties:
    """The ties of a view's organisations, proposals included."""
    actors = tuple(("Organisation", node.id) for node in view.labelled("Organisation"))
    things = tuple((label, node.id) for label in rules()["common"] for node in view.labelled(label))
    rows, columns = ({key: n for n, key in enumerate(keys)} for keys in (actors, things))
    direct, shared = _claims(view, rows, columns)
    made = matrix(direct, (len(actors), len(actors)))
    return Ties(actors, things, union(made, made.T), matrix(shared, (len(actors), len(things))))


def matrix(entries: Sequence[tuple[int, int, float]], shape: tuple[int, int]) -> Matrix:
    """Entries (row, column, weight) as a sparse matrix; of several in one place the greatest stays."""
    found: dict[tuple[int, int], float] = {}
    for row, column, weight in entries:
        found[row, column] = max(weight, found.get((row, column), 0.0))
    at = np.array(list(found), dtype=np.int64).reshape(-1, 2)
    return sparse.csr_array((np.fromiter(found.values(), float, len(found)), (at[:, 0], at[:, 1])), shape=shape)


def symmetric(pairs: Ints, size: int, weights: Floats | None = None) -> Matrix:
    """An undirected graph from its pairs of rows; loops are left out, of a pair that is there twice one stays."""
    low, high = pairs.min(axis=1, initial=size), pairs.max(axis=1, initial=-1)
    kept = low < high
    weight = np.ones(len(pairs)) if weights is None else weights
    one_way = sparse.csr_array((weight[kept], (low[kept], high[kept])), shape=(size, size))
    if weights is None:
        one_way.data[:] = 1.0
    return (one_way + one_way.T).tocsr()


def pairs_of(graph: Matrix) -> Ints:
    """Each undirected tie once, as (lower row, higher row)."""
    upper = sparse.triu(graph, k=1).tocoo()
    return np.column_stack((upper.row, upper.col)).astype(np.int64)


def projected(shared: Matrix, parties: int | None = None) -> Matrix:
    """Rows tied by a common column; a way is as firm as its weaker claim, a tie as its firmest way.

    Columns with more than `parties` rows (that of `data/ties.toml` by default) tie nobody.
    """
    most = rules()["limits"]["parties"] if parties is None else parties
    columns = shared.tocsc()
    small = np.flatnonzero(np.diff(columns.indptr) <= most)
    kept = columns[:, small]
    total = sparse.csr_array((shared.shape[0], shared.shape[0]))
    for weight in np.unique(kept.data):
        firm = at_least(kept.tocsr(), float(weight))
        firm.data[:] = 1.0
        both = (firm @ firm.T).tocsr()
        both.data[:] = weight
        total = total.maximum(both)
    return without_loops(total)


def union(one: Matrix, other: Matrix) -> Matrix:
    """Both graphs as one, the greater weight of each tie; no loops."""
    return without_loops(one.maximum(other).tocsr())


def without_loops(graph: Matrix) -> Matrix:
    held = graph.tocoo()
    kept = (held.row != held.col) & (held.data != 0)
    return sparse.csr_array((held.data[kept], (held.row[kept], held.col[kept])), shape=graph.shape)


def at_least(graph: Matrix, weight: float) -> Matrix:
    """Only the entries of at least this weight."""
    held = graph.tocoo()
    kept = held.data >= weight
    return sparse.csr_array((held.data[kept], (held.row[kept], held.col[kept])), shape=graph.shape)


Entries = list[tuple[int, int, float]]


def _claims(view: GraphView, rows: Mapping[Key, int], columns: Mapping[Key, int]) -> tuple[Entries, Entries]:
    direct: Entries = []
    shared: Entries = []
    weights, told = rules()["weights"], set(rules()["direct"])
    refusals = {(edge.source, claim_of(edge), edge.target): edge for edge in view.edges if edge.type == DENIED}
    for edge in view.edges:
        row = rows.get(edge.source)
        if row is None or edge.type == DENIED or edge.status not in weights:
            continue
        refusal = refusals.get((edge.source, edge.type, edge.target)) if refusals else None
        if refusal and takes_back(view, refusal, edge):
            continue
        weight = float(weights[edge.status])
        if edge.type in told and edge.target in rows:
            direct.append((row, rows[edge.target], weight))
        elif edge.target in columns and edge.type in _takes_part(edge.target[0]):
            shared.append((row, columns[edge.target], weight))
    return direct, shared


@cache
def _takes_part(label: str) -> frozenset[str]:
    return frozenset(rules()["only"].get(label, rules()["takes_part"]))


def groups(keys: Sequence[Key], of: Mapping[Key, str | None]) -> tuple[Ints, tuple[str, ...]]:
    """Group of each key as a number, -1 where nothing says which, and the names that the numbers stand for."""
    names = tuple(sorted({name for key in keys if (name := of.get(key))}))
    number = {name: n for n, name in enumerate(names)}
    return np.array([number.get(of.get(key) or "", -1) for key in keys], dtype=np.int64), names
