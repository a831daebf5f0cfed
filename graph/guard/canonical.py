"""Parsed tokens → the one text that is sent to a store: what runs is what was parsed.

Comments are gone, blanks are single spaces, texts have only escapes that both stores read alike, every name that is not
plain ASCII or that is a word of Cypher stands in backticks, numbers have no underscores.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from graph.guard.tokens import Token
from graph.guard.words import load_words

if TYPE_CHECKING:
    from lark import Tree
    from lark.lexer import Token as LarkToken

_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_TEXT_ESCAPES: Final = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_WORDLIKE: Final = frozenset({"word", "name", "text", "parameter", "number"})
_OTHER_WORDS: Final = frozenset(
    {"HAVING", "FORMAT", "FROM", "ADD", "ON", "FOR", "CONSTRAINT", "INDEX", "SHORTEST", "CSV"}
)
"""Words that an engine's own dialect may read as a keyword."""


def canonical(tokens: Sequence[Token], tree: "Tree[LarkToken]") -> str:
    """The text to send."""
    _name_words(tokens, tree)
    aliases = _aliases(tokens, tree)
    bare = _bare_procedures(tree)
    pieces: list[str] = []
    before: Token | None = None
    for number, token in enumerate(tokens):
        if token.type == "SEMICOLON":
            continue
        if before is not None and (token.spaced or (before.kind in _WORDLIKE and token.kind in _WORDLIKE)):
            pieces.append(" ")
        pieces.append(_written(token))
        if number in aliases:
            pieces.append(f" AS {_written(token)}")
        if number in bare:
            pieces.append("()")
        before = token
    return "".join(pieces)


def _name_words(tokens: Sequence[Token], tree: "Tree[LarkToken]") -> None:
    """Words that the parser took as names are names from here on, and so get their backticks."""
    for kind in ("word", "variable"):
        for found in tree.find_data(kind):
            tokens[int(found.children[0])].kind = "name"  # type: ignore[arg-type]


def _written(token: Token) -> str:
    if token.kind == "text":
        return "'" + token.value.translate(_TEXT_ESCAPES) + "'"
    if token.kind == "parameter":
        return "$" + (token.value if token.value.isascii() and token.value.isidentifier() else _quote(token.value))
    if token.type == "FUNCTION":
        return token.value
    if token.kind == "name":
        plain = not token.quoted and _PLAIN.match(token.value) and token.value.upper() not in _reserved()
        return token.value if plain else _quote(token.value)
    return token.value


def _quote(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _reserved() -> frozenset[str]:
    words = load_words()
    return words.clause_words | words.keywords | _OTHER_WORDS


def _aliases(tokens: Sequence[Token], tree: "Tree[LarkToken]") -> frozenset[int]:
    """Names in backticks that are a whole column of RETURN: the column is called by the name itself."""
    found: set[int] = set()
    for clause in tree.find_data("return_clause"):
        for item in clause.find_data("item"):
            leaf = item.children[0]
            if len(item.children) == 1 and getattr(leaf, "data", None) == "variable":
                number = int(leaf.children[0])  # type: ignore[union-attr,arg-type]
                if _written(tokens[number]).startswith("`"):
                    found.add(number)
    return frozenset(found)


def _bare_procedures(tree: "Tree[LarkToken]") -> frozenset[int]:
    """Procedures written without brackets, which only one of the stores understands."""
    return frozenset(
        int(procedure.children[0])  # type: ignore[arg-type]
        for procedure in tree.find_data("procedure")
        if len(procedure.children) == 1
    )
