"""The words behind a fact: from the parallel lists of a node or an edge to quotations a person can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from graph.store.port import Edge, Node

Key = tuple[str, str]
"""Label and id: what names a node everywhere."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage or a register's record that supports a fact.

    `start` and `end` mark the words inside `text` (code points), None where the whole of it speaks. `supports` is the
    name of the property, for a fact of a node. `number` and `page` count from 1, as people do.
    """

    source: Key
    text: str
    start: int | None = None
    end: int | None = None
    supports: str | None = None
    document: str | None = None
    title: str | None = None
    date: str | None = None
    page: int | None = None
    heading: str | None = None
    number: int | None = None
    register: str | None = None
    key: str | None = None


def quotations(item: Node | Edge, sources: Mapping[Key, Node]) -> tuple[Quotation, ...]:
    """Every piece of evidence of a node or an edge whose passage or record is among `sources`, each once, in order."""
    found = (
        _quotation(carrier, span, supports, sources)
        for source, span, supports in _triples(item.properties)
        if (carrier := carrier_of(source, sources)) is not None
    )
    return tuple(dict.fromkeys(found))


def quoted(carrier: Node, sources: Mapping[Key, Node]) -> Quotation:
    """The whole of a passage or record."""
    return _quotation(carrier, "", None, sources)


def text_of(properties: Mapping[str, object], name: str) -> str | None:
    """A property as text; None where it is missing or blank."""
    value = properties.get(name)
    return value if isinstance(value, str) and value else None


def number_of(properties: Mapping[str, object], name: str) -> int | None:
    """A property as a whole number; None where it is missing or something else."""
    value = properties.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def texts_of(properties: Mapping[str, object], name: str) -> tuple[str, ...]:
    """A property as a list of texts; one text counts as a list of one."""
    value = properties.get(name)
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _triples(properties: Mapping[str, object]) -> Iterator[tuple[str, str, str | None]]:
    lists = (texts_of(properties, name) for name in ("evidence", "spans", "evidence_of"))
    for source, span, supports in zip_longest(*lists):
        if source:
            yield source, span or "", supports


def carrier_of(source: str, sources: Mapping[Key, Node]) -> Node | None:
    """The passage, else the record, of an id."""
    return sources.get(("Passage", source)) or sources.get(("Record", source))


def _quotation(carrier: Node, span: str, supports: str | None, sources: Mapping[Key, Node]) -> Quotation:
    values = carrier.properties
    text = text_of(values, "text") or ""
    document = text_of(values, "document") or text_of(values, "snapshot")
    read = sources.get(("Document", document)) if document else None
    about = read.properties if read else {}
    start, end = _inside(span, number_of(values, "start"), len(text))
    return Quotation(
        source=(carrier.label, carrier.id),
        text=text,
        start=start,
        end=end,
        supports=supports,
        document=document,
        title=text_of(about, "name"),
        date=text_of(about, "date"),
        page=number_of(values, "page"),
        heading=text_of(values, "heading"),
        number=number_of(values, "number"),
        register=text_of(values, "register"),
        key=text_of(values, "key"),
    )


def _inside(span: str, offset: int | None, length: int) -> tuple[int | None, int | None]:
    """A span of the document as a span of its passage; (None, None) where it does not fit."""
    first, _, last = span.partition("-")
    if offset is None or not (first.isdecimal() and last.isdecimal()):
        return None, None
    start, end = int(first) - offset, int(last) - offset
    start, end = max(start, 0), min(end, length)
    return (start, end) if start < end else (None, None)
