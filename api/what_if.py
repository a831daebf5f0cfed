"""What if, as the API and the command line give it: indices and cards before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite

from graph.analysis.changes import CardChange, card_changes
from graph.analysis.filters import Filter
from graph.analysis.gaps.cards import Card, State
from graph.analysis.gaps.families import Question, gaps, wanted
from graph.analysis.view import GraphView
from graph.analysis.what_if import Supposition, applied, indices
from viz.cards import CardWords


@dataclass(frozen=True, slots=True)
class IndexMove:
    """A number of the graph before and after; null where there is nothing to tell from."""

    index: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class CardMove:
    """A card that changes; null where there is no such card."""

    id: str
    family: str
    title: str
    before: State | None
    after: State | None
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


def supposed(before: Stand, changes: Supposition, filter_: Filter, limit: int, words: CardWords) -> Supposed:
    """Before and after. Raises `NotFound`, `UsageError`."""
    now = before.question
    then = replace(now, view=applied(now.view, changes))
    part = replace(filter_.wanted(), states=())
    changed = card_changes(wanted(now.view, before.cards, part), wanted(then.view, gaps(then), part))
    moves = [_move(now.view, then.view, change, words) for change in changed]
    kept = [move for move in moves if not filter_.state or {move.before, move.after} & set(filter_.state)]
    kept.sort(key=lambda move: (move.before is move.after, -abs((move.score_after or 0) - (move.score_before or 0))))
    return Supposed(_indices(indices(now), indices(then)), len(kept), tuple(kept[:limit]))


def _move(now: GraphView, then: GraphView, change: CardChange, words: CardWords) -> CardMove:
    before, after = change.before, change.now
    id, family, title = next(
        (card.id, card.family, words.title(view, card)) for view, card in ((then, after), (now, before)) if card
    )
    return CardMove(
        id=id,
        family=family,
        title=title,
        before=before.state if before else None,
        after=after.state if after else None,
        score_before=round(before.score.total, 4) if before else None,
        score_after=round(after.score.total, 4) if after else None,
    )


def _indices(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[IndexMove, ...]:
    return tuple(
        IndexMove(name, *(float(v) if isfinite(v) else None for v in (before[name], after[name]))) for name in before
    )
