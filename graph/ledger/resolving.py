"""The ledger's side of resolution: what to resolve, and the replaceable table of the last run.

`entity_references` and `resolutions` can be thrown away and made again; `entities` and `redirects` keep the ids.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, insert, select, update

from graph.ledger.tables import (
    changes,
    claims,
    entities,
    entity_references,
    extractions,
    mentions,
    positions,
    readings,
    redirects,
    resolutions,
)
from graph.model import Value

RESOLVED = "resolved"
_CHUNK = 500


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
    touched = select(readings.c.source).where(readings.c.id > position).distinct().scalar_subquery()
    fresh = select(readings.c.document).where(readings.c.source.in_(touched), readings.c.document.is_not(None))
    newest = connection.execute(select(func.coalesce(func.max(readings.c.id), 0))).scalar_one()
    ids = tuple(sorted(connection.execute(fresh.distinct()).scalars()))
    keyed = select(entity_references.c.extraction).distinct().subquery()
    rows = connection.execute(
        select(extractions.c.id, extractions.c.live, keyed.c.extraction)
        .outerjoin(keyed, keyed.c.extraction == extractions.c.id)
        .where(extractions.c.document.in_(fresh))
        .order_by(extractions.c.id)
    ).all()
    gone = tuple(r.id for r in rows if not r.live and r.extraction is not None)
    new = tuple(r.id for r in rows if r.live and r.extraction is None)
    return Due(newest, ids, gone, new)


def graph_position(store_url: str) -> str:
    """The name of a store's position among the changes."""
    return f"graph {store_url}"


def read_position(connection: Connection, name: str) -> int:
    return connection.execute(select(positions.c.value).where(positions.c.name == name)).scalar() or 0


def write_position(connection: Connection, name: str, value: int) -> None:
    done = connection.execute(update(positions).where(positions.c.name == name).values(value=value))
    if done.rowcount == 0:
        connection.execute(insert(positions).values(name=name, value=value))


def mention_rows(connection: Connection, extraction: int) -> Iterator[MentionRow]:
    """The mentions of an extraction in their order."""
    columns = select(
        mentions.c.reference, mentions.c.type, mentions.c.text, mentions.c.properties, mentions.c.identity_keys
    )
    rows = connection.execute(columns.where(mentions.c.extraction == extraction).order_by(mentions.c.number))
    return (MentionRow(*row) for row in rows)


def claim_rows(connection: Connection, extraction: int) -> Iterator[ClaimRow]:
    """The claims of an extraction that are not denied: a refusal ties nobody to anything."""
    columns = select(claims.c.subject, claims.c.type, claims.c.object)
    held = claims.c.extraction == extraction, claims.c.status != "denied"
    return (ClaimRow(*row) for row in connection.execute(columns.where(*held).order_by(claims.c.number)))


def drop_references(connection: Connection, extraction_ids: Iterable[int]) -> list[ReferenceRow]:
    """Takes the references of these extractions out, with their resolutions; returns what was there."""
    dropped = []
    for extraction in extraction_ids:
        dropped += _references(connection, entity_references.c.extraction == extraction)
        connection.execute(delete(resolutions).where(resolutions.c.extraction == extraction))
        connection.execute(delete(entity_references).where(entity_references.c.extraction == extraction))
    return dropped


def add_references(connection: Connection, rows: Sequence[ReferenceRow]) -> None:
    values = [
        {
            "extraction": r.extraction,
            "reference": r.reference,
            "label": r.label,
            "hard_key": r.hard_key,
            "soft_key": r.soft_key,
        }
        for r in rows
    ]
    if values:
        connection.execute(insert(entity_references), values)


def references_by_key(connection: Connection, hard: Iterable[str], soft: Iterable[str]) -> list[ReferenceRow]:
    """Every reference with one of these keys, with its present entity."""
    found: dict[tuple[int, int], ReferenceRow] = {}
    for column, keys in ((entity_references.c.hard_key, hard), (entity_references.c.soft_key, soft)):
        for chunk in _chunks(sorted(keys)):
            for row in _references(connection, column.in_(chunk)):
                found[row.extraction, row.reference] = row
    return list(found.values())


def references_of(connection: Connection, extraction_ids: Iterable[int]) -> list[ReferenceRow]:
    """Every reference of these extractions."""
    rows: list[ReferenceRow] = []
    for chunk in _chunks(sorted(extraction_ids)):
        rows += _references(connection, entity_references.c.extraction.in_(chunk))
    return rows


def all_references(connection: Connection) -> list[ReferenceRow]:
    return _references(connection, entity_references.c.extraction.is_not(None))


def known_entities(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Of these ids, those that were ever given, with the extraction of their first appearance."""
    found: dict[str, int] = {}
    for chunk in _chunks(sorted(set(ids))):
        rows = connection.execute(
            select(entities.c.id, entities.c.first_extraction).where(entities.c.id.in_(chunk))
        ).all()
        found.update((row.id, row.first_extraction) for row in rows)
    return found


def document_of(connection: Connection, extraction_ids: Iterable[int]) -> dict[int, str]:
    """Extraction → document."""
    found: dict[int, str] = {}
    for chunk in _chunks(sorted(set(extraction_ids))):
        rows = connection.execute(select(extractions.c.id, extractions.c.document).where(extractions.c.id.in_(chunk)))
        found.update((row.id, row.document) for row in rows)
    return found


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
    if outcome.new_entities:
        connection.execute(
            insert(entities),
            [{"id": i, "label": label, "first_extraction": x} for i, (label, x) in outcome.new_entities.items()],
        )
    _write_resolutions(connection, outcome)
    for chunk in _chunks(sorted(outcome.live | set(outcome.redirected))):
        connection.execute(delete(redirects).where(redirects.c.id.in_(chunk)))
    _insert(connection, redirects, [{"id": a, "target": b} for a, b in sorted(outcome.redirected.items())])
    _insert(connection, changes, [{"document": d, "entity": None} for d in sorted(set(documents))])
    _insert(connection, changes, [{"document": None, "entity": e} for e in sorted(outcome.touched)])


def _write_resolutions(connection: Connection, outcome: Outcome) -> None:
    replaced = [{"x": x, "r": r} for x, r in outcome.replaced]
    if replaced:
        row = and_(resolutions.c.extraction == bindparam("x"), resolutions.c.reference == bindparam("r"))
        connection.execute(delete(resolutions).where(row), replaced)
    rows = [
        {"extraction": x, "reference": r, "entity": entity, "reason": reason}
        for (x, r), (entity, reason) in outcome.assigned.items()
    ]
    _insert(connection, resolutions, rows)


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _references(connection: Connection, condition: ColumnElement[bool]) -> list[ReferenceRow]:
    r, s = entity_references.c, resolutions.c
    joined = select(r.extraction, r.reference, r.label, r.hard_key, r.soft_key, s.entity).outerjoin(
        resolutions, and_(s.extraction == r.extraction, s.reference == r.reference)
    )
    return [ReferenceRow(*row) for row in connection.execute(joined.where(condition))]


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Stretches short enough for one SQL list."""
    return (values[i : i + _CHUNK] for i in range(0, len(values), _CHUNK))
