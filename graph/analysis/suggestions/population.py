"""Organisations as rows of sparse matrices: what they do together, who works with whom, and what each is like."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.analysis.evidence import Key

Matrix = Any
"""A `scipy.sparse.csr_array` (scipy has no types)."""

Vector = NDArray[np.float64]

LARGEST: Final = 20
"""Things that more organisations than this have in common tie no two of them: nobody there knows all others."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something done: the rows of those who take part; when it began (texts that sort by time), "" where unknown."""

    members: frozenset[int]
    began: str = ""


@dataclass(frozen=True, eq=False)
class Population:
    """Who can be suggested to whom.

    `ties` is organisations × organisations, 1 where two work together (symmetric, no diagonal). `traits` holds, for
    each sort of trait, organisations × values, 1 where one holds: one or several values each, or none where nothing is
    known. `needs` and `offers` are organisations × kinds of resource. `activity` counts what each does, also alone;
    `recency` is the share of all dated things that began no later than its newest, in [0, 1], 0 where no date is known.
    """

    keys: tuple[Key, ...]
    ties: Matrix
    traits: Mapping[str, Matrix]
    needs: Matrix
    offers: Matrix
    activity: Vector
    recency: Vector

    @classmethod
    def of(
        cls,
        keys: Sequence[Key],
        things: Sequence[Thing],
        traits: Mapping[str, Sequence[Collection[str]]],
        *,
        pairs: Iterable[tuple[int, int]] = (),
        needs: Sequence[Collection[str]] = (),
        offers: Sequence[Collection[str]] = (),
    ) -> "Population":
        """From what is done, alone or together; values of each trait by row; direct ties of two rows."""
        size = len(keys)
        joined = incidence(size, [sorted(thing.members) for thing in things])
        small = incidence(size, [sorted(thing.members) for thing in things if len(thing.members) <= LARGEST])
        direct = incidence(size, [(i, j) for i, j in pairs if i != j])
        ties = ((small.T @ small) + (direct.T @ direct)).tocsr()
        ties.setdiag(0)
        ties.eliminate_zeros()
        ties.data = np.ones_like(ties.data)
        kinds = {kind for of_one in (*needs, *offers) for kind in of_one}
        nothing: Sequence[Collection[str]] = [()] * size
        return cls(
            tuple(keys),
            ties,
            {name: one_hot(values) for name, values in traits.items()},
            one_hot(needs or nothing, kinds),
            one_hot(offers or nothing, kinds),
            np.asarray(joined.sum(axis=0), float).ravel(),
            _recency(size, things),
        )

    @cached_property
    def degree(self) -> Vector:
        """With how many each works."""
        return np.asarray(self.ties.sum(axis=1), float).ravel()

    @cached_property
    def row(self) -> Mapping[Key, int]:
        """The row of each organisation."""
        return {key: i for i, key in enumerate(self.keys)}

    def partners(self, row: int) -> NDArray[np.int32]:
        """Rows of those one works with."""
        found: NDArray[np.int32] = self.ties.indices[self.ties.indptr[row] : self.ties.indptr[row + 1]]
        return found


def incidence(columns: int, rows: Sequence[Sequence[int]]) -> Matrix:
    """A matrix of ones at the named columns of each row."""
    lengths = [len(row) for row in rows]
    indices = np.fromiter((j for row in rows for j in row), np.int32, sum(lengths))
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return sparse.csr_array((np.ones(len(indices)), indices, starts), shape=(len(rows), columns))


def one_hot(values: Sequence[Collection[str]], every: Collection[str] = ()) -> Matrix:
    """Rows × values, 1 where one holds; the columns are all of `every` too."""
    names = sorted({value for of_one in values for value in of_one} | set(every))
    column = {value: j for j, value in enumerate(names)}
    return incidence(len(column), [sorted({column[value] for value in of_one}) for of_one in values])


def _recency(size: int, things: Iterable[Thing]) -> Vector:
    dated = [thing for thing in things if thing.began]
    dates = sorted(thing.began for thing in dated)
    found = np.zeros(size)
    for thing in dated:
        place = bisect_right(dates, thing.began) / len(dates)
        for row in thing.members:
            found[row] = max(found[row], place)
    return found
