"""Selections and steps that several parts of the ledger have in common."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, func, insert, select

from graph.ledger.tables import readings

_CHUNK = 500
_Id = TypeVar("_Id", int, str, tuple[int, int])


def newest_readings() -> Select[int]:
    """The last reading of each source: what it has now."""
    return select(func.max(readings.c.id)).group_by(readings.c.source)


def current_sources(connection: Connection, document: str | None = None) -> dict[str, tuple[str, ...]]:
    """Document (this one, or each) → the sources that have it now, by name."""
    query = select(readings.c.document, readings.c.source).where(readings.c.id.in_(newest_readings()))
    chosen = readings.c.document.is_not(None) if document is None else readings.c.document == document
    found: dict[str, list[str]] = defaultdict(list)
    for held, source in connection.execute(query.where(chosen).order_by(readings.c.source)):
        found[held].append(source)
    return {held: tuple(names) for held, names in found.items()}


def newest_id(connection: Connection, table: Table) -> int:
    """The last id of a table, 0 while it is empty."""
    return int(connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one())


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
