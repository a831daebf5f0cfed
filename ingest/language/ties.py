"""Which mentions are one thing, beyond what the encoder ties: the same name, its acronym, its surname."""

import re
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.coded import HEADING
from ingest.language.draft import KEY, Draft, Reading

_SIGNS = re.compile(r"[\W_]+")
_OPENS_ACRONYM = re.compile(
    r"[»”\"]?\s?\((?:(?:di seguito|in breve|in sigla|d['’]ora in (?:poi|avanti)|d['’]ora innanzi)[^()]{0,20})?[«“\"]?"
)
_ACRONYM = re.compile(r"[A-ZÀ-Ý][A-Za-zÀ-ÿ.&-]*[A-ZÀ-Ý][A-Za-z0-9.]*|[A-ZÀ-Ý]{2,8}\d?")
_YEARS = re.compile(
    r" (?:(?:per )?(?:il |l |gli )?(?:anno|anni|periodo|biennio|triennio|quadriennio|quinquennio) )?\d{4}(?: \d{2,4})?$"
)
"""The years at the end of a plan's name, as `key` writes it."""
_BARE_AREA = re.compile(
    r"(?:l['’])?(?:area|asse|ambito|linea|obiettivo)(?: (?:n\. ?)?(?P<code>\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-Z]))?",
    re.IGNORECASE,
)
_OPENS_SENTENCE = re.compile(r"[.:*_]{1,5}\s+|\s*\n\s*")
"""Between a title and the first word of what describes it."""
_NEVER = frozenset({"Resource"})
"""Of these the same words are often another thing."""


@Language.component("intreccio_ties")
def ties(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    first: dict[tuple[str, str], Draft] = {}
    dated: dict[str, str] = {}
    before: Draft | None = None
    coded = {row.passage for row in reading.rows if any(f.role == "title" for f in row.fields)}
    for mention in reading.mentions:
        if mention.type not in _NEVER and not (mention.type == "Action" and mention.passage in coded):
            _join(first.setdefault((mention.type, key(reading.words(mention))), mention), mention)
        if mention.type == "Plan":
            _without_years(reading, mention, first, dated)
        if mention.type == "Person" and " " in (words := key(reading.words(mention))):
            first.setdefault(("Person", words.rsplit(" ", 1)[1]), mention)
        if mention.type == "Organisation":
            if before is not None:
                _acronym(reading, before, mention)
            before = mention
    _bare_areas(reading)
    _described(reading)
    return doc


def _described(reading: Reading) -> None:
    """The sentence behind an action's title says what it is: "1.1 Foresteria. Sistemazione dell'ex convitto"."""
    titles = {
        f.start: f.end for row in reading.rows if row.title == row.passage for f in row.fields if f.role == "title"
    }
    actions = [m for m in reading.mentions if m.type == "Action"]
    for title, following in pairwise(actions):
        end = titles.get(title.start)
        if end is not None and _OPENS_SENTENCE.fullmatch(reading.text, end, following.start):
            _join(title, following)


def _bare_areas(reading: Reading) -> None:
    """ "L'area", "Area 6": the area under whose heading it stands, or of that code; else it names nothing."""
    headed = {row.passage for row in reading.rows if row.fields[0].role == "heading"}
    areas = [m for m in reading.mentions if m.type == "Area"]
    titles = [m for m in areas if m.passage in headed]
    codes = {heading["code"]: m for m in reversed(titles) if (heading := _heading_of(reading, m))}
    for area in [m for m in areas if m.passage not in headed or not _heading_of(reading, m)]:
        bare = _BARE_AREA.fullmatch(reading.words(area))
        if bare is None:
            continue
        above = next((t for t in reversed(titles) if t.start < area.start), None)
        meant = codes.get(bare["code"]) if bare["code"] else above
        if meant is not None:
            _join(meant, area)
        elif area.entity is area:
            area.passage = -1
            reading.mentions.remove(area)


def _heading_of(reading: Reading, area: Draft) -> re.Match[str] | None:
    passage = reading.passages[area.passage]
    return HEADING.match(reading.text, passage.start, area.start)


def _without_years(reading: Reading, plan: Draft, first: dict[tuple[str, str], Draft], dated: dict[str, str]) -> None:
    """A plan is the same with and without its years, the first that stand with its name (`dated`)."""
    full = key(reading.words(plan))
    bare = _YEARS.sub("", full)
    if bare != full and dated.setdefault(bare, full) == full:
        _join(first.setdefault(("Plan", bare), plan), plan)


def key(text: str) -> str:
    """The words of a name in lower case, without signs."""
    return _SIGNS.sub(" ", text.lower()).strip()


def _acronym(reading: Reading, name: Draft, mention: Draft) -> None:
    """ "Agenzia per lo sviluppo (APS)": the acronym is the name's, and known by it."""
    words = reading.words(mention)
    between = reading.text[name.end : mention.start]
    if _ACRONYM.fullmatch(words) and _OPENS_ACRONYM.fullmatch(between):
        _join(name, mention)
        name.entity.properties.setdefault("acronym", words)


def _join(earlier: Draft, later: Draft) -> None:
    """Make two things one: the first mention of both stands for it."""
    one, other = earlier.entity, later.entity
    if one is not other:
        first, second = (one, other) if one.start <= other.start else (other, one)
        second.anchor = first
