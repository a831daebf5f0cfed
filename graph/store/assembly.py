"""Nodes and edges of the graph out of the ledger's facts. Pure functions; the same facts give the same rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.ledger.facts import ClaimFact, DocumentFact, MentionFact, MentionPlace, PassageFact, RecordFact
from graph.ledger.shared import fields
from graph.model import CLAIM_TYPES, ENTITY_LABELS, MENTION_TYPES, relationship_type
from graph.store.port import Edge, Node, Property

_LABEL_OF_PREFIX = {MENTION_TYPES[label].prefix: label for label in ENTITY_LABELS}
_CITED = 5
"""So many passages stand behind each attribute of a node; the ledger has the others."""

_NAME_LENGTH = 120

_Place = tuple[str, MentionPlace]
"""A document, and where in it."""


def entity_key(entity: str) -> tuple[str, str]:
    """(label, id) of an entity; the label is told by the id's prefix."""
    return _LABEL_OF_PREFIX[entity.partition("-")[0]], entity


def passage_id(document: str, number: int) -> str:
    """The id of a passage or of a register's row."""
    return f"{document}/{number}"


def entity_node(entity: str, facts: Sequence[MentionFact]) -> Node:
    """The entity with its name, its other names, its attributes and, for each of them, where it is said.

    `evidence` (passage ids), `spans` ("start-end") and `evidence_of` (attribute) run in parallel.
    """
    label, _ = entity_key(entity)
    name = _best_name(_titles(label, facts) or _proper(label, facts) or facts)
    chosen: dict[str, Property] = {"name": name}
    for attribute in MENTION_TYPES[label].properties:
        stating = [f for f in facts if attribute.name in f.properties]
        if stating:  # what a register states is no reading
            stating = [f for f in stating if f.registered] or stating
            chosen[attribute.name] = _most_frequent([(f.properties[attribute.name], len(f.places)) for f in stating])
    support: list[tuple[str, _Place]] = []
    for attribute_name, value in chosen.items():
        stating = [
            f for f in facts if (f.text if attribute_name == "name" else f.properties.get(attribute_name)) == value
        ]
        support += [(attribute_name, place) for place in _in_order(stating, _CITED)]
    keys: dict[str, Property] = {}
    for f in facts:
        keys.update((k, v) for k, v in f.keys.items() if k not in keys)
    properties: dict[str, Property] = {
        **chosen,
        **keys,
        "aliases": sorted({f.text for f in facts} - {name}),
        "mentions": sum(len(f.places) for f in facts),
        "first_read": min(f.at for f in facts),
        "last_read": max(f.at for f in facts),
        **_places([place for _, place in support]),
        "evidence_of": [attribute_name for attribute_name, _ in support],
    }
    return Node(label, entity, properties)


def mention_edges(entity: str, facts: Sequence[MentionFact]) -> Iterator[Edge]:
    """Entity MENTIONED_IN document, with every place in it."""
    by_document: dict[str, list[MentionFact]] = defaultdict(list)
    for f in facts:
        by_document[f.document].append(f)
    for document, found in by_document.items():
        yield mentioned_in(entity, document, _places(_in_order(found)))


def mentioned_in(entity: str, document: str, places: Mapping[str, Property] = {}) -> Edge:
    return Edge("MENTIONED_IN", entity_key(entity), ("Document", document), properties=places)


def claim_edges(facts: Iterable[ClaimFact]) -> Iterator[Edge]:
    """One edge a (subject, type, object, status), with the highest confidence and the evidence of all its claims."""
    together: dict[tuple[str, str, str, str], list[ClaimFact]] = {}
    for f in facts:
        if f.subject != f.object:
            subject, target = _ends(f)
            together.setdefault((subject, f.type, target, f.status), []).append(f)
    for (subject, claim, target, status), group in together.items():
        ends = entity_key(subject), entity_key(target)
        yield Edge(relationship_type(claim, status), *ends, claim, status, _agreed(group))


def document_node(fact: DocumentFact) -> Node:
    name = fact.title or fact.sources[0].rsplit("/", 1)[-1]
    stated = fields(fact, "date", "language", "kind", "territory")
    return _node("Document", fact.id, name=name, sources=list(fact.sources), **stated)


def passage_node(document: str, fact: PassageFact) -> Node:
    stated = fields(fact, "text", "kind", "number", "start", "page", "heading")
    key = passage_id(document, fact.number)
    return _node("Passage", key, name=_shortened(fact.text), **stated, document=document)


def record_node(fact: RecordFact) -> Node:
    stated = fields(fact, "text", "register", "key", "number", "until")
    key = passage_id(fact.document, fact.number)
    return _node("Record", key, name=_shortened(fact.text), **stated, snapshot=fact.document)


def in_document(node: Node, document: str) -> Edge:
    return Edge("IN_DOCUMENT", (node.label, node.id), ("Document", document))


def registered_as(fact: RecordFact) -> Edge | None:
    """None where nobody knows whom the row is about, or it is no organisation."""
    if fact.entity is None or entity_key(fact.entity)[0] != "Organisation":
        return None
    return Edge("REGISTERED_AS", entity_key(fact.entity), ("Record", passage_id(fact.document, fact.number)))


def _titles(label: str, facts: Sequence[MentionFact]) -> list[MentionFact]:
    """The mentions that are titles: with a code, else of an action those that begin as a name does."""
    written = [f for f in facts if not f.text.isupper()]
    coded = [f for f in written if "code" in f.properties]
    return coded or [f for f in written if label == "Action" and f.text[:1].isupper()]


def _proper(label: str, facts: Sequence[MentionFact]) -> list[MentionFact]:
    """Of a body the mentions that are more than a common noun: "la cooperativa" is no name."""
    return [f for f in facts if label == "Organisation" and not f.text.islower()]


def _best_name(facts: Sequence[MentionFact]) -> str:
    """The name most often used among the fullest of each document; capitals only where nothing else is known."""
    fullest: dict[str, str] = {}
    for f in facts:
        if f.snapshot not in fullest or len(f.text) > len(fullest[f.snapshot]):
            fullest[f.snapshot] = f.text
    counts = Counter(fullest.values())
    return min(counts, key=lambda name: (name.isupper(), -counts[name], -len(name), name))


def _most_frequent(values: Sequence[tuple[Property, int]]) -> Property:
    counts: Counter[str] = Counter()
    for value, times in values:
        counts[str(value)] += times
    best = min(counts, key=lambda v: (-counts[v], v))
    return next(v for v, _ in values if str(v) == best)


def _ends(fact: ClaimFact) -> tuple[str, str]:
    """Subject and object; a symmetric claim runs from the smaller id to the larger."""
    if CLAIM_TYPES[fact.type].symmetric and fact.object < fact.subject:
        return fact.object, fact.subject
    return fact.subject, fact.object


def _agreed(group: Sequence[ClaimFact]) -> dict[str, Property]:
    """What the surest claim states stands before what others add; the places of several in order, each once."""
    ordered = sorted(group, key=lambda f: (-f.confidence, f.document))
    properties: dict[str, Property] = {}
    for f in reversed(ordered):
        properties.update(_stated(f))
    places = [(passage_id(f.document, p), f"{start}-{end}") for f in ordered for p, start, end in f.evidence]
    if len(group) > 1:
        places = sorted(set(places))
    return {
        **properties,
        "confidence": float(ordered[0].confidence),
        "first_read": min(f.at for f in group),
        "last_read": max(f.at for f in group),
        "evidence": [passage for passage, _ in places],
        "spans": [span for _, span in places],
    }


def _stated(fact: ClaimFact) -> dict[str, Property]:
    """What the claim states beyond its type: role, amount, dates, through whom."""
    ends = {"via": fact.via, "attributed_to": fact.attributed_to}
    return {**fact.properties, **{name: entity for name, entity in ends.items() if entity is not None}}


def _in_order(facts: Sequence[MentionFact], most: int | None = None) -> list[_Place]:
    """The places of these mentions, or the first of them, in the order in which they were read."""
    if len(facts) == 1:
        return [(facts[0].document, place) for place in facts[0].places[:most]]
    found = [(place, f.document) for f in facts for place in f.places[:most]]
    return [(document, place) for place, document in sorted(found)[:most]]


def _places(places: Sequence[_Place]) -> dict[str, Property]:
    return {
        "evidence": [f"{document}/{passage}" for document, (_, _, passage, _, _) in places],
        "spans": [f"{start}-{end}" for _, (_, _, _, start, end) in places],
    }


def _node(label: str, node_id: str, /, **properties: Property | None) -> Node:
    """A node with those of these properties that are known."""
    return Node(label, node_id, {name: value for name, value in properties.items() if value is not None})


def _shortened(text: str) -> str:
    return text if len(text) <= _NAME_LENGTH else text[: _NAME_LENGTH - 1].rstrip() + "…"
