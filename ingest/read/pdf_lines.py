"""Lines of a PDF page in reading order: words put into lines, lines into columns."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from ingest.read.compose import clean

_MIN_GUTTER = 9.0
_MIN_COLUMN_ROWS = 6
_MIN_COLUMN_LINES = 4
_MARK_SIZE = 7.0
_MARK_DISTANCE = 24.0
_MAX_LETTERS = 200_000
_WORD_GAP = 0.18


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A word, or words on one line of one column, in points from the top left; `left` and `right` edge the column."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    page: int
    left: float = 0.0
    right: float = 0.0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


def words_of(page: Any, number: int) -> list[PdfLine]:
    """The upright words of a page with their font; letters printed twice for boldness count once."""
    from pdfplumber.utils.text import extract_words

    seen: set[tuple[str, int, int]] = set()
    letters = []
    for char in page.chars[:_MAX_LETTERS]:
        place = (char["text"], round(char["x0"]), round(char["top"]))
        if place not in seen and char["upright"]:
            letters.append(char)
            seen.add(place)
    words = [
        PdfLine(
            w["text"], w["x0"], w["x1"], w["top"], w["bottom"], round(w["size"], 1), _is_bold(w["fontname"]), number
        )
        for w in extract_words(letters, extra_attrs=["size", "fontname"], x_tolerance_ratio=_WORD_GAP)
        if w["text"].strip("\0 ")
    ]
    return _with_drawn_bullets(words, page)


def _is_bold(font: object) -> bool:
    return any(mark in str(font).lower() for mark in ("bold", "black", "heavy", "demi"))


def _with_drawn_bullets(words: list[PdfLine], page: Any) -> list[PdfLine]:
    """The words, with a bullet before those that have one drawn (and not written) to their left."""
    shapes = [*page.curves, *page.rects]
    marks = [m for m in shapes[:5_000] if 1 < m["width"] <= _MARK_SIZE and 1 < m["height"] <= _MARK_SIZE]
    if len(marks) > 500:
        return words
    marked: set[PdfLine] = set()
    for mark in marks:
        middle = (mark["top"] + mark["bottom"]) / 2
        right = [w for w in words if w.top < middle < w.bottom and 1 < w.x0 - mark["x1"] < _MARK_DISTANCE]
        marked.update(sorted(right, key=lambda word: word.x0)[:1])
    return [replace(word, text=f"• {word.text}") if word in marked else word for word in words]


def segments_of(words: Iterable[PdfLine]) -> list[list[PdfLine]]:
    """The rows of words from the top down, each as its segments from left to right, parted where the gap is wide."""
    rows: list[list[PdfLine]] = []
    for word in sorted(words, key=lambda w: (w.middle[1], w.x0)):
        if rows and rows[-1][0].top < word.middle[1] < rows[-1][0].bottom:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [list(_split_row(sorted(row, key=lambda w: w.x0))) for row in rows]


def _split_row(row: list[PdfLine]) -> Iterator[PdfLine]:
    start = 0
    for index in range(1, len(row) + 1):
        if index == len(row) or row[index].x0 - row[index - 1].x1 > max(_MIN_GUTTER, 0.9 * row[index - 1].size):
            words = row[start:index]
            yield joined(words, round(median(word.size for word in words), 1))
            start = index


def joined(parts: Sequence[PdfLine], size: float | None = None) -> PdfLine:
    """Words, or segments of a row, as one line; of no other size it has that of its longest part."""
    return replace(
        parts[0],
        text=" ".join(part.text for part in parts),
        x1=max(part.x1 for part in parts),
        top=min(part.top for part in parts),
        bottom=max(part.bottom for part in parts),
        bold=all(part.bold for part in parts),
        size=size or max(parts, key=lambda part: len(part.text)).size,
    )


def in_order(rows: list[list[PdfLine]], barriers: Sequence[float] = ()) -> list[list[PdfLine]]:
    """The rows in reading order: where the page has two columns or more, each is read to its end.

    `barriers` are heights (the tops of wide tables) that no column reaches across.
    """
    for barrier in barriers:
        above = [row for row in rows if row[0].top < barrier]
        below = [row for row in rows if row[0].top >= barrier]
        if above and below:
            return in_order(above, barriers) + in_order(below, barriers)
    gutter = _gutter(rows)
    if gutter is None:
        return _bounded(rows)
    ordered: list[list[PdfLine]] = []
    band: list[list[PdfLine]] = []
    for row in rows:
        if any(segment.x0 < gutter - 1 and segment.x1 > gutter + 1 for segment in row):
            ordered.extend(_columns(band, gutter))
            band = []
            ordered.extend(_bounded([row]))
        else:
            band.append(row)
    ordered.extend(_columns(band, gutter))
    return ordered


def _columns(band: list[list[PdfLine]], gutter: float) -> list[list[PdfLine]]:
    end = _end_of_columns(band, gutter)
    left = [segments for row in band[:end] if (segments := [s for s in row if s.x1 <= gutter + 1])]
    right = [segments for row in band[:end] if (segments := [s for s in row if s.x1 > gutter + 1])]
    if not left or not right:
        return _bounded(band)
    return in_order(left) + in_order(right) + _bounded(band[end:])


def _end_of_columns(band: list[list[PdfLine]], gutter: float) -> int:
    """One past the last row of the columns: a title below both of them is not part of the left one."""
    last = max((i for i, row in enumerate(band) if row[-1].x1 > gutter + 1), default=-1)
    for index in range(last + 1, len(band)):
        row, before = band[index], band[index - 1]
        stands_out = row[0].size > before[0].size + 0.5 or (row[0].bold and not before[0].bold)
        if stands_out and row[0].top - max(s.bottom for s in before) > 0.8 * row[0].height:
            return index
    return len(band)


def _bounded(rows: list[list[PdfLine]]) -> list[list[PdfLine]]:
    """The rows with the edges of their column noted in each line."""
    segments = [segment for row in rows for segment in row]
    if not segments:
        return []
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    return [[replace(segment, left=left, right=right) for segment in row] for row in rows]


def _gutter(rows: list[list[PdfLine]]) -> float | None:
    """The middle of the blank strip between columns of running text, or None.

    Running text fills its column; short labels beside values do not, and stay rows.
    """
    segments = [segment for row in rows for segment in row]
    if len(rows) < _MIN_COLUMN_ROWS or not segments:
        return None
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    inner = [
        x
        for s in segments
        for x in (s.x1 + 1, s.x0 - 1)
        if left + 0.2 * (right - left) < x < right - 0.2 * (right - left)
    ]
    best: tuple[int, float] | None = None
    for x in sorted({round(x) for x in inner}):
        crossing = sum(1 for row in rows if any(s.x0 < x < s.x1 for s in row))
        if crossing * 2 <= len(rows) and (best is None or crossing < best[0]) and _both_full(rows, x):
            best = (crossing, x)
    return best[1] if best else None


def _both_full(rows: list[list[PdfLine]], x: float) -> bool:
    """Whether there is running text on both sides: five lines or more, most of which fill their side."""
    left = [part for row in rows if (part := [s for s in row if s.x1 <= x])]
    right = [part for row in rows if (part := [s for s in row if s.x0 >= x])]
    for side in (left, right):
        if len(side) < _MIN_COLUMN_LINES:
            return False
        width = max(s.x1 for part in side for s in part) - min(s.x0 for part in side for s in part)
        full = sum(1 for part in side if part[-1].x1 - part[0].x0 >= 0.7 * width)
        words = sum(s.text.count(" ") + 1 for part in side for s in part)
        if full * 2 < len(side) or words < 3 * len(side):
            return False
    return True


def mended(lines: Iterable[str], keeps_hyphen: Callable[[str, str], bool] = lambda _before, _after: False) -> str:
    """The lines as one text; a word cut at a line's end is put together again."""
    text = ""
    for line in map(str.strip, lines):
        if text.endswith("\u00ad"):
            text = text[:-1] + line
        elif text.endswith(("-", "\u2010")) and text[-2:-1].isalpha() and line[:1].islower():
            text = (text if keeps_hyphen(text, line) else text[:-1]) + line
        else:
            text = f"{text} {line}" if text else line
    return clean(text)
