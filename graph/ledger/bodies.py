"""Organisations as a matcher compares them: the names under which what was read knows them, their kind and town."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, select

from graph.ledger import tables as t
from graph.ledger.anchors import Place
from graph.ledger.shared import chunks

_FETCH: Final = 5_000


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One reference of an organisation: its names in order, each once, acronyms among them; `town` is comparable."""

    at: Place
    hard_key: str | None
    kind: str | None
    town: str | None
    names: tuple[str, ...]


def keyless(connection: Connection, extractions: Iterable[int] | None = None) -> Iterator[BodyRow]:
    """The references that no key joins, of these extractions or of all, as they were read."""
    return _bodies(connection, t.entity_references.c.hard_key.is_(None), extractions)


def keyed(connection: Connection) -> Iterator[BodyRow]:
    """The references that have a hard key, as they were read."""
    return _bodies(connection, t.entity_references.c.hard_key.is_not(None), None)


def _bodies(
    connection: Connection, condition: ColumnElement[bool], extractions: Iterable[int] | None
) -> Iterator[BodyRow]:
    k, m = t.entity_references.c, t.mentions.c
    query = (
        select(k.extraction, k.reference, k.hard_key, k.kind, k.place, m.text, m.properties["acronym"].as_string())
        .join(t.mentions, and_(m.extraction == k.extraction, m.reference == k.reference))
        .where(k.label == "Organisation", condition)
        .order_by(k.extraction, k.reference, m.number)
    )
    streaming = connection.execution_options(yield_per=_FETCH)
    queries = [query] if extractions is None else [query.where(k.extraction.in_(c)) for c in chunks(extractions)]
    for one in queries:
        for head, rows in groupby(map(tuple, streaming.execute(one)), key=itemgetter(slice(0, 5))):
            yield _body(head, rows)


def _body(head: tuple[Any, ...], rows: Iterator[tuple[Any, ...]]) -> BodyRow:
    extraction, reference, hard_key, kind, town = head
    found = list(rows)
    names = dict.fromkeys([text for *_, text, _ in found] + [acronym for *_, acronym in found if acronym])
    return BodyRow((extraction, reference), hard_key, kind, town, tuple(names))
