"""Every hostile input ends in a result or in one clear line, soon after the limit of time if not before."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.extraction import Extraction
from graph.settings import LimitSettings
from ingest.read.reading import document_worker, read
from ingest.read.rows import Sheets
from ingest.read.text import SourceText
from ingest.read.worker import Worker
from tests.hostile.generate import Hostile, hostile_inputs

INPUTS = list(hostile_inputs())
LIMITS = LimitSettings(read_seconds=8)
SOON = 20
"""Seconds, on a machine that does other things too: the limit, and a reader that is ended and started again."""
ESCAPED = Path("/tmp/intreccio-escaped.txt")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with document_worker(LIMITS) as worker:
        yield worker


def test_there_are_at_least_200_of_them_with_names_of_their_own() -> None:
    assert len(INPUTS) >= 200
    assert len({hostile.name for hostile in INPUTS}) == len(INPUTS)


@pytest.mark.parametrize("hostile", INPUTS, ids=lambda hostile: ascii(hostile.name)[1:-1])
def test_a_result_or_one_clear_line(hostile: Hostile, worker: Worker, tmp_path: Path) -> None:
    path = hostile.place(tmp_path)
    started = time.monotonic()
    try:
        check_result(path, worker)
    except InputError as error:
        check_error(error)
    assert time.monotonic() - started < SOON
    assert not ESCAPED.exists()


def check_result(path: Path, worker: Worker) -> None:
    reading = read(path, LIMITS, worker=worker)
    match reading:
        case SourceText():
            check_blocks(reading)
        case Sheets():
            for sheet in reading.sheets:
                for row in sheet.rows:
                    assert len(row.cells) == len(sheet.columns)
        case Extraction():
            assert all(reading.document.text[m.start : m.end] == m.text for m in reading.mentions)


def check_blocks(source: SourceText) -> None:
    source.text.encode("utf-8")
    end = 0
    for block in source.blocks:
        assert end <= block.start < block.end <= len(source.text)
        end = block.end


def check_error(error: InputError) -> None:
    """A place, and a sentence on one line that names no exception's innards."""
    line = str(error)
    assert error.where
    assert "\n" not in line
    assert line.isprintable()
    assert error.message.endswith(".")
    assert "Traceback" not in line
