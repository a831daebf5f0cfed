"""Where an organisation stands among the ties: constraint, effective size, brokerage, and what hangs on it alone.

All of them rest on one list of closed triangles, found once; so a draw of a null model costs little. Each equals the
plain formulation of its source (tests compare with networkx, igraph and the definition).
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations
from typing import Final

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from graph.analysis.network.ties import Floats, Ints, Matrix


class Role(StrEnum):
    """Roles of a broker between two that are not tied (Gould and Fernandez 1989, Sociological Methodology 19)."""

    COORDINATOR = "coordinator"  # all three in one group
    ITINERANT = "itinerant"  # the two in one group, the broker in another; also called consultant
    GATEKEEPER = "gatekeeper"  # lets what comes from another group into the own
    REPRESENTATIVE = "representative"  # carries what the own group has to another
    LIAISON = "liaison"  # three groups


ROLES: Final = tuple(Role)


_TABLE: Final = 2_048
"""Nodes of a graph of which a table of all pairs is made: 16 MB."""


@dataclass(frozen=True, eq=False)
class Triads:
    """A graph with its triangles: their corners (rows of the graph, n × 3), and for each two corners where their tie
    stands among the graph's entries (n × 3 × 3; the diagonal means nothing).
    """

    graph: Matrix
    corners: Ints
    entry: Ints

    def weight(self, one: int, other: int) -> Floats:
        """Weights of the ties between two corners of each triangle."""
        return np.asarray(self.graph.data[self.entry[:, one, other]], dtype=float)


def triads(graph: Matrix) -> Triads:
    """Every triangle once. Ties point from the corner with fewer ties to the other, so that hubs cost little
    (Chiba and Nishizeki 1985, SIAM J. Comput. 14): at most the number of ties to the power of 3/2.
    """
    graph = graph.tocsr()
    graph.sort_indices()
    row, column = _ends(graph)
    back = np.argsort(column, kind="stable")  # entries are sorted by row: the n-th by column is the n-th turned round
    rank = degrees(graph) * np.int64(graph.shape[0]) + np.arange(graph.shape[0])
    onward = np.flatnonzero(rank[row] < rank[column])
    first, second, third = (onward[n] for n in _wedges(row[onward], column[onward], rank))
    corners = np.vstack((row[first], column[first], column[second])).T  # each corner's rows lie side by side
    entry = np.zeros((3, 3, len(corners)), dtype=np.int64).transpose(2, 0, 1)
    for (one, other), held in (((0, 1), first), ((0, 2), second), ((1, 2), third)):
        straight = row[held] == corners[:, one]
        entry[:, one, other] = np.where(straight, held, back[held])
        entry[:, other, one] = np.where(straight, back[held], held)
    return Triads(graph, corners, entry)


def _wedges(row: Ints, column: Ints, rank: Ints) -> tuple[Ints, Ints, Ints]:
    """Pairs of directed ties out of one row whose ends are tied, and the tie between: three lists of places."""
    size = len(rank)
    out = np.bincount(row, minlength=size)
    place = np.arange(len(row)) - (np.cumsum(out) - out)[row]
    after = out[row] - place - 1  # how many ties of the same row come later
    one = np.repeat(np.arange(len(row)), after)
    other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(after) - after, after)
    if not len(one):
        return one, one, one
    keys = row * np.int64(size) + column
    left, right = column[one], column[other]
    forth = rank[left] < rank[right]
    sought = np.where(forth, left * np.int64(size) + right, right * np.int64(size) + left)
    at = _places(keys, sought, size)
    closed = np.flatnonzero(keys[at] == sought)
    return one[closed], other[closed], at[closed]


def _places(keys: Ints, sought: Ints, size: int) -> Ints:
    """Where each of `sought` stands among the sorted `keys`, anywhere if it does not: looked up where a table of all
    pairs is small, which is many times faster than searching."""
    if size > _TABLE:
        return np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
    table = np.zeros(size * size, dtype=np.int32)
    table[keys] = np.arange(len(keys))
    return table[sought].astype(np.int64)


def _ends(graph: Matrix) -> tuple[Ints, Ints]:
    row = np.repeat(np.arange(graph.shape[0]), degrees(graph))
    return row, graph.indices.astype(np.int64)


def degrees(graph: Matrix) -> Ints:
    return np.asarray(np.diff(graph.indptr), dtype=np.int64)


def redundancy(found: Triads) -> Floats:
    """How many ties there are between one's own neighbours."""
    return np.bincount(found.corners.ravel(), minlength=found.graph.shape[0]).astype(float)


def effective_size(found: Triads) -> Floats:
    """Neighbours less what is redundant among them (Burt 1992, Structural Holes, ch. 2), NaN for the isolated.

    Σ_j (1 - Σ_q p_iq m_jq): p_iq the share of i's ties that q has, m_jq the tie of j and q by the strongest of j.
    """
    size = found.graph.shape[0]
    strength, strongest = _strength(found.graph), _strongest(found.graph)
    lost = np.zeros(size)
    for ego, alter, third in permutations(range(3)):
        who, other = found.corners[:, ego], found.corners[:, alter]
        share = found.weight(ego, third) / strength[who]
        lost += np.bincount(who, share * found.weight(alter, third) / strongest[other], minlength=size)
    degree = degrees(found.graph).astype(float)
    return np.where(degree > 0, degree - lost, np.nan)


def constraint(found: Triads) -> Floats:
    """How far one's ties lead back to the same others (Burt 1992, ch. 2), NaN for the isolated.

    Σ_j (p_ij + Σ_q p_iq p_qj)² over neighbours j and the q that both know.
    """
    graph, strength = found.graph, _strength(found.graph)
    row, _ = _ends(graph)
    own = graph.data / strength[row]
    indirect = np.zeros(len(own))
    for ego, alter, third in permutations(range(3)):
        way = own[found.entry[:, ego, third]] * own[found.entry[:, third, alter]]
        indirect += np.bincount(found.entry[:, ego, alter], way, minlength=len(own))
    total = np.bincount(row, (own + indirect) ** 2, minlength=graph.shape[0])
    return np.where(degrees(graph) > 0, total, np.nan)


def brokerage(found: Triads, group: Ints) -> Floats:
    """How often each stands between two that are not tied, by role (columns as in ROLES).

    Counted over ordered pairs of the two, as for a graph whose ties go both ways; so gatekeeper and representative are
    equal. Whose group is not known (-1) is left out, as broker and as one of the two.
    """
    size = found.graph.shape[0]
    row, column = _ends(found.graph)
    known = (group[row] >= 0) & (group[column] >= 0)
    ego, alter = row[known], column[known]
    count = max(int(group.max(initial=-1)) + 1, 1)
    table = sparse.csr_array((np.ones(len(ego)), (ego, group[alter])), shape=(size, count))
    same = np.bincount(ego, group[ego] == group[alter], minlength=size)
    total = np.bincount(ego, minlength=size).astype(float)
    other = total - same
    squares = np.bincount(_ends(table)[0], table.data**2, minlength=size) - same**2
    reach = np.column_stack((same * (same - 1), squares - other, same * other, same * other, other**2 - squares))
    return np.asarray(reach - _closed(found, group), dtype=float)


_KINDS: Final = np.array(((3, 1, 2, 0, 2, 0, 0, 0), (3, 2, 1, 0, 2, 0, 0, 0), (3, 2, 2, 0, 1, 0, 0, 0)))
"""For each corner as the broker, by which corners are of one group (4 the first two, 2 the outer two, 1 the last two):
all in one group 0, the two in another 1, one of the two in the broker's 2, three groups 3."""


def _closed(found: Triads, group: Ints) -> Floats:
    """Pairs that are tied after all, by the role that the third would have had."""
    size, count = found.graph.shape[0], 4
    closed = np.zeros(size * count)
    known = group >= 0
    corners = found.corners.T[:, np.logical_and.reduce([known[corner] for corner in found.corners.T])]
    first, second, third = (group[corner] for corner in corners)
    alike = 4 * (first == second) + 2 * (first == third) + (second == third)
    for corner, kinds in zip(corners, _KINDS, strict=True):
        closed += np.bincount(corner * count + kinds[alike], minlength=len(closed))
    same, itinerant, across, liaison = closed.reshape(size, count).T
    return np.column_stack((2 * same, 2 * itinerant, across, across, 2 * liaison))


def cut_off(graph: Matrix, weight: Ints | None = None) -> Ints:
    """How many lose the greatest part of their component when this one is gone; 0 where it is no articulation.

    With `weight`, what they weigh. One search in depth over all components (Hopcroft and Tarjan 1973, Communications of
    the ACM 16): what lies below a node's child falls off where none of it is tied to anything above the node.
    """
    size = graph.shape[0]
    if not graph.nnz:
        return np.zeros(size, dtype=np.int64)
    each = np.ones(size, dtype=np.int64) if weight is None else weight
    _, component = csgraph.connected_components(graph, directed=False)
    order, above = _in_depth(graph, component)
    found = np.empty(size, dtype=np.int64)
    found[order] = np.arange(size)
    row, column = _ends(graph)
    highest = found.copy()
    aside = column != above[row]
    np.minimum.at(highest, row[aside], found[column[aside]])
    parted, most = _fallen(order.tolist(), above.tolist(), found.tolist(), highest.tolist(), each.tolist())
    others = np.bincount(component, each)[component].astype(np.int64) - each
    return np.asarray(np.where(parted > 0, others - np.maximum(most, others - parted), 0), dtype=np.int64)


def _in_depth(graph: Matrix, component: Ints) -> tuple[Ints, Ints]:
    """Nodes in the order of a search in depth, and the parent of each: one search, from a node added above all
    components; the first of each has that node as its parent."""
    size = graph.shape[0]
    _, first = np.unique(component, return_index=True)
    held = graph.tocoo()
    row, column = np.concatenate((held.row, np.full(len(first), size))), np.concatenate((held.col, first))
    whole = sparse.csr_array((np.ones(len(row)), (row, column)), shape=(size + 1, size + 1))
    order, above = csgraph.depth_first_order(whole, size, directed=True)
    return order[1:].astype(np.int64), above[:size].astype(np.int64)


def _fallen(
    order: list[int], above: list[int], found: list[int], highest: list[int], below: list[int]
) -> tuple[Ints, Ints]:
    """What falls off without each node, in all and in the greatest part; `below` is what each weighs."""
    size = len(order)
    parted, most = [0] * size, [0] * size
    for node in reversed(order):
        parent = above[node]
        if parent >= size:
            continue
        below[parent] += below[node]
        if highest[node] >= found[parent]:
            parted[parent] += below[node]
            most[parent] = max(most[parent], below[node])
        elif highest[node] < highest[parent]:
            highest[parent] = highest[node]
    return np.array(parted), np.array(most)


def _strength(graph: Matrix) -> Floats:
    return np.asarray(graph.sum(axis=1), dtype=float).ravel()


def _strongest(graph: Matrix) -> Floats:
    return np.asarray(graph.max(axis=1).toarray(), dtype=float).ravel()
