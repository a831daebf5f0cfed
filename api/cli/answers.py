"""Answers, printed: a table in words, JSON, or csv; of a query, or dataclasses as the API gives them."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import output
from api.cli.text import json_text, visible
from graph.export_cells import safe_cell
from graph.store.port import Table

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class AnswerFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[AnswerFormat, typer.Option("--format", help="How to print the answer.")]


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


def show_answer(
    answer: "DataclassInstance",
    rows: "Sequence[DataclassInstance]",
    format_: AnswerFormat,
    kind: "type[DataclassInstance]",
) -> None:
    """The whole answer as JSON; else its rows, which are all of one kind."""
    if format_ is AnswerFormat.JSON:
        output.raw(json_text(asdict(answer)))
    else:
        show(tabled(rows, kind), format_)


def more(shown: int, total: int) -> None:
    """Says on standard error that not all are shown, where it is so."""
    if shown < total:
        output.note(f"There is more: only the first {shown} of {total} are shown.")


def tabled(rows: "Sequence[DataclassInstance]", kind: "type[DataclassInstance]") -> Table:
    """A column a field: of what is named the name, of quotations the words that speak."""
    columns = tuple(one.name for one in fields(kind))
    return Table(columns, tuple(tuple(_told(getattr(row, name)) for name in columns) for row in rows))


def _told(value: Any) -> object:
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 4)
    if isinstance(value, tuple):
        return "; ".join(words(_told(item)) for item in value)
    if hasattr(value, "quote"):
        return f"“{value.quote[value.start : value.end]}”"
    return getattr(value, "name", value) if hasattr(value, "__dataclass_fields__") else value


def words(value: object) -> str:
    """A value of an answer as a person reads it; nothing where there is none.

    A node is (:Label id name), a relationship [:TYPE start → end status], a path both in turn, any other map JSON.
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case list() | tuple():
            return ", ".join(map(words, value))
        case {"labels": labels, "properties": properties, **more} if not more:
            label = ":".join(map(str, labels)) if isinstance(labels, list | tuple) else ""
            known = properties if isinstance(properties, Mapping) else {}
            return " ".join([f"(:{label}", *(str(known[name]) for name in ("id", "name") if known.get(name))]) + ")"
        case {"type": kind, "start": start, "end": end, "properties": properties, **more} if not more:
            status = properties.get("status") if isinstance(properties, Mapping) else None
            return f"[:{kind} {start} → {end}{f' {status}' if status else ''}]"
        case {"nodes": [first, *others], "relationships": [*ties], **more} if not more:
            steps = (f" – [:{tie['type']}] – {words(node)}" for tie, node in zip(ties, others, strict=True))
            return words(first) + "".join(steps)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _csv(answer: Table) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([safe_cell(visible(column)) for column in answer.columns])
    writer.writerows([_cell(value) for value in row] for row in answer.rows)
    return stream.getvalue()


def _cell(value: object) -> str:
    shown = words(value)
    return shown if isinstance(value, int | float) else safe_cell(visible(shown))
