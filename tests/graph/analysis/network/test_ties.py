"""Who works with whom: what ties two organisations, how firmly, and what does not."""

import pytest

from graph.analysis.network.ties import groups, holds, projected, ties
from tests.graph.analysis.network.made import made_view, said

A, B, C = (("Organisation", name) for name in "abc")
DESK, PACT = ("Action", "desk"), ("Plan", "pact")


def weight(*edges: object) -> float:
    found = ties(made_view(edges))  # type: ignore[arg-type]
    return float(found.graph[found.position[A], found.position[B]])


def test_a_partnership_a_membership_and_money_tie_two_organisations() -> None:
    for claim in ("PARTNERS_WITH", "MEMBER_OF", "FUNDS"):
        assert weight(said(A, claim, B)) == 1.0


def test_an_organ_and_its_body_or_a_model_followed_are_no_collaboration() -> None:
    assert weight(said(A, "PART_OF", B), said(A, "FOLLOWS", B)) == 0.0


def test_an_action_or_an_agreement_in_common_ties_as_firmly_as_its_weaker_claim() -> None:
    assert weight(said(A, "LEADS", DESK), said(B, "PARTICIPATES_IN", DESK, "planned")) == pytest.approx(0.6)
    assert weight(said(A, "SIGNED", PACT), said(B, "SIGNED", PACT)) == 1.0
    assert weight(said(A, "PROMOTES", PACT), said(B, "SIGNED", PACT)) == 0.0


def test_of_several_ways_the_firmest_counts() -> None:
    assert weight(said(A, "PARTNERS_WITH", B, "proposed"), said(A, "LEADS", DESK), said(B, "FUNDS", DESK)) == 1.0


def test_a_refusal_ties_nobody_and_a_proposal_does_not_hold() -> None:
    assert weight(said(A, "PARTNERS_WITH", B, "denied")) == 0.0
    assert weight(said(A, "LEADS", DESK), said(B, "PARTICIPATES_IN", DESK, "denied")) == 0.0
    proposed = ties(made_view([said(A, "PARTNERS_WITH", B, "proposed")]))
    assert proposed.graph.nnz == 2 and proposed.holding().graph.nnz == 0
    assert holds() > 0.3


def test_who_withdrew_is_tied_no_more_by_what_was_promised() -> None:
    promised = said(A, "LEADS", DESK), said(B, "PARTICIPATES_IN", DESK, "planned")
    assert weight(*promised) > 0.0
    assert weight(*promised, said(B, "PARTICIPATES_IN", DESK, "denied")) == 0.0
    assert weight(*promised, said(B, "LEADS", DESK, "denied")) > 0.0


def test_who_stands_on_a_long_list_has_not_met_all_of_it() -> None:
    crowd = [said(("Organisation", str(n)), "PARTICIPATES_IN", DESK) for n in range(50)]
    found = ties(made_view(crowd))
    assert found.graph.nnz == 0 and found.shared.nnz == 50
    assert projected(found.shared, parties=50).nnz == 50 * 49


def test_the_graph_for_networkx_has_each_tie_once_with_its_weight() -> None:
    graph = ties(
        made_view([said(A, "PARTNERS_WITH", B), said(B, "PARTNERS_WITH", A), said(C, "LEADS", DESK)])
    ).networkx()
    assert set(graph) == {A, B, C} and list(graph.edges(data="weight")) == [(A, B, 1.0)]


def test_organisations_and_actions_as_one_graph_fall_apart_as_the_organisations_do() -> None:
    found = ties(made_view([said(A, "LEADS", DESK), said(B, "FUNDS", DESK), said(B, "PARTNERS_WITH", C)]))
    assert found.mixed.shape == (4, 4) and found.mixed.nnz == 6
    assert not (found.mixed != found.mixed.T).nnz


def test_an_unknown_group_is_no_group() -> None:
    numbers, names = groups((A, B, C), {A: "aps", B: None})
    assert list(numbers) == [0, -1, -1] and names == ("aps",)
