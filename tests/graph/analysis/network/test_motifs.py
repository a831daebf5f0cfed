"""Triangles and squares of actors and actions: the published figures, the definition, and chance."""

import csv
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from graph.analysis.network.motifs import MOTIFS, Levels, Motif, contributions, counts, expectations, motifs
from graph.analysis.network.ties import symmetric


@pytest.fixture(scope="module")
def wetlands(shared: Path) -> tuple[Levels, list[str]]:
    """Swiss wetlands management: 80 actors, 52 activities (motifr's example)."""
    folder = shared / "data/oracles"
    nodes, rows = (
        list(csv.DictReader((folder / f"wetlands_{name}.csv").read_text(encoding="utf-8").splitlines()))
        for name in ("nodes", "edges")
    )
    edges = [(edge["source"], edge["target"]) for edge in rows]
    of_level = {level: [n for n in nodes if n["level"] == level] for level in ("0", "1")}
    place = {n["id"]: (level, row) for level, found in of_level.items() for row, n in enumerate(found)}
    ends = [sorted((place[a], place[b])) for a, b in edges]
    within = {
        level: symmetric(np.array([(a[1], b[1]) for a, b in ends if a[0] == b[0] == level]), len(found))
        for level, found in of_level.items()
    }
    across = np.array([(b[1], a[1]) for a, b in ends if a[0] != b[0]])
    between = sparse.csr_array((np.ones(len(across)), tuple(across.T)), shape=(80, 52))
    return Levels(within["1"], within["0"], between), [n["name"] for n in of_level["1"]]


def test_wetlands_has_the_published_counts(wetlands: tuple[Levels, list[str]]) -> None:
    assert dict(zip(MOTIFS, counts(wetlands[0]), strict=True)) == {
        Motif.OPEN_ACTORS: 543,
        Motif.CLOSED_ACTORS: 167,
        Motif.OPEN_ACTIONS: 217,
        Motif.CLOSED_ACTIONS: 7,
        Motif.OPEN_SQUARE: 73,
        Motif.CLOSED_SQUARE: 1,
    }


def test_wetlands_has_the_published_expectations(wetlands: tuple[Levels, list[str]]) -> None:
    published = [169.144, 16.962, 109.906, 10.239, 0.448, 0.042]
    assert [round(float(value), 3) for value in expectations(wetlands[0])] == published


def test_wetlands_has_the_published_gaps_first(wetlands: tuple[Levels, list[str]]) -> None:
    levels, names = wetlands
    ranking = [(f"{names[a]}–{names[b]}", count) for a, b, count in contributions(levels)]
    assert ranking[:2] == [("actor10–actor27", 5), ("actor18–actor44", 5)]
    fours = {pair for pair, count in ranking if count == 4}
    assert {"actor6–actor24", "actor16–actor55", "actor18–actor27", "actor18–actor31"} <= fours
    assert sum(count for _, count in ranking) == 543


def test_wetlands_actors_meet_more_than_their_activities_alone_would_bring(
    wetlands: tuple[Levels, list[str]],
) -> None:
    found = {m.motif: m for m in motifs(wetlands[0], draws=99)}
    closed = found[Motif.CLOSED_ACTORS]
    assert closed.count > closed.chance[1] and closed.p <= 0.05
    both = (Motif.OPEN_ACTORS, Motif.CLOSED_ACTORS)
    assert sum(found[m].expected for m in both) == pytest.approx(710)


@st.composite
def small_levels(draw: st.DrawFn) -> Levels:
    many, few = draw(st.integers(2, 7)), draw(st.integers(2, 6))
    chance = np.random.default_rng(draw(st.integers(0, 9999)))
    within = [chance.random((size, size)) < 0.4 for size in (many, few)]
    sides = [sparse.csr_array((np.triu(side, 1) | np.triu(side, 1).T).astype(float)) for side in within]
    return Levels(sides[0], sides[1], sparse.csr_array((chance.random((many, few)) < 0.5).astype(float)))


def _one_by_one(levels: Levels) -> list[float]:
    """By looking at every pair of actors and every pair of actions."""
    actors, actions, between = (m.toarray() for m in (levels.actors, levels.actions, levels.between))
    found = dict.fromkeys(MOTIFS, 0.0)
    for a, b in combinations(range(len(actors)), 2):
        both = np.flatnonzero(between[a] * between[b])
        found[Motif.CLOSED_ACTORS if actors[a, b] else Motif.OPEN_ACTORS] += len(both)
        for x, y in combinations(both, 2):
            if actors[a, b]:
                found[Motif.CLOSED_SQUARE if actions[x, y] else Motif.OPEN_SQUARE] += 1
    for x, y in combinations(range(len(actions)), 2):
        both = np.flatnonzero(between[:, x] * between[:, y])
        found[Motif.CLOSED_ACTIONS if actions[x, y] else Motif.OPEN_ACTIONS] += len(both)
    return list(found.values())


@settings(max_examples=40)
@given(small_levels())
def test_counts_are_as_defined(levels: Levels) -> None:
    assert counts(levels).tolist() == _one_by_one(levels)


def test_where_all_is_chance_hardly_any_pattern_stands_out() -> None:
    """Twenty draws of who takes part in what: one false alarm is expected, four or more come once in 60 runs."""
    found = 0
    for seed in range(20):
        chance = np.random.default_rng(seed)
        sides = [np.triu(chance.random((size, size)) < 0.1, 1) for size in (40, 20)]
        within = [sparse.csr_array((side | side.T).astype(float)) for side in sides]
        between = sparse.csr_array((chance.random((40, 20)) < 0.1).astype(float))
        found += any(m.p <= 0.05 for m in motifs(Levels(within[0], within[1], between), draws=39, seed=seed))
    assert found <= 3
