"""Which module reads which format of document; a module is loaded when its format is met."""

from ingest.read.text import Job, SourceText


def read_document(format_name: str, content: bytes, job: Job) -> SourceText:
    """Reads a document of a known format; raises `InputError` and whatever the parsing libraries raise."""
    match format_name:
        case "txt":
            from ingest.read.plain import read_plain

            return read_plain(content)
        case "md":
            from ingest.read.markdown import read_markdown

            return read_markdown(content)
        case "html":
            from ingest.read.html import read_html

            return read_html(content)
        case "docx":
            from ingest.read.docx import read_docx

            return read_docx(content, job)
        case "odt":
            from ingest.read.odt import read_odt

            return read_odt(content, job)
        case "pdf":
            from ingest.read.pdf import read_pdf

            return read_pdf(content, job)
    raise ValueError(f"no reader for {format_name}")


def kind_of(error: BaseException) -> str:
    """What a library raised, in short, for those who look for the cause."""
    name = type(error).__qualname__
    return f"{type(error).__module__}.{name}" if name.lower() == "error" else name
