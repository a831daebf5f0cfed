"""Which organisations and actions are of, for and with which generation, each layer kept apart.

An organisation can serve the young without a young person in it, be young itself and led by the old. What no source
says is unknown: a value of its own, never an absence.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from graph.analysis.evidence import Key, number_of, text_of
from graph.analysis.view import GraphView
from graph.errors import NotFound
from graph.model import DENIED
from graph.store.port import Edge, Node

YOUNG: Final = "young"
SENIOR: Final = "senior"
MIXED: Final = "mixed"
GENERATIONS: Final = (YOUNG, SENIOR)

_ACTS: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN")


class Layer(StrEnum):
    """What an organisation or action has to do with generations; one can be in several."""

    YOUNG_ORGANISATION = "young_organisation"  # founded in the last years, whoever leads it
    YOUTH_LED = "youth_led"
    YOUTH_SERVING = "youth_serving"
    YOUTH_INVOLVING = "youth_involving"
    SENIOR_LED = "senior_led"
    SENIOR_SERVING = "senior_serving"
    INTERGENERATIONAL = "intergenerational"  # both take part and do something together, as stated


@dataclass(frozen=True, slots=True)
class Band:
    """Ages, both ends included; `max` is None where it is open."""

    name: str
    generation: str
    min: int
    max: int | None
    source: str


@cache
def rules() -> Mapping[str, Any]:
    """What `data/generations.toml` says."""
    return tomllib.loads((files("graph") / "data" / "generations.toml").read_text(encoding="utf-8"))


@cache
def bands() -> tuple[Band, ...]:
    """Every band there is, the usual one of each generation first."""
    return tuple(Band(b["name"], b["generation"], b["min"], b.get("max"), b["source"]) for b in rules()["bands"])


def band(generation: str, name: str | None = None) -> Band:
    """The band of this name, the usual one of the generation by default. Raises `NotFound`, naming what there is."""
    found = [b for b in bands() if b.generation == generation and name in {None, b.name}]
    if not found:
        there = ", ".join(b.name for b in bands() if b.generation == generation)
        raise NotFound(f"no band of {generation} people is called “{name}”.", hint=f"There are: {there}.")
    return found[0]


@dataclass(frozen=True, slots=True)
class Bands:
    """The bands that a question is asked with."""

    young: Band
    senior: Band

    @classmethod
    def usual(cls) -> "Bands":
        return cls(band(YOUNG), band(SENIOR))

    def of(self, generation: str) -> Band:
        return self.young if generation == YOUNG else self.senior


def generation_of_group(group: Node, ages: Bands) -> str | None:
    """ "young" or "senior" for people whose stated ages lie for the most part in the band; without ages by category;
    None for others, for kinds of organisations, and where nothing is said.
    """
    if group.properties.get("of") == "organisations":
        return None
    low, high = number_of(group.properties, "age_min"), number_of(group.properties, "age_max")
    if low is None and high is None:
        category = group.properties.get("category")
        return next((g for g in GENERATIONS if category in rules()["categories"][g]), None)
    return next((g for g in GENERATIONS if _within(low, high, ages.of(g))), None)


def _within(low: int | None, high: int | None, ages: Band) -> bool:
    if low is None or high is None:  # "from 18": old enough to be meant only where nobody younger is
        edge = low if high is None else high
        open_above = high is None and ages.max is None
        open_below = low is None and ages.max is not None
        return edge is not None and (open_above or open_below) and ages.min <= edge <= (ages.max or edge)
    most = high if ages.max is None else min(high, ages.max)
    return 2 * (most - max(low, ages.min) + 1) > high - low + 1


def led_by(node: Node) -> str | None:
    """Who governs an organisation: "young", "senior", "mixed"; None where no source says it."""
    return text_of(node.properties, "led_by")


def generation_of(view: GraphView) -> dict[Key, str | None]:
    """Each organisation's generation, by who leads it; None is unknown."""
    return {("Organisation", node.id): led_by(node) for node in view.labelled("Organisation")}


def founded_lately(node: Node, today: str) -> bool | None:
    """Whether an organisation began in the last years before `today` (ISO); None where no source says when it began.

    Dates are compared as precisely as the source has them: what began in 2021 is five years old all through 2026.
    """
    began = text_of(node.properties, "founded")
    if began is None:
        return None
    since = f"{int(today[:4]) - rules()['organisations']['years']:04d}{today[4:]}"
    return began >= since[: len(began)]


Layers = Mapping[Layer, Mapping[Key, tuple[Edge, ...]]]
"""Layer → organisation or action → the claims that put it there; none where an attribute of its own does."""


def layers(view: GraphView, today: str, ages: Bands | None = None) -> Layers:
    """Who is in which layer; `today` (ISO date) is what young organisations are measured from."""
    used = ages or Bands.usual()
    found: dict[Layer, dict[Key, list[Edge]]] = {layer: defaultdict(list) for layer in Layer}
    for node in view.labelled("Organisation"):
        for layer in _own(node, today):
            found[layer][node.label, node.id] = []
    for layer, edge in _towards(view, used):
        for key, way in _with_actors(view, edge):
            found[layer][key] += [edge for edge in way if edge not in found[layer][key]]
    for node in view.labelled("Action"):
        if node.properties.get("intergenerational") is True:
            found[Layer.INTERGENERATIONAL].setdefault(("Action", node.id), [])
            for act in _held(view.incoming(("Action", node.id), *_ACTS)):
                if act.source[0] == "Organisation":
                    found[Layer.INTERGENERATIONAL][act.source].append(act)
    return {layer: {key: tuple(edges) for key, edges in keys.items()} for layer, keys in found.items()}


def _own(node: Node, today: str) -> Iterator[Layer]:
    if founded_lately(node, today):
        yield Layer.YOUNG_ORGANISATION
    if led_by(node) == YOUNG:
        yield Layer.YOUTH_LED
    if led_by(node) == SENIOR:
        yield Layer.SENIOR_LED


def _towards(view: GraphView, ages: Bands) -> Iterator[tuple[Layer, Edge]]:
    """Claims of organisations and actions about groups of a generation."""
    layer_of = {
        ("SERVES", YOUNG): Layer.YOUTH_SERVING,
        ("INVOLVES", YOUNG): Layer.YOUTH_INVOLVING,
        ("SERVES", SENIOR): Layer.SENIOR_SERVING,
    }
    for group in view.labelled("Group"):
        generation = generation_of_group(group, ages)
        for edge in _held(view.incoming(("Group", group.id), "SERVES", "INVOLVES")):
            layer = layer_of.get((edge.type, generation or ""))
            if layer and edge.source[0] in {"Organisation", "Action"}:
                yield layer, edge


def _with_actors(view: GraphView, edge: Edge) -> Iterator[tuple[Key, tuple[Edge, ...]]]:
    """What a claim puts in a layer: its subject, and the organisations that carry out an action."""
    yield edge.source, (edge,)
    if edge.source[0] == "Action":
        for act in _held(view.incoming(edge.source, *_ACTS)):
            if act.source[0] == "Organisation":
                yield act.source, (act, edge)


def _held(edges: tuple[Edge, ...]) -> tuple[Edge, ...]:
    return tuple(edge for edge in edges if edge.type != DENIED)
