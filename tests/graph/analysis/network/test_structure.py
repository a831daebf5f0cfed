"""Places in a network, each equal to an independent formulation: networkx, igraph, R's sna, the definition."""

from itertools import permutations

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.network import structure
from graph.analysis.network.structure import (
    ROLES,
    brokerage,
    constraint,
    cut_off,
    degrees,
    effective_size,
    redundancy,
    triads,
)
from graph.analysis.network.ties import Floats, groups
from tests.graph.analysis.network.made import PUBLISHED, adjacency, printed_by_sna

networks = st.builds(nx.gnm_random_graph, st.integers(1, 16), st.integers(0, 60), st.integers(0, 9999))


@pytest.mark.parametrize("name", PUBLISHED)
def test_constraint_and_effective_size_equal_networkx_and_igraph(name: str) -> None:
    graph = PUBLISHED[name]
    found = triads(adjacency(graph))
    assert constraint(found) == pytest.approx(list(nx.constraint(graph).values()), abs=1e-9)
    assert effective_size(found) == pytest.approx(list(nx.effective_size(graph).values()), abs=1e-9)
    rows = nx.convert_node_labels_to_integers(graph)
    drawn = igraph.Graph(n=len(rows), edges=list(rows.edges))
    assert constraint(found) == pytest.approx(drawn.constraint(), abs=1e-9)


def test_constraint_and_effective_size_are_as_published() -> None:
    """The network of Borgatti (1997, Connections 20), figures as he prints them for its nodes G and A."""
    graph = nx.Graph(["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"])
    found, row = triads(adjacency(graph)), list(graph).index
    assert effective_size(found)[[row("G"), row("A")]].round(2).tolist() == [4.67, 2.5]
    assert constraint(found)[[row("G"), row("A"), row("C")]].round(3).tolist() == [0.4, 0.595, 1.0]


def test_weights_count_as_in_networkx() -> None:
    graph = nx.karate_club_graph()  # its ties are weighted (Zachary 1977)
    found = triads(nx.to_scipy_sparse_array(graph, weight="weight", dtype=float).tocsr())
    assert constraint(found) == pytest.approx(list(nx.constraint(graph, weight="weight").values()), abs=1e-9)
    # asked node by node: for all at once, networkx 3.6 divides by the strongest tie of the wrong one
    sizes = nx.effective_size(graph, nodes=list(graph), weight="weight")
    assert effective_size(found) == pytest.approx(list(sizes.values()), abs=1e-9)


def test_a_large_network_in_which_ties_are_searched_for_has_the_same_triangles(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = adjacency(nx.gnm_random_graph(60, 500, seed=1))
    looked_up = triads(graph)
    monkeypatch.setattr(structure, "_TABLE", 0)
    assert (triads(graph).entry == looked_up.entry).all() and (triads(graph).corners == looked_up.corners).all()


@given(networks)
def test_any_network_as_networkx_has_it(graph: "nx.Graph[int]") -> None:
    matrix = adjacency(graph)
    found = triads(matrix)
    assert constraint(found) == pytest.approx(list(nx.constraint(graph).values()), abs=1e-9, nan_ok=True)
    assert effective_size(found) == pytest.approx(list(nx.effective_size(graph).values()), abs=1e-9, nan_ok=True)
    assert list(redundancy(found)) == list(nx.triangles(graph).values())
    assert list(cut_off(matrix)) == [_lost(graph, node, dict.fromkeys(graph, 1)) for node in graph]
    heavy = degrees(matrix)
    assert list(cut_off(matrix, heavy)) == [_lost(graph, node, dict(graph.degree)) for node in graph]


def _lost(graph: "nx.Graph[int]", node: int, weight: dict[int, int]) -> int:
    """By taking the node away."""
    left = graph.subgraph(nx.node_connected_component(graph, node) - {node})
    parts = [sum(weight[n] for n in part) for part in nx.connected_components(left)]
    return sum(parts) - max(parts, default=0)


def _roles(graph: "nx.Graph[int]", group: list[int]) -> Floats:
    """As Gould and Fernandez define the roles: over ordered triples i → ego → k without a tie of i and k."""
    counts = np.zeros((len(graph), len(ROLES)))
    for one, ego, other in permutations(graph, 3):
        if not (graph.has_edge(one, ego) and graph.has_edge(ego, other)) or graph.has_edge(one, other):
            continue
        a, b, c = group[one], group[ego], group[other]
        if min(a, b, c) < 0:
            continue
        role = 0 if a == b == c else 1 if a == c else 2 if b == c else 3 if a == b else 4
        counts[ego, role] += 1
    return counts


@given(networks, st.lists(st.integers(-1, 3), min_size=16, max_size=16))
def test_brokerage_is_as_defined_and_leaves_unknown_groups_out(graph: "nx.Graph[int]", group: list[int]) -> None:
    found = brokerage(triads(adjacency(graph)), np.array(group[: len(graph)]))
    assert found.tolist() == _roles(graph, group).tolist()


@pytest.mark.parametrize("name", PUBLISHED)
def test_brokerage_and_cutpoints_are_what_sna_prints(name: str) -> None:
    rows = printed_by_sna(name)
    matrix = adjacency(PUBLISHED[name])
    keys = [("Organisation", row["node"]) for row in rows]
    group, _ = groups(keys, {key: row["group"] for key, row in zip(keys, rows, strict=True)})
    assert brokerage(triads(matrix), group).tolist() == [[float(row[role]) for role in ROLES] for row in rows]
    assert [int(lost > 0) for lost in cut_off(matrix)] == [int(row["cutpoint"]) for row in rows]


def test_each_role_by_itself() -> None:
    """The five triads of Gould and Fernandez (1989, figure 1): 0 - 1 - 2, who stand in these groups."""
    line = nx.path_graph(3)
    for standing, roles in (
        ((0, 0, 0), {"coordinator": 2}),
        ((0, 1, 0), {"itinerant": 2}),
        ((0, 1, 1), {"gatekeeper": 1, "representative": 1}),
        ((0, 1, 2), {"liaison": 2}),
    ):
        row = brokerage(triads(adjacency(line)), np.array(standing))[1]
        assert {role.value: int(n) for role, n in zip(ROLES, row, strict=True) if n} == roles


def test_the_two_masters_of_the_karate_club_hold_it_together() -> None:
    """Of the club's 34 members only the first cuts others off (Zachary 1977): six, and one more alone."""
    graph = nx.karate_club_graph()
    assert {node: int(n) for node, n in enumerate(cut_off(adjacency(graph))) if n} == {0: 6}
