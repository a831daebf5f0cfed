"""Blocks of a picture side by side: the largest in the middle, the others around it, and a grid for what is loose."""

from collections.abc import Mapping, Sequence
from math import ceil, sqrt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from viz.room import Box

_GAP: Final = 40.0
"""White between two blocks, in pixels."""

_CELLS: Final = 90.0
"""Cells along the side of a square as large as all blocks together."""

ASPECT: Final = 1.2
"""Width over height of a whole picture, about that of the room it has on a screen."""

_SQUARE: Final = 3
"""How distances are measured from the middle: 2 packs blocks into an ellipse, more into a rectangle."""

_COLUMN_GAP: Final = 10.0
_ROW_GAP: Final = 6.0


Size = tuple[float, float]
"""Width and height, in pixels."""


def packed(sizes: Sequence[Size]) -> list[tuple[float, float]]:
    """The middle of each block; the first lies around (0, 0), each other as near to it as there is room.

    Blocks come the largest first. They are laid on squared paper, where a table of sums tells all free places at once.
    """
    if not sizes:
        return []
    wide = [(width + _GAP, height + _GAP) for width, height in sizes]
    cell = max(sqrt(sum(w * h for w, h in wide)) / _CELLS, 1.0)
    cells = [(ceil(w / cell), ceil(h / cell)) for w, h in wide]
    longest = max(max(pair) for pair in cells)
    side = ceil(2 * sqrt(sum(w * h for w, h in cells))) + 2 * longest
    paper = np.zeros((side, side), dtype=np.int32)
    middles = []
    for width, height in cells:
        left, top = _place(paper, width, height)
        paper[top : top + height, left : left + width] = 1
        middles.append(((left + width / 2 - side / 2) * cell, (top + height / 2 - side / 2) * cell))
    first_x, first_y = middles[0]
    return [(x - first_x, y - first_y) for x, y in middles]


def _place(paper: NDArray[np.int32], width: int, height: int) -> tuple[int, int]:
    """The free place nearest to the middle of the paper for a block of so many cells: its upper left corner."""
    side = len(paper)
    sums = np.zeros((side + 1, side + 1), dtype=np.int32)
    sums[1:, 1:] = paper.cumsum(axis=0).cumsum(axis=1)
    taken = sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width] + sums[:-height, :-width]
    across = np.abs(np.arange(side - width + 1) + width / 2 - side / 2) + width / 2
    down = np.abs(np.arange(side - height + 1) + height / 2 - side / 2) + height / 2
    far = (across[None, :] / ASPECT) ** _SQUARE + down[:, None] ** _SQUARE
    far[taken > 0] = np.inf
    top, left = np.unravel_index(int(np.argmin(far)), far.shape)
    return int(left), int(top)


def in_grid(
    groups: Sequence[Sequence[str]], boxes: Mapping[str, Box], least_width: float
) -> tuple[dict[str, tuple[float, float]], float]:
    """Rows and columns, a grid for each group below the one before, in the shape of a screen: places from (0, 0) on.

    It is wider where `least_width` is. The second value is the width of it all.
    """
    cells = [_cell([boxes[key] for key in group]) for group in groups]
    area = sum(len(group) * cell.width * cell.height for group, cell in zip(groups, cells, strict=True))
    widest = max(cell.width for cell in cells)
    width = max(least_width, sqrt(area * ASPECT) + widest / 2, widest)
    placed: dict[str, tuple[float, float]] = {}
    top = 0.0
    for group, cell in zip(groups, cells, strict=True):
        columns = max(min(len(group), int(width / cell.width)), 1)
        for n, key in enumerate(group):
            row, column = divmod(n, columns)
            placed[key] = ((column + 0.5) * cell.width, top + row * cell.height + cell.above)
        top += ceil(len(group) / columns) * cell.height + _ROW_GAP
        widest = max(widest, columns * cell.width)
    return placed, widest


class _Cell(NamedTuple):
    """Room of one node in a grid; its centre stands `above` below the top."""

    width: float
    height: float
    above: float


def _cell(boxes: Sequence[Box]) -> _Cell:
    above, below = max(box.top for box in boxes), max(box.bottom for box in boxes)
    return _Cell(2 * max(box.half_width for box in boxes) + _COLUMN_GAP, above + below + _ROW_GAP, above)
