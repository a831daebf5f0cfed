"""A document is in the ledger whole or not at all; what was read stays, what is true now follows the sources."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from graph.extraction import Batch, Claim, Document, Evidence, Mention, Passage
from graph.ledger import writing
from graph.ledger.ledger import Ledger
from graph.ledger.tables import claims, extractions, mentions, readings
from graph.ledger.writing import Original

TEXT = "La Cooperativa Faro gestisce lo sportello."


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")


def batch() -> Batch:
    return Batch(
        (Passage("p1", "sentence", 0, len(TEXT), TEXT),),
        (
            Mention("m1", "Organisation", 3, 19, "Cooperativa Faro", "p1", "m1", {"kind": "cooperative"}),
            Mention("m2", "Action", 32, 41, "sportello", "p1", "m2", {"kind": "service"}),
        ),
        (Claim("c1", "m1", "LEADS", "m2", "under_way", 0.9, (Evidence("p1", 0, len(TEXT)),)),),
    )


def read(ledger: Ledger, source: str, document: str, version: str = "1") -> None:
    with ledger.write() as connection:
        known = writing.has_extraction(connection, document, version)
        found = None if known else (Document(document, source, TEXT), [batch()])
        writing.record_reading(connection, source, Original(document, f"{document}.txt", "text/plain"), found, version)


def live(ledger: Ledger) -> list[str]:
    with ledger.read() as connection:
        found = select(extractions.c.document).where(extractions.c.live).order_by(extractions.c.document)
        return list(connection.execute(found).scalars())


def test_a_reading_brings_its_passages_mentions_and_claims(ledger: Ledger) -> None:
    read(ledger, "a.txt", "d1")
    with ledger.read() as connection:
        assert writing.current_document(connection, "a.txt") == "d1"
        assert connection.execute(select(func.count()).select_from(mentions)).scalar() == 2
        claim = connection.execute(select(claims)).one()
        assert (claim.subject, claim.type, claim.object, claim.evidence) == (1, "LEADS", 2, [[1, 0, len(TEXT)]])


def test_a_changed_source_supersedes_its_older_version_without_losing_it(ledger: Ledger) -> None:
    read(ledger, "a.txt", "d1")
    read(ledger, "a.txt", "d2")
    assert live(ledger) == ["d2"]
    with ledger.read() as connection:
        assert connection.execute(select(func.count()).select_from(extractions)).scalar() == 2
        assert connection.execute(select(func.count()).select_from(readings)).scalar() == 2


def test_a_document_that_two_sources_have_stays_until_both_are_gone(ledger: Ledger) -> None:
    read(ledger, "a.txt", "d1")
    read(ledger, "copy of a.txt", "d1")
    for source, remaining in (("a.txt", ["d1"]), ("copy of a.txt", [])):
        with ledger.write() as connection:
            writing.withdraw(connection, source)
        assert live(ledger) == remaining


def test_a_withdrawn_source_can_come_back_without_being_read_again(ledger: Ledger) -> None:
    read(ledger, "a.txt", "d1")
    with ledger.write() as connection:
        writing.withdraw(connection, "a.txt")
    read(ledger, "a.txt", "d1")
    assert live(ledger) == ["d1"]
    with ledger.read() as connection:
        assert connection.execute(select(func.count()).select_from(extractions)).scalar() == 1


def test_a_newer_extractor_reads_the_same_content_again(ledger: Ledger) -> None:
    read(ledger, "a.txt", "d1", version="1")
    read(ledger, "a.txt", "d1", version="2")
    with ledger.read() as connection:
        versions = connection.execute(select(extractions.c.version, extractions.c.live).order_by(extractions.c.id))
        assert [tuple(row) for row in versions] == [("1", False), ("2", True)]


def test_what_breaks_half_way_leaves_nothing(ledger: Ledger) -> None:
    def broken():  # type: ignore[no-untyped-def]
        yield batch()
        raise RuntimeError("the reader died")

    with pytest.raises(RuntimeError), ledger.write() as connection:
        found = (Document("d1", "a.txt", TEXT), broken())
        writing.record_reading(connection, "a.txt", Original("d1", "d1.txt", "text/plain"), found, "1")
    assert live(ledger) == []
    with ledger.read() as connection:
        assert connection.execute(select(func.count()).select_from(mentions)).scalar() == 0
        assert writing.current_document(connection, "a.txt") is None
