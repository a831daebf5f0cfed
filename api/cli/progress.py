"""How far a long command is, on standard error: a bar with counts and the time left on a terminal, else lines."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from api.cli import output
from api.cli.text import one_line

Step = Callable[[int, int, str], None]
"""Called with how many are done, of how many, and what has just been done."""


@contextmanager
def shown_progress(beginning: str, ending: str = "") -> Iterator[Step]:
    """Shows progress while the block runs; `beginning` stands there until the first step, `ending` after the last."""
    if not sys.stderr.isatty():
        yield lambda done, total, what: output.note(f"{done}/{total} {what}")
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

        yield step
