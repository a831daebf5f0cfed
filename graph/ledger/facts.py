"""What the ledger holds as true now, entity by entity and document by document, for whoever projects it.

Only resolved references count; those of documents that no source has any more are not resolved.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, select, true

from graph.extraction import GONE_SINCE
from graph.ledger.shared import chunks, current_sources, newest_id
from graph.ledger.tables import changes, claims, decided_claims, extractions, mentions, passages, records, resolutions
from graph.model import Value

_FETCH = 5_000


@dataclass(frozen=True, slots=True)
class MentionFact:
    """A mention of an entity: its words, what they state, where they stand."""

    document: str
    passage: int
    start: int
    end: int
    text: str
    properties: Mapping[str, Value]
    keys: Mapping[str, str]
    at: str


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """A claim between two entities, with its evidence as (passage, start, end) in its document."""

    subject: str
    type: str
    object: str
    status: str
    confidence: float
    evidence: Sequence[Sequence[int]]
    properties: Mapping[str, Value]
    via: str | None
    attributed_to: str | None
    document: str
    at: str


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A document that some source has now, with its newest extraction."""

    id: str
    extraction: int
    sources: tuple[str, ...]
    title: str | None
    date: str | None
    language: str | None
    kind: str | None
    territory: str | None
    registers: bool
    """Whether its passages are a register's rows."""


@dataclass(frozen=True, slots=True)
class PassageFact:
    """A passage that carries a mention."""

    number: int
    kind: str
    start: int
    text: str
    page: int | None
    heading: str | None


@dataclass(frozen=True, slots=True)
class RecordFact:
    """A register's row; `entity` is what it is about, where its subject is resolved.

    `until`: since when the register's newest snapshot lacks it.
    """

    document: str
    number: int
    register: str
    key: str | None
    text: str
    entity: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed since a position, and the position that this brings one to."""

    position: int
    entities: tuple[str, ...]
    documents: tuple[str, ...]


def changes_since(connection: Connection, position: int) -> Changes:
    newest = newest_id(connection, changes)
    query = select(changes.c.entity, changes.c.document).where(changes.c.id > position).distinct()
    rows = connection.execute(query).all()
    entities, documents = ({row[column] for row in rows if row[column]} for column in (0, 1))
    return Changes(newest, tuple(sorted(entities)), tuple(sorted(documents)))


def mentions_by_entity(
    connection: Connection, entities: Iterable[str] | None
) -> Iterator[tuple[str, list[MentionFact]]]:
    """Entity → its mentions in the order in which they were read; all entities when None."""
    r, m, x = resolutions.c, mentions.c, extractions.c
    query = (
        select(r.entity, x.document, m.passage, m.start, m.end, m.text, m.properties, m.identity_keys, x.at)
        .join(mentions, and_(m.extraction == r.extraction, m.reference == r.reference))
        .join(extractions, x.id == r.extraction)
        .order_by(r.entity, r.extraction, m.number)
    )
    for entity, group in groupby(map(tuple, _rows(connection, query, r.entity, entities)), key=itemgetter(0)):
        yield entity, [MentionFact(*row[1:]) for row in group]


def claims_from(connection: Connection, subjects: Iterable[str] | None) -> Iterator[ClaimFact]:
    """The claims of these subjects (None: all), subject by subject."""
    return _claims(connection, _SUBJECT.c.entity, subjects)


def claims_about(connection: Connection, objects: Iterable[str]) -> Iterator[ClaimFact]:
    """The claims with these objects, object by object."""
    return _claims(connection, _OBJECT.c.entity, objects)


_SUBJECT, _OBJECT, _VIA, _BY = (resolutions.alias(name) for name in ("s", "o", "via", "by"))


def _claims(connection: Connection, end: ColumnElement[str], ids: Iterable[str] | None) -> Iterator[ClaimFact]:
    """What was read, but for the claims on which people decided, and what they decided, in one order."""
    read = _claim_facts(connection, claims, claims.c.decision.is_(None), end, ids := _kept(ids))
    decided = _claim_facts(connection, decided_claims, true(), end, ids)
    return merge(read, decided, key=lambda f: f.subject if end is _SUBJECT.c.entity else f.object)


def _claim_facts(
    connection: Connection, table: Table, held: ColumnElement[bool], end: ColumnElement[str], ids: list[str] | None
) -> Iterator[ClaimFact]:
    c, x = table.c, extractions.c
    said = (_SUBJECT.c.entity, c.type, _OBJECT.c.entity, c.status, c.confidence, c.evidence, c.properties)
    query = (
        select(*said, _VIA.c.entity, _BY.c.entity, x.document, x.at)
        .select_from(_SUBJECT)
        .join(table, and_(c.extraction == _SUBJECT.c.extraction, c.subject == _SUBJECT.c.reference))
        .join(_OBJECT, and_(_OBJECT.c.extraction == c.extraction, _OBJECT.c.reference == c.object))
        .join(extractions, x.id == c.extraction)
        .outerjoin(_VIA, and_(_VIA.c.extraction == c.extraction, _VIA.c.reference == c.via))
        .outerjoin(_BY, and_(_BY.c.extraction == c.extraction, _BY.c.reference == c.attributed_to))
        .where(held)
    )
    return (ClaimFact(*row) for row in _rows(connection, query.order_by(end), end, ids))


def _kept(ids: Iterable[str] | None) -> list[str] | None:
    return None if ids is None else list(ids)


def live_documents(connection: Connection, among: Iterable[str] | None = None) -> list[DocumentFact]:
    """The documents (of these, or all) that some source has now, in the order in which they were read."""
    x = extractions.c
    recorded = select(records.c.extraction).where(records.c.extraction == x.id).exists()
    query = select(x.document, x.id, x.title, x.date, x.language, x.kind, x.territory, recorded).where(x.live)
    sources = current_sources(connection)
    found = [
        DocumentFact(document, extraction, sources[document], *rest)
        for document, extraction, *rest in _rows(connection, query, x.document, among)
    ]
    return sorted(found, key=lambda d: d.extraction)


def evidence_passages(connection: Connection, extraction: int) -> list[PassageFact]:
    """The passages of a document that carry a mention, without a register's rows."""
    p = passages.c
    carrying = select(mentions.c.passage).where(mentions.c.extraction == extraction)
    recorded = select(records.c.passage).where(records.c.extraction == extraction)
    query = (
        select(p.number, p.kind, p.start, p.text, p.page, p.heading)
        .where(p.extraction == extraction, p.number.in_(carrying), p.number.not_in(recorded))
        .order_by(p.number)
    )
    return [PassageFact(*row) for row in connection.execute(query)]


def document_records(connection: Connection, extraction: int) -> Iterator[RecordFact]:
    """The rows of a register, with the entity each is about."""
    return _records(connection, records.c.extraction, [extraction])


def records_by_entity(connection: Connection, entities: Iterable[str]) -> Iterator[RecordFact]:
    return _records(connection, resolutions.c.entity, entities)


def _records(connection: Connection, column: ColumnElement[Any], ids: Iterable[Any]) -> Iterator[RecordFact]:
    k, p, r, x = records.c, passages.c, resolutions.c, extractions.c
    query = (
        select(x.document, k.passage, k.register, k.key, p.text, r.entity, k.cells[GONE_SINCE].as_string())
        .select_from(records)
        .join(extractions, x.id == k.extraction)
        .join(passages, and_(p.extraction == k.extraction, p.number == k.passage))
        .outerjoin(resolutions, and_(r.extraction == k.extraction, r.reference == k.subject))
    )
    return (RecordFact(*row) for row in _rows(connection, query, column, ids))


def projected_passages(connection: Connection, document: str) -> list[int]:
    """Numbers of all passages that any extraction of the document ever gave a mention: what may stand in a graph."""
    query = (
        select(mentions.c.passage)
        .join(extractions, extractions.c.id == mentions.c.extraction)
        .where(extractions.c.document == document)
        .distinct()
    )
    return list(connection.execute(query).scalars())


def _rows(
    connection: Connection, query: Select[*tuple[Any, ...]], column: ColumnElement[Any], ids: Iterable[Any] | None
) -> Iterator[Any]:
    """The query for these ids, in lists that SQL can bear, or for all; never all rows in memory."""
    streaming = connection.execution_options(yield_per=_FETCH)
    if ids is None:
        yield from streaming.execute(query)
        return
    for chunk in chunks(ids):
        yield from streaming.execute(query.where(column.in_(chunk)))
