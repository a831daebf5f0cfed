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
    """Words on one line of one column, in points from the top left; `left` and `right` are the column's edges."""

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


def words_of(page: Any) -> list[dict[str, Any]]:
    """The upright words of a page with their font; letters printed twice for boldness count once."""
    from pdfplumber.utils.text import extract_words

    seen: set[tuple[str, int, int]] = set()
    letters = []
    for char in page.chars[:_MAX_LETTERS]:
        place = (char["text"], round(char["x0"]), round(char["top"]))
        if place not in seen and char["upright"]:
            letters.append(char)
            seen.add(place)
    words = extract_words(letters, extra_attrs=["size", "fontname"], x_tolerance_ratio=_WORD_GAP)
    return with_drawn_bullets([word for word in words if word["text"].strip("\0 ")], page)


def with_drawn_bullets(words: list[dict[str, Any]], page: Any) -> list[dict[str, Any]]:
    """The words, with a bullet before those that have one drawn (and not written) to their left."""
    shapes = [*page.curves, *page.rects]
    marks = [m for m in shapes[:5_000] if 1 < m["width"] <= _MARK_SIZE and 1 < m["height"] <= _MARK_SIZE]
    if not marks or len(marks) > 500:
        return words
    marked: dict[int, dict[str, Any]] = {}
    for mark in marks:
        middle = (mark["top"] + mark["bottom"]) / 2
        right = [w for w in words if w["top"] < middle < w["bottom"] and 1 < w["x0"] - mark["x1"] < _MARK_DISTANCE]
        if right:
            nearest = min(right, key=lambda w: w["x0"])
            marked[id(nearest)] = {**nearest, "text": f"• {nearest['text']}"}
    return [marked.get(id(word), word) for word in words]


def segments_of(words: Sequence[dict[str, Any]], page: int) -> list[list[PdfLine]]:
    """The rows of a page from the top down, each as its segments from left to right, parted where the gap is wide."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: ((w["top"] + w["bottom"]) / 2, w["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        if rows and rows[-1][0]["top"] < middle < rows[-1][0]["bottom"]:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [list(_split_row(sorted(row, key=lambda w: w["x0"]), page)) for row in rows]


def _split_row(row: list[dict[str, Any]], page: int) -> Iterator[PdfLine]:
    start = 0
    for index in range(1, len(row) + 1):
        gap = row[index]["x0"] - row[index - 1]["x1"] if index < len(row) else None
        if gap is None or gap > max(_MIN_GUTTER, 0.9 * row[index - 1]["size"]):
            yield _line(row[start:index], page)
            start = index


def _line(words: list[dict[str, Any]], page: int) -> PdfLine:
    size = median(word["size"] for word in words)
    bold = all(is_bold(word["fontname"]) for word in words)
    return PdfLine(
        " ".join(word["text"] for word in words),
        words[0]["x0"],
        max(word["x1"] for word in words),
        min(word["top"] for word in words),
        max(word["bottom"] for word in words),
        round(size, 1),
        bold,
        page,
    )


def is_bold(font: object) -> bool:
    return any(mark in str(font).lower() for mark in ("bold", "black", "heavy", "demi"))


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


def joined(row: Sequence[PdfLine]) -> PdfLine:
    """The segments of a row as one line."""
    if len(row) == 1:
        return row[0]
    return replace(
        row[0],
        text=" ".join(segment.text for segment in row),
        x1=row[-1].x1,
        top=min(segment.top for segment in row),
        bottom=max(segment.bottom for segment in row),
        bold=all(segment.bold for segment in row),
        size=max(row, key=lambda segment: len(segment.text)).size,
    )


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
