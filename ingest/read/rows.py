"""What a reader of tables (csv, xlsx, parquet) gives: columns and rows, one sheet at a time, never all rows in memory."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file as a person counts (the header is 1), and its cells as text, blank where empty."""

    number: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class Sheet:
    """A table of a file. `rows` can be gone through once; a row's cells are as many as the columns (`extra` cells make it an issue)."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]
    media_type: str
