"""The command line. Nothing heavy is imported before a command needs it."""

import sys
from io import TextIOWrapper
from typing import Final

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C, as shells have it."""


def main() -> None:
    """The command `intreccio`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        from api.cli.app import app
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    app()
