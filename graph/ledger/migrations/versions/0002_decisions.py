"""What people decide, what a matcher finds, and what keeps two things apart.

References are keyed anew: the tables of the last resolution are emptied, the ids that it gave stay.
"""

from typing import Any

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("claims", Column("decision", Integer))
    op.create_index("ix_records_key", "records", ["register", "key"])
    _renew_resolution()
    op.create_table(
        "decisions",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("at", String(32), nullable=False),
        Column("who", Text, nullable=False),
        Column("verdict", String(10), nullable=False),
        Column("subject", JSON),
        Column("object", JSON),
        Column("claim", JSON),
        Column("undoes", Integer, ForeignKey("decisions.id")),
        Column("note", Text),
    )
    op.create_table(
        "anchored",
        Column("decision", Integer, ForeignKey("decisions.id"), primary_key=True),
        Column("side", Integer, primary_key=True, autoincrement=False),
        Column("extraction", Integer, nullable=False),
        Column("reference", Integer, nullable=False),
        Index("ix_anchored_reference", "extraction", "reference"),
    )
    op.create_table(
        "decided_claims",
        Column("decision", Integer, ForeignKey("decisions.id"), primary_key=True),
        Column("extraction", Integer, nullable=False),
        Column("subject", Integer, nullable=False),
        Column("type", String(20), nullable=False),
        Column("object", Integer, nullable=False),
        Column("status", String(10), nullable=False),
        Column("confidence", Float, nullable=False),
        Column("evidence", JSON, nullable=False),
        Column("properties", JSON, nullable=False),
        Column("via", Integer),
        Column("attributed_to", Integer),
        Index("ix_decided_subject", "extraction", "subject"),
        Index("ix_decided_object", "extraction", "object"),
    )
    op.create_table(
        "matches",
        *_pair(),
        Column("probability", Float, nullable=False),
        Column("weight", Float, nullable=False),
        Column("features", JSON, nullable=False),
        Column("version", String(80), nullable=False),
        Index("ix_matches_right", "right_extraction", "right_reference"),
    )
    op.create_table(
        "doubts",
        *_pair(),
        Column("kind", String(10), nullable=False),
        Column("decision", Integer),
        Column("reason", Text, nullable=False),
        Index("ix_doubts_right", "right_extraction", "right_reference"),
    )


def _renew_resolution() -> None:
    """References lose their keys, so that all are keyed at the next resolution; each keeps its entity."""
    dead = "FROM resolutions WHERE extraction IN (SELECT id FROM extractions WHERE NOT live)"
    op.execute(f"INSERT INTO changes (entity) SELECT DISTINCT entity {dead}")
    op.execute(f"DELETE {dead}")
    op.add_column("resolutions", Column("own", String(40), nullable=False, server_default=""))
    op.execute("UPDATE resolutions SET own = entity")
    with op.batch_alter_table("resolutions") as table:
        table.alter_column("own", existing_type=String(40), existing_nullable=False, server_default=None)
    op.execute("UPDATE positions SET value = 0 WHERE name = 'resolved'")
    op.drop_table("entity_references")
    op.create_table(
        "entity_references",
        Column("extraction", Integer, ForeignKey("extractions.id"), primary_key=True),
        Column("reference", Integer, primary_key=True, autoincrement=False),
        Column("label", String(20), nullable=False),
        Column("hard_key", Text),
        Column("soft_key", Text),
        Column("kind", String(20)),
        Column("place", Text),
        Column("settled", Boolean, nullable=False),
        Index("ix_references_hard", "hard_key"),
        Index("ix_references_soft", "soft_key"),
        Index("ix_references_settled", "settled"),
    )


def _pair() -> tuple[Column[Any], ...]:
    names = ("left_extraction", "left_reference", "right_extraction", "right_reference")
    return tuple(Column(name, Integer, primary_key=True, autoincrement=False) for name in names)
