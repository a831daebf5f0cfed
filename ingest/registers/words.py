"""Headers and cells as they are compared: without case, accents, punctuation and underscores."""

import re
import unicodedata
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-zà-ù])(?=[A-Z])")
_INITIALS = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The words of a text in lower case without accents; dotted initials are one word (S.c.s. → scs).

    CodiceFiscale, CODICE_FISCALE and «Codice fiscale:» are all "codice fiscale".
    """
    spaced = _CAMEL.sub(" ", text) if not text.isupper() else text
    dotless = _INITIALS.sub(lambda found: found[0].replace(".", ""), spaced)
    decomposed = unicodedata.normalize("NFKD", dotless.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_joined_initials(_WORD.findall(bare)))


def _joined_initials(words: list[str]) -> list[str]:
    """A run of single letters as one word."""
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    return [*joined, run] if run else joined
