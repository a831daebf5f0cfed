"""A copy of a ledger as it was at some moment: what was read and decided since is cut off, what is derived is dropped.

Resolving and projecting the copy gives the graph of then as today's rules see it.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Select, func, select, update

from graph.errors import NotFound
from graph.ledger import imports, standing
from graph.ledger import tables as t
from graph.ledger.imports import READ
from graph.ledger.ledger import Ledger

_DERIVED = (
    t.anchored, t.decided_claims, t.matches, t.doubts, t.resolutions, t.entity_references, t.redirects, t.changes,
    t.positions,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """The last reading and the last decision that belong to it; `at` says when that was, "" before everything."""

    at: str
    reading: int
    decision: int


def after_import(connection: Connection, number: int) -> Moment:
    """When this import was through. Raises `NotFound`."""
    found = imports.get(connection, number)
    if found.finished_at is None:
        raise NotFound(f"import {number} is not through yet.")
    r = t.readings.c
    own = (r.source == found.source) & (r.document == found.document)
    until = select(func.max(r.id)).where((r.at < found.finished_at) | ((r.at == found.finished_at) & own))
    return Moment(found.finished_at, _number(connection, until), _decision(connection, found.finished_at))


def before_day(connection: Connection, day: str) -> Moment:
    """When a day (ISO date) began, by UTC."""
    until = select(func.max(t.readings.c.id)).where(t.readings.c.at < day)
    return Moment(day, _number(connection, until), _decision(connection, day))


def before_last(connection: Connection) -> Moment:
    """Before the last files that brought something were added."""
    i = t.imports.c
    last = select(func.max(i.queued_at)).where(i.state == READ).scalar_subquery()
    found = connection.execute(select(func.max(i.id)).where(i.state == READ, i.queued_at < last)).scalar()
    return after_import(connection, found) if found else Moment("", 0, 0)


def cut_off(ledger: Ledger, moment: Moment, path: Path) -> Ledger:
    """Copies the ledger to `path` as it was at a moment. What people took back since is taken back there too."""
    with closing(ledger.engine.raw_connection()) as raw, closing(sqlite3.connect(path)) as copy:
        raw.driver_connection.backup(copy)  # type: ignore[union-attr]
    past = Ledger.open(f"sqlite:///{path}")
    with past.write() as connection:
        for table in _DERIVED:
            connection.execute(table.delete())
        connection.execute(update(t.claims).where(t.claims.c.decision.is_not(None)).values(decision=None))
        connection.execute(t.decisions.delete().where(t.decisions.c.id > moment.decision))
        documents = set(connection.execute(select(t.extractions.c.document)).scalars())
        connection.execute(t.readings.delete().where(t.readings.c.id > moment.reading))
        standing.refresh_live(connection, documents)
        gone = select(t.extractions.c.id).where(t.extractions.c.live.is_(False))
        for rows in (t.mentions, t.claims, t.records):
            connection.execute(update(rows).where(rows.c.retired_by.in_(gone)).values(retired_by=None))
    return past


def _decision(connection: Connection, until: str) -> int:
    return _number(connection, select(func.max(t.decisions.c.id)).where(t.decisions.c.at <= until))


def _number(connection: Connection, query: Select[int]) -> int:
    return connection.execute(query).scalar() or 0
