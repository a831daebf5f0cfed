"""What people do about a card: append-only, the newest of a card counts. Cards come and go; what was said stays."""

from dataclasses import dataclass

from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, func, insert, select

from graph.errors import UsageError
from graph.ledger.ledger import Ledger
from graph.ledger.tables import metadata
from graph.ledger.writing import now
from graph.model import Follow

DONE_WITH = (Follow.CLOSED, Follow.DISMISSED)

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("card", String(40), nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text),
    Column("evidence", String(16), nullable=False),  # hash of the card's state and words when this was said
    Index("ix_follow_ups_card", "card", "id"),
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What somebody said of a card; `evidence` is the fingerprint that the card had then."""

    card: str
    state: Follow
    reason: str | None
    who: str
    at: str
    evidence: str

    def stands(self, evidence: str) -> bool:
        """Whether it still counts for a card of this fingerprint: new evidence opens what was closed or dismissed."""
        return self.state not in DONE_WITH or self.evidence == evidence


def follow(
    connection: Connection, card: str, state: Follow, *, who: str, evidence: str, reason: str | None = None
) -> FollowUp:
    """Says how far people have come with a card. Raises `UsageError` where a dismissal has no reason."""
    if state is Follow.DISMISSED and not (reason or "").strip():
        raise UsageError("a card is dismissed with a reason.", hint='Say why: --reason "…".')
    said = FollowUp(card, state, reason, who, now(), evidence)
    values = {name: getattr(said, name) for name in ("card", "state", "reason", "who", "at", "evidence")}
    connection.execute(insert(follow_ups).values(**values))
    return said


def said_last(ledger: Ledger) -> dict[str, FollowUp]:
    """Card → what was said of it last, the newest first."""
    f = follow_ups.c
    last = select(func.max(f.id)).group_by(f.card)
    query = select(f.card, f.state, f.reason, f.who, f.at, f.evidence).where(f.id.in_(last)).order_by(f.id.desc())
    with ledger.read() as connection:
        rows = connection.execute(query).all()
    return {row.card: FollowUp(row.card, Follow(row.state), *row[2:]) for row in rows}
