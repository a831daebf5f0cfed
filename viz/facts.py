"""What the panel and the tables say of nodes and ties, in the page's language; each passage is in the page once."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graph.analysis.evidence import Key, Quotation, texts_of
from graph.analysis.selection import kind_of
from graph.analysis.view import GraphView, claim_of
from graph.model import CLAIM_PROPERTIES, MENTION_TYPES
from graph.model import Property as Described
from graph.store.port import Edge, Node, Property
from viz.words import Words, clean, clean_quote, emphasis

_CITED: Final = 5
"""So many quotations stand under a fact; the page says how many more there are."""

_AROUND: Final = 320
"""Code points kept on each side of the marked words of a long passage."""

_NOT_FACTS: Final = frozenset(
    ("name", "aliases", "evidence", "spans", "evidence_of", "mentions", "first_read", "last_read", "confidence")
)
_NAMED: Final = ("via", "attributed_to")


@dataclass
class Citations:
    """The passages that a page quotes, each once; facts point at them as [passage, start, end], -1 for all of it."""

    words: Words
    rows: list[list[Any]] = field(default_factory=list)
    _index: dict[tuple[Key, int], int] = field(default_factory=dict)
    _signs: list[list[int]] = field(default_factory=list)

    def cite(self, quotations: Iterable[Quotation]) -> dict[str, Any]:
        """`{"cited": [[passage, start, end], …], "more": n}`."""
        found = tuple(quotations)
        return {"cited": [self._cite(q) for q in found[:_CITED]], "more": max(len(found) - _CITED, 0)}

    def quoted(self, quotation: Quotation) -> dict[str, str]:
        """A quotation for a page that is written out: `before`, `marked`, `after`, `title` and `where` it stands."""
        row, start, end = self._cite(quotation)
        text, title, where = self.rows[row]
        first, last = max(start, 0), max(end, 0)
        parts = {"before": text[:first], "marked": text[first:last], "after": text[last:]}
        return {**parts, "title": title, "where": where}

    def _cite(self, quotation: Quotation) -> list[int]:
        start, end = quotation.start, quotation.end
        first = max(start - _AROUND, 0) if start is not None else 0
        place = (quotation.source, first)
        if place not in self._index:
            self._index[place] = len(self.rows)
            window = _window(quotation.text, first, (end if end is not None else 0) + _AROUND)
            self._signs.append(emphasis(window))
            self.rows.append([_without(window, self._signs[-1]), *self._where(quotation)])
        row = self._index[place]
        if start is None or end is None:
            return [row, -1, -1]
        shift = first - (1 if first else 0)
        marks = (start - shift, min(end, first + 4 * _AROUND) - shift)
        return [row, *(mark - bisect_left(self._signs[row], mark) for mark in marks)]

    def _where(self, quotation: Quotation) -> list[str]:
        """Title of the source and where in it the words stand."""
        words, heading = self.words, clean(quotation.heading or "")[:120]
        where = [
            "" if quotation.page is None else words.page("page_number", page=quotation.page),
            words.page("under_heading", heading=heading) if quotation.heading else "",
            words.page("row_of", register=clean(quotation.register)) if quotation.register else "",
            words.page("row_key", value=clean(quotation.key)) if quotation.key else "",
            words.date(quotation.date) if quotation.date else "",
        ]
        title = clean(quotation.title or quotation.document or quotation.source[1])
        return [title, " · ".join(filter(None, where))]


def node_facts(view: GraphView, node: Node, citations: Citations) -> dict[str, Any]:
    """Everything about a node that is no tie: facts with their citations, other names, documents."""
    words, key = citations.words, (node.label, node.id)
    by_property: dict[str, list[Quotation]] = defaultdict(list)
    for quotation in view.evidence(node):
        by_property[quotation.supports or "name"].append(quotation)
    facts = [
        {"label": words.word("property", name), "value": value, **citations.cite(by_property.get(name, ()))}
        for name, value in _stated(view, node, words)
    ]
    documents = [clean(str(view.sources[d].properties.get("name", d[1]))) for d in view.mentioned_in(key)[:12]]
    return {
        "name": clean(view.name(key)) or node.id,
        "what": what(node, words),
        "facts": facts,
        "documents": documents,
        "aliases": [clean(alias) for alias in view.aliases(key)[:8]],
        **citations.cite(by_property.get("name", ())[:1]),
    }


def what(node: Node, words: Words) -> str:
    """Type and kind in words: “Organizzazione · APS”."""
    name, values = words.word("type", node.label), node.properties
    told = next((key for key in ("kind", "category") if key in values and kind_of(node) != "other"), None)
    if told is None and values.get("level") == "objective":
        told = "level"
    return f"{name} · {_word(node.label, told, str(values[told]), words)}" if told else name


def edge_facts(view: GraphView, edge: Edge, citations: Citations) -> dict[str, Any]:
    """Everything about a tie: what it says, how far it has come, details in words, citations."""
    words, values = citations.words, edge.properties
    since, confidence = str(values.get("since", "")), values.get("confidence")
    details = [
        [words.word("property", name), _value(view, "", described, values, words)]
        for name, described in CLAIM_PROPERTIES.items()
        if name in values and name != "unit"
    ]
    details += [[words.page("why"), reason] for reason in texts_of(values, "reasons")]
    sure = float(confidence) if isinstance(confidence, int | float) else None
    return {
        "claim": clean(claim_of(edge)),
        "status": clean(edge.status),
        "confidence": None if sure is None else words.number(sure, 2),
        "sure": sure,
        "since": since,
        "since_words": words.date(clean(since)),
        "details": details,
        "read": _read(values, words),
        "sources": len(texts_of(values, "evidence")),
        **citations.cite(view.evidence(edge)),
    }


def _stated(view: GraphView, node: Node, words: Words) -> Iterable[tuple[str, str]]:
    """Properties of a node and their values in words: those of the model in its order, then others (a tax code)."""
    described = {p.name: p for p in MENTION_TYPES[node.label].properties} if node.label in MENTION_TYPES else {}
    for name, one in described.items():
        if name in node.properties and name != "unit":
            yield name, _value(view, node.label, one, node.properties, words)
    for name, value in node.properties.items():
        if name not in described and name not in _NOT_FACTS and isinstance(value, str | int | float):
            yield name, clean(str(value))


def _value(view: GraphView, label: str, described: Described, values: Mapping[str, Property], words: Words) -> str:
    value = values[described.name]
    if described.name in _NAMED:
        return _name_of(view, str(value))
    if isinstance(value, bool):
        return words.page("yes" if value else "no")
    if described.kind == "number" and isinstance(value, int | float):
        unit = clean(str(values.get("unit", ""))) if described.name in {"amount", "target", "baseline"} else ""
        number = words.number(value, 0 if float(value).is_integer() else 2)
        return f"{number} {'€' if unit == 'EUR' else unit}".strip()
    if described.kind == "date":
        return words.date(clean(str(value)))
    return _word(label, described.name, str(value), words) if described.kind == "word" else clean(str(value))


def _word(label: str, name: str, value: str, words: Words) -> str:
    path = {"kind": ("kind", label), "led_by": ("generation",)}.get(name, (name,))
    return clean(words.word(*path, value))


def _name_of(view: GraphView, value: str) -> str:
    """The name of a node by its id; a value that is no id is a name already."""
    for label in MENTION_TYPES:
        if (label, value) in view.nodes:
            return clean(view.name((label, value)))
    return clean(value)


def _read(values: Mapping[str, Property], words: Words) -> str:
    began, ended = (str(values.get(name, "")) for name in ("first_read", "last_read"))
    first = words.date(began)
    last = first if began == ended else words.date(ended)
    if not first:
        return ""
    return words.page("reading", first=first) if first == last else words.page("reading_span", first=first, last=last)


def _without(text: str, signs: Collection[int]) -> str:
    return "".join(sign for place, sign in enumerate(text) if place not in signs) if signs else text


def _window(text: str, first: int, last: int) -> str:
    """The part of a passage around its marked words, with an ellipsis where something is left out."""
    last = max(last, first + 4 * _AROUND)
    return ("…" if first else "") + clean_quote(text[first:last]) + ("…" if last < len(text) else "")
