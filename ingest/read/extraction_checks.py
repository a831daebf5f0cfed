"""What an extraction must hold beyond its shape: offsets, equal text, known types, ids, properties, statuses."""

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence

from graph.errors import ExtractionInvalid
from graph.extraction import Claim, Document, Extraction, Mention, Passage
from graph.model import CLAIM_PROPERTIES, CLAIM_TYPES, GENRES, MENTION_TYPES, Property, Status, Value

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def check(extraction: Extraction, accepted: Mapping[str, Sequence[str]]) -> None:
    """Raises `ExtractionInvalid` with the first fault; `accepted` are other types that are right for a mention."""
    _check_document(extraction.document)
    _check_unique("passages", extraction.passages)
    _check_unique("mentions", extraction.mentions)
    _check_unique("claims", extraction.claims)
    checks = _Checks(extraction, accepted)
    for passage in extraction.passages:
        checks.passage(passage)
    for mention in extraction.mentions:
        checks.mention(mention)
    for claim in extraction.claims:
        checks.claim(claim)


def _check_document(document: Document) -> None:
    if document.date is not None and not _is_date(document.date):
        raise ExtractionInvalid(f'document: "{document.date}" is no ISO date.')
    if document.kind is not None and document.kind not in GENRES:
        known = f"Known are {', '.join(GENRES)}."
        raise ExtractionInvalid(f'document: the kind "{document.kind}" is not known.', hint=known)


def _check_unique(place: str, items: Sequence[Passage] | Sequence[Mention] | Sequence[Claim]) -> None:
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise ExtractionInvalid(f'{place}: the id "{item.id}" stands twice.')
        seen.add(item.id)


class _Checks:
    """The parts of one extraction against one another and against the schema."""

    def __init__(self, extraction: Extraction, accepted: Mapping[str, Sequence[str]]) -> None:
        self._text = extraction.document.text
        self._passages = {passage.id: passage for passage in extraction.passages}
        self._types = {m.id: (m.type, *accepted.get(m.id, ())) for m in extraction.mentions}

    def passage(self, passage: Passage) -> None:
        start, end, length = passage.start, passage.end, len(self._text)
        if not 0 <= start < end <= length:
            raise ExtractionInvalid(
                f'passage "{passage.id}": {start} to {end} is no stretch of a text of {length} characters.'
            )

    def mention(self, mention: Mention) -> None:
        """Type, words, passage and properties."""
        name = f'mention "{mention.id}"'
        kind = MENTION_TYPES.get(mention.type)
        if kind is None:
            raise ExtractionInvalid(f'{name}: the type "{mention.type}" is not known.')
        found = self._text[mention.start : mention.end]
        if not mention.text or found != mention.text:
            place = f"at {mention.start} to {mention.end}"
            raise ExtractionInvalid(
                f'{name}: {place} the text reads "{found[:60]}", not "{mention.text[:60]}".',
                hint="Offsets count Unicode characters of document.text.",
            )
        passage = self._passages.get(mention.passage)
        if passage is None or not passage.start <= mention.start < passage.end:
            raise ExtractionInvalid(f'{name}: it does not stand in passage "{mention.passage}".')
        self._check_properties(mention.properties, {p.name: p for p in kind.properties}, f"{name} ({mention.type})")

    def claim(self, claim: Claim) -> None:
        """Type, ends, status, evidence and properties."""
        name = f'claim "{claim.id}"'
        kind = CLAIM_TYPES.get(claim.type)
        if kind is None:
            raise ExtractionInvalid(f'{name}: the type "{claim.type}" is not known.')
        for end in (claim.subject, claim.object):
            if end not in self._types:
                raise ExtractionInvalid(f'{name}: there is no mention "{end}".')
        subjects, objects = self._types[claim.subject], self._types[claim.object]
        fits = set(subjects) & set(kind.subjects) and set(objects) & set(kind.objects)
        if not fits or (kind.same_type and not set(subjects) & set(objects)):
            raise ExtractionInvalid(f"{name}: {claim.type} does not join {subjects[0]} and {objects[0]}.")
        if claim.status not in set(Status):
            raise ExtractionInvalid(f'{name}: the status "{claim.status}" is not known.')
        for evidence in claim.evidence:
            passage = self._passages.get(evidence.passage)
            if passage is None or not passage.start <= evidence.start < evidence.end <= passage.end:
                raise ExtractionInvalid(
                    f'{name}: its evidence ({evidence.start} to {evidence.end}) is not in passage "{evidence.passage}".'
                )
        self._check_properties(claim.properties, CLAIM_PROPERTIES, name)

    def _check_properties(self, values: Mapping[str, Value], known: Mapping[str, Property], name: str) -> None:
        for key, value in values.items():
            if key not in known:
                raise ExtractionInvalid(f'{name}: the property "{key}" is not known.')
            if not self._fits(value, known[key]):
                words, kind = known[key].words, known[key].kind
                wanted = f"one of {', '.join(words)}" if kind == "word" else f"a {kind}"
                raise ExtractionInvalid(f"{name}: {key}={value!r} is not {wanted}.")

    def _fits(self, value: Value, wanted: Property) -> bool:
        match wanted.kind:
            case "bool":
                return isinstance(value, bool)
            case "number":
                return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
            case "date":
                return isinstance(value, str) and _is_date(value)
            case "word":
                return value in wanted.words
            case "mention":
                return value in self._types
            case "text":
                return isinstance(value, str)


def _is_date(value: str) -> bool:
    """Whether it is an ISO 8601 date of a year, a month or a day that exists."""
    match = _DATE.fullmatch(value)
    if match is None:
        return False
    try:
        dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True
