"""Files before they are read: which there are, what their content is called, and the copy that the workspace keeps."""

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import DamagedFile, EmptyFile, FileTooLarge, FormatUnsupported, InputError


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to be read. `source` is its name in the ledger: the whole path, links resolved."""

    source: str
    path: Path
    document: str


def find_files(paths: Sequence[Path], *, skip: Path, limit_mb: int) -> Iterator[FoundFile | InputError]:
    """Every file under these paths once, in order of their names, or why it cannot be taken.

    Hidden files and files of the workspace `skip` itself are left out of folders.
    """
    seen: set[Path] = set()
    for given in paths:
        for path in _walk(given):
            real = _real(path)
            if real in seen or real.is_relative_to(_real(skip)):
                continue
            seen.add(real)
            try:
                _check_name(path, real, given)
                yield FoundFile(str(real), real, hash_file(real, limit_mb))
            except InputError as error:
                yield error


def _real(path: Path) -> Path:
    """The path with its links followed; a link that leads to itself stays as it is."""
    return Path(os.path.realpath(path))


def _check_name(path: Path, real: Path, given: Path) -> None:
    """Refuses names that nobody could ask for again, and links out of a folder that may come from a stranger."""
    try:
        str(real).encode()
    except UnicodeEncodeError:
        shown = str(path).encode("utf-8", "backslashreplace").decode()
        raise FormatUnsupported("the file's name is not valid text.", where=shown, hint="Rename it.") from None
    if path != given and not real.is_relative_to(_real(given)):
        raise FormatUnsupported(
            f"this is a link to {real}, outside the folder.", where=str(path), hint="Add the file itself by its name."
        )


def hash_file(path: Path, limit_mb: int, name: str | None = None) -> str:
    """The document id of the file's content, without reading what is no file or too large.

    `name` is what errors call the file where that is not its path (an upload). Raises `InputError`.
    """
    where = name or str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FormatUnsupported("this is not a file but a device, pipe or socket.", where=where)
        if status.st_size == 0:
            raise EmptyFile("the file is empty (0 bytes).", where=where, hint="Get it again from its source.")
        if status.st_size > limit_mb << 20:
            raise FileTooLarge(
                f"the file has {status.st_size >> 20} MB, more than the {limit_mb} MB that are allowed.",
                where=where,
                hint="Split it, or raise limits.register_mb in intreccio.toml.",
            )
        return _digest(path)
    except OSError as error:
        raise DamagedFile(f"the file cannot be read: {error.strerror}.", where=where) from error


def keep_original(originals: Path, path: Path, document: str) -> str:
    """Copies the file into `originals` under its content's name; returns its place below `originals`.

    Raises `DamagedFile` when the content is no longer the one that was hashed.
    """
    place = Path(document[:2]) / f"{document}{path.suffix.lower()[:10]}"
    target = originals / place
    if target.exists():
        return place.as_posix()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".copy-")
    copy = Path(name)
    try:
        with os.fdopen(handle, "wb") as out, path.open("rb") as stream:
            shutil.copyfileobj(stream, out)
            out.flush()
            os.fsync(out.fileno())
        if _digest(copy) != document:
            raise DamagedFile("the file changed while it was being read.", where=str(path), hint="Add it again.")
        copy.replace(target)
    finally:
        copy.unlink(missing_ok=True)
    return place.as_posix()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:32]


def _walk(given: Path) -> Iterator[Path]:
    if not given.is_dir():
        yield given
        return
    for folder, names, files in os.walk(given):
        names[:] = sorted(n for n in names if not n.startswith("."))
        yield from (Path(folder) / n for n in sorted(files) if not n.startswith("."))
