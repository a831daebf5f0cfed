"""The command line. Nothing heavy is imported before a command needs it."""

import sys
from io import TextIOWrapper


def main() -> None:
    """The command `intreccio`."""
    from api.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    app()
