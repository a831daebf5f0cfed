"""Rows of tables in running text: their cells, and whether the first row names the columns."""

import re
from collections.abc import Sequence

from ingest.read.text import stripped
from ingest.read.words import layout_words

_CELL_EDGE = re.compile(r"[ \t]*\|[ \t]*")
_FIGURE = re.compile(r"[€$£]?\s?[-+]?\d[\d.,:/\s-]*\s?(?:€|%|euro|mila|milioni|mln|k)?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MAX_NAME = 60


def split_cells(line: str) -> tuple[str, ...]:
    """Cells of a row written with `|`; a bar at both edges (Markdown) is a frame and makes no empty cells."""
    line = line.strip()
    framed = line.startswith("|")
    cells = _CELL_EDGE.split(line.removeprefix("|").strip() if framed else line)
    if framed and len(cells) > 1 and line.endswith("|"):
        cells = cells[:-1]
    return tuple(cell.strip() for cell in cells)


def inside_frame(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the cells of a row stand, without the bars that frame it."""
    start, end = stripped(text, start, end)
    if not text.startswith("|", start, end):
        return start, end
    start += 1
    return stripped(text, start, end - 1 if text.endswith("|", start, end) else end)


def is_rule(line: str) -> bool:
    """Whether the line is the rule under the header of a Markdown table (`|---|:--|`)."""
    return "-" in line and "|" in line and set(line) <= set("|:- \t")


def is_figure(cell: str) -> bool:
    """Whether the cell is a number, an amount, a date or a time."""
    return len(cell) <= 40 and bool(_FIGURE.match(cell.strip()))


def names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: known words, or short words over figures or over longer text.

    A sheet of "field | content" in two columns has none: there the field names run down the first column.
    """
    if len(rows) < 2:
        return False
    first, rest = rows[0], rows[1:]
    if not _could_be_names(first):
        return False
    known = sum(1 for cell in first if _is_known(cell))
    filled = sum(1 for cell in first if cell)
    if known == filled or (filled > 2 and known * 2 >= filled):
        return True
    if len(first) == 2 and sum(1 for row in rest if row and _is_known(row[0])) >= 2:
        return False
    return _stands_out(first, rest)


def _could_be_names(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return (
        len(filled) >= 2
        and len(filled) * 3 >= len(cells) * 2
        and len(set(filled)) == len(filled)
        and all(len(cell) <= _MAX_NAME and not is_figure(cell) for cell in filled)
    )


def _is_known(cell: str) -> bool:
    word = _WORD.search(cell.lower())
    return word is not None and word[0] in layout_words("header_words")


def _stands_out(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether a column of figures has a word on top, or the first row is much shorter than those below."""
    for column in range(len(first)):
        below = [row[column] for row in rest if column < len(row) and row[column]]
        if below and first[column] and sum(map(is_figure, below)) * 10 >= len(below) * 6:
            return True
    lengths = [len(cell) for row in rest for cell in row if cell]
    filled = [len(cell) for cell in first if cell]
    return bool(lengths) and sum(filled) / len(filled) < 0.6 * sum(lengths) / len(lengths)


def stated_count(value: str | None, most: int) -> int:
    """Over how many cells a cell says it goes: one where it says nothing sensible, and never more than `most`."""
    return max(1, min(int(value), most)) if value and value.isdecimal() and len(value) < 6 else 1


def rectangular(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The rows with blank cells added, so that all are as long as the longest."""
    width = max((len(row) for row in rows), default=0)
    return [tuple(row) + ("",) * (width - len(row)) for row in rows]
