"""A register of any origin: what is read of a row, what is doubted, what is kept aside."""

import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.extraction import Batch, Mention
from graph.settings import LimitSettings
from ingest.read.reading import read
from ingest.read.rows import Sheets
from ingest.registers.adapter import BATCH_ROWS, read_register, register_document
from ingest.registers.mapping import recognise
from tests.ingest.registers.sheets import assert_whole, sheet

SALT = b"a test's salt"
COLUMNS = ("Denominazione", "Codice Fiscale", "Comune", "Provincia", "Forma giuridica")


def read_rows(columns: Iterable[str], *rows: Iterable[str], batch_rows: int = 2000) -> list[Batch]:
    made = sheet(columns, rows)
    mapping = recognise(made.columns)
    assert mapping is not None
    document = register_document(made, mapping, document_id="0" * 32, source="elenchi/enti.csv")
    batches = list(read_register(made, mapping, document, SALT, batch_rows=batch_rows))
    assert_whole(batches)
    return batches


def organisations(batches: list[Batch]) -> list[Mention]:
    return [m for b in batches for m in b.mentions if m.type == "Organisation"]


def messages(batches: list[Batch]) -> list[tuple[str, str]]:
    return [(i.where, i.message) for b in batches for i in b.issues]


def test_a_row_becomes_a_body_in_its_municipality() -> None:
    row = ("Cooperativa sociale Il Noce", "00488410010", "Ivrea", "Torino", "Società cooperativa sociale")
    (batch,) = read_rows(COLUMNS, row)

    body, town, province = batch.mentions
    assert (body.type, body.text) == ("Organisation", "Cooperativa sociale Il Noce")
    assert dict(body.properties) == {"kind": "social_cooperative"}
    assert dict(body.keys) == {"fiscal_code": "00488410010"}
    assert (town.type, town.text, town.properties["kind"]) == ("Place", "Ivrea", "municipality")
    assert (province.text, province.properties["kind"]) == ("Torino", "province")
    within, located = batch.claims
    assert (located.subject, located.type, located.object) == (body.id, "LOCATED_IN", town.id)
    assert (located.status, located.confidence) == ("done", 1.0)
    assert (within.subject, within.type, within.object) == (town.id, "PART_OF", province.id)
    (record,) = batch.records
    assert dict(record.values) == dict(zip(COLUMNS, row, strict=True))
    assert (record.register, record.key, record.subject) == ("enti", "00488410010", body.id)


@pytest.mark.parametrize(("cell", "wider"), [("TO", True), ("to", True), ("EE", False), ("", False)])
def test_the_letters_of_a_province_are_one(cell: str, wider: bool) -> None:
    (batch,) = read_rows(COLUMNS, ("Cooperativa sociale Il Noce", "00488410010", "Ivrea", cell, ""))
    assert [m.text for m in batch.mentions if m.properties.get("kind") == "province"] == ([cell] if wider else [])


@pytest.mark.parametrize(
    "columns",
    [
        ("RAGIONE SOCIALE", "P.IVA", "SEDE LEGALE"),
        ("nome_ente", "cod_fisc", "comune_sede_legale"),
        ("\ufeffDenominazione dell'Ente", "C.F.", "Città"),
        ("organisation name", "VAT number", "municipality"),
    ],
)
def test_headers_are_known_by_many_names(columns: tuple[str, ...]) -> None:
    mapping = recognise(columns)
    assert mapping is not None
    assert mapping.name == "organisations"


@pytest.mark.parametrize(
    "columns",
    [
        ("Azione", "Responsabile", "Partner", "Risorse", "Scadenza"),
        ("Soggetto", "Relazione", "Oggetto"),
        ("Cognome", "Nome", "Comune", "Codice fiscale"),
        ("Anno", "Importo"),
        (),
    ],
)
def test_other_tables_are_no_registers(columns: tuple[str, ...]) -> None:
    assert recognise(columns) is None


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("Organizzazioni di volontariato", "odv"),
        ("b) Associazioni di promozione sociale", "aps"),
        ("Enti filantropici", "foundation"),
        ("Imprese sociali, incluse le cooperative sociali", "social_cooperative"),
        ("Reti associative", "network"),
    ],
)
def test_a_section_of_the_register_tells_the_kind(section: str, kind: str) -> None:
    batches = read_rows(("Denominazione", "Codice fiscale", "Sezione"), ("Il Sentiero", "", section))
    assert organisations(batches)[0].properties["kind"] == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("COMUNE DI ASTI", "public_body"),
        ("Fondazione Casa dell'Ospitalità", "foundation"),
        ("ASSOCIAZIONE CULTURALE LA RONDINE A.P.S.", "aps"),
        ("Il Ponte società cooperativa sociale onlus", "social_cooperative"),
        ("IL PONTE S.C.S.", "social_cooperative"),
        ("Latteria di Valle soc. coop. a r.l.", "cooperative"),
        ("Rossi & C. S.r.l.", "company"),
        ("Consorzio di cooperative sociali Il Filo", "consortium"),
        ("Parrocchia di San Giorgio", "religious_body"),
        ("Università degli Studi di Torino", "university"),
        ("Le Aquile", None),
    ],
)
def test_a_name_tells_the_kind_or_does_not(name: str, kind: str | None) -> None:
    body = organisations(read_rows(("Denominazione", "Codice fiscale"), (name, "")))[0]
    assert body.properties.get("kind") == kind


def test_zeros_that_a_spreadsheet_dropped_are_given_back_and_said() -> None:
    batches = read_rows(COLUMNS, ("Ente", "488410010", "Roma", "RM", ""), ("Altro", "488410010.0", "Roma", "RM", ""))
    assert [o.keys["fiscal_code"] for o in organisations(batches)] == ["00488410010"] * 2
    assert messages(batches)[0] == ("row 2", "codice fiscale without its front zeros: restored")
    assert batches[0].records[0].values["Codice Fiscale"] == "488410010"


def test_a_wrong_key_is_kept_as_text_and_joins_nothing() -> None:
    batches = read_rows(COLUMNS, ("Ente", "00488410011", "Roma", "RM", ""))
    assert organisations(batches)[0].keys == {}
    assert batches[0].records[0].key is None
    assert batches[0].records[0].values["Codice Fiscale"] == "00488410011"
    assert messages(batches) == [
        ("row 2", "codice fiscale «00488410011» is not valid: kept as text, not used as a key")
    ]


def test_a_withheld_key_is_no_issue() -> None:
    assert messages(read_rows(COLUMNS, ("Ente", "****************", "Roma", "RM", ""))) == []


@pytest.mark.parametrize("code", ["RSSMRA80A01H501U", "rss mra 80a01 h501u", "RSSMRA80A01H501", "RSSMRA80A01H50LW"])
def test_the_code_of_a_person_is_never_kept_in_clear(code: str) -> None:
    batches = read_rows(COLUMNS, ("Bottega Rossi", code, "Roma", "RM", f"impresa di {code}"), ("", code, "", "", ""))
    shown = repr(batches).upper()
    assert "RSSMRA80A01H501U" not in shown
    assert batches[0].records[0].values["Codice Fiscale"].startswith("persona:")
    assert batches[0].rejected[0].cells[1].startswith("persona:")


def test_the_token_of_a_person_is_the_same_under_one_salt_only() -> None:
    made = sheet(COLUMNS, [("Bottega Rossi", "RSSMRA80A01H501U", "Roma", "RM", "")] * 2)
    mapping = recognise(made.columns)
    assert mapping is not None
    document = register_document(made, mapping, document_id="0" * 32, source="a.csv")
    (batch,) = read_register(made, mapping, document, b"another")
    one, two = (m.keys["fiscal_code"] for m in batch.mentions if m.type == "Organisation")
    assert one == two
    assert one != organisations(read_rows(COLUMNS, ("B", "RSSMRA80A01H501U", "", "", "")))[0].keys["fiscal_code"]


def test_bad_rows_are_kept_aside_with_number_and_reason() -> None:
    batches = read_rows(
        COLUMNS,
        ("Ente", "", "Roma", "RM", ""),
        ("", "00488410010", "Roma", "RM", ""),
        ("Ente", "", "Roma", "RM", "", "too", "many"),
        ("\ufffd\ufffd", "", "Roma", "RM", ""),
        ("...", "", "Roma", "RM", ""),
        ("", "", "", "", ""),
    )
    assert [(r.row, r.reason) for r in batches[0].rejected] == [
        (3, "no name"),
        (4, "7 cells in a table of 5 columns"),
        (5, "the name cannot be read: wrong encoding or binary data"),
        (6, "no name"),
    ]
    assert batches[0].rejected[1].cells[-2:] == ("too", "many")
    assert ("row 3", "row kept aside: no name") in messages(batches)


def test_a_municipality_named_none_is_no_empty_cell() -> None:
    assert organisations(read_rows(COLUMNS, ("NONE", "85003190015", "NONE", "TO", "")))[0].text == "NONE"


def test_formulas_and_separators_stay_verbatim_in_the_record() -> None:
    cells = ("=cmd|' /C calc'!A0", "", "Roma\nEur", "RM", "a | b")
    (batch,) = read_rows(COLUMNS, cells)
    assert tuple(batch.records[0].values.values()) == cells
    assert batch.passages[0].text == "=cmd/' /C calc'!A0 |  | Roma Eur | RM | a / b"


def test_rows_pass_in_batches_that_stand_alone() -> None:
    rows = [(f"Ente {n}", "", "Roma", "RM", "") for n in range(95)]
    batches = read_rows(COLUMNS, *rows, batch_rows=10)
    assert [len(b.passages) for b in batches] == [10] * 9 + [5]


def test_issues_of_one_kind_are_counted_after_the_first_hundred() -> None:
    batches = read_rows(COLUMNS, *[("Ente", "123", "", "", "")] * 350, batch_rows=100)
    found = messages(batches)
    assert len(found) == 101
    assert found[-1] == ("whole file", "fiscal_code not valid: 250 more rows")


def test_a_founding_date_is_read_or_doubted() -> None:
    columns = ("Denominazione", "Comune", "Data costituzione")
    batches = read_rows(columns, ("Uno", "Bra", "14/03/2019"), ("Due", "Bra", "2019"), ("Tre", "Bra", "boh"))
    assert [o.properties.get("founded") for o in organisations(batches)] == ["2019-03-14", "2019", None]
    assert messages(batches) == [("row 4", "«boh» is no date that could be read")]


def test_a_row_about_a_person_makes_no_organisation() -> None:
    batches = read_rows(COLUMNS, ("Maria Bianchi", "", "Roma", "RM", "Libero professionista"))
    assert organisations(batches) == []
    assert batches[0].records[0].subject is None


cells = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "Roma", "00488410010", "RSSMRA80A01H501U", "=1+1", "a|b", "x\ny", "\0", "\ufffd", "*****"]),
)


@given(st.lists(st.lists(cells, max_size=8), max_size=12), st.integers(1, 5))
def test_any_rows_give_whole_batches_and_every_row_is_accounted_for(rows: list[list[str]], size: int) -> None:
    batches = read_rows(COLUMNS, *rows, batch_rows=size)
    passed = sum(len(b.passages) for b in batches)
    aside = sum(len(b.rejected) for b in batches)
    blank = sum(1 for row in rows if not any(c.replace("\0", "").strip() for c in row))
    assert passed + aside + blank == len(rows)
    assert "RSSMRA80A01H501U" not in repr(batches)


REAL = {
    "cinque_per_mille_2022.csv": ("cinque_per_mille", 71_498, 0),
    "cinque_per_mille_2019.csv": ("cinque_per_mille_2019", 62_854, 0),
    "ipa_enti.csv": ("ipa", 23_558, 0),
    "istat_comuni.csv": ("istat_comuni", 7_894, 0),
    "pnrr_soggetti.csv": ("pnrr_soggetti", 4_217, 57),
    "pnrr_aggiudicatari_gare.parquet": ("pnrr_aggiudicatari", 137_549, 1_651),
}
"""Mapping, rows read, rows kept aside (their names are withheld by the publisher)."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.trials) if n.startswith("pnrr_agg") else n for n in REAL]
)
def test_real_registers_pass_whole(shared: Path, name: str) -> None:
    mapping_name, read_count, aside = REAL[name]
    tables = read(shared / "data/registers" / name, LimitSettings())
    assert isinstance(tables, Sheets)
    made = next(tables.sheets)
    mapping = recognise(made.columns)
    assert mapping is not None
    assert mapping.name == mapping_name
    document = register_document(made, mapping, document_id="0" * 32, source=name)
    start, rows, rejected, keyed, issues = time.perf_counter(), 0, 0, 0, 0
    for batch in read_register(made, mapping, document, SALT):
        assert len(batch.passages) <= BATCH_ROWS
        rows += len(batch.passages)
        rejected += len(batch.rejected)
        issues += len(batch.issues)
        keyed += sum(1 for r in batch.records if r.key)
    tables.close()
    seconds = time.perf_counter() - start
    print(f"{name}: {rows / seconds:,.0f} rows/s, {issues} issues")
    assert (rows, rejected) == (read_count, aside)
    assert issues <= 300
    assert keyed / rows > 0.8
