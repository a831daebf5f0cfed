"""The door: sizes before bytes, envelopes opened, a hanging parser stopped, no other error than InputError."""

import os
import time
from pathlib import Path

import pytest

from graph.errors import DamagedFile, FileTooLarge, FormatUnsupported, InputError
from graph.settings import LimitSettings
from ingest.read.reading import document_worker, read
from ingest.read.text import Job, SourceText
from tests.hostile import making
from tests.ingest.read.helpers import LIMITS, read_bytes, read_text


def test_size_is_judged_before_a_byte_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    started = time.monotonic()
    with pytest.raises(FileTooLarge, match="200 MB; at most 100 are read"):
        read(path, LIMITS)
    assert time.monotonic() - started < 0.2


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes on this system")
    os.mkfifo(tmp_path / "x.txt")
    with pytest.raises(FormatUnsupported, match="a pipe"):
        read(tmp_path / "x.txt", LIMITS)


@pytest.mark.parametrize("times", [1, 3])
def test_signed_documents_are_read_as_what_is_inside(tmp_path: Path, times: int) -> None:
    content = making.simple_pdf()
    for _ in range(times):
        content = making.signed(content)
    source = read_text(tmp_path, "delibera.pdf" + ".p7m" * times, content)
    assert source.media_type == "application/pdf"
    assert making.SENTENCE in source.text


def test_endless_envelopes_are_given_up(tmp_path: Path) -> None:
    content = making.simple_pdf()
    for _ in range(9):
        content = making.signed(content)
    with pytest.raises(DamagedFile, match="over and over"):
        read_bytes(tmp_path, "x.p7m", content)


def test_an_upload_is_called_by_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "tmp123"
    path.write_bytes(making.markdown())
    reading = read(path, LIMITS, name="piano.md")
    assert isinstance(reading, SourceText)
    assert reading.media_type == "text/markdown"
    with pytest.raises(InputError) as error:
        read(tmp_path / "missing", LIMITS, name="piano.md")
    assert error.value.where == "piano.md"


def test_a_parser_that_takes_too_long_is_stopped_and_the_next_file_is_read() -> None:
    slow = b"<html><body><p " + b"".join(b"a%d=1 " % n for n in range(60_000)) + b">x</p>"
    job = Job(10, 10**9, lambda: None)
    hurried = document_worker(LimitSettings(read_seconds=1))
    with hurried, pytest.raises(DamagedFile, match="took longer than 1 seconds"):
        hurried.read("html", slow, job)
    with document_worker(LIMITS) as worker:
        worker.read("html", making.html(), job)
        assert worker.read("docx", making.docx(), job).blocks


def test_memory_is_limited(tmp_path: Path) -> None:
    content = b"<html><body>" + b"<p>a</p>" * 3_000_000
    with pytest.raises(InputError):
        read_bytes(tmp_path, "x.html", content, LimitSettings(read_memory_mb=256))


def test_documents_without_words_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no text was found"):
        read_bytes(tmp_path, "x.md", b"<!-- nulla -->")
