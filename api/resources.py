"""Resources as the API and the command line give them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.answers import Named, Quotation, cited, named
from graph.analysis.evidence import Key
from graph.analysis.resources import Entry, Side
from graph.analysis.view import GraphView


@dataclass(frozen=True, slots=True)
class Resource:
    """Who needs, offers or refuses what (`thing` null: money that is said only by a funding claim).

    `purpose` says for what; `others` could give what is needed, or need what is offered.
    """

    side: Side
    who: Named
    thing: Named | None
    kind: str
    amount: float | None
    unit: str | None
    status: str
    purpose: tuple[Named, ...]
    where: tuple[Named, ...]
    others: tuple[Named, ...]
    evidence: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class ResourcePage:
    """Some of `total`, needs first; `counts` says how many of all are of each side."""

    total: int
    counts: Mapping[Side, int]
    resources: tuple[Resource, ...]


def resource_page(view: GraphView, found: Sequence[Entry], limit: int, offset: int = 0) -> ResourcePage:
    counts = dict.fromkeys(Side, 0) | Counter(entry.side for entry in found)
    return ResourcePage(len(found), counts, tuple(_told(view, entry) for entry in found[offset : offset + limit]))


def _told(view: GraphView, entry: Entry) -> Resource:
    def each(keys: Sequence[Key]) -> tuple[Named, ...]:
        return tuple(named(view, key) for key in keys)

    return Resource(
        side=entry.side,
        who=named(view, entry.who),
        thing=named(view, entry.thing) if entry.thing else None,
        kind=entry.kind,
        amount=entry.amount,
        unit=entry.unit,
        status=entry.status,
        purpose=each(entry.purpose),
        where=each(entry.where),
        others=each(entry.others),
        evidence=cited({q.source: q for edge in entry.edges for q in view.evidence(edge)}.values()),
    )
