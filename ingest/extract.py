"""What one file says: a document's text through language, a table's rows through a mapping, extract JSON as it is."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from graph.errors import EmptyFile
from graph.extraction import Batch, Document, Extraction, Issue
from graph.settings import Settings
from ingest.language.choice import Choice
from ingest.read.reading import document_worker, read
from ingest.read.rows import Sheet, Sheets
from ingest.read.sheet_text import as_text
from ingest.read.text import SourceText
from ingest.read.worker import Worker
from ingest.registers.adapter import read_register, register_document
from ingest.registers.mapping import recognise
from ingest.registers.rows import Place
from ingest.registers.ties import is_ties, read_ties, ties_document

if TYPE_CHECKING:
    from ingest.language.pipeline import Extractor as LanguageExtractor


@dataclass(frozen=True, slots=True)
class Found:
    """A source's document and what it says, a stretch at a time.

    Going through `batches` reads a register's rows and can raise `InputError`.
    """

    document: Document
    batches: Iterable[Batch]


class Extractor:
    """Extracts from many files; language and the reading process start when first needed. A context manager."""

    def __init__(self, settings: Settings, salt: bytes, choice: Choice = Choice()) -> None:  # noqa: B008 - frozen
        self._settings = settings
        self._salt = salt
        self._choice = choice
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @cached_property
    def version(self) -> str:
        """What the extractions are marked with."""
        return self._choice.version

    def extract(self, path: Path, source: str, document: str) -> Found:
        """What the file at `path`, known as `source`, says. Raises `InputError`."""
        reading = read(path, self._settings.limits, name=source, worker=self._worker)
        if isinstance(reading, Extraction):
            return Found(replace(reading.document, id=document, source=source), [reading.batch()])
        if isinstance(reading, Sheets):
            return self._tables(reading, source, document)
        return self._text(reading, source, document)

    def _text(self, text: SourceText, source: str, document: str) -> Found:
        extraction = self._language.extract(
            text, source_name=source, document_id=document, territory=self._settings.territory
        )
        return Found(extraction.document, [extraction.batch()])

    def _tables(self, tables: Sheets, source: str, document: str) -> Found:
        """The first sheet decides: a register or ties list, with the others that are one; else a text of tables."""
        first = next(tables.sheets, None)
        if first is None:
            tables.close()
            raise EmptyFile("there is no table in the file.", where=source)
        place = Place()
        found = self._register(first, source, document, place)
        if found is None:
            return self._text(as_text(chain([first], tables.sheets), tables.media_type), source, document)
        return Found(found.document, chain(found.batches, self._other_sheets(tables, source, document, place)))

    def _other_sheets(self, tables: Sheets, source: str, document: str, place: Place) -> Iterator[Batch]:
        for sheet in tables.sheets:
            found = self._register(sheet, source, document, place)
            if found is None:
                message = f"no known columns ({', '.join(sheet.columns[:8])}); the sheet was not read"
                yield Batch(issues=(Issue(f"sheet {sheet.name}", message),))
            else:
                yield from found.batches

    def _register(self, sheet: Sheet, source: str, document: str, place: Place) -> Found | None:
        """None where the columns are neither a register's nor a ties list's."""
        if is_ties(sheet.columns):
            made = ties_document(sheet, document_id=document, source=source)
            return Found(made, read_ties(sheet, made, self._salt, place))
        mapping = recognise(sheet.columns)
        if mapping is None:
            return None
        made = register_document(sheet, mapping, document_id=document, source=source)
        return Found(made, read_register(sheet, mapping, made, self._salt, place=place))

    @cached_property
    def _worker(self) -> Worker:
        return self._stack.enter_context(document_worker(self._settings.limits))

    @cached_property
    def _language(self) -> "LanguageExtractor":
        from ingest.language.pipeline import load

        return load(self._choice)
