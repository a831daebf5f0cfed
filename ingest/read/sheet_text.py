"""A table in a file that is no register and no list of ties, as a document: its rows under their headers."""

from collections.abc import Iterable, Sequence
from itertools import compress, islice, zip_longest
from typing import Final

from graph.errors import FileTooLarge
from graph.extraction import Issue
from ingest.read.compose import Piece, Table, compose
from ingest.read.rows import Sheet
from ingest.read.text import SourceText

MAX_ROWS: Final = 5_000
"""Rows that language reads from one file; a longer table is data, and wants a mapping."""


def as_text(sheets: Iterable[Sheet], media_type: str) -> SourceText:
    """The sheets under one another, each below its name. Raises `FileTooLarge` over `MAX_ROWS` rows."""
    pieces: list[Piece | Table] = []
    issues: list[Issue] = []
    left = MAX_ROWS
    for sheet in sheets:
        rows = list(islice(sheet.rows, left + 1))
        if len(rows) > left:
            raise FileTooLarge(
                f"a table of over {MAX_ROWS:,} rows, in whose columns no register or list of ties is recognised.",
                hint="Name its columns (denominazione, comune …; soggetto, relazione, oggetto …) or add a part.",
            )
        left -= len(rows)
        if sheet.name:
            pieces.append(Piece("heading", sheet.name))
        pieces.append(Table(_filled([sheet.columns, *(row.cells + row.extra for row in rows)]), headed=True))
        place = f"sheet {sheet.name}, row" if sheet.name else "row"
        issues += [Issue(f"{place} {row.number}", row.problem) for row in rows if row.problem]
    return compose(pieces, media_type, issues=issues)


def _filled(rows: list[Sequence[str]]) -> list[Sequence[str]]:
    """The header and the rows without columns in which no row has anything: a sheet may have thousands."""
    kept = [any(cells) for cells in zip_longest(*rows[1:], fillvalue="")]
    return [tuple(compress(row, kept)) for row in rows] if any(kept) else rows
