"""A territory as its author knows it: things, what papers say of them, and what is therefore missing."""

import random
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from graph.analysis.gaps.cards import State
from graph.model import Value

FIRM: Final = ("done", "under_way")
HOLDS: Final = (*FIRM, "planned")

Asked = tuple[str, str, frozenset[str]]
"""What a card is about: family, rule, names of its subjects."""


@cache
def words() -> Mapping[str, Any]:
    """`words.toml`."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, eq=False)
class Paper:
    """A document: an annotated text (`extract` JSON), or a list of ties, which has no kind."""

    name: str
    date: str | None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality: ISTAT's code, its name, its province's."""

    code: str
    name: str
    province: str


@dataclass(eq=False)
class Thing:
    """What papers speak of. `names`: the full one, then how else it is called; `home`: the paper that describes it.

    `own` holds what only that paper says of it (dates, who leads it), `properties` what every paper says.
    """

    label: str
    names: tuple[str, ...]
    properties: dict[str, Value] = field(default_factory=dict)
    own: dict[str, Value] = field(default_factory=dict)
    home: Paper | None = None
    town: Town | None = None
    registered: bool = False

    @property
    def name(self) -> str:
        """The full name."""
        return self.names[0]

    @property
    def kind(self) -> str | None:
        """The controlled kind, where anybody says it."""
        return str(self.properties["kind"]) if "kind" in self.properties else None


@dataclass(frozen=True, slots=True)
class Said:
    """A claim in a paper; without object, that the subject is named there."""

    paper: Paper
    subject: Thing
    claim: str
    object: Thing | None
    status: str
    properties: Mapping[str, Value]

    @property
    def denied(self) -> bool:
        """Whether it is refused or negated."""
        return self.status == "denied"


@dataclass(frozen=True, slots=True)
class Planted:
    """How a careful reader judges a requirement, and what makes it hard."""

    state: State
    why: str


@dataclass
class World:
    """Everything that is written down, and what it amounts to."""

    chance: random.Random
    said: list[Said] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    planted: dict[Asked, Planted] = field(default_factory=dict)
    _from: dict[Thing, list[Said]] = field(default_factory=lambda: defaultdict(list))
    _to: dict[Thing, list[Said]] = field(default_factory=lambda: defaultdict(list))

    def thing(self, label: str, *names: str, **rest: Any) -> Thing:
        """A new thing, full name first."""
        found = Thing(label, names, **rest)
        self.things.append(found)
        return found

    def say(
        self, paper: Paper, subject: Thing, claim: str, target: Thing | None, status: str = "done", **about: Value
    ) -> None:
        """Writes a claim down."""
        said = Said(paper, subject, claim, target, status, about)
        self.said.append(said)
        self._from[subject].append(said)
        if target is not None:
            self._to[target].append(said)

    def without(self, lost: Collection[tuple[Thing, str, Thing]]) -> "World":
        """The same things with these ties written down nowhere; nothing is judged in it yet."""
        left = World(self.chance, things=self.things)
        for said in self.said:
            if (said.subject, said.claim, said.object) not in lost:
                left.say(said.paper, said.subject, said.claim, said.object, said.status, **said.properties)
        return left

    def expect(self, family: str, rule: str, subjects: tuple[Thing, ...], state: State, why: str) -> None:
        """Plants a requirement about these things."""
        self.planted[family, rule, frozenset(thing.name for thing in subjects)] = Planted(state, why)

    def labelled(self, label: str) -> Iterator[Thing]:
        """The things of a label."""
        return (thing for thing in self.things if thing.label == label)

    def out(self, thing: Thing, *claims: str) -> list[Said]:
        """What is said of a thing as subject, denials too."""
        return [said for said in self._from[thing] if said.claim in claims]

    def into(self, thing: Thing, *claims: str) -> list[Said]:
        """What is said of a thing as object, denials too."""
        return [said for said in self._to[thing] if said.claim in claims]

    def ends(self, thing: Thing, *claims: str) -> list[Thing]:
        """The objects of what holds, each once."""
        found = (said.object for said in self.out(thing, *claims) if not said.denied)
        return list(dict.fromkeys(end for end in found if end is not None))

    def sources(self, thing: Thing, *claims: str) -> list[Thing]:
        """The subjects of what holds, each once."""
        return list(dict.fromkeys(said.subject for said in self.into(thing, *claims) if not said.denied))

    def naming(self, *things: Thing) -> set[Paper]:
        """The papers that name one of these."""
        return {said.paper for thing in things for said in (*self._from[thing], *self._to[thing])}
