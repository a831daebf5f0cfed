"""Opening, migrating, and two writers at once."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, select

from graph.errors import StoreUnavailable
from graph.ledger.ledger import MIGRATIONS, Ledger
from graph.ledger.tables import REVISION, metadata, positions


def test_the_migrations_make_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with ledger.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_newest_migration_is_the_one_that_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_a_file_that_is_no_ledger_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"no database at all, only words" * 100)
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        Ledger.open(f"sqlite:///{path}")


def test_writers_wait_for_one_another(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")

    def write(number: int) -> None:
        with ledger.write() as connection:
            connection.execute(select(positions)).all()
            connection.execute(insert(positions).values(name=str(number), value=number))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ledger.read() as connection:
        assert len(connection.execute(select(positions)).all()) == 20
