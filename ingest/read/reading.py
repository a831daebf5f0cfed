"""The one door for files: what a file is, what it may cost, who reads it. Nothing but `InputError` comes out of it."""

import io
import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath
from typing import BinaryIO

from graph.errors import DamagedFile, FileTooLarge, IntreccioError, NoText
from graph.extraction import Extraction
from graph.settings import LimitSettings
from ingest.read.detect import TABLE_SUFFIXES, TABLES, Format, detect
from ingest.read.documents import read_document
from ingest.read.job import Job, kind_of
from ingest.read.opening import open_file, refuse_over
from ingest.read.rows import Row, Sheet, Sheets
from ingest.read.text import SourceText
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
    file, size = open_file(path, shown)
    reading: Reading | None = None
    try:
        with _only_input_errors(shown):
            _check_size(size, shown, limits)
            reading = _read(file, path, shown, limits, worker)
    finally:
        if not isinstance(reading, Sheets):
            file.close()
    return _watched(reading, file, shown) if isinstance(reading, Sheets) else reading


def document_worker(limits: LimitSettings) -> Worker:
    """A worker for many `read`s; a context manager."""
    return Worker(seconds=limits.read_seconds, memory_mb=limits.read_memory_mb)


def _check_size(size: int, shown: str, limits: LimitSettings) -> None:
    """By size alone, before a byte is read; only what calls itself a table may be larger than a document."""
    if PurePath(shown).suffix.lower() in TABLE_SUFFIXES:
        refuse_over(size, limits.register_mb, shown, "register_mb")
    else:
        refuse_over(size, limits.file_mb, shown, "file_mb")


def _read(file: BinaryIO, path: Path, shown: str, limits: LimitSettings, worker: Worker | None) -> Reading:
    kind = detect(file, shown)
    if kind is Format.SIGNED:
        kind, content = _unwrapped(file, shown)
        if kind in TABLES:
            return _tables(kind, io.BytesIO(content), None, shown, limits)
    elif kind in TABLES:
        return _tables(kind, file, path, shown, limits)
    else:
        refuse_over(file.seek(0, os.SEEK_END), limits.file_mb, shown, "file_mb")
        file.seek(0)
        content = file.read()
    if kind is Format.EXTRACTION:
        from ingest.read.extraction_json import read_extraction

        return read_extraction(content, shown)
    return _document(kind, content, shown, limits, worker)


def _unwrapped(file: BinaryIO, shown: str) -> tuple[Format, bytes]:
    """What is inside an envelope, or inside the envelope in it, and its format."""
    from ingest.read.signed import inner_name, unwrap

    file.seek(0)
    content, name = file.read(), shown
    for _ in range(_MAX_ENVELOPES):
        content, name = unwrap(content, shown), inner_name(name)
        kind = detect(io.BytesIO(content), name)
        if kind is not Format.SIGNED:
            return kind, content
    raise DamagedFile("it is signed over and over again.", where=shown, hint="Add the document itself.")


def _document(kind: Format, content: bytes, shown: str, limits: LimitSettings, worker: Worker | None) -> SourceText:
    job = Job(shown, limits.pages, limits.unpacked_mb * _MB, lambda: None)
    if kind in _IN_PROCESS and len(content) <= _IN_PROCESS_BYTES:
        source = read_document(kind.value, content, job)
    elif worker is not None:
        source = worker.read(kind.value, content, job)
    else:
        with document_worker(limits) as own:
            source = own.read(kind.value, content, job)
    if not source.blocks:
        raise NoText("no text was found in it.", where=shown, hint="Check that it is the right file.")
    return source


def _tables(kind: Format, file: BinaryIO, path: Path | None, shown: str, limits: LimitSettings) -> Sheets:
    """The tables of a file; the first is opened here, so that a broken file is refused at once."""
    media_type, sheets, close = _opened_tables(kind, file, path, shown, limits)
    try:
        first = next(sheets)
    except BaseException:
        close()
        raise
    return Sheets(itertools.chain([first], sheets), media_type, close)


def _opened_tables(
    kind: Format, file: BinaryIO, path: Path | None, shown: str, limits: LimitSettings
) -> tuple[str, Iterator[Sheet], Callable[[], None]]:
    if kind is Format.CSV:
        from ingest.read.delimited import MEDIA_TYPE, read_delimited

        return MEDIA_TYPE, read_delimited(file, shown), file.close
    if kind is Format.XLSX:
        from ingest.read.workbook import MEDIA_TYPE, read_workbook

        return MEDIA_TYPE, read_workbook(file, shown, limits.unpacked_mb * _MB), file.close
    from ingest.read.parquet import MEDIA_TYPE, read_parquet

    if path is not None:
        return MEDIA_TYPE, read_parquet(path, limits.read_memory_mb), file.close
    with tempfile.NamedTemporaryFile(suffix=".parquet", delete=False) as copy:
        file.seek(0)
        copy.write(file.read())
    place = Path(copy.name)
    return MEDIA_TYPE, read_parquet(place, limits.read_memory_mb), lambda: place.unlink(missing_ok=True)


def _watched(tables: Sheets, file: BinaryIO, shown: str) -> Sheets:
    """The same tables: errors on the way become `InputError`, and the file is let go of at the end."""

    def close() -> None:
        tables.close()
        file.close()

    def rows_of(sheet: Sheet) -> Iterator[Row]:
        with _only_input_errors(shown):
            yield from sheet.rows

    def sheets() -> Iterator[Sheet]:
        try:
            with _only_input_errors(shown):
                for sheet in tables.sheets:
                    yield replace(sheet, rows=rows_of(sheet))
        finally:
            close()

    return Sheets(sheets(), tables.media_type, close)


@contextmanager
def _only_input_errors(shown: str) -> Iterator[None]:
    """Turns whatever a parsing library raises into `DamagedFile` with the file's name."""
    hint = "Open it in its own program and save it again."
    try:
        yield
    except IntreccioError:
        raise
    except MemoryError as error:
        raise FileTooLarge("reading it takes more memory than there is.", where=shown, hint="Split it.") from error
    except RecursionError as error:
        raise DamagedFile("its parts are nested too deeply.", where=shown, hint=hint) from error
    except Exception as error:
        # Deliberately broad, and the only such handler on this side of the worker: openpyxl, DuckDB, zipfile, lxml,
        # the codecs raise dozens of their own errors on broken bytes, and one bad file must not stop the others.
        raise DamagedFile(f"the file is damaged ({kind_of(error)}).", where=shown, hint=hint) from error
