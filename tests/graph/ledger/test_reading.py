"""What the ledger answers to people: sources, documents, what was found in one, how much there is, what is due."""

from pathlib import Path

import pytest

from graph.errors import NotFound
from graph.extraction import Batch, Claim, Document, Evidence, Issue, Mention, Passage, RejectedRow
from graph.ledger import imports, reading, writing
from graph.ledger.ledger import Ledger
from graph.ledger.tables import redirects
from graph.ledger.writing import Original
from ingest.resolve.resolve import resolve

FIRST, SECOND = "La Cooperativa Faro gestisce lo sportello.", "Il Comune di Vald non aderisce allo sportello."
TEXT = f"{FIRST} {SECOND}"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    opened = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    read(opened, "/atti/verbale.txt", "d1", "Verbale della città")
    return opened


def read(ledger: Ledger, source: str, document: str, title: str | None) -> None:
    found = Document(document, source, TEXT, title=title, kind="minutes")
    with ledger.write() as connection:
        original = Original(document, f"{document}.txt", "text/plain")
        writing.record_reading(connection, source, original, (found, [batch()]), "1")


def batch() -> Batch:
    start = len(FIRST) + 1
    return Batch(
        (
            Passage("p1", "sentence", 0, len(FIRST), FIRST, page=1),
            Passage("p2", "row", start, len(TEXT), SECOND, page=2, table=1, row=3, headers=("chi", "cosa")),
        ),
        (
            Mention("m1", "Organisation", 3, 19, "Cooperativa Faro", "p1", "m1", {"kind": "cooperative"}),
            Mention("m2", "Action", 32, 41, "sportello", "p1", "m2", {"kind": "service"}),
            Mention("m3", "Organisation", start + 3, start + 17, "Comune di Vald", "p2", "m3"),
            Mention("m4", "Action", start + 36, start + 45, "sportello", "p2", "m2"),
        ),
        (
            Claim("c1", "m1", "LEADS", "m2", "under_way", 0.9, (Evidence("p1", 0, len(FIRST)),)),
            Claim("c2", "m3", "PARTICIPATES_IN", "m4", "denied", 0.8, (Evidence("p2", start, len(TEXT)),)),
        ),
        issues=(Issue("page 2", "a word is cut off"),),
        rejected=(RejectedRow(4, ("", "x"), "no name"),),
    )


def test_a_document_is_shown_with_all_that_was_found_in_it(ledger: Ledger) -> None:
    resolve(ledger)
    with ledger.read() as connection:
        detail = reading.document_detail(connection, "d1")
    assert detail.document.sources == ("/atti/verbale.txt",)
    assert (detail.document.passages, detail.document.mentions, detail.document.claims) == (2, 4, 2)
    assert [p.text for p in detail.passages] == [FIRST, SECOND]
    assert detail.passages[1].headers == ("chi", "cosa")
    leads, refuses = detail.claims
    by_number = {m.number: m for m in detail.mentions}
    assert by_number[leads.subject].text == "Cooperativa Faro"
    assert leads.subject_entity == by_number[leads.subject].entity
    assert leads.object_entity == refuses.object_entity
    assert (refuses.status, refuses.evidence) == ("denied", ((2, len(FIRST) + 1, len(TEXT)),))
    assert detail.issues[0].message == "a word is cut off"
    assert (detail.rejected[0].row, detail.rejected[0].cells) == (4, ("", "x"))


def test_a_stretch_of_passages_comes_with_its_own_mentions_and_claims(ledger: Ledger) -> None:
    with ledger.read() as connection:
        detail = reading.document_detail(connection, "d1", offset=1, limit=1)
        beyond = reading.document_detail(connection, "d1", offset=9, limit=1)
    assert [p.number for p in detail.passages] == [2]
    assert [m.text for m in detail.mentions] == ["Comune di Vald", "sportello"]
    assert [c.type for c in detail.claims] == ["PARTICIPATES_IN"]
    assert (beyond.passages, beyond.mentions, beyond.claims) == ((), (), ())


def test_before_the_first_resolution_nothing_is_an_entity(ledger: Ledger) -> None:
    with ledger.read() as connection:
        assert {m.entity for m in reading.document_detail(connection, "d1").mentions} == {None}
        assert reading.backlog(connection, "kglite:///graph.kgl", "1").unresolved == 1


def test_documents_are_listed_by_title_a_page_at_a_time(ledger: Ledger) -> None:
    read(ledger, "/atti/accordo.txt", "d2", None)
    read(ledger, "/atti/bando.txt", "d3", "Zona franca")
    with ledger.read() as connection:
        total, page = reading.list_documents(connection, limit=2)
        _, rest = reading.list_documents(connection, limit=2, offset=2)
    assert (total, [d.id for d in page], [d.id for d in rest]) == (3, ["d2", "d1"], ["d3"])


@pytest.mark.parametrize("words", ["verbale", "CITTÀ", "citta verbale", "atti"])
def test_documents_are_found_whatever_case_and_accents(ledger: Ledger, words: str) -> None:
    with ledger.read() as connection:
        assert reading.list_documents(connection, words=words)[0] == 1
        assert reading.list_documents(connection, words=words, kind="plan")[0] == 0
        assert reading.list_documents(connection, words=words + " altro")[0] == 0


def test_a_withdrawn_document_is_no_longer_shown(ledger: Ledger) -> None:
    with ledger.write() as connection:
        writing.withdraw(connection, "/atti/verbale.txt")
    with ledger.read() as connection:
        assert reading.list_documents(connection) == (0, [])
        assert reading.list_sources(connection) == []
        assert reading.ledger_counts(connection).mentions == 0
        with pytest.raises(NotFound, match="d1"):
            reading.document_detail(connection, "d1")


def test_counts_say_what_is_held_now(ledger: Ledger) -> None:
    resolve(ledger)
    with ledger.write() as connection:
        imports.enqueue(connection, [("a", "/a")])
    with ledger.read() as connection:
        counts = reading.ledger_counts(connection)
    assert (counts.sources, counts.documents, counts.passages, counts.mentions, counts.claims) == (1, 1, 2, 4, 2)
    assert (counts.issues, counts.rejected, counts.records) == (1, 1, 0)
    assert counts.entities_by_label == {"Action": 1, "Organisation": 2}
    assert counts.imports == {"waiting": 1}


def test_what_is_out_of_date_is_counted(ledger: Ledger) -> None:
    resolve(ledger)
    with ledger.read() as connection:
        behind = reading.backlog(connection, "kglite:///graph.kgl", "2")
    assert (behind.unresolved, behind.outdated) == (0, 1)
    assert behind.unprojected > 0


def test_an_old_id_leads_to_what_it_was_merged_into(ledger: Ledger) -> None:
    with ledger.write() as connection:
        connection.execute(redirects.insert(), [{"id": "org-a", "target": "org-b"}, {"id": "org-b", "target": "org-c"}])
    with ledger.read() as connection:
        assert reading.current_entity(connection, "org-a") == "org-c"
        assert reading.current_entity(connection, "org-x") == "org-x"
        assert reading.former_ids(connection, "org-c") == ("org-b",)


def test_reasons_of_an_entity_are_counted(ledger: Ledger) -> None:
    resolve(ledger)
    with ledger.read() as connection:
        entity = reading.document_detail(connection, "d1").mentions[0].entity
        assert entity is not None
        assert sum(count for _, count in reading.merge_reasons(connection, entity)) == 1
