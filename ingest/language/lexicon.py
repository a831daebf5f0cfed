"""The word lists of `data/`, compiled once: what the components look words up in."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import SettingsInvalid
from ingest.language.patterns import expression

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of words in lower case → what they stand for; longest first."""

    entries: dict[tuple[str, ...], str]
    longest: int

    def match(self, words: list[str], at: int, stop: int) -> tuple[int, str, str] | None:
        """(one past the phrase, what it stands for, the phrase) of the longest phrase that begins at word `at`."""
        for size in range(min(self.longest, stop - at), 0, -1):
            key = tuple(words[at : at + size])
            if (found := self.entries.get(key)) is not None:
                return at + size, found, " ".join(key)
        return None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that is looked up; plain data, so that it can be sent to a worker."""

    organisations: Table
    people: Table
    places: Table
    groups: Table
    cues: Table
    spans: Table
    claims: Table
    tables: Table
    abbreviations: frozenset[str]
    municipalities: dict[str, str]
    given_names: frozenset[str]
    organisation_heads: Phrases
    organisation_suffixes: Phrases
    known_bodies: dict[str, str]
    group_heads: Phrases
    places_named: Phrases
    plan_heads: Phrases
    action_heads: Phrases
    resource_heads: Phrases


TOKEN = expression("lexicon.token")
"""A word, a number, an abbreviation with inner points, an elided article, or a single sign."""


def words_of(phrase: str) -> tuple[str, ...]:
    return tuple(t.replace("’", "'") for t in TOKEN.findall(phrase.lower()))


def compile_phrases(groups: dict[str, list[str]]) -> Phrases:
    entries: dict[tuple[str, ...], str] = {}
    for value, phrases in groups.items():
        for phrase in phrases:
            entries.setdefault(words_of(phrase), value)
    return Phrases(entries, max(map(len, entries), default=0))


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that comes with the package."""
    tables = {
        name: _toml(name)
        for name in ("organisations", "people", "places", "groups", "cues", "spans", "claims", "tables")
    }
    organisations, groups, spans, places = (tables[n] for n in ("organisations", "groups", "spans", "places"))
    municipalities = dict(_pairs("municipalities.tsv"))
    known = {word: kind for kind, words in organisations["known"].items() for word in words}
    return Lexicon(
        **tables,
        abbreviations=frozenset(" ".join(_lines("abbreviations.txt")).lower().split()),
        municipalities=municipalities,
        given_names=frozenset(_lines("given_names.txt")),
        organisation_heads=compile_phrases(organisations["heads"]),
        organisation_suffixes=compile_phrases(
            {
                k or "-": [f for f, v in organisations["suffixes"].items() if v == k]
                for k in set(organisations["suffixes"].values())
            }
        ),
        known_bodies=known,
        group_heads=compile_phrases(
            {f"people {c}": w for c, w in groups["people"].items()}
            | {f"organisations {c}": w for c, w in groups["organisations"].items()}
        ),
        places_named=compile_phrases(
            {
                "country": places["countries"],
                "region": places["regions"],
                "municipality": [*municipalities, *places["foreign"]],
            }
        ),
        plan_heads=compile_phrases({k: w for k, w in spans["plans"].items() if k not in ("references", "adjectives")}),
        action_heads=compile_phrases({k: w for k, w in spans["actions"].items() if isinstance(w, list)}),
        resource_heads=compile_phrases(spans["resources"]),
    )


def _read(name: str) -> str:
    return (files("ingest.language") / "data" / name).read_text(encoding="utf-8")


def _toml(name: str) -> Table:
    try:
        return tomllib.loads(_read(f"{name}.toml"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(f"This word list cannot be read: {error}.", where=f"{name}.toml") from error


def _lines(name: str) -> list[str]:
    return [line for line in _read(name).splitlines() if line and not line.startswith("#")]


def _pairs(name: str) -> list[tuple[str, str]]:
    rows = (line.split("\t") for line in _lines(name))
    return [(row[0], row[1]) for row in rows]
