"""Lines of plain text and what they look like on their own: bullet, number, label, capitals, key and value, row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.read.tables import split_cells
from ingest.read.words import layout_words

CODE = (
    r"(?:[A-Z]{1,6}\d{0,3}(?:[.-][A-Z]{0,4}\d{1,3}[a-z]?){1,4}"
    r"|[A-Z]{1,6}\d{0,3}(?:\.[A-Z]{1,6})+\d{1,3}|[A-Z]{1,4}\d{1,3})"
)
"""The code that an action, or a line of a plan, bears: CAP1.LA01, V2.07, A4."""
MarkerKind = Literal["bullet", "number", "item label", "heading label", "code"]

_BULLET = re.compile(r"[-–—•·▪■◦●○►▶→➔➤➢✓✔✗*+‣⁃§]\s+(?=\S)")
_NUMBER = re.compile(r"\(?(\d{1,3}|[a-zA-Z]|[IVXLC]{1,6}|[IVX]{1,4}\.[a-z]|[A-Z]\.\d{1,2})[.)]{1,2}\s+(?=\S)")
_LEVELS = re.compile(r"\d{1,2}((?:\.1?\d){1,4})\.?\s+(?=[A-ZÀ-Þ«“\"])")
_BARE = re.compile(r"\d{1,2}\s+(?=[A-ZÀ-Þ])")
_LABEL = re.compile(
    r"(§|[^\W\d_]{2,12})\.?\s{0,2}(?:n\.\s?)?(\d{1,3}(?:[.\-]\d{1,3})*|[IVXLC]{1,6}|[A-Z])(?=[\s–—:.,(\-])"
)
_CODE = re.compile(r"[A-Z]{1,6}[-./]?\d{1,3}(?:[.\-]?[A-Z]{0,3}\d{1,3}){0,3}\s{0,2}(?=[–—:,.(]|- )")
_MARKS: tuple[tuple[MarkerKind, re.Pattern[str]], ...] = (
    ("bullet", _BULLET),
    ("number", _LEVELS),
    ("number", _NUMBER),
    ("code", _CODE),
)
_KEY = re.compile(r"[^\s:.;(][^:.;(]{0,48}:\s+\S")
_STOP = (".", "!", "?", ";", ":", ",", "…", ".»", ".”", '."')
_ABBREVIATION = re.compile(r"(?:\b[^\W\d_]{1,2}\.){2,}$")
_LETTER = re.compile(r"[^\W\d_]")
_MAX_LOOK = 400


@dataclass(frozen=True, slots=True)
class Marker:
    """What opens a line: its kind, how deep it numbers (1 is the top), and where the words after it begin."""

    kind: MarkerKind
    depth: int
    after: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the blanks at its edges. `apart`: a blank line stands above it."""

    start: int
    end: int
    text: str
    indent: int
    apart: bool
    marker: Marker | None

    @property
    def is_row(self) -> bool:
        return " | " in self.text or self.text.endswith(" |") or (self.text.startswith("|") and len(self.cells) > 1)

    @property
    def cells(self) -> tuple[str, ...]:
        return split_cells(self.text)

    @property
    def is_stopped(self) -> bool:
        """Whether it ends like a sentence or a member of an enumeration."""
        return self.text.endswith(_STOP) and not _ABBREVIATION.search(self.text[-16:])

    @property
    def is_key_value(self) -> bool:
        return bool(_KEY.match(self.text[:_MAX_LOOK]))

    @property
    def is_capitals(self) -> bool:
        if len(self.text) > 120 or self.text != self.text.upper():
            return False
        letters = len(_LETTER.findall(self.text))
        return letters >= 3 and letters * 2 >= len(self.text)

    @property
    def is_body(self) -> bool:
        """Whether it is running text: long, or a whole sentence."""
        return len(self.text) > 100 or (self.is_stopped and self.text.count(" ") >= 4)

    @property
    def starts_upper(self) -> bool:
        first = self.text.lstrip("«“\"'’(> ").lstrip()[:1]
        return first.isupper() or first.isdigit()


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a text that are not blank, in order."""
    position, apart = 0, True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            start = position + indent
            yield Line(start, start + len(stripped), stripped, indent, apart, find_marker(stripped))
            apart = False
        else:
            apart = True
        position += len(raw) + 1


def find_marker(line: str) -> Marker | None:
    """The bullet, number, label or code that opens the line, if one does."""
    head = line[:_MAX_LOOK]
    if match := _LABEL.match(head):
        label = match[1].lower()
        if label in layout_words("heading_labels"):
            return Marker("heading label", 1, match.end())
        if label in layout_words("item_labels"):
            return Marker("item label", 1, match.end())
    for kind, pattern in _MARKS:
        if match := pattern.match(head):
            return Marker(kind, 1 + match[1].count(".") if kind == "number" else 1, match.end())
    return None


def is_bare_number(line: Line) -> bool:
    """Whether a number without a point opens a title ("3 Il nostro futuro")."""
    return bool(_BARE.match(line.text)) and not line.is_stopped
