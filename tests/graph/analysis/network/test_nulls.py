"""Draws that keep how many ties each has, and what counts as standing out."""

from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats

from graph.analysis.network.nulls import adjusted, draws_for, holm, swapped, traded, two_sided, walked
from graph.analysis.network.ties import pairs_of
from tests.graph.analysis.network.made import adjacency


@settings(max_examples=30)
@given(st.builds(nx.gnm_random_graph, st.integers(2, 14), st.integers(0, 40), st.integers(0, 99)), st.integers(0, 9))
def test_swaps_keep_every_degree_and_make_no_loops_or_doubles(graph: "nx.Graph[int]", seed: int) -> None:
    pairs = pairs_of(adjacency(graph))
    drawn = swapped(pairs, len(graph), 3, np.random.default_rng(seed))
    after = nx.Graph(map(tuple, drawn.tolist()))
    assert after.number_of_edges() == len(pairs) and not nx.number_of_selfloops(after)
    assert {node: degree for node, degree in after.degree if degree} == {n: d for n, d in graph.degree if d}


@settings(max_examples=30)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 99))
def test_trades_keep_both_margins(rows: int, columns: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    before = sparse.csr_array((chance.random((rows, columns)) < 0.4).astype(float))
    after = traded(before, 3, chance).toarray()
    assert after.sum(axis=0).tolist() == before.sum(axis=0).tolist()
    assert after.sum(axis=1).tolist() == before.sum(axis=1).tolist()
    assert set(np.unique(after)) <= {0.0, 1.0}


def test_every_graph_with_the_degrees_is_as_likely() -> None:
    """Six nodes with two ties each: 60 hexagons and 10 pairs of triangles."""
    chance = np.random.default_rng(1)
    pairs = np.array([(n, (n + 1) % 6) for n in range(6)])
    seen: Counter[tuple[tuple[int, ...], ...]] = Counter()
    for _ in range(7000):
        pairs = swapped(pairs, 6, 3, chance)
        seen[tuple(sorted(map(tuple, np.sort(pairs, axis=1).tolist())))] += 1
    assert len(seen) == 70
    assert stats.chisquare(list(seen.values())).pvalue > 0.001


def test_every_table_with_the_margins_is_as_likely() -> None:
    """Three rows of two, columns of 1, 2, 2, 1: 15 tables."""
    chance = np.random.default_rng(2)
    table = sparse.csr_array(np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=float))
    seen: Counter[tuple[float, ...]] = Counter()
    for _ in range(3000):
        table = traded(table, 4, chance)
        seen[tuple(table.toarray().ravel().tolist())] += 1
    assert len(seen) == 15
    assert stats.chisquare(list(seen.values())).pvalue > 0.001


def test_a_walk_that_hardly_forgets_gives_no_more_false_alarms() -> None:
    """2,000 walks, each step nine tenths of the last: 100 times the observed should be among the highest two of 40."""
    chance = np.random.default_rng(5)
    found = 0
    for observed in chance.normal(size=2000):
        draws = walked(observed, lambda now: 0.9 * now + np.sqrt(0.19) * chance.normal(), 39, chance)
        found += sum(draw >= observed for draw in draws) < 2
    assert found <= 140  # more come once in 20,000 runs; draws that all come ten steps and more after the observed: 265


def test_among_many_equal_ones_hardly_ever_one_stands_out() -> None:
    chance = np.random.default_rng(3)
    false = [adjusted(*_split(chance.poisson(3, (100, 300)).astype(float))).min() <= 0.05 for _ in range(100)]
    assert sum(false) <= 12  # 5 are expected; more than 12 in 100 happen once in 700 times


def _split(rows: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":  # type: ignore[type-arg]
    return rows[0], rows[1:]


def test_one_that_truly_stands_out_is_found() -> None:
    rows = np.random.default_rng(4).poisson(3, (100, 300)).astype(float)
    rows[0, 7] = 40
    p = adjusted(rows[0], rows[1:])
    assert p[7] == pytest.approx(0.01) and (p <= 0.05).sum() == 1


def test_small_helpers() -> None:
    assert holm(np.array([0.01, 0.04, 0.03])).tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert two_sided(9.0, np.arange(-4.0, 5.0)) == pytest.approx(0.1)
    assert [draws_for(n) for n in (100, 2_000, 20_000)] == [199, 99, 39]
