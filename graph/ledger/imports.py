"""The queue of imports: the command line and the server put files in, one worker at a time takes them in order."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from graph.errors import IntreccioError, NotFound
from graph.ledger.tables import imports
from graph.ledger.writing import now

WAITING, READING, READ, UNCHANGED, FAILED = "waiting", "reading", "read", "unchanged", "failed"
OPEN_STATES = (WAITING, READING)


@dataclass(frozen=True, slots=True)
class Import:
    """One file on its way into the ledger. `source` is what people call it, `path` where its bytes are."""

    id: int
    source: str
    path: str
    state: str
    queued_at: str
    finished_at: str | None
    document: str | None
    error_code: str | None
    message: str | None


def enqueue(connection: Connection, files: Iterable[tuple[str, str]]) -> list[int]:
    """Queues (source, path) pairs, all at one moment, by which they are known to belong together; returns their ids."""
    at = now("microseconds")
    rows = (
        insert(imports).values(source=source, path=path, state=WAITING, queued_at=at).returning(imports.c.id)
        for source, path in files
    )
    return [connection.execute(row).scalar_one() for row in rows]


def take_next(connection: Connection) -> Import | None:
    """Marks the oldest waiting import as being read and returns it."""
    row = connection.execute(select(imports).where(imports.c.state == WAITING).order_by(imports.c.id).limit(1)).first()
    if row is None:
        return None
    connection.execute(update(imports).where(imports.c.id == row.id).values(state=READING))
    return Import(*row)


def requeue_interrupted(connection: Connection) -> int:
    """Imports that a worker left half-way wait again. To be called by whoever has just become the worker."""
    return connection.execute(update(imports).where(imports.c.state == READING).values(state=WAITING)).rowcount


def finish(connection: Connection, import_id: int, state: str, document: str, message: str | None = None) -> None:
    _end(connection, import_id, state=state, document=document, message=message)


def fail(connection: Connection, import_id: int, error: IntreccioError) -> None:
    _end(connection, import_id, state=FAILED, error_code=error.code, message=str(error))


def _end(connection: Connection, import_id: int, **values: str | None) -> None:
    connection.execute(update(imports).where(imports.c.id == import_id).values(finished_at=now(), **values))


def get(connection: Connection, import_id: int) -> Import:
    """Raises `NotFound`."""
    row = connection.execute(select(imports).where(imports.c.id == import_id)).first()
    if row is None:
        raise NotFound(f"there is no import {import_id}.")
    return Import(*row)


def newest(connection: Connection, limit: int = 100) -> list[Import]:
    """The newest imports, the newest first."""
    return [Import(*row) for row in connection.execute(select(imports).order_by(imports.c.id.desc()).limit(limit))]


def count_open(connection: Connection) -> int:
    """Imports that wait or are being read."""
    return connection.execute(
        select(func.count()).select_from(imports).where(imports.c.state.in_(OPEN_STATES))
    ).scalar_one()
