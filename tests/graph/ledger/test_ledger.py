"""Opening, migrating, and two writers at once."""

import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, insert, select

from graph.errors import StoreUnavailable
from graph.ledger.follow_ups import follow_ups
from graph.ledger.ledger import MIGRATIONS, Ledger
from graph.ledger.tables import REVISION, changes, entity_references, metadata, positions, resolutions
from ingest.resolve.resolve import resolve


def test_the_migrations_make_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with ledger.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert follow_ups.name in metadata.tables


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


def test_a_ledger_of_the_first_tables_keeps_its_ids(tmp_path: Path) -> None:
    """The second migration keys all references anew; entities stay what they were."""
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    command.upgrade(config, "0001")
    with engine.begin() as connection:
        for line in _FIRST_TABLES.strip().splitlines():
            connection.exec_driver_sql(line)
    engine.dispose()
    ledger = Ledger.open(url)
    resolve(ledger)
    with ledger.read() as connection:
        kept = connection.execute(select(resolutions.c.extraction, resolutions.c.entity, resolutions.c.own)).all()
        assert [tuple(row) for row in kept] == [(1, "org-old", "org-old")]
        assert connection.execute(select(entity_references.c.soft_key, entity_references.c.settled)).all() == [
            ("Organisation|faro", True)
        ]
        gone = connection.execute(select(changes.c.entity).where(changes.c.entity.is_not(None))).scalars()
        assert "org-dead" in set(gone)


_FIRST_TABLES = """
INSERT INTO documents VALUES ('d1', 'text/plain', 'd1', ''), ('d2', 'text/plain', 'd2', '')
INSERT INTO readings VALUES (1, 'a', 'd1', '')
INSERT INTO extractions VALUES (1, 'd1', '1', '', 1, NULL, NULL, NULL, NULL, NULL, 'Faro')
INSERT INTO extractions VALUES (2, 'd2', '1', '', 0, NULL, NULL, NULL, NULL, NULL, 'Faro')
INSERT INTO passages VALUES (1, 1, 'sentence', 0, 4, 'Faro', NULL, NULL, NULL, NULL, NULL)
INSERT INTO mentions VALUES (1, 1, 'Organisation', 0, 4, 'Faro', 1, 1, '{}', '{}')
INSERT INTO entities VALUES ('org-old', 'Organisation', 1), ('org-dead', 'Organisation', 2)
INSERT INTO entity_references VALUES (1, 1, 'Organisation', NULL, 'Organisation|faro|unknown')
INSERT INTO resolutions VALUES (1, 1, 'org-old', 'same name'), (2, 1, 'org-dead', 'same name')
INSERT INTO positions VALUES ('resolved', 1)
"""
