"""The word lists of `data/`, read once: what the components look words up in."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import SettingsInvalid

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that is looked up; plain data, so that it can be sent to a worker."""

    cues: Table
    tables: Table
    abbreviations: frozenset[str]


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that comes with the package."""
    lines = _read("abbreviations.txt").lower().splitlines()
    abbreviations = " ".join(line for line in lines if not line.startswith("#")).split()
    return Lexicon(_toml("cues"), _toml("tables"), frozenset(abbreviations))


def _read(name: str) -> str:
    return (files("ingest.language") / "data" / name).read_text(encoding="utf-8")


def _toml(name: str) -> Table:
    try:
        return tomllib.loads(_read(f"{name}.toml"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(f"This word list cannot be read: {error}.", where=f"{name}.toml") from error
