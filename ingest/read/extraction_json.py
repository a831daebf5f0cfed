"""The JSON of `extract`: written, read, described by a JSON Schema.

Passages carry no text of their own (it is the document's). Annotations made by hand may leave out a mention's passage
and may say what else would be right (`accept`); both are taken, and keys that are not known are reported, not refused.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, ConfigDict, FailFast, Field, ValidationError

from graph.errors import ExtractionInvalid
from graph.extraction import (
    Claim,
    Document,
    Evidence,
    Extraction,
    Issue,
    Mention,
    Passage,
    PassageKind,
    content_id,
)
from graph.model import CLAIM_TYPES, GENRES, MENTION_TYPES, Status, Value
from ingest.read.encoding import decode
from ingest.read.extraction_checks import check_claim, check_document, check_mention, check_passage, check_unique

MEDIA_TYPE = "application/json"
_MAX_ID = 200


def _enum(*values: str) -> Any:
    return Field(json_schema_extra={"enum": list(values)})


class _Json(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class DocumentJson(_Json):
    """The document; `text` is what all offsets count in, in Unicode code points."""

    id: str = ""
    source: str | None = None
    title: str | None = None
    date: str | None = Field(None, description="ISO 8601, as precise as known: 2026, 2026-03 or 2026-03-14")
    language: str | None = "it"
    kind: str | None = Field(None, json_schema_extra={"enum": [*GENRES, None]})
    territory: str | None = None
    text: str


class PassageJson(_Json):
    """A sentence, item, row or heading: `text[start:end]`."""

    id: str = Field(min_length=1, max_length=_MAX_ID)
    kind: PassageKind = "sentence"
    page: int | None = None
    start: int = Field(ge=0)
    end: int
    heading: str | None = None
    table: int | None = None
    row: int | None = None
    headers: list[str] | None = None


class MentionJson(_Json):
    """Words that name something; mentions of one thing share `entity`."""

    id: str = Field(min_length=1, max_length=_MAX_ID)
    type: str = _enum(*MENTION_TYPES)
    start: int = Field(ge=0)
    end: int
    text: str
    passage: str | None = None
    entity: str = Field(min_length=1, max_length=_MAX_ID)
    properties: dict[str, Value] = {}
    accept: list[str] = []


class EvidenceJson(_Json):
    passage: str
    start: int = Field(ge=0)
    end: int


class ClaimJson(_Json):
    """Subject and object are ids of mentions."""

    id: str = Field(min_length=1, max_length=_MAX_ID)
    subject: str
    type: str = _enum(*CLAIM_TYPES)
    object: str
    status: str = _enum(*Status)
    confidence: float = Field(ge=0, le=1)
    evidence: list[EvidenceJson] = Field(min_length=1)
    properties: dict[str, Value] = {}


class ExtractionJson(_Json):
    """What reading one document gives."""

    document: DocumentJson
    passages: Annotated[list[PassageJson], FailFast()] = []
    mentions: Annotated[list[MentionJson], FailFast()]
    claims: Annotated[list[ClaimJson], FailFast()] = []


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `extract` gives and `add` takes."""
    schema = ExtractionJson.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Extraction"}


def to_json(extraction: Extraction) -> dict[str, Any]:
    """The extraction as plain data, with exactly the keys of the standard."""
    document = extraction.document
    return {
        "document": {
            "id": document.id,
            "source": document.source,
            "title": document.title,
            "date": document.date,
            "language": document.language,
            "kind": document.kind,
            "text": document.text,
        },
        "passages": [_passage_json(passage) for passage in extraction.passages],
        "mentions": [_mention_json(mention) for mention in extraction.mentions],
        "claims": [_claim_json(claim) for claim in extraction.claims],
    }


def _passage_json(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "kind": passage.kind,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "table": passage.table,
        "row": passage.row,
        "headers": list(passage.headers) if passage.headers is not None else None,
    }


def _mention_json(mention: Mention) -> dict[str, Any]:
    return {
        "id": mention.id,
        "type": mention.type,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "passage": mention.passage,
        "entity": mention.entity,
        "properties": dict(mention.properties),
    }


def _claim_json(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "subject": claim.subject,
        "type": claim.type,
        "object": claim.object,
        "status": claim.status,
        "confidence": claim.confidence,
        "evidence": [{"passage": e.passage, "start": e.start, "end": e.end} for e in claim.evidence],
        "properties": dict(claim.properties),
    }


def read_extraction(content: bytes, shown: str) -> Extraction:
    """An extraction from a file, identified by the file's content. Raises `ExtractionInvalid`."""
    extraction = from_json(_parsed(content, shown), shown)
    document = replace(extraction.document, id=content_id(content), media_type=MEDIA_TYPE)
    return replace(extraction, document=document)


def from_json(data: object, shown: str) -> Extraction:
    """Checks plain data against the standard, shape and meaning. Raises `ExtractionInvalid` with the first fault."""
    if not isinstance(data, dict) or "document" not in data or "mentions" not in data:
        raise ExtractionInvalid(
            'this JSON is no extraction: it has no "document" and "mentions".',
            where=shown,
            hint="`intreccio extract` writes one.",
        )
    try:
        checked = ExtractionJson.model_validate(data)
    except ValidationError as error:
        _refuse_shape(error, shown)
    return _checked(checked, shown)


def _parsed(content: bytes, shown: str) -> object:
    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is no JSON number")

    text = decode(content, shown)
    try:
        data: object = json.loads(text, parse_constant=refuse)
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ExtractionInvalid("it holds half characters (lone surrogates).", where=shown) from error
    except json.JSONDecodeError as error:
        raise ExtractionInvalid(
            f"not valid JSON: {error.msg}.", where=f"{shown}, line {error.lineno}", hint="Write it again."
        ) from error
    except ValueError as error:
        raise ExtractionInvalid(f"not valid JSON: {error}.", where=shown, hint="Write it again.") from error
    except RecursionError as error:
        raise ExtractionInvalid("its JSON is nested too deeply.", where=shown) from error
    return data


def _refuse_shape(error: ValidationError, shown: str) -> NoReturn:
    first = error.errors()[0]
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    raise ExtractionInvalid(f"{place}: {first['msg']}.", where=shown) from error


def _checked(data: ExtractionJson, shown: str) -> Extraction:
    text = data.document.text
    check_document(data.document.date, data.document.kind, shown)
    passages = tuple(_passage(passage, text, shown) for passage in data.passages) or tuple(_lines(text))
    by_passage = check_unique(passages, "passages", shown)
    types = {mention.id: (mention.type, *mention.accept) for mention in data.mentions}
    mentions = tuple(_mention(mention, passages, shown) for mention in data.mentions)
    check_unique(mentions, "mentions", shown)
    for mention in mentions:
        check_mention(mention, text, by_passage, types, shown)
    claims = tuple(_claim(claim) for claim in data.claims)
    check_unique(claims, "claims", shown)
    for claim in claims:
        check_claim(claim, types, by_passage, shown)
    return Extraction(_document(data.document, shown), passages, mentions, claims, tuple(_unknown_keys(data)))


def _document(data: DocumentJson, shown: str) -> Document:
    return Document(
        id=data.id or content_id(data.text.encode()),
        source=data.source or shown,
        text=data.text,
        title=data.title,
        date=data.date,
        language=data.language,
        kind=data.kind,
        territory=data.territory,
    )


def _passage(data: PassageJson, text: str, shown: str) -> Passage:
    check_passage(data.id, data.start, data.end, text, shown)
    return Passage(
        data.id,
        data.kind,
        data.start,
        data.end,
        text[data.start : data.end],
        data.page,
        data.heading,
        data.table,
        data.row,
        tuple(data.headers) if data.headers is not None else None,
    )


def _lines(text: str) -> Iterator[Passage]:
    """A passage for every line, for annotations that come without passages."""
    start = number = 0
    for line in text.split("\n"):
        if line.strip():
            number += 1
            yield Passage(f"p{number}", "sentence", start, start + len(line), line)
        start += len(line) + 1


def _mention(data: MentionJson, passages: tuple[Passage, ...], shown: str) -> Mention:
    passage = data.passage
    if passage is None:
        around = next((p for p in passages if p.start <= data.start < p.end), None)
        if around is None:
            raise ExtractionInvalid(f'mention "{data.id}" stands in no passage.', where=shown)
        passage = around.id
    return Mention(data.id, data.type, data.start, data.end, data.text, passage, data.entity, dict(data.properties))


def _claim(data: ClaimJson) -> Claim:
    evidence = tuple(Evidence(e.passage, e.start, e.end) for e in data.evidence)
    return Claim(
        data.id,
        data.subject,
        data.type,
        data.object,
        data.status,
        data.confidence,
        evidence,
        dict(data.properties),
    )


def _unknown_keys(data: ExtractionJson) -> Iterator[Issue]:
    """One issue for each key that the standard does not know, wherever it stands."""
    parts: tuple[tuple[str, list[Any]], ...] = (
        ("the top", [data]),
        ("document", [data.document]),
        ("passages", list(data.passages)),
        ("mentions", list(data.mentions)),
        ("claims", list(data.claims)),
    )
    for place, items in parts:
        for key in sorted({key for item in items for key in item.model_extra or ()}):
            if (place, key) != ("passages", "text"):
                yield Issue(place, f'the key "{key}" is not known and was left out')
