"""Dates of cells as ISO 8601, as precise as they are written."""

import re
from datetime import date
from functools import cache
from typing import Final

from ingest.registers.words import word_list

_YEAR: Final = re.compile(r"(1[89]\d\d|20\d\d)(?:\.0)?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[T ]\d.*)?)?")
_DAY_FIRST: Final = re.compile(r"(?:(\d{1,2})[./-])?(\d{1,2})[./-](\d{4})(?: \d.*)?")
_IN_WORDS: Final = re.compile(r"(?:(\d{1,2})[°º]? )?([a-z]+)\.? (\d{4})")


def iso_date(text: str) -> str | None:
    """`2024`, `2024-03` or `2024-03-14` of "2024", "03/2024", "14 marzo 2024", "2024-03-14 00:00:00"; else None."""
    text = " ".join(text.split()).casefold()
    if found := _YEAR.fullmatch(text):
        return found[1]
    if found := _ISO.fullmatch(text):
        return _date(found[1], int(found[2]), found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return _date(found[3], int(found[2]), found[1])
    found = _IN_WORDS.fullmatch(text)
    if found and found[2] in _months():
        return _date(found[3], _months()[found[2]], found[1])
    return None


@cache
def _months() -> dict[str, int]:
    return {name: number for number, names in enumerate(word_list("dates.toml")["months"], 1) for name in names}


def _date(year: str, month: int, day: str | None) -> str | None:
    """The date, None where the calendar has none such."""
    try:
        whole = date(int(year), month, int(day or 1))
    except ValueError:
        return None
    return whole.isoformat() if day else whole.isoformat()[:7]
