"""What the ledger keeps beside what was found: the places of the originals, the rows that were put aside."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from graph.ledger import standing
from graph.ledger.shared import newest_readings
from graph.ledger.standing import StoredRow
from graph.ledger.tables import documents, extractions, readings, records, rejected_rows


@dataclass(frozen=True, slots=True)
class KeptAside:
    """A row that was not read: whose it is, its number in the file, why, and its cells as they were."""

    source: str
    row: int
    reason: str
    cells: tuple[str, ...]


def original_paths(connection: Connection) -> dict[str, str]:
    """Document → its place below the workspace's `originals/`, the newest first."""
    query = select(documents.c.id, documents.c.original).order_by(documents.c.added_at.desc(), documents.c.id)
    return {document: place for document, place in connection.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def rows_kept_aside(connection: Connection) -> Iterator[KeptAside]:
    """The rejected rows of every source as it is now, by source and row."""
    x, r = extractions.c, rejected_rows.c
    query = (
        select(readings.c.source, r.row_number, r.reason, r.cells)
        .join(extractions, x.document == readings.c.document)
        .join(rejected_rows, r.extraction == x.id)
        .where(readings.c.id.in_(newest_readings()), x.live, ~standing.is_base())
        .order_by(readings.c.source, r.number)
    )
    for source, row, reason, cells in connection.execute(query.execution_options(yield_per=1_000)):
        yield KeptAside(source, row, reason, tuple(cells))


def holds_register(connection: Connection, source: str) -> bool:
    """Whether what the source has now is a register."""
    held = select(records.c.passage).where(records.c.extraction.in_(extractions_of(connection, source)))
    return connection.execute(held.limit(1)).first() is not None


def register_rows(connection: Connection, source: str, register: str) -> Iterator[StoredRow]:
    """The rows that the source has now of this register, in their order."""
    k = records.c
    query = (
        select(k.register, k.key, k.cells, k.digest)
        .where(k.extraction.in_(extractions_of(connection, source)), k.register == register, k.retired_by.is_(None))
        .order_by(k.extraction, k.passage)
    )
    return (StoredRow(*row) for row in connection.execute(query.execution_options(yield_per=1_000)))


def extractions_of(connection: Connection, source: str) -> set[int]:
    """The live extraction of what the source has now, and those on which it stands."""
    r = readings.c
    newest = select(func.max(r.id)).where(r.source == source).scalar_subquery()
    document = connection.execute(select(r.document).where(r.id == newest)).scalar()
    live = standing.live_extraction(connection, document) if document else None
    return set() if live is None else standing.with_bases(connection, [live])
