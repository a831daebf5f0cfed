"""What the graph knows of its organisations, as suggestions need it. Of persons nothing is read.

Two organisations work together when they take part in the same action, signed the same agreement, or are said to work
together, to fund one another or to belong to one another; proposals included, refusals not. An action's areas, places,
groups and needs are those of who takes part in it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from graph.analysis.evidence import Key, text_of
from graph.analysis.suggestions.population import Population, Thing
from graph.analysis.view import GraphView, claim_of, is_claim
from graph.model import DENIED
from graph.store.port import Edge

TRAITS: Final = ("kind", "generation", "place", "area", "group", "network")

_TAKES_PART: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS", "SIGNED")
_PAIRS: Final = ("PARTNERS_WITH", "MEMBER_OF", "FUNDS")
_TRAIT_OF: Final = {
    ("LEADS", "Area"): "area",
    ("ADDRESSES", "Area"): "area",
    ("SERVES", "Group"): "group",
    ("INVOLVES", "Group"): "group",
    ("LOCATED_IN", "Place"): "place",
    ("OPERATES_IN", "Place"): "place",
    ("MEMBER_OF", "Organisation"): "network",
}
_TOO_WIDE: Final = "country"
"""A place of this kind is shared by all and brings nobody near."""

Values = dict[str, set[str]]


@dataclass(frozen=True, eq=False)
class Facts:
    """The rows of a population before they are numbers. `joined`: who takes part in what, and when that began.

    `barred`: with whom nobody is to be brought together, whom it refused or who refused it, and its own body and
    organs. `refused`: who refused to take part in a thing or to belong to a body.
    """

    keys: tuple[Key, ...]
    joined: Mapping[Key, frozenset[Key]]
    began: Mapping[Key, str]
    traits: Mapping[Key, Values]
    needed: Mapping[Key, frozenset[str]]
    offered: Mapping[Key, frozenset[str]]
    pairs: frozenset[tuple[Key, Key]]
    barred: Mapping[Key, frozenset[Key]]
    refused: Mapping[Key, frozenset[Key]]

    @cached_property
    def population(self) -> Population:
        """The numbers."""
        row = {key: i for i, key in enumerate(self.keys)}
        things = [Thing(frozenset(row[m] for m in found), self.began.get(t, "")) for t, found in self.joined.items()]
        valued = [self._valued(key) for key in self.keys]
        return Population.of(
            self.keys,
            things,
            {name: [_united(name, around) for around in valued] for name in TRAITS},
            pairs=[(row[one], row[other]) for one, other in self.pairs],
            needs=[self.needs(key) for key in self.keys],
            offers=[self.offers(key) for key in self.keys],
        )

    def values(self, name: str, key: Key) -> frozenset[str]:
        """What is known of a trait of an organisation; what its actions address, serve and where they are included."""
        return _united(name, self._valued(key))

    def needs(self, key: Key) -> frozenset[str]:
        """Kinds of resource that an organisation, or an action that it takes part in, needs."""
        return frozenset().union(*(self.needed.get(k, ()) for k in self._around(key)))

    def offers(self, key: Key) -> frozenset[str]:
        """Kinds of resource that it provides."""
        return self.offered.get(key, frozenset())

    def members(self, thing: Key) -> frozenset[Key]:
        """Who takes part in an action or agreement, or works with a body."""
        others = {other for pair in self.pairs if thing in pair for other in pair} - {thing}
        return self.joined.get(thing, frozenset()) | others

    def without(self, things: Collection[Key], pairs: Collection[tuple[Key, Key]] = ()) -> "Facts":
        """As if some things and ties had not been."""
        kept = {thing: members for thing, members in self.joined.items() if thing not in things}
        return replace(self, joined=kept, pairs=self.pairs - set(pairs))

    def _valued(self, key: Key) -> list[Values]:
        return [self.traits[k] for k in self._around(key) if k in self.traits]

    def _around(self, key: Key) -> tuple[Key, ...]:
        return (key, *self._done.get(key, ()))

    @cached_property
    def _done(self) -> Mapping[Key, tuple[Key, ...]]:
        found: dict[Key, list[Key]] = defaultdict(list)
        for thing, members in self.joined.items():
            for member in members:
                found[member].append(thing)
        return {key: tuple(things) for key, things in found.items()}

    def with_seeker(self, seeker: Key, members: Collection[Key], like: Collection[Key] = ()) -> "Facts":
        """With one row more: whoever works with all of `members`, with the traits and needs of `like`."""
        values = {name: set[str]().union(*(self.values(name, key) for key in like)) for name in TRAITS}
        needs = frozenset[str]().union(*(self.needs(key) for key in like))
        return replace(
            self,
            keys=(*self.keys, seeker),
            traits={**self.traits, seeker: values},
            needed={**self.needed, seeker: needs},
            pairs=self.pairs | {(seeker, member) for member in members},
        )


def _united(name: str, valued: Iterable[Values]) -> frozenset[str]:
    return frozenset().union(*(values[name] for values in valued if name in values))


def read(view: GraphView) -> Facts:
    """What a view says of its organisations."""
    held = [edge for edge in view.edges if is_claim(edge) and edge.type != DENIED and "Person" not in _labels(edge)]
    joined, began = _joined(view, held)
    keys = tuple(("Organisation", node.id) for node in view.labelled("Organisation"))
    return Facts(
        keys,
        joined,
        began,
        _traits(view, held),
        _resources(view, held, "NEEDS"),
        _resources(view, held, "PROVIDES"),
        frozenset((edge.source, edge.target) for edge in held if _is_pair(edge)),
        *_apart(view, held),
    )


def _labels(edge: Edge) -> tuple[str, str]:
    return edge.source[0], edge.target[0]


def _is_pair(edge: Edge) -> bool:
    return _labels(edge) == ("Organisation", "Organisation") and edge.type in _PAIRS


def _joined(view: GraphView, held: Iterable[Edge]) -> tuple[dict[Key, frozenset[Key]], dict[Key, str]]:
    """Who takes part in what, giving for it included, and when that began; of a plan only its signatories are."""
    members: dict[Key, set[Key]] = defaultdict(set)
    began: dict[Key, str] = {}
    givers: dict[Key, set[Key]] = defaultdict(set)
    uses: list[Edge] = []
    for edge in held:
        if edge.source[0] == "Organisation" and _joins(edge):
            members[edge.target].add(edge.source)
            since = text_of(view.nodes[edge.target].properties, "since") or text_of(edge.properties, "since")
            if since:
                began[edge.target] = min(since, began.get(edge.target, since))
        elif edge.type == "PROVIDES" and edge.source[0] == "Organisation":
            givers[edge.target].add(edge.source)
        elif edge.type == "USED_IN" and edge.target[0] == "Action":
            uses.append(edge)
    for use in uses:
        members[use.target] |= givers[use.source]
    return {thing: frozenset(found) for thing, found in members.items() if found}, began


def _joins(edge: Edge) -> bool:
    """Whether somebody takes part in something by it."""
    return (edge.type in _TAKES_PART and edge.target[0] == "Action") or edge.type == "SIGNED"


def _traits(view: GraphView, held: Iterable[Edge]) -> dict[Key, Values]:
    """Values of traits, of organisations and of things: ids of areas, places, networks; words of the model."""
    wider = _wider(view, held)
    found: dict[Key, Values] = defaultdict(lambda: defaultdict(set))
    for edge in held:
        name = _TRAIT_OF.get((edge.type, edge.target[0]))
        if name == "group":
            found[edge.source][name].add(text_of(view.nodes[edge.target].properties, "category") or edge.target[1])
        elif name:
            found[edge.source][name] |= {id for _, id in _upwards(edge.target, wider)}
    for node in view.labelled("Organisation"):
        for name, word in (("kind", "kind"), ("generation", "led_by")):
            if value := text_of(node.properties, word):
                found["Organisation", node.id][name].add(value)
    return found


def _wider(view: GraphView, held: Iterable[Edge]) -> dict[Key, list[Key]]:
    """Of what areas and places are part: of the same label, countries left out."""
    found: dict[Key, list[Key]] = defaultdict(list)
    for edge in held:
        within = edge.type == "PART_OF" and edge.source[0] == edge.target[0] and edge.source[0] in ("Area", "Place")
        if within and text_of(view.nodes[edge.target].properties, "kind") != _TOO_WIDE:
            found[edge.source].append(edge.target)
    return found


def _upwards(key: Key, wider: Mapping[Key, list[Key]]) -> Iterator[Key]:
    seen, waiting = {key}, [key]
    while waiting:
        one = waiting.pop()
        yield one
        for above in wider.get(one, ()):
            if above not in seen:
                seen.add(above)
                waiting.append(above)


def _resources(view: GraphView, held: Iterable[Edge], claim: str) -> dict[Key, frozenset[str]]:
    """Kinds of resource that each needs or provides; "other" complements nothing."""
    found: dict[Key, set[str]] = defaultdict(set)
    for edge in held:
        kind = text_of(view.nodes[edge.target].properties, "kind") if edge.type == claim else None
        if kind and kind != "other":
            found[edge.source].add(kind)
    return {key: frozenset(kinds) for key, kinds in found.items()}


def _apart(view: GraphView, held: Iterable[Edge]) -> tuple[dict[Key, frozenset[Key]], dict[Key, frozenset[Key]]]:
    """With whom nobody is to be brought together, and who refused what.

    Whoever refused an action or an agreement refused those who lead or promote it.
    """
    barred: dict[Key, set[Key]] = defaultdict(set)
    refused: dict[Key, set[Key]] = defaultdict(set)
    behind: dict[Key, set[Key]] = defaultdict(set)
    for edge in held:
        if edge.source[0] == "Organisation" and edge.type in ("LEADS", "PROMOTES"):
            behind[edge.target].add(edge.source)
        if _labels(edge) == ("Organisation", "Organisation") and edge.type in ("PART_OF", "SUCCEEDS"):
            _bar(barred, edge.source, edge.target)
    for edge in view.edges:
        if edge.type == DENIED and edge.source[0] == "Organisation" and claim_of(edge) in (*_TAKES_PART, *_PAIRS):
            refused[edge.target].add(edge.source)
            for other in behind[edge.target] | ({edge.target} if edge.target[0] == "Organisation" else set()):
                _bar(barred, edge.source, other)
    return _frozen(barred), _frozen(refused)


def _frozen(found: Mapping[Key, set[Key]]) -> dict[Key, frozenset[Key]]:
    return {key: frozenset(keys) for key, keys in found.items()}


def _bar(barred: dict[Key, set[Key]], one: Key, other: Key) -> None:
    barred[one].add(other)
    barred[other].add(one)
