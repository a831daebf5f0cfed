"""Alembic's entry point: migrates the engine that `Ledger.open` hands over, in one transaction."""

from alembic import context

from graph.ledger.tables import metadata

engine = context.config.attributes["engine"]
with engine.execution_options(writing=True).begin() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    context.run_migrations()
