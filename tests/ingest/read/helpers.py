"""Short ways to read bytes and to look at what came out."""

from pathlib import Path

from graph.settings import LimitSettings
from ingest.read.reading import Reading, read
from ingest.read.rows import Row, Sheets
from ingest.read.text import SourceText

LIMITS = LimitSettings()

Shown = tuple[str, str]
"""Kind and text of a block."""


def read_bytes(folder: Path, name: str, content: bytes, limits: LimitSettings = LIMITS) -> Reading:
    path = folder / name
    path.write_bytes(content)
    return read(path, limits)


def read_text(folder: Path, name: str, content: bytes, limits: LimitSettings = LIMITS) -> SourceText:
    reading = read_bytes(folder, name, content, limits)
    assert isinstance(reading, SourceText)
    check_blocks(reading)
    return reading


def read_table(folder: Path, name: str, content: bytes) -> tuple[tuple[str, ...], list[Row]]:
    """Columns and rows of the first sheet."""
    reading = read_bytes(folder, name, content)
    assert isinstance(reading, Sheets)
    for sheet in reading.sheets:
        rows = list(sheet.rows)
        reading.close()
        return sheet.columns, rows
    raise AssertionError("no sheet")


def check_blocks(source: SourceText) -> None:
    """Blocks are stretches of the text, one after the other, none blank at its edges but for empty cells."""
    end = 0
    for block in source.blocks:
        assert end <= block.start < block.end <= len(source.text)
        assert source.text[block.start : block.end].strip()
        end = block.end


def shown(source: SourceText) -> list[Shown]:
    return [(block.kind, source.text[block.start : block.end]) for block in source.blocks]


def of_kind(source: SourceText, kind: str) -> list[str]:
    return [text for found, text in shown(source) if found == kind]
