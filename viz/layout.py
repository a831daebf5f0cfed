"""Positions of a picture, computed once: the same graph gives the same picture.

Each connected component is laid out by itself (Fruchterman and Reingold's forces from a spectral start); where areas
hold a component together they stand on an ellipse, in the order that keeps those with common actors side by side. It is
turned and drawn out to the shape of a screen, and boxes (shape and label) are pushed apart. The components are packed
around the largest; nodes without any tie stand in a grid below.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from random import Random
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from viz.packing import ASPECT, in_grid, packed
from viz.room import Box
from viz.spacing import Points, free_places, pushed_apart

if TYPE_CHECKING:
    import igraph

_SEED: Final = 20_240
_ONE_AT_A_TIME: Final = Lock()
"""igraph draws its random numbers from one place for the whole process: a known start, one layout at a time."""

_FOLDS: Final = 120
_GRID_FROM: Final = 600
_SPECTRAL_FROM: Final = 12
_AIR: Final = 0.9
"""Area of a component over that of all its boxes, before these are pushed apart."""

_NARROWEST: Final = 0.6
_WIDEST: Final = 2.4
"""Width over height of a component."""

_MOST_BENT: Final = 1.7
_EVEN_FROM: Final = 12
_EVEN: Final = 0.45
_ANCHORS: Final = range(3, 13)
_ANCHOR_TIES: Final = 3
_CAPTION: Final = 64.0
"""Room above the grid of what is loose, for its heading."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Places by node; `loose` are the nodes without ties, `caption` the upper left corner of the room above them."""

    places: dict[str, tuple[float, float]]
    loose: tuple[str, ...] = ()
    caption: tuple[float, float] | None = None


def lay_out(
    boxes: Mapping[str, Box],
    ties: Collection[tuple[str, str]],
    anchors: Collection[str] = (),
    groups: Mapping[str, str] | None = None,
) -> Layout:
    """A place for every node of `boxes`, in pixels. `anchors` are the areas, which are spread out.

    Nodes without ties stand in a grid in the order of `boxes`, those of a group (by node) together.
    """
    graph = _graph(list(boxes), ties)
    parts = _parts(graph)
    blocks = [_block(graph.induced_subgraph(part), boxes, anchors) for part in parts if len(part) > 1]
    loose = [graph.vs[part[0]]["name"] for part in parts if len(part) == 1]
    placed = _packed(blocks, boxes)
    return _with_loose(placed, loose, boxes, groups or {})


def lay_beside(
    placed: Mapping[str, tuple[float, float]],
    boxes: Mapping[str, Box],
    ties: Collection[tuple[str, str]],
    new: Collection[str],
) -> dict[str, tuple[float, float]]:
    """Places for `new` nodes, each as near those it is tied to as there is room; what is placed stays where it is."""
    around: dict[str, list[tuple[float, float]]] = {key: [] for key in new}
    for source, target in ties:
        for key, other in ((source, target), (target, source)):
            if key in around and other in placed:
                around[key].append(placed[other])
    low = max((y for _, y in placed.values()), default=0.0) + 2 * _CAPTION
    starts = [_middle(points) if points else (0.0, low) for points in around.values()]
    taken = np.array(list(placed.values()), dtype=float).reshape(-1, 2)
    found = free_places(starts, [boxes[key] for key in around], taken, [boxes[key] for key in placed])
    return {key: (x, y) for key, (x, y) in zip(around, found.round(1).tolist(), strict=True)}


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
    """One connected component of two nodes or more, laid out around (0, 0)."""
    keys: list[str] = graph.vs["name"]
    own = [boxes[key] for key in keys]
    points = _turned(_settled(graph, _spectral(graph)))
    fixed = _anchors_of(graph, anchors)
    if fixed:
        points = _settled(graph, _anchored(points, fixed), fixed)
    points = pushed_apart(_scaled(_evened(points), own), own)
    return keys, _widened(points, own)


def _anchors_of(graph: "igraph.Graph", anchors: Collection[str]) -> list[int]:
    """The areas that hold a component together: a few, well tied, with most of it at most two ties away."""
    found = [n for n, key in enumerate(graph.vs["name"]) if key in anchors and graph.degree(n) >= _ANCHOR_TIES]
    if len(found) not in _ANCHORS:
        return []
    reached = {other for part in graph.neighborhood(found, order=2) for other in part}
    return found if 2 * len(reached) > graph.vcount() else []


def _turned(points: Points) -> Points:
    """The points around (0, 0), turned so that they reach farthest from left to right."""
    around = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov(around.T))
    return np.asarray(around @ axes[:, ::-1])


def _evened(points: Points) -> Points:
    """The points with crowded places drawn out and lonely ones in: half of each place is its rank among all."""
    count = len(points)
    if count < _EVEN_FROM:
        return points
    ranks = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") * (2 / (count - 1)) - 1
    around = points - np.median(points, axis=0)
    far = around / np.percentile(np.abs(around), 95, axis=0).clip(1e-9)
    reach = np.abs(far)
    drawn_in = np.sign(far) * (reach.clip(max=1) + np.log1p((reach - 1).clip(0)))
    spread = np.percentile(np.abs(around), 95, axis=0)
    return np.asarray(((1 - _EVEN) * drawn_in + _EVEN * ranks) * spread)


def _scaled(points: Points, boxes: Sequence[Box]) -> Points:
    """The points around (0, 0), as far apart as these boxes need, near the shape of a screen."""
    scene = sum(2 * box.half_width * (box.top + box.bottom) for box in boxes) * _AIR
    width, height = (points.max(axis=0) - points.min(axis=0)).clip(1e-6).tolist()
    shape = min(max(width / height, _NARROWEST), _WIDEST)
    shape *= min(max(ASPECT / shape, 1 / _MOST_BENT), _MOST_BENT)
    size = np.array([sqrt(scene * shape) / width, sqrt(scene / shape) / height])
    return np.asarray((points - points.mean(axis=0)) * size)


def _widened(points: Points, boxes: Sequence[Box]) -> Points:
    """The points drawn out along one axis where what they cover is too narrow or too flat: nothing comes closer."""
    low, high = _frame(points, boxes)
    width, height = (high - low).tolist()
    missing = np.array([max(height * _NARROWEST - width, 0.0), max(width / _WIDEST - height, 0.0)])
    own = points.max(axis=0) - points.min(axis=0)
    return np.asarray(points * np.where(own > 1, (own + missing) / own.clip(1), 1.0))


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


def _settled(graph: "igraph.Graph", start: Points, fixed: Sequence[int] = ()) -> Points:
    """Positions after the forces have come to rest; `fixed` nodes do not move. Ties of hubs pull less, so that the
    neighbourhoods they join stay apart."""
    import igraph

    degrees = np.array(graph.degree())
    ends = np.array(graph.get_edgelist())
    weights = 1 / np.sqrt(np.minimum(degrees[ends[:, 0]], degrees[ends[:, 1]]))
    big = graph.vcount() > _GRID_FROM
    options: dict[str, Any] = {"niter": 300 if big else 500, "grid": big, "start_temp": sqrt(graph.vcount()) / 10}
    if fixed:
        low, high = np.full_like(start, -1e6), np.full_like(start, 1e6)
        for n in fixed:
            low[n] = high[n] = start[n]
        options |= dict(zip(("minx", "miny", "maxx", "maxy"), [*low.T.tolist(), *high.T.tolist()], strict=True))
    with _ONE_AT_A_TIME:
        igraph.set_random_number_generator(Random(_SEED))  # noqa: S311
        try:
            placed = graph.layout_fruchterman_reingold(seed=start.tolist(), weights=weights.tolist(), **options)
        finally:
            igraph.set_random_number_generator(random)
    return np.array(placed.coords, dtype=float)


def _anchored(points: Points, fixed: Sequence[int]) -> Points:
    """The points made wide, and the fixed ones evenly on an ellipse, in the order in which they stood around it."""
    middle = points.mean(axis=0)
    around = points - middle
    reach = float(np.percentile(np.hypot(around[:, 0], around[:, 1]), 80))
    angles = {n: float(np.arctan2(around[n, 1], around[n, 0])) for n in fixed}
    order = sorted(fixed, key=lambda n: (angles[n], n))
    first = -pi / 2 + (pi / len(order) if len(order) % 2 == 0 else 0.0)
    start = around * np.array([sqrt(ASPECT), 1 / sqrt(ASPECT)])
    for place, n in enumerate(order):
        angle = first + 2 * pi * place / len(order)
        start[n] = round(reach * sqrt(ASPECT) * cos(angle), 6), round(reach / sqrt(ASPECT) * sin(angle), 6)
    return np.asarray(start)


def _packed(blocks: Sequence[tuple[list[str], Points]], boxes: Mapping[str, Box]) -> dict[str, tuple[float, float]]:
    """The components around the largest."""
    frames = [_frame(points, [boxes[key] for key in keys]) for keys, points in blocks]
    order = sorted(range(len(blocks)), key=lambda n: (-float(np.prod(frames[n][1] - frames[n][0])), n))
    middles = packed([(frames[n][1] - frames[n][0]).tolist() for n in order])
    placed = {}
    for n, middle in zip(order, middles, strict=True):
        keys, points = blocks[n]
        moved = points - (frames[n][0] + frames[n][1]) / 2 + np.array(middle)
        placed.update({key: (x, y) for key, (x, y) in zip(keys, moved.round(1).tolist(), strict=True)})
    return placed


def _with_loose(
    placed: dict[str, tuple[float, float]], loose: Sequence[str], boxes: Mapping[str, Box], groups: Mapping[str, str]
) -> Layout:
    """The grid of nodes without ties, in the middle below all others."""
    if not loose:
        return Layout(placed)
    rows = [[key for key in loose if groups.get(key) == group] for group in dict.fromkeys(map(groups.get, loose))]
    wide, middle, low = 0.0, 0.0, 0.0
    if placed:
        first, last = _frame(np.array(list(placed.values())), [boxes[key] for key in placed])
        wide, middle, low = float(last[0] - first[0]), float(first[0] + last[0]) / 2, float(last[1]) + _CAPTION
    places, width = in_grid(rows, boxes, wide)
    left = middle - width / 2
    moved = {key: (round(x + left, 1), round(y + low, 1)) for key, (x, y) in places.items()}
    return Layout(placed | moved, tuple(places), (round(left, 1), round(low - _CAPTION, 1)) if placed else None)


def _frame(points: Points, boxes: Sequence[Box]) -> tuple[Points, Points]:
    """The upper left and lower right corner of what these boxes cover."""
    low = points - np.array([[box.half_width, box.top] for box in boxes])
    high = points + np.array([[box.half_width, box.bottom] for box in boxes])
    return low.min(axis=0), high.max(axis=0)


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
