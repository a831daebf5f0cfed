"""Writing what was read: within one transaction of the caller, a document is in the ledger whole or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table, insert, select

from graph.extraction import Batch, Claim, Document, Mention, Passage, Record
from graph.ledger import standing
from graph.ledger import tables as t
from graph.ledger.shared import fields, insert_rows
from graph.model import CLAIM_PROPERTIES, Value


def now(timespec: Literal["seconds", "microseconds"] = "seconds") -> str:
    """The moment as the ledger writes it: UTC, ISO 8601, to the second unless things within one must be told apart."""
    return datetime.now(UTC).isoformat(timespec=timespec)


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of a document: their place below `originals/` and what they are."""

    document: str
    path: str
    media_type: str


@dataclass(slots=True)
class Tally:
    """How much one extraction brought."""

    passages: int = 0
    mentions: int = 0
    claims: int = 0
    records: int = 0
    issues: int = 0
    rejected: int = 0
    first_issue: str = ""


def current_document(connection: Connection, source: str) -> str | None:
    """The document that the source has now; None when it was never read or is withdrawn."""
    r = t.readings.c
    return connection.execute(select(r.document).where(r.source == source).order_by(r.id.desc()).limit(1)).scalar()


def is_current(connection: Connection, source: str, document: str, version: str) -> bool:
    """Whether the source has this very content already, read by this version."""
    return current_document(connection, source) == document and has_extraction(connection, document, version)


def has_extraction(connection: Connection, document: str, version: str) -> bool:
    """Whether this content was already read by this version, and nothing of it is retired by a later snapshot."""
    x = t.extractions.c
    found = select(x.id).where(x.document == document, x.version == version, ~standing.is_base())
    return connection.execute(found.limit(1)).first() is not None


def record_reading(
    connection: Connection,
    source: str,
    original: Original,
    extraction: tuple[Document, Iterable[Batch]] | None,
    version: str,
    *,
    base: int | None = None,
) -> Tally:
    """The source has this document from now on; `extraction` is None where its content was read before.

    The older version of a changed source stays in the ledger, without being live; unless the new one stands on it:
    `base` is the extraction whose rows go on to count, but for those that the batches retire.
    """
    tally = Tally()
    before = current_document(connection, source)
    _ensure_document(connection, original)
    if extraction is not None:
        tally = _write_extraction(connection, *extraction, version=version, base=base)
    connection.execute(insert(t.readings).values(source=source, document=original.document, at=now()))
    standing.refresh_live(connection, {original.document, before})
    return tally


def withdraw(connection: Connection, source: str) -> None:
    """The source has no document from now on. What it said stays in the ledger."""
    before = current_document(connection, source)
    if before is None:
        return
    connection.execute(insert(t.readings).values(source=source, document=None, at=now()))
    standing.refresh_live(connection, {before})


def _ensure_document(connection: Connection, original: Original) -> None:
    if connection.execute(select(t.documents.c.id).where(t.documents.c.id == original.document)).first() is None:
        connection.execute(
            insert(t.documents).values(
                id=original.document, media_type=original.media_type, original=original.path, added_at=now()
            )
        )


def _write_extraction(
    connection: Connection, document: Document, batches: Iterable[Batch], *, version: str, base: int | None
) -> Tally:
    said = fields(document, "title", "date", "language", "kind", "territory", "text")
    before = standing.first_free_passage(connection, document.id)
    row = insert(t.extractions).values(document=document.id, version=version, at=now(), live=False, base=base, **said)
    writer = _BatchWriter(connection, connection.execute(row.returning(t.extractions.c.id)).scalar_one(), before)
    for batch in batches:
        writer.write(batch)
    return writer.tally


@dataclass(slots=True)
class _BatchWriter:
    """Numbers what the batches bring (local ids are only theirs) and inserts it table by table."""

    connection: Connection
    extraction: int
    before: int = 0
    """The passages are numbered from the one after this."""
    tally: Tally = field(default_factory=Tally)

    def write(self, batch: Batch) -> None:
        tally = self.tally
        passage = {p.id: number for number, p in enumerate(batch.passages, self.before + tally.passages + 1)}
        mention = {m.id: number for number, m in enumerate(batch.mentions, tally.mentions + 1)}
        first: dict[str, int] = {}
        reference = {m.id: first.setdefault(m.entity, mention[m.id]) for m in batch.mentions}
        tally.passages += self._insert(t.passages, self.before + tally.passages, map(_passage_row, batch.passages))
        found = (_mention_row(m, passage, reference) for m in batch.mentions)
        tally.mentions += self._insert(t.mentions, tally.mentions, found)
        said = (_claim_row(c, mention, passage, reference) for c in batch.claims)
        tally.claims += self._insert(t.claims, tally.claims, said)
        held = [_record_row(r, passage, reference) | {"extraction": self.extraction} for r in batch.records]
        insert_rows(self.connection, t.records, held)
        tally.records += len(held)
        told = (fields(issue, "where", "message") for issue in batch.issues)
        tally.issues += self._insert(t.issues, tally.issues, told)
        aside = ({"row_number": row.row, "cells": list(row.cells), "reason": row.reason} for row in batch.rejected)
        tally.rejected += self._insert(t.rejected_rows, tally.rejected, aside)
        standing.retire(self.connection, batch.retired, self.extraction)
        if batch.issues and not tally.first_issue:
            tally.first_issue = f"{batch.issues[0].where}: {batch.issues[0].message}"

    def _insert(self, table: Table, last: int, rows: Iterable[Mapping[str, Any]]) -> int:
        """Numbers the rows from the one after `last`; returns how many they are."""
        numbered = [{**row, "extraction": self.extraction, "number": n} for n, row in enumerate(rows, last + 1)]
        insert_rows(self.connection, table, numbered)
        return len(numbered)


def _passage_row(p: Passage) -> dict[str, Any]:
    return {
        **fields(p, "kind", "start", "end", "text", "page", "heading"),
        "table_number": p.table,
        "row_number": p.row,
        "headers": list(p.headers) if p.headers else None,
    }


def _mention_row(m: Mention, passage: Mapping[str, int], reference: Mapping[str, int]) -> dict[str, Any]:
    return {
        **fields(m, "type", "start", "end", "text"),
        "passage": passage[m.passage],
        "reference": reference[m.id],
        "properties": dict(m.properties),
        "identity_keys": dict(m.keys),
    }


def _claim_row(
    c: Claim, mention: Mapping[str, int], passage: Mapping[str, int], reference: Mapping[str, int]
) -> dict[str, Any]:
    return {
        **fields(c, "type", "status", "confidence"),
        "subject": reference[c.subject],
        "object": reference[c.object],
        "evidence": [[passage[e.passage], e.start, e.end] for e in c.evidence],
        "properties": {k: v for k, v in c.properties.items() if CLAIM_PROPERTIES[k].kind != "mention"},
        "via": _reference(c.properties.get("via"), reference),
        "attributed_to": _reference(c.properties.get("attributed_to"), reference),
        "subject_mention": mention[c.subject],
        "object_mention": mention[c.object],
    }


def _reference(mention: Value | None, reference: Mapping[str, int]) -> int | None:
    return None if mention is None else reference[str(mention)]


def _record_row(r: Record, passage: Mapping[str, int], reference: Mapping[str, int]) -> dict[str, Any]:
    return {
        **fields(r, "register", "key", "digest", "identity"),
        "passage": passage[r.passage],
        "subject": reference[r.subject] if r.subject else None,
        "cells": dict(r.values),
    }
