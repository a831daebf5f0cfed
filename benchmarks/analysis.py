"""What gaps, roles, generations and suggestions cost, beside plain networkx, and how often chance gives a finding.

    python -m benchmarks.analysis [--sizes 5000 10000 20000] [--plain 2000] [--chance 200 [--sorts "few ties" hubs]]

A territory of N nodes has five claims a node, with evidence (`benchmarks.territory`). Printed: seconds of each family,
of suggestions for 100 organisations, their sum, peak memory. Seconds are of processor time, so that whatever else the
machine does is left out; by the clock beside. `--plain N` times one draw and one look in plain networkx on the same
graph, scaled to as many draws. `--chance N` makes N networks without structure of each sort and counts those in which
roles, mixing or motifs report anything at the 5 % level; `--sorts` names some of NETWORKS. 0 leaves a part out.
"""

import argparse
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import permutations
from typing import TypeVar

import networkx as nx
import numpy as np
from scipy import sparse

from benchmarks.territory import TODAY, territory
from graph.analysis.evidence import Key
from graph.analysis.gaps.families import FAMILIES, Question, gaps
from graph.analysis.gaps.integrative import levels
from graph.analysis.generations.layers import generation_of, layers
from graph.analysis.generations.meetings import distances, meetings
from graph.analysis.generations.mixing import DRAWS, mixing
from graph.analysis.groupings import groupings
from graph.analysis.network.motifs import Levels, motifs
from graph.analysis.network.nulls import draws_for
from graph.analysis.network.roles import roles
from graph.analysis.network.ties import Ties, symmetric
from graph.analysis.suggestions.suggester import Suggester
from graph.analysis.view import GraphView, is_claim

ASKED = 100
"""Organisations for which partners are suggested."""

T = TypeVar("T")


def cost(size: int) -> tuple[Question, float]:
    """Prints what each part takes; gives the seconds of those that plain networkx is asked for too."""
    asked = Question(territory(size), TODAY)
    view = asked.view
    began = time.process_time()
    ties = timed(size, "ties", lambda: asked.ties)[0]
    found, of_roles = timed(size, "roles", lambda: asked.roles)
    for family in FAMILIES:
        timed(size, f"{family} cards", partial(gaps, asked, [family]), len)
    within, _ = timed(size, "levels of motifs", lambda: levels(view, ties))
    of_motifs = timed(size, "motifs", lambda: motifs(within))[1]
    of_mixing = timed(size, "mixing", lambda: mixing(ties, generation_of(view)))[1]
    timed(size, "layers, meetings, distances", lambda: _meet(asked))
    timed(size, f"partners for {ASKED} organisations", lambda: _partners(view))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    claims = sum(map(is_claim, view.edges))
    print(
        f"{size}: all {time.process_time() - began:.1f} s, {memory:,.0f} MB at most; {claims} claims, "
        f"{ties.graph.nnz // 2} ties, {found.draws} draws, {len(found.findings)} roles"
    )
    return asked, of_roles + of_motifs + of_mixing


def _meet(asked: Question) -> object:
    of = generation_of(asked.view)
    return layers(asked.view, asked.today), meetings(asked.ties, of), distances(asked.ties, of)


def _partners(view: GraphView) -> object:
    suggester = Suggester.of(view)
    some = view.labelled("Organisation")
    return [suggester.partners(("Organisation", node.id)) for node in some[:: max(len(some) // ASKED, 1)][:ASKED]]


def timed(size: int, what: str, run: Callable[[], T], count: Callable[[T], int] | None = None) -> tuple[T, float]:
    """The outcome and its seconds of processor time, printed."""
    began, clock = time.process_time(), time.perf_counter()
    outcome = run()
    seconds = time.process_time() - began
    many = f"{count(outcome)} " if count else ""
    print(f"{size}: {many}{what}: {seconds:.2f} s ({time.perf_counter() - clock:.2f} s by the clock)", flush=True)
    return outcome, seconds


def plain(size: int) -> None:
    """Roles, motifs and mixing as one would write them with networkx, on the same territory."""
    asked, ours = cost(size)
    view, found = asked.view, asked.ties
    graph = found.holding().networkx()
    known = [{key: group for key, group in of.items() if group} for of in groupings(view).values()]
    of = known[-1]
    draws = draws_for(len(graph))
    one_draw = _seconds(lambda: nx.double_edge_swap(graph.copy(), 3 * graph.number_of_edges(), 10**8, seed=1))
    one_look = _seconds(lambda: _plain_roles(graph, known))
    within = levels(view, found)
    one_count = _seconds(lambda: _plain_motifs(within))
    one_mixing = _seconds(lambda: _plain_mixing(graph, of))
    theirs = draws * (one_draw + one_look) + draws_for(sum(within.between.shape)) * one_count + DRAWS * one_mixing
    print(
        f"{size}, plain networkx: a draw {one_draw:.2f} s, roles {one_look:.2f} s, motifs {one_count:.2f} s, mixing "
        f"{one_mixing:.3f} s; with as many draws {theirs:,.0f} s against {ours:.1f} s: {theirs / ours:.0f} times"
    )


def _seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def _plain_roles(graph: "nx.Graph[Key]", groups: list[dict[Key, str]]) -> object:
    brokers = [
        (ego, of[one], of[ego], of[other])
        for of in groups
        for ego in graph
        for one, other in permutations(graph[ego], 2)
        if ego in of and one in of and other in of and not graph.has_edge(one, other)
    ]
    lost = {}
    for joint in nx.articulation_points(graph):
        left = graph.subgraph(nx.node_connected_component(graph, joint) - {joint})
        sizes = [len(part) for part in nx.connected_components(left)]
        lost[joint] = sum(sizes) - max(sizes)
    return nx.constraint(graph), nx.effective_size(graph), brokers, lost


def _plain_motifs(within: Levels) -> object:
    across = nx.bipartite.from_biadjacency_matrix(within.between)
    actors, actions = nx.from_scipy_sparse_array(within.actors), nx.from_scipy_sparse_array(within.actions)
    many = len(actors)
    closed = sum(actors.has_edge(a, b) for action in actions for a, b in _couples(across, many + action))
    depend = sum(actions.has_edge(a - many, b - many) for actor in actors for a, b in _couples(across, actor))
    squares = [
        actions.has_edge(x - many, y - many)
        for a, b in actors.edges
        for x in nx.common_neighbors(across, a, b)
        for y in nx.common_neighbors(across, a, b)
        if x < y
    ]
    return closed, depend, squares


def _couples(graph: "nx.Graph[int]", node: int) -> Iterator[tuple[int, int]]:
    near = list(graph[node])
    return ((a, b) for n, a in enumerate(near) for b in near[n + 1 :])


def _plain_mixing(graph: "nx.Graph[Key]", of: dict[Key, str]) -> object:
    known = graph.subgraph(of)
    nx.set_node_attributes(known, of, "generation")
    return nx.attribute_mixing_matrix(known, "generation"), nx.attribute_assortativity_coefficient(known, "generation")


def by_chance(count: int, sorts: Iterable[str]) -> None:
    """Of how many networks without structure, of each sort, each family reports anything at the 5 % level."""
    for sort in sorts:
        found = dict.fromkeys(("roles", "mixing", "motifs"), 0)
        for seed in range(count):
            made, kinds = _random_ties(sort, seed)
            found["roles"] += bool(roles(made, {"kind": kinds}, seed=seed).findings)
            found["mixing"] += any(index.p <= 0.05 for index in mixing(made, kinds, seed=seed).indices)
            depends = nx.to_scipy_sparse_array(nx.gnp_random_graph(len(made.things), 0.1, seed)).astype(float).tocsr()
            found["motifs"] += any(m.p <= 0.05 for m in motifs(Levels(made.direct, depends, made.shared), seed=seed))
        shares = ", ".join(f"{name} {times} ({times / count:.1%})" for name, times in found.items())
        print(f"{sort}: of {count} networks without structure, at the 5 % level: {shares}", flush=True)


def _random_ties(sort: str, seed: int) -> tuple[Ties, dict[Key, str | None]]:
    """Random partners, thirty actions with random parties, random kinds of which the last is unknown."""
    draw, (least, most), weights = NETWORKS[sort]
    chance = np.random.default_rng(seed)
    partners = draw(chance, seed)
    size = len(partners)
    actors = tuple(("Organisation", str(n)) for n in range(size))
    direct = symmetric(np.array(partners.edges, dtype=np.int64).reshape(-1, 2), size)
    shared = sparse.csr_array((chance.random((size, 30)) < chance.uniform(least, most)).astype(float))
    kinds: dict[Key, str | None] = {key: ("aps", "odv", "school", None)[chance.choice(4, p=weights)] for key in actors}
    return Ties(actors, tuple(("Action", str(n)) for n in range(30)), direct, shared), kinds


Drawn = Callable[[np.random.Generator, int], "nx.Graph[int]"]
EVEN = (0.25, 0.25, 0.25, 0.25)
NETWORKS: dict[str, tuple[Drawn, tuple[float, float], tuple[float, ...]]] = {
    "few ties": (lambda chance, seed: nx.gnm_random_graph(60, int(chance.integers(40, 140)), seed), (0.02, 0.08), EVEN),
    "many ties": (lambda _, seed: nx.gnm_random_graph(60, 420, seed), (0.2, 0.2), EVEN),
    "more organisations": (lambda _, seed: nx.gnm_random_graph(200, 500, seed), (0.01, 0.04), EVEN),
    "hubs": (lambda _, seed: nx.barabasi_albert_graph(100, 2, seed), (0.02, 0.08), EVEN),
    "actions only": (lambda *_: nx.empty_graph(60), (0.05, 0.1), EVEN),
    "hardly another kind": (lambda _, seed: nx.gnm_random_graph(60, 120, seed), (0.02, 0.08), (0.9, 0.05, 0.03, 0.02)),
}
"""Sorts of networks without structure: partners, the range of shares of actions that one takes part in, kinds."""


def main() -> None:
    """Runs the three parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[5_000, 10_000, 20_000])
    parser.add_argument("--plain", type=int, default=2_000)
    parser.add_argument("--chance", type=int, default=200)
    parser.add_argument("--sorts", nargs="+", choices=NETWORKS, default=list(NETWORKS), metavar="SORT")
    args = parser.parse_args()
    if args.plain:
        plain(args.plain)
    for size in args.sizes:
        cost(size)
    if args.chance:
        by_chance(args.chance, args.sorts)


if __name__ == "__main__":
    main()
