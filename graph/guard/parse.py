"""Tokens → parse tree of the reading part of Cypher 5, or the reason why not.

LALR: linear in the text, without recursion, so a hostile text costs time in proportion to its length.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from graph.errors import QueryInvalid, QueryRefused
from graph.guard.tokens import Token, place, tokens_of
from graph.guard.words import load_words

_BRACKETS: Final = {
    "LPAR": "(", "RPAR": ")", "LBRACE": "{", "RBRACE": "}", "LSQB": "[", "RSQB": "]", "LIST_BAR": "|", "BAR": "|",
    "EQ": "=", "COLON": ":",
}  # fmt: skip

if TYPE_CHECKING:
    from lark import Lark, Tree
    from lark.lexer import Token as LarkToken

_EXPECTED: Final = (
    ("an expression", frozenset({"NAME", "STRING", "INTEGER", "PARAMETER"})),
    ("a name", frozenset({"NAME"})),
    ("a clause (MATCH, WITH, RETURN …)", frozenset({"MATCH", "UNWIND", "RETURN"})),
    ("an operator", frozenset({"PLUS", "EQ"})),
    ("a comma", frozenset({"COMMA"})),
    ("a number", frozenset({"INTEGER"})),
    *((word, frozenset({word})) for word in ("RETURN", "WHERE", "WHEN", "THEN", "END", "AS", "BY", "IN", "YIELD")),
    *((f"“{sign}”", frozenset({kind})) for kind, sign in _BRACKETS.items()),
)
"""What to call the terminals that may follow, most telling first; all of them have to be among the expected."""
_INCLUDES: Final = {
    "an expression": {"a name", "“(”", "“{”", "“[”", "a number", "“:”"},
    "a clause (MATCH, WITH, RETURN …)": {"RETURN"},
    "an operator": {"IN", "“=”", "“:”", "“[”"},
}


@lru_cache(maxsize=1)
def parser() -> "Lark":
    """The parser, built once a process (0.3 s)."""
    from lark import Lark
    from lark import Token as LarkToken
    from lark.lexer import Lexer

    class Scanned(Lexer):
        """Hands on the tokens of `tokens.py`; the lark token's value is our token's number."""

        def __init__(self, _: object) -> None:
            pass

        def lex(self, data: Any) -> "Iterator[LarkToken]":  # type: ignore[override]
            for number, token in enumerate(data):
                yield LarkToken(token.type, str(number), start_pos=number)

    grammar = resources.files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=Scanned, maybe_placeholders=False)


def parse(text: str) -> "tuple[list[Token], Tree[LarkToken]]":
    """Tokens and tree of a query. Raises `QueryRefused` or `QueryInvalid` with line and column."""
    from lark.exceptions import UnexpectedToken

    tokens = tokens_of(text)
    if not tokens:
        raise QueryInvalid("The query is empty.", hint="Write for example: MATCH (o:Organisation) RETURN o.name")
    try:
        return tokens, parser().parse(tokens)
    except UnexpectedToken as error:
        end = error.token.type == "$END"
        position = len(tokens) if end else int(error.token)
        raise _reason(text, tokens, position, frozenset(error.accepts or error.expected)) from None


def _reason(text: str, tokens: Sequence[Token], position: int, expected: frozenset[str]) -> QueryRefused | QueryInvalid:
    """A refused clause is named as such; anything else is a typing error."""
    if position == len(tokens):
        return QueryInvalid("The query ends too early.", where=place(text, len(text)), hint=_say(expected))
    where = place(text, tokens[position].start)
    for begin in (position, position - 1):
        why = load_words().refused_clause(_words(tokens[begin : begin + 4])) if begin >= 0 else None
        if why is not None and (begin == position or _begins_clause(tokens, begin)):
            return QueryRefused(why, where=where)
    found = text[tokens[position].start : tokens[position].end]
    if text.startswith("!=", tokens[position].start):
        return QueryInvalid("“!=” is not Cypher.", where=where, hint="Write <> for “is not”.")
    shown = found if len(found) <= 40 else found[:40] + "…"
    return QueryInvalid(f"“{shown}” is not expected here.", where=where, hint=_say(expected))


def _begins_clause(tokens: Sequence[Token], position: int) -> bool:
    """Whether a word that was taken for a name can have been meant as a clause: `EXISTS { LOAD CSV …`."""
    return tokens[position].type == "SEMICOLON" or (position > 0 and tokens[position - 1].type == "LBRACE")


def _words(tokens: Sequence[Token]) -> list[str]:
    return [t.type if t.kind in {"sign", "number", "parameter"} else t.value.upper() for t in tokens]


def _say(expected: frozenset[str]) -> str:
    """What may stand there, in at most six words; the wider term stands for those that it includes."""
    said = [words for words, terminals in _EXPECTED if terminals <= expected]
    for wide, narrow in _INCLUDES.items():
        if wide in said:
            said = [words for words in said if words not in narrow]
    return f"Expected: {', '.join(said[:6])}." if said else ""
