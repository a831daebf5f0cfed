"""Names made comparable: case, accents, legal forms, abbreviations and small words do not tell things apart."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "names.toml"
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class NameRules:
    """What `names.toml` says, ready for use. Legal forms are runs of words, the longest first."""

    stop_words: frozenset[str]
    generic_words: frozenset[str]
    legal_forms: tuple[tuple[str, ...], ...]
    abbreviations: dict[str, str]
    rewrites: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    kind_families: dict[str, str]


@cache
def name_rules() -> NameRules:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    forms = sorted((tuple(form.split()) for form in data["legal_forms"]), key=len, reverse=True)
    return NameRules(
        frozenset(data["stop_words"].split()),
        frozenset(data["generic_words"].split()),
        tuple(forms),
        data["abbreviations"],
        tuple((tuple(r["from"].split()), tuple(r["to"].split())) for r in data["rewrites"]),
        data["kind_families"],
    )


def plain_words(text: str) -> list[str]:
    """Words in lower case without accents; dotted abbreviations are one word ("S.p.A." is "spa")."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return _WORD.findall(_DOTTED.sub(lambda m: m[0].replace(".", "") + " ", bare))


def comparable(name: str) -> str:
    """The name for comparing, as words in their order; never empty where the name has a letter or digit."""
    rules = name_rules()
    words = plain_words(name)
    kept = [w for w in _without_forms(words, rules.legal_forms) if w not in rules.stop_words]
    full = [rules.abbreviations.get(w, w) for w in kept]
    for old, new in rules.rewrites:
        if len(full) > len(old) and tuple(full[: len(old)]) == old:
            full[: len(old)] = new
            break
    return " ".join(full or words)


def is_generic(name: str) -> bool:
    """Whether the name is only a class word, an office or a name that every town has."""
    rules = name_rules()
    words = comparable(name).split()
    return all(w in rules.generic_words or len(w) == 1 for w in words)


def kind_family(kind: object) -> str:
    """The family of kinds within which equal names mean the same body; unknown kinds are a family of their own."""
    return name_rules().kind_families.get(str(kind), str(kind or "unknown"))


def _without_forms(words: list[str], forms: tuple[tuple[str, ...], ...]) -> list[str]:
    """The words less their legal forms; what would leave nothing is kept."""
    for form in forms:
        n = len(form)
        at = next((i for i in range(len(words) - n + 1) if tuple(words[i : i + n]) == form), None)
        if at is not None and len(words) > n:
            return _without_forms(words[:at] + words[at + n :], forms)
    return words
