"""Writes tokens as text, with what is left out, put after a token or put in its place."""

import re
from collections.abc import Sequence
from typing import Final

from graph.guard.tokens import Token
from graph.guard.words import load_words

_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_TEXT_ESCAPES: Final = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_WORDLIKE: Final = frozenset({"word", "name", "text", "parameter", "number"})
_OTHER_WORDS: Final = frozenset(
    {"HAVING", "FORMAT", "FROM", "ADD", "ON", "FOR", "CONSTRAINT", "INDEX", "SHORTEST", "CSV"}
)
"""Words that an engine's own dialect may read as a keyword."""


class Writer:
    """The tokens of a query and the changes to them, by number of the token."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.after: dict[int, str] = {}
        self.instead: dict[int, str] = {}
        self._left_out: set[int] = set()

    def leave_out(self, begin: int, end: int) -> None:
        """Leaves out the tokens from `begin` to `end`, both included, and the changes made to them so far."""
        for number in range(begin, end + 1):
            self._left_out.add(number)
            self.after.pop(number, None)
            self.instead.pop(number, None)

    def text(self, begin: int, end: int) -> str:
        """The tokens from `begin` to `end`, both included, with all changes so far."""
        pieces: list[str] = []
        wordlike = False
        for number in range(begin, end + 1):
            token = self.tokens[number]
            if number in self._left_out and number not in self.instead:
                pieces.append(self.after.get(number, ""))
                continue
            if pieces and (token.spaced or (wordlike and token.kind in _WORDLIKE)):
                pieces.append(" ")
            pieces += [self.instead.get(number) or self.written(number), self.after.get(number, "")]
            wordlike = token.kind in _WORDLIKE
        return "".join(pieces)

    def written(self, number: int) -> str:
        """One token as it is sent."""
        token = self.tokens[number]
        if token.kind == "text":
            return "'" + token.value.translate(_TEXT_ESCAPES) + "'"
        if token.kind == "parameter":
            plain = token.value.isascii() and (token.value.isidentifier() or token.value.isdigit())
            return "$" + (token.value if plain else quote(token.value))
        if token.kind == "name" and token.type != "FUNCTION":
            named = not token.quoted and _PLAIN.match(token.value) and token.value.upper() not in _reserved()
            return token.value if named else quote(token.value)
        return token.value


def quote(name: str) -> str:
    """A name in backticks."""
    return "`" + name.replace("`", "``") + "`"


def _reserved() -> frozenset[str]:
    words = load_words()
    return words.clause_words | words.keywords | _OTHER_WORDS
