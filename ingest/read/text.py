"""What a reader of documents gives: the text of a source and how it is laid out. Language finds the sentences in it."""

from dataclasses import dataclass
from typing import Literal

from graph.extraction import Issue

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
