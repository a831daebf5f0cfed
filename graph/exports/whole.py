"""Files that appear whole or not at all: written beside their place, then moved there."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from graph.errors import UsageError


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """A file to write, which becomes `path` when the block ends well. Raises `UsageError` when it cannot be written."""
    made = path.parent / f".intreccio-{secrets.token_hex(8)}"
    try:
        made.touch(exist_ok=False)
        yield made
        with made.open("rb") as written:
            os.fsync(written.fileno())
        made.replace(path)
    except OSError as error:
        raise UsageError(f"the file cannot be written: {error.strerror}.", where=str(path)) from error
    finally:
        with suppress(OSError):
            made.unlink()


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """As `whole_path`, as a stream of text: UTF-8, line ends as written, half characters as escapes."""
    with whole_path(path) as made, made.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        yield stream
