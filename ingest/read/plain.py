"""Plain text: the decoded file with line ends as \\n and nothing else changed."""

from ingest.read.encoding import decode, unix_lines
from ingest.read.layout import lay_out
from ingest.read.text import SourceText

MEDIA_TYPE = "text/plain"


def read_plain(content: bytes, name: str | None = None) -> SourceText:
    """The text of a file or, by whatever `name` its errors shall bear, of anything else. Raises `DamagedFile`."""
    text = unix_lines(decode(content, name))
    outline = lay_out(text)
    return SourceText(text, tuple(outline.blocks), MEDIA_TYPE, outline.title(text))
