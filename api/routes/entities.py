"""Entities: searched, opened, with their neighbours."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request

from api.answers import Named, Quotation, cited, named
from api.explaining import in_words
from api.services import Limit, Offset, ServicesOf, Words
from api.snapshots import Snapshot
from graph.analysis import evidence
from graph.analysis.evidence import Key, text_of
from graph.analysis.selection import folded
from graph.analysis.view import GraphView, claim_of, is_claim, other_end
from graph.errors import NotFound
from graph.ledger.reading import current_entity, former_ids, merge_reasons
from graph.model import CLAIM_TYPES, ENTITY_LABELS, MENTION_TYPES, Status
from graph.store.port import Edge
from ingest.resolve.explain import Explanation, explain

router = APIRouter(prefix="/entities", tags=["entities"])

_ALIASES: Final = 20
_DOCUMENTS: Final = 100
_LINKS: Final = 10
"""So many claims a neighbour are shown at most."""
_NOT_ATTRIBUTES: Final = frozenset(
    ("name", "aliases", "evidence", "spans", "evidence_of", "first_read", "last_read", "mentions")
)
_NOT_OF_TIES: Final = frozenset({"evidence", "spans", "confidence", "claim", "status"})
_MOVED: Final[dict[int | str, dict[str, Any]]] = {
    307: {"description": "It has been merged into another; the address of that one"}
}

Label = Annotated[str | None, Query(max_length=40, description="only of this label", examples=["Organisation"])]


@dataclass(frozen=True, slots=True)
class Entity(Named):
    """An entity in a list. `ties` counts the claims that tie it to others, refusals aside."""

    kind: str | None
    aliases: tuple[str, ...]
    documents: int
    ties: int


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Some of `total` entities."""

    total: int
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something said of the entity itself, with some of the words that say it."""

    name: str
    value: Any
    evidence: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A claim that ties the entity to another; a refusal has the status `denied`.

    `direction` is "out" where the entity is the subject; `evidence_total` counts all the words that say it.
    """

    claim: str
    status: str
    direction: Literal["out", "in"]
    other: Named
    confidence: float | None
    properties: Mapping[str, Any]
    evidence: tuple[Quotation, ...]
    evidence_total: int


@dataclass(frozen=True, slots=True)
class DocumentName:
    """A document that names the entity."""

    id: str
    title: str
    date: str | None


@dataclass(frozen=True, slots=True)
class EntityDetail(Named):
    """An entity with its attributes, a page of its ties and the documents that name it.

    `former_ids` have gone into this one; `reasons` say why what was read is this entity, and how often.
    """

    aliases: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    ties: tuple[Tie, ...]
    ties_total: int
    documents: tuple[DocumentName, ...]
    documents_total: int
    former_ids: tuple[str, ...]
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A claim between two entities of a neighbourhood, by their ids."""

    subject: str
    claim: str
    object: str
    status: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The entity's neighbours and the claims among all of them; `total` counts the neighbours there are."""

    centre: Named
    total: int
    neighbours: tuple[Named, ...]
    claims: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The entity that a request is about, and the ties that it wants: the surest first, by type."""

    view: GraphView
    key: Key
    ties: list[Edge]


def _asked(
    request: Request,
    services: ServicesOf,
    entity: Annotated[
        str, Path(max_length=64, description="its id; one that was merged leads on", examples=["org-87f267bd2b84d356"])
    ],
    claim: Annotated[
        str | None, Query(max_length=40, description="only claims of this type", examples=["LEADS"])
    ] = None,
    status: Annotated[Status | None, Query(description="only claims of this status", examples=["done"])] = None,
) -> Asked:
    """Leads on to the entity that this one has been merged into. Raises `NotFound`."""
    snapshot = services.snapshots.newest()
    view, key = snapshot.view, snapshot.keys_by_id.get(entity)
    if key is None:
        with services.workspace.ledger.read() as connection:
            now = current_entity(connection, entity)
        if now not in snapshot.keys_by_id:
            raise NotFound(f"no entity has the id {entity!r}.", hint="Search for it: /entities?words=…")
        address = request.url_for(request.scope["route"].name, entity=now)
        raise HTTPException(307, headers={"Location": address.path})
    if claim is not None and claim not in CLAIM_TYPES:
        raise NotFound(f"there is no claim {claim!r}.", where="claim", hint=f"There are: {', '.join(CLAIM_TYPES)}.")
    edges = view.edges_of(key, *([claim] if claim else ()))
    chosen = (edge for edge in edges if is_claim(edge) and status in (None, edge.status))
    order = sorted(chosen, key=lambda e: (claim_of(e), -(_confidence(e) or 0), e.source, e.target))
    return Asked(view, key, order)


AskedFor = Annotated[Asked, Depends(_asked)]


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
    return EntityPage(len(found), tuple(_entity(snapshot.view, key) for key in found[offset : offset + limit]))


@router.get("/{entity}", summary="One entity with its attributes, ties and the words behind them", responses=_MOVED)
def entity(services: ServicesOf, asked: AskedFor, limit: Limit = 100, offset: Offset = 0) -> EntityDetail:
    """`limit` and `offset` choose the ties: the surest first, by type."""
    view, key = asked.view, asked.key
    documents = view.mentioned_in(key)
    with services.workspace.ledger.read() as connection:
        former, reasons = former_ids(connection, key[1]), merge_reasons(connection, key[1])
    return EntityDetail(
        id=key[1],
        label=key[0],
        name=view.name(key),
        aliases=view.aliases(key),
        attributes=_attributes(view, key),
        ties=tuple(_tie(view, edge, key) for edge in asked.ties[offset : offset + limit]),
        ties_total=len(asked.ties),
        documents=tuple(_document(view, document) for document in documents[:_DOCUMENTS]),
        documents_total=len(documents),
        former_ids=former,
        reasons=reasons,
    )


@router.get("/{entity}/neighbours", summary="Who and what an entity is tied to", responses=_MOVED)
def neighbours(asked: AskedFor, label: Label = None, limit: Limit = 100) -> Neighbourhood:
    """The neighbours, those with most claims to the entity first, and the claims among them and with it."""
    view, key = asked.view, asked.key
    others = (other_end(edge, key) for edge in asked.ties)
    counted = Counter(other for other in others if label in (None, other[0]))
    chosen = sorted(counted, key=lambda other: (-counted[other], view.name(other), other))[:limit]
    within = {key, *chosen}
    edges = (edge for one in sorted(within) for edge in view.outgoing(one) if is_claim(edge) and edge.target in within)
    return Neighbourhood(
        centre=named(view, key),
        total=len(counted),
        neighbours=tuple(named(view, other) for other in chosen),
        claims=tuple(map(_link, islice(edges, _LINKS * limit))),
    )


@router.get("/{entity}/explanation", summary="Why what was read is one entity", responses=_MOVED)
def explanation(
    services: ServicesOf,
    asked: AskedFor,
    lang: Annotated[Literal["it", "en"], Query(description="language of the reasons")] = "en",
) -> Explanation:
    """Its references, the links between them with their weights in bits, and what would change it."""
    with services.workspace.ledger.read() as connection:
        return in_words(explain(connection, asked.key[1]), lang)


def _search(snapshot: Snapshot, words: str, label: str | None, kind: str | None) -> list[Key]:
    wanted = folded(words)
    parts = wanted.split()
    found = [
        (not name.startswith(wanted), position, key)
        for position, (key, name, all_names) in enumerate(snapshot.searchable)
        if label in (None, key[0])
        and all(part in all_names for part in parts)
        and kind in (None, snapshot.view.nodes[key].properties.get("kind"))
    ]
    return [key for _, _, key in sorted(found)]


def _entity(view: GraphView, key: Key) -> Entity:
    return Entity(
        id=key[1],
        label=key[0],
        name=view.name(key),
        kind=text_of(view.nodes[key].properties, "kind"),
        aliases=view.aliases(key)[:_ALIASES],
        documents=len(view.mentioned_in(key)),
        ties=view.degree(key),
    )


def _attributes(view: GraphView, key: Key) -> tuple[Attribute, ...]:
    """The name, what the model knows in its order, then the rest (keys of registers)."""
    node = view.nodes[key]
    said: dict[str, list[evidence.Quotation]] = defaultdict(list)
    for quotation in view.evidence(node):
        said[quotation.supports or "name"].append(quotation)
    described = [p.name for p in MENTION_TYPES[node.label].properties if p.name in node.properties]
    others = sorted(node.properties.keys() - _NOT_ATTRIBUTES - set(described))
    values = {"name": view.name(key)} | {name: node.properties[name] for name in (*described, *others)}
    return tuple(Attribute(name, value, cited(said[name])) for name, value in values.items())


def _tie(view: GraphView, edge: Edge, key: Key) -> Tie:
    words = view.evidence(edge)
    return Tie(
        claim=claim_of(edge),
        status=edge.status,
        direction="out" if edge.source == key else "in",
        other=named(view, other_end(edge, key)),
        confidence=_confidence(edge),
        properties={name: value for name, value in edge.properties.items() if name not in _NOT_OF_TIES},
        evidence=cited(words),
        evidence_total=len(words),
    )


def _document(view: GraphView, key: Key) -> DocumentName:
    properties = view.sources[key].properties
    return DocumentName(key[1], text_of(properties, "name") or key[1], text_of(properties, "date"))


def _link(edge: Edge) -> Link:
    return Link(edge.source[1], claim_of(edge), edge.target[1], edge.status, _confidence(edge))


def _confidence(edge: Edge) -> float | None:
    value = edge.properties.get("confidence")
    return float(value) if isinstance(value, int | float) else None
