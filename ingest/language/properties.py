"""What the words of a mention, and those around it, state: amounts, ages, periods, codes, targets."""

import re
from collections.abc import Callable, Iterator, Mapping

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Value
from ingest.language.cells import INDICATOR_VALUE
from ingest.language.coded import HEADING, is_objective
from ingest.language.draft import KEY, Draft, Reading
from ingest.language.patterns import expression, is_trade, word_set
from ingest.language.values import MONEY, ages, amount, duration, number, times
from ingest.registers.kinds import kind_of

_HORIZON = expression("properties.horizon")
_CODE = expression("properties.code")
_COUNTED = expression("properties.counted")
_YOUNG_BOARD, _SENIOR_BOARD = expression("properties.young_board"), expression("properties.senior_board")
_OF_ORGANISATIONS = word_set("properties.of_organisations")
_TRANSVERSAL = re.compile(r"\b(?:trasversal|orizzontal)[ei]\b", re.IGNORECASE)
_RESOURCES = {
    word: kind for kind in ("people", "equipment", "space", "data", "skills") for word in word_set(f"resources.{kind}")
}
_HEAD = re.compile(r"[^\W\d]{4,}")
_AROUND = 60
_TELLING = {"public_body", "social_cooperative", "aps", "odv", "school", "foundation", "religious_body", "company"}
_TELLING |= {"trade_union", "trade_association"}
"""Kinds that a name tells by its words, rightly for 97 % and more of the names in the corpus (train and dev)."""
_NEVER: Mapping[str, frozenset[str]] = {
    "cooperative": frozenset(
        {"association", "aps", "odv", "foundation", "company", "school", "informal_group", "other"}
    ),
    "association": frozenset({"cooperative", "social_cooperative", "foundation", "bank", "health_body"}),
}
"""What a body is not whose name tells such a kind, or a narrower one: hardly one in the corpus is (train and dev)."""
_MONEY_KIND = "money"
_ORGAN = "organ"

Values = Iterator[tuple[str, Value]]


@Language.component("intreccio_properties")
def properties(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    for mention in reading.mentions:
        if read := _READERS.get(mention.type):
            for name, value in read(reading, mention):
                mention.properties.setdefault(name, value)
    for organ in [m for m in reading.mentions if m.properties.get("kind") == _ORGAN and "led_by" in m.properties]:
        if (body := _body_of(reading, organ)) is not None:
            body.properties.setdefault("led_by", organ.properties.pop("led_by"))
    return doc


def _organisation(reading: Reading, mention: Draft) -> Values:
    """What its name says, and who governs it: behind its name in the sentence, anywhere if it is alone there."""
    told = kind_of(reading.words(mention)) or ""
    if told in _TELLING or mention.properties.get("kind") in _NEVER.get(told, ()):
        mention.properties["kind"] = told
    passage = reading.passages[mention.passage]
    if boards := _boards(passage.text):
        bodies = [m for m in reading.mentions if m.type == "Organisation" and m.passage == mention.passage]
        others = [m for m in bodies if m.properties.get("kind") != _ORGAN] or bodies
        boards = boards if others == [mention] else _boards(reading.text[mention.end : passage.end])
    if boards:
        yield "led_by", "mixed" if len(boards) > 1 else boards[0]


def _boards(text: str) -> list[str]:
    """The generations that are said to govern."""
    return [led for led, board in (("young", _YOUNG_BOARD), ("senior", _SENIOR_BOARD)) if board.search(text)]


def _body_of(reading: Reading, organ: Draft) -> Draft | None:
    """Whose organ it is: the encoder's likeliest."""
    parts = [p for p in reading.pairs if p.type == "PART_OF" and p.subject is organ and p.object.type == "Organisation"]
    return max(parts, key=lambda pair: pair.odds).object if parts else None


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
            mention.properties["kind"] = _MONEY_KIND
            yield "amount", value
            yield "unit", "EUR"
        return
    heads = _HEAD.findall(words.lower())[:2]
    if kind := next((_RESOURCES[head] for head in heads if head in _RESOURCES), None):
        mention.properties["kind"] = kind
    elif heads and is_trade(heads[0]):
        mention.properties["kind"] = "people"
    if (match := _COUNTED.match(words)) and (count := number(match["count"])) is not None:
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
