"""What people do about a card: follow-ups."""

from alembic import op
from sqlalchemy import Column, Index, Integer, String, Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "follow_ups",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("at", String(32), nullable=False),
        Column("who", Text, nullable=False),
        Column("card", String(40), nullable=False),
        Column("state", String(10), nullable=False),
        Column("reason", Text),
        Column("evidence", String(16), nullable=False),
        Index("ix_follow_ups_card", "card", "id"),
    )
