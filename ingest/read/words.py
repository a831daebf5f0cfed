"""The word lists of the layout: labels of parts, labels of items, names of columns (`data/layout.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class LayoutWords:
    heading_labels: frozenset[str]
    item_labels: frozenset[str]
    header_words: frozenset[str]


@cache
def layout_words() -> LayoutWords:
    values = tomllib.loads(files("ingest.read").joinpath("data/layout.toml").read_text(encoding="utf-8"))
    return LayoutWords(
        frozenset(values["heading_labels"]), frozenset(values["item_labels"]), frozenset(values["header_words"])
    )
