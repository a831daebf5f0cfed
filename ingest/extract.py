"""What one file says: a document's text through language, a table's rows through a mapping, extract JSON as it is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from graph.errors import EmptyFile
from graph.extraction import Batch, Document, Extraction, Issue
from graph.settings import Settings
from ingest.language.choice import Choice
from ingest.private import masked_extraction, masked_text
from ingest.project_codes import with_project_codes
from ingest.read.reading import document_worker, read
from ingest.read.rows import Sheet, Sheets
from ingest.read.sheet_text import as_text
from ingest.read.text import SourceText
from ingest.read.worker import Worker
from ingest.registers.adapter import read_register, register_document
from ingest.registers.mapping import RegisterMapping, recognise
from ingest.registers.past import Past
from ingest.registers.rows import Place
from ingest.registers.snapshots import Renewal, Snapshot, today
from ingest.registers.superseding import Register, read_renewed, read_vanished
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
    base: int | None = None
    """The extraction of an earlier snapshot whose rows go on to count, but for those that the batches retire."""
    share: Callable[[], float | None] = lambda: None
    """How much of the file is read, in [0, 1], where somebody can tell."""


@dataclass(slots=True)
class _Part:
    """A source of tables while its sheets are read: how far, and which registers were met in it."""

    source: str
    document: str
    place: Place
    past: Past | None
    registers: dict[str, tuple[RegisterMapping, Document, Snapshot]] = field(default_factory=dict)

    def snapshot_of(self, mapping: RegisterMapping, document: Document) -> Snapshot | None:
        """The snapshot of this register, over all sheets that hold it; None where the source is read without a past."""
        if self.past is None:
            return None
        title = document.title or ""
        if title not in self.registers:
            self.registers[title] = mapping, document, self.past.snapshot(title, document.date or today())
        return self.registers[title][2]


class Extractor:
    """Extracts from many files; language and the reading process start when first needed. A context manager."""

    def __init__(
        self,
        settings: Settings,
        salt: bytes,
        choice: Choice = Choice(),  # noqa: B008 - frozen
        mappings: Sequence[RegisterMapping] = (),
    ) -> None:
        """`mappings` are the workspace's own; they go before the bundled ones."""
        self._settings = settings
        self._mappings = mappings
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

    def extract(self, path: Path, source: str, document: str, past: Past | None = None) -> Found:
        """What the file at `path`, known as `source`, says. Raises `InputError`.

        `past` gives the rows that the source had before, where it is a register.
        """
        reading = read(path, self._settings.limits, name=source, worker=self._worker)
        if isinstance(reading, Extraction):
            found = masked_extraction(reading, self._salt)
            return Found(replace(found.document, id=document, source=source), [found.batch()])
        if isinstance(reading, Sheets):
            return self._tables(reading, source, document, past)
        return self._text(reading, source, document)

    def _text(self, text: SourceText, source: str, document: str) -> Found:
        extraction = self._language.extract(
            masked_text(text, self._salt), source_name=source, document_id=document, territory=self._settings.territory
        )
        return Found(extraction.document, [with_project_codes(extraction).batch()])

    def _tables(self, tables: Sheets, source: str, document: str, past: Past | None) -> Found:
        """The first sheet decides: a register or ties list, with the others that are one; else a text of tables."""
        first = next(tables.sheets, None)
        if first is None:
            tables.close()
            raise EmptyFile("there is no table in the file.", where=source)
        part = _Part(source, document, Place(), past)
        found = self._register(first, part)
        if found is None:
            return self._text(as_text(chain([first], tables.sheets), tables.media_type), source, document)
        batches = chain(found.batches, self._other_sheets(tables, part), self._vanished(part))
        return Found(found.document, batches, past.base if past else None, tables.share)

    def _other_sheets(self, tables: Sheets, part: _Part) -> Iterator[Batch]:
        for sheet in tables.sheets:
            found = self._register(sheet, part)
            if found is None:
                message = f"no known columns ({', '.join(sheet.columns[:8])}); the sheet was not read"
                yield Batch(issues=(Issue(f"sheet {sheet.name}", message),))
            else:
                yield from found.batches

    def _register(self, sheet: Sheet, part: _Part) -> Found | None:
        """None where the columns are neither a register's nor a ties list's."""
        if is_ties(sheet.columns):
            made = ties_document(sheet, document_id=part.document, source=part.source)
            return Found(made, read_ties(sheet, made, self._salt, part.place))
        mapping = recognise(sheet.columns, self._mappings)
        if mapping is None:
            return None
        made = register_document(sheet, mapping, document_id=part.document, source=part.source)
        snapshot = part.snapshot_of(mapping, made)
        return Found(made, read_register(sheet, mapping, made, self._salt, place=part.place, snapshot=snapshot))

    def _vanished(self, part: _Part) -> Iterator[Batch]:
        """What the registers of the source had before and have no more."""
        for mapping, made, snapshot in part.registers.values():
            register = Register(mapping, made, self._salt, part.place, snapshot)
            if part.past and isinstance(snapshot, Renewal):
                yield from read_renewed(register, snapshot, part.past)
            else:
                yield from read_vanished(register)
        if part.past:
            missing = sorted(part.past.registers - part.registers.keys())
            yield Batch(retired=tuple(row[:2] for title in missing for row in part.past.standing(title)))

    @cached_property
    def _worker(self) -> Worker:
        return self._stack.enter_context(document_worker(self._settings.limits))

    @cached_property
    def _language(self) -> "LanguageExtractor":
        from ingest.language.pipeline import load

        return load(self._choice)
