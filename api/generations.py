"""Generations as the API and the command line give them: who is of which, how they mix, where they meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from api.answers import Named, Quotation, cited, named
from api.cards import GapCard, told
from graph.analysis.filters import Filter, Part
from graph.analysis.gaps import generational
from graph.analysis.gaps.families import Question
from graph.analysis.gaps.families import gaps as judged
from graph.analysis.generations.layers import Band, Bands, Layer, generation_of, layers
from graph.analysis.generations.meetings import distances, meetings
from graph.analysis.generations.mixing import Index, Mixing, mixing
from graph.analysis.network.ties import ties
from graph.analysis.selection import select
from graph.analysis.view import GraphView
from graph.ledger.follow_ups import FollowUp
from viz.cards import CardWords
from viz.sheet import chosen

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class InLayer:
    """An organisation or action of a layer, and the words that put it there; none where its own attributes do."""

    layer: Layer
    who: Named
    evidence: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class MixingRow:
    """Ties of a generation's organisations to those of each, in the order of the rows; within one, both ends count."""

    generation: str
    organisations: int
    ties: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MixingIndex:
    """`name` is "ei" (Krackhardt and Stern), "assortativity" (Newman) or "homophily/GENERATION" (Coleman).

    `expected` and `chance` (central 95 %) are of the permutations, `p` is two-sided, for all indices together; null
    where there are no ties to tell from.
    """

    name: str
    value: float | None
    expected: float | None
    chance: tuple[float, float] | None
    p: float | None


@dataclass(frozen=True, slots=True)
class Distance:
    """Ties from a youth-led organisation to the nearest senior-led one; null where no way is known."""

    who: Named
    steps: int | None


@dataclass(frozen=True, slots=True)
class Bridge:
    """Who works with youth-led and with senior-led organisations, by name."""

    who: Named
    generation: str
    young: tuple[Named, ...]
    senior: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Generations:
    """What is known of generations in a graph or a part of it. Who leads many organisations no source says: they are
    the row "unknown" of `mixing`, and no absence.

    `permutations` is how many times labels were drawn anew; `gaps` are the areas and actions that speak of a generation
    without any of it, and those where the two never meet.
    """

    bands: tuple[Band, ...]
    layers: tuple[InLayer, ...]
    mixing: tuple[MixingRow, ...]
    indices: tuple[MixingIndex, ...]
    permutations: int
    distances: tuple[Distance, ...]
    mean_distance: float | None
    bridges: tuple[Bridge, ...]
    gaps: tuple[GapCard, ...]


def generations(question: Question, part: Part, words: CardWords, said: Mapping[str, FollowUp]) -> Generations:
    """Layers, mixing and bridges of a part, and the gaps of the whole that concern it, as the page chooses them; `said`
    is what people said of cards last. Raises as `select`."""
    view, bands = select(question.view, part.selection()), question.bands
    shown = chosen(question.view, judged(question, [generational.FAMILY]), Filter.of(part), said).cards
    tied, of = ties(view), generation_of(view)
    mixed, apart = mixing(tied, of), distances(tied, of)
    return Generations(
        bands=(bands.young, bands.senior),
        layers=_layers(view, question.today, bands),
        mixing=_rows(mixed),
        indices=tuple(map(_index, mixed.indices)),
        permutations=mixed.draws,
        distances=tuple(
            Distance(named(view, key), int(steps) if isfinite(steps) else None)
            for key, steps in zip(apart.actors, apart.steps, strict=True)
        ),
        mean_distance=_finite(apart.mean),
        bridges=tuple(
            Bridge(
                named(view, one.actor),
                one.generation or UNKNOWN,
                tuple(named(view, key) for key in one.young),
                tuple(named(view, key) for key in one.senior),
            )
            for one in meetings(tied, of)
        ),
        gaps=tuple(told(question.view, card, words, said.get(card.id)) for card in shown),
    )


def _layers(view: GraphView, today: str, bands: Bands) -> tuple[InLayer, ...]:
    return tuple(
        InLayer(layer, named(view, key), cited({q.source: q for edge in edges for q in view.evidence(edge)}.values()))
        for layer, members in layers(view, today, bands).items()
        for key, edges in sorted(
            members.items(), key=lambda member: (member[0][0] != "Organisation", view.name(member[0]))
        )
    )


def _rows(mixed: Mixing) -> tuple[MixingRow, ...]:
    counted = zip((*mixed.names, UNKNOWN), mixed.sizes, mixed.matrix, strict=True)
    return tuple(MixingRow(name, int(size), tuple(map(int, row))) for name, size, row in counted)


def _index(found: Index) -> MixingIndex:
    chance = found.chance if all(map(isfinite, found.chance)) else None
    return MixingIndex(found.name, _finite(found.value), _finite(found.expected), chance, _finite(found.p))


def _finite(value: float) -> float | None:
    return float(value) if isfinite(value) else None
