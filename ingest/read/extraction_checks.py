"""What an extraction must hold beyond its shape: offsets, equal text, known types, ids, properties, statuses."""

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from graph.errors import ExtractionInvalid
from graph.extraction import Claim, Mention, Passage
from graph.model import CLAIM_PROPERTIES, CLAIM_TYPES, GENRES, MENTION_TYPES, Property, Status, Value

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


def check_unique(items: Sequence[T], place: str, shown: str) -> dict[str, T]:
    """The items by id. Raises `ExtractionInvalid` for an id that stands twice."""
    by_id: dict[str, T] = {}
    for item in items:
        if item.id in by_id:
            raise ExtractionInvalid(f'{place}: the id "{item.id}" stands twice.', where=shown)
        by_id[item.id] = item
    return by_id


def check_document(date: str | None, kind: str | None, shown: str) -> None:
    if date is not None and not is_date(date):
        raise ExtractionInvalid(f'document: "{date}" is no ISO date.', where=shown)
    if kind is not None and kind not in GENRES:
        raise ExtractionInvalid(
            f'document: the kind "{kind}" is not known.', where=shown, hint=f"Known are {', '.join(GENRES)}."
        )


def check_passage(passage_id: str, start: int, end: int, text: str, shown: str) -> None:
    if not 0 <= start < end <= len(text):
        raise ExtractionInvalid(
            f'passage "{passage_id}": {start} to {end} is no stretch of a text of {len(text)} characters.', where=shown
        )


def check_mention(
    mention: Mention,
    text: str,
    passages: Mapping[str, Passage],
    types: Mapping[str, Sequence[str]],
    shown: str,
) -> None:
    """Type, words, passage and properties of a mention."""
    name = f'mention "{mention.id}"'
    kind = MENTION_TYPES.get(mention.type)
    if kind is None:
        raise ExtractionInvalid(f'{name}: the type "{mention.type}" is not known.', where=shown)
    if not mention.text or text[mention.start : mention.end] != mention.text:
        found = text[mention.start : mention.end][:60]
        raise ExtractionInvalid(
            f'{name}: at {mention.start} to {mention.end} the text reads "{found}", not "{mention.text[:60]}".',
            where=shown,
            hint="Offsets count Unicode characters of document.text.",
        )
    passage = passages.get(mention.passage)
    if passage is None or not passage.start <= mention.start < passage.end:
        raise ExtractionInvalid(f'{name}: it does not stand in passage "{mention.passage}".', where=shown)
    properties = {p.name: p for p in kind.properties}
    _check_properties(mention.properties, properties, types, f"{name} ({mention.type})", shown)


def check_claim(claim: Claim, types: Mapping[str, Sequence[str]], passages: Mapping[str, Passage], shown: str) -> None:
    """Type, ends, status, confidence, evidence and properties of a claim."""
    name = f'claim "{claim.id}"'
    kind = CLAIM_TYPES.get(claim.type)
    if kind is None:
        raise ExtractionInvalid(f'{name}: the type "{claim.type}" is not known.', where=shown)
    for end in (claim.subject, claim.object):
        if end not in types:
            raise ExtractionInvalid(f'{name}: there is no mention "{end}".', where=shown)
    subjects, objects = types[claim.subject], types[claim.object]
    fits = set(subjects) & set(kind.subjects) and set(objects) & set(kind.objects)
    if not fits or (kind.same_type and not set(subjects) & set(objects)):
        raise ExtractionInvalid(f"{name}: {claim.type} does not join {subjects[0]} and {objects[0]}.", where=shown)
    if claim.status not in set(Status):
        raise ExtractionInvalid(f'{name}: the status "{claim.status}" is not known.', where=shown)
    for evidence in claim.evidence:
        passage = passages.get(evidence.passage)
        if passage is None or not passage.start <= evidence.start < evidence.end <= passage.end:
            raise ExtractionInvalid(
                f'{name}: its evidence ({evidence.start} to {evidence.end}) is not in passage "{evidence.passage}".',
                where=shown,
            )
    _check_properties(claim.properties, CLAIM_PROPERTIES, types, name, shown)


def _check_properties(
    values: Mapping[str, Value],
    known: Mapping[str, Property],
    mentions: Mapping[str, Sequence[str]],
    name: str,
    shown: str,
) -> None:
    for key, value in values.items():
        if key not in known:
            raise ExtractionInvalid(f'{name}: the property "{key}" is not known.', where=shown)
        if not _fits(value, known[key], mentions):
            raise ExtractionInvalid(f"{name}: {key}={value!r} is not {_wanted(known[key])}.", where=shown)


def _fits(value: Value, wanted: Property, mentions: Mapping[str, Sequence[str]]) -> bool:
    match wanted.kind:
        case "bool":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        case "date":
            return isinstance(value, str) and is_date(value)
        case "word":
            return value in wanted.words
        case "mention":
            return isinstance(value, str) and value in mentions
        case "text":
            return isinstance(value, str)


def _wanted(wanted: Property) -> str:
    return f"one of {', '.join(wanted.words)}" if wanted.kind == "word" else f"a {wanted.kind}"


def is_date(value: str) -> bool:
    """Whether it is an ISO 8601 date of a year, a month or a day that exists."""
    match = _DATE.fullmatch(value)
    if match is None:
        return False
    try:
        dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True
