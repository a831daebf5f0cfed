"""Where the parts of a parse tree stand: leaves are numbers of tokens."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import Tree


def is_rule(part: object, *rules: str) -> bool:
    """Whether a part of the tree is one of these rules."""
    return getattr(part, "data", None) in rules


def first(part: object) -> int:
    """The number of the token with which a part begins."""
    while (children := getattr(part, "children", None)) is not None:
        part = children[0]
    return int(str(part))


def last(part: object) -> int:
    """The number of the token with which a part ends."""
    while (children := getattr(part, "children", None)) is not None:
        part = children[-1]
    return int(str(part))


def child(part: "Tree[Any]", rule: str) -> "Tree[Any] | None":
    """The part's own child of this rule."""
    return next((found for found in part.children if is_rule(found, rule)), None)
