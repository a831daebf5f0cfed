"""The ledger's first tables, as they were made: later migrations change them, never this file."""

from typing import Any

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Text

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "documents",
        Column("id", String(32), primary_key=True),
        Column("media_type", String(120), nullable=False),
        Column("original", String(80), nullable=False),
        Column("added_at", String(32), nullable=False),
    )
    op.create_table(
        "readings",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("source", Text, nullable=False),
        Column("document", String(32), ForeignKey("documents.id")),
        Column("at", String(32), nullable=False),
        Index("ix_readings_source", "source", "id"),
        Index("ix_readings_document", "document"),
    )
    op.create_table(
        "extractions",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("document", String(32), ForeignKey("documents.id"), nullable=False),
        Column("version", String(80), nullable=False),
        Column("at", String(32), nullable=False),
        Column("live", Boolean, nullable=False),
        Column("title", Text),
        Column("date", String(10)),
        Column("language", String(12)),
        Column("kind", String(20)),
        Column("territory", Text),
        Column("text", Text, nullable=False),
        Index("ix_extractions_document", "document"),
    )
    _create_rows(
        "passages",
        "number",
        Column("kind", String(10), nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("text", Text, nullable=False),
        Column("page", Integer),
        Column("heading", Text),
        Column("table_number", Integer),
        Column("row_number", Integer),
        Column("headers", JSON),
    )
    _create_rows(
        "mentions",
        "number",
        Column("type", String(20), nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("text", Text, nullable=False),
        Column("passage", Integer, nullable=False),
        Column("reference", Integer, nullable=False),
        Column("properties", JSON, nullable=False),
        Column("identity_keys", JSON, nullable=False),
    )
    _create_rows(
        "claims",
        "number",
        Column("subject", Integer, nullable=False),
        Column("type", String(20), nullable=False),
        Column("object", Integer, nullable=False),
        Column("status", String(10), nullable=False),
        Column("confidence", Float, nullable=False),
        Column("evidence", JSON, nullable=False),
        Column("properties", JSON, nullable=False),
        Column("via", Integer),
        Column("attributed_to", Integer),
        Column("subject_mention", Integer, nullable=False),
        Column("object_mention", Integer, nullable=False),
        Index("ix_claims_subject", "extraction", "subject"),
        Index("ix_claims_object", "extraction", "object"),
    )
    _create_rows(
        "records",
        "passage",
        Column("register", Text, nullable=False),
        Column("key", Text),
        Column("subject", Integer),
        Column("cells", JSON, nullable=False),
        Index("ix_records_subject", "extraction", "subject"),
    )
    _create_rows("issues", "number", Column("where", Text, nullable=False), Column("message", Text, nullable=False))
    _create_rows(
        "rejected_rows",
        "number",
        Column("row_number", Integer, nullable=False),
        Column("cells", JSON, nullable=False),
        Column("reason", Text, nullable=False),
    )
    op.create_table(
        "imports",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("source", Text, nullable=False),
        Column("path", Text, nullable=False),
        Column("state", String(10), nullable=False),
        Column("queued_at", String(32), nullable=False),
        Column("finished_at", String(32)),
        Column("document", String(32)),
        Column("error_code", String(40)),
        Column("message", Text),
        Index("ix_imports_state", "state", "id"),
    )
    op.create_table(
        "entities",
        Column("id", String(40), primary_key=True),
        Column("label", String(20), nullable=False),
        Column("first_extraction", Integer, nullable=False),
    )
    op.create_table(
        "redirects", Column("id", String(40), primary_key=True), Column("target", String(40), nullable=False)
    )
    _create_rows(
        "entity_references",
        "reference",
        Column("label", String(20), nullable=False),
        Column("hard_key", Text),
        Column("soft_key", Text),
        Index("ix_references_hard", "hard_key"),
        Index("ix_references_soft", "soft_key"),
    )
    _create_rows(
        "resolutions",
        "reference",
        Column("entity", String(40), nullable=False),
        Column("reason", Text, nullable=False),
        Index("ix_resolutions_entity", "entity"),
    )
    op.create_table(
        "changes",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("entity", String(40)),
        Column("document", String(32)),
    )
    op.create_table("positions", Column("name", Text, primary_key=True), Column("value", Integer, nullable=False))


def _create_rows(name: str, number: str, *rest: Column[Any] | Index) -> None:
    """A table of what extractions found: rows are told by their extraction and a number in it."""
    extraction = Column("extraction", Integer, ForeignKey("extractions.id"), primary_key=True)
    op.create_table(name, extraction, Column(number, Integer, primary_key=True, autoincrement=False), *rest)
