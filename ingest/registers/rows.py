"""One row as a passage: its cells on one line, and where each stands in the text of the source."""

from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from graph.extraction import CELL_SEPARATOR, Passage
from ingest.read.rows import Row
from ingest.registers.words import plain, word_list

MAX_CELL = 20_000
"""Characters a cell may have; a longer one is a file whose quotes are broken."""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row's passage, its cells on one line each, and their spans in the source's text."""

    passage: Passage
    cells: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Place:
    """How far a source of several sheets is read: the number of the last one, the offset of the next row."""

    table: int = 0
    offset: int = 0


class RowWriter:
    """Gives the rows of a sheet their offsets, as if all rows of the source were joined by line ends."""

    def __init__(self, place: Place, headers: tuple[str, ...] | None = None) -> None:
        self._headers = headers
        self._place = place
        place.table += 1

    @property
    def at(self) -> tuple[int, int]:
        """The number of the sheet, and where the next row begins."""
        return self._place.table, self._place.offset

    def pass_over(self, length: int) -> None:
        """A row of so many characters that is not read."""
        self._place.offset += length + 1

    def place_back(self, number: int, cells: tuple[str, ...], table: int, offset: int) -> PlacedRow:
        """A row that was passed over: its place is behind."""
        now, self._place.offset = self._place.offset, offset
        placed = self.place(number, cells)
        self._place.offset = now
        return replace(placed, passage=replace(placed.passage, table=table))

    def place(self, number: int, cells: tuple[str, ...]) -> PlacedRow:
        lines, begin = tuple(map(one_line, cells)), self._place.offset
        starts = accumulate((len(cell) + len(CELL_SEPARATOR) for cell in lines), initial=begin)
        spans = tuple((start, start + len(cell)) for start, cell in zip(starts, lines, strict=False))
        text = CELL_SEPARATOR.join(lines)
        end, table = begin + len(text), self._place.table
        passage = Passage(f"p{number}", "row", begin, end, text, table=table, row=number, headers=self._headers)
        self._place.offset = end + 1
        return PlacedRow(passage, lines, spans)

    def place_gone(self, number: int, cells: tuple[str, ...], why: str) -> PlacedRow:
        """A row that is not in the file: it has no number there, and stands under the reason."""
        placed = self.place(number, cells)
        return replace(placed, passage=replace(placed.passage, row=None, heading=why))


def one_line(cell: str) -> str:
    """A cell without line ends and without the sign that separates cells."""
    text = " ".join(cell.split())
    return text.replace("|", "/") if "|" in text else text


def trouble(row: Row, width: int) -> str | None:
    """Why the row does not fit a table of `width` columns, in words; None where it does."""
    if row.problem:
        return row.problem
    if any(len(cell) > MAX_CELL for cell in row.cells):
        return f"a cell has over {MAX_CELL} characters: the quotes of the file are probably broken"
    if len(row.cells) != width or row.extra:
        return f"{len(row.cells) + len(row.extra)} cells where the header has {width}"
    return None


def is_blank(text: str) -> bool:
    """Whether a cell is empty, or says in words that it is."""
    return not text.strip(" .-_*/\t\r\n") or plain(text) in _blanks()


def unreadable(text: str) -> bool:
    """Whether a text holds signs that no decoding gives: it was read in the wrong encoding, or is binary."""
    return any(c == "\ufffd" or (ord(c) < 32 and not c.isspace()) for c in text)


@cache
def _blanks() -> frozenset[str]:
    return frozenset(word_list("blanks.toml")["blanks"])
