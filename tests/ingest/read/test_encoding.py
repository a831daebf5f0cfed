"""Italian text comes right, whatever its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import DamagedFile
from ingest.read.encoding import decode, encoding_of, unix_lines

ITALIAN = "La società è già attiva: «perché no?» – 10 € l’anno a Forlì, così, più avanti.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_encoding_of_an_italian_office(encoding: str) -> None:
    assert decode((ITALIAN * 20).encode(encoding), "x.txt") == ITALIAN * 20


def test_latin_1_is_read_by_its_superset() -> None:
    assert decode("Forlì è più giù".encode("latin-1"), "x.txt") == "Forlì è più giù"


def test_one_broken_byte_does_not_spoil_utf_8() -> None:
    text = decode(ITALIAN.encode() * 5 + b"\xff", "x.txt")
    assert text.startswith("La società è già attiva")


def test_binary_data_is_refused() -> None:
    with pytest.raises(DamagedFile, match="binary data"):
        decode(bytes(range(256)) * 10, "x.txt")


def test_a_character_cut_in_two_at_the_end_of_a_sample_is_no_fault() -> None:
    assert encoding_of("è".encode() * 10 + b"\xc3") == "utf-8"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), min_size=1))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode(), "x.txt") == text


def test_line_ends_become_one_sign() -> None:
    assert unix_lines("a\r\nb\rc\nd") == "a\nb\nc\nd"
