"""A district: one province's bodies, a plan of four areas and two odd ones, and what was read since."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from benchmarks.gaps.world import Paper, Thing, Town, World, words

_BODIES, TOWNS, _ACTIONS = 84, 10, 7
_KINDS: Final = {
    "social_cooperative": 20,
    "aps": 18,
    "odv": 12,
    "public_body": 10,
    "foundation": 6,
    "school": 6,
    "company": 8,
    "consortium": 3,
    "trade_union": 1,
}
_LED: Final = (("young", 15), ("senior", 20), ("mixed", 10), (None, 55))


@dataclass(eq=False)
class District:
    """One province's bodies, plan and papers."""

    world: World
    province: str
    towns: list[Town]
    names: Iterator[str]
    groups: list[Thing]
    bodies: list[Thing] = field(default_factory=list)
    areas: list[Thing] = field(default_factory=list)
    actions: list[Thing] = field(default_factory=list)
    places: dict[str, Thing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        slug = "".join(c for c in self.province.lower() if c.isalpha())
        self.plan_paper = Paper(f"{slug}_piano.json", "2024-02-10", "plan")
        dates = ("2025-03-04", "2025-10-21", "2026-04-15")
        self.minutes = [Paper(f"{slug}_verbale_{n}.json", date, "minutes") for n, date in enumerate(dates, 1)]
        self.agreement = Paper(f"{slug}_accordo.json", "2025-01-20", "agreement")
        self.ties = Paper(f"{slug}_rete.csv", None)
        self.index = Paper(f"{slug}_elenco_azioni.csv", None)
        self.survey = Paper(f"{slug}_questionario.json", "2025-05-02", "report")
        self.sheet = Paper(f"{slug}_scheda.json", "2025-06-12", "project_sheet")
        until = {"until": "2029-12-31"} if self.world.chance.random() < 0.5 else {}
        self.plan = self.world.thing(
            "Plan", f"Piano sociale di {self.province}", properties={"kind": "plan"}, own=until, home=self.plan_paper
        )
        whole = self.world.thing("Place", self.province, properties={"kind": "province"})
        self.world.say(self.plan_paper, self.plan, "OPERATES_IN", whole)
        kinds = [kind for kind, share in _KINDS.items() for _ in range(share)]
        self.bodies = [self.body(self.world.chance.choice(kinds)) for _ in range(_BODIES - TOWNS)]
        self.bodies += [self.body("public_body", town) for town in self.towns]

    def place(self, town: Town) -> Thing:
        """The municipality as a thing that papers name."""
        if town.code not in self.places:
            self.places[town.code] = self.world.thing("Place", town.name, properties={"kind": "municipality"})
        return self.places[town.code]

    def body(self, kind: str, town: Town | None = None, *, known: bool = True) -> Thing:
        """A body in the register; one that is not `known` stands in papers only, without kind and seat."""
        chance = self.world.chance
        seat = town or chance.choices(self.towns, (6, 6, 6, *(1 for _ in self.towns[3:])))[0]
        patterns = words()["names"]["kinds"][kind]
        if kind == "public_body" and town is None:
            patterns = ["Azienda servizi La {own}", "AZIENDA SERVIZI LA {own}"]
        own = {"own": next(self.names), "town": seat.name}
        return self.world.thing(
            "Organisation",
            *(pattern.format(**own) for pattern in patterns),
            properties={"kind": kind} if known else {},
            home=self.agreement,
            town=seat if known else None,
            registered=known,
        )

    def fill(self) -> None:
        """The plan, what was read since, who works with whom."""
        chance, area_names = self.world.chance, words()["plan"]["areas"]
        titles = [*chance.sample(area_names, 5), chance.choice(words()["plan"]["aged_areas"])]
        self.areas = [self._area(title) for title in chance.sample(titles, len(titles))]
        for body in self.bodies:
            if led := chance.choices([led for led, _ in _LED], [share for _, share in _LED])[0]:
                body.own["led_by"] = led
                self.world.say(self.agreement, body, "NAMED", None)
        titles = [*words()["plan"]["actions"], *words()["plan"]["aged_actions"]]
        titled = iter(chance.sample([(title, town) for title in titles for town in self.towns], 60))
        for area in self.areas[:4]:
            pool = self._pool()
            outside = chance.sample([body for body in self.bodies if body.town not in self.towns[:3]], 8)
            self._circle(area, pool)
            self.actions += [self._action(area, *next(titled), pool) for _ in range(_ACTIONS - 1)]
            self.actions.append(self._action(area, *next(titled), outside))
        for area, odd in zip(
            self.areas[4:], chance.sample((self._nobody, self._refused, self._to_come, self._listed), 2), strict=True
        ):
            odd(area, titled)
        self._signed()
        self._ages()
        self._overdue(titled)
        self._parts(titled)

    def _pool(self) -> list[Thing]:
        """Who acts for an area: of all kinds and ages in three towns, but for a kind, an age or a town."""
        chance = self.world.chance
        missed = chance.choice(("aps", "odv", "social_cooperative", "young", "senior", self.towns[0], None))
        towns = self.towns[:3]
        pool = [b for b in self.bodies if b.town in towns and missed not in (b.kind, b.own.get("led_by"), b.town)]
        return chance.sample(pool, min(len(pool), 26))

    def _area(self, title: str) -> Thing:
        return self.world.thing("Area", f"{title} nel territorio di {self.province}", properties={"level": "area"})

    def action(self, area: Thing, title: str, town: Town, **own: str) -> Thing:
        """An action that the plan puts under an area."""
        chance = self.world.chance
        name = f"{title} {chance.choice(('di', 'a', 'per'))} {town.name}"
        kind = chance.choice(("project", "service", "measure", "event"))
        action = self.world.thing(
            "Action",
            name,
            f"{title} {town.name[:3].upper()}",
            properties={"kind": kind},
            own=dict(own),
            home=self.plan_paper,
        )
        self.placed(area)
        self.world.say(self.plan_paper, action, "ADDRESSES", area)
        return action

    def placed(self, area: Thing) -> None:
        """The plan sets the area out."""
        if not self.world.out(area, "PART_OF"):
            self.world.say(self.plan_paper, area, "PART_OF", self.plan)

    def _action(self, area: Thing, title: str, town: Town, pool: list[Thing]) -> Thing:
        """An ordinary action: each thing that a plan should say of it is said, only proposed, refused or left open."""
        chance, say = self.world.chance, self.world.say
        until = chance.choice(
            ({}, {"until": f"{chance.choice((2027, 2028))}-06"}, {"since": "2025", "duration": "P3Y"})
        )
        action = self.action(area, title, town, **until)
        lead, *others = chance.sample(pool, 6)
        says = (
            ("LEADS", "planned"),
            ("LEADS", "under_way"),
            ("PROMOTES", "done"),
            ("LEADS", "proposed"),
            ("LEADS", "denied"),
            None,
        )
        if said := chance.choices(says, (30, 15, 15, 8, 8, 24))[0]:
            paper = self.plan_paper if said[1] == "planned" else chance.choice(self.minutes)
            say(paper, lead, said[0], action, said[1])
        for partner in others[: chance.choice((2, 3, 4, 5))]:
            paper = chance.choice((*self.minutes, self.ties))
            say(
                paper,
                partner,
                "PARTICIPATES_IN",
                action,
                chance.choices(("done", "under_way", "planned", "proposed", "denied"), (40, 25, 20, 10, 5))[0],
            )
        if status := chance.choices(("planned", "done", "proposed", "denied", None), (30, 20, 8, 8, 34))[0]:
            say(chance.choice((self.plan_paper, self.agreement)), chance.choice(self.bodies), "FUNDS", action, status)
        if chance.random() < 0.45:
            indicator = self.world.thing(
                "Indicator", f"{chance.choice(words()['plan']['indicators'])} con {action.name}"
            )
            say(self.plan_paper, action, "MEASURED_BY", indicator)
        if chance.random() < 0.4:
            say(self.plan_paper, action, "LOCATED_IN", self.place(town))
        if chance.random() < 0.4:
            group = chance.choice(self.groups)
            say(self.plan_paper, action, "SERVES", group, "planned")
            if chance.random() < 0.25:
                say(
                    chance.choice(self.minutes),
                    action,
                    "INVOLVES",
                    group,
                    chance.choice(("done", "planned", "proposed", "denied")),
                )
        return action

    def _circle(self, area: Thing, pool: list[Thing]) -> None:
        """The table of an area, whose members know one another through it."""
        table = self.body("network")
        for member in pool:
            self.world.say(self.ties, member, "MEMBER_OF", table)
        if self.world.chance.random() < 0.3:
            self.world.say(self.plan_paper, table, "LEADS", area, "planned")

    def _nobody(self, area: Thing, titled: Iterator[tuple[str, Town]]) -> None:
        for _ in range(3):
            self.action(area, *next(titled))

    def _refused(self, area: Thing, titled: Iterator[tuple[str, Town]]) -> None:
        for _ in range(2):
            self.world.say(
                self.minutes[1],
                self.world.chance.choice(self.bodies),
                "LEADS",
                self.action(area, *next(titled)),
                "denied",
            )

    def _to_come(self, area: Thing, titled: Iterator[tuple[str, Town]]) -> None:
        for _ in range(3):
            self.world.say(
                self.plan_paper,
                self.world.chance.choice(self.bodies),
                "LEADS",
                self.action(area, *next(titled)),
                "planned",
            )

    def _listed(self, area: Thing, titled: Iterator[tuple[str, Town]]) -> None:
        """An area of which only a list of actions is known, that says of none who does it."""
        self.world.say(self.index, area, "PART_OF", self.plan)
        for _ in range(3):
            self.listed(area, *next(titled))

    def listed(self, area: Thing, title: str, town: Town) -> Thing:
        """An action that only the list names."""
        action = self.world.thing("Action", f"{title} di {town.name}", properties={"kind": "project"})
        self.world.say(self.index, action, "ADDRESSES", area)
        return action

    def _signed(self) -> None:
        """An agreement that some bodies of the main towns signed, and some mean to, or declined."""
        pact = self.world.thing("Plan", f"Accordo di rete di {self.province}", properties={"kind": "agreement"})
        signatories = [body for body in self.bodies if body.town in self.towns[:3]]
        for body in self.world.chance.sample(signatories, min(len(signatories), 38)):
            status = self.world.chance.choices(("done", "proposed", "denied"), (90, 5, 5))[0]
            self.world.say(self.agreement, body, "SIGNED", pact, status)

    def _ages(self) -> None:
        """An area that speaks of people of an age, and actions whose people take part, or not."""
        chance, say = self.world.chance, self.world.say
        for action in chance.sample(self.actions, 5):
            group = chance.choice(self.groups[:4])
            say(self.plan_paper, action, "SERVES", group, "planned")
            if status := chance.choice((None, "done", "proposed", "denied")):
                say(chance.choice(self.minutes), action, "INVOLVES", group, status)

    def _overdue(self, titled: Iterator[tuple[str, Town]]) -> None:
        """Ends that are past: it was done, it goes on, nobody says anything, or nobody could."""
        say, late = self.world.say, self.minutes[-1]
        for case in ("done", "under_way", "denied", None, "unread"):
            area = self.world.chance.choice(self.areas[:4])
            action = self.action(area, *next(titled), until=self.world.chance.choice(("2025-05", "2025", "2025-12-31")))
            lead = self.body("aps") if case == "unread" else self.world.chance.choice(self.bodies)
            say(self.plan_paper, lead, "LEADS", action, "planned")
            if case == "unread":
                group, town = self.groups[4], self.place(self.towns[0])
                say(self.plan_paper, action, "SERVES", group, "planned")
                say(self.plan_paper, action, "LOCATED_IN", town)
                say(late, group, "NAMED", None)
                say(late, town, "NAMED", None)
            elif case:
                say(late, lead, "LEADS", action, case)
            else:
                say(late, lead, "NAMED", None)

    def _parts(self, titled: Iterator[tuple[str, Town]]) -> None:
        """Parts of actions: what is said of the whole holds for them."""
        for whole in self.world.chance.sample(self.actions, 2):
            title, town = next(titled)
            part = self.world.thing(
                "Action", f"{title} di {town.name}", properties={"kind": "service"}, home=self.plan_paper
            )
            self.world.say(self.plan_paper, part, "PART_OF", whole)

    def sketched(self) -> Thing:
        """An action of which one sheet says where, for whom and under which area, and nothing more."""
        say, town = self.world.say, self.world.chance.choice(self.towns)
        action = self.world.thing("Action", f"Progetto pilota per {town.name}", properties={"kind": "project"})
        say(self.sheet, action, "ADDRESSES", self.areas[0])
        say(self.sheet, action, "SERVES", self.groups[5])
        say(self.sheet, action, "LOCATED_IN", self.place(town))
        say(self.minutes[0], self.place(town), "NAMED", None)
        say(self.minutes[0], self.groups[5], "NAMED", None)
        return action
