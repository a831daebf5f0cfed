"""The form of a page's filter: a control for each field of `graph.analysis.filters`, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Final

from graph.analysis.coverage import UNKNOWN, kinds_present, top_areas
from graph.analysis.filters import Part
from graph.analysis.gaps.cards import State
from graph.analysis.gaps.families import FAMILIES
from graph.analysis.selection import find
from graph.analysis.view import GraphView
from graph.model import MENTION_TYPES, Follow, Status
from viz.cards import CardWords
from viz.sheet import state_word
from viz.words import clean

_IN_SIGHT: Final = ("state", "family", "area")
"""Fields that people choose by most; the others stand behind these."""

_PLACES: Final = 300
"""Names of places that are offered, the best tied; any other can be written."""


@dataclass(frozen=True, slots=True)
class Control:
    """A field of a filter. `offered` are values and their words; where it is `written`, any other value does too.
    `chosen` are values, `nothing` stands where there are none.
    """

    name: str
    label: str
    nothing: str
    offered: Mapping[str, str]
    chosen: tuple[str, ...]
    written: bool

    @property
    def in_sight(self) -> bool:
        return self.name in _IN_SIGHT

    @property
    def said(self) -> str:
        """The choice in words; "" for none."""
        return f"{self.label}: {', '.join(self.offered.get(one, one) for one in self.chosen)}" if self.chosen else ""


def controls(view: GraphView, asked: Part, words: CardWords) -> tuple[Control, ...]:
    """A control a field, those in sight first. Raises `NotFound` for an area or place that is not there."""
    names = [one.name for one in fields(asked)]
    ranked = sorted(names, key=lambda name: _IN_SIGHT.index(name) if name in _IN_SIGHT else len(_IN_SIGHT))
    return tuple(_control(view, asked, name, words) for name in ranked)


def _control(view: GraphView, asked: Part, name: str, words: CardWords) -> Control:
    label, nothing = (words.common.word(part, name) for part in ("filter", "filter_nothing"))
    chosen = tuple(_chosen(view, asked, name))
    offered = {value: clean(word) for value, word in _offered(view, name, chosen, words)}
    return Control(name, label, nothing, offered, chosen, name in {"place", "time"})


def _chosen(view: GraphView, asked: Part, name: str) -> Iterator[str]:
    given = getattr(asked, name)
    for value in (given,) if isinstance(given, str) else map(str, given):
        if name == "area":
            yield find(view, "Area", value)[1]
        elif name == "place":
            key = find(view, "Place", value)
            yield view.name(key) if find(view, "Place", view.name(key)) == key else key[1]
        elif value:
            yield value


def _offered(view: GraphView, name: str, chosen: tuple[str, ...], words: CardWords) -> Iterator[tuple[str, str]]:
    """Values with their words, in the order in which people look for them."""
    common = words.common
    match name:
        case "area":
            for id_ in dict.fromkeys((*(area.id for area in top_areas(view)), *chosen)):
                yield id_, view.name(("Area", id_))
        case "place":
            ranked = sorted((("Place", place.id) for place in view.labelled("Place")), key=view.degree, reverse=True)
            for place in sorted(map(view.name, ranked[:_PLACES])):
                yield place, place
        case "kind":
            for kind in dict.fromkeys((*kinds_present(view), *chosen)):
                yield kind, common.word("kind", "Organisation", kind)
        case "generation":
            led = MENTION_TYPES["Organisation"].property("led_by")
            for generation in (*(led.words if led else ()), UNKNOWN):
                yield generation, common.word("generation", generation)
        case "status":
            yield from ((status, common.word("status", status)) for status in Status)
        case "family":
            yield from ((family, words.cards.word("family", family)) for family in FAMILIES)
        case "state":
            yield from ((state, state_word(state, words)) for state in State)
        case "follow_up":
            yield from ((state, common.word("follow", state)) for state in Follow)
