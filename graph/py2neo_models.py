"""py2neo's object-graph mapper for the schema: one class a label, made from `graph.model`.

    organisation = connected.match("Organisation").first()
    [action.name for action in organisation.leads]
    [body.name for body in action.leads_from]

A relation is named after its relationship type, the way back ends in `_from`; it gives objects of whatever label stands
there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from py2neo import Graph, NodeMatch
from py2neo.errors import ConnectionUnavailable
from py2neo.ogm import Model, ModelMatch, Property, RelatedFrom, RelatedTo

from graph.errors import StoreUnavailable
from graph.model import CLAIM_TYPES, LABELS, MENTION_TYPES, STRUCTURE_TYPES

_COMMON = ("id", "name")
_LISTS = ("aliases", "evidence", "spans", "evidence_of")
_SOURCES: Mapping[str, tuple[str, ...]] = {
    "Document": ("sources", "date", "language", "kind", "territory"),
    "Passage": ("text", "kind", "number", "start", "page", "heading", "document"),
    "Record": ("text", "register", "key", "number", "snapshot"),
}


class Thing(Model):  # type: ignore[misc]
    """Base of all classes: wraps a node in the class of its label."""

    __primarykey__ = "id"

    @classmethod
    def wrap(cls, node: Any) -> Any:
        label = next(iter(node.labels), None) if node is not None else None
        return super(Thing, MODELS.get(label, cls)).wrap(node)


def _model(label: str) -> type[Thing]:
    properties = _SOURCES.get(label) or (*(p.name for p in MENTION_TYPES[label].properties), *_LISTS)
    ends = {t.name: (t.subjects, t.objects) for t in CLAIM_TYPES.values()}
    ends |= {name: (sources, (target,)) for name, (sources, target) in STRUCTURE_TYPES.items()}
    outgoing = {name.lower(): RelatedTo(Thing, name) for name, (sources, _) in ends.items() if label in sources}
    incoming = {
        f"{name.lower()}_from": RelatedFrom(Thing, name) for name, (_, targets) in ends.items() if label in targets
    }
    fields = {name: Property() for name in (*_COMMON, *properties)}
    return type(label, (Thing,), {**fields, **outgoing, **incoming, "__primarykey__": "id"})


MODELS: Mapping[str | None, type[Thing]] = {label: _model(label) for label in LABELS}
"""Label → class."""


@dataclass(frozen=True, slots=True)
class Py2neoGraph:
    """py2neo's graph, with the classes of the schema."""

    graph: Graph

    def match(self, label: str, key: str | None = None) -> ModelMatch:
        """The objects of this label, or the one with this id."""
        return MODELS[label].match(self.graph, key)

    def nodes(self, label: str) -> NodeMatch:
        """py2neo's own node matcher."""
        return self.graph.nodes.match(label)

    def cypher(self, query: str, parameters: Mapping[str, object] | None = None) -> Any:
        """py2neo's data frame of the answer. Nothing guards it: Neo4j Community has no roles, so it can also write."""
        return self.graph.run(query, parameters or {}).to_data_frame()

    def close(self) -> None:
        """Ends the connections; py2neo keeps them open until then."""
        self.graph.service.connector.close()


def connect(url: str, user: str, password: str | None) -> Py2neoGraph:
    """Connects with py2neo. Raises `StoreUnavailable` for a server that is not there or refuses the login."""
    try:
        return Py2neoGraph(Graph(url, auth=(user, password or "")))
    except ConnectionUnavailable as error:
        raise StoreUnavailable(
            "py2neo cannot connect: no server answers there, or user and password are wrong.",
            where=url,
            hint="Give them to graph.open, or to to_py2neo(user=…, password=…).",
        ) from error
