"""What a reader of documents is told and gives: the text of a source, laid out. Language finds the sentences in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import repeat
from typing import Literal

from graph.extraction import Issue


@dataclass(frozen=True, slots=True)
class Job:
    """What a reader is told besides the bytes; `beat` is called after every page, to show that the reading goes on."""

    max_pages: int
    max_unpacked: int
    beat: Callable[[], None]


BlockKind = Literal["paragraph", "heading", "item", "row"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with a place in the layout. Blocks follow one another and do not overlap.

    `heading` is the text of the heading it stands under; `level` that heading's depth (1 is the top) or, of a heading,
    its own. A row's cells are separated by `graph.extraction.CELL_SEPARATOR`; `headers` are those of its table, `row`
    counts from 1, the header row itself is a row block with `row` 0.
    """

    kind: BlockKind
    start: int
    end: int
    page: int | None = None
    heading: str | None = None
    level: int | None = None
    table: int | None = None
    row: int | None = None
    headers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document as read. `ceiling` caps the confidence of all that is found in it (OCR below 1)."""

    text: str
    blocks: tuple[Block, ...]
    media_type: str
    title: str | None = None
    date: str | None = None
    ceiling: float = 1.0
    issues: tuple[Issue, ...] = ()


class Outline:
    """Collects the blocks of one text from its start to its end; headings nest by their level (1 is the top)."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._headings: list[tuple[int, str]] = []
        self._tables = 0

    def add(self, kind: Literal["paragraph", "item"], start: int, end: int, page: int | None = None) -> None:
        self.blocks.append(Block(kind, start, end, page, *self._above()))

    def heading(self, start: int, end: int, text: str, level: int, page: int | None = None) -> None:
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        self.blocks.append(Block("heading", start, end, page, self._above()[0], level))
        self._headings.append((level, text))

    def table(
        self,
        rows: Iterable[tuple[int, int]],
        headers: tuple[str, ...] | None,
        pages: Iterable[int | None] = repeat(None),
    ) -> None:
        """The rows of a table, from its header row where it has one."""
        self._tables += 1
        for number, ((start, end), page) in enumerate(zip(rows, pages, strict=False), start=0 if headers else 1):
            if start < end:
                self.blocks.append(Block("row", start, end, page, *self._above(), self._tables, number, headers))

    def title(self, text: str) -> str | None:
        """The text of the heading that opens the document (among its first ten blocks)."""
        opening = next((block for block in self.blocks[:10] if block.kind == "heading"), None)
        return text[opening.start : opening.end] if opening else None

    def _above(self) -> tuple[str | None, int | None]:
        return (self._headings[-1][1], self._headings[-1][0]) if self._headings else (None, None)


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch of the text without the blanks at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
