"""PDF: the text layer in reading order with page numbers, tables as rows; scanned pages through OCR."""

import io
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from graph.errors import DamagedFile, EncryptedFile, FileTooLarge, InputError, NoText
from graph.extraction import Issue
from ingest.read import ocr
from ingest.read.compose import Piece, Table, clean, compose
from ingest.read.pdf_flow import Flow, PdfPage, drop_running_heads, order
from ingest.read.pdf_lines import segments_of, words_of
from ingest.read.pdf_tables import ruled_tables
from ingest.read.text import Job, SourceText

MEDIA_TYPE = "application/pdf"

_MIN_LETTERS = 12
_SCAN_SHARE = 0.4
_MAX_CONTENT = 4_000_000
_NO_TITLE = re.compile(
    r"microsoft word|untitled|senza titolo|^document|\.(?:docx?|odt|pdf|indd|rtf|tmp)$|^\W*$", re.IGNORECASE
)


def read_pdf(content: bytes, job: Job) -> SourceText:
    """Raises `EncryptedFile`, `DamagedFile`, `FileTooLarge` (pages), `NoText` (a scan, and no OCR)."""
    with _opened(content) as pdf:
        if not pdf.pages:
            raise DamagedFile("the pdf has no pages.", hint="Save or download it again.")
        if len(pdf.pages) > job.max_pages:
            raise FileTooLarge(
                f"the pdf has {len(pdf.pages):,} pages; at most {job.max_pages:,} are read.",
                hint="Split it, or raise limits.pages in intreccio.toml.",
            )
        reader = _Reader()
        for number, page in enumerate(pdf.pages, start=1):
            reader.add(page, number)
            page.close()
            job.beat()
        return reader.result(_title(pdf.metadata))


def _opened(content: bytes) -> Any:
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        return pdfplumber.open(io.BytesIO(content))
    except PdfminerException as error:
        if isinstance(error.args[0], PDFEncryptionError):
            raise EncryptedFile("the pdf is protected by a password.", hint="Save it without a password.") from error
        raise


def _title(metadata: dict[str, Any] | None) -> str | None:
    title = (metadata or {}).get("Title")
    text = clean(title) if isinstance(title, str) else ""
    return None if len(text) > 300 or _NO_TITLE.search(text) else text


class _Reader:
    """Reads page by page; the pieces are made when all pages are there, since each is judged by the others."""

    def __init__(self) -> None:
        self._pages: list[PdfPage] = []
        self._issues: list[Issue] = []
        self._recognised: dict[int, ocr.Recognised] = {}
        self._scans = 0
        self._program: str | None = None

    def add(self, page: Any, number: int) -> None:
        result = PdfPage(number, float(page.height), float(page.width))
        self._pages.append(result)
        if (size := _content_size(page)) > _MAX_CONTENT:
            self._issues.append(Issue(f"page {number}", f"its drawing of {size / 1e6:,.0f} MB was not read"))
            return
        words = words_of(page, number)
        if sum(len(word.text) for word in words) < _MIN_LETTERS and _is_scan(page):
            self._scan(page, number)
            return
        result.tables = ruled_tables(page, words, number)
        result.rows = segments_of(word for word in words if not any(table.holds(word) for table in result.tables))

    def _scan(self, page: Any, number: int) -> None:
        self._scans += 1
        if self._scans == 1:
            self._program = ocr.tesseract()
        if self._program is not None:
            self._recognised[number] = ocr.recognise(page, self._program)
        else:
            self._issues.append(Issue(f"page {number}", "it is a scan and was not read: OCR is not installed"))

    def result(self, title: str | None) -> SourceText:
        words = sum(r.words for r in self._recognised.values())
        if not words and not any(page.rows or page.tables for page in self._pages):
            raise self._why_no_text()
        drop_running_heads(self._pages)
        for page in self._pages:
            order(page)
        ceiling = round(sum(r.confidence * r.words for r in self._recognised.values()) / words, 3) if words else 1.0
        return compose(self._pieces(), MEDIA_TYPE, title=title, ceiling=ceiling, issues=self._issues)

    def _why_no_text(self) -> InputError:
        if self._scans and not self._recognised:
            return NoText(
                "it is a scan without text.",
                hint="Install tesseract with Italian (Debian: apt install tesseract-ocr-ita) and add it again.",
            )
        if self._issues:
            first = self._issues[0]
            return DamagedFile(f"{first.where}: {first.message}.", hint="Save it again in a simpler form.")
        return NoText("no text is in it.", hint="Check that it is the right file.")

    def _pieces(self) -> Iterator[Piece | Table]:
        for is_scan, group in groupby(self._pages, key=lambda page: page.number in self._recognised):
            pages = list(group)
            if is_scan:
                for page in pages:
                    yield from ocr.pieces_of(self._recognised[page.number], page.number)
            else:
                yield from Flow(pages).pieces()


def _content_size(page: Any) -> int:
    """Bytes of the operators that draw the page, unpacked: text takes thousands, a bomb or a map millions."""
    return sum(len(stream.get_data()) for stream in map(_resolved, page.page_obj.contents) if stream is not None)


def _resolved(stream: Any) -> Any:
    from pdfminer.pdftypes import PDFStream, resolve1

    found = resolve1(stream)
    return found if isinstance(found, PDFStream) else None


def _is_scan(page: Any) -> bool:
    """Whether pictures cover much of the page."""
    area = float(page.width) * float(page.height)
    covered = sum(max(0.0, i["x1"] - i["x0"]) * max(0.0, i["bottom"] - i["top"]) for i in page.images[:500])
    return bool(area > 0 and covered >= _SCAN_SHARE * area)
