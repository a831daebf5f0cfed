"""The kind of an organisation by the words of its legal form, category or name."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from ingest.registers.words import plain

PERSON: Final = "person"
"""No kind of organisation: what the words name is a natural person."""


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    pattern: re.Pattern[str]


def kind_of(text: str) -> str | None:
    """The kind that the words tell, None where they tell none."""
    words = plain(text)
    if not words:
        return None
    return next((rule.kind for rule in _rules() if rule.pattern.search(words)), None)


@cache
def _rules() -> tuple[_Rule, ...]:
    data = files("ingest.registers").joinpath("data/kinds.toml").read_text(encoding="utf-8")
    return tuple(
        _Rule(rule["kind"], _pattern(rule.get("start", ()), rule.get("any", ())))
        for rule in tomllib.loads(data)["rule"]
    )


def _pattern(start: Sequence[str], anywhere: Sequence[str]) -> re.Pattern[str]:
    """Whole words at the start, or anywhere."""
    parts = []
    if start:
        parts.append(rf"^(?:{_choice(start)})\b")
    if anywhere:
        parts.append(rf"\b(?:{_choice(anywhere)})\b")
    return re.compile("|".join(parts))


def _choice(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
