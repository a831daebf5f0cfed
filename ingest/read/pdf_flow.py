"""From the lines of a PDF to its flow: no running heads, words mended; paragraphs, items and headings told apart."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from ingest.read.compose import Piece, Table, clean, running
from ingest.read.lines import CODE, find_marker
from ingest.read.pdf_lines import PdfLine, in_order, joined, mended
from ingest.read.pdf_tables import PdfTable, aligned_table
from ingest.read.words import layout_words

_DIGITS = re.compile(r"\d+")
_MARGIN = 0.13
_STOPS = (".", "!", "?", ";", ":")
_MAX_HEADING = 160
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIELD = re.compile(r"([A-ZÀ-Þ][^\W\d_]+)[^:.;()]{0,40}:\s+\S")
_CLOSING_CODE = re.compile(rf"\s[-–—]\s\(?{CODE}\)?$")
_DASHES = ("- ", "– ", "— ")


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
        """The pieces in order: lines that belong together, and tables that go on over a page break, are one."""
        run: list[PdfLine | PdfTable] = []
        for part in chain.from_iterable(page.flow for page in self._pages):
            if run and not self._belongs(part, run):
                yield self._piece(run)
                run = []
            run.append(part)
        if run:
            yield self._piece(run)

    def _belongs(self, part: PdfLine | PdfTable, run: Sequence[PdfLine | PdfTable]) -> bool:
        first, last = run[0], run[-1]
        if isinstance(first, PdfTable) or isinstance(last, PdfTable):
            return isinstance(part, PdfTable) and isinstance(last, PdfTable) and part.continues(last)
        return isinstance(part, PdfLine) and self._goes_on(last, part, first)

    def _piece(self, run: Sequence[PdfLine | PdfTable]) -> Piece | Table:
        tables = [part for part in run if isinstance(part, PdfTable)]
        if tables:
            return _one_table(tables)
        lines = [part for part in run if isinstance(part, PdfLine)]
        text = mended((line.text for line in lines), self._keeps_hyphen)
        if (level := self._heading_level(lines[0], text)) is not None:
            return Piece("heading", text, level, lines[0].page)
        return running(text, page=lines[0].page)

    def _goes_on(self, line: PdfLine, following: PdfLine, first: PdfLine) -> bool:
        """Whether the next line belongs to the same paragraph, item or heading."""
        if self._level(line) != self._level(following) or abs(line.size - following.size) > 0.6:
            return False
        if _opens_field(following.text) and _opens_field(first.text):
            return False
        if _CLOSING_CODE.search(line.text) and following.text[:1].isupper():
            return False
        marker = None if _is_dash_between(line, following, first) else find_marker(following.text)
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

    def _heading_level(self, line: PdfLine, text: str) -> int | None:
        if len(text) > _MAX_HEADING or not any(c.isalpha() for c in text) or _LEADER.search(text):
            return None
        level = self._level(line)
        marker = find_marker(text)
        if level is not None:
            ends = text.endswith((".", ";", ",")) and level == 5
            return None if ends or (marker is not None and marker.kind == "bullet") else level
        if marker is not None and marker.kind == "heading label" and len(text) < 90 and not text.endswith((";", ",")):
            return 5
        letters = [c for c in text if c.isalpha()]
        capitals = len(letters) > 3 and text == text.upper() and len(text) < 90 and not text.endswith((".", ";", ","))
        return 5 if capitals else None

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


def _is_dash_between(line: PdfLine, following: PdfLine, first: PdfLine) -> bool:
    """Whether the dash that opens the next line parts words of a sentence: a full line stands above, and no list."""
    return (
        following.text.startswith(_DASHES)
        and not first.text.startswith(_DASHES)
        and following.x0 < line.x0 + 2
        and not _ends(line)
        and not _is_short(line)
    )


def _opens_field(text: str) -> bool:
    """Whether the line is one of a sheet: "Capofila: …"."""
    label = _FIELD.match(text)
    return label is not None and label[1].lower() in layout_words("header_words")


def _one_table(tables: Sequence[PdfTable]) -> Table:
    """One table from its parts on several pages: headers printed again are dropped, a row cut in two is one again."""
    first = tables[0]
    rows: list[Sequence[str]] = []
    pages: list[int] = []
    for table in tables:
        is_more = table is not first
        own = table.rows[1:] if is_more and first.headed and table.rows[0] == first.rows[0] else table.rows
        if is_more and own and len(rows) > first.headed and _is_rest(own[0], rows[-1]):
            rows[-1] = [mended(filter(None, pair)) for pair in zip(rows[-1], own[0], strict=True)]
            own = own[1:]
        rows += own
        pages += [table.page] * len(own)
    return Table(rows, first.headed, pages)


def _is_rest(row: Sequence[str], before: Sequence[str]) -> bool:
    """Whether the row is what a page had no room for: no first cell, few others, each going on with one above."""
    filled = [column for column, cell in enumerate(row) if cell]
    return not row[0] and 2 * len(filled) <= len(row) == len(before) and all(before[column] for column in filled)
