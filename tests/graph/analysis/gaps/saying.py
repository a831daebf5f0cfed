"""A small territory written claim by claim: "Action Mensa" NEEDS "Resource due furgoni", read in some document."""

from dataclasses import dataclass, field

from graph.analysis.evidence import Key
from graph.analysis.view import GraphView
from graph.model import relationship_type
from graph.store.port import Edge, GraphStore, Node, Property


def key(name: str) -> Key:
    """ "Action Mensa" is the node ("Action", "mensa")."""
    label, _, words = name.partition(" ")
    return label, words.casefold().replace(" ", "-")


@dataclass
class Saying:
    """Rows of a graph; what is said brings its nodes, the passage that says it, and which document names whom."""

    nodes: dict[Key, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)

    def node(self, name: str, **properties: Property) -> Key:
        found = key(name)
        before = self.nodes[found].properties if found in self.nodes else {"name": name.partition(" ")[2]}
        self.nodes[found] = Node(*found, {**before, **properties})
        return found

    def document(self, name: str, date: str | None = None) -> Key:
        return self.node(f"Document {name}", **({"date": date} if date else {}))

    def said(
        self, document: str, subject: str, claim: str, target: str, status: str = "done", **properties: Property
    ) -> "Saying":
        """Adds a claim; one that is there already gets a further passage."""
        read, source, end = self.document(document), self.node(subject), self.node(target)
        passage = f"{read[1]}/{sum(label == 'Passage' for label, _ in self.nodes)}"
        text = f"{subject} {claim} {target} ({status})"
        about: dict[str, Property] = {"name": passage, "text": text, "start": 0, "document": read[1]}
        self.nodes["Passage", passage] = Node("Passage", passage, about)
        self.edges.append(Edge("IN_DOCUMENT", ("Passage", passage), read))
        for place, edge in enumerate(self.edges):
            if (edge.source, edge.claim, edge.target, edge.status) == (source, claim, end, status):
                passages, spans = ([*_texts(edge.properties[name])] for name in ("evidence", "spans"))
                more = {"evidence": [*passages, passage], "spans": [*spans, f"0-{len(text)}"]}
                self.edges[place] = Edge(edge.type, source, end, claim, status, {**edge.properties, **more})
                break
        else:
            quoted: dict[str, Property] = {"evidence": [passage], "spans": [f"0-{len(text)}"], "confidence": 1.0}
            type_ = relationship_type(claim, status)
            self.edges.append(Edge(type_, source, end, claim, status, {**quoted, **properties}))
        for named in (source, end):
            mention = Edge("MENTIONED_IN", named, read)
            if mention not in self.edges:
                self.edges.append(mention)
        return self

    def view(self) -> GraphView:
        return GraphView.of(self.nodes.values(), self.edges)

    def fill(self, store: GraphStore) -> None:
        """Writes it into an empty store."""
        with store.writer() as writer:
            writer.prepare()
            writer.clear()
            writer.put_nodes(self.nodes.values())
            writer.put_edges(self.edges)
            writer.commit()


def _texts(value: Property) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
