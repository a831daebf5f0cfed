"""What one extraction found: its passages, mentions, claims, and what was odd in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, FromClause, Row, and_, select

from graph.extraction import Issue, RejectedRow
from graph.ledger.tables import claims, issues, mentions, passages, records, rejected_rows, resolutions
from graph.model import Value


@dataclass(frozen=True, slots=True)
class PassageRow:
    number: int
    kind: str
    start: int
    end: int
    text: str
    page: int | None
    heading: str | None
    table: int | None
    row: int | None
    headers: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class MentionRow:
    """Words that name something; `reference` is the first mention of the same thing in the document.

    `entity` is what it resolves to and `reason` why, None before the next resolution.
    """

    number: int
    type: str
    start: int
    end: int
    text: str
    passage: int
    reference: int
    properties: Mapping[str, Value]
    keys: Mapping[str, str]
    entity: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with the mentions that are its ends and the entities that these resolve to.

    `evidence` holds (passage, start, end); `via` and `attributed_to` are entities.
    """

    number: int
    subject: int
    type: str
    object: int
    status: str
    confidence: float
    evidence: tuple[tuple[int, int, int], ...]
    properties: Mapping[str, Value]
    subject_entity: str | None
    object_entity: str | None
    via: str | None
    attributed_to: str | None


def passages_of(connection: Connection, extraction: int, offset: int, limit: int | None) -> list[PassageRow]:
    """The passages after the first `offset`, without a register's rows that a later snapshot has otherwise."""
    p, k = passages.c, records.c
    retired = select(k.passage).where(k.extraction == extraction, k.retired_by.is_not(None))
    query = (
        select(p.number, p.kind, p.start, p.end, p.text, p.page, p.heading, p.table_number, p.row_number, p.headers)
        .where(p.extraction == extraction, p.number.not_in(retired))
        .order_by(p.number)
        .offset(offset)
        .limit(limit)
    )
    rows = ((*rest, None if headers is None else tuple(headers)) for *rest, headers in connection.execute(query))
    return [PassageRow(*row) for row in rows]


def mentions_of(connection: Connection, extraction: int, first: int, last: int) -> list[MentionRow]:
    m, r = mentions.c, resolutions.c
    columns = (m.number, m.type, m.start, m.end, m.text, m.passage, m.reference, m.properties, m.identity_keys)
    query = (
        select(*columns, r.entity, r.reason)
        .outerjoin(resolutions, and_(r.extraction == m.extraction, r.reference == m.reference))
        .where(m.extraction == extraction, m.passage.between(first, last), m.retired_by.is_(None))
        .order_by(m.number)
    )
    return [MentionRow(*row) for row in connection.execute(query)]


def claims_of(connection: Connection, extraction: int, first: int, last: int) -> list[ClaimRow]:
    c = claims.c
    columns = (c.number, c.subject_mention, c.type, c.object_mention, c.status, c.confidence, c.evidence, c.properties)
    begun = c.evidence[0, 0].as_integer()
    joined: FromClause = claims
    ends = []
    for reference in (c.subject, c.object, c.via, c.attributed_to):
        end = resolutions.alias()
        joined = joined.outerjoin(end, and_(end.c.extraction == c.extraction, end.c.reference == reference))
        ends.append(end.c.entity)
    query = (
        select(*columns, *ends)
        .select_from(joined)
        .where(c.extraction == extraction, begun.between(first, last), c.retired_by.is_(None))
        .order_by(c.number)
    )
    return [_claim(row) for row in connection.execute(query)]


def _claim(row: Row[*tuple[Any, ...]]) -> ClaimRow:
    number, subject, claim, target, status, confidence, evidence, *rest = row
    places = tuple((passage, start, end) for passage, start, end in evidence)
    return ClaimRow(number, subject, claim, target, status, confidence, places, *rest)


def issues_of(connection: Connection, extraction: int, limit: int | None) -> list[Issue]:
    query = select(issues.c.where, issues.c.message).where(issues.c.extraction == extraction)
    return [Issue(*row) for row in connection.execute(query.order_by(issues.c.number).limit(limit))]


def rejected_of(connection: Connection, extraction: int, limit: int | None) -> list[RejectedRow]:
    r = rejected_rows.c
    query = select(r.row_number, r.cells, r.reason).where(r.extraction == extraction).order_by(r.number).limit(limit)
    return [RejectedRow(row.row_number, tuple(row.cells), row.reason) for row in connection.execute(query)]
