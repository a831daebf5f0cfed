"""Why things are one, in the reader's language: English as in the ledger, Italian by `texts/reasons.toml`."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final

from viz.words import Language

_BLANK: Final = re.compile(r"\{(\w+)\}")
_FIGURES: Final = frozenset({"bits", "probability"})
_SAID_TOO: Final = frozenset({"reason", "change", "attribute"})
"""Blanks that hold a text of the same kind."""


def said(text: str, language: Language) -> str:
    """The same in this language; a text that the file does not have stays as it is."""
    if language == "en":
        return text
    for pattern, italian in _italian():
        if found := pattern.fullmatch(text):
            return italian.format(**{blank: _filled(blank, value) for blank, value in found.groupdict().items()})
    return text


def _filled(blank: str, value: str) -> str:
    if blank in _SAID_TOO:
        return said(value, "it")
    return value.replace(".", ",") if blank in _FIGURES else value


@cache
def _italian() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Texts as patterns, those with most words of their own first."""
    text = (resources.files("viz") / "texts" / "reasons.toml").read_text(encoding="utf-8")
    texts = sorted(tomllib.loads(text)["said"].items(), key=lambda item: -len(_BLANK.sub("", item[0])))
    return tuple((_pattern(english), italian) for english, italian in texts)


def _pattern(english: str) -> re.Pattern[str]:
    parts = _BLANK.split(english)
    parts[::2] = map(re.escape, parts[::2])
    parts[1::2] = (f"(?P<{blank}>.+)" for blank in parts[1::2])
    return re.compile("".join(parts), re.DOTALL)
