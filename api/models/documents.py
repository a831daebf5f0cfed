"""Documents and what was found in them."""

from collections.abc import Mapping

from pydantic import Field

from api.models.common import Model
from graph.model import Value


class Document(Model):
    """A document that some source has now. `id` is the hash of its content; the last five count what was found."""

    id: str
    sources: tuple[str, ...] = Field(examples=[["upload:verbale.pdf"]])
    title: str | None
    date: str | None
    language: str | None
    kind: str | None
    territory: str | None
    media_type: str
    read_at: str
    version: str = Field(description="of what read it")
    passages: int
    mentions: int
    claims: int
    issues: int
    rejected: int


class DocumentPage(Model):
    """Some of `total` documents."""

    total: int
    documents: tuple[Document, ...]


class Passage(Model):
    """A sentence, item, row or heading; offsets are code points of the document's text."""

    number: int
    kind: str
    start: int
    end: int
    text: str
    page: int | None
    heading: str | None
    table: int | None
    row: int | None
    headers: tuple[str, ...] | None


class Mention(Model):
    """Words of a passage that name something; `reference` is the first mention of the same thing in the document.

    `entity` is what it stands for in the graph and `reason` why, null until it is resolved.
    """

    number: int
    type: str
    start: int
    end: int
    text: str
    passage: int
    reference: int
    properties: Mapping[str, Value]
    keys: Mapping[str, str]
    entity: str | None
    reason: str | None


class Claim(Model):
    """What the document says: subject and object are numbers of mentions, evidence is [passage, start, end]."""

    number: int
    subject: int
    type: str
    object: int
    status: str
    confidence: float
    evidence: tuple[tuple[int, int, int], ...]
    properties: Mapping[str, Value]
    subject_entity: str | None
    object_entity: str | None
    via: str | None
    attributed_to: str | None


class Issue(Model):
    """What was odd in the document, and where."""

    where: str
    message: str


class RejectedRow(Model):
    """A row that was kept aside, and why."""

    row: int
    cells: tuple[str, ...]
    reason: str


class DocumentDetail(Model):
    """A document with a stretch of its passages, the mentions in them and the claims whose words begin in them."""

    document: Document
    passages: tuple[Passage, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...]
    rejected: tuple[RejectedRow, ...]
