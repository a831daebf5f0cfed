"""Annotations of real passages, kept without their words: where the passage stands in its source, and offsets.

One passage is one line of JSON: `source` (the name of a file of raw text, one paragraph a line), `lines` (their
numbers, from 1), `sha256` of the passage's text, then mentions and claims. Words that a property quotes are offsets
too. Given the source, `restore` makes the gold again; without it nothing of the text can be read here.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from graph.errors import ExtractionInvalid, NotFound
from ingest.language.corpus.gold import Gold
from ingest.language.corpus.notation import passages

Json = dict[str, Any]
Lines = Callable[[str], Sequence[str]]
"""The lines of a raw file, by its name."""


def strip(gold: Json, source: str, lines: Sequence[int]) -> Json:
    """The passage without its words. `gold` is the JSON of `extract`; `lines` count from 1."""
    document, text = gold["document"], gold["document"]["text"]
    return {
        "id": document["id"],
        "kind": document["kind"],
        "date": document["date"],
        "territory": document["territory"],
        "source": source,
        "lines": list(lines),
        "sha256": _hash(text),
        "mentions": [
            [m["id"], m["type"], m["start"], m["end"], m["entity"], _hidden(m["properties"], text), m.get("accept", [])]
            for m in gold["mentions"]
        ],
        "claims": [
            [c["subject"], c["type"], c["object"], c["status"], _hidden(c["properties"], text)] for c in gold["claims"]
        ],
    }


def restore(kept: Json, lines: Lines) -> Gold:
    """The gold of one passage. Raises `ExtractionInvalid` where the source no longer says the same."""
    raw = lines(kept["source"])
    text = "\n".join(raw[number - 1] for number in kept["lines"] if number <= len(raw)) + "\n"
    if _hash(text) != kept["sha256"]:
        raise ExtractionInvalid(f"{kept['source']} is not the text that was annotated.", where=kept["id"])
    sentences = list(passages(text))
    mentions = [
        {
            "id": name,
            "type": kind,
            "start": start,
            "end": end,
            "text": text[start:end],
            "entity": entity,
            "properties": _shown(properties, text),
            "accept": accept,
        }
        for name, kind, start, end, entity, properties, accept in kept["mentions"]
    ]
    starts = {m["id"]: m["start"] for m in mentions}
    claims = [
        {
            "id": f"c{number}",
            "subject": subject,
            "type": kind,
            "object": target,
            "status": status,
            "confidence": 1.0,
            "evidence": [
                {"passage": p["id"], "start": p["start"], "end": p["end"]}
                for p in sentences
                if any(p["start"] <= starts[end] < p["end"] for end in (subject, target))
            ],
            "properties": _shown(properties, text),
        }
        for number, (subject, kind, target, status, properties) in enumerate(kept["claims"], 1)
    ]
    document = {name: kept[name] for name in ("id", "kind", "date", "territory")} | {"language": "it", "text": text}
    return Gold.of_json(
        {"document": document, "passages": sentences, "mentions": mentions, "claims": claims}, kept["id"]
    )


def read_standoff(path: Path, raw: Path) -> dict[str, Gold]:
    """The passages of a file of annotations, restored from the raw texts in a folder (`NAME.txt` or `NAME.txt.zst`).

    Raises `NotFound` where a raw text is missing, `ExtractionInvalid`.
    """
    texts: dict[str, list[str]] = {}

    def lines(name: str) -> Sequence[str]:
        if name not in texts:
            texts[name] = _read(raw / name).split("\n")
        return texts[name]

    kept = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {passage["id"]: restore(passage, lines) for passage in kept}


def _read(path: Path) -> str:
    if path.exists():
        return path.read_text(encoding="utf-8")
    packed = path.with_name(f"{path.name}.zst")
    if not packed.exists():
        raise NotFound(f"the raw text {path} is not there.", hint="The folder holds the texts that were annotated.")
    import zstandard

    with packed.open("rb") as stream, zstandard.ZstdDecompressor().stream_reader(stream) as reader:
        return reader.read().decode("utf-8")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hidden(properties: Mapping[str, Any], text: str) -> Json:
    """Properties with the words that stand in the text as [start, end]."""
    found: Json = {}
    for name, value in properties.items():
        at = text.find(value) if isinstance(value, str) and name in ("role", "acronym", "code", "unit") else -1
        found[name] = value if at < 0 else [at, at + len(value)]
    return found


def _shown(properties: Mapping[str, Any], text: str) -> Json:
    return {name: text[v[0] : v[1]] if isinstance(v, list) else v for name, v in properties.items()}
