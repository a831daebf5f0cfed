"""Things that an action needed and of which later documents say that they are there, be it of nobody's giving.

"I dieci portatili sono arrivati" names no giver, so no claim says it. Looked at are the passages about the action in
documents that are not older than what states the need; the clause that names the thing says that it has come, and
neither that it lacks nor that it is only promised. Fewer than are needed are a part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from graph.analysis.dating import date_of, told_last
from graph.analysis.evidence import Quotation, quoted, text_of
from graph.analysis.gaps.about import About
from graph.analysis.gaps.common import italian
from graph.analysis.gaps.jackknife import behind, document_of
from graph.analysis.gaps.matching import Need
from graph.analysis.gaps.meaning import nouns, stems, stems_in_order
from graph.analysis.selection import before, folded, names
from graph.analysis.view import GraphView
from graph.store.port import Node

_CLAUSE: Final = re.compile(r"[;:]\s|(?<=[.!?])\s+|,\s(?=ma\b|però\b|mentre\b)")
_TO_COME: Final = re.compile(r"\w(?:rà|ranno|rò|remo)\b")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Words that say that something has come, the document, and whether it is all of it."""

    document: str
    words: Quotation
    whole: bool


def arrivals(view: GraphView, about: About, need: Need, needed: float | None) -> tuple[Arrival, ...]:
    """What documents say, each passage once."""
    if need.subject[0] != "Action" or need.kind == "money":
        return ()
    stating = behind(view, need.edges)
    since = told_last(view, *need.edges)
    told = {q.text for edge in need.edges for q in view.evidence(edge)}
    wanted = [name for thing in need.things for name in names(view, thing)]
    found: dict[str, Arrival] = {}
    for passage, document in _passages(view, about, need):
        text = text_of(passage.properties, "text") or ""
        date = date_of(view, document)
        later = document not in stating and date is not None and since is not None and not before(date, since)
        whole = _says(text, wanted, needed) if later and text not in told else None
        if whole is not None:
            found.setdefault(passage.id, Arrival(document, quoted(passage, view.sources), whole))
    return tuple(found.values())


def _passages(view: GraphView, about: About, need: Need) -> Iterator[tuple[Node, str]]:
    for action in sorted({need.subject, *(key for key in need.targets if key[0] == "Action")}):
        for edge in view.outgoing(action, "MENTIONED_IN"):
            for _, passages in about.passages(edge):
                for passage in passages:
                    if document := document_of(passage):
                        yield passage, document


def _says(text: str, wanted: list[str], needed: float | None) -> bool | None:
    """Whether all of it (True) or a part is said to have come; None where nothing is."""
    there, not_there = _expressions()
    for words in _CLAUSE.split(text):
        clause = folded(words)
        held = stems(clause)
        if not there.search(clause) or not_there.search(clause) or _TO_COME.search(words):
            continue
        for name in wanted:
            if nouns(name) and nouns(name) & held and _is_near(name, held):
                count = _counted(clause, name)
                return not (needed and needed > 1 and count is not None and count < needed)
    return None


def _is_near(name: str, held: frozenset[str]) -> bool:
    """Whether a clause names the noun, and half of what tells it from others if it has more words than that."""
    said = stems(name)
    return 2 * len(said & held) >= len(said)


def _counted(clause: str, name: str) -> float | None:
    """How many a clause says of the noun of a name."""
    first = nouns(name)
    for word in re.finditer(r"[a-z]+", clause):
        if set(stems_in_order(word[0])) & first:
            beside = reversed(clause[: word.start()].split()[-2:])  # "due furgoni", "due nuovi furgoni"
            return next((count for told in beside if (count := _number(told)) is not None), None)
    return None


def _number(word: str) -> float | None:
    return float(word) if word.isdigit() else _numbers().get(word)


@cache
def _expressions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = italian()
    not_there = [*data["arrived"]["not_there"], *data["progress"]["not_yet"]]
    return re.compile("|".join(data["arrived"]["there"])), re.compile("|".join(not_there))


@cache
def _numbers() -> dict[str, float]:
    return {word: float(number) for word, number in italian()["numbers"].items()}
