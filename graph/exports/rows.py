"""Nodes and edges as flat rows, with the words behind them: what the csv and GraphML exports have in common."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.analysis.evidence import Key, quotations
from graph.extraction import CELL_SEPARATOR
from graph.store.port import Edge, GraphReader, Node, Property, Scalar

PROVENANCE = ("confidence", "quote", "evidence", "spans", "first_read", "last_read")
_CITED = 5
"""So many sentences are quoted in a row; `evidence` names all of them."""
_CARRIERS = ("Passage", "Record")


@dataclass(slots=True)
class Survey:
    """What a first walk over the graph finds: its properties, names, and the passages and records with the evidence."""

    node_properties: set[str] = field(default_factory=set)
    edge_properties: set[str] = field(default_factory=set)
    carriers: dict[Key, Node] = field(default_factory=dict)
    names: dict[Key, str] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: GraphReader) -> "Survey":
        survey = cls()
        for node in reader.nodes():
            survey.node_properties |= node.properties.keys()
            survey.names[node.label, node.id] = str(node.properties.get("name", ""))
            if node.label in _CARRIERS:
                survey.carriers[node.label, node.id] = node
        for edge in reader.edges():
            survey.edge_properties |= edge.properties.keys()
        return survey

    def quote(self, item: Node | Edge) -> str:
        """The sentences and rows behind a node or an edge, the first few of them."""
        texts = dict.fromkeys(q.text for q in quotations(item, self.carriers))
        return " … ".join(list(texts)[:_CITED])


def columns(leading: Iterable[str], found: Iterable[str]) -> list[str]:
    """`leading`, then the other properties in the order of the alphabet, provenance last."""
    first = list(leading)
    return [*first, *sorted(set(found) - {*first, *PROVENANCE}), *PROVENANCE]


def flat(value: Property) -> Scalar:
    """A list as one text, its items separated as the cells of a row are; anything else as it is."""
    return CELL_SEPARATOR.join(str(item) for item in value) if isinstance(value, list) else value


def cells(values: Mapping[str, Property]) -> dict[str, str]:
    """Values as cells: lists joined, true and false in small letters."""
    singles = {name: flat(value) for name, value in values.items()}
    return {name: json.dumps(v) if isinstance(v, bool) else str(v) for name, v in singles.items()}
