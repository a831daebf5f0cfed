"""Amounts of cells as numbers: 350 mila euro, € 1.250.000,00, 1,2 milioni, 60 %."""

import re
from typing import Final

_NUMBER: Final = r"\d{1,3}(?:[.' ]\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,15}(?:[.,]\d{1,2})?"
_AMOUNT: Final = re.compile(
    rf"(?:€|eur|euro)?\s*({_NUMBER})\s*(mila|milioni|milione|mln|miliardi|miliardo|k)?\s*(?:di\s+)?(€|euro|eur|%)?",
    re.IGNORECASE,
)
_ZEROS: Final = {"mila": 3, "k": 3, "milione": 6, "milioni": 6, "mln": 6, "miliardo": 9, "miliardi": 9}
_MONEY: Final = re.compile(r"€|\b(?:euro|eur)\b", re.IGNORECASE)


def parse_amount(text: str) -> tuple[float | int, str] | None:
    """The amount and its unit (EUR or %) of a cell that holds nothing else, None for what is no amount."""
    found = _AMOUNT.fullmatch(text.strip())
    if not found:
        return None
    value = _value(found[1]) * 10 ** _ZEROS.get((found[2] or "").casefold(), 0)
    whole = int(value) if value == int(value) else value
    return whole, "%" if found[3] == "%" else "EUR"


def money_in(text: str) -> float | int | None:
    """The amount of euro that a cell is about, such as "120 mila euro per il furgone"."""
    if not _MONEY.search(text):
        return None
    found = next((f for f in _AMOUNT.finditer(text) if f[3] != "%"), None)
    parsed = parse_amount(f"{found[1]} {found[2] or ''}") if found else None
    return parsed[0] if parsed else None


def _value(digits: str) -> float:
    """Dots and commas as Italians or the English use them: before one or two last digits stands the decimal sign."""
    digits = digits.replace("'", "").replace(" ", "")
    decimal = re.fullmatch(r"(.*?)[.,](\d{1,2})", digits)
    whole = re.sub(r"[.,]", "", decimal[1] if decimal else digits)
    return float(f"{whole}.{decimal[2]}" if decimal else whole)
