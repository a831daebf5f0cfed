"""The expressions, word sets and number words of `data/patterns.toml`, by name."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def expression(name: str) -> re.Pattern[str]:
    """The compiled expression of that name."""
    return re.compile(_table()["expressions"][name])


def fragment(name: str) -> str:
    """A piece that is built into other expressions."""
    return str(_table()["fragments"][name])


def word_set(name: str) -> frozenset[str]:
    """The words of that name, in lower case."""
    return frozenset(_table()["words"][name])


def numbers() -> dict[str, int]:
    """Number words and what they say."""
    return dict(_table()["numbers"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("ingest.language") / "data" / "patterns.toml").read_text(encoding="utf-8"))


def is_trade(word: str) -> bool:
    """Whether a word is one for who has a trade, by its ending: "infermiere", but not "cantiere"."""
    return bool(expression("resources.trade").fullmatch(word)) and word.lower() not in word_set("resources.no_trade")
