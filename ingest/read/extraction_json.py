"""The JSON of `extract`: written, read, described by a JSON Schema.

Passages carry no text of their own (it is the document's). Annotations made by hand may leave out a mention's passage
and may say what else would be right (`accept`); both are taken, and keys that are not known are reported, not refused.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, ConfigDict, FailFast, Field, ValidationError

from graph.errors import ExtractionInvalid
from graph.extraction import Claim, Document, Evidence, Extraction, Issue, Mention, Passage, PassageKind, content_id
from graph.model import CLAIM_TYPES, GENRES, MENTION_TYPES, Status, Value
from ingest.read.encoding import decode
from ingest.read.extraction_checks import check

MEDIA_TYPE = "application/json"

_Id = Annotated[str, Field(min_length=1, max_length=200)]
_Offset = Annotated[int, Field(ge=0)]


def _enum(*values: str | None) -> Any:
    return Field(json_schema_extra={"enum": list(values)})


class _Json(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True, frozen=True)

    def known(self) -> dict[str, Any]:
        """The keys of the standard with their values."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class DocumentJson(_Json):
    """The document; `text` is what all offsets count in, in Unicode code points."""

    id: str = ""
    source: str | None = None
    title: str | None = None
    date: str | None = Field(None, description="ISO 8601, as precise as known: 2026, 2026-03 or 2026-03-14")
    language: str | None = "it"
    kind: Annotated[str | None, _enum(*GENRES, None)] = None
    territory: str | None = None
    text: str


class PassageJson(_Json):
    """A sentence, item, row or heading: `text[start:end]`."""

    id: _Id
    kind: PassageKind = "sentence"
    page: int | None = None
    start: _Offset
    end: int
    heading: str | None = None
    table: int | None = None
    row: int | None = None
    headers: list[str] | None = None


class MentionJson(_Json):
    """Words that name something; mentions of one thing share `entity`."""

    id: _Id
    type: Annotated[str, _enum(*MENTION_TYPES)]
    start: _Offset
    end: int
    text: str
    passage: str | None = None
    entity: _Id
    properties: dict[str, Value] = {}
    accept: list[str] = []


class EvidenceJson(_Json):
    passage: str
    start: _Offset
    end: int


class ClaimJson(_Json):
    """Subject and object are ids of mentions."""

    id: _Id
    subject: str
    type: Annotated[str, _enum(*CLAIM_TYPES)]
    object: str
    status: Annotated[str, _enum(*Status)]
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
    shaped = ExtractionJson.model_validate(extraction, from_attributes=True, strict=False)
    return shaped.model_dump(mode="json", exclude={"document": {"territory"}, "mentions": {"__all__": {"accept"}}})


def read_extraction(content: bytes, shown: str) -> Extraction:
    """An extraction from a file, identified by the file's content. Raises `ExtractionInvalid`."""
    extraction = from_json(_parsed(content, shown), shown)
    document = replace(extraction.document, id=content_id(content), media_type=MEDIA_TYPE)
    return replace(extraction, document=document)


def from_json(data: object, shown: str) -> Extraction:
    """Checks plain data against the standard, shape and meaning. Raises `ExtractionInvalid` with the first fault."""
    try:
        shaped = _shaped(data)
        extraction = _extraction(shaped, shown)
        check(extraction, {mention.id: mention.accept for mention in shaped.mentions})
    except ExtractionInvalid as error:
        error.where = shown
        raise
    return extraction


def _parsed(content: bytes, shown: str) -> object:
    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is no JSON number")

    text = decode(content)
    try:
        data: object = json.loads(text, parse_constant=refuse)
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ExtractionInvalid("it holds half characters (lone surrogates).") from error
    except json.JSONDecodeError as error:
        raise ExtractionInvalid(
            f"not valid JSON: {error.msg}.", where=f"{shown}, line {error.lineno}", hint="Write it again."
        ) from error
    except ValueError as error:
        raise ExtractionInvalid(f"not valid JSON: {error}.", hint="Write it again.") from error
    except RecursionError as error:
        raise ExtractionInvalid("its JSON is nested too deeply.") from error
    return data


def _shaped(data: object) -> ExtractionJson:
    if not isinstance(data, dict) or "document" not in data or "mentions" not in data:
        raise ExtractionInvalid(
            'this JSON is no extraction: it has no "document" and "mentions".', hint="`intreccio extract` writes one."
        )
    try:
        return ExtractionJson.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
        raise ExtractionInvalid(f"{place}: {first['msg']}.") from error


def _extraction(data: ExtractionJson, shown: str) -> Extraction:
    text = data.document.text
    document = Document(**data.document.known())
    document = replace(document, id=document.id or content_id(text.encode()), source=document.source or shown)
    passages = tuple(_passage(passage, text) for passage in data.passages) or tuple(_lines(text))
    mentions = tuple(_mention(mention, passages) for mention in data.mentions)
    claims = tuple(_claim(claim) for claim in data.claims)
    return Extraction(document, passages, mentions, claims, tuple(_unknown_keys(data)))


def _passage(data: PassageJson, text: str) -> Passage:
    headers = tuple(data.headers) if data.headers is not None else None
    return Passage(**data.known() | {"text": text[data.start : data.end], "headers": headers})


def _lines(text: str) -> Iterator[Passage]:
    """A passage for every line, for annotations that come without passages."""
    start = number = 0
    for line in text.split("\n"):
        if line.strip():
            number += 1
            yield Passage(f"p{number}", "sentence", start, start + len(line), line)
        start += len(line) + 1


def _mention(data: MentionJson, passages: Sequence[Passage]) -> Mention:
    known = data.known()
    del known["accept"]
    if data.passage is None:
        around = next((passage for passage in passages if passage.start <= data.start < passage.end), None)
        if around is None:
            raise ExtractionInvalid(f'mention "{data.id}" stands in no passage.')
        known["passage"] = around.id
    return Mention(**known)


def _claim(data: ClaimJson) -> Claim:
    return Claim(**data.known() | {"evidence": tuple(Evidence(**evidence.known()) for evidence in data.evidence)})


def _unknown_keys(data: ExtractionJson) -> Iterator[Issue]:
    """One issue for each key that the standard does not know, wherever it stands."""
    parts: dict[str, Sequence[_Json]] = {
        "the top": [data],
        "document": [data.document],
        "passages": data.passages,
        "mentions": data.mentions,
        "claims": data.claims,
    }
    for place, items in parts.items():
        for key in sorted({key for item in items for key in item.model_extra or ()}):
            if (place, key) != ("passages", "text"):
                yield Issue(place, f'the key "{key}" is not known and was left out')
