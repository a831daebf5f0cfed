"""The numbers behind a suggestion: each equals an independent source."""

import math
from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from graph.analysis.suggestions.features import Features, tells
from graph.analysis.suggestions.population import LARGEST, Population, Thing

KARATE = nx.karate_club_graph()


def population(pairs: list[tuple[int, int]], size: int, **traits: list[list[str]]) -> Population:
    return Population.of([("Organisation", str(i)) for i in range(size)], [], traits, pairs=pairs)


@pytest.fixture(scope="module")
def karate() -> Features:
    """Zachary's karate club (1977)."""
    return Features(population(list(KARATE.edges()), 34))


def column(features: Features, name: str, seeker: int) -> list[float]:
    return [float(x) for x in features.of([seeker])[0][:, features.names.index(name)]]


def test_topology_equals_networkx_on_the_karate_club(karate: Features) -> None:
    for i, j in combinations(range(34), 2):
        if not KARATE.has_edge(i, j):
            pair = [(i, j)]
            for name, index in (
                ("adamic_adar", nx.adamic_adar_index),
                ("allocation", nx.resource_allocation_index),
            ):
                ((_, _, value),) = index(KARATE, pair)
                assert math.expm1(column(karate, name, i)[j]) == pytest.approx(value, abs=1e-5)
            common = len(list(nx.common_neighbors(KARATE, i, j)))
            assert math.expm1(column(karate, "neighbours", i)[j]) == pytest.approx(common, abs=1e-5)
    assert np.expm1(column(karate, "degree", 0)) == pytest.approx([d for _, d in KARATE.degree()], abs=1e-5)


def test_paths_of_length_three_are_weighed_by_their_inner_degrees(karate: Features) -> None:
    seeker, candidate = 16, 33
    expected = sum(
        1 / math.sqrt(KARATE.degree(u) * KARATE.degree(v))
        for u in KARATE[seeker]
        for v in KARATE[u]
        if KARATE.has_edge(v, candidate)
    )
    assert math.expm1(column(karate, "paths3", seeker)[candidate]) == pytest.approx(expected, abs=1e-5)


def test_rare_values_in_common_say_more_than_frequent_ones() -> None:
    places = [["town", "valley"], ["valley", "hill"], ["town", "hill"], ["valley"], ["valley"], []]
    same = column(Features(population([], 6, place=places)), "place.same", 0)
    assert same[2] > same[1] > same[5] == 0


def test_values_that_often_meet_in_ties_speak_for_each_other() -> None:
    kinds = [["bank"], ["school"], ["bank"], ["school"], ["club"], ["club"], ["bank"]]
    found = Features(population([(0, 1), (2, 3), (4, 5)], 7, kind=kinds))
    pairs = column(found, "kind.pairs", 6)
    # seen 2 times; expected 2 · 2 / 6 of the six ends of ties; one added to both (Church and Hanks 1990, smoothed)
    assert pairs[1] == pytest.approx(math.log((2 + 1) / (2 * 2 / 6 + 1)), abs=1e-6)
    assert pairs[4] == pairs[0] == 0
    assert column(found, "kind.welcome", 6)[1] == pytest.approx(math.log(2))


def test_near_counts_pairs_only_where_a_place_is_shared() -> None:
    kinds = [["bank"], ["school"], ["bank"], ["school"]]
    places = [["a"], ["a"], ["b"], ["b"]]
    found = Features(population([(0, 1), (2, 3)], 4, kind=kinds, place=places))
    near = column(found, "kind.near", 0)
    assert near[1] > 0 and near[3] == 0


def test_a_need_meets_an_offer_in_either_direction() -> None:
    needs, offers = [["space"], [], ["money"]], [["money"], ["space"], []]
    keys = [("Organisation", str(i)) for i in range(3)]
    found = Features(Population.of(keys, [], {}, needs=needs, offers=offers))
    assert column(found, "complement", 0) == [0, 1, 1]


def test_who_stands_on_a_long_list_knows_nobody_by_it_and_the_newest_is_most_recent() -> None:
    crowd = Thing(frozenset(range(LARGEST + 1)), "2020")
    few = Thing(frozenset({0, 1, 2}), "2024-05")
    people = Population.of([("Organisation", str(i)) for i in range(LARGEST + 2)], [crowd, few], {})
    assert people.partners(0).tolist() == [1, 2] and not people.degree[5]
    assert people.recency[[0, 5, LARGEST + 1]].tolist() == [1, 0.5, 0]
    assert people.activity[[0, 5, LARGEST + 1]].tolist() == [2, 1, 0]


def test_only_what_can_be_said_of_both_speaks_for_a_pair() -> None:
    assert tells("place.same") and tells("paths3") and not tells("degree") and not tells("place.welcome")
