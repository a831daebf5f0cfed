"""Suggestions as the API and the command line give them: who could meet, with reasons in words."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from api.answers import Named, named
from graph.analysis.evidence import Key
from graph.analysis.filters import Part, Seeking
from graph.analysis.selection import find, select
from graph.analysis.suggestions import Suggester, Suggestion
from graph.errors import UsageError
from viz.cards import CardWords

_JOINED = ("Action", "Plan", "Organisation")
_GROUPS = ("Organisation", "Area", "Action", "Plan")


@dataclass(frozen=True, slots=True)
class Suggested(Named):
    """Who could be met. `score` orders the answers to one question and means nothing beside another's."""

    newcomer: bool
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The best first, newcomers among them; `seekers` are those who were named, `weights` what taught the ranking."""

    seekers: tuple[Named, ...]
    weights: str
    suggestions: tuple[Suggested, ...]


def suggestions(suggester: Suggester, seeking: Seeking, part: Part, limit: int, words: CardWords) -> Suggestions:
    """Of the organisations of a part, those to meet. Raises `NotFound`, `UsageError`."""
    view, within = suggester.view, part.selection()
    seekers, best = _asked(suggester, seeking)
    there = select(view, within).nodes
    out = {("Organisation", node.id) for node in view.labelled("Organisation")} - there.keys()
    found = tuple(
        Suggested(
            key[1],
            key[0],
            view.name(key),
            one.newcomer,
            round(one.score, 4),
            tuple(words.reason(reason) for reason in one.candidate.reasons),
        )
        for one in best(limit, out)
        for key in (one.candidate.key,)
    )
    return Suggestions(tuple(named(view, key) for key in seekers), suggester.weights.origin, found)


def _asked(
    suggester: Suggester, seeking: Seeking
) -> tuple[list[Key], Callable[[int, Collection[Key]], tuple[Suggestion, ...]]]:
    """Who seeks, and how to ask for them."""
    view, given = suggester.view, [seeking.partners_of, seeking.members_of, seeking.one or seeking.other]
    if sum(map(bool, given)) != 1 or bool(seeking.one) is not bool(seeking.other):
        raise UsageError(
            "it is not said for whom.", hint="Give one of: partners-of; members-of; one and other, both for bridges."
        )
    if seeking.partners_of:
        organisation = find(view, "Organisation", seeking.partners_of)
        return [organisation], lambda limit, out: suggester.partners(organisation, limit, out)
    if seeking.members_of:
        thing = find(view, _JOINED, seeking.members_of)
        return [thing], lambda limit, out: suggester.members(thing, limit, out)
    sides = [[find(view, _GROUPS, text) for text in names] for names in (seeking.one, seeking.other)]
    one, other = (frozenset[Key]().union(*map(suggester.group, side)) for side in sides)
    return sides[0] + sides[1], lambda limit, out: suggester.bridges(one, other, limit, out)
