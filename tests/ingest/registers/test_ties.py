"""A team's list of ties: who, relation, whom, how it stands."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import FileTooLarge
from graph.extraction import Batch
from graph.model import CLAIM_TYPES, Status
from ingest.registers.ties import MAX_ROWS, is_ties, read_ties, ties_document
from tests.ingest.registers.sheets import assert_whole, sheet

COLUMNS = ("Soggetto", "Relazione", "Oggetto", "Stato", "Dal", "Fonte", "Tipo soggetto", "Tipo oggetto", "Importo")


def read_rows(*rows: Iterable[str], columns: tuple[str, ...] = COLUMNS) -> Batch:
    made = sheet(columns, rows)
    assert is_ties(made.columns)
    (batch,) = read_ties(made, ties_document(made, document_id="0" * 32, source="team/legami.csv"), b"salt")
    assert_whole([batch])
    for claim in batch.claims:
        ends = [m.type for end in (claim.subject, claim.object) for m in batch.mentions if m.id == end]
        assert ends[0] in CLAIM_TYPES[claim.type].subjects
        assert ends[1] in CLAIM_TYPES[claim.type].objects
    return batch


def told(batch: Batch) -> list[tuple[str, str, str, str, str, str]]:
    """(type, text) of the subject, claim type, (type, text) of the object, status."""
    mentions = {m.id: m for m in batch.mentions}
    return [
        (
            mentions[c.subject].type,
            mentions[c.subject].text,
            c.type,
            mentions[c.object].type,
            mentions[c.object].text,
            c.status,
        )
        for c in batch.claims
    ]


def test_a_row_becomes_a_claim_with_the_row_as_evidence() -> None:
    row = ("Cooperativa Il Noce", "promuove", "Sportello casa", "in corso", "marzo 2025", "verbale 3")
    batch = read_rows(row)
    assert told(batch) == [("Organisation", row[0], "PROMOTES", "Action", row[2], "under_way")]
    (claim,), (passage,) = batch.claims, batch.passages
    assert claim.properties == {"since": "2025-03"}
    assert [(e.passage, e.start, e.end) for e in claim.evidence] == [(passage.id, passage.start, passage.end)]
    assert passage.headers == COLUMNS
    assert passage.text.startswith("Cooperativa Il Noce | promuove | Sportello casa | in corso")


@pytest.mark.parametrize(
    "columns",
    [
        ("subject", "type", "object"),
        ("Chi", "Cosa fa", "Con chi", "Da quando"),
        ("CHI", "LEGAME", "A CHI", "STATO", "NOTE"),
        ("Attore", "Tipo di relazione", "Oggetto"),
    ],
)
def test_lists_are_known_by_their_headers(columns: tuple[str, ...]) -> None:
    assert is_ties(columns)


@pytest.mark.parametrize(
    "columns", [("Ente", "Tipo", "Oggetto", "Importo"), ("Denominazione", "Comune"), ("Soggetto", "Oggetto"), ()]
)
def test_other_tables_are_no_lists(columns: tuple[str, ...]) -> None:
    assert not is_ties(columns)


@pytest.mark.parametrize(
    ("relation", "claim", "status"),
    [
        ("promuove", "PROMOTES", "done"),
        ("È capofila di", "LEADS", "done"),
        ("guida", "LEADS", "done"),
        ("partecipa a", "PARTICIPATES_IN", "done"),
        ("parteciperà a", "PARTICIPATES_IN", "planned"),
        ("finanzia", "FUNDS", "done"),
        ("ha firmato", "SIGNED", "done"),
        ("non ha aderito", "SIGNED", "denied"),
        ("ha proposto", "PROMOTES", "proposed"),
        ("vorrebbe partecipare", "PARTICIPATES_IN", "proposed"),
        ("PARTICIPATES_IN", "PARTICIPATES_IN", "done"),
        ("participates in", "PARTICIPATES_IN", "done"),
        ("assente", "PARTICIPATES_IN", "denied"),
        ("balla", None, ""),
        ("", None, ""),
    ],
)
def test_relations_are_known_by_many_words(relation: str, claim: str | None, status: str) -> None:
    batch = read_rows(("Associazione Alfa", relation, "Accordo di rete Beta"))
    if claim is None:
        assert [r.row for r in batch.rejected] == [2]
        assert batch.issues[0].where == "row 2"
    else:
        assert [(c.type, c.status) for c in batch.claims] == [(claim, status)]


@pytest.mark.parametrize(
    ("relation", "status"),
    [
        ("collabora con", "done"),
        ("lavora con", "done"),
        ("works with", "done"),
        ("partner", "done"),
        ("non collabora più con", "denied"),
        ("ex partner di", "denied"),
    ],
)
def test_partners(relation: str, status: str) -> None:
    batch = read_rows(("Circolo Alfa", relation, "Beta"))
    assert told(batch) == [("Organisation", "Circolo Alfa", "PARTNERS_WITH", "Organisation", "Beta", status)]


@pytest.mark.parametrize(
    ("row", "claim"),
    [
        (("Circolo Alfa", "lavora a", "Asti"), "OPERATES_IN"),
        (("Anna Rossi", "lavora per", "Associazione Beta"), "HAS_ROLE"),
        (("Sportello Alfa", "serve", "una sala"), "NEEDS"),
        (("una sala", "serve per", "Sportello Alfa"), "USED_IN"),
        (("Fondazione Alfa", "ha finanziato", "Progetto Beta"), "FUNDS"),
    ],
)
def test_words_that_differ_only_in_a_small_one_differ(row: tuple[str, str, str], claim: str) -> None:
    (found,) = told(read_rows(row))
    assert (found[1], found[2], found[4]) == (row[0], claim, row[2])


def test_a_passive_turns_the_ends() -> None:
    batch = read_rows(
        ("Progetto Ponti", "finanziato da", "Fondazione Gamma", "previsto", "", "", "", "", "120.000 euro")
    )
    assert told(batch) == [("Organisation", "Fondazione Gamma", "FUNDS", "Action", "Progetto Ponti", "planned")]
    assert batch.claims[0].properties == {"amount": 120_000, "unit": "EUR"}


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("fatto", "done"),
        ("In corso", "under_way"),
        ("PREVISTO", "planned"),
        ("da verificare", "proposed"),
        ("no", "denied"),
    ],
)
def test_statuses(cell: str, status: str) -> None:
    assert read_rows(("Alfa", "promuove", "Sportello", cell)).claims[0].status == status


def test_an_unknown_status_or_type_is_kept_aside_not_guessed() -> None:
    batch = read_rows(
        ("Alfa", "promuove", "Sportello", "mah"),
        ("Alfa", "promuove", "Sportello", "", "", "", "marziano", ""),
        ("Alfa", "promuove", "Torino", "", "", "", "", "luogo"),
    )
    assert [r.reason for r in batch.rejected] == [
        "the status «mah» is not known",
        "the type «marziano» of the subject is not known",
        "PROMOTES does not go between ? and Place",
    ]


def test_what_a_name_is_can_be_stated_or_told_by_other_rows() -> None:
    batch = read_rows(
        ("Anna Neri", "ha ruolo in", "Circolo Alfa"),
        ("Anna Neri", "guida", "Doposcuola"),
        ("La Serra", "partecipa a", "Doposcuola", "", "", "", "persona", ""),
        ("La Serra", "fa parte di", "Tavolo Lavoro"),
        ("Area Lavoro", "fa parte di", "Piano Beta"),
        ("Officina", "ha bisogno di", "20 mila euro"),
    )
    kinds = {m.text: m.type for m in batch.mentions}
    assert kinds == {
        "Anna Neri": "Person",
        "Circolo Alfa": "Organisation",
        "Doposcuola": "Action",
        "La Serra": "Person",
        "Tavolo Lavoro": "Organisation",
        "Area Lavoro": "Area",
        "Piano Beta": "Plan",
        "Officina": "Organisation",
        "20 mila euro": "Resource",
    }
    assert [c.type for c in batch.claims][3:5] == ["MEMBER_OF", "PART_OF"]
    money = next(m for m in batch.mentions if m.type == "Resource")
    assert money.properties == {"kind": "money", "amount": 20_000, "unit": "EUR"}


@pytest.mark.parametrize(
    ("name", "kind"), [("due educatori", "people"), ("3 aule", "space"), ("un furgone con pedana", "equipment")]
)
def test_a_resource_is_told_by_its_noun(name: str, kind: str) -> None:
    batch = read_rows(("Doposcuola", "ha bisogno di", name))
    assert batch.mentions[1].properties == {"kind": kind}


def test_the_same_name_is_one_thing() -> None:
    batch = read_rows(("Circolo Alfa", "promuove", "Sportello"), ("CIRCOLO ALFA", "guida", "sportello"))
    assert len({m.entity for m in batch.mentions}) == 2


def test_odd_dates_and_amounts_are_said_and_the_tie_stays() -> None:
    batch = read_rows(("Alfa", "promuove", "Sportello", "", "ieri", "", "", "", "tanti"))
    assert len(batch.claims) == 1
    assert [i.message for i in batch.issues] == [
        "«ieri» is no date that could be read",
        "«tanti» is no amount that could be read",
    ]


def test_the_code_of_a_person_is_masked() -> None:
    assert "RSSMRA80A01H501U" not in repr(read_rows(("Mario Rossi RSSMRA80A01H501U", "guida", "Sportello")))


def test_a_list_is_of_a_size_that_people_write() -> None:
    with pytest.raises(FileTooLarge, match="20,000 rows"):
        read_rows(*[("Alfa", "promuove", "Sportello")] * (MAX_ROWS + 1))


words = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "promuove",
            "fa parte di",
            "non",
            "Comune di Asti",
            "fatto",
            "Piano X",
            "Area Y",
            "10 euro",
            "persona",
            "azione",
        ]
    ),
)


@given(st.lists(st.lists(words, max_size=10), max_size=10))
def test_any_rows_give_valid_claims_and_every_row_is_accounted_for(rows: list[list[str]]) -> None:
    batch = read_rows(*rows)
    blank = sum(1 for row in rows if not any(c.replace("\0", "").strip() for c in row))
    assert len(batch.claims) + len(batch.rejected) + blank == len(rows)
    assert {c.status for c in batch.claims} <= set(Status)
