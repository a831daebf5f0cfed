"""Actions that documents name, matched with those that plans set out: the foresteria of minutes is the plan's.

An action of which exactly one title fits is that one, where its document names the plan or whom the plan names. The
result is part of the replaceable table `matches`; where a plan came or went, all documents are matched anew, else those
that came. It depends on nothing that other documents say, so not on the order in which they are read.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy import Connection

from graph.analysis.gaps.meaning import stems
from graph.analysis.gaps.setting_out import is_title
from graph.analysis.selection import folded
from graph.ledger import actions as ledger
from graph.ledger import resolving
from graph.ledger.actions import SET_OUT, WHY, ActionMention, ActionRow, DocumentRow, Named
from graph.ledger.anchors import Place
from graph.ledger.due import Due
from graph.ledger.matches import SURE, FeatureRow, MatchRow, replace_matches
from ingest.resolve.keys import number_in_register
from ingest.resolve.titles import Called, Title, Titles, longest, plan_stems

_PLANS: Final = frozenset({"plan", "project_sheet"})
_VERSION: Final = "actions 4"
"""Counts the ways to match: what was matched another way is matched anew."""

_BITS: Final = math.log2(SURE / (1 - SURE))
"""Just enough to join: no gold says how often the rule is right."""

_CODE: Final = re.compile(r"(?i)(?:azione|az\.?|scheda|intervento|misura)\s*(?:n\.?\s*)?(?P<code>\d[\w.]*\w|\d)\.?")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_SHORT: Final = 2
"""So much must be in common with the plan (itself, bodies) where one word is all the name; else one thing is enough."""


def is_stale(connection: Connection) -> bool:
    """Whether this way of matching has matched nothing yet."""
    return resolving.read_position(connection, _VERSION) == 0


def match(connection: Connection, due: Due, again: Collection[int]) -> None:
    """Matches the actions of what is due, and of what has other keys (`again`), which have their keys already."""
    documents = ledger.documents(connection)
    stale = is_stale(connection)
    resolving.write_position(connection, _VERSION, due.reading)
    changed = documents.keys() & {*due.new, *again, *(place[0] for place in due.thinned)}
    whole = stale or any(documents[x].kind in _PLANS for x in documents.keys() & {*changed, *due.gone})
    for plan in (x for x in (documents if stale else changed) if documents[x].kind in _PLANS):
        ledger.mark_set_out(connection, plan, _set_out(connection, plan))
    among = documents.keys() if whole else changed
    found = list(_matched(connection, documents, among)) if among else []
    replace_matches(connection, found, _VERSION, None if whole else among, label="Action")


def _set_out(connection: Connection, plan: int) -> list[Place]:
    """What a plan sets out: what has a code, titles its passage or comes first in its row; what it tells of without."""
    rows = list(ledger.actions_of(connection, [plan]))
    first: dict[int, int] = {}
    for m in (m for row in rows for m in row.mentions):
        first[m.passage] = min(first.get(m.passage, len(m.before)), len(m.before))
    titled = [
        row for row in rows if any(m.code or (_begins(m) and len(m.before) == first[m.passage]) for m in row.mentions)
    ]
    titles, told = Titles(_titles(titled)), _told(connection, plan)
    untitled = [row for row in rows if row.at in told and not titles.meant(_called(row))]
    return [row.at for row in (*titled, *untitled)]


def _told(connection: Connection, plan: int) -> set[Place]:
    """What a plan puts under an area or itself, and says of who does it or with what."""
    put, done = set[Place](), set[Place]()
    for claim in resolving.claim_rows(connection, plan):
        if claim.type in ("ADDRESSES", "PART_OF"):
            put.add((plan, claim.subject))
        elif claim.type in ("LEADS", "PROMOTES", "FUNDS", "USED_IN"):
            done.add((plan, claim.object))
    return put & done


def _begins(mention: ActionMention) -> bool:
    before = folded(mention.before)
    return is_title(before, len(before), mention.kind)


def _matched(
    connection: Connection, documents: Mapping[int, DocumentRow], among: Collection[int]
) -> Iterator[MatchRow]:
    """Each named action with the one that it is."""
    rows = list(ledger.set_out(connection))
    if not rows:
        return
    titles = Titles(_titles(rows))
    plans = _Plans(connection, documents, rows)
    for extraction, named in ledger.named_in(connection, among).items():
        plans.add(extraction, named)
    short: list[tuple[ActionRow, Called]] = []
    beside: dict[tuple[int, int], set[str]] = {}
    for row in ledger.actions_of(connection, among):
        if row.kind == SET_OUT:
            continue
        called = _called(row)
        if told := _only(titles.meant(called), plans, row, called):
            beside.setdefault((row.at[0], told[0].at[0]), set()).add(told[0].thing)
            yield _match(row, *told)
        else:
            short.append((row, called))
    for row, called in short:
        if told := _beside(titles.meant(called), row, beside):
            yield _match(row, *told)


def _match(row: ActionRow, title: Title, how: str) -> MatchRow:
    return MatchRow(row.at, title.at, SURE, _BITS, (FeatureRow(WHY, how, _BITS),))


def _beside(
    meant: Mapping[Title, str], row: ActionRow, beside: Mapping[tuple[int, int], Collection[str]]
) -> tuple[Title, str] | None:
    """The one action of a plan of which the document names several others, each by more than a word."""
    near = [title for title in meant if len(beside.get((row.at[0], title.at[0]), ())) >= _SHORT]
    if len({title.thing for title in near}) != 1:
        return None
    title = min(near, key=lambda title: title.at)
    return title, f"{meant[title]}; the document names other actions of the plan"


def _only(meant: Mapping[Title, str], plans: "_Plans", row: ActionRow, called: Called) -> tuple[Title, str] | None:
    """The one action that fits, or the one of a plan that the document names; with the words why."""
    here = row.at[0]
    own = plans.named_by(here)
    near = [t for t in meant if t.at[0] in own] if own else list(meant)
    if len({t.thing for t in near}) != 1:
        return None
    title = min(near, key=lambda t: t.at)
    short = all(len(stems(name)) <= 1 for name in called.names)
    common = plans.in_common(here, {t.at[0] for t in near}, _SHORT if short else 1)
    return (title, f"{meant[title]}; {common}") if common else None


def _titles(rows: Iterable[ActionRow]) -> Iterator[Title]:
    """Titles of one name are one action, unless each has a key of its own."""
    hard: dict[str, set[str]] = {}
    for row in rows:
        if row.soft_key:
            hard.setdefault(row.soft_key, set()).update(filter(None, [row.hard_key]))
    for row in sorted(rows, key=lambda row: row.at):
        alone = row.soft_key is None or len(hard[row.soft_key]) > 1
        thing = (row.hard_key if alone else row.soft_key) or f"{row.at}"
        called = _called(row)
        titles = [m.text for m in row.mentions if m.code or _begins(m)] or [m.text for m in row.mentions]
        yield Title(row.at, thing, longest(titles), called.code, called.numbers)


def _called(row: ActionRow) -> Called:
    names = dict.fromkeys(m.text for m in row.mentions)
    only_code = {name: found["code"] for name in names if (found := _CODE.fullmatch(name.strip()))}
    codes = [*(m.code for m in row.mentions if m.code), *only_code.values()]
    number = number_in_register(row.hard_key)
    return Called(
        tuple(name for name in names if name not in only_code),
        codes[0].casefold() if codes else None,
        frozenset(["|".join(number)] if number else ()),
    )


class _Plans:
    """The documents that set actions out, and what they have in common with others."""

    def __init__(self, connection: Connection, documents: Mapping[int, DocumentRow], rows: Iterable[ActionRow]) -> None:
        self._called: dict[int, set[str]] = {}
        for row in rows:
            names = self._called.setdefault(row.at[0], {documents[row.at[0]].title or ""})
            names.update((row.hard_key or "").split("|")[2:])
        self._named = dict(ledger.named_in(connection, self._called))
        self._holding: dict[str, set[tuple[int, str]]] = {}
        for plan, names in self._called.items():
            names.update(self._named.get(plan, Named()).plans[:1])
            for held in {(stem, name) for name in names for stem in stems(name)}:
                self._holding.setdefault(held[0], set()).add((plan, held[1]))
        self._own: dict[int, frozenset[int]] = {}

    def add(self, extraction: int, named: Named) -> None:
        self._named[extraction] = named

    def named_by(self, extraction: int) -> frozenset[int]:
        """The plans that a document names; itself, where it is one."""
        if extraction in self._called:
            return frozenset([extraction])
        if extraction not in self._own:
            said = set(self._named.get(extraction, Named()).plans)
            self._own[extraction] = frozenset(plan for words in said for plan in self._meant(words))
        return self._own[extraction]

    def _meant(self, words: str) -> Iterator[int]:
        """The plans whose name these words are, or say in short."""
        told = stems(words) - plan_stems()
        holding = min((self._holding.get(stem, set()) for stem in told), key=len, default=set[tuple[int, str]]())
        return (plan for plan, name in holding if _is_short_for(words, name))

    def in_common(self, extraction: int, plans: Collection[int], least: int) -> str | None:
        """What a document has in common with one of these plans, in words: it is it, or names it or its bodies."""
        if extraction in plans:
            return "in the plan itself" if least == 1 else None
        bodies = self._named.get(extraction, Named()).bodies
        for plan in sorted(plans):
            others = self._named.get(plan, Named()).bodies
            shared = {words for key, words in bodies.items() if key in others}
            named = plan in self.named_by(extraction)
            if named + len(shared) >= least:
                body = max(shared, key=lambda words: (len(words), words), default="")
                return "the document names the plan" if named else f"both documents name {body}"
        return None


def _is_short_for(words: str, name: str) -> bool:
    years, others = set(_YEAR.findall(words)), set(_YEAR.findall(name))
    same_years = not (years and others) or bool(years & others)
    return same_years and stems(words) <= stems(name)
