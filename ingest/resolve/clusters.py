"""References that are one thing, by their keys. Pure: the same references give the same clusters in any order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Keyed:
    """A reference and its keys; references are ordered as they were read."""

    extraction: int
    reference: int
    label: str
    hard: str | None
    soft: str | None


@dataclass(frozen=True, slots=True)
class Cluster:
    """One entity's references, the first read first, each with the reason why it belongs here."""

    members: tuple[Keyed, ...]
    reasons: tuple[str, ...]


def cluster(references: Iterable[Keyed]) -> list[Cluster]:
    """Joins what shares a hard key; then what shares a name, unless several hard keys bear that name.

    A name that two keyed bodies bear decides nothing: references by that name alone stay together and apart from both.
    """
    groups: dict[tuple[str, str], list[tuple[Keyed, str]]] = defaultdict(list)
    named: dict[str, list[Keyed]] = defaultdict(list)
    bearers: dict[str, set[str]] = defaultdict(set)
    alone: list[Cluster] = []
    for r in references:
        if r.hard:
            groups["hard", r.hard].append((r, f"same key: {_shown(r.hard)}"))
            if r.soft:
                bearers[r.soft].add(r.hard)
        elif r.soft:
            named[r.soft].append(r)
        else:
            alone.append(Cluster((r,), ("only in its document",)))
    for name, members in named.items():
        keys = bearers[name]
        if len(keys) == 1:
            group, note = ("hard", next(iter(keys))), "; one keyed thing bears it"
        else:
            group, note = ("soft", name), f"; {len(keys)} keyed things bear it, so none is chosen" if keys else ""
        groups[group] += [(r, f"same name: {_shown(name)}{note}") for r in members]
    joined = [Cluster(*zip(*sorted(group), strict=True)) for group in groups.values()]
    return sorted([*joined, *alone], key=lambda c: c.members[0])


def _shown(key: str) -> str:
    """A key for people: without the label in front."""
    return key.split("|", 1)[1]
