"""Scanned pages: read by Tesseract in Italian where it is installed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any

from ingest.read.compose import Piece, Table
from ingest.read.layout import lay_out
from ingest.read.pdf_lines import mended
from ingest.read.tables import rectangular, split_cells

LANGUAGE = "ita"
_RESOLUTION = 300
_MAX_SIDE = 5_000
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of a scanned page, a paragraph a line, and the mean confidence of its words (0 to 1)."""

    text: str
    confidence: float
    words: int


def tesseract() -> str | None:
    """The program's path, when it is installed with Italian."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if LANGUAGE in listed.stdout.decode("utf-8", "replace").split() else None


def recognise(page: Any, program: str) -> Recognised:
    """Renders a page of pdfplumber and reads it."""
    side = max(page.width, page.height, 1)
    resolution = int(min(_RESOLUTION, _MAX_SIDE * 72 / side))
    picture = BytesIO()
    page.to_image(resolution=max(resolution, 36)).original.convert("L").save(picture, format="PNG")
    done = subprocess.run(  # noqa: S603
        [program, "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(resolution), "tsv"],
        input=picture.getvalue(),
        capture_output=True,
        timeout=_SECONDS,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return _from_tsv(done.stdout.decode("utf-8", "replace"))


def _from_tsv(tsv: str) -> Recognised:
    """Words with their place (block, paragraph, line) and confidence, put together."""
    paragraphs: dict[tuple[str, str], dict[str, list[str]]] = {}
    confidences: list[float] = []
    for row in tsv.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or not cells[11].strip() or float(cells[10]) < 0:
            continue
        confidences.append(float(cells[10]))
        lines = paragraphs.setdefault((cells[2], cells[3]), {})
        lines.setdefault(cells[4], []).append(cells[11].strip())
    text = "\n\n".join(_joined([" ".join(words) for words in lines.values()]) for lines in paragraphs.values())
    mean = sum(confidences) / len(confidences) / 100 if confidences else 0.0
    return Recognised(text, mean, len(confidences))


def _joined(lines: list[str]) -> str:
    """The lines of a paragraph as one; a line with a mark of its own stays one."""
    groups: list[list[str]] = []
    for line in lines:
        if not groups or line[:1] in "-–•*" or "|" in line:
            groups.append([])
        groups[-1].append(line)
    return "\n".join(map(mended, groups))


def pieces_of(recognised: Recognised, page: int) -> Iterator[Piece | Table]:
    """The layout of a page's text as pieces."""
    text = recognised.text
    for is_table, blocks in groupby(lay_out(text).blocks, key=lambda block: block.kind == "row"):
        if is_table:
            rows = rectangular([split_cells(text[block.start : block.end]) for block in blocks])
            yield Table(rows, headed=False, pages=[page] * len(rows))
            continue
        for block in blocks:
            assert block.kind != "row"
            yield Piece(block.kind, text[block.start : block.end], 3, page)
