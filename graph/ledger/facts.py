"""What the ledger holds as true now, entity by entity and document by document, for whoever projects it.

Only resolved references count; those of documents that no source has any more are not resolved.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from graph.ledger.tables import changes, claims, extractions, mentions, passages, readings, records, resolutions
from graph.model import Value

_CHUNK = 500
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
    """A register's row; `entity` is what it is about, where its subject is resolved."""

    document: str
    number: int
    register: str
    key: str | None
    text: str
    entity: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed since a position, and the position that this brings one to."""

    position: int
    entities: tuple[str, ...]
    documents: tuple[str, ...]


def changes_since(connection: Connection, position: int) -> Changes:
    newest = connection.execute(select(func.coalesce(func.max(changes.c.id), 0))).scalar_one()
    rows = connection.execute(
        select(changes.c.entity, changes.c.document).where(changes.c.id > position).distinct()
    ).all()
    return Changes(
        newest,
        tuple(sorted({r.entity for r in rows if r.entity})),
        tuple(sorted({r.document for r in rows if r.document})),
    )


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
    rows = (tuple(row) for row in _rows(connection, query, r.entity, entities))
    for entity, group in groupby(rows, key=lambda row: row[0]):
        yield entity, [MentionFact(*row[1:]) for row in group]


def claims_by_subject(connection: Connection, subjects: Iterable[str] | None) -> Iterator[tuple[str, list[ClaimFact]]]:
    """Subject → its claims; all subjects when None."""
    query, subject, _ = _claims_query()
    for entity, group in groupby(_claims(connection, query.order_by(subject), subject, subjects), lambda c: c.subject):
        yield entity, list(group)


def claims_by_object(connection: Connection, objects: Iterable[str]) -> Iterator[tuple[str, list[ClaimFact]]]:
    """Object → the claims about it."""
    query, _, target = _claims_query()
    for entity, group in groupby(_claims(connection, query.order_by(target), target, objects), lambda c: c.object):
        yield entity, list(group)


def _claims_query() -> tuple[Any, ColumnElement[str], ColumnElement[str]]:
    c, x = claims.c, extractions.c
    s, o = resolutions.alias("s"), resolutions.alias("o")
    via, by = resolutions.alias("via"), resolutions.alias("by")
    query = (
        select(
            s.c.entity,
            c.type,
            o.c.entity,
            c.status,
            c.confidence,
            c.evidence,
            c.properties,
            via.c.entity,
            by.c.entity,
            x.document,
            x.at,
        )
        .select_from(s)
        .join(claims, and_(c.extraction == s.c.extraction, c.subject == s.c.reference))
        .join(o, and_(o.c.extraction == c.extraction, o.c.reference == c.object))
        .join(extractions, x.id == c.extraction)
        .outerjoin(via, and_(via.c.extraction == c.extraction, via.c.reference == c.via))
        .outerjoin(by, and_(by.c.extraction == c.extraction, by.c.reference == c.attributed_to))
    )
    return query, s.c.entity, o.c.entity


def _claims(
    connection: Connection, query: Any, column: ColumnElement[str], ids: Iterable[str] | None
) -> Iterator[ClaimFact]:
    return (ClaimFact(*row) for row in _rows(connection, query, column, ids))


def live_documents(connection: Connection, among: Iterable[str] | None = None) -> list[DocumentFact]:
    """The documents (of these, or all) that some source has now, in the order in which they were read."""
    x = extractions.c
    recorded = select(records.c.extraction).where(records.c.extraction == x.id).exists()
    query = select(
        x.document, x.id, x.title, x.date, x.language, x.kind, x.territory, recorded.label("registers")
    ).where(x.live)
    sources = _sources(connection)
    found = [
        DocumentFact(
            r.document, r.id, sources[r.document], r.title, r.date, r.language, r.kind, r.territory, r.registers
        )
        for r in _rows(connection, query, x.document, among)
    ]
    return sorted(found, key=lambda d: d.extraction)


def _sources(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Document → the sources that have it now."""
    newest = select(func.max(readings.c.id)).group_by(readings.c.source)
    held = select(readings.c.document, readings.c.source).where(readings.c.id.in_(newest)).order_by(readings.c.source)
    sources: dict[str, tuple[str, ...]] = {}
    for document, source in connection.execute(held):
        sources[document] = (*sources.get(document, ()), source)
    return sources


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
    condition = records.c.extraction == extraction
    return (RecordFact(*row) for row in connection.execute(_records_query().where(condition)).yield_per(_FETCH))


def records_by_entity(connection: Connection, entities: Iterable[str]) -> Iterator[RecordFact]:
    return (RecordFact(*row) for row in _rows(connection, _records_query(), resolutions.c.entity, entities))


def _records_query() -> Any:
    k, p, r, x = records.c, passages.c, resolutions.c, extractions.c
    return (
        select(x.document, k.passage, k.register, k.key, p.text, r.entity)
        .select_from(records)
        .join(extractions, x.id == k.extraction)
        .join(passages, and_(p.extraction == k.extraction, p.number == k.passage))
        .outerjoin(resolutions, and_(r.extraction == k.extraction, r.reference == k.subject))
    )


def projected_passages(connection: Connection, document: str) -> list[int]:
    """Numbers of all passages that any extraction of the document ever gave a mention: what may stand in a graph."""
    query = (
        select(mentions.c.passage)
        .join(extractions, extractions.c.id == mentions.c.extraction)
        .where(extractions.c.document == document)
        .distinct()
    )
    return list(connection.execute(query).scalars())


def _rows(connection: Connection, query: Any, column: ColumnElement[str], ids: Iterable[str] | None) -> Iterator[Any]:
    """The query for these ids, in lists that SQL can bear, or for all; never all rows in memory."""
    streaming = connection.execution_options(yield_per=_FETCH)
    if ids is None:
        yield from streaming.execute(query)
        return
    wanted = sorted(set(ids))
    for i in range(0, len(wanted), _CHUNK):
        yield from streaming.execute(query.where(column.in_(wanted[i : i + _CHUNK])))
