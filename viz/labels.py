"""Short names: what stands under a node, at most `picture.LABEL_LENGTH` characters on one or two lines."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Final

from viz.picture import LABEL_LENGTH

_ELLIPSIS: Final = "…"
_EDGES: Final = " ,;:–-"
_WASTE: Final = 7
"""Where whole words would leave so much of a label blank, a name is cut within a word."""


def label_lines(name: str) -> str:
    """A name as a label; where it is too long its usual abbreviations are used, then its middle gives way."""
    short = name if len(name) <= LABEL_LENGTH else _fitted(abbreviated(name))
    if len(short) <= LABEL_LENGTH // 2 + 1:
        return short
    breaks = [position for position, character in enumerate(short) if character == " "]
    if not breaks:
        return short
    middle = min(breaks, key=lambda position: abs(2 * position - len(short)))
    return f"{short[:middle]}\n{short[middle + 1 :]}"


def abbreviated(name: str) -> str:
    """A name with the usual abbreviations of its generic words."""
    pattern, table = _abbreviations()
    return pattern.sub(lambda found: table[found[0].casefold()], name)


def _fitted(name: str) -> str:
    """A name cut to LABEL_LENGTH: as many whole words as fit from its beginning and its end."""
    if len(name) <= LABEL_LENGTH:
        return name
    words = name.split(" ")
    head, tail = words[:1], list[str]()
    while rest := words[len(head) : len(words) - len(tail)]:
        longer_head, longer_tail = ([*head, rest[0]], tail), (head, [rest[-1], *tail])
        ways = (longer_tail, longer_head) if len(tail) < len(head) else (longer_head, longer_tail)
        fitting = next((way for way in ways if len(_around_ellipsis(*way)) <= LABEL_LENGTH), None)
        if fitting is None:
            break
        head, tail = fitting
    head[-1] = head[-1].rstrip(_EDGES)
    text = _around_ellipsis(head, tail)
    if LABEL_LENGTH - _WASTE <= len(text) <= LABEL_LENGTH:
        return text
    return f"{name[: LABEL_LENGTH - 1].rstrip(_EDGES)}{_ELLIPSIS}"


def _around_ellipsis(head: list[str], tail: list[str]) -> str:
    return " ".join([" ".join(head) + _ELLIPSIS, *tail])


@lru_cache(maxsize=1)
def _abbreviations() -> tuple[re.Pattern[str], Mapping[str, str]]:
    text = (resources.files("viz") / "texts" / "short.toml").read_text(encoding="utf-8")
    table: dict[str, str] = tomllib.loads(text)["words"]
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE), table
