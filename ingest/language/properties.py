"""What the words of a mention, and those around it, state: amounts, ages, periods, codes, targets."""

import re
from collections.abc import Callable, Iterator, Mapping

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Value
from ingest.language.cells import INDICATOR_VALUE
from ingest.language.coded import HEADING, is_objective
from ingest.language.draft import KEY, Draft, Reading
from ingest.language.patterns import expression, word_set
from ingest.language.values import MONEY, ages, amount, duration, number, times

_HORIZON = expression("properties.horizon")
_CODE = expression("properties.code")
_COUNTED = expression("properties.counted")
_YOUNG_BOARD, _SENIOR_BOARD = expression("properties.young_board"), expression("properties.senior_board")
_OF_ORGANISATIONS = word_set("properties.of_organisations")
_TRANSVERSAL = re.compile(r"\b(?:trasversal|orizzontal)[ei]\b", re.IGNORECASE)
_AROUND = 60
_FORMS = frozenset({"aps", "odv"})
"""Legal forms that are kinds of their own."""
_MONEY_KIND = "money"

Values = Iterator[tuple[str, Value]]


@Language.component("intreccio_properties")
def properties(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    for mention in reading.mentions:
        if read := _READERS.get(mention.type):
            for name, value in read(reading, mention):
                mention.properties.setdefault(name, value)
    return doc


def _organisation(reading: Reading, mention: Draft) -> Values:
    """What its legal form says, and who governs it, said behind its name in the same sentence."""
    form = reading.words(mention).rsplit(" ", 1)[-1].replace(".", "").lower()
    if form in _FORMS:
        mention.properties["kind"] = form
    after = reading.text[mention.end : reading.passages[mention.passage].end]
    young, senior = _YOUNG_BOARD.search(after), _SENIOR_BOARD.search(after)
    if young or senior:
        yield "led_by", "mixed" if young and senior else "young" if young else "senior"


def _plan(reading: Reading, mention: Draft) -> Values:
    words = reading.words(mention)
    spanned = [t for t in times(words) if t.first != t.last]
    if spanned:
        yield "since", spanned[0].first
        yield "until", spanned[0].last
    passage = reading.passages[mention.passage]
    cue = _HORIZON.search(passage.text)
    stated = duration(words)
    if stated is None and cue and mention.entity is reading.main_plan():
        stated = duration(passage.text[max(0, cue.start() - 30) : cue.end() + _AROUND])
    if stated:
        yield "duration", stated


def _action(reading: Reading, mention: Draft) -> Values:
    yield from _code(reading, mention)
    after = reading.text[mention.end : reading.passages[mention.passage].end][:_AROUND]
    if (cue := _HORIZON.search(after)) and (stated := duration(after[cue.start() :])):
        yield "duration", stated


def _area(reading: Reading, mention: Draft) -> Values:
    passage = reading.passages[mention.passage]
    heading = HEADING.match(reading.text, passage.start, mention.start)
    if heading and heading.end() == mention.start:
        mention.properties["level"] = "objective" if is_objective(heading) else "area"
        yield "code", heading["code"]
    else:
        yield from _code(reading, mention)
    near = reading.text[max(passage.start, mention.start - _AROUND) : min(passage.end, mention.end + _AROUND)]
    if _TRANSVERSAL.search(near):
        yield "transversal", True


def _code(reading: Reading, mention: Draft) -> Values:
    """The code that stands before a title."""
    before = reading.text[max(reading.passages[mention.passage].start, mention.start - 30) : mention.start]
    if match := _CODE.search(before):
        yield "code", match["code"]


def _resource(reading: Reading, mention: Draft) -> Values:
    words = reading.words(mention)
    money = MONEY.search(words)
    if mention.properties.get("kind") == _MONEY_KIND or money:
        value = amount(money) if money else number(words.replace("€", ""))
        if value is not None:
            yield "amount", value
            yield "unit", "EUR"
    elif (match := _COUNTED.match(words)) and (count := number(match["count"])) is not None:
        yield "amount", count
        if match["unit"]:
            yield "unit", match["unit"]


def _group(reading: Reading, mention: Draft) -> Values:
    yield "of", "organisations" if mention.properties.get("category") in _OF_ORGANISATIONS else "people"
    yield from ages(reading.words(mention)).items()


def _indicator(reading: Reading, mention: Draft) -> Values:
    """The value behind it, up to the end of its item or cell."""
    rest = re.split(r"[;|\n]", reading.text[mention.end : mention.end + _AROUND])[0]
    if value := INDICATOR_VALUE.search(rest):
        for name, words in (("target", value["to"].rstrip(".,")), ("baseline", value["from"] or "")):
            if (said := number(words)) is not None:
                yield name, said
        if value["unit"]:
            yield "unit", value["unit"]


_READERS: Mapping[str, Callable[[Reading, Draft], Values]] = {
    "Organisation": _organisation,
    "Plan": _plan,
    "Area": _area,
    "Action": _action,
    "Resource": _resource,
    "Group": _group,
    "Indicator": _indicator,
}
