"""The answer of a query, printed: a table in words, JSON, or csv."""

import csv
import io
import json
from collections.abc import Mapping
from enum import StrEnum

from api.cli import output
from api.cli.text import json_text, visible
from graph.export_cells import safe_cell
from graph.store.port import Table


class AnswerFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def show(answer: Table, format_: AnswerFormat) -> None:
    """The rows on standard output; on standard error whether there are more."""
    if format_ is AnswerFormat.JSON:
        output.raw(json_text([dict(zip(answer.columns, row, strict=True)) for row in answer.rows]))
    elif format_ is AnswerFormat.CSV:
        output.raw(_csv(answer))
    else:
        output.table(answer.columns, [[words(cell) for cell in row] for row in answer.rows])
    if answer.truncated:
        output.note(f"There is more: only the first {len(answer.rows)} rows are shown.")


def words(value: object) -> str:
    """A value of an answer as a person reads it; nothing where there is none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return _structure(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(words, value))
    return json.dumps(value)


def _structure(value: Mapping[str, object]) -> str:
    """A node as (:Label id name), a relationship as [:TYPE start → end status], a path as both in turn, else JSON."""
    if value.keys() == {"labels", "properties"}:
        return _node(value["labels"], value["properties"])
    if value.keys() == {"type", "start", "end", "properties"}:
        properties = value["properties"]
        status = properties.get("status") if isinstance(properties, Mapping) else None
        return f"[:{value['type']} {value['start']} → {value['end']}{f' {status}' if status else ''}]"
    if value.keys() == {"nodes", "relationships"}:
        return _path(value["nodes"], value["relationships"])
    return json.dumps(value, ensure_ascii=False)


def _node(labels: object, properties: object) -> str:
    label = ":".join(map(str, labels)) if isinstance(labels, list | tuple) else ""
    known = properties if isinstance(properties, Mapping) else {}
    parts = [f":{label}", *(str(known[name]) for name in ("id", "name") if known.get(name))]
    return f"({' '.join(parts)})"


def _path(nodes: object, relationships: object) -> str:
    assert isinstance(nodes, list | tuple)
    assert isinstance(relationships, list | tuple)
    parts = [words(nodes[0])] if nodes else []
    for relationship, node in zip(relationships, nodes[1:], strict=True):
        parts += [f"[:{relationship['type']}]", words(node)]
    return " – ".join(parts)


def _csv(answer: Table) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([safe_cell(visible(column)) for column in answer.columns])
    writer.writerows([_cell(value) for value in row] for row in answer.rows)
    return stream.getvalue()


def _cell(value: object) -> str:
    shown = words(value)
    return shown if isinstance(value, int | float) else safe_cell(visible(shown))
