"""Names made comparable: case, accents, legal forms, abbreviations and small words do not tell things apart.

The words, and what is written for what, are in `data/names.toml`.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from graph.kinds import agree
from ingest.registers.kinds import kind_of
from ingest.registers.provinces import provinces
from ingest.resolve.municipalities import municipalities

_DATA = Path(__file__).parent / "data" / "names.toml"
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_WORD = re.compile(r"[^\W_]+")
_ENTITY = re.compile(r"&(?:apos|quot|amp);?|&[^\s;]{1,8};")
_MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bf€™š›œžŸ‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜]")
_ESCAPED = re.compile("u201[89]")
_ACRONYM = (3, 8)
"""Letters of an acronym, at least and at most."""
_LONG = 3
"""Words of a long name."""
_RUN_TOGETHER = re.compile(r"\b\d{11}\b\W*[^\W\d]")
_SPELT = 6
"""Letters of the longest legal form that also holds when its letters stand apart."""

PUBLIC_KINDS: Final = frozenset({"public_body", "university", "school", "health_body"})
"""Kinds of bodies that a register of public bodies holds."""

Words = tuple[str, ...]


class Phrases:
    """Runs of words and what is written instead of each; of those that begin at a word the longest holds."""

    def __init__(self, written: Mapping[Words, Words]) -> None:
        self._by_first: dict[str, list[tuple[Words, Words]]] = defaultdict(list)
        for run in sorted(written, key=len, reverse=True):
            self._by_first[run[0]].append((run, written[run]))

    def parts(self, words: Words) -> Iterator[tuple[Words, Words | None]]:
        """The words in their order: each run with what is written instead, each other word with None."""
        at = 0
        while at < len(words):
            runs = self._by_first.get(words[at], ())
            run, new = next((r for r in runs if words[at : at + len(r[0])] == r[0]), (words[at : at + 1], None))
            yield run, new
            at += len(run)

    def replace(self, words: Words) -> Words:
        if self._by_first.keys().isdisjoint(words):
            return words
        return tuple(word for run, new in self.parts(words) for word in (run if new is None else new))


@dataclass(frozen=True, slots=True)
class NameRules:
    """What `names.toml` says, ready for use.

    `legal_forms` writes the code of a form instead of it. `cut_forms` are beginnings of forms of several words,
    `cut_words` of any word of a form.
    """

    stop_words: frozenset[str]
    generic_words: frozenset[str]
    branch_words: frozenset[str]
    class_words: frozenset[str]
    part_words: frozenset[str]
    in_short: re.Pattern[str]
    offices: frozenset[str]
    whole_offices: frozenset[str]
    blank_names: frozenset[str]
    legal_forms: Phrases
    cut_forms: frozenset[str]
    cut_words: frozenset[str]
    abbreviations: Phrases
    rewrites: tuple[tuple[Words, Words], ...]
    kind_families: dict[str, str]
    natures: dict[str, list[str]]
    one_seat: frozenset[str]
    statuses: frozenset[str]
    kind_natures: dict[str, list[str]]
    plurals: dict[str, str]
    never_public: frozenset[str]
    not_in_register: frozenset[str]
    national_words: frozenset[str]


@cache
def name_rules() -> NameRules:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    forms = {tuple(form.split()): (code,) for code, forms in data["legal_forms"].items() for form in forms}
    spelt = {tuple(form[0]): form for form in forms if len(form) == 1 and 2 < len(form[0]) <= _SPELT}
    short = {tuple(short.split()): tuple(full.split()) for short, full in data["abbreviations"].items()}
    return NameRules(
        frozenset(data["stop_words"].split()),
        frozenset(data["generic_words"].split()),
        frozenset(data["branch_words"].split()),
        frozenset(data["class_words"].split()),
        frozenset(data["part_words"].split()),
        re.compile(rf"\b(?:{'|'.join(data['in_short'])})\b\W*", re.IGNORECASE),
        frozenset(data["offices"].split()),
        frozenset(data["whole_offices"].split()),
        frozenset(data["blank_names"]),
        Phrases(forms),
        frozenset((*_beginnings(forms), *data["cut_ends"])),
        frozenset(word[:end] for form in forms for word in form for end in range(1, len(word) + 1)),
        Phrases(spelt | short),
        tuple((tuple(r["from"].split()), tuple(r["to"].split())) for r in data["rewrites"]),
        data["kind_families"],
        data["natures"],
        frozenset(data["one_seat"]),
        frozenset(data["statuses"]),
        data["kind_natures"],
        data["plurals"],
        frozenset(data["never_public"]),
        frozenset(data["not_in_register"]),
        frozenset(data["national_words"]),
    )


@cache
def municipality_names() -> frozenset[Words]:
    """The telling words of the names of all municipalities."""
    return frozenset(name_words(municipality.name) for municipality in municipalities().values())


@cache
def province_names() -> frozenset[Words]:
    """The telling words of the names of all provinces, and their letters."""
    return frozenset(name_words(said) for letters_and_name in provinces().items() for said in letters_and_name)


def plain_words(text: str) -> Words:
    """Words in lower case without accents; dotted abbreviations are one word ("S.p.A." is "spa")."""
    if "u20" in (bare := text.casefold()):
        bare = text = _ESCAPED.sub("'", bare)
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
    return telling_words(plain_words(name))


def telling_words(words: Words) -> Words:
    """Of the plain words of a name those that tell who is meant, abbreviations written out."""
    return parted(words)[0]


def parted(words: Words) -> tuple[Words, frozenset[str]]:
    """The plain words of a name as those that tell who is meant, and the codes of its legal forms."""
    rules = name_rules()
    told, forms = _without_forms(rules.abbreviations.replace(words), rules)
    kept = tuple(w for w in told if w not in rules.stop_words)
    for old, new in rules.rewrites:
        if len(kept) > len(old) and kept[: len(old)] == old:
            kept = new + kept[len(old) :]
            break
    return kept or words, forms


def natures(forms: Iterable[str], kind: str | None) -> frozenset[str]:
    """What a body with these legal forms may be; where none tells, one of this kind. Empty where nothing tells."""
    rules = name_rules()
    told = frozenset(nature for form in forms for nature in rules.natures.get(form, ()))
    return told or frozenset(rules.kind_natures.get(str(kind), ()))


def without_province(words: Words) -> Words:
    """The telling words of a municipality without its province behind it ("comune valdieri cuneo")."""
    if words[:1] != ("comune",) or words[1:] in municipality_names():
        return words
    ends = (end for end in range(2, len(words)) if words[1:end] in municipality_names())
    return next((words[:end] for end in ends if words[end:] in province_names()), words)


def without_town(words: Words) -> Words:
    """Telling words without the municipality that they end with, if more stands before it."""
    towns = municipality_names()
    return next((words[:end] for end in range(max(1, len(words) - 3), len(words)) if words[end:] in towns), words)


def variants(name: str) -> Iterator[str]:
    """The name, and others that it holds: what it is in short, and without the acronym that it spells out."""
    yield name
    said = [part.strip() for part in name_rules().in_short.split(name)]
    if len(said) > 1:
        yield from filter(None, said)
    if (short := without_acronym(name)) is not None:
        yield short


def without_acronym(name: str) -> str | None:
    """The name without the acronym that its other words spell ("Consiglio nazionale … - CNR"); else None."""
    words = plain_words(name)
    for at, acronym in enumerate(words):
        rest = words[:at] + words[at + 1 :]
        if _ACRONYM[0] <= len(acronym) <= _ACRONYM[1] and acronym in _initials(rest):
            return " ".join(rest)
    return None


def _initials(words: Words) -> tuple[str, ...]:
    """The first letters of the words: of all, and of those that are no small words."""
    kept = [w for w in words if w not in name_rules().stop_words]
    return "".join(w[0] for w in words), "".join(w[0] for w in kept)


def comparable(name: str) -> str:
    """`name_words` on one line: what equal names have in common."""
    return " ".join(name_words(name))


def body_name(name: str) -> str:
    """What equal names of bodies have in common: `comparable`, without a class word before a name that tells enough."""
    return " ".join(without_class(name_words(name)))


def without_class(words: Words) -> Words:
    """The telling words of a name without a class word before two or more that tell who is meant."""
    rules = name_rules()
    telling = [w for w in words[1:] if w not in rules.generic_words]
    return words[1:] if len(telling) > 1 and words[0] in rules.class_words else words


def is_generic(name: str) -> bool:
    """Whether the name is only a class word, an office or a name that every town has."""
    rules = name_rules()
    return all(w in rules.generic_words or len(w) == 1 for w in name_words(name))


def kind_parts(names: Collection[str], kind: str | None) -> bool:
    """Whether the kind that a reader gives a body may part it from a namesake: not a guess on a long name.

    A name of three words is no two bodies' by chance; a kind that its words tell is no guess.
    """
    told = any(agree(said, kind) for name in names if (said := kind_of(name)))
    return told or all(len(body_name(name).split()) < _LONG for name in names)


def is_long(name: str) -> bool:
    """Whether the name has so many words that no class word is that hardly two bodies bear it by chance."""
    return sum(word not in name_rules().generic_words for word in name_words(name)) >= _LONG


def is_no_name(name: str) -> bool:
    """Whether a register says here that it has no name, writes a number instead, or ran two of its rows together.

    Of the last the sign is a codice fiscale with words behind it; whose place and name they are cannot be told.
    """
    plain = " ".join(plain_words(name))
    nobody = plain in name_rules().blank_names or not any(c.isalpha() for c in plain)
    return nobody or _RUN_TOGETHER.search(name) is not None


def kind_family(kind: object) -> str:
    """The family of kinds within which equal names mean the same body; unknown kinds are a family of their own."""
    return name_rules().kind_families.get(str(kind), str(kind or "unknown"))


def _without_forms(words: Words, rules: NameRules) -> tuple[Words, frozenset[str]]:
    """The words less their legal forms, and these; what would leave nothing is kept.

    A form that is cut short at the end of the name goes too, and the rest of a word after a form ("scs o").
    """
    kept: list[str] = []
    forms: set[str] = set()
    after_form, sure = False, 0
    for run, code in rules.legal_forms.parts(words):
        if code:
            forms.update(code)
        else:
            kept += run
        after_form = bool(code) or (after_form and run[0] in rules.cut_words)
        if not code and not after_form:
            sure = len(kept)
    whole = tuple(kept)
    end = sure if after_form else len(whole)
    for begin in range(1, end):
        if " ".join(whole[begin:end]) in rules.cut_forms:
            end = begin
            break
    return whole[:end] or whole or words, frozenset(forms)


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
