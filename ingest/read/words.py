"""The word lists of the layout: labels of parts, labels of items, names of columns (`data/layout.toml`)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal


@cache
def layout_words(name: Literal["heading_labels", "item_labels", "header_words"]) -> frozenset[str]:
    text = files("ingest.read").joinpath("data/layout.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[name])
