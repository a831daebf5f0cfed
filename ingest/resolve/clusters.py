"""References that are one thing. Pure: the same references, matches and decisions give the same clusters in any order.

Links are taken from the strongest to the weakest: what people said, keys, matches by their weight, names. One that
would join what must stay apart is refused; so a cluster in which somebody sees two things parts at its weakest link.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from graph.ledger.actions import SET_OUT, WHY
from graph.ledger.anchors import Place
from graph.ledger.matches import MatchRow
from ingest.resolve.groups import Apart, Group, Groups, Keyed

__all__ = ["Cluster", "Clustering", "Doubt", "Keyed", "Link", "Pairs", "cluster"]

_BEARERS_SHOWN = 5
"""So many namesakes are put before a person for a name that could be any of them."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """What people said of pairs of references → the decision. Of two sayings on one pair only the last is here."""

    same: Mapping[tuple[Place, Place], int] = field(default_factory=dict)
    different: Mapping[tuple[Place, Place], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """Why two references are one: `kind` is decision, key, match or name; `reason` says it in words."""

    left: Place
    right: Place
    kind: str
    reason: str
    decision: int | None = None
    match: MatchRow | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A link that does not hold, and what keeps the two apart."""

    link: Link
    apart: Apart


@dataclass(frozen=True, slots=True)
class Cluster:
    """One entity's references, the first read first, each with the reason why it belongs here."""

    members: tuple[Keyed, ...]
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Clustering:
    """The clusters, the first read first; the links that made them; those that were refused."""

    clusters: list[Cluster] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def cluster(references: Iterable[Keyed], matches: Iterable[MatchRow] = (), pairs: Pairs | None = None) -> Clustering:
    """Joins what people, a shared key, a match or a name join, unless a person or two keys say that these are two."""
    given, said = sorted(references), pairs or Pairs()
    groups, found = Groups(given, said.different), Clustering()
    for link in (*_decided(said), *_keyed(given), *_matched(matches)):
        if link.left in groups and link.right in groups:
            _take(groups, found, link)
    notes = _join_names(given, groups, found)
    reasons = _reasons(given, found.links, notes)
    for group in groups:
        members = tuple(sorted(group.members))
        found.clusters.append(Cluster(members, tuple(reasons[m.at] for m in members)))
    found.clusters.sort(key=lambda c: c.members[0])
    return found


def _take(groups: Groups, found: Clustering, link: Link) -> None:
    """Joins the ends of a link, or says why not."""
    one, other = groups[link.left], groups[link.right]
    apart = None if one is other else groups.apart(one, other)
    if apart:
        found.doubts.append(Doubt(link, apart))
        return
    found.links.append(link)
    if one is not other:
        groups.join(one, other)


def _decided(said: Pairs) -> Iterator[Link]:
    """The newest first: where people contradict each other, the older saying gives way."""
    for (left, right), number in sorted(said.same.items(), key=lambda item: -item[1]):
        yield Link(left, right, "decision", f"decision {number}: same", decision=number)


def _keyed(given: Sequence[Keyed]) -> Iterator[Link]:
    first: dict[str, Keyed] = {}
    for r in given:
        if r.hard and first.setdefault(r.hard, r) is not r:
            yield Link(first[r.hard].at, r.at, "key", f"same key: {_shown(r.hard)}")


def _matched(matches: Iterable[MatchRow]) -> Iterator[Link]:
    for m in sorted(matches, key=lambda m: (-m.weight, m.left, m.right)):
        yield Link(m.left, m.right, "match", _why(m), match=m)


def _why(m: MatchRow) -> str:
    """What a match rests on: of an action the one thing that tells it, else the weight of all."""
    if m.features and m.features[0].name == WHY:
        return f"{WHY}: {m.features[0].level}"
    return f"match of {m.weight:.1f} bits ({m.probability:.3f})"


def _join_names(given: Sequence[Keyed], groups: Groups, found: Clustering) -> dict[str, str]:
    """Joins what bears one name and nothing tells apart; returns name → what its reason adds.

    A name alone makes nobody a body of a register: that is for matches. Nor does the short name of an action that was
    matched with that of a plan: elsewhere it may be another plan's. Where some bearers are told apart, those that
    could be any of them stay together and apart from all: a name that two bodies bear decides nothing.
    """
    matched = {end for link in found.links if link.kind == "match" for end in (link.left, link.right)}
    named: dict[str, list[Keyed]] = defaultdict(list)
    notes: dict[str, str] = {}
    for r in given:
        short = r.label == "Action" and r.kind != SET_OUT and r.at in matched
        if r.soft and not short and not (r.label == "Organisation" and groups[r.at].registered):
            named[r.soft].append(r)
    for name, bearers in sorted(named.items()):
        units, first = _units(groups, bearers, found)
        if len(units) == 1:
            notes[name] = _note((), units, groups, bearers)
            continue
        parted = {(id(a), id(b)): w for a, b in combinations(units, 2) if (w := groups.namesakes(a, b))}
        clear = {end for pair in parted for end in pair}
        told, vague = [u for u in units if id(u) in clear], [u for u in units if id(u) not in clear]
        reason = f"same name: {_shown(name)}"
        bodies = _compatible(told, parted)
        for body in (*bodies, vague):
            for unit in body[1:]:
                _take(groups, found, Link(first[id(body[0])], first[id(unit)], "name", reason))
        notes[name] = _note(bodies, vague, groups, bearers)
        if vague and bodies:
            for body in bodies[:_BEARERS_SHOWN]:
                link = Link(first[id(body[0])], first[id(vague[0])], "name", reason)
                found.doubts.append(Doubt(link, Apart("name", f"{len(bodies)} things bear this name")))
        _doubt_decided(parted, told, first, reason, found)
    return notes


def _units(groups: Groups, bearers: Sequence[Keyed], found: Clustering) -> tuple[list[Group], dict[int, Place]]:
    """The groups of a name's bearers, and where each bears it first. Bearers of which one knows the same are joined.

    So a name in a thousand documents is a few groups to be told apart, not a thousand.
    """
    alike: dict[tuple[str | None, str | None], Keyed] = {}
    for r in bearers:
        group = groups[r.at]
        if len(group.members) == 1 and not (r.hard or group.different):
            first_one = alike.setdefault((r.kind, r.place), r)
            if first_one is not r:
                _take(groups, found, Link(first_one.at, r.at, "name", f"same name: {_shown(r.soft or '')}"))
    units: dict[int, Group] = {}
    first: dict[int, Place] = {}
    for r in bearers:
        group = groups[r.at]
        units.setdefault(id(group), group)
        first.setdefault(id(group), r.at)
    return list(units.values()), first


def _compatible(told: Sequence[Group], parted: Mapping[tuple[int, int], Apart]) -> list[list[Group]]:
    """Of groups that something tells apart from others: those that nothing tells apart from each other, together.

    Where that is not clear (one fits two that differ), each stays alone.
    """
    bodies: list[list[Group]] = []
    for unit in told:
        near = [b for b in bodies if any(not _parts(parted, unit, u) for u in b)]
        bodies = [b for b in bodies if all(b is not n for n in near)] + [[u for b in near for u in b] + [unit]]
    whole: list[list[Group]] = []
    for body in bodies:
        clear = not any(_parts(parted, a, b) for a, b in combinations(body, 2))
        whole += [body] if clear else [[unit] for unit in body]
    return whole


def _parts(parted: Mapping[tuple[int, int], Apart], one: Group, other: Group) -> Apart | None:
    return parted.get((id(one), id(other))) or parted.get((id(other), id(one)))


def _doubt_decided(
    parted: Mapping[tuple[int, int], Apart],
    told: Sequence[Group],
    first: Mapping[int, Place],
    reason: str,
    found: Clustering,
) -> None:
    """A name that would join what people said to be different is a conflict that they should know of."""
    known = {id(u) for u in told}
    for (a, b), apart in parted.items():
        if apart.kind == "different" and {a, b} <= known:
            found.doubts.append(Doubt(Link(first[a], first[b], "name", reason), apart))


def _note(bodies: Sequence[object], vague: Sequence[object], groups: Groups, bearers: Sequence[Keyed]) -> str:
    if bodies and vague:
        return f"; {len(bodies)} things bear it, so none is chosen"
    keys = {key for r in bearers for key in groups[r.at].hard}
    return "; one keyed thing bears it" if len(keys) == 1 and not bodies else ""


def _reasons(given: Sequence[Keyed], links: Sequence[Link], notes: Mapping[str, str]) -> dict[Place, str]:
    """For each reference the strongest that ties it to its cluster: its key, a person, a match, its name, nothing."""
    tied: dict[Place, Link] = {}
    for link in links:
        if link.kind in ("decision", "match"):
            tied.setdefault(link.left, link)
            tied.setdefault(link.right, link)
    return {r.at: _reason(r, tied.get(r.at), notes) for r in given}


def _reason(r: Keyed, link: Link | None, notes: Mapping[str, str]) -> str:
    if r.hard:
        return f"same key: {_shown(r.hard)}"
    if link:
        return link.reason
    return f"same name: {_shown(r.soft)}{notes[r.soft]}" if r.soft else "only in its document"


def _shown(key: str) -> str:
    """A key for people: without the label in front."""
    return key.split("|", 1)[1]
