"""Cards beside what was planted."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.gaps.world import Asked, Planted, World
from graph.analysis.gaps.cards import Card, State
from graph.analysis.gaps.families import OPEN
from graph.analysis.view import GraphView
from graph.model import SOURCE_LABELS

_NOT_ASKED = Planted(State.COVERED, "not required")


@dataclass
class Outcome:
    """`rules`: rule → (planted as open, cards that say so, of those rightly), a line for each family among them.

    `reader`: the same of a careful reader of what is left, by family. `cases`: what makes it hard, and whether it was
    judged rightly; `unread`: what is only unread, and got "gap".
    """

    entities: int
    rules: dict[str, tuple[int, int, int]] = field(default_factory=lambda: defaultdict(lambda: (0, 0, 0)))
    reader: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    cases: Counter[tuple[str, bool]] = field(default_factory=Counter)
    unread: int = 0
    wrong: list[str] = field(default_factory=list)


def compare(world: World, view: GraphView, cards: Iterable[Card]) -> Outcome:
    """How the cards judge what was planted."""
    outcome = Outcome(sum(key[0] not in SOURCE_LABELS for key in view.nodes))
    found: dict[Asked, list[State]] = defaultdict(list)
    called = {(t.label, name.casefold()): t.name for t in world.things for name in reversed(t.names)}
    for card in cards:
        names = (view.name(key) for key in card.subjects)
        told = (called.get((key[0], name.casefold()), name) for key, name in zip(card.subjects, names, strict=True))
        found[card.family, card.rule, frozenset(told)].append(card.state)
    for asked in sorted({*found, *world.planted}, key=lambda asked: (asked[0], asked[1], sorted(asked[2]))):
        _judged(outcome, asked, world.planted.get(asked, _NOT_ASKED), found.get(asked, [State.COVERED]))
    return outcome


def read_again(world: World, left: World) -> dict[str, tuple[int, int, int]]:
    """What a careful reader of what is left concludes, by family, as `Outcome.rules`: no rule can do better by it."""
    families = {family for family, _, _ in left.planted}
    outcome = Outcome(0)
    for asked in {*world.planted, *left.planted}:
        if asked[0] in families:
            read = left.planted.get(asked, _NOT_ASKED).state
            _judged(outcome, asked, world.planted.get(asked, _NOT_ASKED), [read])
    return {family: outcome.rules[family] for family in sorted(families)}


def _judged(outcome: Outcome, asked: Asked, planted: Planted, states: list[State]) -> None:
    """One requirement; one without a card is taken for met or unknown, as it was planted."""
    family, rule, subjects = asked
    wanted = planted.state in OPEN
    cards = sum(state in OPEN for state in states)
    right = wanted and planted.state in states
    for name in (family, f"{family} {rule.partition('/')[0]}"):
        before = outcome.rules[name]
        outcome.rules[name] = (before[0] + wanted, before[1] + cards, before[2] + right)
    fair = right and cards == 1 if wanted else not cards
    if family in {"requirement", "structural"} or not fair:
        outcome.cases[f"{family}: {planted.why}", fair] += 1
    outcome.unread += planted.state is State.UNKNOWN and State.GAP in states
    if not fair:
        outcome.wrong.append(f"{family} {rule} {' | '.join(sorted(subjects))}: {planted} but {states}")
