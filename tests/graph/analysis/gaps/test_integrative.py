"""Actions that depend on each other and actors who are not connected."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.gaps.cards import Card, State
from graph.analysis.gaps.integrative import integrative_cards, interdependent, levels
from graph.analysis.network.ties import ties
from graph.store.port import Edge
from tests.graph.analysis.network.made import made_view, said

ONE, OTHER = ("Action", "canteen"), ("Action", "farm")
US, THEM, THIRD = (("Organisation", name) for name in ("us", "them", "third"))
VAN, AREA = ("Resource", "van"), ("Area", "food")
APART = [
    said(US, "LEADS", ONE),
    said(THEM, "LEADS", OTHER),
    said(VAN, "USED_IN", ONE, passage="plan/1"),
    said(OTHER, "NEEDS", VAN, passage="minutes/1"),
    said(VAN, "USED_IN", OTHER, passage="minutes/1"),
]


def cards(*more: Edge, base: list[Edge] = APART) -> tuple[Card, ...]:
    view = made_view([*base, *more])
    return integrative_cards(view, ties(view))


def test_two_actions_that_share_a_resource_whose_actors_never_met_are_a_gap() -> None:
    (card,) = cards()
    assert (card.family, card.state, card.subjects) == ("integrative", State.GAP, (ONE, OTHER))
    assert {q.document for q in card.requirement.evidence} == {"plan", "minutes"}
    assert {candidate.key for candidate in card.candidates} == {US, THEM}
    assert card.score.need.value == 1.0 and card.decisive_source is None


@pytest.mark.parametrize(
    "ways",
    [
        (said(US, "PARTNERS_WITH", THEM),),
        (said(US, "PARTICIPATES_IN", OTHER, "planned"),),
        (said(US, "MEMBER_OF", THIRD), said(THEM, "MEMBER_OF", THIRD)),
    ],
    ids=["partners", "one in both", "a common third"],
)
def test_a_path_of_at_most_two_ties_connects(ways: tuple[Edge, ...]) -> None:
    assert cards(*ways) == ()


def test_a_longer_path_does_not() -> None:
    fourth = ("Organisation", "fourth")
    (card,) = cards(
        said(US, "PARTNERS_WITH", THIRD), said(THIRD, "PARTNERS_WITH", fourth), said(fourth, "PARTNERS_WITH", THEM)
    )
    assert card.state is State.GAP


def test_a_proposed_way_makes_a_perhaps_and_a_refusal_counts_against() -> None:
    (card,) = cards(said(US, "PARTNERS_WITH", THEM, "proposed"))
    assert card.state is State.WEAKLY_COVERED and card.score.total < cards()[0].score.total
    (card,) = cards(said(US, "PARTNERS_WITH", THEM, "denied", "letter/1"))
    assert card.state is State.GAP and [q.document for q in card.search.against] == ["letter"]


def test_an_action_without_known_actors_is_unknown() -> None:
    (card,) = cards(base=APART[1:])
    assert card.state is State.UNKNOWN


def test_unknown_pairs_with_little_between_them_are_not_shown() -> None:
    assert cards(base=[said(action, "ADDRESSES", AREA) for action in (ONE, OTHER)]) == ()


def test_what_all_have_in_common_makes_no_two_depend_on_each_other() -> None:
    def of(count: int) -> int:
        actions = [("Action", f"a{n}") for n in range(count)]
        led = [said(("Organisation", f"o{n}"), "LEADS", action) for n, action in enumerate(actions)]
        return len(cards(base=[*led, *(said(action, "ADDRESSES", AREA) for action in actions)]))

    assert (of(3), of(50)) == (3, 0)


def test_a_requirement_of_one_document_falls_with_it() -> None:
    base = [
        *APART[:2],
        said(ONE, "ADDRESSES", AREA, passage="plan/1"),
        said(OTHER, "ADDRESSES", AREA, passage="plan/2"),
    ]
    (card,) = cards(base=base)
    assert card.decisive_source == "plan"


@settings(max_examples=30)
@given(st.integers(0, 9999))
def test_connection_is_as_networkx_finds_it(seed: int) -> None:
    chance = np.random.default_rng(seed)
    organisations = [("Organisation", f"o{n}") for n in range(12)]
    actions = [("Action", f"x{n}") for n in range(6)]
    edges = [said(action, "ADDRESSES", AREA) for action in actions]
    edges += [said(a, "PARTNERS_WITH", b) for a, b in combinations(organisations, 2) if chance.random() < 0.08]
    edges += [said(o, "LEADS", a) for o in organisations for a in actions if chance.random() < 0.1]
    view = made_view(edges, {key: {} for key in organisations})
    found = ties(view)
    pairs = interdependent(view, found)
    distances = dict(nx.all_pairs_shortest_path_length(found.networkx(), cutoff=2))
    actors = {action: [e.source for e in view.incoming(action, "LEADS")] for action in actions}
    for (a, b), held in zip(pairs.pairs, pairs.held, strict=True):
        ours, theirs = actors[found.things[a]], actors[found.things[b]]
        assert held == any(y in distances[x] for x in ours for y in theirs)


def test_only_what_is_said_of_two_actors_ties_them_as_motifs_count() -> None:
    view = made_view([*APART, said(US, "PARTICIPATES_IN", OTHER)])
    found = levels(view, ties(view))
    assert found.actors.nnz == 0 and found.actions.nnz == 2 and found.between.nnz == 3


@pytest.mark.parametrize("status", ["done", "planned", "proposed", "denied"])
def test_whoever_else_comes_never_raises_a_score(status: str) -> None:
    (before,) = cards()
    after = cards(said(US, "PARTNERS_WITH", THEM, status), said(THIRD, "PARTICIPATES_IN", ONE, status))
    assert all(card.id == before.id and card.score.total <= before.score.total for card in after)
