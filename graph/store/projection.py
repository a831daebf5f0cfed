"""From ledger to graph: idempotent, incremental, restartable.

Each store has its position in the ledger's list of changes. A projection brings it to the newest: what changed is put
again, what nothing supports any more is deleted, then the store commits, then the position is written. A crash in
between repeats work and changes nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice
from typing import TypeVar

from sqlalchemy import Connection

from graph.ledger import facts
from graph.ledger.facts import Changes, ClaimFact, DocumentFact
from graph.ledger.ledger import Ledger
from graph.ledger.resolving import graph_position, read_position, write_position
from graph.ledger.shared import few_collections, newest_id
from graph.ledger.tables import changes
from graph.model import CLAIM_TYPES
from graph.store import assembly
from graph.store.port import GraphStore, GraphWriter, Node

_SYMMETRIC = tuple(name for name, claim in CLAIM_TYPES.items() if claim.symmetric)

_CHUNK = 10_000
"""Entities and passages handled at a time; bounds the memory of a projection."""


@dataclass(frozen=True, slots=True)
class Projected:
    """How many entities and documents a projection looked at."""

    entities: int
    documents: int


def project(ledger: Ledger, store: GraphStore) -> Projected:
    """Brings the store up to date with the ledger's last resolution. The caller holds the projection lock."""
    with few_collections(), ledger.read() as connection:
        position = read_position(connection, graph_position(store.url))
        changed = facts.changes_since(connection, position)
        lost = position > 0 and store.is_empty()  # a file deleted, a server wiped
        if changed.position == position and not lost:
            return Projected(0, 0)
        if position == 0 or lost:
            return rebuild(ledger, store)
        with store.writer() as writer:
            writer.prepare()
            _update(connection, writer, changed)
            writer.commit()
    _remember(ledger, store, changed.position)
    return Projected(len(changed.entities), len(changed.documents))


def rebuild(ledger: Ledger, store: GraphStore) -> Projected:
    """Empties the store and projects the whole ledger into it."""
    with few_collections(), ledger.read() as connection, store.writer() as writer:
        position = newest_id(connection, changes)
        documents = facts.live_documents(connection)
        writer.clear()
        writer.prepare()
        _put_documents(connection, writer, documents)
        found = _put_entities(connection, writer, None)
        records = (r for d in documents if d.registers for r in facts.document_records(connection, d.extraction))
        writer.put_edges(e for r in records if (e := assembly.registered_as(r)))
        together = _together(facts.claims_from(connection, None))
        writer.put_edges(edge for claims in together for edge in assembly.claim_edges(claims))
        writer.commit()
    _remember(ledger, store, position)
    return Projected(len(found), len(documents))


def _together(claims: Iterable[ClaimFact]) -> Iterator[list[ClaimFact]]:
    """Claims, given subject by subject, in groups that no edge runs out of.

    Those of symmetric types come last, all together: the same edge may be said from either end.
    """
    symmetric: list[ClaimFact] = []
    for _, own in groupby(claims, key=lambda claim: claim.subject):
        directed: list[ClaimFact] = []
        for claim in own:
            (symmetric if CLAIM_TYPES[claim.type].symmetric else directed).append(claim)
        yield directed
    yield symmetric


def _update(connection: Connection, writer: GraphWriter, changed: Changes) -> None:
    documents = facts.live_documents(connection, changed.documents)
    lessened = [d for d in documents if changed.documents[d.id]]
    whole = [d for d in documents if not changed.documents[d.id]]
    kept = _put_documents(connection, writer, whole)
    _put_lessened(connection, writer, lessened)
    found = _put_entities(connection, writer, changed.entities)
    for chunk in _chunks(changed.entities):
        _put_edges(connection, writer, {e: found.get(e, frozenset()) for e in chunk}, changed.entities)
    writer.delete_nodes(Node(*assembly.entity_key(e)) for e in changed.entities if e not in found)
    gone = changed.documents.keys() - {d.id for d in lessened}
    _delete_documents(connection, writer, sorted(gone), kept | {d.id for d in whole})


def _put_documents(connection: Connection, writer: GraphWriter, documents: Sequence[DocumentFact]) -> set[str]:
    """The documents with their passages or records as they are now; returns the ids of these parts."""
    writer.put_nodes(assembly.document_node(d) for d in documents)
    kept: set[str] = set()
    for chunk in _chunks(part for d in documents for part in _document_parts(connection, d)):
        writer.put_nodes(node for node, _ in chunk)
        writer.put_edges(assembly.in_document(node, document) for node, document in chunk)
        kept.update(node.id for node, _ in chunk)
    return kept


def _put_lessened(connection: Connection, writer: GraphWriter, documents: Sequence[DocumentFact]) -> None:
    """Snapshots that a later one stands on: as the graph has them, without the rows that the later one replaces."""
    writer.put_nodes(assembly.document_node(d) for d in documents)
    for document in documents:
        retired = facts.retired_records(connection, document.extraction)
        writer.delete_nodes(Node("Record", assembly.passage_id(document.id, number)) for number in retired)


def _document_parts(connection: Connection, document: DocumentFact) -> Iterator[tuple[Node, str]]:
    for passage in facts.document_passages(connection, document.extraction):
        yield assembly.passage_node(document.id, passage), document.id
    for record in facts.document_records(connection, document.extraction):
        yield assembly.record_node(record), document.id


def _delete_documents(
    connection: Connection, writer: GraphWriter, documents: Iterable[str], kept: Collection[str]
) -> None:
    """What an older reading left in the graph, and documents that no source has any more."""
    for document in documents:
        parts = (assembly.passage_id(document, n) for n in facts.projected_passages(connection, document))
        gone = [part for part in parts if part not in kept]
        writer.delete_nodes(Node(label, part) for part in gone for label in ("Passage", "Record"))
        if document not in kept:
            writer.delete_nodes([Node("Document", document)])


def _put_entities(
    connection: Connection, writer: GraphWriter, entities: Iterable[str] | None
) -> dict[str, frozenset[str]]:
    """The entities (None: all) and their MENTIONED_IN; those that still stand for something, with their documents."""
    found: dict[str, frozenset[str]] = {}
    sets: dict[frozenset[str], frozenset[str]] = {}  # most entities share the few sets that there are
    for chunk in _chunks(facts.mentions_by_entity(connection, entities)):
        writer.put_nodes(assembly.entity_node(e, mentions) for e, mentions in chunk)
        writer.put_edges(edge for e, mentions in chunk for edge in assembly.mention_edges(e, mentions))
        for e, mentions in chunk:
            documents = frozenset(m.document for m in mentions)
            found[e] = sets.setdefault(documents, documents)
    return found


def _put_edges(
    connection: Connection, writer: GraphWriter, entities: Mapping[str, Iterable[str]], changed: Mapping[str, bool]
) -> None:
    """The edges at these entities (with their documents) as the ledger has them; others in the store are deleted.

    Of entities that changed only in part the edges to what has not `changed` are what they were: nothing is read of
    them. So a municipality with a thousand seats costs no thousand edges when one of them moves.
    """
    here = set(entities)
    edges = [*assembly.claim_edges(_claims_at(connection, here, changed))]
    records = facts.records_by_entity(connection, here)
    edges += (e for r in records if (e := assembly.registered_as(r)))
    writer.put_edges(edges)
    edges += (assembly.mentioned_in(e, document) for e, documents in entities.items() for document in documents)
    writer.keep_edges((assembly.entity_key(e) for e in entities if not changed[e]), edges)
    among = [assembly.entity_key(e) for e, in_part in changed.items() if in_part]
    writer.keep_edges((assembly.entity_key(e) for e in entities if changed[e]), edges, among)


def _claims_at(connection: Connection, here: set[str], changed: Mapping[str, bool]) -> Iterator[ClaimFact]:
    """The claims of the edges at these entities that may have changed; of each such edge all claims."""
    part = {e for e in here if changed[e]}
    about = facts.claims_about(connection, here - part), facts.claims_about(connection, part, _SYMMETRIC)
    to_here = (claim for claim in chain(*about) if claim.subject not in here)
    for claim in chain(facts.claims_from(connection, here), to_here):
        if _is_due(claim.subject, claim.type, claim.object, here, changed):
            yield claim


def _is_due(source: str, claim: str, target: str, here: set[str], changed: Mapping[str, bool]) -> bool:
    """Whether an edge is to be looked at with these entities: with its source's, unless only its target's can do so."""
    if source in here:
        return not changed[source] or target in changed
    return not changed[target] or (source in changed and claim in _SYMMETRIC)


def _remember(ledger: Ledger, store: GraphStore, position: int) -> None:
    with ledger.write() as connection:
        write_position(connection, graph_position(store.url), position)


T = TypeVar("T")


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
