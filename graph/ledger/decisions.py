"""What people decided: append-only, hanging on anchors. Whoever undoes a decision writes another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select

from graph.errors import NotFound, UsageError
from graph.ledger import tables as t
from graph.ledger.anchors import Anchor, Place, anchor_of
from graph.ledger.writing import now
from graph.model import CLAIM_PROPERTIES, CLAIM_TYPES, Status, Value

SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
ACCEPT, REJECT, CORRECT = "accept", "reject", "correct"
UNDO: Final = "undo"
OF_PAIRS: Final = (SAME, DIFFERENT, UNSURE)
OF_CLAIMS: Final = (ACCEPT, REJECT, CORRECT)


@dataclass(frozen=True, slots=True)
class DecidedClaim:
    """The claim that a decision is about, as it was read, and what is right instead.

    `words` are those of its passage; `right` may hold `type`, `status` and properties of claims.
    """

    type: str
    status: str
    words: str
    right: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody said of two references, or of a claim between them. `undone` where a later one takes it back."""

    id: int
    at: str
    who: str
    verdict: str
    subject: Anchor | None
    object: Anchor | None
    claim: DecidedClaim | None
    undoes: int | None
    note: str | None
    undone: bool


def decide_pair(
    connection: Connection, verdict: str, left: Place, right: Place, *, who: str, note: str | None = None
) -> int:
    """Two references are the same, different, or nobody can tell. Raises `NotFound`, `UsageError`."""
    _check(verdict, OF_PAIRS)
    one, other = anchor_of(connection, left), anchor_of(connection, right)
    if left == right:
        raise UsageError(f"{one.words!r} is compared with itself.", hint="Name two things.")
    if one.label != other.label:
        raise UsageError(f"{one.words!r} is {one.label}, {other.words!r} is {other.label}: they cannot be one.")
    return _write(connection, verdict, who, note, subject=one.to_json(), object=other.to_json())


def decide_claim(
    connection: Connection,
    verdict: str,
    claim: Place,
    *,
    who: str,
    right: Mapping[str, Value] | None = None,
    note: str | None = None,
) -> int:
    """A claim (its extraction and number) holds, does not, or holds otherwise. Raises `NotFound`, `UsageError`."""
    _check(verdict, OF_CLAIMS)
    extraction, number = claim
    c = t.claims.c
    held = c.extraction == extraction, c.number == number, c.retired_by.is_(None)
    found = connection.execute(select(t.claims).where(*held)).first()
    if found is None:
        raise NotFound(f"nothing that was read has the claim c{extraction}.{number}.")
    ends = [anchor_of(connection, (extraction, end)) for end in (found.subject, found.object)]
    changed = dict(right or {})
    if bool(changed) != (verdict == CORRECT):
        raise UsageError("a correction, and only that, says what is right instead.", hint="Give --set NAME=VALUE.")
    _check_right(changed, found.type, *ends)
    p = t.passages.c
    passage = p.extraction == extraction, p.number == found.evidence[0][0]
    words = connection.execute(select(p.text).where(*passage)).scalar_one()
    said = {"type": found.type, "status": found.status, "words": words, "right": changed}
    return _write(connection, verdict, who, note, subject=ends[0].to_json(), object=ends[1].to_json(), claim=said)


def undo(connection: Connection, decision: int, *, who: str, note: str | None = None) -> int:
    """Takes a decision back; as if it had never been. Raises `NotFound`, `UsageError`."""
    found = get(connection, decision)
    if found.verdict == UNDO or found.undone:
        raise UsageError(f"decision {decision} is undone, or undoes another.", hint="Decide again instead.")
    return _write(connection, UNDO, who, note, undoes=decision)


def get(connection: Connection, decision: int) -> Decision:
    """Raises `NotFound`."""
    found = connection.execute(select(t.decisions, _UNDONE).where(t.decisions.c.id == decision)).first()
    if found is None:
        raise NotFound(f"there is no decision {decision}.", hint="`intreccio review --decisions` lists them.")
    return _decision(found)


def newest(connection: Connection, *, limit: int | None = None, offset: int = 0) -> list[Decision]:
    """Every decision that was ever made, the newest first."""
    query = select(t.decisions, _UNDONE).order_by(t.decisions.c.id.desc()).limit(limit).offset(offset)
    return [_decision(row) for row in connection.execute(query)]


def standing(connection: Connection) -> list[Decision]:
    """The decisions that nobody has undone, the oldest first."""
    query = select(t.decisions, _UNDONE).where(t.decisions.c.verdict != UNDO, ~_UNDONE)
    return [_decision(row) for row in connection.execute(query.order_by(t.decisions.c.id))]


def since(connection: Connection, position: int) -> set[int]:
    """The decisions that were made or undone after this one."""
    d = t.decisions.c
    rows = connection.execute(select(d.id, d.undoes).where(d.id > position))
    return {row.undoes or row.id for row in rows}


_undoing = t.decisions.alias()
_UNDONE = select(_undoing.c.id).where(_undoing.c.undoes == t.decisions.c.id).exists().label("undone")


def _decision(row: Row[Any]) -> Decision:
    subject, target = (None if end is None else Anchor(**end) for end in (row.subject, row.object))
    claim = None if row.claim is None else DecidedClaim(**row.claim)
    return Decision(
        row.id, row.at, row.who, row.verdict, subject, target, claim, row.undoes, row.note, bool(row.undone)
    )


def _write(connection: Connection, verdict: str, who: str, note: str | None, **rest: object) -> int:
    row = insert(t.decisions).values(at=now(), who=who, verdict=verdict, note=note, **rest)
    return int(connection.execute(row.returning(t.decisions.c.id)).scalar_one())


def _check(verdict: str, known: Iterable[str]) -> None:
    if verdict not in known:
        raise UsageError(f"{verdict!r} cannot be said of this.", hint=f"One of: {', '.join(known)}.")


def _check_right(right: Mapping[str, Value], read: str, subject: Anchor, target: Anchor) -> None:
    """Whether a claim can be so: its type fits its ends, its status and properties are known."""
    claim = CLAIM_TYPES.get(str(right.get("type", read)))
    if claim is None or subject.label not in claim.subjects or target.label not in claim.objects:
        raise UsageError(f"no claim {right.get('type')!r} goes from {subject.label} to {target.label}.", where="type")
    if right.get("status", Status.DONE) not in list(Status):
        raise UsageError(f"{right['status']!r} is no status.", hint=f"One of: {', '.join(Status)}.", where="status")
    for name, value in right.items():
        described = CLAIM_PROPERTIES.get(name)
        if name not in ("type", "status") and (described is None or described.kind == "mention"):
            raise UsageError(f"a claim has no {name!r} that can be corrected.", where=name)
        if described is not None and described.kind == "number" and not isinstance(value, int | float):
            raise UsageError(f"{value!r} is no number.", where=name)
