"""The kind of an organisation by the words of its legal form, category or name."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from ingest.registers.words import plain, word_list

PERSON: Final = "person"
"""No kind of organisation: what the words name is a natural person."""

_WHERE: Final = (("start", "^"), ("any", r"\b"))


def kind_of(text: str) -> str | None:
    """The kind that the words tell, None where they tell none."""
    words = plain(text)
    return next((kind for kind, pattern in _rules() if pattern.search(words)), None) if words else None


@cache
def _rules() -> list[tuple[str, re.Pattern[str]]]:
    """Kinds, each with its whole words at the start or anywhere."""
    return [
        (rule["kind"], re.compile("|".join(_choice(rule[where], before) for where, before in _WHERE if where in rule)))
        for rule in word_list("kinds.toml")["rule"]
    ]


def _choice(words: Sequence[str], before: str) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return rf"{before}(?:{'|'.join(map(re.escape, longest_first))})\b"
