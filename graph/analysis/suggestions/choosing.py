"""Which of many to show: the best, not all alike, newcomers among them.

Newcomers, of whom no tie is known, are ranked by their traits alone and apart. The two rankings are merged by score,
and of each five shown at least one is new: the fifth is, where the four before are not and there is one. Within each
ranking the next is chosen by maximal marginal relevance (Carbonell and Goldstein 1998): as good as possible, as unlike
those chosen before as possible.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.analysis.suggestions.population import Vector

EVERY: Final = 5
"""Of so many in a row at least one is new."""

RELEVANCE: Final = 0.8
"""Carbonell and Goldstein's λ: 1 looks at the scores alone, 0 at variety alone. A choice of this project."""

_CONSIDERED: Final = 5
"""So many times as many candidates as are shown compete for the places."""

Alike = Callable[[Sequence[int]], Vector]
"""How alike some rows are: rows × rows in [0, 1]."""


def choose(scores: Vector, allowed: NDArray[np.bool_], tied: NDArray[np.bool_], count: int, alike: Alike) -> list[int]:
    """The rows to show, in order."""
    known = diverse(best(scores, allowed & tied, _CONSIDERED * count), scores, count, alike)
    new = diverse(best(scores, allowed & ~tied, _CONSIDERED * count), scores, count, alike)
    return mixed(known, new, scores, count)


def best(scores: Vector, allowed: NDArray[np.bool_], count: int) -> list[int]:
    """The allowed rows with the highest scores; of equal ones the first."""
    rows = np.flatnonzero(allowed)
    order = np.argsort(-scores[rows], kind="stable")[:count]
    return [int(row) for row in rows[order]]


def diverse(rows: Sequence[int], scores: Vector, count: int, alike: Alike, relevance: float = RELEVANCE) -> list[int]:
    """Of rows in the order of their scores, so many by maximal marginal relevance."""
    if not rows:
        return []
    worth = scores[list(rows)]
    span = worth[0] - worth[-1]
    worth = (worth - worth[-1]) / span if span > 0 else np.ones(len(rows))
    likeness = alike(rows)
    nearest, open_, chosen = np.zeros(len(rows)), np.ones(len(rows), bool), list[int]()
    while len(chosen) < min(count, len(rows)):
        at = int(np.argmax(np.where(open_, relevance * worth - (1 - relevance) * nearest, -np.inf)))
        chosen.append(rows[at])
        open_[at] = False
        nearest = np.maximum(nearest, likeness[at])
    return chosen


def mixed(known: Sequence[int], new: Sequence[int], scores: Vector, count: int) -> list[int]:
    """Both in their order, merged by score, one new at least of each five while there are any."""
    chosen: list[int] = []
    left, fresh, since = list(known), list(new), 0
    while len(chosen) < count and (left or fresh):
        if len(chosen) % EVERY == 0:
            since = 0
        owed = since == 0 and len(chosen) % EVERY == EVERY - 1
        take_new = bool(fresh) and (owed or not left or scores[fresh[0]] > scores[left[0]])
        since += take_new
        chosen.append((fresh if take_new else left).pop(0))
    return chosen
