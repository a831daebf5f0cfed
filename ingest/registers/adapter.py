"""One adapter for every register: rows in; passages, records, mentions and claims out, a bounded number at a time.

A register's row is kept whole and verbatim; what it says of organisations and places is read by the mapping. Doubt is
an issue with its row; a row that cannot be read is kept aside with its reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from graph.extraction import Batch, Claim, Document, Evidence, Mention, Passage, Record, RejectedRow
from graph.model import Status, Value
from ingest.read.rows import Row, Sheet
from ingest.registers import persons
from ingest.registers.dates import iso_date
from ingest.registers.issues import IssueLog
from ingest.registers.keys import Checked, check_ipa_code, check_istat_code, check_tax_code
from ingest.registers.kinds import PERSON, kind_of
from ingest.registers.mapping import RegisterMapping
from ingest.registers.rows import Place, PlacedRow, RowWriter, is_blank, trouble, unreadable
from ingest.registers.words import plain

BATCH_ROWS: Final = 2_000


def register_document(sheet: Sheet, mapping: RegisterMapping, *, document_id: str, source: str) -> Document:
    """The register as a document: without text, its rows are its passages."""
    title = mapping.title or PurePath(source).stem
    return Document(document_id, source, "", title=title, kind="register", media_type=sheet.media_type)


def read_register(
    sheet: Sheet,
    mapping: RegisterMapping,
    document: Document,
    salt: bytes,
    *,
    batch_rows: int = BATCH_ROWS,
    place: Place | None = None,
) -> Iterator[Batch]:
    """The rows of the sheet as batches of at most `batch_rows` rows, each complete in itself.

    `salt` keys the tokens that stand for people's codici fiscali; `place` goes with the sheets of one source.
    """
    writer = RowWriter(place or Place())
    reader = _Reader(sheet.columns, mapping, document.title or sheet.name, salt, writer)
    for count, row in enumerate(sheet.rows, start=1):
        reader.read(row)
        if count % batch_rows == 0:
            yield reader.drain()
    yield reader.drain(last=True)


@dataclass(slots=True)
class _Contents:
    """What a batch holds so far. Things met before in it are known by their keys and names."""

    passages: list[Passage] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    things: dict[tuple[str, ...], str] = field(default_factory=dict)
    said: set[tuple[str, str, str]] = field(default_factory=set)


class _Reader:
    """Reads the rows of one sheet under one mapping."""

    def __init__(
        self, columns: tuple[str, ...], mapping: RegisterMapping, register: str, salt: bytes, writer: RowWriter
    ) -> None:
        self._mapping = mapping
        self._register = register
        self._salt = salt
        self._columns = columns
        self._roles = mapping.bind(columns)
        words = [plain(c) for c in columns]
        self._values = [(words.index(c), kinds) for c, kinds in mapping.values.items() if c in words]
        self._writer = writer
        self._issues = IssueLog()
        self._contents = _Contents()
        self._ids = 0

    def drain(self, *, last: bool = False) -> Batch:
        """What was read since the last call."""
        c, self._contents = self._contents, _Contents()
        issues = self._issues.drain() + (self._issues.closing() if last else ())
        return Batch(tuple(c.passages), tuple(c.mentions), tuple(c.claims), tuple(c.records), issues, tuple(c.rejected))

    def read(self, row: Row) -> None:
        """One row: read, skipped when it is blank, or kept aside."""
        if not any(cell.strip() for cell in (*row.cells, *row.extra)):
            return
        cells = self._masked(row.cells + row.extra)
        if reason := trouble(row, len(self._columns)) or self._name_trouble(cells):
            self._contents.rejected.append(self._issues.kept_aside(row.number, cells, reason))
        else:
            self._accept(row.number, cells)

    def _masked(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """The cells without anybody's personal codice fiscale."""
        codes = self._roles.get("fiscal_code"), self._roles.get("vat")
        masks = (persons.mask_code if column in codes else persons.mask for column in range(len(cells)))
        return tuple(mask(cell, self._salt) for mask, cell in zip(masks, cells, strict=True))

    def _name_trouble(self, cells: tuple[str, ...]) -> str | None:
        name = cells[self._roles["name"]]
        if is_blank(name):
            return "no name"
        if unreadable(name):
            return "the name cannot be read: wrong encoding or binary data"
        return None if any(c.isalnum() for c in name) else "the name has neither letters nor digits"

    def _accept(self, number: int, cells: tuple[str, ...]) -> None:
        placed = self._writer.place(number, cells)
        self._contents.passages.append(placed.passage)
        subject = None
        if self._mapping.subject == "place":
            place = self._place(number, placed, "name")
            key = place.keys.get("istat_code") if place else None
        else:
            body, key = self._organisation(number, placed)
            place = self._place(number, placed, "municipality")
            if body.type == "Organisation":
                subject = body.id
                if place:
                    self._claim(placed, body, "LOCATED_IN", place)
        values = dict(zip(self._columns, cells, strict=True))
        self._contents.records.append(Record(placed.passage.id, self._register, key, values, subject))

    def _organisation(self, number: int, placed: PlacedRow) -> tuple[Mention, str | None]:
        """The row's body (or person, where the legal form says so), and the best of its keys."""
        keys = self._keys(number, placed.cells)
        kind = self._kind(placed.cells)
        best = next(iter(keys.items()), ())
        label = "Person" if kind == PERSON else "Organisation"
        properties = {} if kind == PERSON else self._properties(number, placed.cells, kind)
        mention = self._mention(placed, "name", label, best, properties=properties, keys=keys)
        return mention, best[1] if best else None

    def _keys(self, number: int, cells: tuple[str, ...]) -> dict[str, str]:
        """The keys that hold, the best first."""
        checked = {
            "fiscal_code": check_tax_code(self._cell(cells, "fiscal_code"), "codice fiscale"),
            "vat": check_tax_code(self._cell(cells, "vat"), "partita IVA"),
            "ipa_code": check_ipa_code(self._cell(cells, "ipa_code")),
        }
        return {name: key for name, result in checked.items() if (key := self._judge(number, name, result)) is not None}

    def _judge(self, number: int, name: str, checked: Checked) -> str | None:
        if checked.issue:
            state = "restored" if checked.value else "not valid"
            self._issues.add(number, f"{name} {state}", checked.issue)
        return checked.value

    def _kind(self, cells: tuple[str, ...]) -> str | None:
        for origin in self._mapping.kind_from:
            if kind := self._kind_by_value(cells) if origin == "values" else kind_of(self._cell(cells, origin)):
                return kind
        if plain(self._cell(cells, "name")) == plain(self._cell(cells, "municipality")):
            return "public_body"  # a list that calls the Comune di Asti "Asti"
        return self._mapping.kind

    def _kind_by_value(self, cells: tuple[str, ...]) -> str | None:
        return next((kinds[value] for i, kinds in self._values if (value := cells[i].strip()) in kinds), None)

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

    def _place(self, number: int, placed: PlacedRow, role: str) -> Mention | None:
        """The municipality, within its province and region."""
        code = self._judge(number, "istat_code", check_istat_code(self._cell(placed.cells, "municipality_code")))
        shown = role if self._filled(placed.cells, role) else "municipality_code"
        if not self._filled(placed.cells, shown) or (shown == "municipality_code" and code is None):
            return None
        names = tuple(plain(self._cell(placed.cells, r)) for r in (shown, "province", "region"))
        keys = {"istat_code": code} if code else {}
        best = ("istat_code", code) if code else ("municipality", *names)
        mention = self._mention(placed, shown, "Place", best, properties={"kind": "municipality"}, keys=keys)
        self._place_within(placed, mention)
        return mention

    def _place_within(self, placed: PlacedRow, inner: Mention) -> None:
        """Municipality in province in region, said once a batch. A province that is only two letters is no name."""
        for role in ("province", "region"):
            name = self._filled(placed.cells, role)
            if name is None or len(name) < 3:
                continue
            identity = role, plain(name)
            if (inner.entity, *identity) in self._contents.said:
                return
            self._contents.said.add((inner.entity, *identity))
            outer = self._mention(placed, role, "Place", identity, properties={"kind": role}, keys={})
            self._claim(placed, inner, "PART_OF", outer)
            inner = outer

    def _mention(
        self,
        placed: PlacedRow,
        role: str,
        label: str,
        identity: tuple[str, ...],
        *,
        properties: Mapping[str, Value],
        keys: Mapping[str, str],
    ) -> Mention:
        """A mention at the cell of the role; `identity` (if any) joins it with earlier ones of the batch."""
        column = self._roles[role]
        start, end = placed.spans[column]
        number = self._next("m")
        entity = self._contents.things.setdefault((label, *identity), number) if identity else number
        text = placed.cells[column]
        mention = Mention(number, label, start, end, text, placed.passage.id, entity, properties, keys)
        self._contents.mentions.append(mention)
        return mention

    def _claim(self, placed: PlacedRow, subject: Mention, claim: str, target: Mention) -> None:
        evidence = tuple(Evidence(placed.passage.id, end.start, end.end) for end in (subject, target))
        made = Claim(self._next("c"), subject.id, claim, target.id, Status.DONE, 1.0, evidence)
        self._contents.claims.append(made)

    def _next(self, letter: str) -> str:
        self._ids += 1
        return f"{letter}{self._ids}"

    def _cell(self, cells: tuple[str, ...], role: str) -> str:
        column = self._roles.get(role)
        return "" if column is None else cells[column]

    def _filled(self, cells: tuple[str, ...], role: str) -> str | None:
        text = self._cell(cells, role).strip()
        return None if is_blank(text) else text
