"""Why what was read is one entity: its references, the links between them with their weights, what would change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import networkx as nx
from sqlalchemy import Connection

from graph.ledger import decisions, resolving
from graph.ledger.anchors import Place, places_of
from graph.ledger.conflicts import Conflict, conflicts
from graph.ledger.linking import decided_pairs
from graph.ledger.matches import FeatureRow, matches_at
from graph.ledger.reading import former_ids
from graph.ledger.reviews import Side, entity_named, handle, sides
from ingest.resolve.clusters import Clustering, Doubt, Link
from ingest.resolve.resolve import cluster_rows, neighbourhood

_MOST = 500
"""So many references and links are shown."""


@dataclass(frozen=True, slots=True)
class Member:
    """A reference of the entity, and why it belongs there."""

    side: Side
    reason: str


@dataclass(frozen=True, slots=True)
class Tied:
    """Why two references are one, by their handles; `features` are the bars of a match's waterfall, in bits."""

    left: str
    right: str
    kind: str
    reason: str
    probability: float | None
    weight: float | None
    features: tuple[FeatureRow, ...]
    decision: int | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A link that does not hold: to which entity it would lead, and what keeps the two apart."""

    link: Tied
    to: Side
    reason: str
    decision: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of why an entity is one. `changes` says in words what would make it more or less."""

    entity: str
    name: str
    former_ids: tuple[str, ...]
    members: tuple[Member, ...]
    members_total: int
    links: tuple[Tied, ...]
    links_total: int
    refused: tuple[Refused, ...]
    decisions: tuple[decisions.Decision, ...]
    conflicts: tuple[Conflict, ...]
    changes: tuple[str, ...]


def explain(connection: Connection, given: str) -> Explanation:
    """The explanation of an entity, by its id or name. Raises `NotFound`, `UsageError`."""
    entity = entity_named(connection, given)
    places = places_of(connection, [entity])
    own, within = resolving.references_at(connection, places), set(places)
    found = cluster_rows(connection, neighbourhood(connection, own))
    links = [link for link in found.links if {link.left, link.right} <= within]
    refused = _refused(connection, found, within)
    shown = sides(connection, places[:_MOST])
    reasons = {row.at: row.reason or "" for row in own}
    members = [Member(shown[place], reasons[place]) for place in places[:_MOST]]
    said = {number for _, number in decided_pairs(connection, places).values()}
    return Explanation(
        entity=entity,
        name=max((m.side.words for m in members), key=len),
        former_ids=former_ids(connection, entity),
        members=tuple(members),
        members_total=len(places),
        links=tuple(_tied(link) for link in links[:_MOST]),
        links_total=len(links),
        refused=refused,
        decisions=tuple(decisions.get(connection, number) for number in sorted(said)),
        conflicts=tuple(conflicts(connection, entity)),
        changes=(*_bridges(links, within), *_openings(connection, refused, within)),
    )


def _tied(link: Link) -> Tied:
    m = link.match
    return Tied(
        left=handle(link.left),
        right=handle(link.right),
        kind=link.kind,
        reason=link.reason,
        probability=m.probability if m else None,
        weight=m.weight if m else None,
        features=m.features if m else (),
        decision=link.decision,
    )


def _refused(connection: Connection, found: Clustering, within: set[Place]) -> tuple[Refused, ...]:
    here = [doubt for doubt in found.doubts if (doubt.link.left in within) != (doubt.link.right in within)]
    shown = sides(connection, {_beyond(doubt, within) for doubt in here})
    return tuple(
        Refused(_tied(d.link), shown[_beyond(d, within)], d.apart.reason, d.apart.decision)
        for d in here
        if _beyond(d, within) in shown
    )


def _beyond(doubt: Doubt, within: set[Place]) -> Place:
    return doubt.link.right if doubt.link.left in within else doubt.link.left


def _bridges(links: Sequence[Link], within: set[Place]) -> list[str]:
    """Links without which the entity would be two."""
    graph: nx.Graph[Place] = nx.Graph()
    graph.add_nodes_from(within)
    graph.add_edges_from((link.left, link.right) for link in links)
    bridges = {pair for a, b in cast(list[tuple[Place, Place]], list(nx.bridges(graph))) for pair in ((a, b), (b, a))}
    said = []
    for link in [link for link in links if (link.left, link.right) in bridges][:_MOST]:
        graph.remove_edge(link.left, link.right)
        size = len(nx.node_connected_component(graph, link.right))
        graph.add_edge(link.left, link.right)
        if link.kind != "key":
            pair = f"{handle(link.left)} and {handle(link.right)}"
            said.append(f"without the {link.reason} between {pair}, {size} of {len(within)} would be another entity")
    return said


def _openings(connection: Connection, refused: Sequence[Refused], within: set[Place]) -> list[str]:
    """What would join more to it."""
    said = [
        f"if decision {r.decision} were undone, “{r.to.words}” ({r.to.entity}) would be the same"
        for r in refused
        if r.decision is not None
    ]
    likely = [m for m in matches_at(connection, within) if (m.left in within) != (m.right in within)]
    beyond = {m: m.right if m.left in within else m.left for m in likely[:_MOST]}
    shown = sides(connection, beyond.values())
    return said + [
        f"“{shown[place].words}” ({shown[place].entity}) may be the same: {m.weight:.1f} bits ({m.probability:.3f})"
        for m, place in beyond.items()
        if place in shown
    ]
