"""Groups of references that grow link by link, unless something keeps two of them apart. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.kinds import agree
from graph.ledger.anchors import Place
from ingest.resolve.keys import number_in_register


@dataclass(frozen=True, slots=True, order=True)
class Keyed:
    """A reference, its keys and what can tell namesakes apart; references are ordered as they were read."""

    extraction: int
    reference: int
    label: str
    hard: str | None
    soft: str | None
    kind: str | None = None
    place: str | None = None

    @property
    def at(self) -> Place:
        return self.extraction, self.reference


@dataclass(slots=True)
class Group:
    """References that are one thing so far, and what is known of it. `registered` holds a number by its register."""

    members: list[Keyed]
    registered: dict[str, str] = field(default_factory=dict)
    hard: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    different: dict[Place, int] = field(default_factory=dict)
    """References that people said to be another thing → the decision."""

    def at(self) -> Place:
        return min(self.members).at


@dataclass(frozen=True, slots=True)
class Apart:
    """What keeps two groups apart: people (`different`), two valid keys (`keys`), or kind, place or key of a name."""

    kind: str
    reason: str
    decision: int | None = None


class Groups:
    """Every reference in one group."""

    def __init__(self, references: Iterable[Keyed], different: Mapping[tuple[Place, Place], int]) -> None:
        self._of = {r.at: _single(r) for r in references}
        for (one, other), decision in different.items():
            if one in self._of and other in self._of:
                self._of[one].different[other] = decision
                self._of[other].different[one] = decision

    def __getitem__(self, place: Place) -> Group:
        return self._of[place]

    def __contains__(self, place: Place) -> bool:
        return place in self._of

    def __iter__(self) -> Iterator[Group]:
        return iter({id(group): group for group in self._of.values()}.values())

    def join(self, one: Group, other: Group) -> None:
        """The smaller goes into the larger."""
        if len(one.members) < len(other.members):
            one, other = other, one
        one.members += other.members
        one.registered |= other.registered
        one.different |= other.different
        for name in ("hard", "kinds", "places"):
            getattr(one, name).update(getattr(other, name))
        for member in other.members:
            self._of[member.at] = one

    def apart(self, one: Group, other: Group) -> Apart | None:
        """What forbids that two groups are one, whatever else speaks for it."""
        for name, number in one.registered.items():
            if other.registered.get(name, number) != number:
                return Apart("keys", f"two keys: {name} {number} and {other.registered[name]}")
        if len(other.different) < len(one.different):
            one, other = other, one
        decided = [decision for place, decision in one.different.items() if self._of[place] is other]
        return Apart("different", f"decision {max(decided)}: different", max(decided)) if decided else None

    def namesakes(self, one: Group, other: Group) -> Apart | None:
        """What tells apart two groups that bear one name."""
        if apart := self.apart(one, other):
            return apart
        if one.hard and other.hard and not one.hard & other.hard:
            return Apart("name", "each has a key of its own")
        if one.places and other.places and not one.places & other.places:
            return Apart("name", f"one in {min(one.places)}, one in {min(other.places)}")
        if one.kinds and other.kinds and not any(agree(a, b) for a in one.kinds for b in other.kinds):
            return Apart("name", f"one is {min(one.kinds)}, one {min(other.kinds)}")
        return None


def _single(r: Keyed) -> Group:
    number = number_in_register(r.hard)
    registered = dict([number]) if number else {}
    known = ({r.hard} if r.hard else set(), {r.kind} if r.kind else set(), {r.place} if r.place else set())
    return Group([r], registered, *known)
