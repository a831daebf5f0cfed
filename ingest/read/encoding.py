"""Bytes to text: UTF-8 and UTF-16 by their marks or their look, else the Windows-1252 of Italian offices."""

import codecs

from graph.errors import DamagedFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 27}
_MAX_CONTROL_SHARE = 0.01


def encoding_of(sample: bytes) -> str | None:
    """The encoding of a text that begins with `sample` (its mark is not cut off), or None for what is no text."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if wide := _wide_without_mark(sample):
        return wide
    if b"\0" in sample or _control_share(sample) > _MAX_CONTROL_SHARE:
        return None
    return "utf-8" if _is_utf8(sample) else _single_byte(sample)


def decode(content: bytes, where: str | None = None) -> str:
    """The text of a file, its byte order mark dropped. Raises `DamagedFile` for what is no text."""
    encoding = encoding_of(content)
    if encoding is None:
        raise DamagedFile(
            "this is binary data, not text.", where=where, hint="Export it again from the program that made it."
        )
    text = content.decode(encoding, errors="replace")
    return text.removeprefix("\ufeff")


def unix_lines(text: str) -> str:
    """The same text with every line end (\\r\\n, \\r) as \\n."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _wide_without_mark(sample: bytes) -> str | None:
    """UTF-16 without a mark: of European text nearly every second byte is zero."""
    head = sample[: 4096 - len(sample[:4096]) % 2]
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0) / len(head) * 2, head[1::2].count(0) / len(head) * 2
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    if even > 0.7 and odd < 0.05:
        return "utf-16-be"
    return None


def _control_share(sample: bytes) -> float:
    return sum(sample.count(c) for c in _CONTROL) / max(len(sample), 1)


def _is_utf8(sample: bytes) -> bool:
    """Whether the sample is UTF-8, but for a character that its end cuts in two."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _single_byte(sample: bytes) -> str:
    """Which encoding a text that is no UTF-8 has: mostly valid UTF-8 with a broken spot, Windows-1252, else Latin-1.

    Windows-1252 is Latin-1 with quotes, dashes and the euro sign where Latin-1 has control characters, so it also
    reads Latin-1; only the five bytes that it leaves undefined speak for Latin-1.
    """
    lenient = sample.decode("utf-8", errors="replace")
    good = sum(1 for c in lenient if c > "\x7f" and c != "\ufffd")
    if good > 10 * lenient.count("\ufffd"):
        return "utf-8"
    undefined = sum(sample.count(b) for b in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
    return "latin-1" if undefined else "cp1252"
