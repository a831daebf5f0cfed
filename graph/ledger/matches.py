"""What a matcher found in its last run: pairs of references, how likely they are one, and why. Replaceable.

A match of at least `SURE` joins what nothing tells apart; a less likely one waits for a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, exists, or_, select, tuple_, update

from graph.ledger import tables as t
from graph.ledger.anchors import Place
from graph.ledger.shared import chunks, insert_rows

SURE: Final = 0.95


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """One bar of the waterfall: what was compared, how it compares, and its weight in bits."""

    name: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class MatchRow:
    """Two references that may be one: probability in [0, 1], weight in bits, and its parts. `left` < `right`."""

    left: Place
    right: Place
    probability: float
    weight: float
    features: tuple[FeatureRow, ...] = ()
    version: str = ""


_m = t.matches.c
_LEFT, _RIGHT = (_m.left_extraction, _m.left_reference), (_m.right_extraction, _m.right_reference)


def replace_matches(
    connection: Connection,
    found: Iterable[MatchRow],
    version: str,
    extractions: Iterable[int] | None = None,
    *,
    label: str = "Organisation",
) -> None:
    """Puts a run's matches of what bears this label in the place of the last ones at these extractions (None: of all).

    What the next resolution must look at again is marked: the ends of what went and of what came.
    """
    among = None if extractions is None else list(extractions)
    old = _all(connection, label=label) if among is None else _at_extractions(connection, among, label)
    before = {(m.left, m.right): m for m in old}
    after = {(m.left, m.right): m for m in map(_ordered, found)}
    gone = [m for pair, m in before.items() if not _equal(after.get(pair), m)]
    new = [m for pair, m in after.items() if not _equal(before.get(pair), m)]
    _delete(connection, list(before.values()))
    insert_rows(connection, t.matches, [_row(m, version) for m in after.values()])
    unsettle(connection, {place for m in (*gone, *new) for place in (m.left, m.right)})


def drop_matches(connection: Connection, extraction: int) -> None:
    """Takes out the matches of an extraction that counts no more."""
    gone = _at_extractions(connection, [extraction])
    _delete(connection, gone)
    unsettle(connection, {place for m in gone for place in (m.left, m.right)})


def sure_matches(connection: Connection, places: Iterable[Place] | None = None) -> list[MatchRow]:
    """The matches that join, at these references or everywhere."""
    if places is None:
        return _all(connection, SURE)
    query = select(t.matches).where(_m.probability >= SURE)
    return _at(connection, query, places)


def matches_at(connection: Connection, places: Iterable[Place]) -> list[MatchRow]:
    """All the matches at these references, the likeliest first."""
    return sorted(_at(connection, select(t.matches), places), key=lambda m: (-m.probability, m.left, m.right))


def unsettle(connection: Connection, places: Iterable[Place]) -> None:
    """The next resolution looks at these references again."""
    rows = [{"x": x, "r": r} for x, r in sorted(set(places))]
    if rows:
        k = t.entity_references.c
        row = and_(k.extraction == bindparam("x"), k.reference == bindparam("r"))
        connection.execute(update(t.entity_references).where(row).values(settled=False), rows)


def _at(connection: Connection, query: Any, places: Iterable[Place]) -> list[MatchRow]:
    found = {}
    for chunk in chunks(places):
        for end in (_LEFT, _RIGHT):
            for row in connection.execute(query.where(tuple_(*end).in_(chunk))):
                match = _match(row)
                found[match.left, match.right] = match
    return list(found.values())


def _all(connection: Connection, least: float = 0.0, label: str | None = None) -> list[MatchRow]:
    return [_match(row) for row in connection.execute(_labelled(label).where(_m.probability >= least))]


def _at_extractions(connection: Connection, extractions: Sequence[int], label: str | None = None) -> list[MatchRow]:
    found = {}
    for chunk in chunks(extractions):
        here = or_(_m.left_extraction.in_(chunk), _m.right_extraction.in_(chunk))
        found.update({(m.left, m.right): m for m in map(_match, connection.execute(_labelled(label).where(here)))})
    return list(found.values())


def _labelled(label: str | None) -> Select[Any]:
    """The matches of what bears this label, or all."""
    k = t.entity_references.c
    left = k.extraction == _m.left_extraction, k.reference == _m.left_reference
    return select(t.matches) if label is None else select(t.matches).where(exists().where(*left, k.label == label))


def _delete(connection: Connection, gone: Sequence[MatchRow]) -> None:
    if gone:
        pair = and_(*(column == bindparam(f"b_{column.name}") for column in (*_LEFT, *_RIGHT)))
        rows = [{f"b_{name}": value for name, value in _pair(m).items()} for m in gone]
        connection.execute(delete(t.matches).where(pair), rows)


def _match(row: Row[Any]) -> MatchRow:
    left, right = (row.left_extraction, row.left_reference), (row.right_extraction, row.right_reference)
    features = tuple(FeatureRow(*feature) for feature in row.features)
    return MatchRow(left, right, row.probability, row.weight, features, row.version)


def _ordered(m: MatchRow) -> MatchRow:
    left, right = sorted((m.left, m.right))
    return MatchRow(left, right, m.probability, m.weight, m.features, m.version)


def _equal(one: MatchRow | None, other: MatchRow) -> bool:
    """Whether a match says the same, whichever version of the matcher said it."""
    return one is not None and (one.probability, one.weight, one.features) == (
        other.probability,
        other.weight,
        other.features,
    )


def _pair(m: MatchRow) -> Mapping[str, int]:
    names = (column.name for column in (*_LEFT, *_RIGHT))
    return dict(zip(names, (*m.left, *m.right), strict=True))


def _row(m: MatchRow, version: str) -> dict[str, Any]:
    features = [[f.name, f.level, f.weight] for f in m.features]
    weighed = {"probability": m.probability, "weight": m.weight, "features": features}
    return {**_pair(m), **weighed, "version": version}
