"""One GraphML file for drawing tools: `label` is what they show, `type` the label or relationship type of the graph."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from graph.analysis.evidence import Key
from graph.exports.rows import Survey, flat
from graph.exports.whole import whole_path
from graph.store.port import Edge, GraphReader, Node, Property, Scalar

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, even as an entity."""


def export_graphml(reader: GraphReader, path: Path) -> None:
    """Writes the graph. Raises `UsageError` when the file cannot be written."""
    import networkx as nx

    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    survey = Survey.of(reader)
    for node in reader.nodes():
        made.add_node(_name((node.label, node.id)), **_node_attributes(node, survey))
    for number, edge in enumerate(reader.edges()):
        made.add_edge(_name(edge.source), _name(edge.target), f"e{number}", **_edge_attributes(edge, survey))
    with whole_path(path) as place:
        nx.write_graphml(made, place)


def _name(key: Key) -> str:
    return _text("/".join(key))


def _node_attributes(node: Node, survey: Survey) -> dict[str, Scalar]:
    label = str(node.properties.get("name", node.id))
    own: dict[str, Property] = {"label": label, "type": node.label, "id": node.id, "quote": survey.quote(node)}
    return _attributes({**node.properties, **own})


def _edge_attributes(edge: Edge, survey: Survey) -> dict[str, Scalar]:
    own: dict[str, Property] = {"label": edge.claim or edge.type, "type": edge.type, "quote": survey.quote(edge)}
    said: dict[str, Property] = {"claim": edge.claim, "status": edge.status} if edge.status else {}
    return _attributes({**edge.properties, **own, **said})


def _attributes(properties: Mapping[str, Property]) -> dict[str, Scalar]:
    singles = {name: flat(value) for name, value in properties.items()}
    return {_text(n): _text(v) if isinstance(v, str) else v for n, v in singles.items() if v != ""}


def _text(text: str) -> str:
    return _NOT_XML.sub("", text)
