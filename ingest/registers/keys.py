"""Checks the identifiers of a register. What fails its check is no key: it stays in the record as text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from stdnum import luhn
from stdnum.eu import vat as eu_vat

from ingest.registers.persons import PERSON_PREFIX

_WITHHELD: Final = re.compile(r"[*xX#.\-_/0\s]*")
_FLOAT: Final = re.compile(r"(\d+)\.0+")
_ISTAT: Final = re.compile(r"(?!000)[01]\d\d(?!000)\d{3}")
_IPA: Final = re.compile(r"[A-Z0-9_-]{1,20}", re.IGNORECASE)
_RUNTS: Final = re.compile(r"\d{1,7}", re.ASCII)
_REA: Final = re.compile(r"([A-Z]{2})[\s./-]*(\d{1,7})", re.IGNORECASE | re.ASCII)
_CUP: Final = re.compile(r"[A-Z]\d{2}[A-Z]\d{11}", re.ASCII)
_CIG: Final = re.compile(r"\d{7}[0-9A-F]{3}|[A-Z][0-9A-F]{9}", re.ASCII)
_CIG_MODULUS: Final = (211, 4091)
"""Factor and divisor that give a numeric CIG its last three digits (they hold for all 44,525 of the PNRR's list)."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A key that holds (None where there is none) and what is to be said about it."""

    value: str | None = None
    issue: str | None = None


_NOTHING: Final = Checked()


def check_tax_code(text: str, what: str = "codice fiscale") -> Checked:
    """An 11-digit codice fiscale or partita IVA, a VAT number of another member state, or a person's token.

    Zeros that a spreadsheet dropped at the front are given back only where the checksum then holds.
    """
    if _WITHHELD.fullmatch(text):
        return _NOTHING
    if text.startswith(PERSON_PREFIX):
        return Checked(text)
    code = _compact(text)
    if code.isdecimal() and code.isascii():
        checked = _with_zeros(code, what, length=11, shortest=6, holds=luhn.is_valid)
    else:
        foreign = len(code) > 4 and code[:2].isalpha() and not code.startswith("IT") and eu_vat.is_valid(code)
        code, checked = text.strip(), Checked(code) if foreign else None
    return checked or Checked(issue=f"{what} «{code[:40]}» is not valid: kept as text, not used as a key")


def check_istat_code(text: str) -> Checked:
    """The six-digit code of a municipality (province and number); its front zeros may be lost."""
    code = _compact(text)
    if code.isdecimal() and code.isascii():
        checked = _with_zeros(code, "codice ISTAT", length=6, shortest=4, holds=_ISTAT.fullmatch)
    else:
        code, checked = text.strip(), _NOTHING if _WITHHELD.fullmatch(text) else None
    return checked or Checked(issue=f"codice ISTAT «{code[:40]}» is not one")


def check_ipa_code(text: str) -> Checked:
    """The code of a public body in IndicePA, in upper case."""
    code = text.strip()
    if not code:
        return _NOTHING
    return Checked(code.upper()) if _IPA.fullmatch(code) else Checked(issue=f"codice IPA «{code[:40]}» is not one")


def check_runts_number(text: str) -> Checked:
    """The number of a body in RUNTS (repertorio), without front zeros."""
    code = _compact(text)
    if not code:
        return _NOTHING
    holds = _RUNTS.fullmatch(code) and int(code) > 0
    return Checked(str(int(code))) if holds else Checked(issue=f"numero RUNTS «{text.strip()[:40]}» is not one")


def check_rea(text: str, province: str = "") -> Checked:
    """A REA number as `TO-1234567`: digits alone hold only beside the two letters of their province."""
    code = _compact(text)
    if _WITHHELD.fullmatch(text):
        return _NOTHING
    place = province.strip().upper()
    found = _REA.fullmatch(place + code if code.isdecimal() and len(place) == 2 else code)
    if found is None:
        return Checked(issue=f"REA «{text.strip()[:40]}» is not one with its province: kept as text")
    return Checked(f"{found[1].upper()}-{int(found[2])}")


def check_cup(text: str) -> Checked:
    """The code of a public project (CUP), by its form."""
    code = _compact(text)
    if _CUP.fullmatch(code):
        return Checked(code)
    issue = f"CUP «{text.strip()[:40]}» has not the form of one: kept as text, not used as a key"
    return _NOTHING if _WITHHELD.fullmatch(text) else Checked(issue=issue)


def check_cig(text: str) -> Checked:
    """The code of a tender (CIG), by its form; a numeric one also by its last three digits."""
    code = _compact(text)
    if _WITHHELD.fullmatch(text):
        return _NOTHING
    if _CIG.fullmatch(code) and _cig_holds(code):
        return Checked(code)
    return Checked(issue=f"CIG «{text.strip()[:40]}» has not the form of one: kept as text, not used as a key")


def _cig_holds(code: str) -> bool:
    factor, divisor = _CIG_MODULUS
    return not code[:7].isdecimal() or int(code[7:], 16) == int(code[:7]) * factor % divisor


def _with_zeros(code: str, what: str, *, length: int, shortest: int, holds: Callable[[str], object]) -> Checked | None:
    """Digits that hold, with the zeros that they lost at the front; None where they hold neither way."""
    whole = code.zfill(length)
    if not (shortest <= len(code) <= length and holds(whole)):
        return None
    return Checked(whole, None if whole == code else f"{what} without its front zeros: restored")


def _compact(text: str) -> str:
    """Without blanks, marks of a number cell (1234.0) and the country prefix of Italy."""
    code = re.sub(r"[\s'’]", "", text).upper()
    if number := _FLOAT.fullmatch(code):
        code = number[1]
    return code[2:] if code.startswith("IT") and code[2:].isdecimal() else code
