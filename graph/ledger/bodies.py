"""Organisations as a matcher compares them: the names under which what was read knows them, their kind and town."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, and_, or_, select

from graph.ledger import tables as t
from graph.ledger.anchors import Place
from graph.ledger.shared import chunks

_FETCH: Final = 5_000


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One reference of an organisation: its names, each once, acronyms among them; `town` is comparable."""

    at: Place
    hard_key: str | None
    kind: str | None
    town: str | None
    names: tuple[str, ...]


def are_without(connection: Connection, register: str) -> bool:
    """Whether some reference of an organisation has no number of this register."""
    k = t.entity_references.c
    without = or_(k.hard_key.is_(None), k.hard_key.not_like(f"Organisation|{register}:%"))
    return connection.execute(select(k.label).where(k.label == "Organisation", without).limit(1)).first() is not None


def organisations(connection: Connection, extractions: Iterable[int] | None = None) -> Iterator[BodyRow]:
    """The references of organisations in these extractions, or in all, as they were read."""
    k, m = t.entity_references.c, t.mentions.c
    query = (
        select(k.extraction, k.reference, k.hard_key, k.kind, k.place, m.text, m.properties["acronym"].as_string())
        .join(t.mentions, and_(m.extraction == k.extraction, m.reference == k.reference))
        .where(k.label == "Organisation", m.retired_by.is_(None))
        .order_by(k.extraction, k.reference)
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


def towns_named(connection: Connection, extractions: Iterable[int]) -> dict[int, set[str]]:
    """Extraction → the words that it calls municipalities and provinces by."""
    m = t.mentions.c
    kind = m.properties["kind"].as_string()
    towns = m.type == "Place", m.retired_by.is_(None), kind.in_(("municipality", "province"))
    query = select(m.extraction, m.text).where(*towns).distinct()
    found: dict[int, set[str]] = {}
    for chunk in chunks(extractions):
        for extraction, text in connection.execute(query.where(m.extraction.in_(chunk))):
            found.setdefault(extraction, set()).add(text)
    return found
