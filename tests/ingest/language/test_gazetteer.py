"""The baseline of lists: what stands in them is found, the longest first; nothing else is."""

import json

import pytest

from ingest.language.evaluation.gazetteer import gazetteer, of_spans
from ingest.language.evaluation.systems import System


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> System:
    folder = tmp_path_factory.mktemp("lexica")
    towns = [
        {"nome": name, "provincia": {"nome": "Lecce"}, "regione": {"nome": "Puglia"}}
        for name in ("Nardò", "San Cesario di Lecce", "Brixen/Bressanone", "Ora", "Ne")
    ]
    (folder / "comuni.json").write_text(json.dumps(towns), encoding="utf-8")
    (folder / "enti_pubblici.csv").write_text(
        "id,name\nit/1,Comune di Nardo'\nit/2,Universita' del Salento\nit/3,Lecce\n", encoding="utf-8"
    )
    (folder / "organisations_wikipedia.txt").write_text(
        "ORG Croce Rossa\nORG Banca d ' Italia\nORG ufficiale sovrintendente\n", encoding="utf-8"
    )
    (folder / "nomi.txt").write_text("maria\npietro\n", encoding="utf-8")
    return gazetteer(folder)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Da Nardò a Bressanone, in Puglia.", "Place Nardò, Place Bressanone, Place Puglia"),
        (
            "Il Comune di Nardò scrive a San Cesario di Lecce.",
            "Organisation Comune di Nardò, Place San Cesario di Lecce",
        ),
        ("L’Università del Salento è a Lecce.", "Organisation Università del Salento, Place Lecce"),
        ("La Banca d’Italia e la CROCE ROSSA.", "Organisation Banca d’Italia, Organisation CROCE ROSSA"),
        ("La presidente Maria De Luca ringrazia Pietro.", "Person Maria De Luca"),
        ("Ne parla ora un ufficiale sovrintendente di una banca.", ""),
    ],
)
def test_names_of_the_lists_are_found(system: System, text: str, found: str) -> None:
    read = system("nota", text)
    assert ", ".join(f"{m.type} {m.text}" for m in read.mentions) == found
    assert all(text[m.start : m.end] == m.text for m in read.mentions)


def test_the_same_words_of_one_type_are_one_entity() -> None:
    read = of_spans("nota", "Riva e Riva", [("Place", 0, 4), ("Place", 7, 11), ("Organisation", 7, 11)])
    assert [m.entity for m in read.mentions] == ["m1", "m1", "m3"]
