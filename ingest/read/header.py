"""The header of a table in a file: which row names the columns, below what titles, and rows cut to its shape."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from ingest.read.rows import Row, Sheet
from ingest.read.tables import is_figure

_SAMPLE = 50
_LOOK = 30
_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Header:
    """Names of the columns, and the number of the first row of data as a person counts."""

    columns: tuple[str, ...]
    first_row: int


def sheet_of(name: str, records: Iterator[Row], media_type: str) -> Sheet | None:
    """The sheet that is made of rows as they stand in a file; None where they hold nothing."""
    opening = list(islice(records, _SAMPLE))
    if not any(any(record.cells) for record in opening):
        return None
    header = find_header([record.cells for record in opening])
    rows = (
        shaped(record.number, record.cells, header.columns, record.problem)
        for record in chain(opening, records)
        if record.number >= header.first_row and any(record.cells)
    )
    return Sheet(name, header.columns, rows, media_type)


def find_header(rows: Sequence[Sequence[str]]) -> Header:
    """The header among the first rows of a table: the first that is about as wide as those below and holds words.

    Title rows above it (one or two cells filled) are passed over. A table without header gets "column 1", "column 2" …
    """
    opening = [[cell.strip() for cell in row] for row in rows[:_LOOK]]
    filled = [sum(1 for cell in row if cell) for row in opening]
    widths = Counter(count for count in filled if count)
    usual = max(widths, key=lambda count: (widths[count], count), default=1)
    for index, row in enumerate(opening):
        if filled[index] and filled[index] * 3 >= usual * 2 and filled[index] >= min(2, usual):
            if _are_names(row):
                return Header(_unique(_trimmed(row)), index + 2)
            return Header(_numbered(max(len(_trimmed(r)) for r in opening[index:])), index + 1)
    return Header(_numbered(max((len(_trimmed(row)) for row in opening), default=1)), 1)


def shaped(number: int, cells: Sequence[str], columns: tuple[str, ...], problem: str | None = None) -> Row:
    """A row with as many cells as there are columns; filled cells beyond the last column are kept as `extra`."""
    texts = tuple([cell.strip() for cell in cells])
    if "\0" in "".join(texts):
        texts = tuple(cell.replace("\0", "").strip() for cell in texts)
    width = len(columns)
    if len(texts) == width:
        return Row(number, texts, (), problem)
    beyond = list(texts[width:])
    while beyond and not beyond[-1]:
        beyond.pop()
    if beyond and problem is None:
        problem = f"{len(texts[:width]) + len(beyond)} cells in a table of {width} columns"
    return Row(number, texts[:width] + ("",) * (width - len(texts)), tuple(beyond), problem)


def _are_names(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    figures = sum(1 for cell in filled if is_figure(cell))
    return figures * 2 < len(filled) and all(len(cell) <= _MAX_NAME for cell in filled)


def _trimmed(row: Sequence[str]) -> list[str]:
    cells = list(row)
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _numbered(width: int) -> tuple[str, ...]:
    return tuple(f"column {number}" for number in range(1, width + 1))


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """The names on one line each, none blank, none twice."""
    seen: Counter[str] = Counter()
    columns = []
    for number, raw in enumerate(names, start=1):
        name = " ".join(raw.split()) or f"column {number}"
        seen[name] += 1
        columns.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(columns)
