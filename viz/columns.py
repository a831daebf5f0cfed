"""Positions in columns: who stands between two sides stands between them in the picture too."""

from collections.abc import Collection, Mapping, Sequence
from math import ceil, sqrt
from typing import Final

from viz.room import Box

_SWEEPS: Final = 6
_GAP: Final = 40.0
_AISLE: Final = 110.0
"""Room between two columns, for their ties."""

_LEAST_ROWS: Final = 7


def in_columns(
    columns: Sequence[Sequence[str]], boxes: Mapping[str, Box], ties: Collection[tuple[str, str]]
) -> dict[str, tuple[float, float]]:
    """Places for the nodes of each column, from the left; each near the height of those it is tied to, so that few ties
    cross (barycentres, Sugiyama, Tagawa and Toda 1981). Columns are set in lanes, so that a tie within one
    does not run through the names between its ends."""
    near = _neighbours(columns, ties)
    orders = [sorted(column) for column in columns]
    for _ in range(_SWEEPS):
        height = {key: (n + 0.5) / len(order) for order in orders for n, key in enumerate(order)}
        orders = [sorted(order, key=lambda key: _mean(height, near[key], key)) for order in orders]
    rows = max(_LEAST_ROWS, ceil(1.3 * sqrt(sum(map(len, columns)))))
    places: dict[str, tuple[float, float]] = {}
    left = 0.0
    for order in filter(None, orders):
        lanes = max(ceil(len(order) / rows), min(len(order), 2))
        wide = 2 * max(boxes[key].half_width for key in order) + _GAP
        high = max(boxes[key].top + boxes[key].bottom for key in order) + _GAP
        middle = (ceil(len(order) / lanes) - 1) / 2
        for n, key in enumerate(order):
            row, lane = divmod(n, lanes)
            shift = (lane / lanes - 0.5 + 0.5 / lanes) * high  # neighbours in a row stand at different heights
            places[key] = round(left + (lane + 0.5) * wide, 1), round((row - middle) * high + shift, 1)
        left += lanes * wide + _AISLE
    return places


def _neighbours(columns: Sequence[Sequence[str]], ties: Collection[tuple[str, str]]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {key: [] for column in columns for key in column}
    for source, target in ties:
        if source in near and target in near:
            near[source].append(target)
            near[target].append(source)
    return near


def _mean(height: Mapping[str, float], near: Sequence[str], key: str) -> tuple[float, str]:
    return (sum(height[other] for other in near) / len(near) if near else height[key], key)
