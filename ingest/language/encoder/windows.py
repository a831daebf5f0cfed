"""A document as windows of pieces, cut at run time as in training.

A window is the document's lines from some line on, as many as fit, behind the first line of the document; lines are
parted by the end piece, and a window begins with some last lines of the one before. A word is a run of letters and
digits or one sign; its state is that of its first piece.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
PIECES = 384
WORDS = 352
_OVERLAP = 30
_LONGEST = 270
_WORD = re.compile(r"\w+|[^\w\s]")


class Tokenizer(Protocol):
    """What is used of `tokenizers.Tokenizer`."""

    def encode(self, sequence: Any, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Window:
    """`ids`: pieces; `first`: the piece of each word; `words`: offsets in the text, negative for the repeated line;
    `lines`: the number of each word's line, -1 for the repeated one.
    """

    ids: list[int]
    first: list[int]
    words: list[tuple[int, int]]
    lines: list[int]


@dataclass(frozen=True, slots=True)
class _Line:
    ids: list[int]
    first: list[int]
    words: list[tuple[int, int]]


def windows_of(tokenizer: Tokenizer, text: str) -> list[Window]:
    """The windows of a text whose lines are parted by line feeds; [] where it holds no word."""
    lines = _lines(tokenizer, text)
    found: list[Window] = []
    low = 0
    while low < len(lines):
        window = Window([BEGIN], [], [], [])
        if low:
            _append(window, lines[0], -1, PIECES // 4)
        high = low
        while high < len(lines) and (high == low or len(window.ids) + len(lines[high].ids) + 1 <= PIECES):
            _append(window, lines[high], high, PIECES - len(window.ids) - 1)
            high += 1
        found.append(Window(window.ids, window.first[:WORDS], window.words[:WORDS], window.lines[:WORDS]))
        if high == len(lines):
            break
        low = _back(lines, low, high)
    return found


def _back(lines: Sequence[_Line], low: int, high: int) -> int:
    """Where the next window begins: some lines before `high`, but behind `low`."""
    size = 0
    while high - 1 > low and size + len(lines[high - 1].ids) <= _OVERLAP:
        high -= 1
        size += len(lines[high].ids)
    return high


def _append(window: Window, line: _Line, number: int, room: int) -> None:
    base, ids = len(window.ids), line.ids[:room]
    window.ids.extend([*ids, END])
    for first, place in zip(line.first, line.words, strict=True):
        if first < len(ids):
            window.first.append(base + first)
            window.words.append(place if number >= 0 else (-1, -1))
            window.lines.append(number)


def _lines(tokenizer: Tokenizer, text: str) -> list[_Line]:
    found, start = [], 0
    for raw in text.split("\n"):
        places = [m.span() for m in _WORD.finditer(raw)]
        if places:
            found += _parts(_line(tokenizer, raw, places, start))
        start += len(raw) + 1
    return [line for line in found if line.ids]


def _line(tokenizer: Tokenizer, raw: str, places: Sequence[tuple[int, int]], start: int) -> _Line:
    encoded = tokenizer.encode(raw)
    ends = [end for _, end in encoded.offsets]
    at, first = 0, []
    for begin, _ in places:
        while at + 1 < len(ends) and ends[at] <= begin:
            at += 1
        first.append(at)
    if not encoded.ids:
        return _Line([], [], [])
    return _Line(list(encoded.ids), first, [(start + a, start + b) for a, b in places])


def _parts(line: _Line) -> list[_Line]:
    """A long line in parts, cut between words."""
    if len(line.ids) <= _LONGEST:
        return [line]
    edges = [*line.first, len(line.ids)]
    parts, low = [], 0
    while low < len(line.words):
        base = line.first[low] if low else 0
        high = low
        while high < len(line.words) and edges[high + 1] - base <= _LONGEST:
            high += 1
        high = max(high, low + 1)
        ids = line.ids[base : edges[high]]
        parts.append(_Line(ids, [f - base for f in line.first[low:high]], line.words[low:high]))
        low = high
    return parts
