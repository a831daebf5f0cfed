"""Where documents speak of a plan's action in words that no reading took for it: "Il censimento si è chiuso".

An action is meant where a passage gives its code ("Az. 2.3"), a sentence holds the first telling word of its title and
another one, a heading or label holds two of its words, or one word that is of no other title stands there alone, or
behind a definite article.
Only documents that have a body, area, action or plan, or two places, in common with one that sets the action out are
looked at, and none that is a plan or a list itself.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Final

import numpy as np
from scipy import sparse

from graph.analysis.evidence import Key, text_of
from graph.analysis.gaps.common import italian, kind_of_document
from graph.analysis.gaps.jackknife import behind, document_of
from graph.analysis.gaps.meaning import stems, stems_in_order, without_deed
from graph.analysis.gaps.setting_out import in_plan, titled_whole
from graph.analysis.network.nulls import binary
from graph.analysis.network.ties import Bools, Matrix
from graph.analysis.selection import folded, kind_of
from graph.analysis.view import GraphView
from graph.store.port import Edge, Node

_NOT: Final = frozenset({"plan", "project_sheet", "ties", "register"})
_NAMES: Final = frozenset({"Organisation", "Area", "Action", "Plan", "Place"})
_AGREED: Final = "agreement"
_IN_COMMON: Final = 1.0
_TELLS_OF_PLACE: Final = 0.5
"""Part of a name in common that a place is."""
_ENOUGH: Final = 2
"""Words of a title that tell it."""
_LONG: Final = 5
"""Letters of a stem from which on it may tell a title alone."""
_SHORT_HEADING: Final = 3
_SENTENCE: Final = re.compile(r"(?<=[.!?;:])\s+")
_LABEL: Final = re.compile(r"\W{0,4}(?P<label>[^\W\d_][^.:;|\n]{3,60}?)[*_]*(?:[.:](?=[\s*_]|$)|\s[-–—]\s|[*_]{2,}|$)")
_CODE: Final = r"[a-z]?\d{1,2}(?:\.\d{1,2})*"
_CODES: Final = re.compile(
    r"\b(?:az\.|azion[ei]|sched[ae]|intervent[oi])\s*(?:n\.\s*)?"
    rf"(?P<codes>{_CODE}(?:(?:, ?| e ){_CODE})*)(?![\w/]|\.\d|\s(?:del|della|dello|dell.)\s?(?-i:[A-Z]{{3}}))",
    re.IGNORECASE,
)
"""Codes of actions, but for those of programmes known by their letters: "intervento 4.1 del PSR"."""
_SIMPLE: Final = re.compile(r"\d+")
"""A code that any list has: it tells only where it is said to be an action's."""
_COUNCIL: Final = re.compile(r"\b[Cc]omun[ei] d(?:i |el |ella |[’'])[A-ZÀ-Ý]\w*(?:[ ’'-][A-ZÀ-Ý]\w*)*")
"""Whoever governs a town: the name of the town there is not a title's."""
_ARTICLE: Final = (
    r"\b(?:il|lo|la|l|i|gli|le|al|allo|alla|all|ai|agli|alle|del|dello|della|dell|dei|degli|delle|nel|nello|nella|nell"
    r"|sul|sullo|sulla|sull|dal|dallo|dalla|dall)\W+"
)


@dataclass(frozen=True, slots=True)
class _Title:
    """An action that a plan sets out: the telling stems of its title in order, the first telling word as written, its
    code there.
    """

    action: Key
    stems: tuple[str, ...]
    word: str
    code: str | None


class Spoken:
    """Where the documents of a view speak of its plans' actions; made once, as it is asked."""

    def __init__(self, view: GraphView) -> None:
        self._view = view
        self._in_plan = cache(partial(in_plan, view))

    def in_plan(self, action: Key) -> tuple[Edge, ...]:
        """The claims that set an action out under an area or plan, found once."""
        return self._in_plan(action)

    def mentions(self, action: Key) -> tuple[Edge, ...]:
        """For each document that speaks of an action, as an edge MENTIONED_IN that no reading made."""
        return tuple(
            Edge("MENTIONED_IN", action, ("Document", document), properties={"evidence": passages})
            for document, passages in self._found.get(action, {}).items()
        )

    @cached_property
    def set_out(self) -> frozenset[Key]:
        """The actions that plans set out."""
        return frozenset(title.action for title in self._titles)

    def near(self, action: Key) -> tuple[str, ...]:
        """The documents that may speak of an action."""
        return self._near.get(action, ())

    def is_label(self, passage: Node, action: Key) -> bool:
        """Whether a passage begins with words for an action as with a label, or is a heading that means it."""
        return (passage.id, action) in self._labels

    @cached_property
    def labels(self) -> frozenset[str]:
        """Ids of the passages that begin so with words for any action."""
        return frozenset(passage for passage, _ in self._labels)

    @cached_property
    def _labels(self) -> set[tuple[str, Key]]:
        return {(p.id, t.action) for p, t, labelled in self._said if labelled}

    @cached_property
    def _found(self) -> Mapping[Key, Mapping[str, list[str]]]:
        found: dict[Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for passage, title, _ in self._said:
            if document := document_of(passage):
                found[title.action][document].append(passage.id)
        return found

    @cached_property
    def _titles(self) -> tuple[_Title, ...]:
        return tuple(self._telling())

    def _telling(self) -> Iterator[_Title]:
        view = self._view
        for node in view.labelled("Action"):
            key = (node.label, node.id)
            kinds = {kind_of_document(view, document) for document in behind(view, self.in_plan(key))}
            if titled_whole(view, key) != key or not kinds or kinds == {_AGREED}:
                continue
            name = without_deed(view.name(key))
            told = tuple(stem for stem in stems_in_order(name) if stem not in _alone())
            if told:
                words = (word for word in re.findall(r"[a-z]+", folded(name)) if stems(word) == {told[0]})
                code = text_of(node.properties, "code")
                yield _Title(key, tuple(dict.fromkeys(told)), next(words, told[0]), code and code.casefold())

    @cached_property
    def _near(self) -> Mapping[Key, tuple[str, ...]]:
        plans = {t.action: tuple(behind(self._view, self.in_plan(t.action))) for t in self._titles}
        return _near(self._view, plans)

    @cached_property
    def _said(self) -> list[tuple[Node, _Title, bool]]:
        """Passages with the titles that they mean, and whether as a label."""
        words, codes, found = _Words(self._titles, _elsewhere(self._view)), _Codes(self._titles), []
        near: dict[str, set[Key]] = defaultdict(set)
        for action, documents in self._near.items():
            for document in documents:
                near[document].add(action)
        for (label, _), passage in self._view.sources.items():
            close = near.get(document_of(passage) or "") if label == "Passage" else None
            text = text_of(passage.properties, "text")
            if close and text:
                heading = text_of(passage.properties, "kind") == "heading"
                meant = codes.meant(text, close, heading=heading)
                for title, labelled in words.meant(text, heading=heading).items():
                    meant[title] = labelled or meant.get(title, False)
                found += [(passage, t, labelled) for t, labelled in meant.items() if t.action in close]
        return found


class _Codes:
    """The codes of titles."""

    def __init__(self, titles: Iterable[_Title]) -> None:
        self._bearing: dict[str, set[_Title]] = defaultdict(set)
        for title in titles:
            if title.code:
                self._bearing[title.code].add(title)

    def meant(self, text: str, close: Collection[Key], *, heading: bool) -> dict[_Title, bool]:
        """The titles whose codes a passage gives, of actions that it may be about, and whether as its label."""
        found: dict[_Title, bool] = {}
        for match in _CODES.finditer(text) if self._bearing else ():
            codes = re.findall(_CODE, match["codes"].casefold())
            first = len(codes) == 1 and re.search(r"\w", text[: match.start()]) is None
            for code in codes:
                bearing = [title for title in self._bearing.get(code, ()) if title.action in close]
                if len(bearing) == 1 and (not _SIMPLE.fullmatch(code) or match[0][0] in "aA"):
                    found[bearing[0]] = heading or first or found.get(bearing[0], False)
        return found


class _Words:
    """The words of titles, and which titles hold them; `weak` are stems that tell none but beside another."""

    def __init__(self, titles: Collection[_Title], weak: frozenset[str]) -> None:
        self._weak = weak
        self._holding: dict[str, set[_Title]] = defaultdict(set)
        self._first: dict[str, set[_Title]] = defaultdict(set)
        for title in titles:
            self._first[title.stems[0]].add(title)
            for stem in title.stems:
                self._holding[stem].add(title)

    def meant(self, text: str, *, heading: bool) -> dict[_Title, bool]:
        """The titles that a passage means, and whether it is a heading of them or begins with them as a label."""
        found: dict[_Title, bool] = {}
        if self._holding.keys().isdisjoint(stems(text)):
            return found
        label = _LABEL.match(text)
        head = text if heading else label["label"] if label else ""
        for title in self._by_head(head):
            if heading or stems(head) - _leading() <= set(title.stems) | self._weak:
                found[title] = True
        for sentence in _SENTENCE.split(text):
            for title in self._by_sentence(sentence):
                found.setdefault(title, heading)
        return found

    def _by_head(self, head: str) -> Iterator[_Title]:
        held = stems(head)
        shared = Counter(title for stem in held for title in self._holding.get(stem, ()))
        for title, times in shared.items():
            common = held & set(title.stems)
            alone = times == 1 and len(held) < _SHORT_HEADING and len(min(common)) >= _LONG
            if (self._tells(common, title) or alone) and self._is_only(common, title):
                yield title

    def _by_sentence(self, sentence: str) -> Iterator[_Title]:
        held = stems(_COUNCIL.sub(" ", sentence))
        begun = {title: held & set(title.stems) for stem in held & self._first.keys() for title in self._first[stem]}
        told = [t for t, common in begun.items() if self._tells(common, t) and self._is_only(common, t)]
        same = Counter(begun[t] - self._weak for t in told)
        # Of two titles that share their words a place elsewhere in the sentence tells neither.
        yield from (t for t in told if same[begun[t] - self._weak] == 1)
        for title, common in () if told else begun.items():
            long = len(common) == 1 and len(title.stems[0]) >= _LONG
            if long and self._is_only(common, title) and _is_definite(sentence, title.word):
                yield title

    def _tells(self, common: frozenset[str], title: _Title) -> bool:
        """Whether stems are two of a title that tell it, or with a weak one all that do: "settimane in barca"."""
        telling = common - self._weak
        whole = telling == set(title.stems) - self._weak
        return len(telling) >= _ENOUGH or (whole and bool(telling) and len(common) >= _ENOUGH)

    def _is_only(self, common: Collection[str], title: _Title) -> bool:
        """Whether stems stand together in no other title, and not all of them for other things as well."""
        return not self._weak.issuperset(common) and set.intersection(*map(self._holding.__getitem__, common)) == {
            title
        }


def _is_definite(sentence: str, word: str) -> bool:
    return re.search(_ARTICLE + re.escape(word) + r"\b", folded(sentence)) is not None


def _near(view: GraphView, plans: Mapping[Key, tuple[str, ...]]) -> Mapping[Key, tuple[str, ...]]:
    """Action → the documents that may speak of it: they have names in common with those that set it out (`plans`)."""
    named = [(document, key) for key, told in view.mentions.items() if key[0] in _NAMES for _, document in told]
    rows = {document: n for n, document in enumerate(dict.fromkeys(document for document, _ in named))}
    columns = {key: n for n, key in enumerate(dict.fromkeys(key for _, key in named))}
    where = ([rows[document] for document, _ in named], [columns[key] for _, key in named])
    weights = [_TELLS_OF_PLACE if key[0] == "Place" else 1.0 for _, key in named]
    naming = sparse.csr_array((np.array(weights), where), shape=(len(rows), len(columns)))
    sets = {some: n for n, some in enumerate(dict.fromkeys(plans.values()))}
    held = [(n, rows[document]) for some, n in sets.items() for document in some if document in rows]
    chosen = sparse.csr_array(
        (np.ones(len(held)), ([n for n, _ in held], [row for _, row in held])), shape=(len(sets), len(rows))
    )
    common = (binary((chosen @ naming).tocsr()) @ naming.T).tocsr()
    documents = tuple(rows)
    telling = {d: kind for d in documents if (kind := kind_of_document(view, d)) not in _NOT}
    near = {
        some: tuple(
            documents[column]
            for column in common.indices[common.indptr[n] : common.indptr[n + 1]][_enough(common, n)]
            if documents[column] in telling and (telling[documents[column]] or documents[column] not in some)
        )
        for some, n in sets.items()
    }
    return {action: near[some] for action, some in plans.items()}


def _enough(common: Matrix, row: int) -> Bools:
    return np.asarray(common.data[common.indptr[row] : common.indptr[row + 1]] >= _IN_COMMON)


def _elsewhere(view: GraphView) -> frozenset[str]:
    """Stems that name places, plans, times and what everywhere is as well."""
    nodes = (node for node in view.labelled("Place", "Plan") if kind_of(node) != _AGREED)
    named = (view.name((node.label, node.id)) for node in nodes)
    return frozenset(stem for name in named for stem in stems(name)) | stems(italian()["titles"]["weak"])


@cache
def _leading() -> frozenset[str]:
    return stems(italian()["titles"]["leading"])


@cache
def _alone() -> frozenset[str]:
    return _leading() | stems(italian()["titles"]["alone"])
