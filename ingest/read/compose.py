"""From the pieces a reader finds (running text, headings, items, tables) to one text with its blocks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from graph.extraction import CELL_SEPARATOR, Issue
from ingest.read.outline import Outline
from ingest.read.text import SourceText

_BLANK = re.compile(r"\s+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = dict.fromkeys((0, 0xAD, 0x200B, 0xFEFF))
_MAX_HEADING = 300


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, heading or item; `level` is a heading's depth (1 is the top)."""

    kind: Literal["paragraph", "heading", "item"]
    text: str
    level: int = 2
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its column headers (None where it has none) and its rows, each with the page it stands on.

    `inherited` headers are those of the table before the page break: they name the columns but stand nowhere here.
    """

    headers: tuple[str, ...] | None
    rows: tuple[tuple[str, ...], ...]
    pages: tuple[int | None, ...] = ()
    inherited: bool = False

    def page(self, index: int) -> int | None:
        return self.pages[index] if index < len(self.pages) else None


def clean(text: str) -> str:
    """The text with every run of blanks as one space; soft hyphens, zero-width marks and half characters go."""
    return _BLANK.sub(" ", _LONE_SURROGATE.sub("", text.translate(_INVISIBLE))).strip()


def clean_cell(text: str) -> str:
    """A cell on one line, without the sign that separates cells."""
    return clean(text).replace("|", "/")


class Composer:
    """Puts pieces under one another, one a line, and remembers where each one stands."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._outline = Outline()

    def add(self, piece: Piece | Table) -> None:
        if isinstance(piece, Table):
            self._add_table(piece)
        elif text := clean(piece.text):
            self._add_piece(piece, text)

    def result(
        self, media_type: str, *, title: str | None = None, ceiling: float = 1.0, issues: Iterable[Issue] = ()
    ) -> SourceText:
        """The composed text; without a title of its own the first heading is it."""
        text = "".join(self._parts)
        found = clean(title or "") or self._outline.title(text)
        return SourceText(text, tuple(self._outline.blocks), media_type, found, None, ceiling, tuple(issues))

    def _add_piece(self, piece: Piece, text: str) -> None:
        if piece.kind != "heading":
            self._outline.add(piece.kind, *self._write(text), piece.page)
        elif len(text) > _MAX_HEADING:
            self._outline.add("paragraph", *self._write(text), piece.page)
        else:
            self._skip_line()
            self._outline.heading(*self._write(text), text, piece.level, piece.page)

    def _add_table(self, table: Table) -> None:
        rows = [tuple(clean_cell(cell) for cell in row) for row in table.rows]
        headers = tuple(clean_cell(cell) for cell in table.headers) if table.headers else None
        if not headers and not any(any(row) for row in rows):
            return
        self._outline.table()
        if headers and not table.inherited:
            self._outline.row(*self._write(CELL_SEPARATOR.join(headers)), 0, headers, table.page(0))
        number = 0
        for index, row in enumerate(rows):
            if any(row):
                number += 1
                self._outline.row(*self._write(CELL_SEPARATOR.join(row)), number, headers, table.page(index))

    def _write(self, line: str) -> tuple[int, int]:
        start = self._length
        self._parts.append(line + "\n")
        self._length += len(line) + 1
        return start, start + len(line)

    def _skip_line(self) -> None:
        if self._length:
            self._parts.append("\n")
            self._length += 1
