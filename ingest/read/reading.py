"""The one door for files: what a file is, what it may cost, who reads it. Nothing but `InputError` comes out of it.

What is raised behind it names no file; the door adds the name.
"""

import io
import os
import stat
import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path, PurePath
from typing import BinaryIO, Literal

from graph.errors import DamagedFile, FileTooLarge, FormatUnsupported, InputError, IntreccioError, NoText
from graph.extraction import Extraction
from graph.settings import LimitSettings
from ingest.read.detect import TABLE_SUFFIXES, TABLES, Format, detect
from ingest.read.documents import kind_of, read_document
from ingest.read.rows import Row, Sheet, Sheets
from ingest.read.text import Job, SourceText
from ingest.read.worker import Worker

Reading = SourceText | Sheets | Extraction
"""What a file gives: a document's text, the tables of a register or list, or an extraction made elsewhere."""

_MAX_ENVELOPES = 5
_IN_PROCESS = frozenset({Format.TEXT, Format.MARKDOWN})
_IN_PROCESS_BYTES = 1_000_000
_MB = 1_000_000


def read(path: Path, limits: LimitSettings, *, name: str | None = None, worker: Worker | None = None) -> Reading:
    """Reads a file of any known format.

    `name` is what the file is called where that is not its path (an upload); it stands in errors and helps to tell
    formats apart. Many files are read faster with one `worker` (see `document_worker`); without it each document starts
    its own.
    Raises `InputError`; so does going through the rows of `Sheets`.
    """
    shown = "".join(sign if sign.isprintable() else "?" for sign in name or str(path))
    is_table = PurePath(shown).suffix.lower() in TABLE_SUFFIXES
    with _only_input_errors(shown), ExitStack() as held:
        file: BinaryIO = held.enter_context(_opened(path))
        # By size alone, before a byte is read; only what calls itself a table may be larger than a document.
        _refuse_over(file.seek(0, os.SEEK_END), limits, "register_mb" if is_table else "file_mb")
        kind, place = detect(file, shown), path
        if kind is Format.SIGNED:
            kind, content = _unwrapped(file, shown)
            file = io.BytesIO(content)
            if kind is Format.PARQUET:
                place = Path(held.enter_context(tempfile.TemporaryDirectory()), "table.parquet")
                place.write_bytes(content)
        if kind in TABLES:
            size = file.seek(0, os.SEEK_END)
            sheets = _watched(_sheets(kind, file, place, limits), shown, held.pop_all())
            first = next(sheets)  # opened here, so that a broken file is refused at once
            share = partial(_share, file, size) if kind is not Format.PARQUET else lambda: None
            return Sheets(chain([first], sheets), first.media_type, sheets.close, share)
        _refuse_over(file.seek(0, os.SEEK_END), limits, "file_mb")
        file.seek(0)
        if kind is Format.EXTRACTION:
            from ingest.read.extraction_json import read_extraction

            return read_extraction(file.read(), shown)
        return _document(kind, file.read(), limits, worker)


def document_worker(limits: LimitSettings) -> Worker:
    """A worker for many `read`s; a context manager."""
    return Worker(seconds=limits.read_seconds, memory_mb=limits.read_memory_mb)


def _share(file: BinaryIO, size: int) -> float:
    """How much of the file is behind; all when it is closed."""
    return 1.0 if file.closed or not size else min(1.0, file.tell() / size)


def _opened(path: Path) -> BinaryIO:
    """A file that nobody vouches for: no waiting for pipes, no devices."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            return os.fdopen(os.open(path, flags), "rb")
    except FileNotFoundError as error:
        raise InputError("there is no such file.", hint="Check the path.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"the file cannot be opened ({reason}).", hint="Check the path and the permissions."
        ) from error
    kind = "a folder" if stat.S_ISDIR(mode) else "a pipe" if stat.S_ISFIFO(mode) else "a device or socket"
    raise FormatUnsupported(f"this is {kind}, not a file.", hint="Name a file.")


def _refuse_over(size: int, limits: LimitSettings, setting: Literal["file_mb", "register_mb"]) -> None:
    limit: int = getattr(limits, setting)
    if size > limit * _MB:
        raise FileTooLarge(
            f"the file has {size / 1e6:,.0f} MB; at most {limit:,} are read.",
            hint=f"Split it, or raise limits.{setting} in intreccio.toml.",
        )


def _unwrapped(file: BinaryIO, shown: str) -> tuple[Format, bytes]:
    """What is inside an envelope, or inside the envelope in it, and its format."""
    from ingest.read.signed import inner_name, unwrap

    file.seek(0)
    content, name = file.read(), shown
    for _ in range(_MAX_ENVELOPES):
        content, name = unwrap(content), inner_name(name)
        kind = detect(io.BytesIO(content), name)
        if kind is not Format.SIGNED:
            return kind, content
    raise DamagedFile("it is signed over and over again.", hint="Add the document itself.")


def _document(kind: Format, content: bytes, limits: LimitSettings, worker: Worker | None) -> SourceText:
    job = Job(limits.pages, limits.unpacked_mb * _MB, lambda: None)
    if kind in _IN_PROCESS and len(content) <= _IN_PROCESS_BYTES:
        source = read_document(kind.value, content, job)
    elif worker is not None:
        source = worker.read(kind.value, content, job)
    else:
        with document_worker(limits) as own:
            source = own.read(kind.value, content, job)
    if not source.blocks:
        raise NoText("no text was found in it.", hint="Check that it is the right file.")
    return source


def _sheets(kind: Format, file: BinaryIO, path: Path, limits: LimitSettings) -> Iterator[Sheet]:
    if kind is Format.CSV:
        from ingest.read.delimited import read_delimited

        return read_delimited(file)
    if kind is Format.XLSX:
        from ingest.read.workbook import read_workbook

        return read_workbook(file, limits.unpacked_mb * _MB)
    from ingest.read.parquet import read_parquet

    return read_parquet(path, limits.read_memory_mb)


def _watched(sheets: Iterator[Sheet], shown: str, held: ExitStack) -> Generator[Sheet, None, None]:
    """The same sheets: errors on the way become `InputError`, and what is held is let go of at the end."""

    def rows_of(sheet: Sheet) -> Iterator[Row]:
        with _only_input_errors(shown):
            yield from sheet.rows

    with held, _only_input_errors(shown):
        for sheet in sheets:
            yield replace(sheet, rows=rows_of(sheet))


@contextmanager
def _only_input_errors(shown: str) -> Iterator[None]:
    """Gives every error the file's name, and turns whatever a parsing library raises into `DamagedFile`."""
    hint = "Open it in its own program and save it again."
    try:
        yield
    except IntreccioError as error:
        error.where = error.where or shown
        raise
    except MemoryError as error:
        raise FileTooLarge("reading it takes more memory than there is.", where=shown, hint="Split it.") from error
    except RecursionError as error:
        raise DamagedFile("its parts are nested too deeply.", where=shown, hint=hint) from error
    except Exception as error:
        # Deliberately broad, and the only such handler on this side of the worker: openpyxl, DuckDB, zipfile, lxml,
        # the codecs raise dozens of their own errors on broken bytes, and one bad file must not stop the others.
        raise DamagedFile(f"the file is damaged ({kind_of(error)}).", where=shown, hint=hint) from error
