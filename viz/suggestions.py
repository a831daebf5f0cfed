"""The page of the meetings: who could meet whom and why, as a table and as a picture of what they have in common."""

from collections.abc import Iterator
from typing import Any, Final

from graph.analysis.evidence import Key
from graph.analysis.selection import find
from graph.analysis.suggestions import Suggester, Suggestion
from graph.analysis.view import GraphView
from graph.errors import NotFound
from viz.cards import CardWords, load_card_words
from viz.network import Assets, Options, page
from viz.sheet import COULD_MEET, Sheet, joined, named, worked_out
from viz.words import clean

SUGGESTED: Final = 10
SEEKERS: Final = ("Organisation", "Action")
"""Who can look for somebody: an organisation for partners, an action for members."""

_IN_COMMON: Final = 4
"""So many things that a candidate has in common with whoever seeks stand in the picture."""

_HIDDEN: Final = frozenset({"Person"})


def draw_suggestions(suggester: Suggester, seeker: Key | None, options: Options, *, assets: Assets = "inline") -> str:
    """The page for an organisation or an action; for none, the organisation with most ties. Raises `NotFound`."""
    view, words = suggester.view, load_card_words(options.language)
    chosen = seeker or _best_tied(view)
    found = () if chosen is None else _suggested(suggester, chosen)
    values: dict[str, Any] = {
        "seeker": named(view, chosen, words) if chosen else None,
        "given": seeker is not None,
        "found": [_told(view, one, words) for one in found],
        "seekers": [clean(view.name((node.label, node.id))) for node in view.labelled(*SEEKERS)],
    }
    return page(_picture(view, chosen, found, words), options, Sheet("suggestions", values), assets=assets)


def seeker_called(view: GraphView, name: str) -> Key:
    """The organisation of this name (or id), else the action. Raises `NotFound`."""
    try:
        return find(view, SEEKERS[0], name)
    except NotFound:
        return find(view, SEEKERS[1], name)


def _best_tied(view: GraphView) -> Key | None:
    keys = (("Organisation", node.id) for node in view.labelled("Organisation"))
    return max(keys, key=lambda key: (view.degree(key), key), default=None)


def _suggested(suggester: Suggester, seeker: Key) -> tuple[Suggestion, ...]:
    ask = suggester.partners if seeker[0] == "Organisation" else suggester.members
    return ask(seeker, SUGGESTED)


def _told(view: GraphView, one: Suggestion, words: CardWords) -> dict[str, Any]:
    reasons = [clean(words.reason(reason)) for reason in one.candidate.reasons]
    return named(view, one.candidate.key, words) | {"reasons": reasons, "newcomer": one.newcomer}


def _picture(view: GraphView, seeker: Key | None, found: tuple[Suggestion, ...], words: CardWords) -> GraphView:
    """Whoever seeks, whom it could meet, and what ties the two already."""
    if seeker is None:
        return view.restrict(())
    kept, edges = {seeker}, []
    for one in found:
        key = one.candidate.key
        kept |= {key, *_in_common(view, seeker, key)}
        edges.append(worked_out(COULD_MEET, seeker, key, map(words.reason, one.candidate.reasons)))
    return joined(view.restrict(kept), {}, edges)


def _in_common(view: GraphView, one: Key, other: Key) -> list[Key]:
    """The first few nodes that both are tied to, and partners in common with the actions that they share."""
    ours, theirs = _around(view, one), _around(view, other)
    shared = sorted(ours.keys() & theirs.keys() - {one, other}, key=lambda key: (len(ours[key]), key))[:_IN_COMMON]
    return [step for key in shared for step in (key, *ours[key], *theirs[key])]


def _around(view: GraphView, key: Key) -> dict[Key, tuple[Key, ...]]:
    """What a node is tied to, and organisations tied to it by an action or agreement: what lies between."""
    found: dict[Key, tuple[Key, ...]] = dict.fromkeys(_near(view, key), ())
    for near in list(found):
        if near[0] in {"Action", "Plan"}:
            for far in _near(view, near):
                if far[0] == "Organisation":
                    found.setdefault(far, (near,))
    return found


def _near(view: GraphView, key: Key) -> Iterator[Key]:
    return (near for near in view.neighbours(key) if near[0] not in _HIDDEN)
