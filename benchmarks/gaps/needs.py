"""Needs of a district, each with how it is met or what only looks so."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from benchmarks.gaps.world import Paper, Thing, World, words
from graph.analysis.gaps.cards import State
from graph.model import Value

if TYPE_CHECKING:
    from benchmarks.gaps.district import District

GAP, WEAK, MET, UNKNOWN = State.GAP, State.WEAKLY_COVERED, State.COVERED, State.UNKNOWN
_STATED: Final = (("done", 50), ("proposed", 30), ("planned", 20))


def plant(world: World, district: "District", other: "District", number: int, count: int) -> None:
    """Each case once, on an action of its own or on a body; `other` is the district before the `number`th of `count`.

    Whatever is said of a topic in the district is said for one need, so that no case touches another.
    """
    mine, theirs = (_reserved(n, count) for n in (number, (number + 1) % count))
    free = [t for t in words()["things"] if t not in mine and t not in theirs]
    topics = iter(world.chance.sample(free, len(free)))
    actions = world.chance.sample(district.actions, len(district.actions))
    unpaid = [action for action in actions if not world.into(action, "FUNDS")]
    made = _Needs(world, district, other, topics, iter(mine))
    for case, action in zip(MONEY, unpaid, strict=False):
        case(made, action)
    rest = [action for action in actions if action not in unpaid[: len(MONEY)]]
    cases = (*CASES, _nobody if number % 3 else _near)
    for case, action in zip(cases, rest, strict=False):
        case(made, action)
    for alone in (_body_met, _body_alone, _unread_body, _unread_action):
        alone(made)
    made.noise()


def _reserved(number: int, count: int) -> list[Mapping[str, Any]]:
    """Three topics of which a district's neighbour gives something, and for which the neighbour itself never asks."""
    turn = 2 if number == count - 1 and count % 2 else number % 2
    found: list[Mapping[str, Any]] = words()["things"][3 * turn : 3 * turn + 3]
    return found


@dataclass
class _Needs:
    """What the cases share."""

    world: World
    district: "District"
    other: "District"
    topics: Iterator[Mapping[str, Any]]
    given_elsewhere: Iterator[Mapping[str, Any]]

    @property
    def chance(self) -> random.Random:
        return self.world.chance

    def paper(self) -> Paper:
        return self.chance.choice((*self.district.minutes, self.district.agreement))

    def giver(self) -> Thing:
        return self.chance.choice(self.district.bodies)

    def thing(self, topic: Mapping[str, Any], text: str, **amount: float) -> Thing:
        return self.world.thing("Resource", text, properties={"kind": topic["kind"], **amount})

    def need(
        self, who: Thing, topic: Mapping[str, Any], state: State, why: str, paper: Paper | None = None, **amount: float
    ) -> Thing:
        """States a need; returns what is needed."""
        thing = self.thing(topic, self.chance.choice(topic["needed"]), **amount)
        status = self.chance.choices([s for s, _ in _STATED], [n for _, n in _STATED])[0]
        self.world.say(
            paper or self.chance.choice((self.district.plan_paper, self.district.minutes[0])),
            who,
            "NEEDS",
            thing,
            status,
        )
        self.world.expect("requirement", "stated-need", (who, thing), state, why)
        return thing

    def gift(
        self,
        giver: Thing,
        topic: Mapping[str, Any],
        status: str = "done",
        use: Thing | None = None,
        *,
        paper: Paper | None = None,
        text: str = "",
        amount: float | None = None,
        **about: str,
    ) -> None:
        """Something given, by whom and, where told, for what."""
        amounts = {} if amount is None else {"amount": amount}
        thing = self.thing(topic, text or self.chance.choice(topic["given"]), **amounts)
        where = paper or self.paper()
        self.world.say(where, giver, "PROVIDES", thing, status, **about)
        if use is not None:
            self.world.say(where, thing, "USED_IN", use, status)

    def noise(self) -> None:
        """What is offered and nobody asks for, and what the neighbours need for which there is no case."""
        for topic in self.topics:
            self.gift(self.giver(), topic, self.chance.choice(("done", "planned", "under_way", "denied")))


def _nobody(made: _Needs, action: Thing) -> None:
    made.need(action, next(made.topics), GAP, "nobody gives it")


def _given(made: _Needs, action: Thing) -> None:
    topic = next(made.topics)
    made.need(action, topic, MET, "given for it, the action named otherwise")
    made.gift(made.giver(), topic, "under_way", action)


def _free(made: _Needs, action: Thing) -> None:
    topic = next(made.topics)
    made.need(action, topic, MET, "free in the province, in other words")
    made.gift(made.giver(), topic)


def _member(made: _Needs, action: Thing) -> None:
    topic = next(made.given_elsewhere)
    consortium, member = made.district.body("consortium"), made.other.body("social_cooperative")
    made.world.say(made.district.plan_paper, consortium, "LEADS", action, "planned")
    made.world.say(made.district.agreement, member, "MEMBER_OF", consortium)
    made.need(action, topic, MET, "free with a member of the consortium")
    made.gift(member, topic, paper=made.chance.choice(made.other.minutes))


def _promised(made: _Needs, action: Thing) -> None:
    topic = next(made.topics)
    made.need(action, topic, WEAK, "planned only")
    made.gift(made.giver(), topic, "planned", action)


def _suggested(made: _Needs, action: Thing) -> None:
    topic = next(made.topics)
    made.need(action, topic, WEAK, "proposed only")
    made.gift(made.giver(), topic, "proposed", made.chance.choice((action, None)))


def _refused(made: _Needs, action: Thing) -> None:
    topic = next(made.topics)
    made.need(action, topic, GAP, "refused")
    made.gift(made.giver(), topic, "denied", action)


def _taken_back(made: _Needs, action: Thing) -> None:
    topic, giver = next(made.topics), made.giver()
    made.need(action, topic, GAP, "promise taken back")
    made.gift(giver, topic, "planned", action, paper=made.district.agreement)
    made.gift(giver, topic, "denied", action, paper=made.district.minutes[2])


def _far(made: _Needs, action: Thing) -> None:
    topic = next(made.given_elsewhere)
    made.need(action, topic, GAP, "free in another province")
    made.gift(made.chance.choice(made.other.bodies), topic, paper=made.chance.choice(made.other.minutes))


def _taken(made: _Needs, action: Thing) -> None:
    topic = next(made.topics)
    made.need(action, topic, GAP, "given to another action")
    made.gift(made.giver(), topic, use=made.chance.choice([a for a in made.district.actions if a is not action]))


def _near(made: _Needs, action: Thing) -> None:
    topic = next(made.topics)
    made.need(action, topic, GAP, "another thing of like name")
    made.gift(made.giver(), topic, text=topic["near"])


def _part(made: _Needs, action: Thing) -> None:
    topic = next(made.topics)
    made.need(action, topic, WEAK, "a part of it", amount=20)
    made.gift(made.giver(), topic, use=action, amount=8)


def _together(made: _Needs, action: Thing) -> None:
    topic = next(made.topics)
    made.need(action, topic, MET, "parts that add up", amount=20)
    for amount in (12, 8):
        made.gift(made.giver(), topic, use=action, amount=amount)


def _too_early(made: _Needs, action: Thing) -> None:
    topic = next(made.topics)
    action.own |= {"since": "2026-09", "until": "2028-06"}
    made.need(action, topic, GAP, "given until it begins")
    made.gift(made.giver(), topic, until="2025-12", paper=made.district.agreement)


def _namesake(made: _Needs, action: Thing) -> None:
    """Who leads it has a namesake elsewhere, that gives such a thing."""
    topic, here = next(made.given_elsewhere), made.district.body("aps")
    there = made.other.body("aps")
    there.names = here.names
    for body, district, paper in (
        (here, made.district, made.district.plan_paper),
        (there, made.other, made.other.minutes[1]),
    ):
        assert body.town is not None
        made.world.say(paper, body, "LOCATED_IN", district.place(body.town))
    made.world.say(made.district.plan_paper, here, "LEADS", action, "planned")
    made.need(action, topic, GAP, "given by a namesake elsewhere", made.district.plan_paper)
    made.gift(there, topic, paper=made.other.minutes[1])


def _money(case: str, state: State, *given: tuple[float | None, str]) -> Callable[[_Needs, Thing], None]:
    """Money that an action needs, or costs, and who gives how much of it; amounts are in thousands of euro."""

    def planted(made: _Needs, action: Thing) -> None:
        thousands = made.chance.choice((80, 120, 350))
        text = made.chance.choice(
            (f"{thousands}.000 euro", f"{thousands} mila euro", f"un finanziamento di {thousands}.000 euro")
        )
        money = made.world.thing(
            "Resource", text, properties={"kind": "money", "amount": thousands * 1000, "unit": "EUR"}
        )
        cost = made.chance.random() < 0.5
        made.world.say(
            made.district.plan_paper, *((money, "USED_IN", action) if cost else (action, "NEEDS", money)), "planned"
        )
        made.world.expect("requirement", "stated-cost" if cost else "stated-need", (action, money), state, case)
        for share, status in given:
            amount: dict[str, Value] = (
                {} if share is None else {"amount": round(share * thousands * 1000), "unit": "EUR"}
            )
            made.world.say(made.paper(), made.giver(), "FUNDS", action, status, **amount)

    return planted


CASES: Final[tuple[Callable[[_Needs, Thing], None], ...]] = (
    *(_nobody, _nobody, _nobody, _given, _free, _free, _member, _promised, _suggested, _refused, _taken_back),
    *(_far, _taken, _part, _together, _too_early, _namesake),
)
MONEY: Final = (
    _money("money that nobody gives", GAP),
    _money("money, a part of it", WEAK, (0.4, "done")),
    _money("money that adds up", MET, (0.5, "done"), (0.5, "under_way")),
    _money("money promised", WEAK, (1.0, "planned")),
    _money("money refused", GAP, (1.0, "denied")),
    _money("money of unknown amount", WEAK, (None, "done")),
)


def _body_met(made: _Needs) -> None:
    topic, body = next(made.topics), made.giver()
    made.need(body, topic, MET, "a body's need, free in the province")
    made.gift(made.chance.choice([b for b in made.district.bodies if b is not body]), topic)


def _body_alone(made: _Needs) -> None:
    made.need(made.giver(), next(made.topics), GAP, "a body's need that nobody meets", made.district.minutes[1])


def _unread_body(made: _Needs) -> None:
    """A body that only a questionnaire names, which asks what is needed."""
    made.need(
        made.district.body("aps"),
        next(made.topics),
        UNKNOWN,
        "body of which only the need was read",
        made.district.survey,
    )


def _unread_action(made: _Needs) -> None:
    """An action of a project sheet that says where and for whom; others speak of that town and those people."""
    made.need(
        made.district.sketched(),
        next(made.topics),
        UNKNOWN,
        "action of which only a sheet was read",
        made.district.sheet,
    )
