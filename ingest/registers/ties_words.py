"""The words of a list of ties: headers, relations, statuses and types, as `data/ties.toml` has them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.model import CLAIM_TYPES, MENTION_TYPES, Status
from ingest.registers.words import plain, word_list


@dataclass(frozen=True, slots=True)
class Relation:
    """What a relation's words mean: claim types (the first that fits holds), direction, and a status where told."""

    types: tuple[str, ...]
    inverse: bool = False
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a name that begins with these words names."""

    words: str
    type: str
    kind: str


@dataclass(frozen=True, slots=True)
class TiesWords:
    """The vocabulary. Keys are plain words; those of relations as they are listed, and without fillers."""

    columns: Mapping[str, tuple[str, ...]]
    weak: frozenset[str]
    fillers: frozenset[str]
    markers: tuple[tuple[str, str], ...]
    statuses: Mapping[str, str]
    relations: Mapping[str, Relation]
    types: Mapping[str, str]
    type_kinds: Mapping[str, str]
    openings: frozenset[str]
    heads: tuple[Head, ...]
    likely: Mapping[str, tuple[str, ...]]

    def relation(self, text: str) -> Relation | None:
        """The relation that a cell names. A marker before it ("non", "ex", "vorrebbe") sets its status."""
        words = f" {plain(text)} "
        if found := self._meant(words):
            return found
        for marker, status in self.markers:
            rest = words.replace(f" {marker} ", " ", 1)
            if rest != words and (found := self._meant(rest)):
                return Relation(found.types, found.inverse, status)
        return None

    def _meant(self, words: str) -> Relation | None:
        """Of what is listed in just these words, before what is so without fillers: "lavora con" is not "lavora a"."""
        return self.relations.get(" ".join(words.split())) or self.relations.get(bare(words, self.fillers))

    def head(self, text: str) -> Head | None:
        words = plain(text)
        while (first := words.partition(" "))[2] and (first[0] in self.openings or first[0].isdecimal()):
            words = first[2]
        return next((h for h in self.heads if words == h.words or words.startswith(h.words + " ")), None)


def bare(words: str, fillers: frozenset[str]) -> str:
    """Plain words without fillers; fillers alone stay."""
    kept = [w for w in words.split() if w not in fillers]
    return " ".join(kept) if kept else words.strip()


@cache
def ties_words() -> TiesWords:
    data = word_list("ties.toml")
    fillers = frozenset(data["fillers"]["words"])
    return TiesWords(
        columns={role: tuple(words) for role, words in data["columns"].items()},
        weak=frozenset(data["weak"]["words"]),
        fillers=fillers,
        markers=_longest_first((w, m["status"]) for m in data["markers"] for w in m["words"]),
        statuses=_named(data["statuses"], list(Status)),
        relations=_relations(data["relations"], fillers),
        types=_named(data["types"], list(MENTION_TYPES)),
        type_kinds=dict(data["type_kinds"]),
        openings=frozenset(data["openings"]["words"]),
        heads=_heads(data["heads"]),
        likely={end: tuple(types) for end, types in data["likely"].items()},
    )


def _named(table: Mapping[str, Sequence[str]], names: Sequence[str]) -> dict[str, str]:
    """Word → name; every name also stands for itself."""
    own = {plain(name): str(name) for name in names}
    return own | {word: name for name, words in table.items() for word in words}


def _relations(rows: Sequence[Mapping[str, Any]], fillers: frozenset[str]) -> dict[str, Relation]:
    found = {bare(plain(name), fillers): Relation((name,)) for name in CLAIM_TYPES}
    listed = {}
    for row in rows:
        relation = Relation(tuple(row["types"]), row.get("inverse", False), row.get("status"))
        for words in row["words"]:
            found[bare(words, fillers)] = listed[words] = relation
    return found | listed


def _heads(rows: Sequence[Mapping[str, Any]]) -> tuple[Head, ...]:
    heads = [Head(words, row["type"], row.get("kind", "")) for row in rows for words in row["words"]]
    return tuple(sorted(heads, key=lambda h: (-len(h.words), h.words)))


def _longest_first(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))
