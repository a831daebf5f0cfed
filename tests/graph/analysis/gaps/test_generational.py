"""Areas and actions that speak of a generation without it, and generations that never meet."""

import numpy as np
import pytest

from graph.analysis.evidence import Key
from graph.analysis.gaps.cards import Card, State
from graph.analysis.gaps.generational import generational_cards
from graph.analysis.generations.layers import generation_of
from graph.analysis.generations.meetings import distances, meetings
from graph.analysis.network.ties import ties
from graph.store.port import Edge, Property
from tests.graph.analysis.network.made import made_view, said

AREA, LAB, OLD_LAB, YOUTH, OLD = (
    ("Area", "housing"),
    ("Action", "lab"),
    ("Action", "old lab"),
    ("Group", "youth"),
    ("Group", "old"),
)
TOWN, CREW, CLUB, SECOND = (("Organisation", name) for name in ("town", "crew", "club", "second"))
ABOUT: dict[Key, dict[str, Property]] = {
    YOUTH: {"category": "young"},
    OLD: {"category": "senior"},
    CREW: {"led_by": "young"},
    CLUB: {"led_by": "senior"},
}
SPEAKS = [said(LAB, "ADDRESSES", AREA), said(LAB, "SERVES", YOUTH, passage="plan/3"), said(CLUB, "LEADS", LAB)]


def cards(*edges: Edge, about: dict[Key, dict[str, Property]] | None = None) -> dict[tuple[str, Key], Card]:
    view = made_view(edges, {**ABOUT, **(about or {})})
    return {(card.rule, card.subjects[0]): card for card in generational_cards(view, ties(view))}


def state(*more: Edge, about: dict[Key, dict[str, Property]] | None = None) -> State | None:
    card = cards(*SPEAKS, *more, about=about).get(("speaks-without/young", AREA))
    return card.state if card else None


def test_an_area_whose_action_serves_the_young_without_any_is_a_gap_with_its_words() -> None:
    card = cards(*SPEAKS)["speaks-without/young", AREA]
    assert (card.family, card.state) == ("generational", State.GAP)
    assert [(q.document, q.text) for q in card.requirement.evidence] == [("plan", "words of plan/3")]
    assert card.decisive_source == "plan" and card.search.documents == 2
    assert [candidate.key for candidate in card.candidates] == [CREW]


def test_so_is_the_action_itself() -> None:
    assert ("speaks-without/young", LAB) in cards(*SPEAKS)
    assert ("speaks-without/senior", LAB) not in cards(*SPEAKS)


@pytest.mark.parametrize("claim", ["LEADS", "PROMOTES", "PARTICIPATES_IN"])
def test_an_organisation_that_they_lead_takes_part_for_them(claim: str) -> None:
    assert state(said(CREW, claim, LAB)) is None


def test_who_withdrew_takes_part_no_more() -> None:
    promised = said(CREW, "PARTICIPATES_IN", LAB, "planned")
    assert state(promised) is None
    assert state(promised, said(CREW, "PARTICIPATES_IN", LAB, "denied")) is State.GAP


def test_so_do_people_who_are_involved_and_what_both_do_together() -> None:
    assert state(said(LAB, "INVOLVES", YOUTH)) is None
    assert state(about={LAB: {"intergenerational": True}}) is None
    assert state(said(TOWN, "LEADS", LAB), about={TOWN: {"led_by": "mixed"}}) is None


def test_a_proposal_is_a_perhaps_and_a_refusal_counts_against() -> None:
    assert state(said(CREW, "PARTICIPATES_IN", LAB, "proposed")) is State.WEAKLY_COVERED
    refused = cards(*SPEAKS, said(CREW, "PARTICIPATES_IN", LAB, "denied", "letter/1"))["speaks-without/young", AREA]
    assert refused.state is State.GAP and [q.document for q in refused.search.against] == ["letter"]


def test_where_of_nobody_is_known_who_leads_them_it_is_unknown() -> None:
    unread = [SPEAKS[0], SPEAKS[1], said(TOWN, "LEADS", LAB)]
    assert cards(*unread)["speaks-without/young", AREA].state is State.UNKNOWN
    refused = cards(*unread, said(LAB, "INVOLVES", YOUTH, "denied"))["speaks-without/young", AREA]
    assert refused.state is State.GAP
    told = cards(*unread, said(LAB, "INVOLVES", OLD))["speaks-without/young", AREA]
    assert told.state is State.GAP


def test_a_name_speaks_too() -> None:
    named = {AREA: {"name": "Spazi per i giovani", "evidence": ["plan/3"], "evidence_of": ["name"]}}
    view_edges = [said(LAB, "ADDRESSES", AREA, passage="plan/3"), said(CLUB, "LEADS", LAB)]
    card = cards(*view_edges, about=named)["speaks-without/young", AREA]  # type: ignore[arg-type]
    assert card.state is State.GAP and card.requirement.evidence


def test_new_young_people_never_raise_a_score() -> None:
    before = cards(*SPEAKS)["speaks-without/young", AREA].score.total
    perhaps = cards(*SPEAKS, said(CREW, "LEADS", LAB, "proposed"))["speaks-without/young", AREA].score.total
    assert perhaps <= before


BOTH = [
    said(LAB, "ADDRESSES", AREA),
    said(OLD_LAB, "ADDRESSES", AREA),
    said(CREW, "LEADS", LAB),
    said(CLUB, "LEADS", OLD_LAB),
]


def test_generations_in_one_area_that_do_nothing_together_never_meet() -> None:
    between = [said(TOWN, "PARTNERS_WITH", CREW), said(TOWN, "PARTNERS_WITH", CLUB)]
    card = cards(*BOTH, *between)["never-meet", AREA]
    assert card.state is State.GAP and [c.key for c in card.candidates] == [TOWN]


def test_a_common_action_is_a_meeting_and_a_proposed_tie_perhaps_one() -> None:
    assert ("never-meet", AREA) not in cards(*BOTH, said(CLUB, "PARTICIPATES_IN", LAB))
    card = cards(*BOTH, said(CLUB, "PARTNERS_WITH", CREW, "proposed"))["never-meet", AREA]
    assert card.state is State.WEAKLY_COVERED


def test_who_works_with_both_is_a_bridge_and_distances_count_ties() -> None:
    alone = ("Organisation", "alone")
    view = made_view(
        [said(CREW, "PARTNERS_WITH", TOWN), said(TOWN, "PARTNERS_WITH", CLUB), said(CREW, "PARTNERS_WITH", SECOND)],
        {**ABOUT, alone: {"led_by": "young"}},
    )
    found, of = ties(view), generation_of(view)
    (bridge,) = meetings(found, of)
    assert (bridge.actor, bridge.generation, bridge.young, bridge.senior) == (TOWN, None, (CREW,), (CLUB,))
    away = distances(found, of)
    assert dict(zip(away.actors, away.steps, strict=True)) == {CREW: 2.0, alone: np.inf}
    assert (away.mean, away.apart) == (2.0, 1)
