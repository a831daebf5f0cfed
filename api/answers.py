"""What the answers of several resources are made of.

An answer is a frozen dataclass; what the ledger or the graph has as one already is given as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from graph.analysis import evidence
from graph.analysis.evidence import Key
from graph.analysis.view import GraphView

_CITED: Final = 5
"""So many quotations at most stand beside a fact."""
_AROUND: Final = 600
"""Code points kept on each side of the words that speak; a register's row or a long passage is cut to that."""


@dataclass(frozen=True, slots=True)
class Named:
    """A node of the graph by its id, with its label and name."""

    id: str
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Quotation:
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
    register: str | None
    key: str | None


def named(view: GraphView, key: Key) -> Named:
    return Named(key[1], key[0], view.name(key))


def cited(found: Iterable[evidence.Quotation]) -> tuple[Quotation, ...]:
    """The first few of the quotations behind a fact."""
    return tuple(map(_quotation, islice(found, _CITED)))


def _quotation(found: evidence.Quotation) -> Quotation:
    start, end = found.start, found.end
    first = 0 if start is None else max(start - _AROUND, 0)
    quote = found.text[first : max(end or 0, first + _AROUND) + _AROUND][: 4 * _AROUND]
    return Quotation(
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
        register=found.register,
        key=found.key,
    )
