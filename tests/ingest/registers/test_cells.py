"""Dates, amounts, keys and words of cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.registers.amounts import money_in, parse_amount
from ingest.registers.dates import iso_date
from ingest.registers.keys import check_ipa_code, check_istat_code, check_tax_code
from ingest.registers.mapping import bundled, parse
from ingest.registers.words import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", "2024"),
        ("2024.0", "2024"),
        ("03/2024", "2024-03"),
        ("2024-03-14", "2024-03-14"),
        ("2024-03-14 00:00:00", "2024-03-14"),
        ("14/03/2024", "2024-03-14"),
        ("14.3.2024", "2024-03-14"),
        ("marzo 2024", "2024-03"),
        ("1° ottobre 2023", "2023-10-01"),
        ("31/02/2024", None),
        ("13/2024", None),
        ("ieri", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert iso_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120000", (120_000, "EUR")),
        ("120.000", (120_000, "EUR")),
        ("120.000,50", (120_000.5, "EUR")),
        ("120,000.50", (120_000.5, "EUR")),
        ("€ 1.250.000,00", (1_250_000, "EUR")),
        ("350 mila euro", (350_000, "EUR")),
        ("1,2 milioni di euro", (1_200_000, "EUR")),
        ("15 %", (15, "%")),
        ("circa 10", None),
        ("", None),
    ],
)
def test_amounts(text: str, expected: tuple[float, str] | None) -> None:
    assert parse_amount(text) == expected


def test_money_stands_in_other_words() -> None:
    assert money_in("120 mila euro per il furgone") == 120_000
    assert money_in("due educatori") is None


@given(st.integers(0, 10**12))
def test_amounts_survive_the_italian_way_to_write_them(amount: int) -> None:
    assert parse_amount(f"{amount:,}".replace(",", ".")) == (amount, "EUR")


@given(st.text(max_size=40))
def test_nothing_makes_the_cells_fail(text: str) -> None:
    parse_amount(text)
    money_in(text)
    assert (iso_date(text) or "1000")[:4].isdigit()
    assert plain(plain(text)) == plain(text) or not text.isascii()
    for check in (check_tax_code, check_istat_code, check_ipa_code):
        checked = check(text)
        assert checked.value is None or checked.value


@given(st.integers(1, 10**10 - 1))
def test_a_restored_code_is_the_code_that_was_there(number: int) -> None:
    code = str(number).zfill(10)
    whole = next(c for c in (code + str(d) for d in range(10)) if check_tax_code(c).value or int(c) == 0)
    assert check_tax_code(whole).value == whole
    assert check_tax_code(whole.lstrip("0")).value in (whole, None)


@pytest.mark.parametrize(
    ("code", "value"),
    [("001272", "001272"), ("1272", "001272"), ("58091.0", "058091"), ("12", None), ("H501", None), ("", None)],
)
def test_istat_codes(code: str, value: str | None) -> None:
    assert check_istat_code(code).value == value


def test_vat_numbers_of_other_member_states_are_keys() -> None:
    assert check_tax_code("NL807406545B01").value == "NL807406545B01"
    assert check_tax_code("IT 00488410010").value == "00488410010"


@pytest.mark.parametrize(
    "header", ["CodiceFiscale", "CODICE_FISCALE", "codice fiscale:", "Codice  Fiscale", "Còdice fiscale"]
)
def test_headers_compare_without_case_accents_and_signs(header: str) -> None:
    assert plain(header) == "codice fiscale"


def test_initials_are_one_word() -> None:
    assert plain("Rossi & C. S.r.l.") == "rossi c srl"
    assert plain("soc. coop. a r. l.") == "soc coop arl"


def test_every_mapping_names_its_source_and_a_name_column() -> None:
    for mapping in bundled():
        assert mapping.source
        assert mapping.columns["name"]


def test_a_mapping_with_an_unknown_role_or_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        parse("x", '[columns]\nname = ["a"]\ncolour = ["b"]')
    with pytest.raises(ValueError, match="guild"):
        parse("x", 'kind = "guild"\n[columns]\nname = ["a"]')
