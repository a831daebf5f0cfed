"""Whether groups (generations, kinds, places) mix: matrix, indices and how far chance would go.

Counted are ties between organisations whose group is known; those with an unknown end are shown beside, never as one
more group. Chance is who is of which group, drawn anew over the same network (permutation of the known groups
among those that are tied to another one of known group).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csgraph

from graph.analysis.evidence import Key
from graph.analysis.network.nulls import binary, holm, two_sided
from graph.analysis.network.ties import Floats, Ints, Matrix, Ties, groups, pairs_of

EI: Final = "ei"
ASSORTATIVITY: Final = "assortativity"
DRAWS: Final = 999


@dataclass(frozen=True, slots=True)
class Index:
    """`name` is "ei", "assortativity" or "homophily/GROUP"; `expected` and `chance` (central 95 %) of the permutations;
    `p` two-sided, of all indices together (Holm 1979). NaN where it is not defined.
    """

    name: str
    value: float
    expected: float
    chance: tuple[float, float]
    p: float


@dataclass(frozen=True, eq=False)
class Mixing:
    """`matrix[g, h]`: ties from organisations of group g to group h; of one within, both ends count.

    The last row and column are the unknown. `sizes` are the organisations of each, the unknown last; `tied` are those
    of known group that are tied to another one.
    """

    names: tuple[str, ...]
    matrix: Floats
    sizes: Ints
    tied: Ints
    indices: tuple[Index, ...]
    draws: int

    @property
    def expected(self) -> Floats:
        """The ties that chance would give the known groups, as in `matrix`: the mean of all permutations."""
        pairs = np.outer(self.tied, self.tied) - np.diag(self.tied)
        return np.asarray(self.matrix[:-1, :-1].sum() * pairs / max(int(pairs.sum()), 1))


def mixing(ties: Ties, of: Mapping[Key, str | None], *, draws: int = DRAWS, seed: int = 0) -> Mixing:
    """How the groups mix among the ties that hold."""
    code, names = groups(ties.actors, of)
    pairs = pairs_of(binary(ties.holding().graph))
    unknown = len(names)
    shown = np.where(code < 0, unknown, code)
    sizes = np.bincount(shown, minlength=unknown + 1)
    known = pairs[(code[pairs] >= 0).all(axis=1)]
    who = np.unique(known)
    tied = np.bincount(code[who], minlength=unknown)
    observed = indices(table(known, code, unknown), tied)
    chance, drawn, anew = np.random.default_rng(seed), np.empty((draws, len(observed))), code.copy()
    for number in range(draws):
        anew[who] = chance.permutation(code[who])
        drawn[number] = indices(table(known, anew, unknown), tied)
    labels = (EI, ASSORTATIVITY, *(f"homophily/{name}" for name in names))
    found = _against(labels, observed, drawn)
    return Mixing(names, table(pairs, shown, unknown + 1), sizes.astype(np.int64), tied, found, draws)


def table(pairs: Ints, code: Ints, count: int) -> Floats:
    """Ties between groups, from each end."""
    ends = code[pairs]
    flat = np.bincount(ends[:, 0] * count + ends[:, 1], minlength=count * count).reshape(count, count)
    return np.asarray(flat + flat.T, dtype=float)


def indices(matrix: Floats, sizes: Ints) -> Floats:
    """E-I index, assortativity, and each group's homophily, NaN where there are no ties to tell from."""
    return np.array([ei_index(matrix), assortativity(matrix), *homophily(matrix, sizes)])


def ei_index(matrix: Floats) -> float:
    """Ties outside less ties inside, by all (Krackhardt and Stern 1988, Social Psychology Quarterly 51): -1 to 1."""
    total, inside = matrix.sum(), matrix.trace()
    return float((total - 2 * inside) / total) if total else np.nan


def assortativity(matrix: Floats) -> float:
    """Share of ties inside, beyond what the groups' numbers of ties give, by the most it could be (Newman 2003,
    Phys. Rev. E 67, 026126)."""
    if not matrix.sum():
        return np.nan
    share = matrix / matrix.sum()
    by_chance = float((share.sum(axis=0) * share.sum(axis=1)).sum())
    return float((share.trace() - by_chance) / (1 - by_chance)) if by_chance < 1 else np.nan


def homophily(matrix: Floats, sizes: Ints) -> Floats:
    """How far each group's ties stay inside beyond its share of the others (Coleman 1958, Human Organization 17).

    1: all inside, 0: as by chance, -1: none inside.
    """
    own, all_ties = np.diag(matrix), matrix.sum(axis=1)
    total = int(sizes.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = own / all_ties
        expected = (sizes - 1) / (total - 1)
        return np.asarray(
            np.where(inside >= expected, (inside - expected) / (1 - expected), (inside - expected) / expected)
        )


def steps(graph: Matrix, start: Sequence[int], goal: Sequence[int]) -> Floats:
    """Ties on the shortest way from each row of `start` to the nearest of `goal`; infinite where there is none."""
    if not len(start) or not len(goal):
        return np.full(len(start), np.inf)
    away = csgraph.dijkstra(graph, directed=False, indices=list(goal), unweighted=True, min_only=True)
    return np.asarray(away[list(start)], dtype=float)


def _against(labels: Sequence[str], observed: Floats, drawn: Floats) -> tuple[Index, ...]:
    usable = [n for n in range(len(labels)) if np.isfinite(observed[n]) and np.isfinite(drawn[:, n]).all()]
    p = np.full(len(labels), np.nan)
    p[usable] = holm(np.array([two_sided(observed[n], drawn[:, n]) for n in usable]))
    return tuple(_index(label, float(observed[n]), drawn[:, n], float(p[n])) for n, label in enumerate(labels))


def _index(name: str, value: float, drawn: Floats, p: float) -> Index:
    if not np.isfinite(p):
        return Index(name, value, np.nan, (np.nan, np.nan), np.nan)
    low, high = (float(q) for q in np.quantile(drawn, (0.025, 0.975)))
    return Index(name, value, float(drawn.mean()), (low, high), p)
