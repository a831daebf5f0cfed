"""Values of an answer as JSON, the same from both engines."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time


def to_json(value: object, unfold: Callable[[object], object]) -> object:
    """The value in JSON's types. `unfold` gives an engine's own values (nodes, durations …) in plainer ones.

    Moments become ISO 8601 to the microsecond, numbers that JSON lacks their names.
    """
    value = unfold(value)
    if isinstance(value, Mapping):
        return {str(key): to_json(item, unfold) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json(item, unfold) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)


def node(labels: list[str], properties: Mapping[str, object]) -> dict[str, object]:
    return {"labels": labels, "properties": dict(sorted(properties.items()))}


def relationship(kind: str, start: object, end: object, properties: Mapping[str, object]) -> dict[str, object]:
    return {"type": kind, "start": start, "end": end, "properties": dict(sorted(properties.items()))}


def duration(months: int, days: int, seconds: int, nanoseconds: int) -> str:
    """A duration as ISO 8601 in the units that Cypher keeps apart, to the microsecond."""
    total = seconds * 1_000_000 + nanoseconds // 1_000
    whole, rest = divmod(abs(total), 1_000_000)
    fraction = f".{rest:06d}".rstrip("0") if rest else ""
    return f"P{months}M{days}DT{'-' if total < 0 else ''}{whole}{fraction}S"
