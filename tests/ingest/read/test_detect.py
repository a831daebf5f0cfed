"""A file is what its content says; its name decides only between kinds of text."""

import io
from pathlib import Path

import pytest

from graph.errors import DamagedFile, EmptyFile, EncryptedFile, FormatUnsupported
from ingest.read.detect import Format, detect
from tests.hostile import making


def found(content: bytes, name: str) -> Format:
    return detect(io.BytesIO(content), name)


@pytest.mark.parametrize("name", ["x.pdf", "x.txt", "x.docx", "x"])
def test_the_content_decides(name: str, tmp_path: Path) -> None:
    assert found(making.simple_pdf(), name) is Format.PDF
    assert found(making.docx(), name) is Format.DOCX
    assert found(making.odt(), name) is Format.ODT
    assert found(making.xlsx(), name) is Format.XLSX
    assert found(making.parquet(tmp_path), name) is Format.PARQUET
    assert found(making.html(), name) is Format.HTML
    assert found(making.extraction_bytes(), name) is Format.EXTRACTION
    assert found(making.signed(making.simple_pdf()), name) is Format.SIGNED


def test_the_name_decides_between_kinds_of_text() -> None:
    assert found(making.markdown(), "x.md") is Format.MARKDOWN
    assert found(making.markdown(), "x.txt") is Format.TEXT
    assert found(making.csv(), "x.csv") is Format.CSV
    assert found(b"nome;comune;anno\n" + b"Il Faro;Ivrea;2026\n" * 5, "x.txt") is Format.CSV


def test_prose_is_no_table_whatever_it_is_called() -> None:
    assert found(making.text(), "x.csv") is Format.TEXT
    assert found(making.markdown(), "x.csv") is Format.TEXT


def test_a_list_of_names_is_a_table_of_one_column() -> None:
    assert found(b"denominazione\nIl Faro\nLa Rete\nAuser\n", "x.csv") is Format.CSV


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", EmptyFile, "empty"),
        (b" \n", EmptyFile, "empty"),
        (b"{\\rtf1 ciao}", FormatUnsupported, "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), FormatUnsupported, "image"),
        (b"PK\x03\x04" + bytes(50), DamagedFile, "cut off"),
        (making.archive({"a.txt": b"x"}), FormatUnsupported, "zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), FormatUnsupported, "before 2007"),
        (making.signed(b"", kind="enveloped_data"), EncryptedFile, "encrypted"),
        (b"<?xml version='1.0'?><a/>", FormatUnsupported, "XML"),
    ],
)
def test_what_is_not_read_is_refused_in_one_line(content: bytes, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        found(content, "x.pdf")
