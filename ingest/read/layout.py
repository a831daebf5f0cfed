"""The layout of plain text: which lines are headings, list items, rows of tables, and which are running text.

Shared by text files and by the text of OCR. Nothing of the text is changed: blocks are stretches of it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.read.lines import Line, is_bare_number, lines_of
from ingest.read.tables import inside_frame, is_rule, names_columns, rectangular
from ingest.read.text import Outline

_MAX_HEADING = 110
_WIDEST = 180
"""Code points of a line at which texts are still broken into lines."""
_ORDINAL = re.compile(r"(?:\d{1,2}|[IVX]{1,5}|[A-Z])[.)]?")
_SENTENCE_END = re.compile(r"[^\W\d_]{3,}[»”\"]?[.!?][»”\"]? +[«“\"]?[A-ZÀ-Þ]")


def lay_out(text: str) -> Outline:
    """The blocks of a text whose line ends are \\n."""
    return _Reader(text).outline()


class _Reader:
    """Goes through the lines once; each step takes one heading, item, table or paragraph."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = lines = list(lines_of(text))
        self._outline = Outline()
        self._wrap = wrap_width(lines)
        self._capitals_stand_out = sum(line.is_capitals for line in lines) * 2 < max(len(lines), 4)
        self._previous: str | None = None

    def outline(self) -> Outline:
        index = 0
        while index < len(self._lines):
            line = self._lines[index]
            if (end := self._table_end(index)) > index:
                self._add_table(index, end)
            elif level := self._heading_level(index):
                self._outline.heading(line.start, line.end, line.text, level)
                self._previous, end = "heading", index + 1
            else:
                end = self._paragraph_end(index)
                self._add_text(line, self._lines[end - 1].end)
            index = end
        return self._outline

    def _add_text(self, line: Line, end: int) -> None:
        start = line.start
        if self._is_item(line):
            if line.marker and line.marker.kind == "bullet":
                start += line.marker.after
            self._outline.add("item", start, end)
            self._previous = "item"
        else:
            self._outline.add("paragraph", start, end)
            self._previous = "text"

    # --- tables -------------------------------------------------------------------------------------------------

    def _table_end(self, index: int) -> int:
        """One past the last row of the table that begins here; `index` itself when none does."""
        end = index
        while end < len(self._lines) and self._lines[end].is_row and (end == index or not self._lines[end].apart):
            end += 1
        if end == index:
            return index
        if end == index + 1:
            return end if len(self._lines[index].cells) >= 3 else index
        alone = _is_numbered_title(self._lines[index]) and len(self._lines[index + 1].cells) != 2
        return index if alone else end

    def _add_table(self, index: int, end: int) -> None:
        rows = self._lines[index:end]
        has_rule = len(rows) > 1 and is_rule(rows[1].text)
        body = [line for line in rows if not is_rule(line.text)]
        cells = rectangular([line.cells for line in body])
        headers = cells[0] if cells and (has_rule or names_columns(cells)) else None
        self._outline.table([inside_frame(self._text, line.start, line.end) for line in body], headers)
        self._previous = "row"

    # --- items and paragraphs -----------------------------------------------------------------------------------

    def _is_item(self, line: Line) -> bool:
        marker = line.marker
        return marker is not None and marker.kind != "heading label" and len(line.text) > marker.after

    def _paragraph_end(self, index: int) -> int:
        """One past the last line of the paragraph or item: only text broken at a fixed width runs over lines."""
        end = index + 1
        if self._wrap is None:
            return end
        while end < len(self._lines) and self._goes_on(self._lines[end - 1], self._lines[end], end):
            end += 1
        return end

    def _goes_on(self, line: Line, following: Line, index: int) -> bool:
        assert self._wrap is not None
        if following.apart or following.is_row or self._is_item(following):
            return False
        full = len(line.text) + line.indent >= 0.75 * self._wrap
        if not full and (line.is_stopped or following.starts_upper):
            return False
        return not self._heading_level(index)

    # --- headings -----------------------------------------------------------------------------------------------

    def _heading_level(self, index: int) -> int | None:
        """The level of the heading that this line is, or None. 1: the title; 2 to 4: parts, by how they are marked."""
        line = self._lines[index]
        if len(line.text) > _MAX_HEADING or (index == len(self._lines) - 1 and index):
            return None
        if self._is_lead_in(line):
            return 5
        if line.is_row:
            return 2 if line.apart and _is_numbered_title(line) else None
        if line.is_stopped and not line.text.endswith("?"):
            return 2 if self._is_short_label(line) else None
        if line.marker and line.marker.kind != "bullet":
            level = self._marked_level(index)
            return 1 if level and index == 0 else level
        if line.marker or line.text.startswith("("):
            return None
        if index == 0:
            return 1 if self._is_title(index) else None
        return self._unmarked_level(index)

    def _is_short_label(self, line: Line) -> bool:
        """ "Art. 2 (Compiti).": a part and its title that end with a point."""
        is_label = line.marker is not None and line.marker.kind == "heading label"
        return (
            is_label
            and len(line.text) <= 60
            and line.text.endswith((".", ")."))
            and not _SENTENCE_END.search(line.text)
        )

    def _marked_level(self, index: int) -> int | None:
        marker = self._lines[index].marker
        assert marker is not None
        if marker.kind == "heading label":
            return 2
        if self._follows_sibling(index) or not self._stands_above(index):
            return None
        if marker.kind in ("item label", "code"):
            return 4 if self._lines[index + 1].is_body else None
        return 1 + marker.depth

    def _unmarked_level(self, index: int) -> int | None:
        line = self._lines[index]
        if line.is_capitals and self._capitals_stand_out:
            return 2
        if line.is_key_value or not line.starts_upper or " > " in line.text or _SENTENCE_END.search(line.text):
            return None
        free = line.apart or self._previous in ("heading", "item", "row") or self._lines[index - 1].is_stopped
        if is_bare_number(line) and free:
            return 2
        if not free or not self._stands_above(index):
            return None
        return 3

    def _is_title(self, index: int) -> bool:
        """The first line: a title when it is short, and what follows is not its continuation."""
        line = self._lines[index]
        if len(self._lines) == 1 or (line.is_key_value and not self._lines[1].apart and self._lines[1].is_key_value):
            return False
        return line.starts_upper and (self._wrap is None or self._lines[1].apart or len(line.text) < 0.75 * self._wrap)

    def _is_lead_in(self, line: Line) -> bool:
        """A word or two with a colon, alone on the line: "Presenti:", "Cosa portare:"."""
        return (
            line.text.endswith(":")
            and line.text.count(" ") <= 3
            and line.starts_upper
            and (line.marker is None or line.marker.kind == "heading label")
        )

    def _stands_above(self, index: int) -> bool:
        """Whether the next line is what a heading has below it: running text, a list, a table, a field."""
        if index + 1 >= len(self._lines):
            return False
        line, below = self._lines[index], self._lines[index + 1]
        if self._wrap is not None and not below.apart and len(line.text) >= 0.75 * self._wrap:
            return False
        if below.is_body or below.is_row or self._is_lead_in(below):
            return True
        if line.apart and len(below.text) > 1.3 * len(line.text):
            return True
        if self._is_item(below):
            return line.marker is None or below.marker is None or below.marker.kind != line.marker.kind
        return below.is_key_value or (below.apart and not line.is_key_value) or below.is_stopped

    def _follows_sibling(self, index: int) -> bool:
        """Whether the line right above, or right below, is an entry of the same list."""
        line = self._lines[index]
        neighbours = self._lines[max(index - 1, 0) : index] if not line.apart else []
        neighbours = neighbours + [n for n in self._lines[index + 1 : index + 2] if not n.apart]
        return any(not n.is_row and _alike(n, line) for n in neighbours)


def _is_numbered_title(line: Line) -> bool:
    """ "1 | L'anno in sintesi": a number and a title."""
    cells = line.cells
    return len(cells) == 2 and bool(_ORDINAL.fullmatch(cells[0]))


def _alike(one: Line, other: Line) -> bool:
    if one.marker is None or other.marker is None or one.marker.kind != other.marker.kind:
        return False
    return one.marker.kind != "number" or _shape(one) == _shape(other)


def _shape(line: Line) -> str:
    assert line.marker is not None
    opening = line.text[: line.marker.after].strip()
    return re.sub(r"\d+", "1", re.sub(r"[^\W\d_]+", "a", opening))


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which the text was broken into lines, or None when each line is a paragraph of its own."""
    running = [line for line in lines if not line.is_row]
    widths = sorted(len(line.text) + line.indent for line in running)
    if len(widths) < 4:
        return None
    width = widths[int(len(widths) * 0.95)]
    if not 30 <= width <= _WIDEST or widths[-1] > 1.4 * width + 10:
        return None
    inner = [a for a, b in pairwise(running) if not b.apart]
    full = [a for a in inner if len(a.text) + a.indent >= 0.75 * width]
    unstopped = sum(1 for a in full if not a.text.endswith((".", ":", ";", "!", "?")))
    return width if len(full) * 2 >= max(len(inner), 1) and unstopped * 2 >= max(len(full), 1) else None
