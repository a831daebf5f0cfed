"""Cells of every csv and sheet that Intreccio writes: what a spreadsheet would take for a formula becomes text."""

import re
from typing import Final

_TRIGGERS: Final = tuple("=+-@\t\r\n|%＝＋－＠")
"""First signs with which a spreadsheet starts a formula or a command (OWASP, CSV Injection), full-width ones too."""

_NUMBER: Final = re.compile(r"[+-]?\d{1,3}(?:[.,]?\d{1,3})*(?:[eE][+-]?\d{1,3})?", re.ASCII)


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it. Plain numbers stay numbers."""
    if not text.startswith(_TRIGGERS) and not text.lstrip().startswith(_TRIGGERS):
        return text
    return text if _NUMBER.fullmatch(text) else "'" + text
