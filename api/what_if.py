"""What if, as the API and the command line give it: indices and cards before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite

from graph.analysis.filters import Filter
from graph.analysis.gaps.cards import Card, State
from graph.analysis.gaps.families import Question, gaps, wanted
from graph.analysis.view import GraphView
from graph.analysis.what_if import Changes, Move, applied, compared, indices
from viz.cards import CardWords


@dataclass(frozen=True, slots=True)
class IndexMove:
    """A number of the graph before and after; null where there is nothing to tell from."""

    index: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class CardMove:
    """A card that changes; a state and score are null where there is no such card."""

    id: str
    family: str
    title: str
    state_before: State | None
    state_after: State | None
    score_before: float | None
    score_after: float | None


@dataclass(frozen=True, slots=True)
class Supposed:
    """What a change would do. Of `total` cards that move some are here, those that change their state first."""

    indices: tuple[IndexMove, ...]
    total: int
    cards: tuple[CardMove, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """A question and its cards."""

    question: Question
    cards: tuple[Card, ...]


def supposed(before: Stand, changes: Changes, filter_: Filter, limit: int, words: CardWords) -> Supposed:
    """Before and after. Raises `NotFound`, `UsageError`."""
    now = before.question
    then = replace(now, view=applied(now.view, changes))
    part = replace(filter_.wanted(), states=())
    moves = compared(wanted(now.view, before.cards, part), wanted(then.view, gaps(then), part))
    if filter_.state:
        moves = tuple(move for move in moves if _states(move) & set(filter_.state))
    told = tuple(_told(then.view if move.after else now.view, move, words) for move in moves[:limit])
    return Supposed(_indices(indices(now), indices(then)), len(moves), told)


def _states(move: Move) -> set[State]:
    return {card.state for card in (move.before, move.after) if card}


def _told(view: GraphView, move: Move, words: CardWords) -> CardMove:
    before, after, card = move.before, move.after, move.card
    return CardMove(
        id=card.id,
        family=card.family,
        title=words.title(view, card),
        state_before=before.state if before else None,
        state_after=after.state if after else None,
        score_before=round(before.score.total, 4) if before else None,
        score_after=round(after.score.total, 4) if after else None,
    )


def _indices(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[IndexMove, ...]:
    return tuple(
        IndexMove(name, *(float(v) if isfinite(v) else None for v in (before[name], after[name]))) for name in before
    )
