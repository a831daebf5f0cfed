"""What a reader of tables (csv, xlsx, parquet) gives: columns and rows, a sheet at a time, never all rows in memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Row(NamedTuple):
    """A row: its number in the file as a person counts (the header is 1), and its cells as text, blank where empty.

    `extra` holds the cells beyond the last column; `problem` says in words what is wrong with the row as it was read.
    """

    number: int
    cells: tuple[str, ...]
    extra: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(slots=True)
class Sheet:
    """A table of a file. `rows` can be gone through once; a row's cells are as many as the columns."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]
    media_type: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """The tables of a file, one after the other; a sheet must be gone through before the next one is asked for.

    Going through them can raise `InputError`, as the file is read on the way. `close` lets go of a file that is not
    read to its end. `share` says how much of the file is read, in [0, 1]; None where nobody can tell.
    """

    sheets: Iterator[Sheet]
    media_type: str
    close: Callable[[], None]
    share: Callable[[], float | None] = lambda: None
