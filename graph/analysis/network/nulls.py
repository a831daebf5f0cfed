"""What chance alone would give: draws that keep how many ties each has, and who stands out against them.

Ties between two are drawn by edge swaps, ties through actions by trades (curveball); so an organisation keeps the
number of its partners and of its actions, an action the number of its parties, and no tie keeps its place. A finding
is one that stands out among all that were looked at (Westfall and Young 1993), so chance alone gives any finding at
all in at most `level` of graphs.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import numpy as np
from scipy import sparse

from graph.analysis.network.ties import Bools, Floats, Ints, Matrix, Ties, pairs_of, symmetric

_ACTIVE = 0.9
"""Share of the swaps of a round that is tried: under 1, so that any single swap can happen alone."""

STEP = 2.0
"""Swaps a tie, or trades a row, from one draw to the next."""

T = TypeVar("T")


def draws_for(size: int) -> int:
    """How many draws a graph of so many nodes gets: more where they cost little."""
    return next((count for limit, count in ((500, 199), (2_500, 99)) if size <= limit), 39)


def walked(observed: T, step: Callable[[T], T], count: int, chance: np.random.Generator) -> Iterator[T]:
    """`count` draws of a reversible walk that passes through the observed, at a place drawn by lot.

    Neighbours in a walk are alike. The observed is then as like its neighbours as any draw is like its own, so that a
    test among all of them is exact however slowly the walk forgets (Besag and Clifford 1989, Biometrika 76).
    """
    now, place = observed, int(chance.integers(count + 1))
    for number in range(count):
        now = step(observed if number == place else now)
        yield now


def random_ties(ties: Ties, count: int, chance: np.random.Generator) -> Iterator[Ties]:
    """Draws of the ties, unweighted: direct ones swapped and shared ones traded."""
    size = len(ties.actors)

    def step(now: tuple[Ints, Matrix]) -> tuple[Ints, Matrix]:
        return swapped(now[0], size, STEP, chance), traded(now[1], STEP, chance)

    for pairs, shared in walked((pairs_of(ties.direct), ties.shared), step, count, chance):
        yield replace(ties, direct=symmetric(pairs, size), shared=shared)


def without_some(ties: Ties, share: float, chance: np.random.Generator) -> Ties:
    """The ties without a share of them, drawn; unweighted."""
    pairs, held = pairs_of(ties.direct), ties.shared.tocoo()
    kept = chance.random(len(pairs)) >= share
    left = chance.random(held.nnz) >= share
    ones = np.ones(int(left.sum()))
    shared = sparse.csr_array((ones, (held.row[left], held.col[left])), shape=ties.shared.shape)
    return replace(ties, direct=symmetric(pairs[kept], len(ties.actors)), shared=shared)


def swapped(pairs: Ints, size: int, per_tie: float, chance: np.random.Generator) -> Ints:
    """The same number of ties for each, elsewhere: rounds in which all ties swap ends two by two.

    A swap is made where none of its four ties, old or new, is another swap's. That holds or not for a round and its
    reverse alike, so every simple graph with these degrees is as likely as any other (the chain is symmetric).
    """
    half = len(pairs) // 2
    for _ in range(int(np.ceil(per_tie / (_ACTIVE / 2))) if half else 0):
        now = pairs[chance.permutation(len(pairs))]
        one, other = now[:half].copy(), now[half : 2 * half]
        turn = chance.random(half) < 0.5
        one[turn] = one[turn][:, ::-1]
        new = np.vstack((np.column_stack((one[:, 0], other[:, 1])), np.column_stack((other[:, 0], one[:, 1]))))
        tried = chance.random(half) < _ACTIVE
        made = tried & _alone(now, new, size, np.concatenate((tried, tried)))
        now[:half][made] = new[:half][made]
        now[half : 2 * half][made] = new[half:][made]
        pairs = now
    return pairs


def _alone(now: Ints, new: Ints, size: int, tried: Bools) -> Bools:
    """Which swaps share no tie with another, and tie nobody to itself."""
    half = len(new) // 2
    keys = np.concatenate((_keys(now, size), _keys(new[tried], size)))
    _, place, times = np.unique(keys, return_inverse=True, return_counts=True)
    once = times[place] == 1
    fresh = np.zeros(len(new), dtype=bool)
    fresh[tried] = once[len(now) :] & (new[tried][:, 0] != new[tried][:, 1])
    held = once[:half] & once[half : 2 * half]
    return np.asarray(held & fresh[:half] & fresh[half:], dtype=np.bool_)


def _keys(pairs: Ints, size: int) -> Ints:
    return np.asarray(pairs.min(axis=1) * np.int64(size) + pairs.max(axis=1), dtype=np.int64)


def traded(shared: Matrix, per_row: float, chance: np.random.Generator) -> Matrix:
    """Row and column sums kept, all else drawn: in each round every row trades with one other what only one has.

    Curveball (Strona et al. 2014, Nature Communications 5, 4114), all rows at once (Carstens, Berger and Strona 2018,
    MethodsX 5). Unweighted.
    """
    held = shared.tocoo()
    rows, columns = held.row.astype(np.int64), held.col.astype(np.int64)
    for _ in range(int(np.ceil(per_row))):
        rows = _trade(rows, columns, shared.shape, chance)
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shared.shape)


def _trade(rows: Ints, columns: Ints, shape: tuple[int, int], chance: np.random.Generator) -> Ints:
    order = chance.permutation(shape[0])
    couple, side = np.empty(shape[0], dtype=np.int64), np.empty(shape[0], dtype=np.int64)
    couple[order], side[order] = np.arange(shape[0]) // 2, np.arange(shape[0]) % 2
    keys = couple[rows] * np.int64(shape[1]) + columns
    _, place, times = np.unique(keys, return_inverse=True, return_counts=True)
    single = np.flatnonzero(times[place] == 1)
    mixed = single[np.lexsort((chance.random(len(single)), couple[rows[single]]))]
    couples = couple[rows[mixed]]
    start = np.searchsorted(couples, couples)
    firsts = np.bincount(couple[rows[single]], side[rows[single]] == 0, minlength=shape[0])
    to_first = np.arange(len(mixed)) - start < firsts[couples]
    pair = np.full((shape[0], 2), -1, dtype=np.int64)
    pair[couple, side] = np.arange(shape[0])
    result = rows.copy()
    result[mixed] = pair[couples, np.where(to_first, 0, 1)]
    return result


def binary(graph: Matrix) -> Matrix:
    """The same ties, each of weight 1."""
    plain = graph.copy()
    plain.data[:] = 1.0
    return plain


def adjusted(observed: Floats, draws: Floats, *, only_above: bool = False) -> Floats:
    """p-value of each entry among all entries: how often chance gives any entry that stands out as far.

    `observed` are counts (or grow like them), `draws` the same in each draw (draws × entries). Each entry is measured
    against its own mean and spread, after Anscombe's transform 2√(x + 3/8) (1948, Biometrika 35), which makes
    the spread of counts about 1; a smaller one counts as 1, so that rare events do not outshine the rest. Mean and
    spread include the observed, so that it and the draws are exchangeable and the greatest of each gives an exact test
    (Westfall and Young 1993, Resampling-Based Multiple Testing, maxT).
    """
    steady = 2 * np.sqrt(np.vstack((observed, draws)) + 0.375)
    away = (steady - steady.mean(axis=0)) / np.maximum(steady.std(axis=0), 1.0)
    if not only_above:
        away = np.abs(away)
    most = np.sort(away[1:].max(axis=1, initial=0.0))
    beyond = len(most) - np.searchsorted(most, away[0] - 1e-9)
    return np.asarray((1 + beyond) / (len(most) + 1), dtype=float)


def two_sided(observed: float, draws: Floats) -> float:
    """Share of draws as far from their middle as the observed, the observed counted in (Phipson and Smyth 2010)."""
    middle = float(np.mean(draws))
    far = np.abs(draws - middle) >= abs(observed - middle) - 1e-12
    return float((1 + far.sum()) / (len(draws) + 1))


def holm(values: Floats) -> Floats:
    """p-values of several tests as of one (Holm 1979, Scandinavian Journal of Statistics 6)."""
    order = np.argsort(values)
    steps = values[order] * (len(values) - np.arange(len(values)))
    result = np.empty(len(values))
    result[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(values) else steps
    return result
