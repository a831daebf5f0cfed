"""When something was told."""

from collections.abc import Iterable, Iterator

from graph.analysis.evidence import carrier_of, text_of, texts_of
from graph.analysis.view import GraphView
from graph.store.port import Edge


def date_of(view: GraphView, document: str) -> str | None:
    """The date of a document (ISO)."""
    read = view.sources.get(("Document", document))
    return text_of(read.properties, "date") if read else None


def told_last(view: GraphView, *edges: Edge) -> str | None:
    """The date of the newest dated document that says one of these (ISO)."""
    return max(_dates(view, edges), default=None)


def told_first(view: GraphView, *edges: Edge) -> str | None:
    """The date of the oldest dated document that says one of these (ISO)."""
    return min(_dates(view, edges), default=None)


def _dates(view: GraphView, edges: Iterable[Edge]) -> Iterator[str]:
    sources = (source for edge in edges for source in texts_of(edge.properties, "evidence"))
    carriers = (carrier_of(source, view.sources) for source in sources)
    named = {text_of(c.properties, "document") or text_of(c.properties, "snapshot") for c in carriers if c}
    yield from (date for document in named if document and (date := date_of(view, document)))
