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
    by_hard: dict[str, list[Keyed]] = defaultdict(list)
    named: dict[str, list[Keyed]] = defaultdict(list)
    bearers: dict[str, set[str]] = defaultdict(set)
    alone: list[Keyed] = []
    for r in references:
        if r.hard:
            by_hard[r.hard].append(r)
            if r.soft:
                bearers[r.soft].add(r.hard)
        elif r.soft:
            named[r.soft].append(r)
        else:
            alone.append(r)
    groups: dict[tuple[str, str], list[tuple[Keyed, str]]] = {
        ("hard", key): [(r, f"same key: {_shown(key)}") for r in members] for key, members in by_hard.items()
    }
    for name, members in named.items():
        keys = bearers[name]
        if len(keys) == 1:
            groups["hard", next(iter(keys))] += [
                (r, f"same name: {_shown(name)}; one keyed thing bears it") for r in members
            ]
        else:
            note = f"; {len(keys)} keyed things bear it, so none is chosen" if keys else ""
            groups["soft", name] = [(r, f"same name: {_shown(name)}{note}") for r in members]
    clusters = [_cluster(g) for g in groups.values()] + [Cluster((r,), ("only in its document",)) for r in alone]
    return sorted(clusters, key=lambda c: c.members[0])


def _cluster(group: list[tuple[Keyed, str]]) -> Cluster:
    ordered = sorted(group)
    return Cluster(tuple(r for r, _ in ordered), tuple(reason for _, reason in ordered))


def _shown(key: str) -> str:
    """A key for people: without the label in front."""
    return key.split("|", 1)[1]
