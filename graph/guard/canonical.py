"""Parsed tokens → the one text that is sent to a store: what runs is what was parsed.

Comments are gone, blanks are single spaces, texts have only escapes that both stores read alike, every name that is not
plain ASCII or that is a word of Cypher stands in backticks, numbers have no underscores. What only Neo4j understands is
written in the words that both do, where that means the same (`common.py`).
"""

from typing import TYPE_CHECKING

from graph.guard.common import rewrite
from graph.guard.trees import first, is_rule
from graph.guard.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lark import Tree
    from lark.lexer import Token as LarkToken

    from graph.guard.tokens import Token


def canonical(tokens: "Sequence[Token]", tree: "Tree[LarkToken]") -> str:
    """The text to send."""
    writer = Writer(tokens)
    _name_words(writer, tree)
    _name_columns(writer, tree)
    _drop_semicolon(writer)
    rewrite(writer, tree)
    return writer.text(0, len(tokens) - 1)


def _name_words(writer: Writer, tree: "Tree[LarkToken]") -> None:
    """Words that the parser took as names are names from here on, and so get their backticks."""
    for kind in ("word", "variable"):
        for found in tree.find_data(kind):
            writer.tokens[first(found)].kind = "name"


def _name_columns(writer: Writer, tree: "Tree[LarkToken]") -> None:
    """A name in backticks that is a whole column of RETURN is said again, so that the column is called by it."""
    for clause in tree.find_data("return_clause"):
        for item in clause.find_data("item"):
            if len(item.children) == 1 and is_rule(item.children[0], "variable"):
                number = first(item)
                if (written := writer.written(number)).startswith("`"):
                    writer.after[number] = f" AS {written}"


def _drop_semicolon(writer: Writer) -> None:
    last = len(writer.tokens) - 1
    if writer.tokens[last].type == "SEMICOLON":
        writer.leave_out(last, last)
