"""Writes docs/cli.md: the help of every command, as the commands print it.

python tools/cli_reference.py
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from api.cli.app import app

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"

_HEAD = """\
# The command line

Made by `python tools/cli_reference.py` from what the commands themselves print.

**Exit codes**: 0 done; 1 some inputs failed, or the ledger or the graph cannot be reached; 2 wrong use; 130 interrupted
from the keyboard (what was read is kept); 141 whoever read the output closed it. An error is one line on standard
error, in the same words as the API's; `intreccio --debug …` shows where in the program it arose.

**The workspace** is the one of `--workspace` (after the command or before it), else of `INTRECCIO_WORKSPACE`, else the
nearest folder upwards with an `intreccio.toml`.

**Output** is for people on a terminal (`NO_COLOR` is respected). Into a file or a pipe a table goes as tab-separated
lines with a header, without colour and never wrapped; answers go to standard output, progress and remarks to standard
error. Control characters of the data are shown as escapes (`\\x1b`), in JSON as `\\u001b`. Cells of csv that a
spreadsheet would take for a formula begin with an apostrophe.
"""


def command_names() -> list[tuple[str, ...]]:
    """Every command, by the words that call it; the first is `intreccio` itself."""
    return list(_walk(get_command(app), ()))


def help_of(names: tuple[str, ...]) -> str:
    """What the command prints for `--help`, at a width of 80."""
    environment = {"COLUMNS": "80"}
    return CliRunner().invoke(app, [*names, "--help"], prog_name="intreccio", env=environment).stdout


def reference() -> str:
    """The whole page."""
    parts = [_HEAD]
    for names in command_names():
        parts.append(f"## {' '.join(('intreccio', *names))}\n\n```text\n{help_of(names).strip()}\n```\n")
    return "\n".join(parts)


def _walk(command: Any, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield names
    for name, inner in getattr(command, "commands", {}).items():
        yield from _walk(inner, (*names, name))


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
