"""What reading one source gives: passages, mentions, claims, records. The types behind `extract`'s JSON.

Offsets are Unicode code points of `Document.text`, and `text[m.start:m.end] == m.text` for every mention `m`.
Ids (`p1`, `m1`, `c1`) are local to the extraction.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from graph.model import Value

PassageKind = Literal["sentence", "item", "row", "heading"]

CELL_SEPARATOR = " | "
"""Stands between the cells of a row in a passage's text; readers never leave it inside a cell."""

GONE_SINCE = "no longer in the register since"
"""Among the values of a record: its row is not in the newest snapshot of its register, whose date follows."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source as it was read. `id` is `content_id` of its bytes; `text` is empty for a register of rows."""

    id: str
    source: str
    text: str
    title: str | None = None
    date: str | None = None
    language: str | None = "it"
    kind: str | None = None
    territory: str | None = None
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, list item, table row or heading; a row has its table, its number in it and the table's headers.

    `text` is `Document.text[start:end]`; a register has no document text, its offsets run through its rows as if
    they were joined by line ends.
    """

    id: str
    kind: PassageKind
    start: int
    end: int
    text: str
    page: int | None = None
    heading: str | None = None
    table: int | None = None
    row: int | None = None
    headers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a passage that name something; mentions of one thing share `entity` (the id of the first of them).

    `keys` are checked identifiers that a register gives the thing: fiscal_code, vat, ipa_code of an organisation,
    istat_code of a place. They are no words of the schema; the JSON of `extract` leaves them out where there are none.
    """

    id: str
    type: str
    start: int
    end: int
    text: str
    passage: str
    entity: str
    properties: Mapping[str, Value] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the words stand: a passage, and the code points of the document that carry the claim."""

    passage: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Subject, type, object (ids of mentions), said in `evidence` with a status and a confidence in [0, 1]."""

    id: str
    subject: str
    type: str
    object: str
    status: str
    confidence: float
    evidence: tuple[Evidence, ...]
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """A register's row, verbatim: column → cell. `passage` is the row's passage, `subject` the mention it is about.

    The one exception to verbatim: the codice fiscale of a person stands there as a salted token, `persona:…`.
    `digest` tells the row as it stood in the file, `identity` what it is in every snapshot: salted hashes of 64 bits.
    """

    passage: str
    register: str
    key: str | None
    values: Mapping[str, str]
    subject: str | None = None
    digest: int | None = None
    identity: int | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Doubt or damage that did not stop the reading: where (page, line, row, column) and what, in words."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row of a register or list that was kept aside: its number in the file, its cells, and why, in words."""

    row: int
    cells: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A stretch of a source. A document is one batch; a register of any size is many, so that memory stays bounded.

    `retired` are rows of the earlier snapshots on which this one stands: (extraction, passage) in the ledger. `rows` of
    the file were gone through for it.
    """

    passages: tuple[Passage, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    records: tuple[Record, ...] = ()
    issues: tuple[Issue, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    retired: tuple[tuple[int, int], ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one source."""

    document: Document
    passages: tuple[Passage, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = ()

    def batch(self) -> Batch:
        return Batch(self.passages, self.mentions, self.claims, issues=self.issues)


def content_id(content: bytes) -> str:
    """Identity of a document: the first 128 bits of the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()[:32]
