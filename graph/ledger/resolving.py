"""The ledger's side of resolution: what to resolve, and the replaceable table of the last run.

`entity_references` and `resolutions` can be thrown away and made again; `entities` and `redirects` keep the ids.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, bindparam, delete, insert, select, update

from graph.ledger import tables as t
from graph.ledger.shared import chunks, fields, insert_rows, newest_id
from graph.model import Value

RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Due:
    """What has changed since the last resolution: documents, and their extractions to drop and to take in."""

    reading: int
    documents: tuple[str, ...]
    gone: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A reference with its keys and its present entity."""

    extraction: int
    reference: int
    label: str
    hard_key: str | None
    soft_key: str | None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class MentionRow:
    reference: int
    type: str
    text: str
    properties: Mapping[str, Value]
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    subject: int
    type: str
    object: int


def due(connection: Connection) -> Due:
    """What the last resolution has not seen."""
    position = read_position(connection, RESOLVED)
    touched = select(t.readings.c.source).where(t.readings.c.id > position).distinct().scalar_subquery()
    fresh = select(t.readings.c.document).where(t.readings.c.source.in_(touched), t.readings.c.document.is_not(None))
    ids = tuple(sorted(connection.execute(fresh.distinct()).scalars()))
    keyed = select(t.entity_references.c.extraction).distinct().subquery()
    rows = connection.execute(
        select(t.extractions.c.id, t.extractions.c.live, keyed.c.extraction)
        .outerjoin(keyed, keyed.c.extraction == t.extractions.c.id)
        .where(t.extractions.c.document.in_(fresh))
        .order_by(t.extractions.c.id)
    ).all()
    gone = tuple(r.id for r in rows if not r.live and r.extraction is not None)
    new = tuple(r.id for r in rows if r.live and r.extraction is None)
    return Due(newest_id(connection, t.readings), ids, gone, new)


def graph_position(store_url: str) -> str:
    """The name of a store's position among the changes."""
    return f"graph {store_url}"


def read_position(connection: Connection, name: str) -> int:
    return connection.execute(select(t.positions.c.value).where(t.positions.c.name == name)).scalar() or 0


def write_position(connection: Connection, name: str, value: int) -> None:
    done = connection.execute(update(t.positions).where(t.positions.c.name == name).values(value=value))
    if done.rowcount == 0:
        connection.execute(insert(t.positions).values(name=name, value=value))


def mention_rows(connection: Connection, extraction: int) -> Iterator[MentionRow]:
    """The mentions of an extraction in their order."""
    m = t.mentions.c
    query = select(m.reference, m.type, m.text, m.properties, m.identity_keys).where(m.extraction == extraction)
    return (MentionRow(*row) for row in connection.execute(query.order_by(m.number)))


def claim_rows(connection: Connection, extraction: int) -> Iterator[ClaimRow]:
    """The claims of an extraction that are not denied: a refusal ties nobody to anything."""
    columns = select(t.claims.c.subject, t.claims.c.type, t.claims.c.object)
    held = t.claims.c.extraction == extraction, t.claims.c.status != "denied"
    return (ClaimRow(*row) for row in connection.execute(columns.where(*held).order_by(t.claims.c.number)))


def drop_references(connection: Connection, extraction_ids: Iterable[int]) -> list[ReferenceRow]:
    """Takes the references of these extractions out, with their resolutions; returns what was there."""
    dropped = []
    for extraction in extraction_ids:
        dropped += _references(connection, t.entity_references.c.extraction == extraction)
        connection.execute(delete(t.resolutions).where(t.resolutions.c.extraction == extraction))
        connection.execute(delete(t.entity_references).where(t.entity_references.c.extraction == extraction))
    return dropped


def add_references(connection: Connection, rows: Sequence[ReferenceRow]) -> None:
    columns = ("extraction", "reference", "label", "hard_key", "soft_key")
    insert_rows(connection, t.entity_references, [fields(row, *columns) for row in rows])


def references_by_key(connection: Connection, hard: Iterable[str], soft: Iterable[str]) -> list[ReferenceRow]:
    """Every reference with one of these keys, with its present entity."""
    columns = t.entity_references.c
    rows = (*_references_in(connection, columns.hard_key, hard), *_references_in(connection, columns.soft_key, soft))
    return list({(row.extraction, row.reference): row for row in rows}.values())


def references_of(connection: Connection, extraction_ids: Iterable[int]) -> list[ReferenceRow]:
    """Every reference of these extractions."""
    return _references_in(connection, t.entity_references.c.extraction, extraction_ids)


def all_references(connection: Connection) -> list[ReferenceRow]:
    return _references(connection, t.entity_references.c.extraction.is_not(None))


def known_entities(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Of these ids, those that were ever given, with the extraction of their first appearance."""
    return _looked_up(connection, t.entities.c.id, t.entities.c.first_extraction, ids)


def document_of(connection: Connection, extraction_ids: Iterable[int]) -> dict[int, str]:
    """Extraction → document."""
    return _looked_up(connection, t.extractions.c.id, t.extractions.c.document, extraction_ids)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a resolution decided, to be written in one go."""

    assigned: Mapping[tuple[int, int], tuple[str, str]]
    """(extraction, reference) → (entity, reason), only where it is new or another than before."""
    replaced: frozenset[tuple[int, int]]
    """Of these, the ones that had another entity before."""
    new_entities: Mapping[str, tuple[str, int]]
    """id → (label, first extraction)."""
    redirected: Mapping[str, str]
    """Entity that has gone into another → that other."""
    live: frozenset[str]
    """Ids that stand for something now: their redirects, if any, end."""
    touched: frozenset[str]
    """Entities whose content may have changed."""


def write_outcome(connection: Connection, outcome: Outcome, documents: Iterable[str]) -> None:
    """Writes a resolution and notes what the graph has to look at again."""
    new = [{"id": i, "label": label, "first_extraction": x} for i, (label, x) in outcome.new_entities.items()]
    insert_rows(connection, t.entities, new)
    _write_resolutions(connection, outcome)
    for chunk in chunks(outcome.live | set(outcome.redirected)):
        connection.execute(delete(t.redirects).where(t.redirects.c.id.in_(chunk)))
    insert_rows(connection, t.redirects, [{"id": a, "target": b} for a, b in sorted(outcome.redirected.items())])
    insert_rows(connection, t.changes, [{"document": d, "entity": None} for d in sorted(set(documents))])
    insert_rows(connection, t.changes, [{"document": None, "entity": e} for e in sorted(outcome.touched)])


def _write_resolutions(connection: Connection, outcome: Outcome) -> None:
    replaced = [{"x": x, "r": r} for x, r in outcome.replaced]
    if replaced:
        row = and_(t.resolutions.c.extraction == bindparam("x"), t.resolutions.c.reference == bindparam("r"))
        connection.execute(delete(t.resolutions).where(row), replaced)
    rows = [
        {"extraction": x, "reference": r, "entity": entity, "reason": reason}
        for (x, r), (entity, reason) in outcome.assigned.items()
    ]
    insert_rows(connection, t.resolutions, rows)


def _references_in(connection: Connection, column: Column[Any], values: Iterable[Any]) -> list[ReferenceRow]:
    return [row for chunk in chunks(values) for row in _references(connection, column.in_(chunk))]


def _references(connection: Connection, condition: ColumnElement[bool]) -> list[ReferenceRow]:
    r, s = t.entity_references.c, t.resolutions.c
    joined = select(r.extraction, r.reference, r.label, r.hard_key, r.soft_key, s.entity).outerjoin(
        t.resolutions, and_(s.extraction == r.extraction, s.reference == r.reference)
    )
    return [ReferenceRow(*row) for row in connection.execute(joined.where(condition))]


def _looked_up(connection: Connection, key: Column[Any], value: Column[Any], keys: Iterable[Any]) -> dict[Any, Any]:
    rows = (row for chunk in chunks(keys) for row in connection.execute(select(key, value).where(key.in_(chunk))))
    return {row[0]: row[1] for row in rows}
