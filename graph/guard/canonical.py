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
    additions = _aliases(tokens, tree) | _bare_procedures(tree) | _projected(tokens, tree)
    left_out = _plus_signs(tokens, tree)
    pieces: list[str] = []
    before: Token | None = None
    for number, token in enumerate(tokens):
        if token.type == "SEMICOLON" or number in left_out:
            continue
        if before is not None and (token.spaced or (before.kind in _WORDLIKE and token.kind in _WORDLIKE)):
            pieces.append(" ")
        pieces.append(_written(token))
        pieces.append(additions.get(number, ""))
        before = token
    return "".join(pieces)


def _name_words(tokens: Sequence[Token], tree: "Tree[LarkToken]") -> None:
    """Words that the parser took as names are names from here on, and so get their backticks."""
    for kind in ("word", "variable"):
        for found in tree.find_data(kind):
            tokens[_number(found)].kind = "name"


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


def _aliases(tokens: Sequence[Token], tree: "Tree[LarkToken]") -> dict[int, str]:
    """Names in backticks that are a whole column of RETURN: the column is called by the name itself."""
    found: dict[int, str] = {}
    for clause in tree.find_data("return_clause"):
        for item in clause.find_data("item"):
            name = item.children[0]
            if len(item.children) == 1 and _is(name, "variable"):
                number = _number(name)
                if (written := _written(tokens[number])).startswith("`"):
                    found[number] = f" AS {written}"
    return found


def _bare_procedures(tree: "Tree[LarkToken]") -> dict[int, str]:
    """Procedures written without brackets, which only Neo4j understands."""
    return {_number(found): "()" for found in tree.find_data("procedure") if len(found.children) == 1}


def _projected(tokens: Sequence[Token], tree: "Tree[LarkToken]") -> dict[int, str]:
    """Variables in a map projection (`o {.name, n}`), which only Neo4j understands without a key."""
    numbers = [_number(part.children[0]) for part in tree.find_data("map_part") if _is(part.children[0], "variable")]
    return {number: f": {_written(tokens[number])}" for number in numbers}


def _plus_signs(tokens: Sequence[Token], tree: "Tree[LarkToken]") -> frozenset[int]:
    """Signs of `+1`, which say nothing and which only Neo4j understands."""
    firsts = [found.children[0] for found in tree.find_data("signed") if not _is(found.children[0], "signed")]
    return frozenset(number for number in map(int, firsts) if tokens[number].type == "PLUS")  # type: ignore[arg-type]


def _is(child: object, rule: str) -> bool:
    return getattr(child, "data", None) == rule


def _number(tree: object) -> int:
    """The number of the token with which a part of the tree begins."""
    while (children := getattr(tree, "children", None)) is not None:
        tree = children[0]
    return int(str(tree))
