"""Things that an action needed and of which later documents say that they are there, are promised or still lack.

"I dieci portatili sono arrivati" names no giver, so no claim says it. Looked at are documents that are not older than
what states the need: their passages about the action, and where the thing has a name of its own ("un defibrillatore")
others of the same territory that name no other action. The clause that names the thing says that it has come, and
neither that it lacks nor that it is only promised. Fewer than are needed are a part, also where a sentence only counts
them ("quattro su sei"). What is said to lack still was not given by those who promised it before. Money has come where
a clause says so of the whole amount, or amounts that are given add up to it. Words of which a claim was surely read,
and letters that take something back, say nothing here.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import fsum
from typing import Final

from graph.analysis.dating import date_of, told_last
from graph.analysis.evidence import Key, Quotation, quoted, text_of, texts_of
from graph.analysis.gaps.about import About
from graph.analysis.gaps.common import expression, is_likely, without_titles
from graph.analysis.gaps.jackknife import behind, document_of
from graph.analysis.gaps.matching import Need
from graph.analysis.gaps.meaning import may_mean, nouns, number_in_words, parts_of, stems, stems_in_order
from graph.analysis.gaps.setting_out import titled_whole
from graph.analysis.gaps.withdrawn import is_kept
from graph.analysis.selection import before, folded, names
from graph.analysis.view import GraphView, claim_of
from graph.model import Status
from graph.store.port import Edge, Node

_CLAUSE: Final = re.compile(r";\s|(?<=\w{3} \w{3}): |(?<=[.!?])\s+|,\s(?=ma\b|però\b|mentre\b)")
_TO_COME: Final = re.compile(r"\w(?:rà|ranno|(?<!pe)rò|remo)\b", re.IGNORECASE)
_NUMBER: Final = r"(?:due|tre|quattro|cinque|sei|sette|otto|nove|dieci|\d+)"
_GIVES: Final = re.compile(
    r"\b(?:d(?:à|a['’])|(?:ha|hanno|abbiamo) (?:già )?dato)\s(?:un['’]|l['’]|(?:un[oa]?|il|l[aoe]|i|gli|"
    + _NUMBER
    + r")\s)?(?P<thing>[^\W\d_]+)|\bl[oaei] (?:ha|hanno|abbiamo) (?:già )?dat[oaie]\b",
    re.IGNORECASE,
)
"""Who gives a thing, or gave what was named ("da' due aule", "le ha date"), before letters lose their accents."""
_AMOUNT: Final = re.compile(r"(?<![\d.,/])(?!(?:19|20)\d\d\b)(?:\d{1,3}(?:\.\d{3})+|\d{3,})(?:,\d\d)?(?![\d/])")
"""An amount of money; four digits that may be a year are none."""
_WORD: Final = re.compile(r"\d+|[a-z]+")
_COUNTING: Final = re.compile(
    r"(?:\bne (?:\w+ ){1,2}|\b(?:sono|siamo|erano) (?:gia |ora |per ora |ancora )?)(\d+|[a-z]+)\b"
)
"""How many further on: "in turno sono due", "ne ha dati due"."""
_THE: Final = re.compile(r"\b(?:il|lo|la|i|gli|le|dei|degli|delle|l)\W+(?:" + _NUMBER + r"\s)?([a-z]+)")
_ASIDE: Final = re.compile(r", [^,]{1,40},(?= )")
_WITHOUT: Final = re.compile(r"\bsenza (?:(?:un[oa]?|il|l[ao]?|i|gli|le|alcun[oa]?)\b)?\W*([a-z]+)")
_GIVING: Final = frozenset({"PROVIDES", "USED_IN"})
_FIRM: Final = frozenset({Status.DONE, Status.UNDER_WAY})
_NOT_THERE: Final = ("arrived.not_there", "progress.not_yet")
_SEVERAL: Final = 2
_OWN_NAME: Final = 5
"""Letters of a noun that may be a name of its own."""


class Fulfilment(StrEnum):
    """How a document says that it is with a thing."""

    WHOLE = "whole"
    PART = "part"
    PROMISED = "promised"
    LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Words that say how it is with a thing, the document and its date."""

    document: str
    date: str
    words: Quotation
    fulfilment: Fulfilment


class Arrivals:
    """What documents of a view say of the coming of what is needed; `about` finds where they are about an action,
    `letters` are those that take something back.
    """

    def __init__(self, view: GraphView, about: About, needs: Collection[Need], letters: Collection[str]) -> None:
        self._view, self._about = view, about
        self._taking_back = letters
        self._needing: dict[str, set[Key]] = defaultdict(set)
        for need in needs:
            for noun in (noun for thing in need.things for name in names(view, thing) for noun in nouns(name)):
                self._needing[noun].add(need.subject)

    def of(self, need: Need, needed: float | None) -> tuple[Arrival, ...]:
        """What is said of a need, each passage once; `needed`: how much of it."""
        if need.kind == "money" and not needed:
            return ()
        wanted = [name for thing in need.things for name in names(self._view, thing)]
        actions = (key for key in (need.subject, *sorted(need.targets)) if key[0] == "Action")
        called = tuple(self._view.name(action) for action in actions)
        by_document: dict[str, dict[str, tuple[Node, bool]]] = defaultdict(dict)
        alone = self._is_own_name(need, wanted)
        for passage, document, near in self._later(need, wanted if alone else ()):
            by_document[document].setdefault(passage.id, (passage, near))
        found = list[tuple[str, Node, Fulfilment]]()
        for document, passages in by_document.items():
            if need.kind == "money" and needed:
                paid = _paid([passage for passage, near in passages.values() if near], needed)
                found += [(document, paid, Fulfilment.WHOLE)] if paid else []
                continue
            for passage, near in passages.values():
                text = text_of(passage.properties, "text") or ""
                claimed = self._claimed.get(passage.id, frozenset()) & {n for name in wanted for n in nouns(name)}
                told = without_titles(text, called)
                come = _says(told, wanted, needed, exact=not near) if not claimed else None
                found += [(document, passage, come)] if come else []
        return tuple(
            Arrival(document, date_of(self._view, document) or "", quoted(passage, self._view.sources), come)
            for document, passage, come in found
        )

    @cached_property
    def _claimed(self) -> Mapping[str, frozenset[str]]:
        """Passage → the nouns of things of which it was surely read that they are given for an action that is set out,
        only may be, or for a time: no more is to be seen in it.
        """
        found: dict[str, set[str]] = defaultdict(set)
        for edge in self._view.edges:
            if claim_of(edge) in _GIVING and is_likely(edge):
                thing = edge.target if claim_of(edge) == "PROVIDES" else edge.source
                if not self._is_open(edge, thing):
                    told = {noun for name in names(self._view, thing) for noun in nouns(name)}
                    for source in texts_of(edge.properties, "evidence"):
                        found[source] |= told
        return {source: frozenset(told) for source, told in found.items()}

    def _is_open(self, gift: Edge, thing: Key) -> bool:
        """Whether a claim leaves open for which action a thing is, of which it says no more."""
        if "until" in gift.properties:
            return False
        uses = {titled_whole(self._view, use.target) for use in self._view.outgoing(thing, "USED_IN")}
        return uses.isdisjoint(self._about.set_out) and (bool(uses) or gift.status in _FIRM)

    def _later(self, need: Need, own: Iterable[str]) -> Iterator[tuple[Node, str, bool]]:
        """Passages of documents that may tell, and whether they are about what needs it; others where they hold a noun
        of its `own` names.
        """
        stating = behind(self._view, need.edges)
        since = told_last(self._view, *need.edges)
        told = {q.text for edge in need.edges for q in self._view.evidence(edge)}
        for passage, near in self._passages(need, {noun for name in own for noun in nouns(name)}):
            document = document_of(passage)
            date = date_of(self._view, document) if document else None
            later = date is not None and (since is None or not before(date, since))
            text = text_of(passage.properties, "text") or ""
            gone = document in self._taking_back and not is_kept(text)
            if document and later and not gone and document not in stating and text not in told:
                yield passage, document, near

    def _passages(self, need: Need, own: Collection[str]) -> Iterator[tuple[Node, bool]]:
        actions = sorted({key for key in (need.subject, *need.targets) if key[0] == "Action"})
        for action in actions:
            for edge in self._about.mentions(action):
                for _, passages in self._about.passages(edge):
                    yield from ((passage, True) for passage in passages)
        for key in dict.fromkeys((*actions, need.subject)):
            yield from ((passage, False) for passage in self._about.beside(key, own))

    def _is_own_name(self, need: Need, wanted: Collection[str]) -> bool:
        """Whether a thing has a name that says more than a kind, or one of several words, and no other action needs
        what is called so.
        """
        several = all(len(stems(name)) >= _SEVERAL for name in wanted)
        if may_mean(wanted, wanted, need.kind) and not several:
            return False
        first = {noun for name in wanted for noun in nouns(name)}
        return all((several or len(noun) >= _OWN_NAME) and len(self._needing[noun]) == 1 for noun in first)


def _paid(passages: Iterable[Node], needed: float) -> Node | None:
    """The passage that says that the whole amount is there, or the first of those whose gifts add up to it."""
    there, not_there = expression("paid.there"), expression(*_NOT_THERE)
    given: dict[tuple[str, str], tuple[float, Node]] = {}
    for passage in passages:
        for words in _CLAUSE.split(text_of(passage.properties, "text") or ""):
            clause = folded(words)
            amounts = [_amount(found[0]) for found in _AMOUNT.finditer(clause)]
            if amounts and there.search(clause) and not not_there.search(clause) and not _TO_COME.search(words):
                if needed == min(amounts) or fsum(amounts) == needed:
                    return passage
                given.setdefault((passage.id, clause), (fsum(amounts), passage))
    amounts = [amount for amount, _ in given.values()]
    return next(iter(given.values()))[1] if len(amounts) >= _SEVERAL and fsum(amounts) == needed else None


def _amount(digits: str) -> float:
    return float(digits.replace(".", "").replace(",", "."))


def _says(text: str, wanted: Iterable[str], needed: float | None, *, exact: bool) -> Fulfilment | None:
    """How a passage says that it is with a thing, by its first clause that does.

    `exact`: in words that hold the whole name of the thing.
    """
    there, not_there = expression("arrived.there"), expression(*_NOT_THERE)
    surely, promised = (expression(f"arrived.{name}") for name in ("surely", "promised"))
    wanted = [name for name in wanted if nouns(name)]
    for words in _CLAUSE.split(text):
        clause = folded(words)
        held = stems(clause)
        named = [
            name
            for name in wanted
            if nouns(name) & held and (_is_near(name, held, exact=exact) or (not exact and _is_definite(clause, name)))
        ]
        if not named:
            continue
        if needed and needed > 1 and _counts_in_part(clause, needed):
            return Fulfilment.PART
        if any(_lacks(clause, name) or _is_without(clause, name) for name in named):
            return Fulfilment.LACKING
        open_ = not_there.search(clause) or _TO_COME.search(words)
        count = next((count for name in named if (count := _counted(clause, name)) is not None), None)
        some = bool(needed and count is not None and count < needed)
        given = there.search(clause) or any(_is_given(words, name) for name in named)
        if surely.search(clause) or (given and not open_):
            return Fulfilment.PART if some else Fulfilment.WHOLE
        if some and count is not None and count >= _SEVERAL and not open_:
            return Fulfilment.PART
        if promised.search(clause):
            return Fulfilment.PROMISED
    return None


def _is_near(name: str, held: frozenset[str], *, exact: bool) -> bool:
    """Whether a clause names the noun, and half of what tells it from others if it has more words than that (`exact`:
    all).
    """
    said = stems(name)
    return said <= held if exact else 2 * len(said & held) >= len(said)


def _is_definite(clause: str, name: str) -> bool:
    """Whether a clause says the noun of a name with an article: among passages about the action it is this one."""
    first = nouns(name)
    return any(first & stems(match[1]) for match in _THE.finditer(clause))


def _counts_in_part(clause: str, needed: float) -> bool:
    """Whether a clause gives fewer of how many are needed: "quattro su sei", "nove accompagnatori invece di dodici"."""
    return any(part >= 1 and whole == needed for part, whole in parts_of(clause))


def _is_given(words: str, name: str) -> bool:
    """Whether words say that somebody gives just what bears a name."""
    found = _GIVES.finditer(words) if "?" not in words else ()
    return any(match["thing"] is None or not nouns(name).isdisjoint(stems(match["thing"])) for match in found)


def _lacks(clause: str, name: str) -> bool:
    """Whether a clause says that what it has named by its next comma, an aside left out, is not found."""
    for words in expression("arrived.lacking").finditer(clause):
        aside = _ASIDE.search(clause, words.start())
        begun = aside.end() if aside and aside.start() <= words.end() else words.end()
        end = clause.find(",", begun)
        if nouns(name) & stems(clause[: end if end >= 0 else None]):
            return True
    return False


def _is_without(clause: str, name: str) -> bool:
    """Whether a clause says that somebody is without the noun of a name."""
    return any(nouns(name) & stems(match[1]) for match in _WITHOUT.finditer(clause))


def _counted(clause: str, name: str) -> float | None:
    """How many a clause says of the noun of a name: "due furgoni", "due nuovi furgoni", "autisti per ora due"."""
    first = nouns(name)
    for word in re.finditer(r"[a-z]+", clause):
        if set(stems_in_order(word[0])) & first:
            behind = clause[word.end() :]
            beside = (*reversed(_WORD.findall(clause[: word.start()])[-2:]), *_WORD.findall(behind)[:3])
            counted = (number_in_words(told) for told in (*beside, *_COUNTING.findall(behind)))
            return next((count for count in counted if count is not None), None)
    return None
