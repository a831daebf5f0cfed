"""Opening a file that nobody vouches for: no waiting for pipes, no devices, sizes before bytes."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from graph.errors import FileTooLarge, FormatUnsupported, InputError


def open_file(path: Path, shown: str) -> tuple[BinaryIO, int]:
    """The file, opened for reading, and its size in bytes. Raises `InputError`."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            file = os.fdopen(os.open(path, flags), "rb")
            return file, os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        raise InputError("there is no such file.", where=shown, hint="Check the path.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"the file cannot be opened ({reason}).", where=shown, hint="Check the path and the permissions."
        ) from error
    raise FormatUnsupported(f"this is {_kind(mode)}, not a file.", where=shown, hint="Name a file.")


def _kind(mode: int) -> str:
    return "a folder" if stat.S_ISDIR(mode) else "a pipe" if stat.S_ISFIFO(mode) else "a device or socket"


def refuse_over(size: int, limit_mb: int, shown: str, setting: str) -> None:
    """Raises `FileTooLarge` when `size` (bytes) is over the limit of that setting."""
    if size > limit_mb * 1_000_000:
        raise FileTooLarge(
            f"the file has {size / 1e6:,.0f} MB; at most {limit_mb:,} are read.",
            where=shown,
            hint=f"Split it, or raise limits.{setting} in intreccio.toml.",
        )
