"""What each passage is about: the action at the title, row, heading or label that it stands under.

What goes there by a general word ("il servizio", "l'intervento") or by the first word of its title ("la bottega") is
that action. In minutes and reports a heading, or a label before what is said, that the encoder takes for nothing is an
action too, if it is not one of those that any such paper has ("Varie").
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from graph.extraction import Passage
from ingest.language.draft import KEY, Draft, Reading
from ingest.language.fields import TITLES
from ingest.language.patterns import expression, word_set

_TELLING: Final = frozenset({"minutes", "report"})
_USUAL: Final = expression("topics.usual")
_SAYS: Final = expression("topics.says")
_GENERAL: Final = word_set("topics.general")
_MARK: Final = re.compile(
    r"[\W_]*(?:(?:\d{1,2}|[a-zA-Z]|[IVX]{1,4})(?:\.\d{1,2})*[.)]\s*|\d{1,2}(?:\.\d{1,2})+\s+)?[\W_]*"
)
_LABEL: Final = re.compile(r"(?P<label>[A-ZÀ-Ý][^.:;,\n|]{3,60}?)[*_]*\s?(?:[.:]|\s[-–—])[*_]*(?=\s|$)")
_CODED: Final = re.compile(
    r"(?:\W*not[ae]\W+)?[\W_]*(?:azione |az\. ?)?(?P<code>\d{1,2}(?:\.\d{1,2})+)(?![.\d])", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_FUNCTION: Final = 3
_OBJECT: Final = re.compile(r"(?i)\W*(?:art(?:icolo|\.)\s*1\b.{0,5})?\s*oggetto\b")
_OPENING: Final = 8
"""Passages at the beginning in which it stands what a paper is about."""
_HALF: Final = 0.5
_MOST_WORDS: Final = 7
_SAME: Final = 5
"""Letters of a first word from which on it may stand for its title."""


@Language.component("intreccio_topics")
def topics(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian:
        reading.topics = _of_titles(reading) if reading.genre == "plan" else _of_headings(reading)
        titled = reading.titled()
        for mention in reading.mentions:
            topic = reading.topics.get(mention.passage) if mention.type == "Action" else None
            if topic is None or mention.entity is topic.entity:
                continue
            if _stands_for(reading, mention, topic):
                reading.tie(mention, topic.entity)
            elif (
                id(mention.entity) in titled
                and reading.words(mention)[:1].islower()
                and not _stands_for(reading, mention, mention.entity)
            ):
                mention.anchor = None  # a word under one title is hardly another's action
    return doc


def _of_titles(reading: Reading) -> dict[int, Draft]:
    """Of a plan: what stands in the rows of its actions, below their titles, and behind their codes in the notes."""
    titled = dict(_titled(reading))
    _part(reading, titled)
    found = dict(titled)
    for number, title in reading.below.items():
        if title in titled:
            found[number] = titled[title]
    coded: dict[str, Draft] = {}
    for number, mention in titled.items():
        if code := _CODED.match(reading.passages[number].text):
            first = coded.setdefault(code["code"], mention)
            if first.entity is not mention.entity and set(_content(reading.words(first))) & set(
                _content(reading.words(mention))
            ):
                reading.tie(mention, first.entity)
    blocks = {block.start for block in reading.source.blocks}
    noted: Draft | None = None
    for number, passage in enumerate(reading.passages):
        if number in found or passage.kind == "heading" or passage.start in blocks:
            noted = None
        if code := _CODED.match(passage.text):
            noted = coded.get(code["code"])
        if noted is not None and number not in found:
            found[number] = noted
    return found


def _part(reading: Reading, titled: Mapping[int, Draft]) -> None:
    """Titles of other codes, or without a word in common, are other actions, even if the encoder takes them for one."""
    known: dict[int, list[tuple[str | None, set[str]]]] = defaultdict(list)
    for number, mention in sorted(titled.items()):
        coded = _CODED.match(reading.passages[number].text)
        code, words = coded["code"] if coded else None, set(_content(reading.words(mention)))
        same = known[id(mention.entity)]
        if same and not any(words & others if None in {code, other} else code == other for other, others in same):
            mention.anchor = None
            same = known[id(mention)]
        same.append((code, words))


def _titled(reading: Reading) -> Iterator[tuple[int, Draft]]:
    by_passage = reading.by_passage()
    for row in reading.rows:
        fields = [f for f in row.fields if f.role in TITLES]
        for mention in by_passage.get(row.passage, ()):
            if mention.type == "Action" and any(f.start <= mention.start and mention.end <= f.end for f in fields):
                yield row.passage, mention
                break


def _of_headings(reading: Reading) -> dict[int, Draft]:
    """Of other papers: what stands below a heading, or behind a label, that is an action."""
    found: dict[int, Draft] = {}
    by_passage, made = reading.by_passage(), list[Draft]()
    blocks = {block.start for block in reading.source.blocks}
    whole = _of_whole(reading, by_passage)
    heading: Draft | None = None
    label: Draft | None = None
    for number, passage in enumerate(reading.passages):
        mine = by_passage.get(number, [])
        if passage.kind == "heading":
            heading, label = _title(reading, passage, mine, made), None
        elif passage.kind != "row":
            if passage.start in blocks:
                label = _label(reading, passage, mine, made)
            if topic := label or heading or _alone(mine) or whole:
                found[number] = topic
    if made:
        reading.mentions += made
        reading.settle()
    return found


def _alone(mine: list[Draft]) -> Draft | None:
    """The only action that a passage names."""
    actions = [m for m in mine if m.type == "Action"]
    return actions[0] if len({id(m.entity) for m in actions}) == 1 else None


def _of_whole(reading: Reading, by_passage: Mapping[int, list[Draft]]) -> Draft | None:
    """The one action that an agreement is made for, or a letter is about, as its first lines say."""
    opening = [m for number in range(_OPENING) for m in by_passage.get(number, ()) if m.type == "Action"]
    if reading.genre == "agreement":
        found = opening or [
            m
            for n, p in enumerate(reading.passages)
            if _OBJECT.search(p.text)
            for m in by_passage.get(n, ())
            if m.type == "Action"
        ]
    else:
        found = [m for m in opening if _OBJECT.match(reading.passages[m.passage].text)]
    return found[0] if len({id(m.entity) for m in found}) == 1 else None


def _title(reading: Reading, passage: Passage, mine: list[Draft], made: list[Draft]) -> Draft | None:
    """The action that a heading titles."""
    mark = _MARK.match(passage.text)
    start = passage.start + (mark.end() if mark else 0)
    return _action(reading, (start, passage.end), mine, made)


def _label(reading: Reading, passage: Passage, mine: list[Draft], made: list[Draft]) -> Draft | None:
    """The action whose name stands before what is said of it: "Torno su. …", "Sportello - …"."""
    mark = _MARK.match(passage.text)
    match = _LABEL.match(passage.text, mark.end() if mark else 0)
    if match is None or any(turn.start <= passage.start < turn.named for turn in reading.turns):
        return None
    start, end = (passage.start + at for at in match.span("label"))
    return _action(reading, (start, end), mine, made)


def _action(reading: Reading, place: tuple[int, int], mine: list[Draft], made: list[Draft]) -> Draft | None:
    """What the encoder takes for an action there, else a new one where such a paper speaks of what is done."""
    start, end = place
    inside = [m for m in mine if m.start < end and start < m.end]
    known = next((m for m in inside if m.type == "Action" and m.end - m.start >= _HALF * (end - start)), None)
    if known is not None:
        return known
    words = reading.text[start:end]
    names = any(m.type != "Group" for m in inside) or bool(_SAYS.search(words))
    if reading.genre not in _TELLING or names or len(words.split()) > _MOST_WORDS or _USUAL.match(words):
        return None
    if not words[:1].isupper() or start == 0:
        return None
    while end > start and not reading.text[end - 1].isalnum():
        end -= 1
    made.append(Draft("Action", start, end, {"kind": "other"}))
    return made[-1]


def _stands_for(reading: Reading, mention: Draft, topic: Draft) -> bool:
    """Whether a mention is but another word for the action that its passage is about."""
    words = reading.words(mention)
    if not words[:1].islower():
        return False
    first, title = (_content(text) for text in (words, reading.words(topic)))
    if not first or not title:
        return False
    alone = len(first) == 1
    return (alone and first[0] in _GENERAL) or (len(first[0]) >= _SAME and first[0] == title[0])


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if len(word) > _FUNCTION]
