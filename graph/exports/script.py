"""A Cypher script that recreates the graph in an empty Neo4j. Run twice it changes nothing; a statement is a line.

The statements are those with which the stores are written, their rows spelled out.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from graph.exports.whole import whole_file
from graph.model import LABELS
from graph.store import rows
from graph.store.port import GraphReader
from graph.store.statements import put_edges_statement, statement

BATCH_ROWS: Final = 200
"""Rows a statement: few enough for a server to plan it quickly."""

_HEAD = "// The graph of Intreccio, for an empty Neo4j: cypher-shell -f FILE"
_ESCAPES: Final = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE: Final = re.compile("[\\\\'\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def export_cypher(reader: GraphReader, path: Path) -> None:
    """Writes the script. Raises `UsageError` when the file cannot be written."""
    with whole_file(path) as stream:
        stream.write(_HEAD + "\n")
        for label in LABELS:
            stream.write(_line(statement("create_constraint", label=label)))
        for (label,), batch in rows.batches(reader.nodes(), rows.node_names, rows.node_row, BATCH_ROWS):
            stream.write(_line(statement("put_nodes", label=label), batch))
        for names, batch in rows.batches(reader.edges(), rows.edge_names, rows.edge_row, BATCH_ROWS):
            stream.write(_line(put_edges_statement(*names), batch))


def literal(value: object) -> str:
    """A value as Cypher writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{_TO_ESCAPE.sub(_escape, value)}'"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {literal(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    return repr(value)


def _line(text: str, batch: Sequence[rows.Row] | None = None) -> str:
    clauses = [line for line in text.splitlines() if line and not line.startswith("//")]
    flat = " ".join(clauses)
    return (flat if batch is None else flat.replace("$rows", literal(batch))) + ";\n"


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}"
