"""Delimited tables (csv): delimiter, quotes and encoding found out; rows streamed."""

import codecs
import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from typing import BinaryIO

from graph.errors import DamagedFile, EmptyFile
from ingest.read.encoding import encoding_of
from ingest.read.header import sheet_of
from ingest.read.rows import Row, Sheet
from ingest.read.tables import is_rule

MEDIA_TYPE = "text/csv"
DELIMITERS = (";", "\t", ",", "|")
MAX_COLUMNS = 16_384
_SAMPLE_RECORDS = 50
_SAMPLE_LINES = 200
_MAX_LINE = 4_000_000
_MAX_RECORD = 120_000
_MAX_RECORD_LINES = 200
_CHUNK = 1 << 20


def looks_delimited(text: str, *, named: bool) -> bool:
    """Whether the opening of a text is a table; `named`: the file's name says so.

    A table by another name must be plain: three columns or more, alike in every line, of `;` or tabs.
    """
    lines = [line for line in text[:32_768].splitlines()[:-1] or [text] if line.strip()][:_SAMPLE_RECORDS]
    delimiter = find_delimiter(lines)
    if any(is_rule(line) for line in lines):
        return False  # the table of a Markdown text
    if named:
        return delimiter is not None or _is_one_column(text[:32_768], lines)
    if delimiter not in (";", "\t") or len(lines) < 4:
        return False
    counts = {line.count(delimiter) for line in lines}
    return len(counts) == 1 and counts.pop() >= 2


def _is_one_column(text: str, lines: list[str]) -> bool:
    """Whether lines without a delimiter are a list of short names, and not prose."""
    sentences = sum(1 for line in lines if line.rstrip().endswith((".", ":", ";")) and line.count(" ") >= 4)
    average = sum(map(len, lines)) / max(len(lines), 1)
    return average <= 80 and sentences * 10 <= len(lines) and "\n\n" not in text.strip()


def read_delimited(file: BinaryIO) -> Iterator[Sheet]:
    """The one table of the file. Raises `EmptyFile`, `DamagedFile` (no text, too many columns, lines without end)."""
    encoding = _encoding(file)
    file.seek(0)
    with io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=None) as text:
        lines = _Lines(text)
        sheet = sheet_of("", _records(lines, find_delimiter(lines.sample()) or ";"), MEDIA_TYPE)
        if sheet is None:
            raise EmptyFile("the table has no rows.", hint="Export it again.")
        yield sheet


def find_delimiter(lines: list[str]) -> str | None:
    """The delimiter that cuts most lines, or records over several lines, into as many cells; None for one column."""
    best: tuple[float, int, str] | None = None
    for delimiter in DELIMITERS:
        by_line = [len(_split(line, delimiter)) for line in lines]
        for sizes in (by_line, _sizes_of_records(lines, delimiter)):
            counts = Counter(sizes)
            cells, times = max(
                counts.items(), key=lambda item: (item[1] if item[0] > 1 else 0, item[0]), default=(1, 0)
            )
            if cells > 1 and times * 2 > len(sizes):
                score = (round(times / len(sizes), 1), cells, delimiter)
                best = max(best, score, key=lambda s: s[:2]) if best else score
    return best[2] if best else None


def _sizes_of_records(lines: list[str], delimiter: str) -> list[int]:
    """The number of cells of each record, quoted line ends inside cells; none where quotes do not fit."""
    try:
        return [len(record) for record in csv.reader((f"{line}\n" for line in lines), delimiter=delimiter) if record]
    except csv.Error:
        return []


def _encoding(file: BinaryIO) -> str:
    """The encoding of the whole file: a table may show its first accented letter after a million rows."""
    file.seek(0)
    chunk = file.read(_CHUNK)
    encoding = encoding_of(chunk)
    if encoding is None:
        raise DamagedFile("this is binary data, not a table.", hint="Export it again as csv.")
    if encoding != "utf-8":
        return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk:
            decoder.decode(chunk)
            chunk = file.read(_CHUNK)
    except UnicodeDecodeError:
        return "utf-8" if encoding_of(chunk) == "utf-8" else "cp1252"
    return "utf-8"


class _Lines:
    """The lines of a table; lines that were read for nothing can be put back."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._number = 0
        self._waiting: deque[str] = deque()

    def next(self) -> str | None:
        if self._waiting:
            return self._waiting.popleft()
        line = self._text.readline(_MAX_LINE)
        if not line:
            return None
        self._number += 1
        if len(line) >= _MAX_LINE:
            raise DamagedFile(
                f"line {self._number} is longer than {_MAX_LINE:,} characters.", hint="Export the table again as csv."
            )
        return line.rstrip("\n").removeprefix("\ufeff")

    def put_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))

    def sample(self) -> list[str]:
        """The first lines, which stay to be read."""
        taken = [line for _ in range(_SAMPLE_LINES) if (line := self.next()) is not None]
        self.put_back(taken)
        return [line for line in taken if line.strip()][:_SAMPLE_RECORDS]


def _records(lines: _Lines, delimiter: str) -> Iterator[Row]:
    """The rows as they stand. A quotation mark that is not closed costs its own line, not the file."""
    number = 0
    while (line := lines.next()) is not None:
        number += 1
        cells, problem = _quoted(line, lines, delimiter) if '"' in line else (line.split(delimiter), None)
        if len(cells) > MAX_COLUMNS:
            raise DamagedFile(
                f"a row has {len(cells):,} columns; at most {MAX_COLUMNS:,} are read.",
                hint="Check the delimiter and export the table again.",
            )
        yield Row(number, tuple(cells), problem=problem)


def _quoted(line: str, lines: _Lines, delimiter: str) -> tuple[list[str], str | None]:
    """The cells of the row that begins with this line and may run over several, and what is wrong with it."""
    taken = [line]

    def following() -> Iterator[str]:
        """The lines as far as csv asks for them; where it asks for too many, the quotation mark was no quotation."""
        yield line + "\n"
        while (further := lines.next()) is not None:
            taken.append(further)
            if sum(map(len, taken)) > _MAX_RECORD or len(taken) > _MAX_RECORD_LINES:
                break
            yield further + "\n"
        raise _Unclosed

    try:
        return next(csv.reader(following(), delimiter=delimiter)), None
    except _Unclosed:
        lines.put_back(taken[1:])
        return line.split(delimiter), "a quotation mark is opened and not closed"
    except csv.Error:  # a cell longer than csv takes
        return "\n".join(taken).split(delimiter), None


class _Unclosed(Exception):
    """A quoted cell has no end."""


def _split(line: str, delimiter: str) -> list[str]:
    if '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)
