"""No two boxes on top of one another: points pushed apart, and free places for newcomers."""

from collections.abc import Sequence
from math import pi, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from viz.room import Box

Points = NDArray[np.float64]

_GAP: Final = 7.0
_ROUNDS: Final = 10
_PUSHES: Final = 40
_GROWTH: Final = 1.1
"""What pushing alone does not take apart after a round is given this much more room."""

_NEAR: Final = 16.0
"""How far boxes may move before it is looked again which of them are close."""

_SLACK: Final = 0.5
_TURN: Final = pi * (3 - sqrt(5))
_STEP: Final = 13.0
_PLACES: Final = 32
_LAST_PLACE: Final = 60_000


def pushed_apart(points: Points, boxes: Sequence[Box]) -> Points:
    """The points moved, and where that is not enough drawn out, until no two boxes overlap."""
    if len(points) < 2:
        return points
    half, shift = _halves_and_shifts(boxes)
    turns = np.arange(len(points)) * _TURN
    centres = points + shift + 0.01 * np.column_stack([np.cos(turns), np.sin(turns)])
    for _ in range(_ROUNDS):
        pairs, then = _close(centres, half + _NEAR), centres.copy()
        for _ in range(_PUSHES):
            if np.abs(centres - then).max() > _NEAR:
                pairs, then = _close(centres, half + _NEAR), centres.copy()
            if not _push(centres, half, pairs):
                return np.asarray(centres - shift)
        centres = centres.mean(axis=0) + (centres - centres.mean(axis=0)) * _GROWTH
    return np.asarray(_drawn_out(centres, half) - shift)


def free_places(
    starts: Sequence[tuple[float, float]], boxes: Sequence[Box], taken: Points, taken_boxes: Sequence[Box]
) -> Points:
    """For each start the nearest place on a spiral around it where its box touches none that is there already."""
    half, shift = _halves_and_shifts([*taken_boxes, *boxes])
    count = len(taken)
    centres = np.zeros((count + len(starts), 2))
    centres[:count] = taken.reshape(-1, 2) + shift[:count]
    for n, start in enumerate(starts, count):
        centres[n] = _free(np.array(start) + shift[n], centres[:n], half[:n] + half[n])
    return np.asarray((centres - shift)[count:])


def _free(start: Points, centres: Points, room: Points) -> Points:
    for first in range(0, _LAST_PLACE, _PLACES):
        numbers = np.arange(first, first + _PLACES)
        reach = _STEP * np.sqrt(numbers)
        around = start + np.column_stack([reach * np.cos(numbers * _TURN), reach * np.sin(numbers * _TURN)])
        near = np.abs(centres - start).max(axis=1, initial=0.0) < reach[-1] + room.max(initial=0.0)
        hit = (np.abs(around[:, None] - centres[None, near]) < room[None, near]).all(axis=2).any(axis=1)
        if not hit.all():
            return np.asarray(around[int(np.argmin(hit))])
    return start


def _halves_and_shifts(boxes: Sequence[Box]) -> tuple[Points, Points]:
    """Half of each box's width and height with the gap, and the way from its node's centre to its own."""
    wide, top, bottom = np.array([(box.half_width, box.top, box.bottom) for box in boxes]).reshape(-1, 3).T
    half = np.column_stack([wide + _GAP / 2, (top + bottom + _GAP) / 2])
    return half, np.column_stack([np.zeros(len(boxes)), (bottom - top) / 2])


def _close(centres: Points, half: Points) -> NDArray[np.intp]:
    """Pairs that may overlap, in order. The few that are wide or tall are compared with all, so that the others need
    not look far."""
    from scipy.spatial import cKDTree

    usual = np.percentile(half, 95, axis=0)
    near = cKDTree(centres / usual).query_pairs(2, p=np.inf, output_type="ndarray")
    large = np.flatnonzero((half > usual).any(axis=1))
    apart = (
        np.abs(at[large, None] - at) < size[large, None] + size for at, size in zip(centres.T, half.T, strict=True)
    )
    a, b = np.nonzero(np.logical_and(*apart))
    far = np.sort(np.column_stack([large[a], b]), axis=1)
    one, other = np.concatenate([near, far[far[:, 0] != far[:, 1]]]).T
    numbers = np.sort(one * len(centres) + other)
    return np.column_stack(np.divmod(numbers[np.diff(numbers, prepend=-1) > 0], len(centres)))


def _push(centres: Points, half: Points, pairs: NDArray[np.intp]) -> bool:
    """Moves overlapping pairs apart along the line between them, in place; False when nothing overlapped."""
    a, b, apart, overlap = _overlapping(centres, half, pairs)
    if not len(a):
        return False
    line = apart + np.where(apart >= 0, 1e-3, -1e-3)
    line /= np.hypot(line[:, 0], line[:, 1])[:, None]
    step = (overlap / np.abs(line)).min(axis=1, keepdims=True) * line * 0.5
    moves = np.zeros_like(centres)
    np.add.at(moves, a, -step)
    np.add.at(moves, b, step)
    times = np.bincount(np.concatenate([a, b]), minlength=len(centres))
    centres += moves / np.sqrt(times.clip(1))[:, None]
    return True


def _overlapping(
    centres: Points, half: Points, pairs: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp], Points, Points]:
    a, b = pairs[:, 0], pairs[:, 1]
    apart = centres[b] - centres[a]
    overlap = half[a] + half[b] - np.abs(apart)
    hit = (overlap > _SLACK).all(axis=1)
    return a[hit], b[hit], apart[hit], overlap[hit]


def _drawn_out(centres: Points, half: Points) -> Points:
    """All points as much farther from one another as the pair that needs it most; no order changes."""
    _, _, apart, overlap = _overlapping(centres, half, _close(centres, half))
    if not len(apart):
        return centres
    wanted = (overlap + np.abs(apart)) / np.abs(apart).clip(0.05)
    middle = centres.mean(axis=0)
    return np.asarray(middle + (centres - middle) * float(wanted.min(axis=1).max()))
