"""What a file is, by its content first and by its name second."""

import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePath
from typing import BinaryIO

from graph.errors import DamagedFile, EmptyFile, EncryptedFile, FormatUnsupported
from ingest.read.delimited import looks_delimited
from ingest.read.encoding import encoding_of


class Format(StrEnum):
    TEXT = "txt"
    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    EXTRACTION = "extraction"
    SIGNED = "p7m"


TABLES = frozenset({Format.CSV, Format.XLSX, Format.PARQUET})
TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".parquet"})

HEAD = 65_536
_PDF_WITHIN = 1024
_SIGNED_OID = bytes.fromhex("06092a864886f70d010702")
_ENVELOPED_OID = bytes.fromhex("06092a864886f70d010703")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_SIGNED_TEXT = re.compile(rb"\s*-----BEGIN (?:PKCS7|CMS|PKCS #7 SIGNED DATA)-----")
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h[1-6]|table|ul|ol|section)\b", re.IGNORECASE
)
_JSON = re.compile(r'\s*\{\s*(?:"|\})')
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".mht"})
_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown"})

_SAVE_IMAGE = "Save it as pdf: a scan is read where OCR is installed."
_FOREIGN = {
    ("an RTF document", "Save it as docx or pdf."): (b"{\\rtf",),
    ("an image", _SAVE_IMAGE): (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8"),
    ("a compressed archive", "Unpack it first."): (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ"),
    ("a database", "Export its tables as csv."): (b"SQLite format 3",),
    ("a program", "Only documents and tables are read."): (b"\x7fELF", b"MZ\x90"),
}
_SUPPORTED = "Readable are txt, md, html, pdf, docx, odt, csv, xlsx, parquet, extraction JSON, and p7m around them."


def detect(file: BinaryIO, name: str) -> Format:
    """The format of a seekable file. Raises `EmptyFile`, `EncryptedFile`, `DamagedFile`, `FormatUnsupported`."""
    file.seek(0)
    head = file.read(HEAD)
    suffix = PurePath(name).suffix.lower()
    if not head.strip(b" \t\r\n\f\v\0"):
        raise EmptyFile("the file is empty.", hint="Export or download it again.")
    return _binary_format(file, head, suffix) or _text_format(head, suffix)


def _binary_format(file: BinaryIO, head: bytes, suffix: str) -> Format | None:
    if _is_der(head, _ENVELOPED_OID):
        raise EncryptedFile("the p7m envelope is encrypted.", hint="Decrypt it with your signature program.")
    if _is_der(head, _SIGNED_OID):
        return Format.SIGNED
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return Format.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(file)
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if head.startswith(b"PARE"):
        raise EncryptedFile("the parquet file is encrypted.", hint="Export it without encryption.")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _old_office(file, head)
    if suffix == ".p7m" or _SIGNED_TEXT.match(head):
        return Format.SIGNED
    for (what, hint), magics in _FOREIGN.items():
        if head.startswith(magics):
            raise FormatUnsupported(f"this is {what}, which is not read.", hint=hint)
    return None


def _is_der(head: bytes, oid: bytes) -> bool:
    return head[:1] == b"\x30" and oid in head[:64]


def _old_office(file: BinaryIO, head: bytes) -> EncryptedFile | FormatUnsupported:
    """Word, Excel and PowerPoint up to 2003, and the wrapping of newer files under a password."""
    file.seek(0)
    while chunk := file.read(1 << 20):
        if _ENCRYPTED_PACKAGE in chunk:
            return EncryptedFile("the document is protected by a password.", hint="Save it without a password.")
    newer = "xlsx or csv" if "Workbook".encode("utf-16-le") in head else "docx or pdf"
    return FormatUnsupported("this is an Office file of before 2007.", hint=f"Save it as {newer}.")


def _zip_format(file: BinaryIO) -> Format:
    try:
        with zipfile.ZipFile(file) as archive:
            members = set(archive.namelist()[:100_000])
            declared = [m for m in archive.infolist() if m.filename == "mimetype" and m.file_size <= 1000][-1:]
            mimetype = "".join(archive.read(member).decode("ascii", "replace") for member in declared)
    except NotImplementedError as error:
        raise DamagedFile("it is packed in an unknown way.", hint="Save it again.") from error
    except RuntimeError as error:  # what zipfile raises for a member under a password
        raise EncryptedFile("the file is protected by a password.", hint="Save it without a password.") from error
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, zlib.error) as error:
        raise DamagedFile("the file is damaged or was cut off.", hint="Download or export it again.") from error
    if "word/document.xml" in members:
        return Format.DOCX
    if "xl/workbook.xml" in members:
        return Format.XLSX
    if "opendocument.text" in mimetype:
        return Format.ODT
    if "opendocument.spreadsheet" in mimetype:
        raise FormatUnsupported("this is an ods spreadsheet.", hint="Save it as xlsx or csv.")
    if any(member.startswith("ppt/") for member in members) or "opendocument.presentation" in mimetype:
        raise FormatUnsupported("this is a presentation.", hint="Save it as pdf.")
    if "xl/workbook.bin" in members:
        raise FormatUnsupported("this is an xlsb workbook.", hint="Save it as xlsx or csv.")
    if "[Content_Types].xml" in members or "mimetype" in members:
        raise DamagedFile("the document lacks its main part.", hint="Save it again from its program.")
    raise FormatUnsupported("this is a zip archive.", hint="Unpack it and add the folder.")


def _text_format(head: bytes, suffix: str) -> Format:
    encoding = encoding_of(head)
    if encoding is None:
        if suffix in {".pdf", ".docx", ".odt", ".xlsx", ".parquet"}:
            raise DamagedFile(f"the content is not that of a {suffix[1:]} file.", hint="Download or export it again.")
        raise FormatUnsupported("this is binary data of an unknown kind.", hint=_SUPPORTED)
    text = head.decode(encoding, errors="replace").removeprefix("\ufeff")
    if _JSON.match(text) or suffix == ".json":
        return Format.EXTRACTION
    if _is_html(text, suffix):
        return Format.HTML
    if text.lstrip().startswith("<?xml"):
        raise FormatUnsupported("this is an XML file, which is not read.", hint=_SUPPORTED)
    if suffix in _MARKDOWN_SUFFIXES:
        return Format.MARKDOWN
    return Format.CSV if looks_delimited(text, named=suffix in (".csv", ".tsv", ".tab")) else Format.TEXT


def _is_html(text: str, suffix: str) -> bool:
    """A page by its opening; or by its name and some markup."""
    opening = re.sub(r"<\?xml[^>]{0,200}>|<!--.{0,2000}?-->", "", text[:4096], flags=re.DOTALL).lstrip()[:200].lower()
    if opening.startswith(("<!doctype html", "<html", "<head", "<body")):
        return True
    return suffix in _HTML_SUFFIXES and bool(_MARKUP.search(text))
