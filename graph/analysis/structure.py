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

from graph.analysis.ties import Floats, Ints, Matrix, pairs_of


class Role(StrEnum):
    """Roles of a broker between two that are not tied (Gould and Fernandez 1989, Sociological Methodology 19)."""

    COORDINATOR = "coordinator"  # all three in one group
    ITINERANT = "itinerant"  # the two in one group, the broker in another; also called consultant
    GATEKEEPER = "gatekeeper"  # lets what comes from another group into the own
    REPRESENTATIVE = "representative"  # carries what the own group has to another
    LIAISON = "liaison"  # three groups


ROLES: Final = tuple(Role)


@dataclass(frozen=True, eq=False)
class Triads:
    """A graph with its triangles: corner rows (n × 3), and the weight of the tie facing each corner (n × 3)."""

    graph: Matrix
    corners: Ints
    facing: Floats


def triads(graph: Matrix) -> Triads:
    """Every triangle once. Ties point from the corner with fewer ties to the other, so that hubs cost little
    (Chiba and Nishizeki 1985, SIAM J. Comput. 14): at most the number of ties to the power of 3/2.
    """
    size = graph.shape[0]
    degree = np.diff(graph.indptr)
    order = np.lexsort((np.arange(size), degree))
    rank = np.empty(size, dtype=np.int64)
    rank[order] = np.arange(size)
    held = graph.tocoo()
    low, high = rank[held.row], rank[held.col]
    onward = low < high
    oriented = sparse.csr_array((held.data[onward], (low[onward], high[onward])), shape=graph.shape)
    oriented.sort_indices()
    first, second, third, weights = _wedges(oriented)
    corners = np.column_stack((order[first], order[second], order[third])).astype(np.int64)
    return Triads(graph, corners, weights)


def _wedges(oriented: Matrix) -> tuple[Ints, Ints, Ints, Floats]:
    """Pairs of ties out of one corner whose ends are tied; the weights face first, second and third corner."""
    starts, ends = oriented.indptr.astype(np.int64), oriented.indices.astype(np.int64)
    out = np.diff(starts)
    row = np.repeat(np.arange(len(out)), out)
    place = np.arange(len(ends)) - starts[row]
    after = out[row] - place - 1  # how many ties of the same corner come later
    one = np.repeat(np.arange(len(ends)), after)
    other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(after) - after, after)
    size = np.int64(len(out))
    keys = row * size + ends
    sought = ends[one] * size + ends[other]
    found = np.searchsorted(keys, sought)
    found[found == len(keys)] = 0
    closed = np.flatnonzero(keys[found] == sought) if len(keys) else np.zeros(0, dtype=np.int64)
    one, other, between = one[closed], other[closed], found[closed]
    weight = oriented.data
    return row[one], ends[one], ends[other], np.column_stack((weight[between], weight[other], weight[one]))


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
    for i, j, q in permutations(range(3)):
        ego, alter, third = (found.corners[:, at] for at in (i, j, q))
        share = found.facing[:, j] / strength[ego]
        marginal = found.facing[:, i] / strongest[alter]
        lost += np.bincount(ego, share * marginal, minlength=size) if len(third) else 0.0
    degree = degrees(found.graph).astype(float)
    return np.where(degree > 0, degree - lost, np.nan)


def constraint(found: Triads) -> Floats:
    """How far one's ties lead back to the same others (Burt 1992, ch. 2), NaN for the isolated.

    Σ_j (p_ij + Σ_q p_iq p_qj)² over neighbours j and the q that both know.
    """
    graph = found.graph
    size = np.int64(graph.shape[0])
    strength = _strength(graph)
    row = np.repeat(np.arange(size), degrees(graph))
    own = graph.data / strength[row]
    order = np.argsort(keys := row * size + graph.indices, kind="stable")
    indirect = np.zeros(len(keys))
    for i, j, q in permutations(range(3)):
        ego, alter, third = (found.corners[:, at] for at in (i, j, q))
        way = found.facing[:, j] / strength[ego] * (found.facing[:, i] / strength[third])
        at = order[np.searchsorted(keys, ego * size + alter, sorter=order)]
        indirect += np.bincount(at, way, minlength=len(keys))
    total = np.bincount(row, (own + indirect) ** 2, minlength=int(size))
    return np.where(degrees(graph) > 0, total, np.nan)


def brokerage(found: Triads, group: Ints) -> Floats:
    """How often each stands between two that are not tied, by role (columns as in ROLES).

    Counted over ordered pairs of the two, as for a graph whose ties go both ways; so gatekeeper and representative are
    equal. Whose group is not known (-1) is left out, as broker and as one of the two.
    """
    size = found.graph.shape[0]
    held = found.graph.tocoo()
    known = (group[held.row] >= 0) & (group[held.col] >= 0)
    ego, alter = held.row[known], held.col[known]
    count = max(int(group.max(initial=-1)) + 1, 1)
    table = sparse.csr_array((np.ones(len(ego)), (ego, group[alter])), shape=(size, count))
    same = np.bincount(ego, group[ego] == group[alter], minlength=size)
    total = np.bincount(ego, minlength=size).astype(float)
    other = total - same
    squares = np.asarray(table.multiply(table).sum(axis=1)).ravel() - same**2
    reach = np.column_stack((same * (same - 1), squares - other, same * other, same * other, other**2 - squares))
    return np.asarray(reach - _closed(found, group), dtype=float)


def _closed(found: Triads, group: Ints) -> Floats:
    """Pairs that are tied after all, by the role that the third would have had."""
    closed = np.zeros((found.graph.shape[0], len(ROLES)))
    corners = found.corners[(group[found.corners] >= 0).all(axis=1)]
    for i, j, k in permutations(range(3)):
        ego = corners[:, i]
        own, one, other = (group[corners[:, at]] for at in (i, j, k))
        role = np.select(
            [(own == one) & (own == other), one == other, own == other, own == one], [0, 1, 2, 3], default=4
        )
        np.add.at(closed, (ego, role), 1.0)
    return closed


def cut_off(graph: Matrix) -> Ints:
    """How many lose the greatest part of their component when this one is gone; 0 where it is no articulation."""
    import igraph

    size = graph.shape[0]
    if size == 0:
        return np.zeros(0, dtype=np.int64)
    drawn = igraph.Graph(n=size, edges=pairs_of(graph))
    blocks, joints = drawn.biconnected_components(return_articulation_points=True)
    lost = np.zeros(size, dtype=np.int64)
    if not joints:
        return lost
    _, component = csgraph.connected_components(graph, directed=False)
    whole = np.bincount(component)
    for joint, parts in _parts(blocks, sorted(joints), component, whole).items():
        lost[joint] = sum(parts) - max(parts)
    return lost


def _parts(blocks: list[list[int]], joints: list[int], component: Ints, whole: Ints) -> dict[int, list[int]]:
    """Sizes of what is left when each articulation is gone, from the tree of blocks and articulations."""
    number = {joint: n for n, joint in enumerate(joints)}
    around: list[list[int]] = [[] for _ in range(len(joints) + len(blocks))]
    weight = [1] * len(joints) + [0] * len(blocks)
    for n, block in enumerate(blocks, start=len(joints)):
        here = [number[vertex] for vertex in block if vertex in number]
        weight[n] = len(block) - len(here)
        around[n] = here
        for joint in here:
            around[joint].append(n)
    above, order = _downward(around)
    below = list(weight)
    for node in reversed(order):
        if above[node] >= 0:
            below[above[node]] += below[node]
    parts = {}
    for joint, n in number.items():
        under = [below[block] for block in around[n] if block != above[n]]
        rest = int(whole[component[joint]]) - 1 - sum(under)
        parts[joint] = [*under, rest] if rest else under
    return parts


def _downward(around: list[list[int]]) -> tuple[list[int], list[int]]:
    """Parent of each node (-1 at a root) and the nodes in an order in which parents come first."""
    above, seen, order = [-1] * len(around), [False] * len(around), []
    for root in range(len(around)):
        waiting = [] if seen[root] else [root]
        while waiting:
            node = waiting.pop()
            seen[node] = True
            order.append(node)
            for other in around[node]:
                if not seen[other]:
                    above[other] = node
                    waiting.append(other)
    return above, order


def _strength(graph: Matrix) -> Floats:
    return np.asarray(graph.sum(axis=1), dtype=float).ravel()


def _strongest(graph: Matrix) -> Floats:
    return np.asarray(graph.max(axis=1).toarray(), dtype=float).ravel()
