"""Public bodies that took the place of others: two bodies, each in its time, that a name alone may confuse.

The list is `data/lineage.toml`; suppressed municipalities and their heirs come from ISTAT's register.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.resolve.names import Words, name_words

_DATA = Path(__file__).parent / "data" / "lineage.toml"


@dataclass(frozen=True, slots=True)
class Succession:
    """`heir` took the place of `predecessor`, `since` a day or a year."""

    predecessor: str
    heir: str
    since: str
    source: str


@cache
def successions() -> Mapping[Words, Succession]:
    """The telling words of a predecessor's name → what became of it."""
    found = tomllib.loads(_DATA.read_text(encoding="utf-8"))["succession"]
    return {name_words(s["from"]): Succession(s["from"], s["to"], s["since"], s["source"]) for s in found}


def heir_of(words: Words) -> Words:
    """The telling words of the heir's name; none where the body has none that is known."""
    succession = successions().get(words)
    return name_words(succession.heir) if succession else ()
