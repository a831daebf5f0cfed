"""Lists: an item that begins with a title is an action of whoever the list is about."""

from spacy.language import Language
from spacy.tokens import Doc

from graph.extraction import Passage
from ingest.language.draft import KEY, Draft, Reading
from ingest.language.fields import Headers
from ingest.language.lexicon import words_of
from ingest.language.patterns import expression
from ingest.language.phrases import PhraseReach
from ingest.language.words import words_in

_TITLE = expression("listed.title")
_GENRES = frozenset({"profile", "report", "plan", "project_sheet"})
_NOT_TITLES = expression("listed.not_titles")


@Language.component("intreccio_lists")
def lists(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if not reading.italian or reading.genre not in _GENRES:
        return doc
    headers, reach = Headers(reading.lexicon.tables), PhraseReach(reading.lexicon)
    by_passage, gone = reading.by_passage(), set[int]()
    for number, passage in enumerate(reading.passages):
        if passage.kind != "item" and not passage.text.startswith(("-", "–", "•", "*", "→", "·")):
            continue
        title = _title(passage, headers, reach)
        if title is None:
            continue
        start, end = passage.start + title[0], passage.start + title[1]
        inside = [m for m in by_passage.get(number, []) if m.start < end and start < m.end]
        if any(m.type in ("Organisation", "Person", "Area") and not m.reference for m in inside) or any(
            m.rule == "table_action" for m in inside
        ):
            continue
        gone |= {id(m) for m in inside if m.type != "Group"}
        reading.mentions.append(_action(reading, number, start, end))
    reading.mentions = [m for m in reading.mentions if id(m) not in gone]
    return doc


def _title(passage: Passage, headers: Headers, reach: PhraseReach) -> tuple[int, int] | None:
    match = _TITLE.match(passage.text)
    if (
        match is None
        or _NOT_TITLES.match(match["title"])
        or headers.role(match["title"])
        or len(match["title"].split()) > 8
    ):
        return None
    words = words_in(match["title"], 0, len(match["title"]))
    if any(reach.is_verb(words, i) for i in range(len(words))) or (match["mark"] == ", " and len(words) > 5):
        return None
    start, end = match.span("title")
    quoted = match["title"][0] in '«“"'
    return (start + 1, end - 1) if quoted else (start, end)


def _action(reading: Reading, number: int, start: int, end: int) -> Draft:
    words = words_of(reading.text[start:end])
    heads = reading.lexicon.action_heads.entries
    kind = next((heads[(w,)] for w in words[:2] if (w,) in heads), "service")
    return Draft("Action", start, end, "list_action", {"kind": kind}, words[0] if words else "", number)
