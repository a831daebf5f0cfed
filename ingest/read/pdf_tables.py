"""Tables of a PDF page: ruled ones from their lines, others from columns of words that stand under one another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.read.pdf_lines import PdfLine, joined, mended, segments_of
from ingest.read.tables import names_columns, rectangular

_MAX_EDGES = 4_000
_MIN_ROWS = 3
_ALIGNED = 4.0
_MAX_LABEL = 45


@dataclass(frozen=True, slots=True)
class PdfTable:
    """Cells of a table on a page, whether its first row names the columns, and where it stands (points)."""

    rows: Sequence[Sequence[str]]
    headed: bool
    left: float
    top: float
    right: float
    bottom: float
    edges: Sequence[float]
    page: int

    def continues(self, before: "PdfTable") -> bool:
        """Whether it has the columns of a table on the page before."""
        return (
            self.page == before.page + 1
            and len(self.edges) == len(before.edges)
            and all(abs(a - b) < 2 * _ALIGNED for a, b in zip(self.edges, before.edges, strict=True))
        )

    def holds(self, word: PdfLine) -> bool:
        x, y = word.middle
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def ruled_tables(page: Any, words: Sequence[PdfLine], number: int) -> list[PdfTable]:
    """The tables drawn with lines; drawings with thousands of lines (maps) are no tables."""
    if len(page.lines) + len(page.rects) + len(page.curves) > _MAX_EDGES:
        return []
    found = []
    for table in page.find_tables({"snap_tolerance": 3, "intersection_tolerance": 4}):
        cells = [cell for cell in table.cells if cell[2] - cell[0] > 3 and cell[3] - cell[1] > 3]
        xs, ys = _edges([c[0] for c in cells]), _edges([c[1] for c in cells])
        if len(xs) < 2 or len(ys) < 2 or len(cells) > 5_000:
            continue
        rows = [row for row in _grid(words, cells, xs, ys) if any(row)]
        if len(rows) >= 2 and sum(any(column) for column in zip(*rows, strict=True)) >= 2:
            lefts, tops, rights, bottoms = zip(*cells, strict=True)
            box = min(lefts), min(tops), max(rights), max(bottoms)
            made = PdfTable(rows, names_columns(rows), *box, xs, number)
            found.append(made if made.headed else replace(made, headed=_has_bold_first_row(made, words, ys)))
    return found


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _ALIGNED:
            edges.append(value)
    return edges


def _grid(
    words: Sequence[PdfLine], cells: Sequence[tuple[float, ...]], xs: list[float], ys: list[float]
) -> list[list[str]]:
    """The text of every place of the grid; a cell over several rows is repeated, one over several columns is not."""
    texts = _cell_texts(words, cells)
    rows = []
    for y in ys:
        line: list[str] = []
        last: tuple[float, ...] | None = None
        for x in xs:
            cell = next((c for c in cells if c[0] - 1 <= x + 2 < c[2] and c[1] - 1 <= y + 2 < c[3]), None)
            if cell is None or cell == last:
                line.append("")
            else:
                line.append(texts.get(cell, ""))
            last = cell
        rows.append(line)
    return rows


def _cell_texts(words: Sequence[PdfLine], cells: Sequence[tuple[float, ...]]) -> dict[tuple[float, ...], str]:
    """The words of each cell, line by line."""
    held: dict[tuple[float, ...], list[PdfLine]] = {}
    ordered = sorted(cells, key=lambda c: (c[2] - c[0]) * (c[3] - c[1]))
    for word in words:
        x, y = word.middle
        cell = next((c for c in ordered if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)
        if cell is not None:
            held.setdefault(cell, []).append(word)
    return {cell: mended(joined(row).text for row in segments_of(inside)) for cell, inside in held.items()}


def _has_bold_first_row(table: PdfTable, words: Sequence[PdfLine], ys: Sequence[float]) -> bool:
    """Whether all words of the first row are bold and those of the second are not."""
    bold: tuple[list[bool], list[bool]] = ([], [])
    for word in filter(table.holds, words):
        row = sum(word.middle[1] >= y for y in ys[1:])
        if row < 2:
            bold[row].append(word.bold)
    return bool(bold[0]) and all(bold[0]) and not all(bold[1])


def aligned_table(rows: Sequence[Sequence[PdfLine]], start: int) -> tuple[PdfTable, int] | None:
    """A table without lines that begins at this row, and the index after it; None where there is none.

    Three rows or more of two segments or more whose left edges stand under one another; rows that lack the first cell
    go on with the cells above. Of two columns the first holds short names.
    """
    first = rows[start]
    if len(first) < 2:
        return None
    edges = [segment.x0 for segment in first]
    lines: list[list[str]] = []
    end, complete = start, 0
    while end < len(rows) and (places := _places(rows[end], edges)) is not None:
        if 0 in places:
            if len(places) < 2:
                break
            complete += len(places) * 2 > len(edges)
            lines.append([""] * len(edges))
        elif not lines or rows[end][0].top - rows[end - 1][0].bottom > rows[end][0].height:
            break
        for place, segment in places.items():
            lines[-1][place] = mended([lines[-1][place], segment.text])
        end += 1
    if complete < _MIN_ROWS or (len(edges) == 2 and any(len(line[0]) > _MAX_LABEL for line in lines)):
        return None
    cells = rectangular(lines)
    box = [segment for row in rows[start:end] for segment in row]
    header = names_columns(cells) or (all(s.bold for s in first) and not all(s.bold for s in rows[start + 1]))
    left, top = min(s.x0 for s in box), min(s.top for s in box)
    right, bottom = max(s.x1 for s in box), max(s.bottom for s in box)
    return PdfTable(cells, header, left, top, right, bottom, edges, first[0].page), end


def _places(row: Sequence[PdfLine], edges: Sequence[float]) -> dict[int, PdfLine] | None:
    """Which column each segment of the row stands in; None when one stands in none."""
    places: dict[int, PdfLine] = {}
    for segment in row:
        place = next((i for i, edge in enumerate(edges) if abs(segment.x0 - edge) <= 2 * _ALIGNED), None)
        if place is None or place in places:
            return None
        places[place] = segment
    return places
