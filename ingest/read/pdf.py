"""PDF: the text layer in reading order with page numbers, tables as rows; scanned pages through OCR."""

import io
import re
from collections.abc import Iterator
from typing import Any

from graph.errors import DamagedFile, EncryptedFile, FileTooLarge, NoText
from graph.extraction import Issue
from ingest.read import ocr
from ingest.read.compose import Composer, Piece, Table, clean
from ingest.read.job import Job
from ingest.read.pdf_flow import Flow, PdfPage, drop_running_heads, order
from ingest.read.pdf_lines import segments_of, words_of
from ingest.read.pdf_tables import ruled_tables
from ingest.read.text import SourceText

MEDIA_TYPE = "application/pdf"

_MIN_LETTERS = 12
_SCAN_SHARE = 0.4
_MAX_CONTENT = 4_000_000
_NO_TITLE = re.compile(
    r"microsoft word|untitled|senza titolo|^document|\.(?:docx?|odt|pdf|indd|rtf|tmp)$|^\W*$", re.IGNORECASE
)


def read_pdf(content: bytes, job: Job) -> SourceText:
    """Raises `EncryptedFile`, `DamagedFile`, `FileTooLarge` (pages), `NoText` (a scan, and no OCR)."""
    import pdfplumber

    with _opened(pdfplumber, content, job) as pdf:
        pages = _pages(pdf, job)
        return _Reader(job).read(pages, _title(pdf.metadata))


def _opened(pdfplumber: Any, content: bytes, job: Job) -> Any:
    try:
        return pdfplumber.open(io.BytesIO(content))
    except Exception as error:
        names = {type(e).__name__ for e in _chain(error)}
        if names & {"PDFPasswordIncorrect", "PDFEncryptionError", "PDFEncryptionIncorrect"}:
            raise EncryptedFile(
                "the pdf is protected by a password.", where=job.name, hint="Save it without a password."
            ) from error
        raise


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it wraps and what it came from."""
    seen = 0
    while error is not None and seen < 10:
        yield error
        yield from (argument for argument in error.args if isinstance(argument, BaseException))
        error = error.__cause__ or error.__context__
        seen += 1


def _pages(pdf: Any, job: Job) -> list[Any]:
    pages: list[Any] = pdf.pages
    if not pages:
        raise DamagedFile("the pdf has no pages.", where=job.name, hint="Save or download it again.")
    if len(pages) > job.max_pages:
        raise FileTooLarge(
            f"the pdf has {len(pages):,} pages; at most {job.max_pages:,} are read.",
            where=job.name,
            hint="Split it, or raise limits.pages in intreccio.toml.",
        )
    return pages


def _title(metadata: dict[str, Any] | None) -> str | None:
    title = (metadata or {}).get("Title")
    text = clean(title) if isinstance(title, str) else ""
    return None if not text or len(text) > 300 or _NO_TITLE.search(text) else text


class _Reader:
    """Reads page by page; what OCR gives is kept apart until all pages are there."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._issues: list[Issue] = []
        self._recognised: dict[int, ocr.Recognised] = {}
        self._scans = 0

    def read(self, pages: list[Any], title: str | None) -> SourceText:
        program: str | None = None
        read: list[PdfPage] = []
        for number, page in enumerate(pages, start=1):
            read.append(self._page(page, number))
            if not self._is_left_out(number) and not read[-1].rows and not read[-1].tables and _is_scan(page):
                program = program or (ocr.tesseract() if not self._scans else None)
                self._scan(page, number, program)
            page.close()
            self._job.beat()
        self._check(read)
        drop_running_heads(read)
        for one in read:
            order(one)
        return self._composed(read, title)

    def _page(self, page: Any, number: int) -> PdfPage:
        result = PdfPage(number, float(page.height), float(page.width))
        if (size := _content_size(page)) > _MAX_CONTENT:
            self._issues.append(Issue(f"page {number}", f"its drawing of {size / 1e6:,.0f} MB was not read"))
            return result
        words = words_of(page)
        if sum(len(word["text"]) for word in words) < _MIN_LETTERS and _is_scan(page):
            return result
        tables = ruled_tables(page, words, number)
        result.tables = [table for table, _ in tables]
        result.rows = segments_of([w for w in words if not any(_holds(box, w) for _, box in tables)], number)
        return result

    def _scan(self, page: Any, number: int, program: str | None) -> None:
        self._scans += 1
        if program is not None:
            self._recognised[number] = ocr.recognise(page, program)
        else:
            self._issues.append(Issue(f"page {number}", "it is a scan and was not read: OCR is not installed"))

    def _is_left_out(self, number: int) -> bool:
        return bool(self._issues) and self._issues[-1].where == f"page {number}"

    def _check(self, pages: list[PdfPage]) -> None:
        if any(page.rows or page.tables for page in pages) or any(r.words for r in self._recognised.values()):
            return
        if self._scans and not self._recognised:
            raise NoText(
                "it is a scan without text.",
                where=self._job.name,
                hint="Install tesseract with Italian (Debian: apt install tesseract-ocr-ita) and add it again.",
            )
        if self._issues:
            raise DamagedFile(
                f"{self._issues[0].where}: {self._issues[0].message}.",
                where=self._job.name,
                hint="Save it again in a simpler form.",
            )
        raise NoText("no text is in it.", where=self._job.name, hint="Check that it is the right file.")

    def _composed(self, pages: list[PdfPage], title: str | None) -> SourceText:
        composer = Composer()
        run: list[PdfPage] = []
        for page in pages:
            if page.number in self._recognised:
                _add_all(composer, Flow(run).pieces())
                run = []
                _add_all(composer, ocr.pieces_of(self._recognised[page.number], page.number))
            else:
                run.append(page)
        _add_all(composer, Flow(run).pieces())
        return composer.result(MEDIA_TYPE, title=title, ceiling=self._ceiling(), issues=self._issues)

    def _ceiling(self) -> float:
        words = sum(r.words for r in self._recognised.values())
        if not words:
            return 1.0
        return round(sum(r.confidence * r.words for r in self._recognised.values()) / words, 3)


def _add_all(composer: Composer, pieces: Iterator[Piece | Table]) -> None:
    for piece in pieces:
        composer.add(piece)


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


def _holds(box: tuple[float, float, float, float], word: dict[str, Any]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])
