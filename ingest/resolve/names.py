"""Names made comparable: case, accents, legal forms, abbreviations and small words do not tell things apart.

The words, and what is written for what, are in `data/names.toml`.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "names.toml"
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_WORD = re.compile(r"[^\W_]+")
_ENTITY = re.compile(r"&[^\s;]{1,8};")
_MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bf€™š›œžŸ‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜]")
_SPELT = 6
"""Letters of the longest legal form that also holds when its letters stand apart."""

Words = tuple[str, ...]


class Phrases:
    """Runs of words and what is written instead of each; of those that begin at a word the longest holds."""

    def __init__(self, written: Mapping[Words, Words]) -> None:
        self._by_first: dict[str, list[tuple[Words, Words]]] = defaultdict(list)
        for run in sorted(written, key=len, reverse=True):
            self._by_first[run[0]].append((run, written[run]))

    def replace(self, words: Words) -> Words:
        if self._by_first.keys().isdisjoint(words):
            return words
        out: list[str] = []
        at = 0
        while at < len(words):
            runs = self._by_first.get(words[at], ())
            found = next(((run, new) for run, new in runs if words[at : at + len(run)] == run), None)
            run, new = found or (words[at : at + 1], words[at : at + 1])
            out += new
            at += len(run)
        return tuple(out)


@dataclass(frozen=True, slots=True)
class NameRules:
    """What `names.toml` says, ready for use. `cut_forms` are legal forms of several words without their end."""

    stop_words: frozenset[str]
    generic_words: frozenset[str]
    branch_words: frozenset[str]
    blank_names: frozenset[str]
    legal_forms: Phrases
    cut_forms: frozenset[str]
    abbreviations: Phrases
    rewrites: tuple[tuple[Words, Words], ...]
    kind_families: dict[str, str]


@cache
def name_rules() -> NameRules:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    forms = [tuple(form.split()) for form in data["legal_forms"]]
    spelt = [tuple(form[0]) for form in forms if len(form) == 1 and 2 < len(form[0]) <= _SPELT]
    return NameRules(
        frozenset(data["stop_words"].split()),
        frozenset(data["generic_words"].split()),
        frozenset(data["branch_words"].split()),
        frozenset(data["blank_names"]),
        Phrases({form: () for form in (*forms, *spelt)}),
        frozenset(_beginnings(forms)),
        Phrases({tuple(short.split()): tuple(full.split()) for short, full in data["abbreviations"].items()}),
        tuple((tuple(r["from"].split()), tuple(r["to"].split())) for r in data["rewrites"]),
        data["kind_families"],
    )


def plain_words(text: str) -> Words:
    """Words in lower case without accents; dotted abbreviations are one word ("S.p.A." is "spa")."""
    bare = text.casefold()
    if not bare.isascii():
        bare = "".join(
            c for c in unicodedata.normalize("NFKD", _repaired(text).casefold()) if not unicodedata.combining(c)
        )
    if "&" in bare:
        bare = _ENTITY.sub(" ", bare)
    if "." in bare:
        bare = _DOTTED.sub(lambda m: m[0].replace(".", "") + " ", bare)
    return tuple(_WORD.findall(bare))


def name_words(name: str) -> Words:
    """The words that tell who is meant, in their order; never empty where the name has a letter or digit."""
    rules = name_rules()
    words = plain_words(name)
    told = _without_forms(rules.abbreviations.replace(words), rules)
    kept = tuple(w for w in told if w not in rules.stop_words)
    for old, new in rules.rewrites:
        if len(kept) > len(old) and kept[: len(old)] == old:
            kept = new + kept[len(old) :]
            break
    return kept or words


def comparable(name: str) -> str:
    """`name_words` on one line: what equal names have in common."""
    return " ".join(name_words(name))


def is_generic(name: str) -> bool:
    """Whether the name is only a class word, an office or a name that every town has."""
    rules = name_rules()
    return all(w in rules.generic_words or len(w) == 1 for w in name_words(name))


def is_no_name(name: str) -> bool:
    """Whether a register says here that it has no name, or writes a number instead."""
    plain = " ".join(plain_words(name))
    return plain in name_rules().blank_names or not any(c.isalpha() for c in plain)


def kind_family(kind: object) -> str:
    """The family of kinds within which equal names mean the same body; unknown kinds are a family of their own."""
    return name_rules().kind_families.get(str(kind), str(kind or "unknown"))


def _without_forms(words: Words, rules: NameRules) -> Words:
    """The words less their legal forms, also one that is cut short at the end; what would leave nothing is kept."""
    kept = rules.legal_forms.replace(words)
    for begin in range(1, len(kept)):
        if " ".join(kept[begin:]) in rules.cut_forms:
            return kept[:begin]
    return kept or words


def _beginnings(forms: Iterable[Words]) -> Iterable[str]:
    """Every beginning of a form that has its first word and a letter more, but not the whole form."""
    for form in forms:
        whole = " ".join(form)
        yield from (whole[:end] for end in range(len(form[0]) + 2, len(whole)))


def _repaired(text: str) -> str:
    """Text whose UTF-8 was read as Windows-1252, read rightly; any other text as it is."""
    if not _MOJIBAKE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
