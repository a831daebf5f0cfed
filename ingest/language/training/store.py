"""What the commands hand on to each other, as files in one folder that git does not know."""

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
