"""What the commands print: for people on a terminal, plain and stable lines everywhere else.

Rich is loaded on a terminal only. A table for a file or a pipe is tab-separated, one row a line, never wrapped.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import typer

from api.cli.text import one_line, visible

_QUIET_SECONDS: Final = 5.0


class Step:
    """Called with how many are done, of how many, and what has just been done; `within` tells how far the next is."""

    def __init__(self, step: Callable[[int, int, str], None], within: Callable[[str], None]) -> None:
        self._step = step
        self._within = within

    def __call__(self, done: int, total: int, what: str) -> None:
        self._step(done, total, what)

    def within(self, what: str) -> None:
        self._within(what)


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
    if not sys.stdout.isatty():
        raw("".join("\t".join(row) + "\n" for row in [heads, *cells]))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        shown.add_column(Text(head), overflow="fold")
    for row in cells:
        shown.add_row(*map(Text, row))
    Console(highlight=False).print(shown)


@contextmanager
def progress(beginning: str, ending: str = "") -> Iterator[Step]:
    """Shows on standard error how far a long command is: a bar with counts and the time left on a terminal, else lines.

    `beginning` stands there until the first step, `ending` after the last.
    """
    if not sys.stderr.isatty():
        yield Step(lambda done, total, what: note(f"{done}/{total} {what}"), _seldom(note))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True, highlight=False), transient=True) as bar:
        task = bar.add_task(escape(beginning), total=None)

        def step(done: int, total: int, what: str) -> None:
            words = ending if ending and done == total else one_line(what)
            bar.update(task, completed=done, total=total, description=escape(words))

        yield Step(step, lambda what: bar.update(task, description=escape(one_line(what))))


def _seldom(show: Callable[[str], None]) -> Callable[[str], None]:
    """Shows what it is called with once in a while: a file of lines is no bar."""
    last = time.monotonic()

    def shown(what: str) -> None:
        nonlocal last
        if time.monotonic() - last >= _QUIET_SECONDS:
            last = time.monotonic()
            show(what)

    return shown
