"""Entities: searched, opened, with their neighbours."""

from collections.abc import Iterable
from itertools import islice
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse

from api.models.common import Named, Quotation
from api.models.entities import (
    Attribute,
    DocumentName,
    Entity,
    EntityDetail,
    EntityPage,
    Link,
    Neighbourhood,
    Tie,
    confidence_of,
    direction_of,
    other_name,
)
from api.services import Limit, Offset, Services, ServicesOf, Words
from api.snapshots import Snapshot
from graph.analysis.evidence import Key, text_of
from graph.analysis.selection import folded
from graph.analysis.view import GraphView, claim_of, is_claim, other_end
from graph.errors import NotFound
from graph.ledger.reading import current_entity, former_ids, merge_reasons
from graph.model import CLAIM_TYPES, ENTITY_LABELS, MENTION_TYPES, Status
from graph.store.port import Edge

router = APIRouter(prefix="/entities", tags=["entities"])

_CITED: Final = 5
_DOCUMENTS: Final = 100
_NOT_ATTRIBUTES: Final = frozenset(
    ("name", "aliases", "evidence", "spans", "evidence_of", "first_read", "last_read", "mentions")
)
_NOT_OF_TIES: Final = frozenset({"evidence", "spans", "confidence", "claim", "status"})

EntityId = Annotated[
    str, Path(max_length=64, description="its id; one that was merged leads on", examples=["org-87f267bd2b84d356"])
]
ClaimName = Annotated[str | None, Query(max_length=40, description="only claims of this type", examples=["LEADS"])]
StatusName = Annotated[Status | None, Query(description="only claims of this status", examples=["done"])]
Label = Annotated[str | None, Query(max_length=40, description="only of this label", examples=["Organisation"])]


@router.get("", summary="Search entities by words, label and kind")
def entities(
    *,
    services: ServicesOf,
    words: Words = "",
    label: Label = None,
    kind: Annotated[str | None, Query(max_length=40, description="only of this kind", examples=["cooperative"])] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> EntityPage:
    """Names that begin with the words come first, then by name; without words, all."""
    if label is not None and label not in ENTITY_LABELS:
        raise NotFound(f"there is no label {label!r}.", where="label", hint=f"There are: {', '.join(ENTITY_LABELS)}.")
    snapshot = services.snapshots.newest()
    found = _search(snapshot, words, label, kind)
    page = tuple(Entity.of(snapshot.view, key) for key in found[offset : offset + limit])
    return EntityPage(total=len(found), entities=page)


@router.get(
    "/{entity}",
    summary="One entity with its attributes, ties and the words behind them",
    response_model=EntityDetail,
    responses={307: {"description": "It has been merged into another; the address of that one"}},
)
def entity(
    *,
    request: Request,
    services: ServicesOf,
    entity: EntityId,
    claim: ClaimName = None,
    status: StatusName = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Any:
    """`limit` and `offset` choose the ties: the surest first, by type."""
    snapshot = services.snapshots.newest()
    key = _key(services, snapshot, entity)
    if key[1] != entity:
        return RedirectResponse(request.url_for("entity", entity=key[1]).path, 307)
    view = snapshot.view
    edges = _ties(view, key, claim, status)
    documents = view.mentioned_in(key)
    with services.workspace.ledger.read() as connection:
        former, reasons = former_ids(connection, entity), merge_reasons(connection, entity)
    return EntityDetail(
        id=key[1],
        label=key[0],
        name=view.name(key),
        aliases=view.aliases(key),
        attributes=_attributes(view, key),
        ties=tuple(_tie(view, edge, key) for edge in edges[offset : offset + limit]),
        ties_total=len(edges),
        documents=tuple(_document(view, document) for document in documents[:_DOCUMENTS]),
        documents_total=len(documents),
        former_ids=former,
        reasons=reasons,
    )


@router.get(
    "/{entity}/neighbours",
    summary="Who and what an entity is tied to",
    response_model=Neighbourhood,
    responses={307: {"description": "It has been merged into another; the address of that one"}},
)
def neighbours(
    *,
    request: Request,
    services: ServicesOf,
    entity: EntityId,
    claim: ClaimName = None,
    status: StatusName = None,
    label: Label = None,
    limit: Limit = 100,
) -> Any:
    """The neighbours, those with most claims to the entity first, and the claims among them and with it."""
    snapshot = services.snapshots.newest()
    key = _key(services, snapshot, entity)
    if key[1] != entity:
        return RedirectResponse(request.url_for("neighbours", entity=key[1]).path, 307)
    view = snapshot.view
    counted: dict[Key, int] = {}
    for edge in _ties(view, key, claim, status):
        other = other_end(edge, key)
        if label is None or other[0] == label:
            counted[other] = counted.get(other, 0) + 1
    chosen = sorted(counted, key=lambda other: (-counted[other], view.name(other), other))[:limit]
    return Neighbourhood(
        centre=Named.of(view, key),
        total=len(counted),
        neighbours=tuple(Named.of(view, other) for other in chosen),
        claims=tuple(map(Link.of, islice(_among(view, {key, *chosen}), 10 * limit))),
    )


def _key(services: Services, snapshot: Snapshot, entity: str) -> Key:
    """The entity, or what it has been merged into. Raises `NotFound`."""
    if (key := snapshot.keys_by_id.get(entity)) is not None:
        return key
    with services.workspace.ledger.read() as connection:
        now = current_entity(connection, entity)
    if (key := snapshot.keys_by_id.get(now)) is not None:
        return key
    raise NotFound(f"no entity has the id {entity!r}.", hint="Search for it: /entities?words=…")


def _search(snapshot: Snapshot, words: str, label: str | None, kind: str | None) -> list[Key]:
    wanted = folded(words)
    parts = wanted.split()
    found = [
        (not name.startswith(wanted), position, key)
        for position, (key, name, all_names) in enumerate(snapshot.searchable)
        if (label is None or key[0] == label)
        and all(part in all_names for part in parts)
        and (kind is None or snapshot.view.nodes[key].properties.get("kind") == kind)
    ]
    return [key for _, _, key in sorted(found)]


def _attributes(view: GraphView, key: Key) -> tuple[Attribute, ...]:
    """The name, what the model knows in its order, then the rest (keys of registers)."""
    node = view.nodes[key]
    said: dict[str, list[Quotation]] = {}
    for quotation in view.evidence(node):
        words = said.setdefault(quotation.supports or "name", [])
        if len(words) < _CITED:
            words.append(Quotation.of(quotation))
    described = [p.name for p in MENTION_TYPES[node.label].properties if p.name in node.properties]
    others = sorted(node.properties.keys() - _NOT_ATTRIBUTES - set(described))
    values = {"name": view.name(key)} | {name: node.properties[name] for name in (*described, *others)}
    return tuple(Attribute(name=k, value=v, evidence=tuple(said.get(k, ()))) for k, v in values.items())


def _ties(view: GraphView, key: Key, claim: str | None, status: Status | None) -> list[Edge]:
    if claim is not None and claim not in CLAIM_TYPES:
        raise NotFound(f"there is no claim {claim!r}.", where="claim", hint=f"There are: {', '.join(CLAIM_TYPES)}.")
    found = (edge for edge in view.edges_of(key, *([claim] if claim else ())) if is_claim(edge))
    chosen = [edge for edge in found if status is None or edge.status == status]
    return sorted(chosen, key=lambda edge: (claim_of(edge), -(confidence_of(edge) or 0), edge.source, edge.target))


def _tie(view: GraphView, edge: Edge, key: Key) -> Tie:
    words = view.evidence(edge)
    return Tie(
        claim=claim_of(edge),
        status=edge.status,
        direction=direction_of(edge, key),
        other=other_name(view, edge, key),
        confidence=confidence_of(edge),
        properties={name: value for name, value in edge.properties.items() if name not in _NOT_OF_TIES},
        evidence=tuple(map(Quotation.of, words[:_CITED])),
        evidence_total=len(words),
    )


def _document(view: GraphView, key: Key) -> DocumentName:
    properties = view.sources[key].properties
    title = text_of(properties, "name") or key[1]
    return DocumentName(id=key[1], title=title, date=text_of(properties, "date"))


def _among(view: GraphView, keys: set[Key]) -> Iterable[Edge]:
    """Claims whose two ends are among these nodes, each once."""
    for key in sorted(keys):
        for edge in view.outgoing(key):
            if is_claim(edge) and edge.target in keys:
                yield edge
