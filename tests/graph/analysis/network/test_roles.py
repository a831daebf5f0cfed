"""Roles that stand out against chance, and the card of a bridge that rests on one."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from graph.analysis.evidence import Key
from graph.analysis.gaps.cards import State
from graph.analysis.gaps.structural import structural_cards
from graph.analysis.network.roles import HANGING, Finding, roles
from graph.analysis.network.ties import ties
from graph.store.port import Edge
from tests.graph.analysis.network.made import made_ties, made_view, said

HUB: Key = ("Organisation", "hub")


def two_worlds(ways: int, status: str = "done") -> list[Edge]:
    """Thirty and twelve organisations, each lot well tied; the hub alone between, and `ways` around it."""
    many, few = nx.gnm_random_graph(30, 70, 1), nx.gnm_random_graph(12, 25, 2)
    names = {**{n: f"many{n}" for n in many}, **{n + 100: f"few{n}" for n in few}}
    pairs = [*many.edges, *((a + 100, b + 100) for a, b in few.edges)]
    edges = [said(("Organisation", names[a]), "PARTNERS_WITH", ("Organisation", names[b])) for a, b in pairs]
    edges += [said(HUB, "PARTNERS_WITH", ("Organisation", name), "done", "d/2") for name in ("many0", "few0", "few1")]
    around = zip(range(5, 5 + ways), range(5, 5 + ways), strict=True)
    return edges + [
        said(("Organisation", f"many{a}"), "PARTNERS_WITH", ("Organisation", f"few{b}"), status) for a, b in around
    ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["partners", "few partners", "actions in common", "both"])
def test_where_all_is_chance_hardly_anything_is_found(kind: str) -> None:
    """Twelve graphs without structure; with at most 5 % of false alarms, three or more would come once in 50 runs."""
    found = 0
    for seed in range(12):
        chance = np.random.default_rng(seed)
        graph = nx.gnm_random_graph(50, {"partners": 110, "few partners": 55, "both": 60}.get(kind, 0), seed)
        shared = sparse.csr_array((chance.random((50, 25)) < 0.07).astype(float)) if kind[0] in "ab" else None
        kinds: dict[Key, str | None] = {("Organisation", str(n)): "abc"[n % 3] for n in range(50)}
        found += bool(roles(made_ties(graph, shared), {"kind": kinds}, draws=39, seed=seed).findings)
    assert found <= 2


def test_a_bridge_that_holds_two_worlds_stands_out_with_its_figures() -> None:
    found = roles(ties(made_view(two_worlds(0))))
    (hub,) = (finding for finding in found.findings if finding.measure == HANGING and finding.actor == HUB)
    assert (hub.value, hub.p, found.draws, found.deletions) == (52, 0.005, 199, 99)  # 25 ties among the few, two to it
    assert hub.expected < 1 and hub.chance[1] < 52 and hub.missing[1] > 30 and hub.kept > 0.5
    assert found.tested == 43 * 3


def test_the_bridge_gets_a_card_that_says_what_hangs_on_it() -> None:
    view = made_view(two_worlds(0))
    found = ties(view)
    cards = {card.subjects: card for card in structural_cards(view, found, roles(found))}
    card = cards[(HUB,)]
    assert (card.family, card.state, card.requirement.rule) == ("structural", State.GAP, "single-bridge")
    assert card.search.documents == 1 and card.decisive_source == "d"
    assert dict(card.score.need.reason.values) == {"hanging": 12, "of": 42}
    assert card.confidence[0] <= card.score.total <= card.confidence[1]


def test_proposed_ways_around_make_it_a_perhaps_and_firm_ones_no_gap() -> None:
    perhaps = made_view(two_worlds(3, "proposed"))
    found = ties(perhaps)
    (card,) = (c for c in structural_cards(perhaps, found, roles(found)) if c.subjects == (HUB,))
    assert card.state is State.WEAKLY_COVERED
    firm = ties(made_view(two_worlds(3)))
    assert HUB not in {f.actor for f in roles(firm).findings if f.measure == HANGING}


def test_who_shares_an_area_with_those_that_hang_is_a_candidate() -> None:
    area = ("Area", "housing")
    lead = [said(("Organisation", name), "LEADS", area) for name in ("few3", "many9")]
    view = made_view([*two_worlds(0), *lead])
    found = ties(view)
    (card,) = (c for c in structural_cards(view, found, roles(found)) if c.subjects == (HUB,))
    assert [c.key[1] for c in card.candidates] == ["many9"]
    assert card.candidates[0].reasons[0].values["first"] == "housing"


def test_a_circle_that_meets_in_its_own_actions_hangs_on_the_one_who_also_acts_elsewhere() -> None:
    chance = np.random.default_rng(3)
    shared = np.zeros((107, 60))
    for action in range(50):
        shared[chance.choice(100, 3, replace=False), action] = 1
    for action in range(50, 58):
        shared[100 + chance.choice(6, 3, replace=False), action] = 1
    shared[[106, 0, 1], 58] = shared[[106, 100, 101], 59] = 1
    found = roles(made_ties(nx.empty_graph(107), sparse.csr_array(shared)))
    assert ("Organisation", "106") in {f.actor for f in found.findings if f.measure == HANGING}


def test_one_body_that_hangs_is_no_part_of_a_network() -> None:
    view = made_view([*two_worlds(3), said(HUB, "PARTNERS_WITH", ("Organisation", "alone"))])
    found = roles(ties(view))
    rests_on_it = Finding(HUB, HANGING, 5, 1, (0, 2), 0.005, (4, 5), 1)
    assert structural_cards(view, ties(view), replace(found, findings=(rests_on_it,))) == ()


def test_an_empty_view_has_no_roles() -> None:
    view = made_view([])
    assert structural_cards(view, ties(view), roles(ties(view))) == ()
