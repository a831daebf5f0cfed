"""Headers and cells as they are compared: without case, accents, punctuation and underscores."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Any

_CAMEL = re.compile(r"(?<=[a-zà-ù])(?=[A-Z])")
_INITIALS = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b")
_WORD = re.compile(r"[^\W_]+")
_SINGLE_LETTERS = re.compile(r"\b[^\W\d_](?: [^\W\d_]\b)+")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The words of a text in lower case without accents; dotted or spaced initials are one word (S.c. s → scs).

    CodiceFiscale, CODICE_FISCALE and «Codice fiscale:» are all "codice fiscale".
    """
    spaced = _CAMEL.sub(" ", text) if not text.isupper() else text
    dotless = _INITIALS.sub(lambda found: found[0].replace(".", ""), spaced)
    decomposed = unicodedata.normalize("NFKD", dotless.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _SINGLE_LETTERS.sub(lambda found: found[0].replace(" ", ""), " ".join(_WORD.findall(bare)))


def word_list(name: str) -> dict[str, Any]:
    """A file of words in `data/`."""
    return tomllib.loads((files("ingest.registers") / "data" / name).read_text(encoding="utf-8"))
