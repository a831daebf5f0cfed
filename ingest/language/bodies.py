"""Bodies that go by a common noun ("l'associazione", "il Circolo"), and the body that a document is of."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.draft import KEY, Draft, Reading
from ingest.language.patterns import expression, word_set
from ingest.language.ties import key
from ingest.registers.kinds import kind_of

_BODY, _ORGAN = "Organisation", "organ"
_CALLED = expression("bodies.called")
_SELF = expression("bodies.self")
_KINDS = {
    noun: frozenset(word_set(f"bodies.kinds.{group}"))
    for group in ("association", "cooperative", "company")
    for noun in word_set(f"bodies.{group}")
}
_NOUNS = word_set("bodies.nouns")
_FORMS = word_set("bodies.forms")
_SHORT = dict(pair.split() for pair in sorted(word_set("bodies.short")))
_WORD = re.compile(r"[^\W\d_]+")
_TITLED = 3
"""What it counts that a body is in the title: as much as to speak of itself and stand at the end."""
_SHORTEST = 3
_FOOT = 3
"""Passages at the end that may be a page's imprint."""


@Language.component("intreccio_bodies")
def bodies(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    for mention in reading.mentions:
        if mention.anchor is not None:
            mention.anchor = mention.entity
    named = [m for m in reading.mentions if m.type == _BODY and not _is_common(reading, m)]
    called = dict(_called(reading))
    for mention in reading.mentions:
        common = mention.type == _BODY and _is_common(reading, mention)
        if common and (body := _meant(reading, mention, named, called)) is not None:
            reading.tie(mention, body.entity)
    return doc


def own_body(reading: Reading) -> Draft | None:
    """The body whose page or paper a document is: it titles it, is named most, or speaks of itself; None: in doubt."""
    found = [m for m in reading.mentions if m.type == _BODY and m.entity.properties.get("kind") != _ORGAN]
    found = [m for m in found if not _is_common(reading, m)]
    counts = Counter(id(m.entity) for m in found)
    title = {word for word in key(reading.title or "").split() if len(word) > _SHORTEST}
    last = len(reading.passages) - _FOOT

    def titles(mention: Draft) -> bool:
        return bool(title.intersection(_words(reading, mention)))

    def weight(mention: Draft) -> int:
        tells, speaks = kind_of(reading.words(mention)), _SELF.search(reading.passages[mention.passage].text)
        own = 2 * bool(tells) + 2 * bool(speaks) + (mention.passage >= last)
        return _TITLED * titles(mention) + own + counts[id(mention.entity)]

    best = max(found, key=lambda m: (weight(m), -m.start), default=None)
    return best if best and (reading.genre == "profile" or titles(best)) else None


def common_noun(text: str) -> bool:
    """Whether a body goes by such a noun in a stretch of text."""
    return any(word.lower() in _KINDS or word.lower() in _NOUNS for word in _WORD.findall(text))


def _is_common(reading: Reading, mention: Draft) -> bool:
    """Whether a body goes by a noun alone, or by one and its legal form."""
    noun, *form = _words(reading, mention) or [""]
    return common_noun(noun) and _FORMS.issuperset(form)


def _called(reading: Reading) -> Iterator[tuple[str, Draft]]:
    """Names that a document gives: "la Cooperativa Il Ramo, con sede in Norcia (di seguito «Cooperativa»)"."""
    for match in _CALLED.finditer(reading.text):
        passage = reading.passage_at(match.start())
        before = [m for m in reading.mentions if m.type == _BODY and m.passage == passage and m.end <= match.start()]
        if before:
            _part(reading, before[0])
            yield match["name"].lower(), before[0]


def _meant(reading: Reading, mention: Draft, named: list[Draft], called: dict[str, Draft]) -> Draft | None:
    """Which body the noun means: the one called so, who speaks, the one tied already, the only one that may be.

    Of several the last under the same heading.
    """
    noun = _words(reading, mention)[0]
    if noun in called and called[noun].start < mention.start:
        return called[noun]
    turn = next((t for t in reading.turns if t.named <= mention.start < t.end), None)
    if turn and _may(reading, noun, turn.body, spoken=True):
        return turn.body
    fitting = {id(m.entity): m for m in named if m.start < mention.start and _may(reading, noun, m)}
    if id(mention.entity) in fitting or len(fitting) == 1:
        return fitting.get(id(mention.entity)) or next(iter(fitting.values()))
    passages = reading.passages
    beside = (m for m in fitting.values() if passages[m.passage].heading == passages[mention.passage].heading)
    return max(beside, key=lambda m: m.start, default=None)


def _may(reading: Reading, noun: str, body: Draft, *, spoken: bool = False) -> bool:
    """Whether a noun may mean a body: its name has the word, or is of a kind that goes by it (tells no other)."""
    words = _words(reading, body)
    if noun in (_SHORT.get(word, word) for word in words):
        return True
    kinds = _KINDS.get(noun)
    told = _told(reading.words(body))
    if kinds is None:
        return False
    return told in kinds or (told is None and (spoken or body.entity.properties.get("kind") in kinds))


@lru_cache(maxsize=1024)
def _told(name: str) -> str | None:
    return kind_of(name)


def _part(reading: Reading, body: Draft) -> None:
    """What is called by a name of its own is no earlier body whose name has no word of its name."""
    if body.anchor is not None and not set(_words(reading, body)) & set(_words(reading, body.anchor)):
        body.anchor = None


def _words(reading: Reading, mention: Draft) -> list[str]:
    return key(reading.words(mention)).split()
