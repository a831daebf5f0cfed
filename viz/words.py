"""Words of the interface, in Italian and English, and numbers and dates as each language writes them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final, Literal

Language = Literal["it", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("it", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language: `texts` is the tree of its file in `viz/texts`."""

    language: Language
    texts: Mapping[str, Any]

    def word(self, *path: str) -> str:
        """The text at a path (`word("kind", "Organisation", "aps")`); the last part itself where there is none."""
        found: Any = self.texts
        for part in path:
            found = found.get(part) if isinstance(found, Mapping) else None
        return found if isinstance(found, str) else path[-1]

    def page(self, key: str, **values: object) -> str:
        """A text of the page with its values filled in."""
        return str(self.texts["page"][key]).format(**values)

    def number(self, value: float, digits: int = 0) -> str:
        """1.204 and 0,94 in Italian, 1,204 and 0.94 in English."""
        text = f"{value:,.{digits}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.language == "it" else text

    def date(self, iso: str) -> str:
        """An ISO date as precise as it is: "2026-03-14" is 14 marzo 2026, "2026-03" marzo 2026; another text stays."""
        parts = iso.partition("T")[0].split("-")
        if len(parts) > 3 or not all(part.isdecimal() and len(part) <= 4 for part in parts):
            return iso
        months = self.texts["page"]["months"]
        numbers = [int(part) for part in parts]
        if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
            return iso
        words = [str(numbers[0]), *(months[n - 1] for n in numbers[1:2]), *(str(n) for n in numbers[2:3])]
        return " ".join(reversed(words))

    def time(self, iso: str) -> str:
        """A date as `date`, an ISO duration of years, months or weeks as people say it: "P18M" is 18 mesi."""
        lasting = _DURATION.fullmatch(iso)
        if lasting is None:
            return self.date(iso)
        return f"{lasting['count']} {self.texts['page']['durations'][lasting['unit']][int(lasting['count']) > 1]}"


@lru_cache(maxsize=len(LANGUAGES))
def load_words(language: Language) -> Words:
    """The words of a language."""
    text = (resources.files("viz") / "texts" / f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, tomllib.loads(text))


def clean(text: str) -> str:
    """A name as it may be shown: without control characters and marks that turn the reading direction."""
    return _HARMFUL.sub("", _SPACE.sub(" ", text)).strip()


def clean_quote(text: str) -> str:
    """A quotation as it may be shown: as `clean`, but each character keeps its place."""
    return _HARMFUL.sub("\N{REPLACEMENT CHARACTER}", _SPACE.sub(" ", text))


def emphasis(text: str) -> list[int]:
    """Where the signs stand that make words bold or slanted in Markdown ("**Fonti:**"), in order."""
    pairs = [(*pair.span("sign"), pair.end()) for pair in _EMPHASIS.finditer(text)]
    return [at for first, last, end in pairs for at in (*range(first, last), *range(end - (last - first), end))]


_EMPHASIS: Final = re.compile(r"(?<![\w*])(?P<sign>\*{1,3})(?=[^\s*)])[^*]*(?<=[^\s*])(?P=sign)(?![\w*])")
_DURATION: Final = re.compile(r"P(?P<count>\d+)(?P<unit>[YMW])")
_SPACE: Final = re.compile(r"\s")
_HARMFUL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
