"""What the pdf documents of the examples share: a ruled table whose header is repeated on every page."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib import colors
from reportlab.platypus import Paragraph, Table, TableStyle

GRID: list[tuple[Any, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]


def table(rows: Sequence[Sequence[str]], style: Any, width: float, header: Any = None, letter: float = 5) -> Any:
    """Columns are as wide as their longest word needs (`letter` points a letter); the rest goes where texts are long.

    Cells have the style, those of the first row that of `header` where one is given.
    """
    columns = list(zip(*rows, strict=True))
    needed = [max(len(word) for cell in column for word in cell.split()) * letter + 14 for column in columns]
    lengths = [max(len(cell) for cell in column) for column in columns]
    left = width - sum(needed)
    widths = [need + left * length / sum(lengths) for need, length in zip(needed, lengths, strict=True)]
    styles = [header or style, *[style] * (len(rows) - 1)]
    cells = [[Paragraph(cell, own) for cell in row] for row, own in zip(rows, styles, strict=True)]
    made = Table(cells, colWidths=widths, repeatRows=1)
    made.setStyle(TableStyle(GRID if header is None else [*GRID, ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)]))
    return made
