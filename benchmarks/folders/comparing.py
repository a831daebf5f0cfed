"""The cards of a folder beside those that a careful reader writes.

A reader's entry and a card are one where family and rule are the same and the words for subject and thing are alike:
most words of the shorter name begin as words of the other. A program forgives in this way that names differ; it does
not forgive another state.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph.analysis.gaps.cards import Card, State
from graph.analysis.gaps.families import OPEN
from graph.analysis.selection import kind_of
from graph.analysis.view import GraphView

DERIVED: Final = ("only-planned", "kind/", "generation/", "resource/", "territory", "interdependent-actions", "single-")
"""Rules whose cards a reader neither writes nor misses."""

_SHORTEST: Final = 4
"""Letters of a word that may tell something."""
_BEGINNING: Final = 5
_NEED, _COST = "stated-need", "stated-cost"

Entry = Mapping[str, Any]


@dataclass
class Told:
    """`right` of `expected` cards are there in a state that the reader accepts, `otherwise` in another; the rest is
    `missed`.

    Of `met`, which the documents show as met, some are shown as a gap (`gaps`) or as perhaps met (`perhaps`); `others`
    are open cards that no entry knows.
    """

    expected: int = 0
    right: int = 0
    met: int = 0
    otherwise: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    perhaps: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def compare(view: GraphView, cards: Sequence[Card], reader: Mapping[str, Sequence[Entry]]) -> Told:
    """Each card is at most one entry's, the likest first; those of `may` take what is left."""
    told = Told(len(reader["card"]), met=len(reader.get("met", ())))
    left = [card for card in cards if not card.rule.startswith(DERIVED)]
    entries = [(kind, entry) for kind in ("card", "met") for entry in reader.get(kind, ())]
    pairs = [(_alike(view, entry, card), n, card) for n, (_, entry) in enumerate(entries) for card in left]
    given: dict[int, Card] = {}
    for likeness, n, card in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if likeness > 0 and n not in given and card in left:
            given[n] = card
            left.remove(card)
    for n, (kind, entry) in enumerate(entries):
        _judge(told, kind, entry, given.get(n))
    for card in left:
        known = (entry for kind in ("may", "card", "met") for entry in reader.get(kind, ()))
        if card.state in OPEN and not any(_alike(view, entry, card) > 0 for entry in known):
            told.others.append(f"{card.state.value}: {card.rule} | {_name(view, card)} | {_thing(card)}")
    return told


def _judge(told: Told, kind: str, entry: Entry, card: Card | None) -> None:
    words = " | ".join(str(entry[part]) for part in ("rule", "subject", "thing") if part in entry)
    if kind == "met":
        if card is not None and card.state in OPEN:
            shown = told.gaps if card.state is State.GAP else told.perhaps
            shown.append(f"{words} ({entry['why']})")
    elif card is not None and card.state.value in entry["states"]:
        told.right += 1
    elif card is not None:
        told.otherwise.append(f"{card.state.value}, not {'/'.join(entry['states'])}: {words} ({entry['why']})")
    else:
        told.missed.append(f"{'/'.join(entry['states'])}: {words} ({entry['why']})")


def _alike(view: GraphView, entry: Entry, card: Card) -> float:
    """How alike entry and card are called, in [0, 1]; 0 where they are about different things."""
    if entry["family"] != card.family or not (_is_of(entry, card) or _is_money(view, entry, card)):
        return 0.0
    key = card.subjects[0]
    subject = max(_overlap(entry.get("subject", name), name) for name in (view.name(key), *view.aliases(key)))
    if card.rule != _NEED or entry.get("rule") == _COST or "thing" not in entry:
        return subject if subject >= 0.5 else 0.0
    thing = _overlap(entry["thing"], _thing(card))
    return (subject + thing) / 2 if thing >= 0.5 and subject >= 0.5 else 0.0


def _is_of(entry: Entry, card: Card) -> bool:
    return card.rule.startswith(entry.get("rule", card.rule))


def _is_money(view: GraphView, entry: Entry, card: Card) -> bool:
    """Whether a reader's cost is shown as a lack of that money."""
    return entry.get("rule") == _COST and card.rule == _NEED and kind_of(view.nodes[card.subjects[1]]) == "money"


def _overlap(one: str, other: str) -> float:
    """Share of the words of the shorter name whose beginnings are words of the longer one."""
    short, long = sorted((_words(one), _words(other)), key=len)
    return len(short & long) / len(short) if short else 0.0


def _words(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return frozenset(word[:_BEGINNING] for word in re.findall(r"[a-z]+|[0-9]+", plain) if len(word) >= _SHORTEST)


def _name(view: GraphView, card: Card) -> str:
    return " / ".join(view.name(subject) for subject in card.subjects)


def _thing(card: Card) -> str:
    return str(card.score.need.reason.values.get("thing", ""))


def added(found: Iterable[Told]) -> Told:
    """All folders together."""
    total = Told()
    for told in found:
        total.expected += told.expected
        total.right += told.right
        total.met += told.met
        for part in ("otherwise", "missed", "gaps", "perhaps", "others"):
            getattr(total, part).extend(getattr(told, part))
    return total
