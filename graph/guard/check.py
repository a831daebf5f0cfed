"""The guard: other people's Cypher in, the text that may be sent to a store out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.errors import QueryInvalid, QueryRefused
from graph.guard.canonical import canonical
from graph.guard.parse import parse
from graph.guard.tokens import Token, place
from graph.guard.words import load_words

if TYPE_CHECKING:
    from lark import Tree
    from lark.lexer import Token as LarkToken

PARAMETER_DEPTH: Final = 10
PARAMETER_ITEMS: Final = 200_000
"""Values in all parameters together, characters of texts counted a thousand to one."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that only reads: the text to send and the names of its parameters."""

    text: str
    parameters: frozenset[str]


def check(cypher: str) -> str:
    """The text to send for this query. Raises `QueryRefused` (it would do more than read) or `QueryInvalid`."""
    return checked(cypher).text


def checked(cypher: str) -> Checked:
    """As `check`, with the parameters that the query names."""
    tokens, tree = parse(cypher)
    _only_allowed(cypher, tokens, tree)
    _ends_with_rows(cypher, tree)
    return Checked(canonical(tokens, tree), frozenset(t.value for t in tokens if t.type == "PARAMETER"))


def check_parameters(query: Checked, parameters: Mapping[str, object]) -> None:
    """Every parameter that the query names has a value, and all are plain data of a bounded size."""
    if missing := sorted(query.parameters - parameters.keys()):
        raise QueryInvalid(f"No value for the parameter {', '.join('$' + name for name in missing)}.")
    room = PARAMETER_ITEMS
    pending: list[tuple[object, int]] = [(value, 1) for value in parameters.values()]
    while pending:
        value, depth = pending.pop()
        room -= 1
        if depth > PARAMETER_DEPTH:
            raise QueryRefused(f"A parameter nests more than {PARAMETER_DEPTH} deep.")
        if isinstance(value, str):
            room -= len(value) // 1000
            _plain_text(value)
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise QueryInvalid(f"The number {str(value)[:30]} in a parameter does not fit 64 bits.")
        elif isinstance(value, Mapping):
            pending += [(inner, depth + 1) for inner in value.values()]
            pending += [(key, depth + 1) for key in value]
        elif isinstance(value, list | tuple):
            pending += [(inner, depth + 1) for inner in value]
        elif value is not None and not isinstance(value, bool | int | float):
            raise QueryInvalid(
                f"A parameter holds a {type(value).__name__}; text, numbers, lists and maps can be passed."
            )
        if room < 0 or len(pending) > PARAMETER_ITEMS:
            raise QueryRefused(f"The parameters hold more than {PARAMETER_ITEMS:,} values.")


def _plain_text(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise QueryRefused("A parameter holds half a surrogate pair.") from None


def _only_allowed(text: str, tokens: list[Token], tree: "Tree[LarkToken]") -> None:
    """Functions and procedures are on the list."""
    words = load_words()
    called = {int(procedure.children[0]) for procedure in tree.find_data("procedure")}  # type: ignore[arg-type]
    for number, token in enumerate(tokens):
        if token.type != "FUNCTION":
            continue
        name, kind = token.value.lower(), "procedure" if number in called else "function"
        if name in (words.procedures if number in called else words.functions):
            continue
        shown = token.value if len(token.value) <= 60 else token.value[:60] + "…"
        raise QueryRefused(
            f"The {kind} {shown} is refused: {words.refused_name(name)}.", where=place(text, token.start)
        )


def _ends_with_rows(text: str, tree: "Tree[LarkToken]") -> None:
    """Each part of a UNION ends with RETURN, or is one call of a procedure."""
    query = tree.children[0]
    for part in query.children:  # type: ignore[union-attr]
        if getattr(part, "data", None) != "part":
            continue
        last, alone = part.children[-1], len(part.children) == 1  # type: ignore[union-attr]
        if last.data == "return_clause" or (last.data == "call" and alone):  # type: ignore[union-attr]
            continue
        raise QueryInvalid("The query does not end with RETURN.", where=place(text, len(text)))
