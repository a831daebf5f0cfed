"""Gold annotations of a folder: files in bracket notation (`.ann`), JSON of `extract` (`.gold.json`)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import ExtractionInvalid, NotFound
from graph.extraction import Extraction
from ingest.language.corpus.notation import as_json
from ingest.read.extraction_json import from_json

_JSON = ".gold.json"
_NOTATION = ".ann"


@dataclass(frozen=True, slots=True)
class Gold:
    """What is right of one document; `accept` has the other types that are right for a mention (its id → types)."""

    extraction: Extraction
    accept: Mapping[str, tuple[str, ...]]

    @classmethod
    def of_json(cls, data: dict[str, Any], shown: str) -> "Gold":
        """From plain data. Raises `ExtractionInvalid`."""
        extraction = from_json(data, shown)
        return cls(extraction, {m["id"]: tuple(m["accept"]) for m in data["mentions"] if m.get("accept")})

    def types_of(self, mention: str, own: str) -> tuple[str, ...]:
        """All types that are right for a mention, its own first."""
        return (own, *self.accept.get(mention, ()))


def load_gold(folder: Path) -> dict[str, Gold]:
    """Name → gold of every annotated file of a folder. Raises `NotFound`, `ExtractionInvalid`."""
    found = {path.name.removesuffix(_JSON): _from_json(path) for path in sorted(folder.glob(f"*{_JSON}"))}
    found |= {path.stem: read_notation(path) for path in sorted(folder.glob(f"*{_NOTATION}"))}
    if not found:
        raise NotFound(
            f"{folder} holds no annotated documents.",
            hint=f"They are called NAME{_NOTATION} (bracket notation) or NAME{_JSON} (JSON of extract).",
        )
    return found


def read_notation(path: Path) -> Gold:
    """One file in bracket notation. Raises `ExtractionInvalid`."""
    return Gold.of_json(as_json(path.read_text(encoding="utf-8"), path.name), path.name)


def _from_json(path: Path) -> Gold:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ExtractionInvalid(f"not valid JSON: {error}.", where=str(path), hint="Write it again.") from error
    return Gold.of_json(data, path.name)
