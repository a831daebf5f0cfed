"""The page of the generations: who is of, for and with the young and the old, in columns; how they mix, who brings them
together, who never meets."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import islice
from typing import Any, Final

import numpy as np

from graph.analysis.coverage import UNKNOWN
from graph.analysis.evidence import Key
from graph.analysis.filters import Part
from graph.analysis.gaps.cards import Card
from graph.analysis.gaps.families import Question
from graph.analysis.generations.layers import (
    MIXED,
    SENIOR,
    YOUNG,
    Layer,
    Layers,
    generation_of,
    generation_of_group,
    layers,
)
from graph.analysis.generations.meetings import Meeting, distances, meetings
from graph.analysis.generations.mixing import Mixing, mixing
from graph.analysis.network.nulls import binary
from graph.analysis.network.ties import Ties, groups, pairs_of
from graph.analysis.selection import Selection, select
from graph.analysis.view import GraphView
from viz.cards import CardWords, load_card_words
from viz.facts import Citations
from viz.filter_form import controls
from viz.network import Assets, Options, page
from viz.sheet import Chosen, Sheet, joined, named, quoted, told, with_cards
from viz.words import clean

_YOUNG: Final = (Layer.YOUNG_ORGANISATION, Layer.YOUTH_LED, Layer.YOUTH_SERVING, Layer.YOUTH_INVOLVING)
_SENIOR: Final = (Layer.SENIOR_LED, Layer.SENIOR_SERVING)
_DRAWN: Final = 160
"""So many, the bridges and the best tied first, stand in the picture beside what is missing."""

_SHOWN_CARDS: Final = 40
_PART: Final = frozenset(one.name for one in fields(Part))
_NAMED: Final = 12
_SURE: Final = 0.05


def draw_generations(question: Question, chosen: Chosen, options: Options, *, assets: Assets = "inline") -> str:
    """The page of a question, within the part that `chosen` is of; its cards are the generational ones."""
    within, whole, missing = chosen.filter.selection(), question.view, chosen.cards[:_SHOWN_CARDS]
    asked = question if within == Selection() else replace(question, view=select(whole, within))
    view, words = asked.view, load_card_words(options.language)
    citations, of = Citations(words.common), generation_of(view)
    found, met = layers(view, asked.today, asked.bands), meetings(asked.ties, of)
    sides = _sides(asked, found, {meeting.actor for meeting in met}, of)
    beside = _best_tied(view, sides, {meeting.actor for meeting in met})
    part, ghosts = with_cards(_with_ends(view, whole, missing), missing, words, beside)
    far = distances(asked.ties, of)
    values = {
        "known": sum(led is not None for led in of.values()),
        "organisations": len(of),
        "mixing": _mixing(view, asked.ties, of, words),
        "meetings": [_meeting(view, meeting, words) for meeting in met[:_SHOWN_CARDS]],
        "apart": [
            named(view, key, words) for key, steps in zip(far.actors, far.steps, strict=True) if not np.isfinite(steps)
        ],
        "led_by_young": len(far.actors),
        "layers": [_layer(view, layer, found, words, citations) for layer in Layer],
        "cards": [told(whole, card, words, citations, chosen.said.get(card.id)) for card in missing],
        "drawn": {card.id for card in ghosts.values()},
        "total": len(chosen.cards),
        "controls": [one for one in controls(whole, chosen.filter, words) if one.name in _PART],
    }
    columns = _columns(part, sides, ghosts)
    headings = tuple(words.common.page(f"column_{name}") for name in ("young", "both", "senior"))
    return page(part, options, Sheet("generations", values, ghosts, columns, headings), assets=assets)


def _with_ends(view: GraphView, whole: GraphView, cards: Sequence[Card]) -> GraphView:
    """A part with what cards of the whole are about and who could help, which need not be in it."""
    ends = {key for card in cards for key in (*card.subjects, *(one.key for one in card.candidates))}
    return joined(view, {key: whole.nodes[key] for key in ends if key in whole.nodes}, ())


Sides = tuple[frozenset[Key], frozenset[Key]]


def _sides(asked: Question, found: Layers, between: Collection[Key], of: Mapping[Key, str | None]) -> Sides:
    """Who is on the side of the young and of the old, groups of people among them; who brings them together is on
    both."""
    both = {key for key, led in of.items() if led == MIXED} | found[Layer.INTERGENERATIONAL].keys() | set(between)
    people = {("Group", g.id): generation_of_group(g, asked.bands) for g in asked.view.labelled("Group")}

    def side(layers_of: Sequence[Layer], generation: str) -> frozenset[Key]:
        theirs = {key for layer in layers_of for key in found[layer]}
        return frozenset(theirs | both | {key for key, whose in people.items() if whose == generation})

    return side(_YOUNG, YOUNG), side(_SENIOR, SENIOR)


def _best_tied(view: GraphView, sides: Sides, first: Collection[Key]) -> list[Key]:
    """The bridges, then the best tied, and the actions that two of their organisations share."""
    ranked = sorted(frozenset().union(*sides), key=lambda key: (key not in first, -view.degree(key), key))
    kept = set(ranked[:_DRAWN])
    actions = (("Action", node.id) for node in view.labelled("Action"))
    shared = (key for key in actions if sum(n[0] == "Organisation" and n in kept for n in view.neighbours(key)) > 1)
    return [*ranked[:_DRAWN], *islice((key for key in shared if key not in kept), _DRAWN // 2)]


def _columns(part: GraphView, sides: Sides, ghosts: Mapping[Key, Card]) -> tuple[list[Key], list[Key], list[Key]]:
    """Young, both, old; what is on no side itself stands with what it is tied to."""
    columns: tuple[list[Key], list[Key], list[Key]] = ([], [], [])
    for key in part.nodes:
        card = ghosts.get(key)
        asks = card.rule.partition("/")[2] if card else ""
        ends = (key,) if asks or any(key in side for side in sides) else part.neighbours(key)
        young, senior = (
            asks == name or any(end in side for end in ends) for side, name in zip(sides, (YOUNG, SENIOR), strict=True)
        )
        columns[1 if young == senior else 0 if young else 2].append(key)
    return columns


def _mixing(view: GraphView, ties: Ties, of: Mapping[Key, str | None], words: CardWords) -> dict[str, Any]:
    """The matrix in words and figures: ties of each two groups, how many times chance, and between whom."""
    found, pairs = mixing(ties, of), pairs_of(binary(ties.holding().graph))
    unknown = len(found.names)
    code = groups(ties.actors, of)[0]
    ends = np.sort(np.where(code < 0, unknown, code)[pairs], axis=1)

    def cell(row: int, column: int) -> dict[str, Any]:
        times = _times(found, row, column)
        there = pairs[(ends == sorted((row, column))).all(axis=1)]
        return {
            "count": len(there),
            "times": None if times is None else words.common.number(times, 1),
            "pairs": [" – ".join(clean(view.name(ties.actors[n])) for n in pair) for pair in there[:_NAMED]],
            "more": max(len(there) - _NAMED, 0),
        }

    every = range(unknown + 1)
    return {
        "names": [words.common.word("generation", name) for name in (*found.names, UNKNOWN)],
        "sizes": found.sizes.tolist(),
        "rows": [[cell(row, column) for column in every] for row in every],
        "said": list(_said(found, words)),
    }


def _times(found: Mixing, row: int, column: int) -> float | None:
    """Ties by those that chance would give; None where that cannot be told."""
    if max(row, column) >= len(found.names) or not found.expected[row, column]:
        return None
    return float(found.matrix[row, column] / found.expected[row, column])


def _said(found: Mixing, words: CardWords) -> Iterator[str]:
    """A sentence for each group: how often its own meet, and whether chance would do that too."""
    homophily = {index.name.partition("/")[2]: index for index in found.indices if "/" in index.name}
    for n, name in enumerate(found.names):
        times = _times(found, n, n)
        if times is not None:
            sure = "mixing_sure" if homophily[name].p <= _SURE else "mixing_unsure"
            values = {"group": words.common.word("led", name), "times": words.common.number(times, 1)}
            said = words.common.page("mixing_times" if times else "mixing_none", **values)
            yield f"{said} {words.common.page(sure)}"


def _meeting(view: GraphView, meeting: Meeting, words: CardWords) -> dict[str, Any]:
    return {
        **named(view, meeting.actor, words),
        "led": words.common.word("generation", meeting.generation or "unknown"),
        "young": ", ".join(clean(view.name(key)) for key in meeting.young),
        "senior": ", ".join(clean(view.name(key)) for key in meeting.senior),
    }


def _layer(view: GraphView, layer: Layer, found: Layers, words: CardWords, citations: Citations) -> dict[str, Any]:
    """Who is in a layer, each with the words that put it there."""
    there = found[layer]
    return {
        "name": words.common.word("layer", layer),
        "count": len(there),
        "who": [
            named(view, key, words) | quoted([q for edge in edges for q in view.evidence(edge)][:1], citations)
            for key, edges in list(there.items())[:_NAMED]
        ],
        "more": max(len(there) - _NAMED, 0),
    }
