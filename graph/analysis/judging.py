"""What the cards of structure, integration and generations share: what was searched, the words behind, how sure."""

from collections.abc import Callable, Iterable, Sequence

from graph.analysis.cards import Factor, Reason, Search
from graph.analysis.evidence import Quotation, text_of
from graph.analysis.view import GraphView
from graph.store.port import Edge


def search_of(view: GraphView) -> Search:
    """All that was read: documents, the registers among them, the newest date. Refusals are to be added."""
    dates = (text_of(node.properties, "date") for node in view.documents())
    registers = {text_of(node.properties, "register") for (label, _), node in view.sources.items() if label == "Record"}
    newest = max((date for date in dates if date), default=None)
    return Search(len(view.documents()), len(registers - {None}), newest, ())


def words(view: GraphView, edges: Iterable[Edge]) -> tuple[Quotation, ...]:
    """The quotations behind these claims, each once."""
    return tuple(dict.fromkeys(quotation for edge in edges for quotation in view.evidence(edge)))


def factor(value: float, code: str, **values: str | int | float) -> Factor:
    """A factor, kept in [0, 1] against the error of sums."""
    return Factor(min(max(value, 0.0), 1.0), Reason(code, values))


def confidence_of(edge: Edge) -> float:
    """How sure reading was of a claim, in [0, 1]; 1 where nothing says it."""
    value = edge.properties.get("confidence")
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 1.0


def leaving_out(
    view: GraphView, edges: Sequence[Edge], score: Callable[[Sequence[Edge]], float]
) -> tuple[tuple[float, float], str | None]:
    """Range of a score as one document at a time is left out, and the document without which no claim remains.

    `score` is asked with the claims that the others still support. The delete-one jackknife (Quenouille 1956; Tukey
    1958) with documents as groups; a document without which nothing is required gives no score, it is decisive.
    """
    behind = [{q.document or q.source[1] for q in view.evidence(edge)} for edge in edges]
    totals, decisive = [score(edges)], None
    for document in dict.fromkeys(name for names in behind for name in sorted(names)):
        left = [edge for edge, names in zip(edges, behind, strict=True) if not names or names != {document}]
        if left:
            totals.append(score(left))
        else:
            decisive = decisive or document
    return (min(totals), max(totals)), decisive
