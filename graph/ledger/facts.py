"""What the ledger holds as true now, entity by entity and document by document, for whoever projects it.

Only resolved references count; those of documents that no source has any more are not resolved.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, Table, Text, and_, cast, func, select, true

from graph.extraction import GONE_SINCE
from graph.ledger.shared import chunks, current_sources, newest_id
from graph.ledger.standing import newest_documents
from graph.ledger.tables import changes, claims, decided_claims, extractions, mentions, passages, records, resolutions
from graph.model import Value

_FETCH = 5_000


MentionPlace = tuple[int, int, int, int, int]
"""Where a mention stands: extraction, number (by which mentions are in order), passage, start, end. A plain tuple, as a
municipality has thousands in a register."""


@dataclass(frozen=True, slots=True)
class MentionFact:
    """Equal mentions of an entity in a document: their words, what they state, where they stand, in order.

    `snapshot` is the newest document that stands on this one: of a register (`registered`), all rows that count are
    its own.
    """

    document: str
    snapshot: str
    registered: bool
    at: str
    text: str
    properties: Mapping[str, Value]
    keys: Mapping[str, str]
    places: Sequence[MentionPlace]


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
    """A document that some source has now, or on which a later snapshot stands, with an extraction that counts."""

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
    """A passage of a document that is no register's row."""

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
    """What has changed since a position, and the position that this brings one to; each → whether only in part."""

    position: int
    entities: Mapping[str, bool]
    documents: Mapping[str, bool]


def changes_since(connection: Connection, position: int) -> Changes:
    newest = newest_id(connection, changes)
    found: list[dict[str, bool]] = []
    for column in (changes.c.entity, changes.c.document):
        query = select(column, func.min(changes.c.in_part)).where(changes.c.id > position, column.is_not(None))
        rows = connection.execute(query.group_by(column).order_by(column))
        found.append({name: bool(in_part) for name, in_part in rows})
    return Changes(newest, *found)


def mentions_by_entity(
    connection: Connection, entities: Iterable[str] | None
) -> Iterator[tuple[str, list[MentionFact]]]:
    """Entity → its mentions in the order in which the first of equal ones was read; all entities when None."""
    r, m, x = resolutions.c, mentions.c, extractions.c
    stated = m.text, cast(m.properties, Text), cast(m.identity_keys, Text)
    query = (
        select(r.entity, x.document, x.kind, x.at, *stated, x.id, m.number, m.passage, m.start, m.end)
        .join(mentions, and_(m.extraction == r.extraction, m.reference == r.reference, m.retired_by.is_(None)))
        .join(extractions, x.id == r.extraction)
        .order_by(r.entity, r.extraction, m.number)
    )
    newest = newest_documents(connection)
    for entity, group in groupby(map(tuple, _rows(connection, query, r.entity, entities)), key=itemgetter(0)):
        equal: dict[tuple[Any, ...], list[MentionPlace]] = {}
        for row in group:
            equal.setdefault(row[1:8], []).append(row[7:])
        yield entity, [_mention(stated, places, newest) for stated, places in equal.items()]


def _mention(stated: tuple[Any, ...], places: Sequence[MentionPlace], newest: Mapping[int, str]) -> MentionFact:
    document, kind, at, text, properties, keys, extraction = stated
    snapshot, registered = newest.get(extraction, document), kind == "register"
    words = " ".join(text.replace("**", "").replace("__", "").split())  # without signs of markup and ends of lines
    return MentionFact(
        document, snapshot, registered, at, words or text, orjson.loads(properties), orjson.loads(keys), places
    )


def claims_from(connection: Connection, subjects: Iterable[str] | None) -> Iterator[ClaimFact]:
    """The claims of these subjects (None: all), subject by subject."""
    return _claims(connection, _SUBJECT.c.entity, subjects)


def claims_about(
    connection: Connection, objects: Iterable[str], types: Sequence[str] | None = None
) -> Iterator[ClaimFact]:
    """The claims (None: of all types) with these objects, object by object."""
    return _claims(connection, _OBJECT.c.entity, objects, types)


_SUBJECT, _OBJECT, _VIA, _BY = (resolutions.alias(name) for name in ("s", "o", "via", "by"))


def _claims(
    connection: Connection, end: ColumnElement[str], ids: Iterable[str] | None, types: Sequence[str] | None = None
) -> Iterator[ClaimFact]:
    """What was read, but for the claims on which people decided, and what they decided, in one order."""
    ids = _kept(ids)
    undecided = and_(claims.c.decision.is_(None), claims.c.retired_by.is_(None))
    wanted = [(claims, undecided), (decided_claims, true())]
    if types is not None:
        wanted = [(table, and_(held, table.c.type.in_(types))) for table, held in wanted]
    read, decided = (_claim_facts(connection, table, held, end, ids) for table, held in wanted)
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
    """The documents (of these, or all) that count, in the order in which they were read."""
    x = extractions.c
    recorded = select(records.c.extraction).where(records.c.extraction == x.id).exists()
    query = select(x.document, x.id, x.title, x.date, x.language, x.kind, x.territory, recorded).where(x.live)
    sources = current_sources(connection)
    found = [
        DocumentFact(document, extraction, sources[document], *rest)
        for document, extraction, *rest in _rows(connection, query, x.document, among)
    ]
    return sorted(found, key=lambda d: d.extraction)


def document_passages(connection: Connection, extraction: int) -> list[PassageFact]:
    """The passages of a document, also those in which nothing was found, without a register's rows."""
    p = passages.c
    recorded = select(records.c.passage).where(records.c.extraction == extraction)
    query = (
        select(p.number, p.kind, p.start, p.text, p.page, p.heading)
        .where(p.extraction == extraction, p.number.not_in(recorded))
        .order_by(p.number)
    )
    return [PassageFact(*row) for row in connection.execute(query)]


def document_records(connection: Connection, extraction: int) -> Iterator[RecordFact]:
    """The rows of a register, with the entity each is about."""
    return _records(connection, records.c.extraction, [extraction], resolved=False)


def records_by_entity(connection: Connection, entities: Iterable[str]) -> Iterator[RecordFact]:
    return _records(connection, resolutions.c.entity, entities, resolved=True)


def _records(
    connection: Connection, column: ColumnElement[Any], ids: Iterable[Any], *, resolved: bool
) -> Iterator[RecordFact]:
    k, p, r, x = records.c, passages.c, resolutions.c, extractions.c
    query = (
        select(x.document, k.passage, k.register, k.key, p.text, r.entity, k.cells[GONE_SINCE].as_string())
        .select_from(records)
        .join(extractions, x.id == k.extraction)
        .join(passages, and_(p.extraction == k.extraction, p.number == k.passage))
        .join(resolutions, and_(r.extraction == k.extraction, r.reference == k.subject), isouter=not resolved)
        .where(k.retired_by.is_(None))
    )
    return (RecordFact(*row) for row in _rows(connection, query, column, ids))


def projected_passages(connection: Connection, document: str) -> list[int]:
    """Numbers of all passages that any extraction of the document ever had: what may stand in a graph."""
    query = (
        select(passages.c.number)
        .join(extractions, extractions.c.id == passages.c.extraction)
        .where(extractions.c.document == document)
        .distinct()
    )
    return list(connection.execute(query).scalars())


def retired_records(connection: Connection, extraction: int) -> list[int]:
    """Numbers of the rows that a later snapshot has otherwise, or not at all."""
    k = records.c
    query = select(k.passage).where(k.extraction == extraction, k.retired_by.is_not(None))
    return list(connection.execute(query).scalars())


def _rows(
    connection: Connection, query: Select[*tuple[Any, ...]], column: ColumnElement[Any], ids: Iterable[Any] | None
) -> Iterator[Any]:
    """The query for these ids, in lists that SQL can bear, or for all; never all rows in memory."""
    streaming = connection.execution_options(yield_per=_FETCH)
    wanted = [query] if ids is None else (query.where(column.in_(chunk)) for chunk in chunks(ids))
    for one in wanted:
        for rows in streaming.execute(one).partitions():  # a part at a time: row by row takes twice as long
            yield from rows
