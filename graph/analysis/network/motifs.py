"""Small patterns of actors and actions: triangles and squares, open and closed, and how many chance would give.

Two levels: actors tied to each other, actions that depend on each other, and who takes part in what. An open triangle
is an action whose two actors are not tied, or an actor in two actions that do not depend on each other; a square is
two actors who take part in the same two actions. Named as by `motifr` (Angst and Seppelt 2020, the reference
implementation, whose published figures the tests repeat).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from math import comb
from typing import Final

import numpy as np
from scipy import sparse

from graph.analysis.network.nulls import STEP, adjusted, binary, draws_for, traded, walked
from graph.analysis.network.ties import Floats, Ints, Matrix, pairs_of


class Motif(StrEnum):
    """Actors–actions: how many of each; then whether those of one level are tied."""

    OPEN_ACTORS = "open_actors"  # one action, two actors not tied (motifr 1,2[I.C])
    CLOSED_ACTORS = "closed_actors"  # one action, two actors tied (1,2[II.C])
    OPEN_ACTIONS = "open_actions"  # one actor, two independent actions (2,1[I.C])
    CLOSED_ACTIONS = "closed_actions"  # one actor, two interdependent actions (2,1[II.C])
    OPEN_SQUARE = "open_square"  # two tied actors in the same two independent actions (2,2[III.C])
    CLOSED_SQUARE = "closed_square"  # two tied actors in the same two interdependent actions (2,2[III.D])


MOTIFS: Final = tuple(Motif)


@dataclass(frozen=True, eq=False)
class Levels:
    """`actors` and `actions`: ties within each level, symmetric; `between`: actor by action. All unweighted."""

    actors: Matrix
    actions: Matrix
    between: Matrix


@dataclass(frozen=True, slots=True)
class MotifCount:
    """How often a pattern is there; `expected` and `chance` (central 95 %) where who takes part in what is drawn anew;
    `p` is the chance that any of the patterns is as far from what is expected (`nulls.adjusted`), in so many `draws`.
    """

    motif: Motif
    count: int
    expected: float
    chance: tuple[float, float]
    p: float
    draws: int


def counts(levels: Levels) -> Floats:
    """How often each of MOTIFS is there."""
    actors, actions = pairs_of(levels.actors), pairs_of(levels.actions)
    rows, columns = levels.between.tocsr(), levels.between.tocsc().T.tocsr()
    common, closed_pair = _overlaps(rows, actors), _overlaps(columns, actions)
    two_actors, two_actions = _pairs_in(columns), _pairs_in(rows)
    squares = float((common * (common - 1)).sum() / 2)
    full = _full_squares(rows, actors, levels.actions)
    closed_actors, closed_actions = float(common.sum()), float(closed_pair.sum())
    return np.array(
        [
            two_actors - closed_actors,
            closed_actors,
            two_actions - closed_actions,
            closed_actions,
            squares - full,
            full,
        ]
    )


def expectations(levels: Levels) -> Floats:
    """How often each would be there if every tie were equally likely, each kind at its own density (motifr's model)."""
    many, few = levels.between.shape
    within_actors = _density(levels.actors.nnz / 2, comb(many, 2))
    within_actions = _density(levels.actions.nnz / 2, comb(few, 2))
    across = _density(levels.between.nnz, many * few)
    two_actors, two_actions = few * comb(many, 2) * across**2, many * comb(few, 2) * across**2
    square = comb(many, 2) * comb(few, 2) * across**4 * within_actors
    return np.array(
        [
            two_actors * (1 - within_actors),
            two_actors * within_actors,
            two_actions * (1 - within_actions),
            two_actions * within_actions,
            square * (1 - within_actions),
            square * within_actions,
        ]
    )


def motifs(levels: Levels, *, draws: int | None = None, seed: int = 0) -> tuple[MotifCount, ...]:
    """Counts against draws that keep how many actions each actor has and how many actors each action (curveball)."""
    size = sum(levels.between.shape)
    number = draws_for(size) if draws is None else draws
    chance = np.random.default_rng(seed)
    draws_of = walked(binary(levels.between), lambda now: traded(now, STEP, chance), number, chance)
    drawn = [counts(replace(levels, between=between)) for between in draws_of]
    table, observed = np.array(drawn).reshape(number, len(MOTIFS)), counts(levels)
    p = adjusted(observed, table)
    return tuple(_count(motif, int(observed[n]), table[:, n], float(p[n])) for n, motif in enumerate(MOTIFS))


def contributions(levels: Levels) -> Iterator[tuple[int, int, int]]:
    """Pairs of actors (rows) that are not tied though they share actions, with how many: what a tie would close.

    The most first (motifr's `identify_gaps`).
    """
    shared = sparse.triu(levels.between @ levels.between.T, k=1).tocoo()
    tied = levels.actors.tocsr()
    open_pair = np.asarray(tied[shared.row, shared.col]).ravel() == 0
    row, column, count = shared.row[open_pair], shared.col[open_pair], shared.data[open_pair]
    for at in np.lexsort((column, row, -count)):
        yield int(row[at]), int(column[at]), int(count[at])


def _count(motif: Motif, count: int, drawn: Floats, p: float) -> MotifCount:
    low, high = (float(q) for q in np.quantile(drawn, (0.025, 0.975)))
    return MotifCount(motif, count, float(drawn.mean()), (low, high), p, len(drawn))


def _pairs_in(rows: Matrix) -> float:
    """Pairs of columns that a row has both of, over all rows."""
    size = np.diff(rows.indptr).astype(float)
    return float((size * (size - 1) / 2).sum())


def _overlaps(rows: Matrix, pairs: Ints) -> Floats:
    """How many columns each pair of rows has in common."""
    if not len(pairs):
        return np.zeros(0)
    return np.asarray(rows[pairs[:, 0]].multiply(rows[pairs[:, 1]]).sum(axis=1), dtype=float).ravel()


def _full_squares(rows: Matrix, actors: Ints, actions: Matrix) -> float:
    """Tied actors in the same two actions, the actions tied too."""
    if not len(actors) or not actions.nnz:
        return 0.0
    both = rows[actors[:, 0]].multiply(rows[actors[:, 1]]).tocsr()
    both = both[np.flatnonzero(np.diff(both.indptr) > 1)]
    return float((both @ actions).multiply(both).sum() / 2)


def _density(ties: float, places: int) -> float:
    return ties / places if places else 0.0
