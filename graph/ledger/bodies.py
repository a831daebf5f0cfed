"""Organisations as a matcher compares them: the names under which what was read knows them, their kind and town."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, and_, exists, or_, select

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


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a document names a body: offsets in its text, and the reference."""

    start: int
    end: int
    reference: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document says around its bodies: its text, its territory, the towns and provinces it names, its bodies."""

    text: str
    territory: str | None
    towns: tuple[str, ...]
    spots: tuple[Spot, ...]


def settings_of(connection: Connection, extractions: Iterable[int]) -> Iterator[tuple[int, Setting]]:
    """Each of these extractions that is a document and no register, with its setting."""
    x, m = t.extractions.c, t.mentions.c
    kind = m.properties["kind"].as_string()
    town = and_(m.type == "Place", kind.in_(("municipality", "province")))
    rows = exists().where(t.records.c.extraction == x.id)
    for extraction in extractions:
        found = connection.execute(select(x.text, x.territory).where(x.id == extraction, ~rows)).first()
        if found is None:
            continue
        here = m.extraction == extraction, m.retired_by.is_(None), or_(m.type == "Organisation", town)
        query = select(m.type, m.text, m.start, m.end, m.reference).where(*here).order_by(m.start, m.end.desc())
        named = connection.execute(query).all()
        towns = tuple(dict.fromkeys(row.text for row in named if row.type == "Place"))
        spots = tuple(Spot(row.start, row.end, row.reference) for row in named if row.type != "Place")
        yield extraction, Setting(found.text, found.territory, towns, spots)
