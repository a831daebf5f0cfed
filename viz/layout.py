"""Positions of a picture, computed once: the same graph gives the same picture.

Areas stand on an ellipse in the order that keeps those with common actors side by side; everything else settles between
them (Fruchterman and Reingold's forces from a spectral start). Then boxes (shape and label) are pushed apart, and what
hangs together with nothing else is set in rows below.
"""

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import ceil, cos, pi, sin, sqrt
from random import Random
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from viz.room import Box

if TYPE_CHECKING:
    import igraph

Points = NDArray[np.float64]

_SEED: Final = 20_240
_ONE_AT_A_TIME: Final = Lock()
_FOLDS: Final = 120
_GRID_FROM: Final = 600
_SPECTRAL_FROM: Final = 12
_ASPECT: Final = 1.12
_AIR: Final = 0.85
"""Area of the scene over that of all boxes, before these are pushed apart."""

_MOST_BENT: Final = 1.35
_GAP: Final = 7.0
_PUSHES: Final = 160
_ROW_GAP: Final = 46.0


def lay_out(
    boxes: Mapping[str, Box], ties: Collection[tuple[str, str]], anchors: Collection[str] = ()
) -> dict[str, tuple[float, float]]:
    """A position for every node of `boxes`, in pixels. `anchors` are the areas, which are spread out."""
    if not boxes:
        return {}
    graph = _graph(list(boxes), ties)
    blocks = [_block(graph.induced_subgraph(part), boxes, anchors) for part in _parts(graph)]
    return _in_rows(blocks, boxes)


def lay_beside(
    placed: Mapping[str, tuple[float, float]],
    boxes: Mapping[str, Box],
    ties: Collection[tuple[str, str]],
    new: Collection[str],
) -> dict[str, tuple[float, float]]:
    """Positions for `new` nodes, each near those it is tied to; what is placed stays where it is."""
    around: dict[str, list[tuple[float, float]]] = {key: [] for key in new}
    for source, target in ties:
        for key, other in ((source, target), (target, source)):
            if key in around and other in placed:
                around[key].append(placed[other])
    keys = [*placed, *around]
    low = max((y for _, y in placed.values()), default=0.0) + 2 * _ROW_GAP
    start = [*placed.values(), *(_near(points, n, low) for n, points in enumerate(around.values()))]
    points = _pushed_apart(np.array(start, dtype=float), [boxes[k] for k in keys], fixed=len(placed))
    return {key: (x, y) for key, (x, y) in zip(keys, points.round(1).tolist(), strict=True) if key in around}


def _graph(keys: Sequence[str], ties: Collection[tuple[str, str]]) -> "igraph.Graph":
    import igraph

    index = {key: n for n, key in enumerate(keys)}
    pairs = {(min(a, b), max(a, b)) for a, b in ((index[s], index[t]) for s, t in ties if s in index and t in index)}
    graph = igraph.Graph(n=len(keys), edges=sorted(pair for pair in pairs if pair[0] != pair[1]))
    graph.vs["name"] = list(keys)
    return graph


def _parts(graph: "igraph.Graph") -> list[list[int]]:
    """Connected components, the largest first, then by their first node."""
    return sorted((list(part) for part in graph.connected_components()), key=lambda part: (-len(part), part[0]))


def _block(graph: "igraph.Graph", boxes: Mapping[str, Box], anchors: Collection[str]) -> tuple[list[str], Points]:
    """One connected component laid out around (0, 0)."""
    keys: list[str] = graph.vs["name"]
    own = [boxes[key] for key in keys]
    if len(keys) == 1:
        return keys, np.zeros((1, 2))
    points = _settled(graph, _spectral(graph))
    fixed = [n for n, key in enumerate(keys) if key in anchors]
    if len(fixed) > 2:
        points = _settled(graph, *_anchored(points, fixed))
    return keys, _pushed_apart(_scaled(points, own), own)


def _scaled(points: Points, boxes: Sequence[Box]) -> Points:
    """The points around (0, 0), as far apart as these boxes need, as wide as a screen where that bends little."""
    scene = sum(2 * box.half_width * (box.top + box.bottom) for box in boxes) * _AIR
    width, height = (points.max(axis=0) - points.min(axis=0)).clip(1e-6).tolist()
    bend = min(max(sqrt(_ASPECT * height / width), 1 / _MOST_BENT), _MOST_BENT)
    scale = sqrt(scene / (width * height))
    return np.asarray((points - points.mean(axis=0)) * np.array([scale * bend, scale / bend]))


def _spectral(graph: "igraph.Graph") -> Points:
    """A start that shows the graph's main folds: two eigenvectors of its Laplacian, with a trace of noise.

    Found by subspace iteration, which unlike ARPACK never falls back on chance.
    """
    from scipy.sparse import csr_matrix

    count = graph.vcount()
    noise = np.random.default_rng(_SEED).normal(size=(count, 2))
    if count < _SPECTRAL_FROM:
        return np.asarray(noise * sqrt(count))
    ends = np.array(graph.get_edgelist())
    root = np.sqrt(np.bincount(ends.ravel(), minlength=count))
    weights = 1 / (root[ends[:, 0]] * root[ends[:, 1]])
    half = csr_matrix((weights, (ends[:, 0], ends[:, 1])), shape=(count, count))
    step, trivial = half + half.T, root / np.linalg.norm(root)
    vectors = noise
    for _ in range(_FOLDS):
        vectors = step @ vectors + vectors
        vectors, _ = np.linalg.qr(vectors - np.outer(trivial, trivial @ vectors))
    start = vectors / np.abs(vectors).max(axis=0).clip(1e-9)
    return np.asarray((start + 0.02 * noise) * sqrt(count))


def _settled(graph: "igraph.Graph", start: Points, fixed: Mapping[int, tuple[float, float]] | None = None) -> Points:
    """Positions after the forces have come to rest; `fixed` nodes do not move. Ties of hubs pull less, so that the
    neighbourhoods they join stay apart."""
    degrees = np.array(graph.degree())
    ends = np.array(graph.get_edgelist())
    weights = 1 / np.sqrt(np.minimum(degrees[ends[:, 0]], degrees[ends[:, 1]]))
    bounds: dict[str, Any] = {}
    if fixed:
        low, high = np.full_like(start, -1e6), np.full_like(start, 1e6)
        for n, place in fixed.items():
            low[n] = high[n] = place
        bounds = {"minx": low[:, 0], "maxx": high[:, 0], "miny": low[:, 1], "maxy": high[:, 1]}
        bounds = {name: values.tolist() for name, values in bounds.items()}
    big = graph.vcount() > _GRID_FROM
    bounds |= {"weights": weights.tolist(), "start_temp": sqrt(graph.vcount()) / 10}
    with _same_chance():
        placed = graph.layout_fruchterman_reingold(seed=start.tolist(), niter=300 if big else 500, grid=big, **bounds)
    return np.array(placed.coords, dtype=float)


@contextmanager
def _same_chance() -> Iterator[None]:
    """igraph draws its random numbers from one place for the whole process: a known start, one layout at a time."""
    import igraph

    with _ONE_AT_A_TIME:
        igraph.set_random_number_generator(Random(_SEED))  # noqa: S311
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)


def _anchored(points: Points, fixed: Sequence[int]) -> tuple[Points, dict[int, tuple[float, float]]]:
    """The points made wide, and the fixed ones evenly on an ellipse, in the order in which they stood around it."""
    middle = points.mean(axis=0)
    around = points - middle
    reach = float(np.percentile(np.hypot(around[:, 0], around[:, 1]), 80))
    angles = {n: float(np.arctan2(around[n, 1], around[n, 0])) for n in fixed}
    order = sorted(fixed, key=lambda n: (angles[n], n))
    first = -pi / 2 + (pi / len(order) if len(order) % 2 == 0 else 0.0)
    places = {}
    for place, n in enumerate(order):
        angle = first + 2 * pi * place / len(order)
        places[n] = (reach * sqrt(_ASPECT) * cos(angle), reach / sqrt(_ASPECT) * sin(angle))
    start = around * np.array([sqrt(_ASPECT), 1 / sqrt(_ASPECT)])
    turned = {n: (round(x, 6), round(y, 6)) for n, (x, y) in places.items()}
    for n, place_of in turned.items():
        start[n] = place_of
    return start, turned


def _pushed_apart(points: Points, boxes: Sequence[Box], fixed: int = 0) -> Points:
    """The points moved until no two boxes overlap, or the pushes are spent; the first `fixed` stay."""
    half = np.array([[box.half_width + _GAP / 2, (box.top + box.bottom + _GAP) / 2] for box in boxes])
    shift = np.array([[0.0, (box.bottom - box.top) / 2] for box in boxes])
    centres = points + shift
    free = np.ones(len(points))
    free[:fixed] = 0.0
    for _ in range(_PUSHES):
        if not _push(centres, half, free, _close(centres, np.hypot(half[:, 0], half[:, 1]))):
            break
    return np.asarray(centres - shift)


def _close(centres: Points, reach: NDArray[np.float64]) -> NDArray[np.intp]:
    """Pairs that may overlap. The few with a long reach are compared with all, so that the others need not look far."""
    from scipy.spatial import cKDTree

    usual = float(np.percentile(reach, 97))
    near = cKDTree(centres).query_pairs(2 * usual, output_type="ndarray")
    long = np.flatnonzero(reach > usual)
    apart = np.hypot(*(centres[long, None, :] - centres[None, :, :]).transpose(2, 0, 1))
    a, b = np.nonzero(apart < reach[long, None] + usual + reach.max())
    far = np.column_stack([long[a], b])
    return np.concatenate([near, far[far[:, 0] != far[:, 1]]])


def _push(centres: Points, half: Points, free: Points, pairs: NDArray[np.intp]) -> bool:
    """Moves overlapping pairs apart along the line between them, in place; False when nothing overlapped."""
    a, b = pairs[:, 0], pairs[:, 1]
    apart = centres[b] - centres[a]
    overlap = half[a] + half[b] - np.abs(apart)
    hit = (overlap > 0.5).all(axis=1) & (free[a] + free[b] > 0)
    if not hit.any():
        return False
    a, b, apart, overlap = a[hit], b[hit], apart[hit], overlap[hit]
    line = apart + np.where(apart >= 0, 1e-3, -1e-3)
    line /= np.hypot(line[:, 0], line[:, 1])[:, None]
    step = (overlap / np.abs(line)).min(axis=1, keepdims=True) * line * 0.5
    share = (free[a] / (free[a] + free[b]))[:, None]
    moves = np.zeros_like(centres)
    np.add.at(moves, a, -step * share)
    np.add.at(moves, b, step * (1 - share))
    centres += np.clip(moves, -40, 40)
    return True


def _in_rows(blocks: Sequence[tuple[list[str], Points]], boxes: Mapping[str, Box]) -> dict[str, tuple[float, float]]:
    """The first block at the top, the others below it in rows no wider than it."""
    placed: dict[str, tuple[float, float]] = {}
    width, left, top, height = 0.0, 0.0, 0.0, 0.0
    lone = max((boxes[keys[0]].top for keys, _ in blocks if len(keys) == 1), default=0.0)
    for keys, points in blocks:
        low, high = _frame(points, [boxes[key] for key in keys])
        size = high - low
        if not placed:
            total = sum(float(np.prod(_frame(p, [boxes[k] for k in ks])[1])) for ks, p in blocks[1:])
            width = max(float(size[0]), sqrt(abs(total)) * _ASPECT, 900.0)
            left, height = (width - float(size[0])) / 2, 0.0
        elif (left and left + size[0] > width) or len(placed) == len(blocks[0][0]):
            left, top, height = 0.0, top + height + _ROW_GAP, 0.0
        moved = points - low + np.array([left, top])
        if len(keys) == 1:
            moved[0, 1] = top + lone
        placed.update({key: (x, y) for key, (x, y) in zip(keys, moved.round(1).tolist(), strict=True)})
        left, height = left + float(size[0]) + _ROW_GAP, max(height, float(size[1]))
    return placed


def _frame(points: Points, boxes: Sequence[Box]) -> tuple[Points, Points]:
    """The upper left and lower right corner of what these boxes cover."""
    low = points - np.array([[box.half_width, box.top] for box in boxes])
    high = points + np.array([[box.half_width, box.bottom] for box in boxes])
    return low.min(axis=0), high.max(axis=0)


def _near(points: Sequence[tuple[float, float]], number: int, low: float) -> tuple[float, float]:
    """A place beside the middle of some points, each number in another direction; below all where there are none."""
    angle = number * pi * (3 - sqrt(5))
    if not points:
        return (number % 12) * 90.0, low + ceil(number / 12) * 60.0
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return x + 50 * cos(angle), y + 50 * sin(angle)
