"""What other papers than plans say of the action that they are about: how it is measured, by when it is done."""

from collections.abc import Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from graph.extraction import Passage
from ingest.language.draft import KEY, Draft, DraftClaim, Reading
from ingest.language.patterns import expression
from ingest.language.values import times

_MEASURED: Final = (expression("titles.judged"), expression("titles.expected"), expression("supplied.measured"))
_UNTIL: Final = expression("titles.until")
_LACKS: Final = expression("titles.lacks")
_VOICE: Final = "sheet"
_SUPPLYING: Final = frozenset({"agreement", "minutes"})


@Language.component("intreccio_supplied")
def supplied(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.genre in _SUPPLYING and reading.topics:
        measured = {c.triple[0] for c in reading.claims if c.type == "MEASURED_BY"}
        dated = {id(m.entity) for m in reading.mentions if "until" in m.properties}
        by_passage, made = reading.by_passage(), list[Draft]()
        for number, topic in sorted(reading.topics.items()):
            passage = reading.passages[number]
            mine = by_passage.get(number, ())
            indicator = _indicator(reading, passage, mine) if id(topic.entity) not in measured else None
            if indicator is not None:
                measured.add(id(topic.entity))
                made += [] if indicator.passage >= 0 else [indicator]
                indicator.passage = number
                passages = tuple(sorted({topic.passage, number}))
                reading.claims.append(DraftClaim(topic, "MEASURED_BY", indicator, "done", _VOICE, passages, sure=True))
            if reading.genre == "agreement" and id(topic.entity) not in dated:
                _date(reading, passage, topic)
        reading.mentions = sorted((*reading.mentions, *made), key=lambda m: (m.start, -m.end))
    return doc


def _indicator(reading: Reading, passage: Passage, mine: Sequence[Draft]) -> Draft | None:
    """The first words of a passage that say how something is measured: the encoder's indicator in them, else all."""
    for shape in _MEASURED:
        match = shape.search(reading.text, passage.start, passage.end)
        if match and not _LACKS.search(reading.text[passage.start : match.start("what")]):
            start, end = match.span("what")
            inside = (m for m in mine if m.type == "Indicator" and start <= m.start and m.end <= end)
            return next(inside, None) or Draft("Indicator", start, end)
    return None


def _date(reading: Reading, passage: Passage, topic: Draft) -> None:
    """Gives an action the deadline that an agreement sets."""
    match = _UNTIL.search(reading.text, passage.start, passage.end)
    found = times(match["what"]) if match else []
    if found:
        topic.properties.setdefault("until", found[-1].last)
