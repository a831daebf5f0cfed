"""What the families of gaps share: conventions, rules' queries, what was searched."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache, reduce
from importlib.resources import files
from operator import getitem
from typing import Any, Final

from graph.analysis.evidence import Key, Quotation, text_of
from graph.analysis.gaps.cards import Factor, Reason, Search
from graph.analysis.gaps.jackknife import behind
from graph.analysis.view import GraphView
from graph.model import DENIED
from graph.queries.saved import saved_query
from graph.store.port import Edge

_ACTS: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS")


@cache
def conventions() -> Mapping[str, Any]:
    """`data/gaps.toml`."""
    found: Mapping[str, Any] = tomllib.loads((files("graph") / "data" / "gaps.toml").read_text(encoding="utf-8"))
    return found


@cache
def reproducing(family: str, rule: str) -> str:
    """The Cypher of a rule, a saved query; of "kind/aps" that of "kind"."""
    return saved_query(f"{family}-{rule.partition('/')[0]}").cypher


def searched(view: GraphView) -> Search:
    """How much was read, and the newest date of a document; refusals are to be added."""
    dates = (text_of(node.properties, "date") for node in view.documents())
    records = (node for (label, _), node in view.sources.items() if label == "Record")
    registers = {text_of(record.properties, "register") for record in records} - {None}
    documents = [node for node in view.documents() if text_of(node.properties, "kind") != "register"]
    return Search(len(documents), len(registers), max((date for date in dates if date), default=None), ())


def words(view: GraphView, edges: Iterable[Edge]) -> tuple[Quotation, ...]:
    """The quotations behind these claims, each once."""
    return tuple(dict.fromkeys(quotation for edge in edges for quotation in view.evidence(edge)))


def factor(value: float, code: str, **values: str | int | float) -> Factor:
    """A factor, kept in [0, 1] against the error of sums."""
    return Factor(min(max(value, 0.0), 1.0), Reason(code, values))


def share(known: Collection[bool], code: str, **values: str | int | float) -> Factor:
    """How many of several things are so, as a factor; its reason says how many of how many."""
    return factor(sum(known) / len(known), code, known=sum(known), of=len(known), **values)


def confidence_of(edge: Edge) -> float:
    """How sure reading was of a claim, in [0, 1]; 1 where nothing says it."""
    value = edge.properties.get("confidence")
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 1.0


@cache
def italian() -> Mapping[str, Any]:
    """What `data/italian.toml` says."""
    return tomllib.loads((files("graph") / "data" / "italian.toml").read_text(encoding="utf-8"))


@cache
def expression(*names: str) -> re.Pattern[str]:
    """Any of the expressions that `italian.toml` lists by these names ("progress.begun"), on folded text; a name that
    it does not have matches nothing.
    """
    found: list[str] = []
    for name in names:
        *sections, last = name.split(".")
        found += reduce(getitem, sections, italian()).get(last, ())
    return re.compile("|".join(found) or r"(?!)")


def is_likely(edge: Edge) -> bool:
    """Whether a claim was likelier read rightly than not (`doubt.least`)."""
    return confidence_of(edge) >= float(conventions()["doubt"]["least"])


def read_about(view: GraphView, keys: Iterable[Key]) -> set[str]:
    """Ids of the documents that name one of these nodes."""
    return {document for key in keys for _, document in view.mentioned_in(key)}


def acting(view: GraphView, things: Iterable[Key]) -> tuple[Key, ...]:
    """Who leads, promotes, takes part in or pays for one of several things, each once.

    A document that names them could tell of it; one that names only its place, its area or whom it serves could not, as
    others speak of those too.
    """
    found = (edge.source for key in things for edge in view.incoming(key, *_ACTS) if edge.type != DENIED)
    return tuple(dict.fromkeys(found))


def kind_of_document(view: GraphView, document: str) -> str | None:
    """What a document is: "plan", "minutes" …, "ties" for a list of ties, "register"."""
    read = view.sources.get(("Document", document))
    return text_of(read.properties, "kind") if read else None


def documents_with(view: GraphView, edges: Collection[Edge]) -> frozenset[str]:
    """Ids of the documents in which some edge was read."""
    return frozenset(behind(view, edges))


def without_titles(text: str, called: tuple[str, ...]) -> str:
    """A text without the titles of actions, whose words do not say how these stand: "Spesa sospesa"."""
    titles = _titles(called)
    return titles.sub(" ", text) if titles else text


@lru_cache(maxsize=4096)
def _titles(called: tuple[str, ...]) -> re.Pattern[str] | None:
    """Titles of several words; one alone ("Corso") may be a word for how it stands."""
    several = sorted((name for name in called if len(name.split()) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, several)), re.IGNORECASE) if several else None
