"""What several resources share."""

from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field

from graph.analysis import evidence
from graph.analysis.evidence import Key
from graph.analysis.view import GraphView
from graph.store.port import Table

_AROUND: Final = 600
"""Code points kept on each side of the words that speak; a register's row or a long passage is cut to that."""


class Model(BaseModel):
    """Base of all answers: fixed once made, readable from the program's own data classes."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Named(Model):
    """A node of the graph by its id, with its label and name."""

    id: str = Field(examples=["org-3f2a"])
    label: str = Field(examples=["Organisation"])
    name: str = Field(examples=["Cooperativa Faro"])

    @classmethod
    def of(cls, view: GraphView, key: Key) -> Self:
        return cls(id=key[1], label=key[0], name=view.name(key))


class Quotation(Model):
    """The words behind a fact: `quote[start:end]` speaks, or the whole quote where they are null.

    `passage` names the passage or the register's row; `page` and `number` count from 1.
    """

    quote: str
    start: int | None
    end: int | None
    passage: str
    document: str | None
    title: str | None
    date: str | None
    page: int | None
    heading: str | None
    number: int | None
    register_name: str | None = Field(None, alias="register", serialization_alias="register")
    key: str | None

    model_config = ConfigDict(populate_by_name=True)

    @classmethod
    def of(cls, found: evidence.Quotation) -> Self:
        start, end = found.start, found.end
        first = 0 if start is None else max(start - _AROUND, 0)
        quote = found.text[first : max(end or 0, first + _AROUND) + _AROUND][: 4 * _AROUND]
        return cls(
            quote=quote,
            start=None if start is None else start - first,
            end=None if end is None else min(end - first, len(quote)),
            passage=found.source[1],
            document=found.document,
            title=found.title,
            date=found.date,
            page=found.page,
            heading=found.heading,
            number=found.number,
            register_name=found.register,
            key=found.key,
        )


class Rows(Model):
    """The answer of a query. `truncated` says that there were more rows than are given.

    A node is {"labels", "properties"}, a relationship {"type", "start", "end", "properties"}, a path {"nodes",
    "relationships"}.
    """

    columns: tuple[str, ...] = Field(examples=[["name", "actions"]])
    rows: tuple[tuple[Any, ...], ...] = Field(examples=[[["Cooperativa Faro", 3]]])
    truncated: bool

    @classmethod
    def of(cls, table: Table) -> Self:
        return cls(columns=table.columns, rows=table.rows, truncated=table.truncated)
