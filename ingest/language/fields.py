"""Cells of table rows and lines "Label: value": what stands under which header."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.extraction import CELL_SEPARATOR, Passage
from ingest.language.lexicon import Table

Stretch = tuple[int, int]

TITLES = frozenset({"action", "title"})
"""Roles of fields that hold the title of an action."""

_LABEL = r"(?P<label>[A-ZÀ-Ý][^:|\n.;]{1,60}?)\s?:[*_]*\s"
LABEL = re.compile(rf"(?:^|[.;]\s|\*\*)[\s*_•–-]*{_LABEL}", re.MULTILINE)
"""A label, wherever it stands in a text."""
_LABELLED = re.compile(rf"[\s*_]*{_LABEL}\s*(?P<value>\S.*)", re.DOTALL)
LABEL_LINE = re.compile(rf"(?<=\n)[^\S\n]*(?=[\s*_]*{_LABEL})")
"""Where a line begins with a label."""
_SIGNS = re.compile(r"[\s*_#•\-–]+$|^[\s*_#•\-–]+|\s*\([^)]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Field:
    """A stretch of the text and the role its header gives it."""

    role: str
    start: int
    end: int


class Headers:
    """Looks up headers; built once a document."""

    def __init__(self, table: Table) -> None:
        self._roles: dict[str, str] = {word: role for role, words in table["headers"].items() for word in words}
        self._shapes: list[tuple[re.Pattern[str], str]] = [
            (re.compile(shape), role) for role, shape in table["shapes"].items()
        ]
        self._blank = frozenset(table["blank"]["words"])
        self._open = re.compile(table["blank"]["beginning"])

    def role(self, header: str) -> str | None:
        """The role of a header: as a whole, by how it asks, by its beginning, or by its first word."""
        cleaned = _SIGNS.sub("", header.strip().lower()).strip()
        if cleaned not in self._roles and (
            asked := next((r for shape, r in self._shapes if shape.match(cleaned)), None)
        ):
            return asked
        for candidate in (cleaned, re.split(r"\s?[/(,]\s?|\s(?:e|ed)\s", cleaned)[0]):
            if candidate in self._roles:
                return self._roles[candidate]
        words = cleaned.split()
        for size in range(min(len(words) - 1, 3), 0, -1):
            if (found := self._roles.get(" ".join(words[:size]))) is not None:
                return found
        return None

    def of_row(self, text: str, passage: Passage) -> list[Field]:
        """The fields of a table row, blank cells left out."""
        if not passage.headers or passage.row == 0:
            return []
        found = []
        for header, (start, end) in zip(passage.headers, cells(text, passage), strict=False):
            role = self.role(header)
            if role and not self.is_blank(text[start:end]):
                found.append(Field(role, start, end))
        return found

    def of_line(self, text: str, stretches: Iterable[Stretch]) -> tuple[list[Field], bool]:
        """The fields among stretches of a text that are "Label: value", and whether any is, be its value blank."""
        found, labelled = [], False
        for start, end in stretches:
            match = _LABELLED.fullmatch(text, start, end)
            role = self.role(match["label"]) if match else None
            labelled |= role is not None
            if match and role and not self.is_blank(match["value"]):
                found.append(Field(role, match.start("value"), match.end("value")))
        return found, labelled

    def is_blank(self, text: str) -> bool:
        """Whether a cell says nothing, or that it is still to be said."""
        words = " ".join(text.split()).strip(" .*_").lower()
        return words in self._blank or bool(self._open.match(words))


def cells(text: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """The offsets of the cells of a row, without white space at their edges."""
    at = passage.start
    for cell in text[passage.start : passage.end].split(CELL_SEPARATOR.strip()):
        start, end = at, at + len(cell)
        at = end + 1
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        yield start, end
