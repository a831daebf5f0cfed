"""Nodes and edges as rows of a batch: checked, grouped by what a statement must name, cut to size."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

from graph.errors import StoreError
from graph.model import STRUCTURE_TYPES
from graph.store.port import Edge, Node

Row = dict[str, object]
Item = TypeVar("Item")
Names = tuple[str, ...]

HELD = 25
"""How many batches' worth of rows wait at most, over all groups."""

PROPERTY_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
"""What a property may be called: a name that needs no quoting in Cypher."""

NODE_RESERVED = frozenset({"id", "title", "type"})
"""`id` is the node's own; the embedded engine has its own meaning for the other two (say `name` and `kind`)."""

EDGE_RESERVED = frozenset({"claim", "status"})
"""Fields of `Edge`, stored as properties."""

INTEGER_LIMIT = 2**63


def node_names(node: Node) -> Names:
    """What the statements on this node must name: its label."""
    return (node.label,)


def edge_names(edge: Edge) -> Names:
    """What the statements on this edge must name: its type and the labels of its ends."""
    return edge.type, edge.source[0], edge.target[0]


def node_key(node: Node) -> Row:
    """Row that finds a node."""
    return {"id": node.id}


def node_row(node: Node) -> Row:
    """Row that creates or replaces a node. Raises `StoreError` for what the engines cannot hold."""
    properties = _checked(node.properties, NODE_RESERVED, node.id)
    if not node.id or type(properties.get("name")) is not str:
        raise StoreError(f"A node has an id and a name; {node.label} {node.id!r} lacks one.")
    properties["id"] = node.id
    return {"id": node.id, "properties": properties}


def edge_words(edge: Edge) -> str:
    """What tells an edge from all others, as the statements that keep edges put it together."""
    return " ".join((edge.type, edge.claim, edge.status, *edge.source, *edge.target))


def edge_row(edge: Edge) -> Row:
    """Row that creates or replaces an edge. Raises `StoreError` for what the engines cannot hold."""
    properties = _checked(edge.properties, EDGE_RESERVED, edge.type)
    row: Row = {"source": edge.source[1], "target": edge.target[1], "claim": edge.claim, "status": str(edge.status)}
    if edge.type not in STRUCTURE_TYPES:
        properties["claim"] = row["claim"]
        properties["status"] = row["status"]
    elif edge.claim or edge.status:
        raise StoreError(f"{edge.type} is no claim and has no status.")
    row["properties"] = properties
    return row


def batches(
    items: Iterable[Item], names: Callable[[Item], Names], row: Callable[[Item], Row], size: int
) -> Iterator[tuple[Names, list[Row]]]:
    """Rows in batches of one group each, at most `size` rows, in the order of the items within a group."""
    waiting: dict[Names, list[Row]] = {}
    held = 0
    for item in items:
        group = names(item)
        rows = waiting.setdefault(group, [])
        rows.append(row(item))
        held += 1
        if held > HELD * size:
            group = max(waiting, key=lambda key: len(waiting[key]))
        elif len(rows) < size:
            continue
        full = waiting.pop(group)
        held -= len(full)
        yield group, full
    yield from waiting.items()


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items, each made on another thread while the caller is busy with the one before."""
    with ThreadPoolExecutor(1) as maker:
        waiting = maker.submit(next, items, None)
        while (item := waiting.result()) is not None:
            waiting = maker.submit(next, items, None)
            yield item


def _checked(properties: Mapping[str, object], reserved: frozenset[str], owner: str) -> Row:
    names = tuple(properties)
    if not _are_names(names, reserved):
        wrong = next(name for name in names if name in reserved or PROPERTY_NAME.fullmatch(name) is None)
        raise StoreError(f"{owner}: a property cannot be called {wrong[:80]!r}.")
    return {name: _checked_value(value, name, owner) for name, value in properties.items()}


@lru_cache(maxsize=1024)
def _are_names(names: Names, reserved: frozenset[str]) -> bool:
    """Kept, since most rows have the same few sets of names."""
    return not reserved.intersection(names) and all(map(PROPERTY_NAME.fullmatch, names))


def _checked_value(value: object, name: str, owner: str) -> object:
    if type(value) is str:  # most values, and this is asked of each
        return value
    if isinstance(value, list):
        kinds = set(map(type, value))
        if len(kinds) > 1 or not kinds <= {str, int, float}:
            raise StoreError(
                f"{owner}: the list {name} holds more than one kind of value, or one that cannot be stored."
            )
        if kinds == {str}:
            return value  # most lists, some of them of thousands of passages
        return [_checked_value(item, name, owner) for item in value]
    if isinstance(value, str):
        return str(value)
    whole = type(value) is int and -INTEGER_LIMIT <= value < INTEGER_LIMIT
    if whole or isinstance(value, bool) or (type(value) is float and math.isfinite(value)):
        return value
    raise StoreError(f"{owner}: {name} holds {str(value)[:80]}, which a graph store cannot hold.")
