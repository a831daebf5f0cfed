"""Entries as rows for DuckDB: one record for each of an entry's names, with all that is compared."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from ingest.resolve.lineage import heir_of
from ingest.resolve.matching.entries import Entry
from ingest.resolve.matching.vocabulary import Vocabulary
from ingest.resolve.names import (
    Words,
    is_no_name,
    kind_family,
    municipality_names,
    name_rules,
    name_words,
    natures,
    plain_words,
    variants,
    without_class,
    without_province,
    without_town,
)

COLUMNS: Final = {
    "record": "int32", "entry": "int32", "words": "string", "letters": "string", "trunk": "string", "tail": "string",
    "tf_words": "float64", "size": "float32", "tokens": "tokens", "bare": "tokens", "town": "string",
    "town_words": "words", "province": "string", "region": "string", "reach": "string", "part": "string",
    "office": "string", "whole": "bool", "heir": "string", "numbers": "string", "forms": "string", "natures": "string",
    "one_seat": "bool", "raw": "string", "writing": "string", "spelt_out": "string", "generic": "bool",
    "kind": "string", "address": "string",
}  # fmt: skip
"""Columns of a record and their types.

`tokens` are words with their weights, `bare` those without the own town. `letters` are the words without blanks, of
them `trunk` those before a municipality at the end, the words of which are `tail`. `raw`, `writing` and `spelt_out` are
the whole name: as it is, its words, its words without abbreviations.
"""

_BEGINNINGS = (12, 20, 28)
_PUBLIC = "public_body"
_MUNICIPALITY = "comune"
_ROMAN = re.compile(r"(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})")


@dataclass(frozen=True, slots=True)
class Block:
    """A key that brings records together, for a kind of key with its own limit; `weight` is what sharing it says."""

    kind: str
    key: str
    weight: float


def named(entry: Entry) -> tuple[str, ...]:
    """The entry's names and those that they hold, the first that is one first; one empty name where it has none."""
    names = dict.fromkeys(v for name in entry.names for v in variants(name))
    return tuple(n for n in names if not is_no_name(n)) or ("",)


def names_of(entries: Iterable[Entry]) -> list[str]:
    """All names of all entries."""
    return [name for entry in entries for name in named(entry)]


def rows(entries: Sequence[Entry], vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    """The records of the entries, numbered from 0."""
    record = 0
    for number, entry in enumerate(entries):
        about = _about(entry)
        for name in named(entry):
            yield {"record": record, "entry": number} | _name(name, entry.kind, about, vocabulary) | about
            record += 1


def blocks(row: dict[str, Any]) -> Iterator[Block]:
    """The keys by which the record meets others. None without a name."""
    words, letters, town = row["words"], row["letters"], row["town"]
    if not words:
        return
    heir, called = row["heir"].replace(" ", ""), "".join(without_class(tuple(words.split())))
    for name in dict.fromkeys(filter(None, (letters, heir, called))):
        yield Block("name", name, 100)
    yield Block("writing", row["writing"], 50)
    for length in _BEGINNINGS:
        if len(letters) >= length:
            yield Block("beginning", letters[:length], 3 * length)
    for token in row["tokens"]:
        yield Block("word", token["t"], token["w"] ** 2)
    if town:
        yield Block("town", town, 1)
        yield Block("town name", f"{town}|{words}", 100)
        yield Block("town beginning", f"{town}|{letters[:5]}", 30)
        for token in row["bare"]:
            yield Block("town word", f"{town}|{token['t']}", token["w"] ** 2 + 30)


def _name(name: str, kind: str | None, about: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    plain = plain_words(name)
    words, forms = vocabulary.parted(name)
    town = about["town_words"]
    if words and (words == town or (about["kind"] == _PUBLIC and words in municipality_names())):
        words = (_MUNICIPALITY, *words)  # a list that calls the Comune di Asti "Asti"
    words = without_province(words)
    trunk, one_seat = without_town(words), not name_rules().one_seat.isdisjoint(forms)
    tokens = [{"t": w, "w": vocabulary.weight(w)} for w in words]
    return {
        "words": " ".join(words),
        "letters": "".join(words),
        "trunk": "".join(trunk),
        "tail": " ".join(words[len(trunk) :]),
        "tf_words": vocabulary.share(words),
        "size": sum(vocabulary.weight(w) ** 2 for w in words),
        "tokens": tokens,
        "bare": [t for t in tokens if t["t"] not in town] or tokens,
        "reach": " ".join(w for w in sorted(words) if w in name_rules().branch_words),
        "part": " ".join(w for w in words if w in name_rules().part_words),
        "office": words[0] if words and words[0] in name_rules().offices else "",
        "whole": bool(words) and words[0] in name_rules().whole_offices,
        "heir": " ".join(heir_of(words)),
        "numbers": " ".join(w for w in sorted(words) if w.isdecimal() or _ROMAN.fullmatch(w)),
        "forms": " ".join(sorted(forms - name_rules().statuses)),
        "natures": _MUNICIPALITY if words[:1] == (_MUNICIPALITY,) else " ".join(sorted(natures(forms, kind))),
        "one_seat": one_seat,
        "raw": " ".join(name.casefold().split()),
        "writing": " ".join(plain),
        "spelt_out": " ".join(name_rules().abbreviations.replace(plain)),
        "generic": not one_seat
        and all(w in name_rules().generic_words for w in words)
        and not (forms and vocabulary.is_rare(words)),
    }


def _about(entry: Entry) -> dict[str, Any]:
    town = _place(entry.municipality)
    return {
        "town": " ".join(town) or None,
        "town_words": town,
        "province": " ".join(_place(entry.province)) or None,
        "region": " ".join(_place(entry.region)) or None,
        "kind": kind_family(entry.kind) if entry.kind else None,
        "address": " ".join(name_words(entry.address)) if entry.address else None,
    }


@cache
def _place(name: str | None) -> Words:
    """A place's name for comparing: of two languages the first."""
    return name_words(name.split("/")[0]) if name else ()
