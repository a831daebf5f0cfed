"""From the pieces a reader finds (running text, headings, items, tables) to one text with its blocks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.extraction import CELL_SEPARATOR, Issue
from ingest.read.lines import find_marker
from ingest.read.tables import names_columns, rectangular
from ingest.read.text import Outline, SourceText

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
    """A table: its rows, whether the first of them names the columns, and the page of each where there are pages."""

    rows: Sequence[Sequence[str]]
    headed: bool
    pages: Sequence[int | None] = ()


def running(text: str, *, listed: bool = False, page: int | None = None) -> Piece:
    """A piece of running text: an item where a list holds it or a bullet, number or code opens it."""
    marker = find_marker(text)
    if marker is not None and marker.kind == "bullet":
        text = text[marker.after :]
    is_item = listed or (marker is not None and marker.kind != "heading label")
    return Piece("item" if is_item else "paragraph", text, page=page)


def table_of(rows: Sequence[Sequence[str]], *, headed: bool = False, pages: Sequence[int | None] = ()) -> Table:
    """The table of these rows, all made as long as the longest; headed also where the first row looks so."""
    cells = rectangular(rows)
    return Table(cells, headed or names_columns(cells), pages)


def clean(text: str) -> str:
    """The text with every run of blanks as one space; soft hyphens, zero-width marks and half characters go."""
    return _BLANK.sub(" ", _LONE_SURROGATE.sub("", text.translate(_INVISIBLE))).strip()


def compose(
    pieces: Iterable[Piece | Table],
    media_type: str,
    *,
    title: str | None = None,
    date: str | None = None,
    ceiling: float = 1.0,
    issues: Iterable[Issue] = (),
) -> SourceText:
    """The pieces under one another as one text; without a title of its own the first heading is it."""
    composer = _Composer()
    for piece in pieces:
        if isinstance(piece, Table):
            composer.add_table(piece)
        elif text := clean(piece.text):
            composer.add_piece(piece, text)
    text, outline = "".join(composer.parts), composer.outline
    found = clean(title or "") or outline.title(text)
    return SourceText(text, tuple(outline.blocks), media_type, found, date, ceiling, tuple(issues))


class _Composer:
    """Writes one piece a line, and notes where each one stands."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.outline = Outline()
        self._length = 0

    def add_piece(self, piece: Piece, text: str) -> None:
        if piece.kind != "heading":
            self.outline.add(piece.kind, *self._write(text), piece.page)
        elif len(text) > _MAX_HEADING:
            self.outline.add("paragraph", *self._write(text), piece.page)
        else:
            if self.parts:
                self._write("")
            self.outline.heading(*self._write(text), text, piece.level, piece.page)

    def add_table(self, table: Table) -> None:
        """Its rows that are not blank; a bar inside a cell becomes a slash, since bars part the cells."""
        rows = [tuple(clean(cell).replace("|", "/") for cell in row) for row in table.rows]
        headers = rows[0] if table.headed and any(rows[:1]) else None
        pages = table.pages or (None,) * len(rows)
        kept = [(row, page) for row, page in zip(rows, pages, strict=True) if any(row) or row is headers]
        if kept:
            stretches = [self._write(CELL_SEPARATOR.join(row)) for row, _ in kept]
            self.outline.table(stretches, headers, [page for _, page in kept])

    def _write(self, line: str) -> tuple[int, int]:
        start = self._length
        self.parts.append(line + "\n")
        self._length += len(line) + 1
        return start, start + len(line)
