"""A baseline without a model: names of organisations, persons and places that stand in lists, the longest first."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy

from graph.extraction import Document, Extraction, Mention, Passage
from ingest.language.evaluation.systems import System

Span = tuple[str, int, int]
"""Type, start, end."""
MUNICIPALITIES, BODIES, OTHERS, GIVEN = "comuni.json", "enti_pubblici.csv", "organisations_wikipedia.txt", "nomi.txt"
_ACCENTS = {"a'": "à", "e'": "è", "i'": "ì", "o'": "ò", "u'": "ù"}


def gazetteer(folder: Path) -> System:
    """Finds what stands in the folder's lists.

    Municipalities, provinces and regions are places, listed bodies organisations; a given name and the capitalised
    words after it are a person. Names match whatever their case, but begin with a capital and are no mere "Per".
    """
    nlp = spacy.blank("it")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    places = set(_places(folder / MUNICIPALITIES))
    bodies = {*_bodies(folder / BODIES), *_others(folder / OTHERS)} - places
    given = sorted({line.strip() for line in _lines(folder / GIVEN)})
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            *({"label": "Place", "pattern": name} for name in sorted(places)),
            *({"label": "Organisation", "pattern": name} for name in sorted(bodies)),
            {
                "label": "Person",
                "pattern": [{"LOWER": {"IN": given}, "IS_TITLE": True}, {"IS_TITLE": True, "OP": "{1,3}"}],
            },
        ]
    )

    def extract(name: str, text: str) -> Extraction:
        found = (e for e in nlp(text.replace("’", "'")).ents if e.text[0].isupper() and not all(t.is_stop for t in e))
        return of_spans(name, text, ((e.label_, e.start_char, e.end_char) for e in found))

    return extract


def of_spans(name: str, text: str, spans: Iterable[Span]) -> Extraction:
    """An extraction of nothing but mentions; those of one type and the same words are one entity."""
    mentions: list[Mention] = []
    first: dict[tuple[str, str], str] = {}
    for number, (kind, start, end) in enumerate(spans, 1):
        words = text[start:end]
        entity = first.setdefault((kind, words), f"m{number}")
        mentions.append(Mention(f"m{number}", kind, start, end, words, "p1", entity))
    return Extraction(Document(name, name, text), (Passage("p1", "sentence", 0, len(text), text),), tuple(mentions))


def _places(path: Path) -> Iterator[str]:
    for row in json.loads(path.read_text(encoding="utf-8")):
        yield from (*row["nome"].split("/"), row["provincia"]["nome"], row["regione"]["nome"])


def _bodies(path: Path) -> Iterator[str]:
    """Their names; where these have an apostrophe for an accent, both ways."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            name = row["name"].strip()
            yield from (name, re.sub(r"[aeiou]'(?!\w)", lambda m: _ACCENTS[m[0]], name))


def _others(path: Path) -> Iterator[str]:
    """Lines `ORG NAME`, signs set apart from the words."""
    for line in _lines(path):
        name = line.removeprefix("ORG ").replace(" ' ", "'").replace(" .", ".").strip()
        if name[:1].isupper():
            yield name


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
