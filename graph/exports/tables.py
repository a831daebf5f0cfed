"""A folder with `nodes.csv` and `edges.csv`: every property a column, the sentence behind each row beside it.

Cells that a spreadsheet would take for a formula are made text. The files are UTF-8 with a byte order mark, without
which spreadsheets misread accents.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from graph.errors import UsageError
from graph.export_cells import safe_cell
from graph.exports.rows import Survey, cells, columns
from graph.exports.whole import whole_file
from graph.store.port import Edge, GraphReader, Node

_NODE = ("label", "id", "name")
_EDGE = ("type", "source_label", "source", "source_name", "target_label", "target", "target_name", "claim", "status")
_BYTE_ORDER_MARK = "\ufeff"


def export_csv(reader: GraphReader, folder: Path, *, separator: str = ",") -> None:
    """Writes the graph; each file is replaced whole. An Italian spreadsheet expects `;` as separator.

    Raises `UsageError` when the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"the folder cannot be made: {error.strerror}.", where=str(folder)) from error
    survey = Survey.of(reader)
    nodes = (_node_cells(node, survey) for node in reader.nodes())
    _write(folder / "nodes.csv", columns(_NODE, survey.node_properties), nodes, separator)
    edges = (_edge_cells(edge, survey) for edge in reader.edges())
    _write(folder / "edges.csv", columns(_EDGE, survey.edge_properties), edges, separator)


def _node_cells(node: Node, survey: Survey) -> dict[str, str]:
    quoted = cells({**node.properties, "quote": survey.quote(node)})
    return quoted | {"label": node.label, "id": node.id}


def _edge_cells(edge: Edge, survey: Survey) -> dict[str, str]:
    ends = dict(zip(("source_label", "source", "target_label", "target"), (*edge.source, *edge.target), strict=True))
    named = {"source_name": survey.names.get(edge.source, ""), "target_name": survey.names.get(edge.target, "")}
    quoted = cells({**edge.properties, "quote": survey.quote(edge)})
    return quoted | ends | named | {"type": edge.type, "claim": edge.claim, "status": edge.status}


def _write(path: Path, names: Sequence[str], rows: Iterable[Mapping[str, str]], separator: str) -> None:
    with whole_file(path) as stream:
        stream.write(_BYTE_ORDER_MARK)
        writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
        writer.writerow([safe_cell(name) for name in names])
        for row in rows:
            writer.writerow([safe_cell(row.get(name, "")) for name in names])
