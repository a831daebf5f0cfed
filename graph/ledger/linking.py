"""What ties references beyond their keys, as a resolution reads it, and the doubts that it leaves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, exists, select, tuple_

from graph.ledger import tables as t
from graph.ledger.anchors import Place
from graph.ledger.decisions import DIFFERENT, OF_PAIRS, SAME, UNDO
from graph.ledger.matches import sure_matches
from graph.ledger.shared import chunks, insert_rows

Pair = tuple[Place, Place]


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """Two references that something would join and something keeps apart."""

    left: Place
    right: Place
    kind: str
    decision: int | None
    reason: str


def decided_pairs(connection: Connection, places: Iterable[Place] | None = None) -> dict[Pair, tuple[str, int]]:
    """Pair of references (smaller first) → what was said last of it, and by which decision; at these, or all."""
    if connection.execute(select(t.anchored.c.decision).limit(1)).first() is None:
        return {}
    left, right, undoing = t.anchored.alias(), t.anchored.alias(), t.decisions.alias()
    d = t.decisions.c
    query = (
        select(d.id, d.verdict, left.c.extraction, left.c.reference, right.c.extraction, right.c.reference)
        .join(left, and_(left.c.decision == d.id, left.c.side == 0))
        .join(right, and_(right.c.decision == d.id, right.c.side == 1))
        .where(d.verdict.in_(OF_PAIRS), ~exists().where(undoing.c.undoes == d.id, undoing.c.verdict == UNDO))
        .order_by(d.id)
    )
    if places is None:
        rows = list(connection.execute(query))
    else:
        here = [(end.c.extraction, end.c.reference) for end in (left, right)]
        chosen = [query.where(tuple_(*end).in_(chunk)) for chunk in chunks(places) for end in here]
        rows = sorted((row for one in chosen for row in connection.execute(one)), key=lambda row: row[0])
    return {_pair(*ends): (verdict, number) for number, verdict, *ends in rows}


def linked(connection: Connection, places: Sequence[Place]) -> set[Place]:
    """The references that a person or a sure match says to be one of these."""
    pairs = [pair for pair, (verdict, _) in decided_pairs(connection, places).items() if verdict == SAME]
    matched = [(m.left, m.right) for m in sure_matches(connection, places)]
    return {place for pair in (*pairs, *matched) for place in pair}


def said_of(pairs: Mapping[Pair, tuple[str, int]]) -> tuple[dict[Pair, int], dict[Pair, int]]:
    """Of what was said of pairs: which are the same, which are different, each → the decision."""
    same, different = (
        {pair: number for pair, (said, number) in pairs.items() if said == verdict} for verdict in (SAME, DIFFERENT)
    )
    return same, different


def write_doubts(connection: Connection, doubts: Iterable[DoubtRow], among: Sequence[Place] | None) -> None:
    """Puts the doubts of a resolution in the place of the last ones at the references that it looked at."""
    d = t.doubts.c
    if among is None:
        connection.execute(delete(t.doubts))
    elif among:
        left = and_(d.left_extraction == bindparam("x"), d.left_reference == bindparam("r"))
        connection.execute(delete(t.doubts).where(left), [{"x": x, "r": r} for x, r in among])
    first: dict[Pair, DoubtRow] = {}
    for doubt in doubts:
        left_end, right_end = sorted((doubt.left, doubt.right))
        first.setdefault((left_end, right_end), doubt)
    insert_rows(connection, t.doubts, [_doubt_row(pair, doubt) for pair, doubt in first.items()])


def doubts(connection: Connection, kinds: Iterable[str]) -> list[DoubtRow]:
    """The doubts of these kinds, by the references that they are about."""
    d = t.doubts.c
    query = select(t.doubts).where(d.kind.in_(list(kinds)))
    rows = connection.execute(
        query.order_by(d.left_extraction, d.left_reference, d.right_extraction, d.right_reference)
    )
    return [
        DoubtRow(
            (row.left_extraction, row.left_reference),
            (row.right_extraction, row.right_reference),
            row.kind,
            row.decision,
            row.reason,
        )
        for row in rows
    ]


def _pair(*ends: int) -> Pair:
    left, right = sorted((ends[:2], ends[2:]))
    return (left[0], left[1]), (right[0], right[1])


def _doubt_row(pair: Pair, doubt: DoubtRow) -> dict[str, Any]:
    names = ("left_extraction", "left_reference", "right_extraction", "right_reference")
    said = {"kind": doubt.kind, "decision": doubt.decision, "reason": doubt.reason}
    return dict(zip(names, (*pair[0], *pair[1]), strict=True)) | said
