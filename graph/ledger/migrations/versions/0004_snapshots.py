"""Snapshots of a register stand on each other: what each has otherwise is retired in those before it."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("extractions", Column("base", Integer))
    op.add_column("records", Column("digest", BigInteger))
    op.add_column("records", Column("identity", BigInteger))
    op.create_index("ix_mentions_passage", "mentions", ["extraction", "passage"])
    some = text("retired_by IS NOT NULL")
    for table in ("mentions", "claims", "records"):
        op.add_column(table, Column("retired_by", Integer))
        name, columns = f"ix_{table}_retired", ["extraction", "retired_by"]
        op.create_index(name, table, columns, sqlite_where=some, postgresql_where=some)
    op.add_column("changes", Column("in_part", Boolean, nullable=False, server_default=text("0")))
    with op.batch_alter_table("changes") as changes:
        changes.alter_column("in_part", existing_type=Boolean, existing_nullable=False, server_default=None)
