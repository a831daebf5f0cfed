"""The driver's values in the form of `port.Table`."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import neo4j.graph
import neo4j.spatial
import neo4j.time

from graph.store import cells

Rows = tuple[tuple[object, ...], ...]
FindIds = Callable[[list[str]], Mapping[str, str]]
"""The `id`s of nodes by the server's element ids."""


def json_rows(records: Sequence[tuple[object, ...]], find: FindIds) -> Rows:
    """Rows of JSON values; `find` is asked for the ends of relationships that the answer does not hold."""
    ids: dict[str, object] = {}
    ends: set[str] = set()
    _collect(records, ids, ends)
    if missing := sorted(ends - ids.keys()):
        ids.update(find(missing))

    def unfold(value: object) -> object:
        return _unfolded(value, ids)

    return tuple(tuple(cells.to_json(value, unfold) for value in record) for record in records)


def _collect(values: Iterable[object], ids: dict[str, object], ends: set[str]) -> None:
    """Walks through an answer: the ids of its nodes by element id, the element ids of its relationships' ends."""
    for value in values:
        if isinstance(value, neo4j.graph.Node):
            ids[value.element_id] = value.get("id")
        elif isinstance(value, neo4j.graph.Relationship):
            ends.update(node.element_id for node in value.nodes if node is not None)
        elif isinstance(value, neo4j.graph.Path):
            _collect((*value.nodes, *value.relationships), ids, ends)
        elif isinstance(value, Mapping):
            _collect(value.values(), ids, ends)
        elif isinstance(value, list | tuple):
            _collect(value, ids, ends)


def _unfolded(value: object, ids: Mapping[str, object]) -> object:
    if isinstance(value, neo4j.graph.Node):
        return cells.node(sorted(value.labels), dict(value))
    if isinstance(value, neo4j.graph.Relationship):
        start, end = (ids.get(node.element_id) if node is not None else None for node in value.nodes)
        return cells.relationship(value.type, start, end, dict(value))
    if isinstance(value, neo4j.graph.Path):
        return {"nodes": list(value.nodes), "relationships": list(value.relationships)}
    if isinstance(value, neo4j.time.Duration):
        return cells.duration(value.months, value.days, value.seconds, value.nanoseconds)
    if isinstance(value, neo4j.time.Date | neo4j.time.DateTime | neo4j.time.Time):
        return value.to_native()
    if isinstance(value, neo4j.spatial.Point):
        return {"srid": value.srid, "coordinates": list(value)}
    return value
