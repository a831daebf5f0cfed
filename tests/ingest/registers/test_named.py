"""Named registers: known by their columns, read whole, refused when they have changed."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from graph.errors import NotFound, RegisterChanged, SettingsInvalid
from graph.extraction import Batch, Mention
from ingest.registers.adapter import read_register, register_document
from ingest.registers.mapping import bundled, load, parse, recognise
from ingest.registers.mapping_checks import ROLES
from ingest.registers.preview import KEPT, Preview, check_whole, chosen_mapping, preview
from tests.ingest.registers.sheets import assert_whole, sheet

SALT = b"a test's salt"
NOCE = "00488410010"


def read_rows(columns: Iterable[str], *rows: Iterable[str]) -> tuple[str, Batch]:
    """The name of the mapping that the columns tell, and what it reads."""
    made = sheet(columns, rows)
    mapping = recognise(made.columns)
    assert mapping is not None
    document = register_document(made, mapping, document_id="0" * 32, source="registro.csv")
    (batch,) = read_register(made, mapping, document, SALT)
    assert_whole([batch])
    return mapping.name, batch


def only(batch: Batch, label: str) -> Mention:
    (mention,) = (m for m in batch.mentions if m.type == label)
    return mention


def claims(batch: Batch) -> list[tuple[str, str, str]]:
    texts = {m.id: m.text for m in batch.mentions}
    return [(texts[c.subject], c.type, texts[c.object]) for c in batch.claims]


RUNTS = ("Repertorio", "Codice fiscale", "Denominazione", "Sezione", "Comune", "Provincia", "Data iscrizione")


@pytest.mark.parametrize(
    ("section", "name", "kind"),
    [
        ("A", "Il Sentiero", "odv"),
        ("B - Associazioni di promozione sociale", "Circolo Il Sentiero", "aps"),
        ("Enti filantropici", "Il Sentiero", "foundation"),
        ("D", "Il Sentiero società cooperativa sociale", "social_cooperative"),
        ("Imprese sociali, incluse le cooperative sociali", "Il Sentiero srl impresa sociale", "social_enterprise"),
        ("e) reti associative", "Il Sentiero", "network"),
        ("F", "Mutua di valle", "association"),
        ("G", "Fondazione Il Sentiero", "foundation"),
    ],
)
def test_runts_has_numbers_and_sections(section: str, name: str, kind: str) -> None:
    mapping, batch = read_rows(RUNTS, ("0012345", NOCE, name, section, "Ivrea", "TO", "21/03/2022"))
    body = only(batch, "Organisation")
    assert (mapping, body.properties["kind"]) == ("runts", kind)
    assert body.keys == {"fiscal_code": NOCE, "runts": "12345"}


@pytest.mark.parametrize(
    ("mapping", "columns", "row", "keys", "kind"),
    [
        (
            "albo_cooperative",
            ("Numero iscrizione albo", "Denominazione", "Codice fiscale", "Categoria", "REA", "Provincia", "Comune"),
            ("A112233", "Il Noce", NOCE, "Cooperative sociali", "1234567", "TO", "Ivrea"),
            {"fiscal_code": NOCE, "rea": "TO-1234567"},
            "social_cooperative",
        ),
        (
            "imprese_sociali",
            ("Denominazione", "Codice fiscale", "N-REA", "PV", "Data iscrizione alla sezione delle imprese sociali"),
            ("Il Noce", NOCE, "TO-0001234", "TO", "2019-01-01"),
            {"fiscal_code": NOCE, "rea": "TO-1234"},
            "social_enterprise",
        ),
        (
            "startup_sociali",
            ("Denominazione", "Codice fiscale", "Nat.giuridica", "Data iscrizione alla sezione delle startup"),
            ("Il Noce", NOCE, "SOCIETA' A RESPONSABILITA' LIMITATA", "2019-01-01"),
            {"fiscal_code": NOCE},
            "company",
        ),
        (
            "societa_benefit",
            ("Denominazione", "Codice fiscale", "Società benefit", "Natura giuridica"),
            ("Il Noce", NOCE, "SI", ""),
            {"fiscal_code": NOCE},
            "company",
        ),
        (
            "servizio_civile",
            ("Codice ente", "Denominazione ente", "Codice fiscale", "Sezione albo", "Comune"),
            ("SU00123", "Fondazione Il Noce", NOCE, "Nazionale", "Ivrea"),
            {"fiscal_code": NOCE},
            "foundation",
        ),
    ],
)
def test_registers_of_the_social_economy_by_their_public_columns(
    mapping: str, columns: tuple[str, ...], row: tuple[str, ...], keys: dict[str, str], kind: str
) -> None:
    name, batch = read_rows(columns, row)
    body = only(batch, "Organisation")
    assert (name, body.properties["kind"], body.keys) == (mapping, kind, keys)


def test_a_suppressed_municipality_is_part_of_its_heir() -> None:
    columns = (
        "Anno",
        "Codice Istat del Comune",
        "Denominazione Comune",
        "Codice del Comune associato alla variazione",
        "Denominazione Comune associata alla variazione",
        "Data decorrenza validità amministrativa",
    )
    name, batch = read_rows(columns, ("2019", "001101", "Alfa", "001318", "Betadonna", "01/01/2019"))
    assert (name, claims(batch)) == ("istat_soppressi", [("Alfa", "PART_OF", "Betadonna")])
    assert batch.claims[0].properties == {"since": "2019-01-01"}
    assert [m.keys["istat_code"] for m in batch.mentions] == ["001101", "001318"]


TENDERS = (
    *("CUP", "CIG", "codice_fiscalepiva", "Denominazione aggiudicatario", "Descrizione ruolo soggetto"),
    "Descrizione submisura",
)


def test_winners_of_a_tender_take_part_in_it_and_a_measure_funds_its_project() -> None:
    columns = TENDERS
    measure, cup, cig = "Asili nido", "F81C23000780006", "B1A5544327"
    _, batch = read_rows(
        columns,
        (cup, cig, NOCE, "Il Noce", "MANDATARIA", measure),
        (cup, cig, "", "La Serra", "MANDANTE", measure),
    )
    assert claims(batch) == [
        (measure, "FUNDS", cup),
        (cig, "PART_OF", cup),
        ("Il Noce", "LEADS", cig),
        ("La Serra", "PARTICIPATES_IN", cig),
    ]
    assert {tuple(m.keys.items()) for m in batch.mentions if m.type == "Action"} == {(("cup", cup),), (("cig", cig),)}
    assert batch.claims[2].properties == {"role": "MANDATARIA"}


def test_a_project_is_where_it_is_carried_out_not_where_its_body_sits() -> None:
    columns = (
        *("CODICE_CUP", "DESCRIZIONE_AGGREGATA", "SOGGETTO_TITOLARE", "PIVA_SOGGETTO", "COMUNE", "CODI_CODICE_COMUNE"),
        *("STRUMENTO_PROGRAMMAZIONE", "IMPO_IMPORTO_FINANZIATO"),
    )
    row = (
        "G19J22001290007",
        "Casa di comunità",
        "Azienda sanitaria Alfa",
        NOCE,
        "Ivrea",
        "001125",
        "Piano X",
        "24400,50",
    )
    name, batch = read_rows(columns, row)
    assert name == "opencup"
    assert claims(batch) == [
        ("Piano X", "FUNDS", "Casa di comunità"),
        ("Casa di comunità", "LOCATED_IN", "Ivrea"),
        ("Azienda sanitaria Alfa", "LEADS", "Casa di comunità"),
    ]
    assert batch.claims[0].properties == {"amount": 24400.5, "unit": "EUR"}


def test_a_subject_of_a_cohesion_project_has_its_role() -> None:
    columns = (
        *("COD_LOCALE_PROGETTO", "CUP", "OC_TITOLO_PROGETTO", "OC_CODICE_FISCALE_SOGG", "OC_DENOMINAZIONE_SOGG"),
        "SOGG_DESCR_RUOLO",
    )
    name, batch = read_rows(
        columns, ("1PI", "G19J22001290007", "Casa", NOCE, "Comune di Alfa", "Programmatore del progetto")
    )
    assert (name, claims(batch)) == ("opencoesione", [("Comune di Alfa", "PROMOTES", "Casa")])


def test_a_wrong_cup_is_kept_as_text_with_a_warning() -> None:
    columns = TENDERS
    _, batch = read_rows(columns, ("F81C230", "1234567890", NOCE, "Il Noce", "", ""))
    assert [m.type for m in batch.mentions] == ["Organisation"]
    assert [i.message for i in batch.issues] == [
        "CUP «F81C230» has not the form of one: kept as text, not used as a key",
        "CIG «1234567890» has not the form of one: kept as text, not used as a key",
    ]


def test_every_mapping_says_where_it_is_from_and_what_it_gives() -> None:
    for mapping in bundled():
        assert mapping.source
        assert mapping.gives
        assert mapping.format
        if mapping.title:
            assert mapping.licence
            assert mapping.snapshot
            assert mapping.floors.keys >= 0.8


def test_a_register_without_its_keys_is_refused_loudly() -> None:
    made = sheet(RUNTS, [("", "", f"Ente {n}", "G", "", "", "") for n in range(60)])
    mapping = recognise(made.columns)
    assert mapping is not None
    document = register_document(made, mapping, document_id="0" * 32, source="runts.csv")
    with pytest.raises(RegisterChanged, match=r"RUNTS.*only 0% of 60 rows have a key that holds, not 95%"):
        list(read_register(made, mapping, document, SALT))


OWN = """
title = "Albo delle botteghe"
source = "ours"
headers = ["insegna"]
[columns]
name = ["insegna"]
vat = ["piva"]
[floors]
rows = 2
kinds = ["foundation"]
"""


def looked_at(folder: Path, text: str, mapping: str = OWN) -> Preview:
    (folder / "own.toml").write_text(mapping, encoding="utf-8")
    (folder / "list.csv").write_text(text, encoding="utf-8")
    return preview(folder / "list.csv", load(folder / "own.toml"), (), SALT, None)


def test_a_preview_shows_what_is_read_and_what_is_only_kept(tmp_path: Path) -> None:
    found = looked_at(tmp_path, f"insegna;piva;umore\nFondazione Il Noce;{NOCE};buono\nLa Serra;12;\n")
    assert [(c.name, c.role, c.example) for c in found.columns] == [
        ("insegna", "name", "Fondazione Il Noce"),
        ("piva", "vat", NOCE),
        ("umore", KEPT, "buono"),
    ]
    assert (found.rows, found.keys, found.found, found.kinds) == (2, 1, {"Organisation": 2}, {"foundation": 1})
    assert [i.where for i in found.issues] == ["row 3"]
    check_whole(found)


def test_a_preview_shows_nobodys_codice_fiscale(tmp_path: Path) -> None:
    assert "RSSMRA80A01H501U" not in repr(looked_at(tmp_path, "insegna;piva\nBottega;RSSMRA80A01H501U\n"))


def test_a_renamed_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegisterChanged, match="columns of «Albo delle botteghe» are missing: insegna; there are: nome"):
        looked_at(tmp_path, f"nome;piva\nIl Noce;{NOCE}\n")


def test_a_part_is_not_the_whole_register(tmp_path: Path) -> None:
    with pytest.raises(RegisterChanged, match="1 rows, fewer than 2; no row of kind foundation"):
        check_whole(looked_at(tmp_path, f"insegna;piva\nIl Noce;{NOCE}\n"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[columns", "own.toml"),
        ('[columns]\nnome = ["x"]', "unknown role nome; no column is the name"),
        ('title = "A"\ncolour = 1\n[columns]\nname = ["x"]', "unknown key colour"),
        ('[columns]\nname = ["x"]\n[action]\nclaim = "SIGNED"', "unknown claim SIGNED"),
    ],
)
def test_a_mistake_in_a_mapping_of_ones_own_is_said(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=said):
        load(tmp_path / "own.toml")


def test_a_mapping_that_is_not_there_is_said() -> None:
    with pytest.raises(NotFound, match="no mapping is called gilde"):
        chosen_mapping("gilde")


REAL = {
    "cinque_per_mille_2022.csv": {},
    "cinque_per_mille_2019.csv": {},
    "ipa_enti.csv": {},
    "istat_comuni.csv": {},
    "pnrr_soggetti.csv": {"FUNDS": 4217, "PARTICIPATES_IN": 4217},
    "opencup_piemonte_2023.csv": {"LEADS": 752, "FUNDS": 670, "LOCATED_IN": 745},
    "pnrr_gare.parquet": {},
    "pnrr_aggiudicatari_gare.parquet": {"LEADS": 14_000, "PARTICIPATES_IN": 110_000},
}
"""Register → claims of these types, at least."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.trials) if n.endswith(".parquet") else n for n in REAL]
)
def test_real_registers_stand_above_their_floors(shared: Path, name: str) -> None:
    found = preview(shared / "data/registers" / name, None, (), SALT, None)
    check_whole(found)
    counted = Counter(found.found)
    assert all(counted[claim] >= least for claim, least in REAL[name].items())


DOCS = Path(__file__).resolve().parents[3] / "docs" / "registers.md"


def test_the_documentation_names_every_mapping_and_role_and_its_example_is_one() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert all(f"`{mapping.name}`" in text for mapping in bundled())
    assert all(f"`{role}`" in text for role in ROLES)
    example = "\n".join(re.findall(r"```toml\n(.*?)```", text, re.DOTALL))
    mapping = parse("botteghe", example)
    assert mapping.action is not None
    assert mapping.action.claims == {"Capofila": "LEADS"}
