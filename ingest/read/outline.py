"""Notes where the blocks of a text stand, under which heading and in which table."""

from ingest.read.text import Block, BlockKind


class Outline:
    """Collects the blocks of one text from its start to its end; headings nest by their level (1 is the top)."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._headings: list[tuple[int, str]] = []
        self._tables = 0

    def add(self, kind: BlockKind, start: int, end: int, page: int | None = None) -> None:
        """A paragraph or an item."""
        above, level = self._above()
        self.blocks.append(Block(kind, start, end, page, above, level))

    def heading(self, start: int, end: int, text: str, level: int, page: int | None = None) -> None:
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        above, _ = self._above()
        self.blocks.append(Block("heading", start, end, page, above, level))
        self._headings.append((level, text))

    def table(self) -> None:
        """A new table begins."""
        self._tables += 1

    def row(self, start: int, end: int, number: int, headers: tuple[str, ...] | None, page: int | None = None) -> None:
        """A row of the table that was begun last; the row of headers has the number 0."""
        above, level = self._above()
        self.blocks.append(Block("row", start, end, page, above, level, self._tables, number, headers))

    def title(self, text: str) -> str | None:
        """The text of the heading that opens the document (among its first ten blocks)."""
        opening = next((block for block in self.blocks[:10] if block.kind == "heading"), None)
        return text[opening.start : opening.end] if opening else None

    def _above(self) -> tuple[str | None, int | None]:
        return (self._headings[-1][1], self._headings[-1][0]) if self._headings else (None, None)
