"""The words of one passage with their offsets, and the small questions every recogniser asks of them."""

import re
from dataclasses import dataclass

from ingest.language.lexicon import TOKEN
from ingest.language.patterns import word_set

MAX_WORDS = 4000
"""A passage is looked at up to this many words: a longer one is no sentence."""

_ARTICLES = word_set("words.articles")
_DEFINITE = _ARTICLES - {"un", "uno", "una", "un'"}
_CONNECTORS = word_set("words.connectors")


@dataclass(slots=True)
class Words:
    """Parallel lists over the words of a stretch of text; offsets are those of the document."""

    text: list[str]
    low: list[str]
    start: list[int]
    end: list[int]

    def __len__(self) -> int:
        return len(self.text)

    def capital(self, i: int) -> bool:
        return 0 <= i < len(self.text) and self.text[i][:1].isupper()

    def is_word(self, i: int) -> bool:
        return 0 <= i < len(self.text) and self.text[i][0].isalnum()

    def lower(self, i: int) -> str:
        return self.low[i] if 0 <= i < len(self.low) else ""

    def article(self, i: int) -> bool:
        return self.lower(i) in _ARTICLES

    def definite(self, i: int) -> bool:
        return self.lower(i) in _DEFINITE

    def connector(self, i: int) -> bool:
        return self.lower(i) in _CONNECTORS

    def shouted(self) -> bool:
        """Whether nearly all of the stretch is in capitals, so that capitals say nothing."""
        letters = [w for w in self.text if w[0].isalpha() and len(w) > 2]
        return len(letters) >= 3 and sum(w.isupper() for w in letters) > 0.8 * len(letters)


def words_in(text: str, start: int, end: int) -> Words:
    found = Words([], [], [], [])
    for match in TOKEN.finditer(text, start, end):
        if len(found.text) >= MAX_WORDS:
            break
        found.text.append(match[0])
        found.low.append(match[0].lower().replace("’", "'"))
        found.start.append(match.start())
        found.end.append(match.end())
    return found


def verb_pattern(endings: str) -> re.Pattern[str]:
    return re.compile(rf"[a-zàèéìòù]{{2,}}{endings}")
