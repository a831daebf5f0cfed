"""Names of bodies and people whose shape misleads: inner prepositions and articles, apostrophes, sentence openings."""

import pytest

from ingest.language.pipeline import Extractor
from ingest.read.plain import read_plain


def found(extractor: Extractor, text: str, kind: str) -> list[str]:
    source = read_plain(text.encode(), "note.txt")
    extraction = extractor.extract(source, source_name="note.txt", document_id="note", date="2026-01-15")
    return [m.text for m in extraction.mentions if m.type == kind]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "La Fondazione Ca' Tramontana ha finanziato il progetto del Comune di Cuneo.",
            ["Fondazione Ca' Tramontana", "Comune di Cuneo"],
        ),
        (
            "Il servizio è gestito dall'Associazione Gambe in Spalla ODV con il Comune di Cuneo.",
            ["Associazione Gambe in Spalla ODV", "Comune di Cuneo"],
        ),
        (
            "L'Associazione Gambe in Spalla ODV ha aperto uno sportello a Cuneo.",
            ["Associazione Gambe in Spalla ODV"],
        ),
        (
            "La Cooperativa sociale La Lanterna ha aperto uno sportello a Cuneo.",
            ["Cooperativa sociale La Lanterna"],
        ),
        (
            "Il Comune di Cuneo collabora con il Circolo anziani Il Platano.",
            ["Comune di Cuneo", "Circolo anziani Il Platano"],
        ),
        (
            "Il Comune di Cuneo ha scritto all'Associazione Alfa in merito al Consorzio Beta.",
            ["Comune di Cuneo", "Associazione Alfa", "Consorzio Beta"],
        ),
    ],
)
def test_organisations_have_their_whole_name_and_no_article(extractor: Extractor, text: str, names: list[str]) -> None:
    assert found(extractor, text, "Organisation") == names


def test_the_verb_that_opens_a_sentence_is_no_part_of_a_name(extractor: Extractor) -> None:
    text = "Presiede Ilaria Montresi, assessora alla casa del Comune di Cuneo."
    assert found(extractor, text, "Person") == ["Ilaria Montresi"]


def test_who_is_on_the_roll_with_a_body_is_a_person_whatever_the_given_name(extractor: Extractor) -> None:
    text = "Presenti: Oreste Quadrani (Comune di Cuneo); Zmira Valtorri (Cooperativa sociale La Lanterna)."
    assert found(extractor, text, "Person") == ["Oreste Quadrani", "Zmira Valtorri"]


@pytest.mark.parametrize(
    "refusal",
    [
        "non ha firmato",
        "non ha aderito al tavolo né ha firmato",
        pytest.param("ha rifiutato di firmare", marks=pytest.mark.xfail(reason="read as signed", strict=True)),
    ],
)
def test_who_refused_to_sign_has_not_signed(extractor: Extractor, refusal: str) -> None:
    text = f"Il Comune di Cuneo {refusal} l'Accordo di collaborazione per la mobilità sociale."
    source = read_plain(text.encode(), "note.txt")
    found = extractor.extract(source, source_name="note.txt", document_id="note", date="2026-01-15")
    assert {c.status for c in found.claims if c.type == "SIGNED"} == {"denied"}


def test_a_legal_form_says_more_than_the_head_of_a_name(extractor: Extractor) -> None:
    source = read_plain(b"Il Collettivo Quota Mille APS partecipa alla riunione.", "note.txt")
    found = extractor.extract(source, source_name="note.txt", document_id="note", date="2026-01-15")
    assert [m.properties["kind"] for m in found.mentions if m.type == "Organisation"] == ["aps"]


def test_what_a_person_says_is_attributed_to_that_person(extractor: Extractor) -> None:
    text = (
        "«La Fondazione Rive finanzierà il progetto Ponti con 20.000 euro», ha detto il presidente Marco Sella. "
        "La presidente della cooperativa, Anna Rovelli, sostiene che la cooperativa Zolla gestirà l'ostello."
    )
    found = extractor.extract(read_plain(text.encode(), "note.txt"), source_name="note.txt", document_id="note")
    words = {m.id: m.text for m in found.mentions}
    speakers = {words[str(c.properties["attributed_to"])] for c in found.claims if "attributed_to" in c.properties}
    assert speakers <= {"Marco Sella", "Anna Rovelli"}
    assert speakers
