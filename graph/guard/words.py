"""What a query may use and why the rest is refused, from `allowed.toml`."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Words:
    """The allow-list. `functions` and `procedures` are lower case; `clauses` are (terminals or words, sentence)."""

    keywords: frozenset[str]
    functions: frozenset[str]
    procedures: frozenset[str]
    clauses: tuple[tuple[tuple[str, ...], str], ...]
    names: tuple[tuple[tuple[str, ...], str], ...]

    @property
    def clause_words(self) -> frozenset[str]:
        """The words with which a refused clause begins."""
        return frozenset(words[0] for words, _ in self.clauses)

    def refused_clause(self, words: Sequence[str]) -> str | None:
        """The sentence for a clause that begins with these words (upper case), if it is a refused one."""
        return next((why for start, why in self.clauses if tuple(words[: len(start)]) == start), None)

    def refused_name(self, name: str) -> str:
        """Why a function or procedure of this name (lower case) is refused."""
        return next(why for begins, why in self.names if name.startswith(begins))


@lru_cache(maxsize=1)
def load_words() -> Words:
    """The allow-list of `allowed.toml`."""
    data = tomllib.loads(resources.files(__package__).joinpath("allowed.toml").read_text(encoding="utf-8"))
    return Words(
        keywords=frozenset(data["keywords"].split()),
        functions=frozenset(data["functions"].lower().split()),
        procedures=frozenset(data["procedures"].lower().split()),
        clauses=tuple((tuple(words.split()), entry["why"]) for entry in data["clauses"] for words in entry["words"]),
        names=tuple((tuple(entry["begins"]), entry["why"]) for entry in data["names"]),
    )
