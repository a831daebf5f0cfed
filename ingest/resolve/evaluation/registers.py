"""Registers as entries with their keys beside them, for measuring and training."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError
from graph.extraction import Batch
from graph.settings import LimitSettings
from ingest.read.reading import read
from ingest.read.rows import Sheet, Sheets
from ingest.registers.adapter import read_register, register_document
from ingest.registers.keys import check_tax_code
from ingest.registers.mapping import recognise
from ingest.resolve.matching.entries import Entry

_SALT = b"evaluation"
"""People's codici fiscali are tokens here too; they are compared, never shown nor kept."""

_PLACES = ("municipality", "province", "region", "address")


@dataclass(frozen=True, slots=True)
class Side:
    """The bodies of a register: `keys[i]` is the codice fiscale of `entries[i]`, None where the row has none."""

    entries: tuple[Entry, ...]
    keys: tuple[str | None, ...]

    def numbers(self) -> dict[str, int]:
        """Key → number of its entry."""
        return {key: number for number, key in enumerate(self.keys) if key}


def may_teach(key: str) -> bool:
    """Whether the trainer may look at bodies of this key; the others are there to measure with."""
    return zlib.crc32(key.encode()) % 2 == 0


def read_side(path: Path, limits: LimitSettings) -> Side:
    """The bodies of a register that a mapping reads; rows with one key are one body, with all their names.

    A row without a name stays, under its key: it cannot be found, and counts as missed. Raises `InputError`.
    """
    reading = read(path, limits)
    if not isinstance(reading, Sheets):
        raise InputError(
            "this is no register.", where=str(path), hint="Give a csv, xlsx or parquet file with a header."
        )
    bodies: dict[str, list[Entry]] = defaultdict(list)
    keys: dict[str, str | None] = {}
    for sheet in reading.sheets:
        for key, entry in _rows(sheet, path):
            body = key or entry.id
            bodies[body].append(entry)
            keys[body] = key
    entries = tuple(_one(str(number), rows) for number, rows in enumerate(bodies.values()))
    return Side(entries, tuple(keys[body] for body in bodies))


def _rows(sheet: Sheet, path: Path) -> Iterator[tuple[str | None, Entry]]:
    mapping = recognise(sheet.columns)
    if mapping is None:
        raise InputError(
            f"no mapping reads the sheet «{sheet.name}».", where=str(path), hint="See `intreccio registers`."
        )
    roles = mapping.bind(sheet.columns)
    document = register_document(sheet, mapping, document_id="evaluated", source=str(path))
    for batch in read_register(sheet, mapping, document, _SALT):
        yield from _read(batch, roles, sheet.columns)
        for row in batch.rejected:
            if "fiscal_code" in roles and len(row.cells) == len(sheet.columns):
                yield check_tax_code(row.cells[roles["fiscal_code"]]).value, Entry(f"row {row.row}", "")


def _read(batch: Batch, roles: dict[str, int], columns: tuple[str, ...]) -> Iterator[tuple[str | None, Entry]]:
    bodies = {m.passage: m for m in batch.mentions if m.type == "Organisation"}
    for record in batch.records:
        body = bodies.get(record.passage)
        if body is None:
            continue
        kind = body.properties.get("kind")
        cells = [record.values[columns[roles[r]]].strip() or None if r in roles else None for r in _PLACES]
        municipality, province, region, address = cells
        entry = Entry(
            record.passage, body.text, (), str(kind) if kind else None, municipality, province, region, address
        )
        yield body.keys.get("fiscal_code") or body.keys.get("vat"), entry


def _one(number: str, rows: Iterable[Entry]) -> Entry:
    """One entry of the rows of one body."""
    first, *others = rows
    names = dict.fromkeys(e.name for e in (first, *others) if e.name)
    name, *other_names = names or ("",)
    return Entry(
        number, name, tuple(other_names), first.kind, first.municipality, first.province, first.region, first.address
    )
