"""What changed in cards and coverage since some moment, as the API and the command line give it."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from graph.analysis.changes import CardChange, CellChange, card_changes, cell_changes
from graph.analysis.coverage import CellState, Dimension
from graph.analysis.frame import framed
from graph.analysis.gaps.cards import State
from graph.analysis.gaps.families import Question, gaps
from graph.analysis.view import GraphView
from graph.errors import UsageError
from graph.ledger import cutting
from graph.workspace import Workspace
from ingest.past import view_at
from viz.cards import CardWords

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class ChangedCard:
    """A card that is new, gone, or otherwise than it was; null where it was not or is no more."""

    id: str
    family: str
    title: str
    before: State | None
    now: State | None
    score_before: float | None
    score_now: float | None


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell of the coverage that is in another state; null where the area or column was not or is no more."""

    area: str
    name: str
    by: Dimension
    column: str
    before: CellState | None
    now: CellState | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since `since` (ISO; empty: since before everything)."""

    since: str
    cards: tuple[ChangedCard, ...]
    cells: tuple[ChangedCell, ...]


def changes(workspace: Workspace, now: Question, since: str | None, words: CardWords) -> Changes:
    """Since an import (its number: since it was through), a day (since it began), else before what was added last.

    Both sides are judged by today's rules, on the same day. Raises `NotFound`, `UsageError`.
    """
    moment = _moment(workspace, since)
    before = replace(now, view=framed(view_at(workspace, moment), workspace.frame()))
    views = before.view, now.view
    cards = tuple(_card(*views, change, words) for change in card_changes(gaps(before), gaps(now)))
    return Changes(moment.at, cards, tuple(_cell(*views, change) for change in cell_changes(*views)))


def _moment(workspace: Workspace, since: str | None) -> cutting.Moment:
    with workspace.ledger.read() as connection:
        if not since:
            return cutting.before_last(connection)
        if since.isdecimal() and len(since) < 10:
            return cutting.after_import(connection, int(since))
        try:
            return cutting.before_day(
                connection, date.fromisoformat(since if _DAY.fullmatch(since) else "").isoformat()
            )
        except ValueError:
            raise UsageError(
                f"{since[:60]!r} is neither an import nor a day.", hint="12, or 2026-11-30.", where="since"
            ) from None


def _card(before: GraphView, now: GraphView, change: CardChange, words: CardWords) -> ChangedCard:
    views = ((now, change.now), (before, change.before))
    id, family, title = next((c.id, c.family, words.title(view, c)) for view, c in views if c)
    was, is_ = (
        (card.state, round(card.score.total, 4)) if card else (None, None) for card in (change.before, change.now)
    )
    return ChangedCard(id, family, title, was[0], is_[0], was[1], is_[1])


def _cell(before: GraphView, now: GraphView, change: CellChange) -> ChangedCell:
    view = now if change.area in now.nodes else before
    return ChangedCell(change.area[1], view.name(change.area), change.by, change.column, change.before, change.now)
