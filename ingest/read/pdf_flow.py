"""From the lines of a PDF to its flow: no running heads, words mended; paragraphs, items and headings told apart."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.read.compose import Piece, Table, clean
from ingest.read.lines import find_marker
from ingest.read.pdf_lines import PdfLine, in_order, joined
from ingest.read.pdf_tables import PdfTable, aligned_table

_DIGITS = re.compile(r"\d+")
_MARGIN = 0.13
_STOPS = (".", "!", "?", ";", ":")
_MAX_HEADING = 160
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(slots=True)
class PdfPage:
    """A page as read: its size in points, its rows from the top down, its ruled tables; `flow` in reading order."""

    number: int
    height: float
    width: float
    rows: list[list[PdfLine]] = field(default_factory=list)
    tables: list[PdfTable] = field(default_factory=list)
    flow: list[PdfLine | PdfTable] = field(default_factory=list)


def drop_running_heads(pages: Sequence[PdfPage]) -> None:
    """Takes out rows near the upper and lower edge that stand on two pages in five (at least two), figures aside."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        counts.update({_key(row, page) for row in page.rows if _is_marginal(row, page)})
    needed = max(2, 0.4 * len(pages))
    for page in pages:
        page.rows = [
            row for row in page.rows if not (_is_marginal(row, page) and _times(_key(row, page), counts) >= needed)
        ]


def _is_marginal(row: Sequence[PdfLine], page: PdfPage) -> bool:
    return row[0].bottom < _MARGIN * page.height or row[0].top > (1 - _MARGIN) * page.height


def _key(row: Sequence[PdfLine], page: PdfPage) -> tuple[str, int]:
    """The row without its figures, and about where it stands."""
    text = clean(" ".join(segment.text for segment in row)).lower()
    return _DIGITS.sub("#", text), round(row[0].top / page.height * 40)


def _times(key: tuple[str, int], counts: Counter[tuple[str, int]]) -> int:
    return sum(counts[key[0], near] for near in (key[1] - 1, key[1], key[1] + 1))


def order(page: PdfPage) -> None:
    """Fills the page's flow: its lines in reading order, with its tables where they stand."""
    barriers = [table.top for table in page.tables if table.right - table.left > 0.5 * page.width]
    lines = list(_with_aligned(in_order(page.rows, barriers)))
    waiting = sorted(page.tables, key=lambda table: table.top)
    for position, part in enumerate(lines):
        goes_down = position == 0 or lines[position - 1].top <= part.top
        while waiting and goes_down and waiting[0].top <= part.top:
            page.flow.append(waiting.pop(0))
        page.flow.append(part)
    page.flow.extend(waiting)


def _with_aligned(rows: list[list[PdfLine]]) -> Iterator[PdfLine | PdfTable]:
    """The lines of the rows, with tables without rules found among them."""
    index = 0
    while index < len(rows):
        found = aligned_table(rows, index)
        if found is not None:
            yield found[0]
            index = found[1]
        else:
            yield joined(rows[index])
            index += 1


class Flow:
    """Joins the pages' lines into pieces. Sizes and words are judged by the whole document."""

    def __init__(self, pages: Sequence[PdfPage]) -> None:
        self._pages = pages
        lines = [part for page in pages for part in page.flow if isinstance(part, PdfLine)]
        weights: Counter[float] = Counter()
        for line in lines:
            weights[line.size] += len(line.text)
        self._body = max(weights, key=lambda size: weights[size], default=10.0)
        larger = sorted((size for size in weights if size > 1.12 * self._body), reverse=True)
        self._levels = {size: min(rank, 4) for rank, size in enumerate(larger, start=1)}
        self._bold_body = sum(len(line.text) for line in lines if line.bold) * 2 > sum(len(line.text) for line in lines)
        self._words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text[:-1]))

    def pieces(self) -> Iterator[Piece | Table]:
        """The pieces in order; tables that go on over a page break are one."""
        open_lines: list[PdfLine] = []
        tables: list[PdfTable] = []
        for page in self._pages:
            for part in page.flow:
                if isinstance(part, PdfTable):
                    yield from self._closed(open_lines)
                    if tables and not (part.page == tables[-1].page + 1 and part.continues(tables[-1])):
                        yield _one_table(tables)
                        tables = []
                    tables.append(part)
                    continue
                if tables:
                    yield _one_table(tables)
                    tables = []
                if open_lines and not self._goes_on(open_lines[-1], part, open_lines[0]):
                    yield from self._closed(open_lines)
                open_lines.append(part)
        yield from self._closed(open_lines)
        if tables:
            yield _one_table(tables)

    def _closed(self, lines: list[PdfLine]) -> Iterator[Piece]:
        if not lines:
            return
        text = self._mended(lines)
        first = lines[0]
        level = self._heading_level(lines, text)
        marker = find_marker(text)
        if level is not None:
            yield Piece("heading", text, level, first.page)
        elif marker is not None and marker.kind != "heading label":
            yield Piece("item", text[marker.after :] if marker.kind == "bullet" else text, page=first.page)
        else:
            yield Piece("paragraph", text, page=first.page)
        lines.clear()

    def _goes_on(self, line: PdfLine, following: PdfLine, first: PdfLine) -> bool:
        """Whether the next line belongs to the same paragraph, item or heading."""
        if self._level(line) != self._level(following) or abs(line.size - following.size) > 0.6:
            return False
        marker = find_marker(following.text)
        if marker is not None and (marker.kind == "bullet" or _ends(line) or marker.kind == "number"):
            return False
        if line.page != following.page or following.top < line.top:
            return not _ends(line) and not _is_short(line)
        if following.top - line.bottom > 0.85 * line.height:
            return False
        if self._level(line) is not None:
            return True
        indented = following.x0 > following.left + 8 and following.x0 > first.x0 + 4
        if indented and _ends(line) and find_marker(first.text) is None:
            return False
        return not (_is_short(line) and (_ends(line) or following.text[:1].isupper()))

    def _level(self, line: PdfLine) -> int | None:
        """The level that the line's print alone gives it."""
        if line.size in self._levels:
            return self._levels[line.size]
        return 5 if line.bold and not self._bold_body else None

    def _heading_level(self, lines: Sequence[PdfLine], text: str) -> int | None:
        if len(text) > _MAX_HEADING or not any(c.isalpha() for c in text) or _LEADER.search(text):
            return None
        level = self._level(lines[0])
        marker = find_marker(text)
        if level is not None:
            ends = text.endswith((".", ";", ",")) and level == 5
            return None if ends or (marker is not None and marker.kind == "bullet") else level
        if marker is not None and marker.kind == "heading label" and len(text) < 90 and not text.endswith((";", ",")):
            return 5
        letters = [c for c in text if c.isalpha()]
        capitals = len(letters) > 3 and text == text.upper() and len(text) < 90 and not text.endswith((".", ";", ","))
        return 5 if capitals else None

    def _mended(self, lines: Sequence[PdfLine]) -> str:
        """The lines as one text; a word cut at a line's end is put together as the rest of the document writes it."""
        text = ""
        for line in lines:
            words = line.text.strip()
            if text.endswith("\u00ad"):
                text = text[:-1] + words
            elif text.endswith(("-", "\u2010")) and text[-2:-1].isalpha() and words[:1].islower():
                text = (text if self._keeps_hyphen(text, words) else text[:-1]) + words
            else:
                text = f"{text} {words}" if text else words
        return clean(text)

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        head, tail = _WORD.findall(before[:-1]), _WORD.match(after)
        if not head or tail is None:
            return False
        hyphened, whole = f"{head[-1]}-{tail[0]}".lower(), f"{head[-1]}{tail[0]}".lower()
        return self._words[hyphened] > self._words[whole]


def _ends(line: PdfLine) -> bool:
    return line.text.rstrip("»”\")' ").endswith(_STOPS)


def _is_short(line: PdfLine) -> bool:
    """Whether the line ends well before the edge of its column."""
    return line.right > 0 and line.right - line.x1 > 0.15 * (line.right - line.left)


def _one_table(tables: Sequence[PdfTable]) -> Table:
    """One table from its parts on several pages; headers that are printed again are dropped."""
    first = tables[0]
    headers = first.rows[0] if first.has_header else None
    rows: list[tuple[str, ...]] = []
    pages: list[int | None] = []
    for table in tables:
        for index, row in enumerate(table.rows):
            if headers is None or index > 0 or (table is not first and row != headers):
                rows.append(row)
                pages.append(table.page)
    return Table(headers, tuple(rows), tuple(pages) or (first.page,))
