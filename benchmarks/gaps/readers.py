"""What a careful reader concludes from everything that was written down, where it follows from many papers at once.

Written from docs/gaps.md and the requirement's text, in the plainest way: every pair of things is looked at.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from benchmarks.gaps.world import FIRM, HOLDS, Planted, Said, Thing, World
from graph.analysis.gaps.cards import State

GAP, WEAK, MET, UNKNOWN = State.GAP, State.WEAKLY_COVERED, State.COVERED, State.UNKNOWN
_ACTS: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN")
_DOES: Final = (*_ACTS, "FUNDS")
_SHARED: Final = ("NEEDS", "SERVES", "INVOLVES", "LOCATED_IN", "ADDRESSES")
_ORDER: Final = ("denied", "proposed", "planned", "under_way", "done")
_MANY: Final = 40
_YOUNG: Final = re.compile(r"\bgiovan(?:[ie]|il\w+)\b|\bneet\b")  # not San Giovanni
_OLD: Final = re.compile(r"\banzian|\bterza età|\binvecchiamento")


def judge(world: World) -> None:
    """Adds to what was planted what follows from all papers."""
    for reader in (_implementation, _coverage, _integrative, _generational):
        reader(world)


def _whole(world: World, action: Thing) -> list[Thing]:
    found = [action]
    for one in found:
        found += [outer for outer in world.ends(one, "PART_OF") if outer.label == "Action" and outer not in found]
    return found


def _implementation(world: World) -> None:
    actions = [a for a in world.labelled("Action") if any(world.ends(w, "ADDRESSES") for w in _whole(world, a))]
    speaking: dict[str, set[object]] = {
        "responsible": {s.paper for a in actions for s in world.into(a, "LEADS", "PROMOTES")},
        "resource": {s.paper for a in actions for s in world.into(a, "FUNDS", "USED_IN")},
        "indicator": {s.paper for a in actions for s in world.out(a, "MEASURED_BY")},
        "deadline": {a.home for a in actions if a.own.keys() & {"until", "duration"}},
    }
    for action in actions:
        whole = _whole(world, action)
        said = {
            "responsible": _standing(s for w in whole for s in world.into(w, "LEADS", "PROMOTES")),
            "resource": _standing(s for w in whole for s in world.into(w, "FUNDS", "USED_IN")),
            "indicator": [s.status for w in whole for s in world.out(w, "MEASURED_BY")],
            "deadline": ["done" for w in whole if w.own.keys() & {"until", "duration"}],
        }
        named = world.naming(*whole)
        for rule, statuses in said.items():
            read = bool(named & speaking[rule])
            state = _state(statuses, HOLDS, read=read)
            world.expect("implementation", rule, (action,), state, "said" if statuses else "open" if read else "unread")
        _late(world, action)


def _standing(said: Iterable[Said]) -> list[str]:
    """The statuses, but for the promises of those who said no to the same."""
    found = list(said)
    refused = {one.subject for one in found if one.denied}
    return [s.status for s in found if s.status not in ("planned", "proposed") or s.subject not in refused]


def _state(statuses: Iterable[str], firm: Collection[str], *, read: bool) -> State:
    """The state by what is said and how; a refusal is something read."""
    told = set(statuses)
    if told & set(firm):
        return MET
    return WEAK if told - {"denied"} else GAP if told or read else UNKNOWN


def _late(world: World, action: Thing) -> None:
    until = str(action.own.get("until", "9999"))
    if until >= "2026-06":
        return
    later = [s for s in world.into(action, *_DOES) if (s.paper.date or "") > until + "~"]
    around = {action, *world.sources(action, *_DOES)}
    read = any((paper.date or "") > until + "~" for paper in world.naming(*around))
    statuses = ["proposed" if s.status == "under_way" else s.status for s in later]
    world.expect("implementation", "overdue", (action,), _state(statuses, ("done",), read=read), f"overdue, {statuses}")


@dataclass(frozen=True, slots=True)
class _Tie:
    """A body that does something for an area, by which action (None: it leads the area), giving what kind of thing."""

    body: Thing
    action: Thing | None
    status: str
    gift: str


def _ties(world: World, area: Thing) -> list[_Tie]:
    """Everybody who does something for an area."""
    found = [_Tie(s.subject, None, s.status, "") for s in world.into(area, "LEADS")]
    for action in _actions(world, area):
        paid = {"FUNDS": "money"}
        found += [_Tie(s.subject, action, s.status, paid.get(s.claim, "")) for s in world.into(action, *_DOES)]
        for use in world.into(action, "USED_IN"):
            for gift in world.into(use.subject, "PROVIDES"):
                weaker = min(use.status, gift.status, key=_ORDER.index)
                if gift.denied or not use.denied:
                    found.append(_Tie(gift.subject, action, weaker, use.subject.kind or ""))
    return [tie for tie in found if tie.status not in ("planned", "proposed") or not _is_taken_back(tie, found)]


def _is_taken_back(promise: _Tie, ties: Iterable[_Tie]) -> bool:
    """Whether the same body says no for the same action; to a gift of the same kind, where it says no to a gift."""
    same = [t for t in ties if t.status == "denied" and (t.body, t.action) == (promise.body, promise.action)]
    return any(refusal.gift in ("", promise.gift) for refusal in same)


def _actions(world: World, area: Thing) -> list[Thing]:
    found = world.sources(area, "ADDRESSES")
    for action in found:
        found += [part for part in world.sources(action, "PART_OF") if part not in found]
    return found


def _coverage(world: World) -> None:
    areas = list(world.labelled("Area"))
    ties = {area: _ties(world, area) for area in areas}
    speaking = {
        p for area in areas for a in (area, *_actions(world, area)) for s in world.into(a, *_DOES) for p in [s.paper]
    }
    for area in areas:
        statuses = [tie.status for tie in ties[area]]
        read = bool(world.naming(area, *_actions(world, area)) & speaking)
        state = _state(statuses, FIRM, read=read)
        world.expect("coverage", "anybody", (area,), state, "somebody" if statuses else "nobody" if read else "unread")
        if set(statuses) - {"denied"}:
            begun = MET if set(statuses) & set(FIRM) else WEAK
            world.expect("implementation", "only-planned", (area,), begun, "begun" if begun is MET else "to come")
    for dimension in ("kind", "generation", "resource", "territory"):
        _columns(world, dimension, ties)


def _columns(world: World, dimension: str, ties: dict[Thing, list[_Tie]]) -> None:
    cells: dict[tuple[Thing, str], list[str]] = defaultdict(list)
    bodies: dict[tuple[Thing, str | None], set[Thing]] = defaultdict(set)
    for area, found in ties.items():
        for tie in found:
            for column in _column(world, dimension, tie):
                cells[area, column].append(tie.status)
            for there in (None, *_column(world, dimension, tie)):
                bodies[area, there].update([tie.body] if tie.status != "denied" else [])
    peopled = [area for area in ties if bodies[area, None]]
    for area, column in product(peopled, sorted({column for _, column in cells} - {"", "other"})):
        plan = world.ends(area, "PART_OF")
        others = [other for other in peopled if other is not area and world.ends(other, "PART_OF") == plan]
        having = [other for other in others if bodies[other, column]]
        if len(others) < 3 or 2 * len(having) <= len(others):
            continue
        unsure = 2 * len(bodies[area, ""]) >= len(bodies[area, None])
        state = _state(cells.get((area, column), ()), FIRM, read=not unsure)
        asked = {area.name, column} if dimension == "territory" else {area.name}
        rule = "territory" if dimension == "territory" else f"{dimension}/{column}"
        why = f"{dimension}, {'unsure' if unsure else 'sure'}"
        world.planted["coverage", rule, frozenset(asked)] = Planted(state, why)


def _column(world: World, dimension: str, tie: _Tie) -> list[str]:
    if dimension == "kind":
        return [tie.body.kind or ""]
    if dimension == "generation":
        return [str(tie.body.own.get("led_by", ""))]
    if dimension == "territory":
        there = [place.name for place in world.ends(tie.action, "LOCATED_IN")] if tie.action else []
        return there or [tie.body.town.name if tie.body.town else ""]
    return [tie.gift] if tie.gift else []


def _integrative(world: World) -> None:
    """Every pair of actions with something in common, and every way of two ties between their bodies."""
    actions = list(world.labelled("Action"))
    near = {weak: _neighbours(world, (*HOLDS, "proposed") if weak else HOLDS) for weak in (False, True)}
    doing = {a: {s.subject for s in _kept(world.into(a, *_DOES), (*HOLDS, "proposed"))} for a in actions}
    sure = {a: {s.subject for s in _kept(world.into(a, *_DOES), HOLDS)} for a in actions}
    left = {a for a in actions if not doing[a] and any(not s.denied for s in world.into(a, *_DOES))}
    for one, other in _dependent(world, actions):
        if one in left or other in left:
            continue  # whoever was there withdrew: who answers for it is asked elsewhere
        if not (doing[one] and doing[other]):
            state = UNKNOWN
        elif _meet(sure[one], sure[other], near[False]):
            state = MET
        else:
            state = WEAK if _meet(doing[one], doing[other], near[True]) else GAP
        world.expect("integrative", "interdependent-actions", (one, other), state, "pair")


def _dependent(world: World, actions: Sequence[Thing]) -> Iterator[tuple[Thing, Thing]]:
    sharing: dict[tuple[str, Thing], list[Thing]] = defaultdict(list)
    for action in actions:
        for claim in _SHARED:
            for end in world.ends(action, claim):
                sharing[claim, end].append(action)
        for thing in world.sources(action, "USED_IN"):
            sharing["USED_IN", thing].append(action)
    pairs = {frozenset(pair) for held in sharing.values() if len(held) <= _MANY for pair in combinations(held, 2)}
    pairs |= {frozenset((a, w)) for a in actions for w in world.ends(a, "PART_OF") if w.label == "Action"}
    yield from (sorted(pair, key=lambda a: a.name) for pair in pairs)  # type: ignore[misc]


def _neighbours(world: World, statuses: Collection[str]) -> dict[Thing, set[Thing]]:
    near: dict[Thing, set[Thing]] = defaultdict(set)
    groups = [_kept(world.into(p, "SIGNED"), statuses) for p in world.labelled("Plan")]
    groups += [_kept(world.into(a, *_DOES), statuses) for a in world.labelled("Action")]
    pairs = [
        pair
        for said in groups
        if len({s.subject for s in said}) <= _MANY
        for pair in combinations([s.subject for s in said], 2)
    ]
    for body in world.labelled("Organisation"):
        said = _kept(world.out(body, "PARTNERS_WITH", "MEMBER_OF", "FUNDS"), statuses)
        pairs += [(s.subject, s.object) for s in said if s.object and s.object.label == "Organisation"]
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    return near


def _kept(said: Sequence[Said], statuses: Collection[str]) -> list[Said]:
    """What ties: claims of these statuses, without the promises of those who said no to the same."""
    refused = {(s.subject, s.claim, s.object) for s in said if s.denied}
    promised = ("planned", "proposed")
    return [
        s
        for s in said
        if s.status in statuses and (s.status not in promised or (s.subject, s.claim, s.object) not in refused)
    ]


def _meet(ours: Collection[Thing], theirs: Collection[Thing], near: dict[Thing, set[Thing]]) -> bool:
    reached = {b for one in ours for b in (one, *near[one])}
    return any(b in reached for other in theirs for b in (other, *near[other]))


def _generational(world: World) -> None:
    near = {firm: _neighbours(world, HOLDS if firm else (*HOLDS, "proposed")) for firm in (True, False)}
    for subject in (*world.labelled("Area"), *world.labelled("Action")):
        scope = [subject, *(_actions(world, subject) if subject.label == "Area" else world.sources(subject, "PART_OF"))]
        acts = [s for one in scope for s in _kept(world.into(one, *_ACTS), _ORDER)]
        for generation, named, categories in (("young", _YOUNG, ("young", "neet")), ("senior", _OLD, ("senior",))):
            served = [g for one in scope for g in world.ends(one, "SERVES") if g.properties["category"] in categories]
            if served or named.search(subject.name.casefold()):
                state = _taking_part(world, scope, acts, generation, categories)
                world.expect("generational", f"speaks-without/{generation}", (subject,), state, "speaks")
        if subject.label == "Area":
            _never_meet(world, subject, acts, near)


def _taking_part(
    world: World, scope: Sequence[Thing], acts: Sequence[Said], generation: str, categories: Collection[str]
) -> State:
    involved = [s for one in scope for s in world.out(one, "INVOLVES")]
    theirs = [s.status for s in involved if s.object and s.object.properties["category"] in categories]
    theirs += [s.status for s in acts if s.subject.own.get("led_by") in (generation, "mixed")]
    known = any(s.subject.own.get("led_by") for s in acts if not s.denied)
    return _state(theirs, HOLDS, read=known or bool(involved))


def _never_meet(world: World, area: Thing, acts: Sequence[Said], near: dict[bool, dict[Thing, set[Thing]]]) -> None:
    young, old = (
        {s.subject for s in acts if not s.denied and s.subject.own.get("led_by") == g} for g in ("young", "senior")
    )
    if young and old:
        tied = [firm for firm in (True, False) if any(other in near[firm][one] for one in young for other in old)]
        state = MET if True in tied else WEAK if tied else GAP
        world.expect("generational", "never-meet", (area,), state, "both there")
