"""Names that are the same to a person compare as the same, and class words name nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.resolve.names import (
    body_name,
    comparable,
    is_generic,
    is_no_name,
    name_words,
    natures,
    parted,
    plain_words,
    without_acronym,
    without_province,
    without_town,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Coop. Soc. Il Faro S.C.S. Onlus", "cooperativa sociale il faro"),
        ("Associazione L'Àncora A.P.S.", "Ass. L’Ancora"),
        ("Città di Cuneo", "Comune di Cuneo"),
        ("COMUNE DI CUNEO", "Comune di Cuneo"),
        ("Fondazione della Comunità Bresciana", "Fond. Comunità Bresciana ETS"),
        ("Università degli Studi di Torino", "Università di Torino"),
        ("Rossi S.r.l.", "ROSSI SRL"),
        ("Rossi S.r.l. impresa sociale", "ROSSI S R L"),
        ("Ass.ne Amici di S. Giuseppe O.d.V.", "ASSOCIAZIONE AMICI DI SAN GIUSEPPE ODV"),
        ("IL SOGNO SOCIETA' COOPERATIVA SOCIALE ON", "Il Sogno s.c.s. onlus"),
        ("VALDOCCO SOCIETA' COOPERATIVA SOCIAL", "Valdocco scs"),
        ("SOLIDARIETÃ\u00a0 ALPINA", "Solidarietà Alpina"),
        ("LA CITTA&APOS VERDE", "La città verde"),
    ],
)
def test_ways_to_write_a_name(one: str, other: str) -> None:
    assert comparable(one).replace("cooperativa ", "") == comparable(other).replace("cooperativa ", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Città metropolitana di Torino", "Città di Torino"),
        ("Provincia di Cuneo", "Comune di Cuneo"),
        ("Cooperativa Il Faro", "Cooperativa La Vela"),
    ],
)
def test_names_of_different_bodies(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


@pytest.mark.parametrize(
    "name", ["la Fondazione", "il Comune", "l'ente capofila", "Pro Loco", "Piano", "il presente Protocollo"]
)
def test_class_words_name_nobody(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize("name", ["Fondazione Bottega", "Comune di Cuneo", "Il Faro s.c.s.", "CSAC"])
def test_proper_names_are_not_generic(name: str) -> None:
    assert not is_generic(name)


@given(st.text())
def test_comparing_is_stable(name: str) -> None:
    assert comparable(comparable(name)) == comparable(comparable(comparable(name)))


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Il Faro S.C.S. Onlus", {"social_cooperative", "onlus"}),
        ("Società cooperativa sociale Il Faro a r.l.", {"social_cooperative", "no_form"}),
        ("A.S.D. Pallavolo Alba", {"sport"}),
        ("Il Faro", set()),
    ],
)
def test_legal_forms_are_told_apart_from_the_name(name: str, forms: set[str]) -> None:
    assert parted(plain_words(name))[1] == forms


@pytest.mark.parametrize("name", ["", "---", "04179470234", "DENOMINAZIONE DEL SOGGETTO NON PRESENTE"])
def test_what_is_no_name(name: str) -> None:
    assert is_no_name(name)


@given(st.text())
def test_a_name_with_letters_keeps_some(name: str) -> None:
    assert bool(comparable(name)) == bool(plain_words(name))


def test_a_class_word_before_a_name_that_tells_enough_does_not_count() -> None:
    assert body_name("Associazione Banco delle Lune ODV") == body_name("Banco delle Lune") == "banco lune"
    assert body_name("Fondazione Arvale") == "fondazione arvale"
    assert body_name("Gruppo comunale") == "gruppo comunale"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Consiglio Nazionale delle Ricerche - CNR", "consiglio nazionale delle ricerche"),
        ("A.I.A.S. Associazione Italiana Assistenza Spastici", "associazione italiana assistenza spastici"),
        ("Fondazione CRT", None),
        ("CNR", None),
    ],
)
def test_an_acronym_that_its_name_spells_out_can_go(name: str, short: str | None) -> None:
    assert without_acronym(name) == short


@pytest.mark.parametrize(
    ("name", "trunk"),
    [
        ("Legambiente Pieve Fissiraga", ("legambiente",)),
        ("Emmaus Cuneo", ("emmaus",)),
        ("Cuneo", ("cuneo",)),
        ("Banco alimentare", ("banco", "alimentare")),
    ],
)
def test_a_town_at_the_end_is_told_from_the_rest(name: str, trunk: tuple[str, ...]) -> None:
    assert without_town(name_words(name)) == trunk


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("COMUNE DI VALDIERI - CUNEO -", ("comune", "valdieri")),
        ("Comune di Dogliani (CN)", ("comune", "dogliani")),
        ("Comune di Cuneo", ("comune", "cuneo")),
        ("Comune di Alluvioni Piovera", ("comune", "alluvioni", "piovera")),
        ("Avis Dogliani Cuneo", ("avis", "dogliani", "cuneo")),
    ],
)
def test_the_province_behind_a_municipality_goes(name: str, expected: tuple[str, ...]) -> None:
    assert without_province(name_words(name)) == expected


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Idea S.r.l.", None, {"company"}),
        ("Idea S.r.l. impresa sociale", None, {"company", "cooperative", "nonprofit"}),
        ("Idea ODV", None, {"nonprofit"}),
        ("Idea cooperativa sociale", None, {"cooperative"}),
        ("Idea", "company", {"company"}),
        ("Idea", None, set()),
    ],
)
def test_the_legal_form_tells_what_a_body_may_be(name: str, kind: str | None, expected: set[str]) -> None:
    assert natures(parted(plain_words(name))[1], kind) == expected


def test_an_escaped_apostrophe_is_read() -> None:
    assert name_words("Centro dellu2019Accessibilità") == ("centro", "accessibilita")
