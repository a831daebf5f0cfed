"""Entities: what mentions and records stand for."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field

from api.models.common import Model, Named, Quotation
from graph.analysis.evidence import Key, text_of
from graph.analysis.view import GraphView, claim_of, other_end
from graph.store.port import Edge


class Entity(Named):
    """An entity in a list. `ties` counts the claims that tie it to others, refusals aside."""

    kind: str | None
    aliases: tuple[str, ...]
    documents: int
    ties: int

    @classmethod
    def of(cls, view: GraphView, key: Key) -> Self:
        node = view.nodes[key]
        return cls(
            id=node.id,
            label=node.label,
            name=view.name(key),
            kind=text_of(node.properties, "kind"),
            aliases=view.aliases(key)[:20],
            documents=len(view.mentioned_in(key)),
            ties=view.degree(key),
        )


class EntityPage(Model):
    """Some of `total` entities."""

    total: int
    entities: tuple[Entity, ...]


class Attribute(Model):
    """Something said of the entity itself, with some of the words that say it."""

    name: str = Field(examples=["kind"])
    value: Any = Field(examples=["social_cooperative"])
    evidence: tuple[Quotation, ...]


class Tie(Model):
    """A claim that ties the entity to another; a refusal has the status `denied`.

    `direction` is "out" where the entity is the subject; `evidence_total` counts all the words that say it.
    """

    claim: str = Field(examples=["LEADS"])
    status: str = Field(examples=["under_way"])
    direction: Literal["out", "in"]
    other: Named
    confidence: float | None
    properties: Mapping[str, Any]
    evidence: tuple[Quotation, ...]
    evidence_total: int


class DocumentName(Model):
    """A document that names the entity."""

    id: str
    title: str
    date: str | None


class EntityDetail(Model):
    """An entity with its attributes, a page of its ties and the documents that name it.

    `former_ids` have gone into this one; `reasons` say why what was read is this entity, and how often.
    """

    id: str
    label: str
    name: str
    aliases: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    ties: tuple[Tie, ...]
    ties_total: int
    documents: tuple[DocumentName, ...]
    documents_total: int
    former_ids: tuple[str, ...]
    reasons: tuple[tuple[str, int], ...] = Field(examples=[[["same codice fiscale", 2]]])


class Link(Model):
    """A claim between two entities of a neighbourhood, by their ids."""

    subject: str
    claim: str
    object: str
    status: str
    confidence: float | None

    @classmethod
    def of(cls, edge: Edge) -> Self:
        return cls(
            subject=edge.source[1],
            claim=claim_of(edge),
            object=edge.target[1],
            status=edge.status,
            confidence=confidence_of(edge),
        )


class Neighbourhood(Model):
    """The entity's neighbours and the claims among all of them; `total` counts the neighbours there are."""

    centre: Named
    total: int
    neighbours: tuple[Named, ...]
    claims: tuple[Link, ...]


def confidence_of(edge: Edge) -> float | None:
    value = edge.properties.get("confidence")
    return float(value) if isinstance(value, int | float) else None


def direction_of(edge: Edge, key: Key) -> Literal["out", "in"]:
    return "out" if edge.source == key else "in"


def other_name(view: GraphView, edge: Edge, key: Key) -> Named:
    return Named.of(view, other_end(edge, key))
