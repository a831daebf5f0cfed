"""Properties that the words around a mention state: periods and durations of plans, dates of events, targets."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.draft import KEY, Draft, Reading
from ingest.language.patterns import expression
from ingest.language.values import duration, first_date, period

_UNTIL = expression("properties.until")
_HORIZON = expression("properties.horizon")


@Language.component("intreccio_properties")
def properties(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian:
        year = reading.date[:4] if reading.date else None
        for number, mentions in reading.by_passage().items():
            _plans(reading, number, mentions)
            _actions(reading, number, mentions, year)
    return doc


def _plans(reading: Reading, number: int, mentions: list[Draft]) -> None:
    passage = reading.passages[number]
    plans = [m for m in mentions if m.type == "Plan"]
    for plan in plans:
        words = reading.words(plan)
        if years := period(words):
            plan.properties.setdefault("since", years[0])
            plan.properties.setdefault("until", years[1])
        if found := duration(words, reading.lexicon.spans["numbers"]):
            plan.properties.setdefault("duration", found)
    if not plans or not (cue := _HORIZON.search(passage.text)):
        return
    near = min(plans, key=lambda m: abs(m.start - passage.start - cue.start()))
    window = passage.text[max(0, cue.start() - 30) : cue.end() + 60]
    if found := duration(window, reading.lexicon.spans["numbers"]):
        near.properties.setdefault("duration", found)
    if years := period(window):
        near.properties.setdefault("since", years[0])
        near.properties.setdefault("until", years[1])
    elif until := _UNTIL.search(window):
        near.properties.setdefault("until", until[1])


_STARTED = expression("properties.started")


def _actions(reading: Reading, number: int, mentions: list[Draft], year: str | None) -> None:
    passage = reading.passages[number]
    if passage.kind == "row":
        return
    for action in (m for m in mentions if m.type == "Action" and m.anchor is None):
        after = reading.text[action.end : min(passage.end, action.end + 70)]
        if action.rule == "action_process":
            if (found := first_date(after, None)) and _STARTED.search(after[: found.start]):
                action.properties.setdefault(
                    "since",
                    found.value[:4]
                    if re.search(r"autunno|primavera|estate|inverno|primi mesi", after[: found.start])
                    else found.value,
                )
        elif action.rule == "action_event":
            near = reading.text[max(passage.start, action.start - 60) : min(passage.end, action.end + 60)]
            if found := first_date(near, year):
                action.properties.setdefault("since", found.value)
