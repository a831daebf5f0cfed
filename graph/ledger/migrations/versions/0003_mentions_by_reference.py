"""An index from a reference to its mentions: what a new snapshot of a register changes is found without a scan."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("ix_mentions_reference", "mentions", ["extraction", "reference"])
