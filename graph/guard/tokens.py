"""Cypher text → tokens, in linear time, with everything decoded that the engines would decode.

Neo4j turns `\\u0043` into a letter before it lexes, the embedded engine knows no block comments, and each treats odd
blanks in its own way: therefore comments and blanks end here, text and names are decoded here, and only what
`canonical.py` writes from these tokens is ever sent. A character that one of the three could read otherwise is refused.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from graph.errors import QueryError, QueryInvalid, QueryRefused
from graph.guard.words import load_words

TEXT_LIMIT: Final = 100_000
"""Characters of one query."""
DEPTH_LIMIT: Final = 25
"""Brackets, subqueries and CASE inside one another: more overflows the stack of an engine."""
CHAIN_LIMIT: Final = 200
"""Operators in a row without a comma or a clause between: `a + b + c …` is as deep for an engine as brackets."""
CLAUSE_LIMIT: Final = 150
"""Clauses of one query, subqueries included."""

_MASTER: Final = re.compile(
    r"""(?P<SPACE>[ \t\r\n\u00a0]+)
    |(?P<COMMENT>//[^\r\n]*|/\*.*?\*/)
    |(?P<NAME>[^\W\d]\w*)
    |(?P<QUOTED>`(?:[^`]|``)*`)
    |(?P<TEXT>'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")
    |(?P<PARAMETER>\$(?:[^\W\d]\w*|[0-9]+|`(?:[^`]|``)*`))
    |(?P<FLOAT>(?:[0-9][0-9_]*)?\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9][0-9_]*[eE][+-]?[0-9]+)
    |(?P<INTEGER>0[xX][0-9a-fA-F]+|0o[0-7]+|[0-9][0-9_]*)
    |(?P<SIGN><>|<=|>=|=~|\.\.|\|\||::|[-+*/%^=<>.,:|&!(){}\[\];])""",
    re.VERBOSE | re.DOTALL,
)
_SIGNS: Final = {
    "<>": "NE", "<=": "LE", ">=": "GE", "=~": "MATCHES", "..": "DOTDOT", "||": "CONCAT", "::": "TYPED", "-": "MINUS",
    "+": "PLUS", "*": "STAR", "/": "SLASH", "%": "PERCENT", "^": "POWER", "=": "EQ", "<": "LT", ">": "GT", ".": "DOT",
    ",": "COMMA", ":": "COLON", "|": "BAR", "&": "AMP", "!": "BANG", "(": "LPAR", ")": "RPAR", "{": "LBRACE",
    "}": "RBRACE", "[": "LSQB", "]": "RSQB", ";": "SEMICOLON",
}  # fmt: skip
_CLOSES: Final = {"RPAR": "LPAR", "RBRACE": "LBRACE", "RSQB": "LSQB"}
_OPENS: Final = frozenset(_CLOSES.values())
_CLAUSES: Final = frozenset({"MATCH", "WITH", "RETURN", "UNWIND", "CALL", "UNION"})
_PARTS: Final = _CLAUSES | {"WHERE", "WHEN", "ORDER"}
_CHAIN: Final = frozenset(
    {"NE", "LE", "GE", "MATCHES", "CONCAT", "MINUS", "PLUS", "STAR", "SLASH", "PERCENT", "POWER", "EQ", "LT", "GT"}
    | {"DOT", "AND", "OR", "XOR", "NOT", "IN", "IS", "CONTAINS", "STARTS", "ENDS", "BANG", "AMP", "BAR", "COLON"}
)
_ESCAPES: Final = {"\\": "\\", "'": "'", '"': '"', "`": "`", "n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)

Kind = Literal["word", "name", "text", "parameter", "number", "sign"]


@dataclass(slots=True)
class Token:
    """One token. `type` is the terminal of `grammar.lark`; `value` is decoded (a name without its quotes)."""

    type: str
    value: str
    kind: Kind
    start: int
    end: int
    quoted: bool = False
    spaced: bool = False


def place(text: str, offset: int) -> str:
    """Line and column of an offset, counted from 1, for a person."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return f"line {line}, column {column}"


def tokens_of(text: str) -> list[Token]:
    """All tokens with their terminals. Raises `QueryRefused` (ambiguous characters, too large) or `QueryInvalid`."""
    if len(text) > TEXT_LIMIT:
        raise QueryRefused(f"The query has {len(text):,} characters, more than {TEXT_LIMIT:,}.")
    body = " " + text[1:] if text.startswith("\ufeff") else text
    tokens = list(_scan(body))
    _mark_words(tokens)
    _mark_calls(tokens)
    tokens = _join_dotted(tokens)
    partners = _match_brackets(text, tokens)
    _mark_patterns(tokens, partners)
    _bound_chains(text, tokens)
    return tokens


def _scan(text: str) -> Iterator[Token]:
    position, spaced = 0, False
    while position < len(text):
        match = _MASTER.match(text, position)
        if match is None:
            raise _unknown(text, position)
        group, found, position = match.lastgroup or "", match[0], match.end()
        if group in {"SPACE", "COMMENT"}:
            spaced = True
            continue
        try:
            yield _token(text, group, found, match.start(), spaced)
        except QueryError as error:
            raise type(error)(error.message, where=place(text, match.start()), hint=error.hint) from None
        spaced = False


def _token(text: str, group: str, found: str, start: int, spaced: bool) -> Token:
    end = start + len(found)
    match group:
        case "NAME":
            return Token("NAME", found, "name", start, end, spaced=spaced)
        case "QUOTED":
            return Token("NAME", _name(found), "name", start, end, quoted=True, spaced=spaced)
        case "TEXT":
            return Token("STRING", _decode(found[1:-1]), "text", start, end, spaced=spaced)
        case "PARAMETER":
            value = _name(found[1:]) if found[1] == "`" else found[1:]
            return Token("PARAMETER", value, "parameter", start, end, spaced=spaced)
        case "SIGN":
            return Token(_SIGNS[found], found, "sign", start, end, spaced=spaced)
    return Token(group, _number(text, found, end), "number", start, end, spaced=spaced)


def _unknown(text: str, position: int) -> QueryRefused | QueryInvalid:
    """The error for a character that begins no token."""
    where, char = place(text, position), text[position]
    if char == "\\":
        return QueryRefused(
            "A backslash outside of quotes is refused: Neo4j would make another letter of it before reading.",
            where=where,
        )
    if char in "'\"`":
        return QueryInvalid(f"The quote {char} is never closed.", where=where)
    if text.startswith("/*", position):
        return QueryInvalid("The comment /* is never closed.", where=where)
    if char == "$":
        return QueryInvalid("After $ the name of a parameter is expected.", where=where)
    if ord(char) < 128 and char.isprintable():
        return QueryInvalid(f"The character {char} has no meaning in Cypher.", where=where)
    return QueryRefused(
        f"The character {_describe(char)} is refused outside of quotes: stores read it in different ways.", where=where
    )


def _describe(char: str) -> str:
    return f"U+{ord(char):04X} ({unicodedata.name(char, 'a control character')})"


def _visible(value: str, *, what: str, keep: str) -> str:
    """Refuses control characters, lone surrogates and private tricks that engines may read as something else."""
    for char in value:
        if (unicodedata.category(char) in {"Cc", "Cs"} or char in "\u2028\u2029") and char not in keep:
            raise QueryRefused(f"The character {_describe(char)} is refused in {what}.", hint="Pass it as a parameter.")
    return value


def _name(quoted: str) -> str:
    """The name between backticks; a backslash in it would be read differently by the stores."""
    value = quoted[1:-1].replace("``", "`")
    if not value or "\\" in value:
        raise QueryRefused("A name in backticks must not be empty or hold a backslash.")
    if unicodedata.normalize("NFC", value) != value or any(unicodedata.category(c) == "Cf" for c in value):
        raise QueryRefused("A name in backticks must not hold invisible characters.")
    return _visible(value, what="a name", keep="")


def _decode(body: str) -> str:
    """What a quoted text says. Unicode escapes of quotes, backslashes and line ends would end it early on Neo4j."""

    def one(match: re.Match[str]) -> str:
        code, letter = match[1], match[2]
        if code is not None:
            char = chr(int(code, 16))
            if char in "'\"`\\" or unicodedata.category(char) == "Cc":
                raise QueryRefused(
                    f"The escape {match[0]} is refused: on Neo4j it can end the text it stands in.",
                    hint="Write the character itself, or pass the text as a parameter.",
                )
            return char
        if letter not in _ESCAPES:
            raise QueryInvalid(f"The escape {match[0]!r} is not known; write two backslashes for one.")
        return _ESCAPES[letter]

    # Two escapes can be the halves of one character; a half alone passes here and is refused.
    joined = _ESCAPE.sub(one, body).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return _visible(joined, what="a text", keep="\t\n\r")


def _number(text: str, found: str, end: int) -> str:
    """The number without its underscores; `1x`, `017` and `1__0` are nothing."""
    follows = text[end : end + 1]
    plain = found.replace("_", "")
    octal = len(plain) > 1 and plain[0] == "0" and plain.isdigit()
    if follows == "_" or follows.isalnum() or octal or "__" in found or "_." in found or found.endswith("_"):
        raise QueryInvalid(f"{text[end - len(found) : end + 1][:40]!r} is not a number.")
    if len(plain) > 40:
        raise QueryInvalid("The number has more than 40 digits.")
    return plain


def _mark_words(tokens: list[Token]) -> None:
    """Gives unquoted keywords their terminal; a word after a dot is a name."""
    keywords = load_words().keywords
    for index, token in enumerate(tokens):
        if token.type == "NAME" and not token.quoted and token.value.isascii():
            after_dot = index > 0 and tokens[index - 1].type == "DOT"
            if token.value.upper() in keywords and not after_dot:
                token.type, token.kind = token.value.upper(), "word"


def _match_brackets(text: str, tokens: list[Token]) -> dict[int, int]:
    """Index of the closing bracket by the index of the opening one. Raises `QueryInvalid` where they do not match."""
    partners: dict[int, int] = {}
    stack: list[int] = []
    for index, token in enumerate(tokens):
        kind = "LPAR" if token.type == "NODE_LPAR" else token.type
        if kind in {"LPAR", "LBRACE", "LSQB"}:
            stack.append(index)
            if len(stack) > DEPTH_LIMIT:
                raise QueryRefused(
                    f"Brackets stand inside one another more than {DEPTH_LIMIT} deep.", where=place(text, token.start)
                )
        elif kind in {"RPAR", "RBRACE", "RSQB"}:
            if not stack or tokens[stack[-1]].type.removeprefix("NODE_") != _CLOSES[kind]:
                raise QueryInvalid(f"{token.value} closes nothing.", where=place(text, token.start))
            partners[stack.pop()] = index
    if stack:
        raise QueryInvalid(f"{tokens[stack[-1]].value} is never closed.", where=place(text, tokens[stack[-1]].start))
    return partners


def _mark_calls(tokens: list[Token]) -> None:
    """Words that mean something only before a bracket: `count {`, `all(x IN`, `reduce(s =`, `shortestPath(`."""
    types = [t.type for t in tokens] + ["", "", ""]
    for index, token in enumerate(tokens):
        if token.type != "NAME" or token.quoted or (index and types[index - 1] in {"DOT", "AS"}):
            continue
        word, after = token.value.upper(), types[index + 1 : index + 4]
        if word in {"EXISTS", "COUNT", "COLLECT"} and after[0] == "LBRACE":
            token.type = word
        elif after[0] == "LPAR" and word in {"ALL", "ANY", "NONE", "SINGLE"} and after[2] == "IN":
            token.type = "QUANTIFIER"
        elif after[0] == "LPAR" and word == "REDUCE" and after[2] == "EQ":
            token.type = "REDUCE"
        elif after[0] == "LPAR" and word in {"SHORTESTPATH", "ALLSHORTESTPATHS"}:
            token.type = "SHORTEST_PATH"
        elif word == "ALL" and index and types[index - 1] == "UNION":
            token.type = "ALL"
        elif word == "SHORTEST" and after[0] == "INTEGER":
            token.type = "SHORTEST"
        elif word in {"ANY", "ALL"} and after[0] == "NAME" and tokens[index + 1].value.upper() == "SHORTEST":
            token.type = "SELECTOR"
            tokens[index + 1].type, tokens[index + 1].kind = "SHORTEST", "word"
        if token.type != "NAME":
            token.kind = "word"


def _join_dotted(tokens: list[Token]) -> list[Token]:
    """Joins `date.truncate` before a bracket, and the procedure's name after CALL, into one FUNCTION token."""
    joined: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        last = index
        before = joined[-1].type if joined else ""
        if token.type == "NAME" and before not in {"DOT", "AS"}:
            while last + 2 < len(tokens) and tokens[last + 1].type == "DOT" and tokens[last + 2].kind != "sign":
                last += 2
        called = last + 1 < len(tokens) and tokens[last + 1].type == "LPAR"
        if token.type == "NAME" and before not in {"DOT", "AS"} and (called or before == "CALL"):
            parts = tokens[index : last + 1 : 2]
            name = ".".join(part.value for part in parts)
            joined.append(Token("FUNCTION", name, "name", token.start, parts[-1].end, spaced=token.spaced))
        else:
            joined.append(token)
            last = index
        index = last + 1
    return joined


def _mark_patterns(tokens: list[Token], partners: dict[int, int]) -> None:
    """Tells the bracket of a node that begins a path from an expression's, and the bar of a list from a label's."""
    types = [t.type for t in tokens] + ["", "", "", ""]
    for index, close in partners.items():
        if types[index] != "LPAR" or (index and types[index - 1] in {"FUNCTION", "QUANTIFIER", "REDUCE"}):
            continue
        arrow = types[close + 1 : close + 4]
        tied = arrow[0] == "MINUS" and arrow[1] in {"MINUS", "LSQB"}
        tied = tied or (arrow[:2] == ["LT", "MINUS"] and arrow[2] in {"MINUS", "LSQB"})
        inner = types[index + 1 : index + 3]
        ends = {"RPAR", "COLON", "LBRACE", "WHERE", "IS"}
        named = tokens[index + 1].kind in {"name", "word"} and inner[1] in ends
        if tied and (inner[0] in ends or named):
            tokens[index].type = "NODE_LPAR"
            if index > 2 and types[index - 1] == "EQ" and types[index - 3] == "LSQB":
                tokens[index - 1].type = "PATH_EQ"
    stack: list[bool] = []
    for index, token in enumerate(tokens):
        if token.type in {"LPAR", "NODE_LPAR", "LBRACE", "LSQB"}:
            stack.append(token.type == "LSQB" and not (index and types[index - 1] == "MINUS"))
        elif token.type in {"RPAR", "RBRACE", "RSQB"}:
            stack.pop()
        elif token.type == "BAR" and stack and stack[-1]:
            token.type = "LIST_BAR"


def _bound_chains(text: str, tokens: list[Token]) -> None:
    """Refuses endless operators, clauses and CASE inside CASE, which overflow an engine's stack as brackets do."""
    chains, cases, clauses, before = [0], 0, 0, ""
    for token in tokens:
        kind = token.type.removeprefix("NODE_")
        if kind in _OPENS:
            chains[-1] += 1
            chains.append(0)
        elif kind in _CLOSES:
            chains.pop()
        elif kind == "COMMA" or (kind in _PARTS and before not in {"STARTS", "ENDS"}):
            chains[-1] = 0
            clauses += kind in _CLAUSES
        elif kind in _CHAIN:
            chains[-1] += 1
        cases += (kind == "CASE") - (kind == "END" and cases > 0)
        if chains[-1] > CHAIN_LIMIT or cases > DEPTH_LIMIT or clauses > CLAUSE_LIMIT:
            raise QueryRefused(
                f"The query nests too deeply: more than {CHAIN_LIMIT} operators in a row, {CLAUSE_LIMIT} clauses or "
                f"{DEPTH_LIMIT} CASE inside one another.",
                where=place(text, token.start),
                hint="Use a list and IN, or a parameter.",
            )
        before = kind
