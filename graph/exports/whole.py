"""Files that appear whole or not at all: written beside their place, then moved there."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from graph.errors import UsageError


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """A file to write, which becomes `path` when the block ends well. Raises `UsageError` when it cannot be written."""
    made: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".intreccio-")
        made = Path(name)
        os.fchmod(handle, 0o666 & ~_umask())
        os.close(handle)
        yield made
        with made.open("rb") as written:
            os.fsync(written.fileno())
        made.replace(path)
    except OSError as error:
        raise UsageError(f"the file cannot be written: {error.strerror}.", where=str(path)) from error
    finally:
        if made:
            made.unlink(missing_ok=True)


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """As `whole_path`, as a stream of text: UTF-8, line ends as written, half characters as escapes."""
    with whole_path(path) as made, made.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        yield stream


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
