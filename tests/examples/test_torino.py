"""The Turin example: made from its sources, honest about what is invented, readable without a complaint."""

import csv
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.settings import LimitSettings
from ingest.read.reading import read
from ingest.read.rows import Sheet, Sheets
from ingest.read.text import SourceText
from ingest.registers.adapter import read_register, register_document
from ingest.registers.mapping import recognise
from ingest.registers.ties import read_ties, ties_document
from ingest.registers.words import plain

EXAMPLES = Path(__file__).parents[2] / "examples"
TORINO = EXAMPLES / "torino"
DOCUMENTS = sorted(p.name for p in TORINO.iterdir() if p.suffix != ".csv")
MADE = [name for name in DOCUMENTS if name.endswith((".docx", ".pdf", ".odt"))]
NOTICE = "Documento d'esempio: gli enti e le persone nominati sono inventati."
INVENTED = (
    "Valfonda",
    "Rivafonda",
    "Castelmoro",
    "Selvarotta",
    "Officina Mirtillo",
    "Banco delle Lune",
    "Fondazione Arvale",
    "Filo di Ginestra",
    "Ada Brunengo",
    "Telaio Vivo",
    "Bordigò Impianti",
    "Lanterna Verde",
    "Radici nuove",
)


def text_of(name: str) -> str:
    source = read(TORINO / name, LimitSettings())
    assert isinstance(source, SourceText)
    assert source.issues == ()
    return source.text


@contextmanager
def sheet_of(name: str) -> Iterator[Sheet]:
    tables = read(TORINO / name, LimitSettings())
    assert isinstance(tables, Sheets)
    yield next(tables.sheets)
    tables.close()


def content(path: Path) -> object:
    """The bytes of a file; of an archive its members', since libraries compress differently."""
    if path.suffix == ".pdf":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return [(i.filename, i.date_time, archive.read(i)) for i in archive.infolist()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([sys.executable, str(EXAMPLES / "sources/make.py"), str(folder)], check=True, timeout=120)
    return folder


@pytest.mark.parametrize("name", MADE)
def test_documents_are_those_that_the_script_makes(made: Path, name: str) -> None:
    assert content(TORINO / name) == content(made / name)


@pytest.mark.parametrize("name", [n for n in DOCUMENTS if not n.startswith("01_")])
def test_invented_documents_say_that_they_are(name: str) -> None:
    assert NOTICE in text_of(name)


def test_the_note_on_the_real_plan_names_nobody_invented() -> None:
    assert not [name for name in INVENTED if name in text_of("01_nota_piano_metropolitano.txt")]


def test_the_menus_of_the_pages_are_not_their_text() -> None:
    for name in ("03_programma_valfonda.html", "06_officina_mirtillo.html"):
        assert "Privacy" not in text_of(name)


@pytest.mark.slow
def test_no_real_body_bears_an_invented_name(shared: Path) -> None:
    registers = shared / "data/registers"
    names: list[str] = []
    for file, column in (
        ("cinque_per_mille_2022.csv", "denominazione"),
        ("cinque_per_mille_2019.csv", "denominazione"),
        ("ipa_enti.csv", "Denominazione_ente"),
    ):
        with (registers / file).open(encoding="utf-8-sig", newline="") as lines:
            names += [plain(row[column]) for row in csv.DictReader(lines)]
    everything = "\n".join(names)
    assert [name for name in INVENTED if plain(name) in everything] == []


def test_the_register_holds_some_sixty_real_bodies_with_valid_keys() -> None:
    with sheet_of("registro_enti.csv") as sheet:
        mapping = recognise(sheet.columns)
        assert mapping is not None
        document = register_document(sheet, mapping, document_id="0" * 32, source="registro_enti.csv")
        (batch,) = read_register(sheet, mapping, document, b"salt")
    assert 55 <= len(batch.records) <= 65
    assert (batch.issues, batch.rejected) == ((), ())
    assert all(record.key for record in batch.records)
    assert not any("importo" in column for column in sheet.columns)
    kinds = {m.properties.get("kind") for m in batch.mentions if m.type == "Organisation"}
    assert {"social_cooperative", "odv", "aps", "foundation", "public_body", "university", "school"} <= kinds


def test_the_ties_are_all_understood() -> None:
    with sheet_of("legami.csv") as sheet:
        document = ties_document(sheet, document_id="0" * 32, source="legami.csv")
        (batch,) = read_ties(sheet, document, b"salt")
    assert (batch.issues, batch.rejected) == ((), ())
    told = {(c.type, c.status) for c in batch.claims}
    assert {("SIGNED", "denied"), ("PARTNERS_WITH", "denied"), ("FUNDS", "proposed"), ("NEEDS", "done")} <= told
