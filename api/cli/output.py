"""What the commands print: for people on a terminal, plain and stable lines everywhere else.

Rich is loaded on a terminal only. A table for a file or a pipe is tab-separated, one row a line, never wrapped.
"""

import sys
from collections.abc import Iterable, Sequence

import typer

from api.cli.text import one_line, visible


def line(text: str = "") -> None:
    """A line on standard output."""
    typer.echo(visible(text))


def note(text: str) -> None:
    """A line on standard error: what is not the answer itself."""
    typer.echo(one_line(text), err=True)


def raw(text: str) -> None:
    """Text that is safe already (JSON, csv), as it is."""
    typer.echo(text, nl=not text.endswith("\n"))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table; cells are plain text from anywhere."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    heads = [one_line(column) for column in columns]
    if sys.stdout.isatty():
        _table_for_people(heads, cells)
    else:
        raw("".join("\t".join(row) + "\n" for row in [heads, *cells]))


def _table_for_people(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        shown.add_column(Text(column), overflow="fold")
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    Console(highlight=False).print(shown)
