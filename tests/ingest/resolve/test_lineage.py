"""Predecessor and heir are two bodies, and the list says since when."""

import re

import pytest

from ingest.resolve.lineage import heir_of, successions
from ingest.resolve.names import name_words


@pytest.mark.parametrize("name", ["Provincia di Torino", "PROVINCIA TORINO", "Prov. di Torino"])
def test_the_province_became_the_metropolitan_city(name: str) -> None:
    succession = successions()[name_words(name)]

    assert heir_of(name_words(name)) == name_words("Città Metropolitana di Torino")
    assert succession.since == "2015-01-01"
    assert "56/2014" in succession.source


@pytest.mark.parametrize("name", ["Comune di Torino", "Città di Torino", "Provincia di Asti"])
def test_neither_the_municipality_nor_another_province_did(name: str) -> None:
    assert heir_of(name_words(name)) == ()


def test_every_succession_has_its_date_and_source() -> None:
    for words, succession in successions().items():
        assert re.fullmatch(r"\d{4}(-\d\d-\d\d)?", succession.since)
        assert succession.source
        assert words != name_words(succession.heir)
