"""The ledger's side of resolution: what to resolve, and the replaceable table of the last run.

`entity_references` and `resolutions` can be thrown away and made again; `entities` and `redirects` keep the ids.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)

from graph.ledger import tables as t
from graph.ledger.anchors import Place
from graph.ledger.shared import chunks, fields, insert_rows
from graph.model import Value

RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A reference with its keys, its present entity and why, and the entity that it was first given."""

    extraction: int
    reference: int
    label: str
    hard_key: str | None
    soft_key: str | None
    kind: str | None = None
    place: str | None = None
    entity: str | None = None
    own: str | None = None
    reason: str | None = None

    @property
    def at(self) -> Place:
        return self.extraction, self.reference


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


def graph_position(store_url: str) -> str:
    """The name of a store's position among the changes."""
    return f"graph {store_url}"


def read_position(connection: Connection, name: str) -> int:
    return connection.execute(select(t.positions.c.value).where(t.positions.c.name == name)).scalar() or 0


def write_position(connection: Connection, name: str, value: int) -> None:
    done = connection.execute(update(t.positions).where(t.positions.c.name == name).values(value=value))
    if done.rowcount == 0:
        connection.execute(insert(t.positions).values(name=name, value=value))


def is_register(connection: Connection, extraction: int) -> bool:
    """Whether the rows of a register were read, rather than a text."""
    x = t.extractions.c
    return connection.execute(select(x.kind).where(x.id == extraction)).scalar() == "register"


def mention_rows(
    connection: Connection, extraction: int, references: Iterable[int] | None = None
) -> Iterator[MentionRow]:
    """The mentions of an extraction in their order; with `references` those of these, of equal ones the first."""
    m = t.mentions.c
    held = m.extraction == extraction, m.retired_by.is_(None)
    if references is None:
        query = select(m.reference, m.type, m.text, m.properties, m.identity_keys)
        yield from (MentionRow(*row) for row in connection.execute(query.where(*held).order_by(m.number)))
        return
    equal = m.reference, m.type, m.text, cast(m.properties, Text), cast(m.identity_keys, Text)
    some = select(func.min(m.number), *equal).where(*held).group_by(*equal)
    rows = [row for chunk in chunks(references) for row in connection.execute(some.where(m.reference.in_(chunk)))]
    for _, reference, label, text, properties, keys in sorted(map(tuple, rows)):
        yield MentionRow(reference, label, text, orjson.loads(properties), orjson.loads(keys))


def claim_rows(
    connection: Connection, extraction: int, references: Iterable[int] | None = None, backward: Sequence[str] = ()
) -> Iterator[ClaimRow]:
    """The claims of an extraction in their order; with `references` those from these, and to these of `backward` types.

    Those of people count, those that are denied do not: a refusal ties nobody to anything.
    """
    read = t.claims.c.decision.is_(None), t.claims.c.retired_by.is_(None)
    for table, number, held in ((t.claims, "number", read), (t.decided_claims, "decision", ())):
        c = table.c
        query = select(c[number], c.subject, c.type, c.object)
        query = query.where(c.extraction == extraction, c.status != "denied", *held)
        if references is None:
            yield from (ClaimRow(*row[1:]) for row in connection.execute(query.order_by(c[number])))
            continue
        found: dict[int, ClaimRow] = {}
        for chunk in chunks(references):
            for here in ((c.subject.in_(chunk),), (c.object.in_(chunk), c.type.in_(backward))):
                found.update((row[0], ClaimRow(*row[1:])) for row in connection.execute(query.where(*here)))
        yield from (found[n] for n in sorted(found))


def forget_keys(connection: Connection, extraction_ids: Iterable[int]) -> list[ReferenceRow]:
    """Takes the keys of these extractions out, to be given anew; entities stay. Returns what was there."""
    forgotten = references_of(connection, extraction_ids)
    for chunk in chunks(extraction_ids):
        connection.execute(delete(t.entity_references).where(t.entity_references.c.extraction.in_(chunk)))
    return forgotten


def forget_keys_at(connection: Connection, places: Iterable[Place]) -> None:
    """Takes the keys of these references out, to be given anew."""
    delete_at(connection, t.entity_references, places)


def delete_at(connection: Connection, table: Table, places: Iterable[Place]) -> None:
    """Deletes the rows of these references."""
    rows = [{"x": extraction, "r": reference} for extraction, reference in places]
    if rows:
        here = and_(table.c.extraction == bindparam("x"), table.c.reference == bindparam("r"))
        connection.execute(delete(table).where(here), rows)


def add_references(connection: Connection, rows: Sequence[ReferenceRow]) -> None:
    """New references, which the next resolution looks at."""
    columns = ("extraction", "reference", "label", "hard_key", "soft_key", "kind", "place")
    insert_rows(connection, t.entity_references, [fields(row, *columns) | {"settled": False} for row in rows])


def references_by_key(connection: Connection, hard: Iterable[str], soft: Iterable[str]) -> list[ReferenceRow]:
    """Every reference with one of these keys, with its present entity."""
    columns = t.entity_references.c
    rows = (*_references_in(connection, columns.hard_key, hard), *_references_in(connection, columns.soft_key, soft))
    return list({(row.extraction, row.reference): row for row in rows}.values())


def references_of(connection: Connection, extraction_ids: Iterable[int]) -> list[ReferenceRow]:
    """Every reference of these extractions."""
    return _references_in(connection, t.entity_references.c.extraction, extraction_ids)


def unsettled(connection: Connection) -> list[ReferenceRow]:
    """Every reference that is new, or on which something else was found or decided since the last resolution."""
    return _references(connection, t.entity_references.c.settled.is_(False))


def is_unsettled(connection: Connection) -> bool:
    settled = t.entity_references.c.settled
    return connection.execute(select(settled).where(settled.is_(False)).limit(1)).first() is not None


def references_at(connection: Connection, places: Iterable[Place]) -> list[ReferenceRow]:
    """These references."""
    r = t.entity_references.c
    by_extraction: dict[int, list[int]] = {}
    for extraction, reference in places:
        by_extraction.setdefault(extraction, []).append(reference)
    return [
        row
        for extraction, references in by_extraction.items()
        for chunk in chunks(references)
        for row in _references(connection, and_(r.extraction == extraction, r.reference.in_(chunk)))
    ]


def all_references(connection: Connection) -> list[ReferenceRow]:
    return _references(connection, t.entity_references.c.extraction.is_not(None))


def standing_elsewhere(connection: Connection, ids: Iterable[str], here: Container[Place]) -> set[str]:
    """Of these ids, those that stand for a reference other than these."""
    r = t.resolutions.c
    query = select(r.entity, r.extraction, r.reference)
    rows = (row for chunk in chunks(ids) for row in connection.execute(query.where(r.entity.in_(chunk))))
    return {entity for entity, *place in rows if tuple(place) not in here}


def known_entities(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Of these ids, those that were ever given, with the extraction of their first appearance."""
    return _looked_up(connection, t.entities.c.id, t.entities.c.first_extraction, ids)


def document_of(connection: Connection, extraction_ids: Iterable[int]) -> dict[int, str]:
    """Extraction → document."""
    return _looked_up(connection, t.extractions.c.id, t.extractions.c.document, extraction_ids)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a resolution decided, to be written in one go."""

    assigned: Mapping[Place, tuple[str, str, str]]
    """Reference → (entity, its own entity, reason), only where something is new or another than before."""
    replaced: frozenset[Place]
    """Of these, the ones that were resolved before."""
    new_entities: Mapping[str, tuple[str, int]]
    """id → (label, first extraction)."""
    redirected: Mapping[str, str]
    """Entity that has gone into another → that other."""
    live: frozenset[str]
    """Ids that stand for something now: their redirects, if any, end."""
    touched: Mapping[str, bool]
    """Entities whose content may have changed → whether only what is new or gone is another."""


def write_outcome(
    connection: Connection, outcome: Outcome, documents: Mapping[str, bool], touched: Mapping[str, bool]
) -> None:
    """Writes a resolution and notes what the graph has to look at again: each → whether only in part."""
    new = [{"id": i, "label": label, "first_extraction": x} for i, (label, x) in outcome.new_entities.items()]
    insert_rows(connection, t.entities, new)
    _write_resolutions(connection, outcome)
    connection.execute(update(t.entity_references).where(t.entity_references.c.settled.is_(False)).values(settled=True))
    for chunk in chunks(outcome.live | set(outcome.redirected)):
        connection.execute(delete(t.redirects).where(t.redirects.c.id.in_(chunk)))
    insert_rows(connection, t.redirects, [{"id": a, "target": b} for a, b in sorted(outcome.redirected.items())])
    changed = [{"document": d, "entity": None, "in_part": p} for d, p in sorted(documents.items())]
    changed += [{"document": None, "entity": e, "in_part": p} for e, p in sorted(touched.items())]
    insert_rows(connection, t.changes, changed)


def _write_resolutions(connection: Connection, outcome: Outcome) -> None:
    delete_at(connection, t.resolutions, outcome.replaced)
    rows = [
        {"extraction": x, "reference": r, "entity": entity, "own": own, "reason": reason}
        for (x, r), (entity, own, reason) in outcome.assigned.items()
    ]
    insert_rows(connection, t.resolutions, rows)


def _references_in(connection: Connection, column: Column[Any], values: Iterable[Any]) -> list[ReferenceRow]:
    return [row for chunk in chunks(values) for row in _references(connection, column.in_(chunk))]


def _references(connection: Connection, condition: ColumnElement[bool]) -> list[ReferenceRow]:
    r, s = t.entity_references.c, t.resolutions.c
    keyed = (r.extraction, r.reference, r.label, r.hard_key, r.soft_key, r.kind, r.place)
    joined = select(*keyed, s.entity, s.own, s.reason).outerjoin(
        t.resolutions, and_(s.extraction == r.extraction, s.reference == r.reference)
    )
    return [ReferenceRow(*row) for row in map(tuple, connection.execute(joined.where(condition)).all())]


def _looked_up(connection: Connection, key: Column[Any], value: Column[Any], keys: Iterable[Any]) -> dict[Any, Any]:
    rows = (row for chunk in chunks(keys) for row in connection.execute(select(key, value).where(key.in_(chunk))))
    return {row[0]: row[1] for row in rows}
