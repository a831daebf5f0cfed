"""The ledger: what was read, what was claimed, what people decided. SQL, and the only truth."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from graph.errors import StoreUnavailable
from graph.ledger.tables import REVISION

MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger at the newest migration. Any process may write; each `write()` is one transaction."""

    engine: Engine

    @classmethod
    def open(cls, url: str) -> "Ledger":
        """Opens or makes the ledger and brings it to the newest migration. Raises `StoreUnavailable`."""
        engine = create_engine(url, json_serializer=_to_json, json_deserializer=orjson.loads)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _configure_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        try:
            if _revision(engine) != REVISION:
                _migrate(engine)
        except DBAPIError as error:
            raise StoreUnavailable(
                f"the ledger cannot be opened: {error.orig}.",
                where=engine.url.render_as_string(hide_password=True),
                hint="Check that the file is a ledger of Intreccio and can be written.",
            ) from error
        return cls(engine)

    def read(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state."""
        return self.engine.connect()

    def write(self) -> AbstractContextManager[Connection]:
        """One transaction: all of it or nothing."""
        return self.engine.execution_options(writing=True).begin()

    def close(self) -> None:
        self.engine.dispose()


def _to_json(value: object) -> str:
    return orjson.dumps(value).decode()


def _configure_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 60000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: a reader that turns into a writer would fail instead of waiting."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _revision(engine: Engine) -> str | None:
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
