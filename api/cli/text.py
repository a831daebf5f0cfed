"""Text from documents, made safe to show: nothing in it moves a cursor, colours a screen or turns a line round."""

import json
import re
from typing import Final

_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)
"""Control characters of terminals, of writing direction and of lines, half characters; not tab and line end."""


def visible(text: str) -> str:
    """The text with every unsafe character as an escape (`\\x1b`, `\\u202e`); tabs and line ends stay."""
    return _UNSAFE.sub(_escape, text)


def one_line(text: str) -> str:
    """As `visible`, on one line and without tabs."""
    return visible(text.replace("\r\n", "\n").replace("\n", "\\n").replace("\t", "\\t"))


def json_text(data: object) -> str:
    """Data as JSON for people and programs; what a terminal would obey stands as `\\u…`, which means the same."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
