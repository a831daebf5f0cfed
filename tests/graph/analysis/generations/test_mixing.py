"""Whether groups mix: indices beside networkx and worked examples, and what chance gives."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.evidence import Key
from graph.analysis.generations.mixing import assortativity, ei_index, homophily, mixing, steps, table
from graph.analysis.network.ties import pairs_of
from tests.graph.analysis.network.made import PUBLISHED, adjacency, made_ties, printed_by_sna

networks = st.builds(nx.gnm_random_graph, st.integers(2, 14), st.integers(1, 40), st.integers(0, 9999))


def by_club() -> tuple["nx.Graph[int]", dict[Key, str | None]]:
    """The karate club and the two it became (Zachary 1977)."""
    graph = nx.karate_club_graph()
    return graph, {("Organisation", str(n)): club for n, club in graph.nodes(data="club")}


def test_the_karate_club_mixes_as_networkx_says() -> None:
    graph, clubs = by_club()
    found = mixing(made_ties(graph), clubs, draws=99)
    values = {index.name: index for index in found.indices}
    across = sum(clubs["Organisation", str(a)] != clubs["Organisation", str(b)] for a, b in graph.edges)
    assert values["ei"].value == pytest.approx((across - (78 - across)) / 78)
    expected = nx.attribute_assortativity_coefficient(graph, "club")
    assert values["assortativity"].value == pytest.approx(expected, abs=1e-9)
    order = {name: n for n, name in enumerate(found.names)}
    table_of_networkx = nx.attribute_mixing_matrix(graph, "club", mapping=order, normalized=False)
    assert found.matrix[:2, :2].tolist() == table_of_networkx.tolist()
    assert all(index.p <= 0.05 for index in found.indices) and found.draws == 99


@given(networks, st.lists(st.integers(0, 2), min_size=14, max_size=14))
def test_assortativity_equals_networkx(graph: "nx.Graph[int]", group: list[int]) -> None:
    nx.set_node_attributes(graph, {n: group[n] for n in graph}, "group")
    code = np.array(group[: len(graph)])
    ours = assortativity(table(pairs_of(adjacency(graph)), code, 3))
    if len({group[n] for edge in graph.edges for n in edge}) > 1:
        assert ours == pytest.approx(nx.attribute_assortativity_coefficient(graph, "group"), abs=1e-9)
    else:
        assert np.isnan(ours)


def test_the_indices_at_their_ends() -> None:
    """Worked by hand after Krackhardt and Stern (1988) and Coleman (1958): groups of three and of two."""
    apart = np.array([[6.0, 0.0], [0.0, 2.0]])
    across = np.array([[0.0, 4.0], [4.0, 0.0]])
    sizes = np.array([3, 2])
    assert (ei_index(apart), ei_index(across)) == (-1.0, 1.0)
    assert homophily(apart, sizes).tolist() == [1.0, 1.0]
    assert homophily(across, sizes).tolist() == [-1.0, -1.0]
    assert homophily(np.array([[2.0, 2.0], [2.0, 1.0]]), sizes).tolist() == pytest.approx(
        [0.0, (1 / 3 - 1 / 4) / (3 / 4)]
    )


def test_homophily_is_what_netseg_gives_for_the_example_of_coleman() -> None:
    """Coleman (1958) has boys 0.375, girls 0.167 by an approximation; the R package netseg is exact (its tests)."""
    choices = np.array([[45.0, 15.0], [20.0, 20.0]])
    assert homophily(choices, np.array([60, 40])).tolist() == pytest.approx([0.38125, 0.175], abs=1e-9)


@pytest.mark.parametrize(
    ("name", "ei", "assorted", "within"),
    [
        ("karate", -0.717948717948718, 0.717530864197531, [0.7363834422657952, 0.7152941176470587]),
        ("florentine", 0.5, -0.1811023622047244, [-0.06666666666666671, 0.09090909090909091, -1.0]),
        ("southern women", 0.09352517985611511, 0.011648032932591078, [0, 0.058677685950413255, 0.08253968253968262]),
    ],
)
def test_the_indices_of_published_networks_are_what_netseg_gives(
    name: str, ei: float, assorted: float, within: list[float]
) -> None:
    """Python's netseg 0.1.8: krackhardt_ei, assortativity_coefficient, coleman; groups as in `oracles/brokerage.R`."""
    of: dict[Key, str | None] = {("Organisation", row["node"]): row["group"] for row in printed_by_sna(name)}
    found = mixing(made_ties(PUBLISHED[name]), of, draws=9)
    assert [index.value for index in found.indices] == pytest.approx([ei, assorted, *within], abs=1e-9)


def test_the_indices_of_a_classroom_are_as_published() -> None:
    """Who likes to play with whom, 13 boys and 13 girls: the vignette of R's netseg (Bojanowski 2021), as printed."""
    nominations, mutual = np.array([[40.0, 2.0], [5.0, 41.0]]), np.array([[22.0, 1.0], [1.0, 20.0]])
    assert [round(ei_index(matrix), 7) for matrix in (nominations, mutual)] == [-0.8409091, -0.9090909]
    assert homophily(nominations, np.array([13, 13])).round(7).tolist() == [0.9084249, 0.7909699]
    assert round(assortativity(mutual), 7) == 0.9089027


def test_assortativity_is_what_newman_published() -> None:
    """Newman (2003), table I: couples in San Francisco (Catania 1992; the counts as netseg has them), r = 0.621."""
    couples = np.array([[506.0, 32, 69, 26], [23, 308, 114, 38], [26, 46, 599, 68], [10, 14, 47, 32]])
    assert round(assortativity(couples), 3) == 0.621


def test_the_unknown_stand_apart_and_count_for_no_group() -> None:
    graph = nx.path_graph(4)
    known: dict[Key, str | None] = {("Organisation", "0"): "young", ("Organisation", "1"): "senior"}
    found = mixing(made_ties(graph), known, draws=9)
    assert found.names == ("senior", "young") and found.sizes.tolist() == [1, 1, 2]
    assert found.matrix.tolist() == [[0, 1, 1], [1, 0, 0], [1, 0, 2]]
    assert found.indices[0].value == 1.0


def test_without_known_groups_there_is_no_index() -> None:
    found = mixing(made_ties(nx.path_graph(3)), {}, draws=9)
    assert found.names == () and all(np.isnan(index.value) for index in found.indices)


def test_where_groups_are_drawn_at_random_hardly_any_index_stands_out() -> None:
    """Forty networks; two false alarms are expected, seven or more come once in 200 runs."""
    found = 0
    for seed in range(40):
        chance = np.random.default_rng(seed)
        graph = nx.gnm_random_graph(60, 150, seed)
        of: dict[Key, str | None] = {("Organisation", str(n)): ("a", "b", "c", None)[chance.integers(4)] for n in graph}
        found += any(index.p <= 0.05 for index in mixing(made_ties(graph), of, draws=199, seed=seed).indices)
    assert found <= 6


@given(networks, st.sets(st.integers(0, 13), min_size=1), st.sets(st.integers(0, 13), min_size=1))
def test_steps_are_the_shortest_way_to_the_nearest(graph: "nx.Graph[int]", start: set[int], goal: set[int]) -> None:
    ours, theirs = (sorted(n for n in some if n in graph) for some in (start, goal))
    found = steps(adjacency(graph), ours, theirs)
    for row, away in zip(ours, found, strict=True):
        ways = [nx.shortest_path_length(graph, row, other) for other in theirs if nx.has_path(graph, row, other)]
        assert away == min(ways, default=np.inf)


def test_what_chance_gives_each_two_groups_is_the_mean_of_all_permutations() -> None:
    """Two of either group on a line of three ties: in a third of all orders a tie joins two of one group."""
    graph: nx.Graph[int] = nx.path_graph(4)
    groups: dict[Key, str | None] = {("Organisation", str(n)): "ab"[n % 2] for n in graph}
    found = mixing(made_ties(graph), groups, draws=9)
    assert found.matrix[:2, :2].tolist() == [[0, 3], [3, 0]]
    assert found.expected.tolist() == [[1, 2], [2, 1]]
