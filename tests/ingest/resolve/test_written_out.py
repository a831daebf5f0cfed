"""What documents leave out of the names of public bodies."""

import pytest

from graph.ledger.bodies import Setting, Spot
from ingest.resolve.matching.entries import Entry
from ingest.resolve.surroundings import places_of
from ingest.resolve.written_out import PublicBodies, fullest, shared_classes

ROWS = [
    ("ISTAT", "Istituto Nazionale di Statistica - ISTAT", "public_body", "roma"),
    ("agid", "Agenzia per L'Italia Digitale", "public_body", "roma"),
    ("M_L", "Ministero del Lavoro e delle Politiche Sociali", "public_body", "roma"),
    ("C_A479", "Comune di Asti", "public_body", "asti"),
    ("C_B111", "Comune di Bra", "public_body", "bra"),
    ("P_AT", "Provincia di Asti", "public_body", "asti"),
    ("R_P", "Regione Piemonte", "public_body", "torino"),
    ("ASL_AT", "Azienda Sanitaria Locale AT", "health_body", "asti"),
    ("C_L", "Comune di Alagna", "public_body", "alagna"),
    ("C_V", "Comune di Alagna Valsesia", "public_body", "alagna valsesia"),
    ("IC1", "Istituto Comprensivo Statale Giovanni Goria", "school", "asti"),
]
BODIES = PublicBodies(
    {("ipa", code): Entry(code, name, kind=kind, municipality=town) for code, name, kind, town in ROWS}, {}
)


@pytest.mark.parametrize(
    ("name", "kind", "territory", "body"),
    [
        ("Comune", "public_body", "Asti", "C_A479"),
        ("Comune", "public_body", None, None),
        ("Provincia", "public_body", "Nizza Monferrato", "P_AT"),
        ("Regione", "public_body", "Bra", "R_P"),
        ("Asl", "health_body", "Asti", "ASL_AT"),
        ("Asl", "health_body", "Canton Ticino", None),
        ("Istituto comprensivo Goria", "school", "Asti", "IC1"),
        ("Istituto comprensivo Goria", "school", "Bari", None),
        ("Ministero del Lavoro", "public_body", "Asti", "M_L"),
        ("Comune di Alagna", "public_body", "Varallo", "C_V"),
        ("Comune di Alagna", "public_body", "Pavia", "C_L"),
        ("Bra", "public_body", "Bari", "C_B111"),
        ("Bra", "association", "Bra", None),
    ],
)
def test_a_name_is_the_one_body_that_it_can_be(name: str, kind: str, territory: str | None, body: str | None) -> None:
    found, _ = BODIES.fitting(name, kind, places_of(Setting("", territory, (), ())))

    assert (found and found.id) == body


@pytest.mark.parametrize(
    ("acronym", "kind", "body"), [("Istat", None, "ISTAT"), ("AgID", "other", "agid"), ("ISTAT", "aps", None)]
)
def test_an_acronym_is_the_body_that_it_spells(acronym: str, kind: str | None, body: str | None) -> None:
    found = BODIES.by_acronym(acronym, kind, frozenset())

    assert (found and found.id) == body


def test_a_class_said_once_holds_for_the_whole_list() -> None:
    text = "i Ministeri dell'interno, della difesa e della salute, e la Croce Rossa"
    names = ["interno", "difesa", "salute", "Croce Rossa"]
    spots = [Spot(text.index(n), text.index(n) + len(n), i) for i, n in enumerate(names)]

    assert dict(shared_classes(text, spots)) == {
        0: "ministero interno",
        1: "ministero difesa",
        2: "ministero salute",
    }


def test_an_acronym_and_a_shorter_name_say_less() -> None:
    assert fullest(["Centro Don Milani", "Centro di Solidarietà Don Milani"]) == ["Centro di Solidarietà Don Milani"]
    assert fullest(["Centro di Salute Mentale di Asti", "CSM"]) == ["Centro di Salute Mentale di Asti"]
