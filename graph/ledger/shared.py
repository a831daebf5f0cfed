"""Selections and steps that several parts of the ledger have in common."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, Table, func, insert, select

from graph.ledger.tables import extractions, mentions, readings

_CHUNK = 500
_Id = TypeVar("_Id", int, str, tuple[int, int])


def newest_readings() -> Select[int]:
    """The last reading of each source: what it has now."""
    return select(func.max(readings.c.id)).group_by(readings.c.source)


def current_sources(connection: Connection, document: str | None = None) -> dict[str, tuple[str, ...]]:
    """Document (this one, or each) → the sources that have it now, or a later snapshot that stands on it, by name."""
    query = select(readings.c.document, readings.c.source).where(readings.c.id.in_(newest_readings()))
    standing = standing_documents(connection)
    whole = document is None or any(base == document for base, _ in standing)
    among = readings.c.document.is_not(None) if whole else readings.c.document == document
    found: dict[str, set[str]] = defaultdict(set)
    for held, source in connection.execute(query.where(among)):
        found[held].add(source)
    for base, later in standing:
        found[base] |= found[later]
    return {held: tuple(sorted(names)) for held, names in found.items() if names and document in (None, held)}


def standing_documents(connection: Connection) -> list[tuple[str, str]]:
    """Document → the one that stands on it, of those that count; each after what stands on the latter itself."""
    base = extractions.alias().c
    later = extractions.c
    query = select(base.document, later.document).where(base.id == later.base, later.live).order_by(later.id.desc())
    return [(document, standing) for document, standing in connection.execute(query)]


def newest_id(connection: Connection, table: Table) -> int:
    """The last id of a table, 0 while it is empty."""
    return int(connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one())


def first_mention(extraction: ColumnElement[int], reference: ColumnElement[int]) -> ScalarSelect[int]:
    """Number of the first mention of a reference that holds now; none is before the reference, which is the first's."""
    m = mentions.alias().c
    held = m.extraction == extraction, m.number >= reference, m.reference == reference, m.retired_by.is_(None)
    return select(func.min(m.number)).where(*held).scalar_subquery()


def chunks(ids: Iterable[_Id]) -> Iterator[list[_Id]]:
    """These ids in order and each once, in stretches short enough for one SQL list."""
    ordered = sorted(set(ids))
    return (ordered[i : i + _CHUNK] for i in range(0, len(ordered), _CHUNK))


def fields(item: object, *names: str) -> dict[str, Any]:
    """These fields by name, for a row or a node that calls them the same."""
    return {name: getattr(item, name) for name in names}


@contextmanager
def few_collections() -> Iterator[None]:
    """Rows hold no cycles: the collector would walk millions of them again and again for nothing."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts the rows, if there are any."""
    if rows:
        connection.execute(insert(table), rows)
