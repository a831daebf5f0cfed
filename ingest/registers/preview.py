"""What a mapping would read of a file, without writing anything: each column's part, and what the first rows give."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from graph.errors import FormatUnsupported, NotFound, RegisterChanged
from graph.extraction import Batch, Issue, RejectedRow
from graph.settings import LimitSettings
from ingest.read.reading import read
from ingest.read.rows import Sheet, Sheets
from ingest.registers.adapter import read_register, register_document
from ingest.registers.mapping import RegisterMapping, bundled, load, recognise
from ingest.registers.words import plain

KEPT = "kept, not read"


@dataclass(frozen=True, slots=True)
class Column:
    """A column with what it is read as and a cell of it."""

    name: str
    role: str
    example: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What so many rows of a file give; `found` counts mentions and claims by type, `keys` rows with a key."""

    mapping: RegisterMapping
    columns: tuple[Column, ...]
    rows: int
    keys: int
    found: dict[str, int]
    kinds: dict[str, int]
    rejected: tuple[RejectedRow, ...]
    issues: tuple[Issue, ...]


def chosen_mapping(name: str | None, own: Sequence[RegisterMapping] = ()) -> RegisterMapping | None:
    """The mapping of this name, or in this file; None without a name. Raises `NotFound`, `SettingsInvalid`."""
    if name is None:
        return None
    if name.endswith(".toml"):
        return load(Path(name))
    found = next((m for m in (*own, *bundled()) if m.name == name), None)
    if found is None:
        raise NotFound(f"no mapping is called {name}.", hint="`intreccio registers` lists them; or give a FILE.toml.")
    return found


def preview(
    path: Path, wanted: RegisterMapping | None, own: Sequence[RegisterMapping], salt: bytes, rows: int | None
) -> Preview:
    """The first rows (None: all) of the first table of the file. Raises `InputError`."""
    tables = read(path, LimitSettings())
    if not isinstance(tables, Sheets):
        raise FormatUnsupported("this is a document, not a table.", where=str(path), hint="Registers are csv or xlsx.")
    try:
        sheet = next(tables.sheets)
        mapping = _fitting(sheet, wanted, own, path)
        part = sheet if rows is None else replace(sheet, rows=islice(sheet.rows, rows))
        document = register_document(part, mapping, document_id="0" * 32, source=str(path))
        return _counted(sheet, mapping, read_register(part, mapping, document, salt))
    finally:
        tables.close()


def check_whole(found: Preview) -> None:
    """Raises `RegisterChanged` where the whole register is less than its floors."""
    floors, title = found.mapping.floors, found.mapping.title or found.mapping.name
    short = [f"{found.rows:,} rows, fewer than {floors.rows:,}"] if found.rows < floors.rows else []
    short += [f"no row of kind {kind}" for kind in floors.kinds if not found.kinds.get(kind)]
    if short:
        raise RegisterChanged(f"this is not the whole register «{title}» as its mapping knows it: {'; '.join(short)}.")


def _fitting(
    sheet: Sheet, wanted: RegisterMapping | None, own: Sequence[RegisterMapping], path: Path
) -> RegisterMapping:
    mapping = wanted or recognise(sheet.columns, own)
    shown = ", ".join(sheet.columns[:30])
    if mapping is None:
        hint = "Map them by a file of your own: docs/registers.md; then preview it with --mapping FILE.toml."
        raise RegisterChanged(f"no register is recognised by its columns: {shown}.", where=str(path), hint=hint)
    if missing := mapping.missing(sheet.columns):
        raise RegisterChanged(
            f"columns of «{mapping.title or mapping.name}» are missing: {', '.join(missing)}; there are: {shown}.",
            where=str(path),
            hint="The register has changed, or it is another one.",
        )
    return mapping


def _counted(sheet: Sheet, mapping: RegisterMapping, batches: Iterator[Batch]) -> Preview:
    counts, kinds = Counter[str](), Counter[str]()
    examples: dict[str, str] = {}
    rejected, issues = list[RejectedRow](), list[Issue]()
    rows = keys = 0
    for batch in batches:
        counts.update(m.type for m in batch.mentions)
        counts.update(c.type for c in batch.claims)
        kinds.update(str(m.properties["kind"]) for m in batch.mentions if "kind" in m.properties)
        for record in batch.records:
            rows, keys = rows + 1, keys + (record.key is not None)
            if len(examples) < len(sheet.columns):
                examples |= {c: cell for c, cell in record.values.items() if cell and c not in examples}
        rejected += batch.rejected
        issues += batch.issues
    columns = tuple(Column(c, role, examples.get(c, "")) for c, role in _roles(sheet.columns, mapping).items())
    return Preview(mapping, columns, rows, keys, dict(counts), dict(kinds), tuple(rejected), tuple(issues))


def _roles(columns: Sequence[str], mapping: RegisterMapping) -> dict[str, str]:
    """Each column with what it is read as."""
    bound = {columns[number]: role for role, number in mapping.bind(columns).items()}
    special = {c: "kind" for c in columns if plain(c) in mapping.values}
    if mapping.action:
        special |= {c: "claim" for c in columns if plain(c) == plain(mapping.action.claim_column)}
    return {c: bound.get(c) or special.get(c) or KEPT for c in columns}
