"""The bracket notation in which people annotate: text with `[id|Type|words]`, below `---` what is said of them.

# id: riva  genre: minutes  territory: Riva  date: 2025-03-12  title: Verbale
Il [o1|Organisation|Comune di Riva] ha approvato il [p1|Plan|Piano giovani].
---
= o1 o2                      mentions of one thing
@ p1 kind=plan               properties of a mention
o1 PROMOTES p1 done          a claim, with properties behind its status
"""

import re
import shlex
from collections.abc import Iterator
from typing import Any

from graph.errors import ExtractionInvalid
from graph.model import CLAIM_PROPERTIES, MENTION_TYPES, Value
from ingest.language.lexicon import load_lexicon
from ingest.language.sentences import cut

_OPEN = re.compile(r"\[(\w+)\|(\w+)\|")
_HEADER = re.compile(r"(\w+):\s*(.*?)(?=\s+\w+:\s|$)")
_COMMENT = re.compile(r"\s+#.*$")
_PAIR = re.compile(r"(\w+)=(.*)", re.DOTALL)

Json = dict[str, Any]


def as_json(annotated: str, shown: str) -> Json:
    """The JSON of `extract` that an annotated text stands for, not yet checked. Raises `ExtractionInvalid`."""
    head, _, body = annotated.partition("\n")
    marked, _, notes = body.partition("\n---\n")
    text, mentions = _parsed(marked.strip("\n") + "\n", shown)
    meta = dict(_HEADER.findall(head.lstrip("# ")))
    sentences = list(passages(text))
    reader = _Notes({m["id"]: m for m in mentions}, sentences, shown)
    for number, line in enumerate(notes.splitlines(), 1):
        reader.take(number, _COMMENT.sub("", line).strip())
    document = {name: meta.get(name) for name in ("title", "date", "territory")}
    return {
        "document": document | {"id": meta.get("id", shown), "kind": meta.get("genre"), "language": "it", "text": text},
        "passages": sentences,
        "mentions": mentions,
        "claims": reader.claims,
    }


def _parsed(marked: str, shown: str) -> tuple[str, list[Json]]:
    """The text without brackets, and its mentions in the order of the text, the wider first."""
    pieces: list[str] = []
    length = at = 0
    mentions: list[Json] = []
    open_: list[Json] = []
    while at < len(marked):
        if match := _OPEN.match(marked, at):
            open_.append({"id": match[1], "type": match[2], "start": length})
            at = match.end()
        elif marked[at] == "]" and open_:
            mentions.append(open_.pop() | {"end": length})
            at += 1
        else:
            pieces.append(marked[at])
            length += 1
            at += 1
    if open_:
        raise ExtractionInvalid(f"the bracket of {open_[-1]['id']} is not closed.", where=shown)
    text = "".join(pieces)
    for mention in mentions:
        mention |= {"text": text[mention["start"] : mention["end"]], "entity": mention["id"], "properties": {}}
    return text, sorted(mentions, key=lambda m: (m["start"], -m["end"]))


def passages(text: str) -> Iterator[Json]:
    """The sentences of every line."""
    abbreviations = load_lexicon().abbreviations
    start = number = 0
    for line in text.split("\n"):
        for begin, end in cut(text, start, start + len(line), abbreviations):
            number += 1
            yield {"id": f"s{number}", "kind": "sentence", "start": begin, "end": end}
        start += len(line) + 1


class _Notes:
    """Takes the lines below the text one by one."""

    def __init__(self, mentions: dict[str, Json], passages: list[Json], shown: str) -> None:
        self.claims: list[Json] = []
        self._mentions = mentions
        self._passages = passages
        self._shown = shown

    def take(self, number: int, line: str) -> None:
        if not line or line.startswith("#"):
            return
        where = f"{self._shown}, note {number}"
        try:
            words = shlex.split(line)
        except ValueError as error:
            raise ExtractionInvalid(f"{error}: {line}", where=where) from error
        pairs = {m[1]: m[2] for m in map(_PAIR.fullmatch, words[1:]) if m}
        plain = [word for word in words if not _PAIR.fullmatch(word) or word == "="]
        if plain[0] == "=":
            entities = [self._mention(word, where) for word in plain[1:]]
            for mention in entities:
                mention["entity"] = entities[0]["id"]
        elif plain[0] == "@" and len(plain) == 2:
            self._describe(self._mention(plain[1], where), pairs, where)
        elif len(plain) == 4:
            self._claim(plain, pairs, where)
        else:
            raise ExtractionInvalid(f"this says nothing known: {line}", where=where, hint="SUBJECT TYPE OBJECT STATUS")

    def _mention(self, name: str, where: str) -> Json:
        if name not in self._mentions:
            raise ExtractionInvalid(f"there is no mention {name}.", where=where)
        return self._mentions[name]

    def _describe(self, mention: Json, pairs: dict[str, str], where: str) -> None:
        if "accept" in pairs:
            mention["accept"] = pairs.pop("accept").split(",")
        kind = MENTION_TYPES.get(mention["type"])
        for name, raw in pairs.items():
            known = kind.property(name) if kind else None
            if known is None:
                raise ExtractionInvalid(f"{mention['type']} has no {name}.", where=where)
            mention["properties"][name] = _value(raw, known.kind, where)

    def _claim(self, words: list[str], pairs: dict[str, str], where: str) -> None:
        if unknown := pairs.keys() - CLAIM_PROPERTIES.keys():
            raise ExtractionInvalid(f"claims have no {min(unknown)}.", where=where)
        subject, target = self._mention(words[0], where), self._mention(words[2], where)
        self.claims.append(
            {
                "id": f"c{len(self.claims) + 1}",
                "subject": subject["id"],
                "type": words[1],
                "object": target["id"],
                "status": words[3],
                "confidence": 1.0,
                "evidence": self._evidence(subject, target),
                "properties": {name: _value(raw, CLAIM_PROPERTIES[name].kind, where) for name, raw in pairs.items()},
            }
        )

    def _evidence(self, *ends: Json) -> list[Json]:
        found = {p["id"]: p for p in self._passages for m in ends if p["start"] <= m["start"] < p["end"]}
        return [{"passage": p["id"], "start": p["start"], "end": p["end"]} for p in found.values()]


def _value(raw: str, kind: str, where: str) -> Value:
    if kind == "bool":
        return raw == "true"
    if kind != "number":
        return raw
    try:
        return float(raw) if "." in raw else int(raw)
    except ValueError as error:
        raise ExtractionInvalid(f"{raw} is no number.", where=where) from error
