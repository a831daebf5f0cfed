"""One adapter for every register: rows in; passages, records, mentions and claims out, a bounded number at a time.

A register's row is kept whole and verbatim; what it says of organisations, places and projects is read by the mapping.
Doubt is an issue with its row; a row that cannot be read is kept aside with its reason; a register that has changed so
much that its mapping no longer fits is refused.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from graph.extraction import GONE_SINCE, Batch, Document, Mention, Record
from graph.model import Value
from ingest.read.rows import Row, Sheet
from ingest.registers import persons
from ingest.registers.actions import ActionReader
from ingest.registers.contents import Contents
from ingest.registers.dates import iso_date
from ingest.registers.floors import Census
from ingest.registers.issues import IssueLog
from ingest.registers.keys import (
    check_ipa_code,
    check_rea,
    check_runts_number,
    check_tax_code,
)
from ingest.registers.kinds import PERSON, kind_of
from ingest.registers.mapping import RegisterMapping
from ingest.registers.places import PlaceReader
from ingest.registers.rows import Place, PlacedRow, RowWriter, is_blank, trouble, unreadable
from ingest.registers.sheet_roles import Roles
from ingest.registers.snapshots import EarlierRow, Hasher, Position, Renewal, Said, Snapshot, snapshot_date
from ingest.registers.words import plain

BATCH_ROWS: Final = 10_000
"""Rows at a time, some 50 MB of what they say. What is said once a batch (in which province a municipality is) is said
that often: few large batches are less to read, resolve and project."""


def register_document(sheet: Sheet, mapping: RegisterMapping, *, document_id: str, source: str) -> Document:
    """The register as a document: without text, its rows are its passages. Its date is that of its file's name."""
    title = mapping.title or PurePath(source).stem
    when = snapshot_date(source)
    return Document(document_id, source, "", title=title, date=when, kind="register", media_type=sheet.media_type)


def read_register(
    sheet: Sheet,
    mapping: RegisterMapping,
    document: Document,
    salt: bytes,
    *,
    batch_rows: int = BATCH_ROWS,
    place: Place | None = None,
    snapshot: Snapshot | None = None,
) -> Iterator[Batch]:
    """The rows of the sheet as batches of at most `batch_rows` rows, each complete in itself.

    `salt` keys the tokens that stand for people's codici fiscali; `place` goes with the sheets of one source, and so
    does `snapshot`, which is told what stands in them. Raises `RegisterChanged` where the floors of the mapping break.
    """
    writer = RowWriter(place or Place())
    said = snapshot.said if isinstance(snapshot, Renewal) else None
    title = document.title or sheet.name
    reader = RowReader(sheet.columns, mapping, title, salt, writer=writer, snapshot=snapshot, said=said)
    count = 0
    for count, row in enumerate(sheet.rows, start=1):
        reader.read(row)
        if count % batch_rows == 0:
            yield replace(reader.drain(), rows=batch_rows)
    reader.census.check_shares(mapping)
    yield replace(reader.drain(last=True), rows=count % batch_rows)


class RowReader:
    """Reads the rows of one sheet under one mapping."""

    def __init__(
        self,
        columns: tuple[str, ...],
        mapping: RegisterMapping,
        register: str,
        salt: bytes,
        *,
        writer: RowWriter,
        snapshot: Snapshot | None = None,
        said: set[Said] | None = None,
    ) -> None:
        self._mapping = mapping
        self._register = register
        self._salt = salt
        self._hasher = Hasher(columns, salt)
        self._columns = columns
        self._roles = Roles(mapping.bind(columns))
        words = [plain(c) for c in columns]
        self._values = [(words.index(c), kinds) for c, kinds in mapping.values.items() if c in words]
        self._writer = writer
        self._snapshot = snapshot
        self._issues = IssueLog()
        self._contents = Contents(said)
        self._places = PlaceReader(self._roles, self._contents, self._issues)
        self._actions = ActionReader(columns, mapping, self._roles, self._contents, self._issues)
        self.census = Census()

    def drain(self, *, last: bool = False) -> Batch:
        """What was read since the last call."""
        return self._contents.drain(self._issues.drain() + (self._issues.closing() if last else ()))

    def read(self, row: Row) -> None:
        """One row: read, skipped when it is blank, passed over when it stands in the ledger, or kept aside."""
        digest = self._hasher.row(row.cells)
        known = self._snapshot if self._snapshot and not row.problem else None
        if known and (passed := known.passed(digest, row.number, *self._writer.at)):
            self._writer.pass_over(passed[0])
            self.census.count(keyed=passed[1])
            return
        if not any(map(str.strip, row.cells)) and not any(map(str.strip, row.extra)):
            return
        cells = self._masked(row.cells + row.extra)
        if reason := trouble(row, len(self._columns)) or self._name_trouble(cells):
            self._contents.reject(self._issues.kept_aside(row.number, cells, reason))
        else:
            placed = self._writer.place(row.number, cells)
            self._accept(row.number, cells, placed, digest)

    def read_again(self, row: EarlierRow, position: Position) -> None:
        """A row that was passed over."""
        placed = self._writer.place_back(position.number, row.cells, position.table, position.offset)
        self._accept(position.number, row.cells, placed, row.digest)

    def read_gone(self, number: int, row: EarlierRow, since: str) -> None:
        """A row that was read before and is no longer in the register."""
        self._contents.until = since
        placed = self._writer.place_gone(number, row.cells, f"{GONE_SINCE} {since}")
        self._accept(number, row.cells, placed, None, {GONE_SINCE: since})

    def _masked(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """The cells without anybody's personal codice fiscale."""
        codes = self._roles.column("fiscal_code"), self._roles.column("vat")
        masks = (persons.mask_code if column in codes else persons.mask for column in range(len(cells)))
        return tuple(mask(cell, self._salt) for mask, cell in zip(masks, cells, strict=True))

    def _name_trouble(self, cells: tuple[str, ...]) -> str | None:
        name = self._roles.cell(cells, "name")
        if is_blank(name):
            return "no name"
        if unreadable(name):
            return "the name cannot be read: wrong encoding or binary data"
        return None if any(c.isalnum() for c in name) else "the name has neither letters nor digits"

    def _accept(
        self,
        number: int,
        cells: tuple[str, ...],
        placed: PlacedRow,
        digest: int | None,
        more: dict[str, str] | None = None,
    ) -> None:
        self._contents.passage(placed.passage)
        subject = None
        if self._mapping.subject == "place":
            key = self._places.row_of_place(number, placed)
        elif self._mapping.subject == "action":
            key = self._actions.row_of_action(number, placed, self._places.place(number, placed, "municipality"))
        else:
            body, key = self._organisation(number, placed)
            place = self._places.place(number, placed, "municipality")
            self._actions.actions_of(number, placed, body, place)
            if body.type == "Organisation":
                subject = body.id
                if place and not self._actions.located:
                    self._contents.claim(placed, body, "LOCATED_IN", place)
        self.census.count(keyed=key is not None)
        identity = self._hasher.identity(self._roles.identity(placed.cells, key))
        if self._snapshot:
            self._snapshot.saw(identity)
        values = dict(zip(self._columns, cells, strict=True)) | (more or {})
        self._contents.record(Record(placed.passage.id, self._register, key, values, subject, digest, identity))

    def _organisation(self, number: int, placed: PlacedRow) -> tuple[Mention, str | None]:
        """The row's body (or person, where the legal form says so), and the best of its keys."""
        keys = self._keys(number, placed.cells)
        kind = self._kind(placed.cells)
        best = next(iter(keys.items()), ())
        label = "Person" if kind == PERSON else "Organisation"
        properties = {} if kind == PERSON else self._properties(number, placed.cells, kind)
        column = self._roles["name"]
        mention = self._contents.mention(placed, column, label, best, properties=properties, keys=keys)
        return mention, best[1] if best else None

    def _keys(self, number: int, cells: tuple[str, ...]) -> dict[str, str]:
        """The keys that hold, the best first."""
        checked = {
            "fiscal_code": check_tax_code(self._cell(cells, "fiscal_code"), "codice fiscale"),
            "vat": check_tax_code(self._cell(cells, "vat"), "partita IVA"),
            "ipa_code": check_ipa_code(self._cell(cells, "ipa_code")),
            "runts": check_runts_number(self._cell(cells, "runts")),
            "rea": check_rea(self._cell(cells, "rea"), self._cell(cells, "province")),
        }
        judged = {name: self._issues.judge(number, name, result) for name, result in checked.items()}
        return {name: key for name, key in judged.items() if key is not None}

    def _kind(self, cells: tuple[str, ...]) -> str | None:
        for origin in self._mapping.kind_from:
            if kind := self._kind_by_value(cells) if origin == "values" else kind_of(self._cell(cells, origin)):
                return kind
        if plain(self._cell(cells, "name")) == plain(self._cell(cells, "municipality")):
            return "public_body"  # a list that calls the Comune di Asti "Asti"
        return self._mapping.kind

    def _kind_by_value(self, cells: tuple[str, ...]) -> str | None:
        return next((kinds[value] for i, kinds in self._values if (value := plain(cells[i])) in kinds), None)

    def _properties(self, number: int, cells: tuple[str, ...], kind: str | None) -> dict[str, Value]:
        properties: dict[str, Value] = {"kind": kind} if kind else {}
        if acronym := self._filled(cells, "acronym"):
            properties["acronym"] = acronym
        if founded := self._filled(cells, "founded"):
            if when := iso_date(founded):
                properties["founded"] = when
            else:
                self._issues.add(number, "founding dates", f"«{founded[:40]}» is no date that could be read")
        return properties

    def _cell(self, cells: tuple[str, ...], role: str) -> str:
        return self._roles.cell(cells, role)

    def _filled(self, cells: tuple[str, ...], role: str) -> str | None:
        return self._roles.filled(cells, role)
