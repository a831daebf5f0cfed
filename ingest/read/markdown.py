"""Markdown: the decoded file unchanged; its headings, lists, tables and paragraphs, without comments and code."""

import re
from typing import Literal

from ingest.read.encoding import decode, unix_lines
from ingest.read.tables import inside_frame, is_rule, rectangular, split_cells
from ingest.read.text import Outline, SourceText, stripped

MEDIA_TYPE = "text/markdown"

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_RULER = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_ITEM = re.compile(r"([ \t]*)(?:[-*+•]|\d{1,4}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_DEFINITION = re.compile(r" {0,3}\[[^\]]{1,200}\]:[ \t]*\S")
_EDGE = "*_` \t"
_ONLY_MARKUP = re.compile(r"(?:</?[a-zA-Z][^>]{0,300}>|\s)+$")
_HTML_HEADING = re.compile(r"[ \t]*<h([1-6])\b[^>]{0,300}>(.{1,300}?)</h\1>[ \t]*$", re.IGNORECASE)
_NO_TEXT = (_DEFINITION, _ONLY_MARKUP, _RULER)
_TAG_BEFORE = re.compile(r"\s*<[a-zA-Z][^<>]{0,300}>")
_TAG_AFTER = re.compile(r"<(?:/[a-zA-Z][^<>]{0,50}|[bh]r ?/?)>\s*$")
_TITLE = re.compile(r"^title:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def read_markdown(content: bytes) -> SourceText:
    """Raises `DamagedFile` for binary data."""
    text = unix_lines(decode(content))
    body, title = _front_matter(text)
    outline = _Reader(text, body).outline()
    return SourceText(text, tuple(outline.blocks), MEDIA_TYPE, title or outline.title(text))


def _front_matter(text: str) -> tuple[int, str | None]:
    """Where the body begins, and the title of the YAML header above it."""
    if not text.startswith("---\n"):
        return 0, None
    end = text.find("\n---", 3)
    if not 0 < end < 20_000:
        return 0, None
    title = _TITLE.search(text, 4, end + 1)
    body = text.find("\n", end + 1)
    return (body + 1 if body >= 0 else len(text)), (title[1] or None) if title else None


class _Reader:
    """Goes through the lines once, and remembers the paragraph or item that is still open."""

    def __init__(self, text: str, body: int) -> None:
        self._text = text
        self._lines: list[tuple[int, str]] = []
        self._outline = Outline()
        self._open: tuple[Literal["item", "paragraph"], int, int] | None = None
        position = body
        commentless = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text[body:])
        for line in commentless.split("\n"):
            self._lines.append((position, line))
            position += len(line) + 1

    def outline(self) -> Outline:
        index = 0
        while index < len(self._lines):
            index = self._take(index)
        self._close()
        return self._outline

    def _take(self, index: int) -> int:
        """Takes one line, or the lines of a table or a code block; gives the index of the next."""
        start, line = self._lines[index]
        if self._open and self._open[0] == "paragraph" and _UNDERLINE.match(line):
            self._underline(1 if "=" in line else 2)
        elif fence := _FENCE.match(line):
            self._close()
            return self._after_fence(index, fence[1])
        elif self._is_table(index):
            self._close()
            return self._add_table(index)
        elif heading := _HEADING.match(line) or _HTML_HEADING.match(line):
            self._close()
            depth, title = heading.groups()
            level = int(depth) if depth.isdecimal() else len(depth)
            self._add_heading(start + heading.start(2), title.rstrip("# \t"), level)
        elif not line.strip() or any(mark.match(line) for mark in _NO_TEXT):
            self._close()
        else:
            self._add_text(start, line)
        return index + 1

    def _add_text(self, start: int, line: str) -> None:
        quote = _QUOTE.match(line)
        skip = quote.end() if quote else 0
        if item := _ITEM.match(line, skip):
            self._close()
            self._open = ("item", start + item.end(), start + len(line))
        elif self._open:
            self._open = (*self._open[:2], start + len(line))
        else:
            self._open = ("paragraph", start + skip, start + len(line))

    def _close(self) -> None:
        """Notes the open paragraph or item, without blanks at its edges."""
        if self._open is not None:
            start, end = _untagged(self._text, *self._open[1:])
            if start < end:
                self._outline.add(self._open[0], start, end)
            self._open = None

    def _underline(self, level: int) -> None:
        """What was a paragraph so far is a heading."""
        assert self._open is not None
        start, end = stripped(self._text, *self._open[1:])
        self._open = None
        self._add_heading(start, self._text[start:end], level)

    def _add_heading(self, start: int, title: str, level: int) -> None:
        if words := title.strip(_EDGE):
            start += title.index(words)
            self._outline.heading(start, start + len(words), words.replace("\n", " "), level)

    def _after_fence(self, index: int, fence: str) -> int:
        for later in range(index + 1, len(self._lines)):
            if self._lines[later][1].strip().startswith(fence):
                return later + 1
        return len(self._lines)

    # --- tables -------------------------------------------------------------------------------------------------

    def _is_table(self, index: int) -> bool:
        line = self._lines[index][1]
        return "|" in line and index + 1 < len(self._lines) and is_rule(self._lines[index + 1][1])

    def _add_table(self, index: int) -> int:
        end = index + 2
        while end < len(self._lines) and "|" in self._lines[end][1]:
            end += 1
        lines = [self._lines[index], *self._lines[index + 2 : end]]
        cells = rectangular([split_cells(line) for _, line in lines])
        headers = tuple(cell.strip(_EDGE) for cell in cells[0])
        self._outline.table([inside_frame(self._text, start, start + len(line)) for start, line in lines], headers)
        return end


def _untagged(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the HTML tags at its edges."""
    while tag := _TAG_BEFORE.match(text, start, end):
        start = tag.end()
    while end > start and (tag := _TAG_AFTER.search(text, max(start, end - 60), end)):
        end = tag.start()
    return stripped(text, start, end)
