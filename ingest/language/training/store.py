"""What the commands hand on to each other, as files in one folder that git does not know."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from ingest.language.training.model import Params

Array = np.ndarray[Any, Any]


def tokenizer_in(folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def save(path: Path, params: Params) -> None:
    """Nested dictionaries of arrays as one .npz, with keys joined by slashes."""
    flat: dict[str, Array] = {}

    def walk(prefix: str, part: Any) -> None:
        if isinstance(part, dict):
            for key, value in part.items():
                walk(f"{prefix}/{key}" if prefix else key, value)
        else:
            flat[prefix] = np.asarray(part)

    walk("", params)
    with path.open("wb") as file:
        np.savez(file, **flat)  # type: ignore[arg-type]


def load(path: Path) -> Params:
    found: Params = {}
    with np.load(path) as flat:
        for key in flat.files:
            part = found
            *parents, last = key.split("/")
            for parent in parents:
                part = part.setdefault(parent, {})
            part[last] = flat[key]
    return found


def mean(listed: Sequence[Params]) -> Params:
    """The mean of each array over parameters of one shape."""
    found: Params = {}
    for key, value in listed[0].items():
        own = [p[key] for p in listed]
        found[key] = mean(own) if isinstance(value, dict) else np.mean(own, 0, value.dtype)
    return found
