"""The two lists of texts, and ways to disguise a text without changing what it says."""

import random
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
_PIECE = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n\r]*|/\*.*?\*/|[ \t\r\n]+|\w+|.", re.DOTALL)
_BLANKS = (" ", "\n", "\t", "\r\n", "  ", "/**/", " /* a comment */ ", "// a comment\n", "/* ' \" ` */", "\u00a0")


def harmful() -> dict[str, tuple[bool, list[str]]]:
    """Texts by family, and whether they must be named as refused (or may be typing errors as well)."""
    data = tomllib.loads((HERE / "harmful.toml").read_text(encoding="utf-8"))
    return {family: (entry.get("refused", False), entry["texts"]) for family, entry in data.items()}


def harmless() -> tuple[dict[str, list[str]], Mapping[str, object]]:
    """Texts by family, and the parameters that they use."""
    data = tomllib.loads((HERE / "harmless.toml").read_text(encoding="utf-8"))
    parameters = data.pop("parameters")
    return {family: entry["texts"] for family, entry in data.items()}, parameters


def blanks(text: str, chance: random.Random) -> str:
    """The text with comments and blanks where blanks were, and around every sign."""
    pieces = _PIECE.findall(text)
    before = ["", *pieces]
    # A comment after a slash would begin at that slash.
    return "".join(
        piece if last == "/" else _spaced(piece, chance) for last, piece in zip(before, pieces, strict=False)
    )


def cases(text: str, chance: random.Random) -> str:
    """The text with letters outside of quotes in any case."""
    return "".join(_cased(piece, chance) for piece in _PIECE.findall(text))


def escapes(text: str, chance: random.Random) -> str:
    """The text with one letter or sign outside of quotes as Neo4j's Unicode escape."""
    pieces = _PIECE.findall(text)
    open_ones = [number for number, piece in enumerate(pieces) if piece[0] not in "'\"`/" and not piece.isspace()]
    if open_ones:
        number = chance.choice(open_ones)
        letter = chance.randrange(len(pieces[number]))
        word = pieces[number]
        pieces[number] = f"{word[:letter]}\\u{ord(word[letter]) & 0xFFFF:04x}{word[letter + 1 :]}"
    return "".join(pieces)


def _spaced(piece: str, chance: random.Random) -> str:
    if piece.isspace() and piece.isascii():
        return chance.choice(_BLANKS)
    if piece in "(){},;":
        return chance.choice(_BLANKS) + piece + chance.choice(_BLANKS)
    return piece + "\n" if piece.startswith("//") else piece


def _cased(piece: str, chance: random.Random) -> str:
    if piece[0] in "'\"`/" or not piece.isascii():
        return piece
    return "".join(chance.choice((letter.lower(), letter.upper())) for letter in piece)
