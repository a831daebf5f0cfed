"""Where sources disagree: every value with its words, its date and how much its source weighs. Nothing is overwritten.

Also what clustering had to decide against somebody: a link that a person or two valid keys contradict.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from graph.kinds import is_finer
from graph.ledger import tables as t
from graph.ledger.anchors import Place
from graph.ledger.linking import doubts
from graph.ledger.shared import chunks, current_sources

SEAT, PRESIDENT = "seat", "president"
_PRESIDENT_WORDS: Final = "president%"
_QUOTED: Final = 300


@dataclass(frozen=True, slots=True)
class Said:
    """One value, and where it is said. `authority` counts from 0, the source that stands first; `at` is its date."""

    value: str
    source: str
    document: str
    passage: int
    words: str
    at: str
    authority: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Several values of one attribute of an entity, the one of most authority first, then the newest."""

    entity: str
    name: str
    attribute: str
    values: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two references that something joins and a person or two keys keep apart; `reason` says what and why."""

    left: Place
    right: Place
    left_words: str
    right_words: str
    kind: str
    decision: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Authority:
    """Kind of source → its rank; label → attributes of which there is one at a time, and which only registers state."""

    ranks: Mapping[str, int]
    single: Mapping[str, Sequence[str]]
    registered: Mapping[str, Sequence[str]]


@cache
def _authority() -> _Authority:
    data = tomllib.loads((files("graph") / "data" / "authority.toml").read_text(encoding="utf-8"))
    return _Authority({kind: rank for rank, kind in enumerate(data["order"])}, data["single"], data["registered"])


def contradictions(connection: Connection) -> list[Contradiction]:
    """What clustering decided against somebody."""
    rows = doubts(connection, ("different", "keys"))
    words = words_at(connection, {place for row in rows for place in (row.left, row.right)})
    return [
        Contradiction(r.left, r.right, words[r.left], words[r.right], r.kind, r.decision, r.reason)
        for r in rows
        if r.left in words and r.right in words
    ]


def conflicts(connection: Connection, entity: str | None = None) -> list[Conflict]:
    """The disagreements about this entity, or all, by name. What says the same in finer words does not disagree."""
    found = [*_of_attributes(connection, entity), *_of_claims(connection, entity)]
    return sorted(found, key=lambda c: (c.name.casefold(), c.entity, c.attribute))


def words_at(connection: Connection, places: Iterable[Place]) -> dict[Place, str]:
    """Reference → its first words."""
    m = t.mentions.c
    named: dict[Place, str] = {}
    for chunk in chunks(places):
        here = or_(*(and_(m.extraction == x, m.reference == r) for x, r in chunk))
        query = select(m.extraction, m.reference, m.text).where(here, m.retired_by.is_(None)).order_by(m.number)
        for extraction, reference, text in connection.execute(query):
            named.setdefault((extraction, reference), text)
    return named


_m, _r, _x, _p, _c = t.mentions.c, t.resolutions.c, t.extractions.c, t.passages.c, t.claims.c


def _of_attributes(connection: Connection, entity: str | None) -> list[Conflict]:
    found = []
    for label, attributes in _authority().single.items():
        for attribute in attributes:
            value = _m.properties[attribute].as_string()
            joined = t.resolutions.join(
                t.mentions, and_(_m.extraction == _r.extraction, _m.reference == _r.reference, _m.type == label)
            )
            held = [value.is_not(None), _m.retired_by.is_(None)]
            if attribute in _authority().registered.get(label, ()):
                row = and_(t.records.c.extraction == _m.extraction, t.records.c.passage == _m.passage)
                held.append(exists().where(row))
            query = select(_r.entity, value, _m.text, _m.extraction, _m.passage).select_from(joined)
            found += _disagreeing(connection, query.where(*held), _r.entity, value, entity=entity, attribute=attribute)
    return found


def _of_claims(connection: Connection, entity: str | None) -> list[Conflict]:
    """The municipality of the seat, and who presides: of each, one at a time."""
    one, other, place = t.resolutions.alias(), t.resolutions.alias(), t.mentions.alias()
    name = select(_m.text).where(_m.extraction == _c.extraction, _m.number == _c.object_mention).scalar_subquery()
    who = select(_m.text).where(_m.extraction == _c.extraction, _m.number == _c.subject_mention).scalar_subquery()
    passage = _c.evidence[0, 0].as_integer()
    joined = (
        t.claims.join(one, and_(one.c.extraction == _c.extraction, one.c.reference == _c.subject))
        .join(other, and_(other.c.extraction == _c.extraction, other.c.reference == _c.object))
        .join(place, and_(place.c.extraction == _c.extraction, place.c.number == _c.object_mention))
    )
    held = _c.decision.is_(None), _c.status != "denied", _c.retired_by.is_(None)
    town = place.c.properties["kind"].as_string() == "municipality"
    seat = select(one.c.entity, name, who, _c.extraction, passage).select_from(joined)
    seat = seat.where(*held, _c.type == "LOCATED_IN", one.c.entity.like("org-%"), town)
    head = select(other.c.entity, who, name, _c.extraction, passage).select_from(joined)
    head = head.where(*held, _c.type == "HAS_ROLE", _c.properties["role"].as_string().ilike(_PRESIDENT_WORDS))
    return [
        *_disagreeing(connection, seat, one.c.entity, other.c.entity, entity=entity, attribute=SEAT),
        *_disagreeing(connection, head, other.c.entity, one.c.entity, entity=entity, attribute=PRESIDENT),
    ]


def _disagreeing(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
    owner: ColumnElement[str],
    told: ColumnElement[Any],
    *,
    entity: str | None,
    attribute: str,
) -> list[Conflict]:
    """Of rows (entity, value, name, extraction, passage): those of entities with several values."""
    several = query.with_only_columns(owner).group_by(owner).having(func.count(told.distinct()) > 1)
    if entity is not None:
        several = several.where(owner == entity)
    rows: dict[str, list[Any]] = {}
    for chunk in chunks(connection.execute(several).scalars()):
        for row in connection.execute(query.where(owner.in_(chunk))):
            rows.setdefault(row[0], []).append(row)
    parted = {e: found for e, found in rows.items() if _disagree(attribute, {str(row[1]) for row in found})}
    sources = _Sources(connection, [row for found in parted.values() for row in found])
    return [
        Conflict(e, max((row[2] for row in found), key=len), attribute, sources.said(found))
        for e, found in parted.items()
    ]


def _disagree(attribute: str, values: set[str]) -> bool:
    finer = is_finer if attribute == "kind" else str.startswith  # 2026-01-22 is a finer 2026
    return any(a != b and not finer(a, b) and not finer(b, a) for a in values for b in values)


class _Sources:
    """Where rows (entity, value, name, extraction, passage) come from, read once for all of them."""

    def __init__(self, connection: Connection, rows: Sequence[Any]) -> None:
        places = {(row[3], row[4]) for row in rows}
        here = list({extraction for extraction, _ in places})
        registered = exists().where(t.records.c.extraction == _x.id)
        query = select(_x.id, _x.document, _x.kind, _x.date, _x.at, registered).where(_x.id.in_(here))
        self._extractions = {row[0]: row[1:] for row in map(tuple, connection.execute(query))}
        self._names = current_sources(connection) if here else {}
        self._texts: dict[tuple[int, int], str] = {}
        for extraction in here:
            for chunk in chunks(passage for x, passage in places if x == extraction and passage is not None):
                words = select(_p.number, _p.text).where(_p.extraction == extraction, _p.number.in_(chunk))
                self._texts.update(((extraction, n), text) for n, text in connection.execute(words))

    def said(self, rows: Sequence[Any]) -> tuple[Said, ...]:
        """Each value once a document, ranked."""
        ranks = _authority().ranks
        found: dict[tuple[str, str], Said] = {}
        for _, value, _, extraction, passage in rows:
            document, kind, date, at, registered = self._extractions[extraction]
            rank = ranks.get("register" if registered else kind or "unknown", ranks["unknown"])
            name = self._names.get(document, ("",))[0]
            text = self._texts.get((extraction, passage), "")[:_QUOTED]
            said = Said(str(value), name, document, passage, text, date or at[:10], rank)
            found.setdefault((said.value, said.document), said)
        ordered = sorted(found.values(), key=lambda s: s.at, reverse=True)
        return tuple(sorted(ordered, key=lambda s: s.authority))
