"""What a card promises: the same id tomorrow, factors in [0, 1], and what one source left out changes."""

from dataclasses import replace

import pytest

from graph.analysis.gaps.cards import Card, Factor, Reason, Requirement, Score, Search, State, parameters, ranked
from graph.analysis.gaps.jackknife import Outcome, decided, near, without
from graph.analysis.view import GraphView
from tests.graph.analysis.gaps.saying import Saying, key


def card(total: float = 1.0, state: State = State.GAP) -> Card:
    score = Score(*(Factor(value, Reason("why", {})) for value in (total, 1.0, 1.0, 1.0)))
    return Card(
        family="coverage",
        rule="kind/aps",
        state=state,
        subjects=(("Area", "a"),),
        requirement=Requirement("kind", ()),
        search=Search(3, 1, "2026-03-12", ()),
        score=score,
        confidence=(total, total),
        decisive_source=None,
        cypher="MATCH (a) WHERE a.id IN $subjects AND $column <> '' RETURN a.id AS area",
        candidates=(),
    )


def test_the_id_follows_family_rule_and_subjects_alone() -> None:
    one = card()
    assert one.id == card(0.2, State.COVERED).id == "card-" + one.id[5:] and len(one.id) == 21
    others = (replace(one, family="x"), replace(one, rule="kind/odv"), replace(one, subjects=(("Area", "b"),)))
    assert len({one.id, *(other.id for other in others)}) == 4


def test_its_query_gets_the_values_that_it_asks_for() -> None:
    assert parameters(card()) == {"subjects": ["a"], "column": "aps"}


def test_the_total_is_the_documented_formula_and_ranks() -> None:
    factors = [Factor(value, Reason("why", {})) for value in (0.8, 0.5, 1.0, 0.5)]
    assert Score(*factors).total == pytest.approx(0.8 * 0.5 * 0.75)
    assert [c.score.total for c in ranked([card(0.2), card(0.9)])] == [0.9, 0.2]


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_a_factor_outside_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="why"):
        Factor(value, Reason("why", {}))


def told() -> GraphView:
    said = Saying().said("piano", "Organisation Radici", "LEADS", "Action Mensa")
    said.said("verbale", "Organisation Radici", "LEADS", "Action Mensa")
    return said.said("verbale", "Organisation Officina", "PARTICIPATES_IN", "Action Mensa").view()


def test_without_a_document_goes_what_rests_on_it_alone() -> None:
    view = told()
    less = without(view, "verbale")
    (leads,) = [edge for edge in less.edges if edge.claim]
    assert leads.claim == "LEADS" and len(leads.properties["evidence"]) == 1  # type: ignore[arg-type]
    assert key("Organisation Officina") not in less.nodes
    assert [node.id for node in less.documents()] == ["piano"]
    assert len(view.evidence(view.edges_of(key("Action Mensa"), "LEADS")[0])) == 2


def test_an_attribute_goes_with_its_only_source_and_what_no_source_says_stays() -> None:
    said = Saying().said("piano", "Organisation Radici", "LEADS", "Action Mensa")
    said.said("nota", "Organisation Radici", "PROMOTES", "Action Mensa")
    about = {"evidence": ["piano/0", "nota/1"], "evidence_of": ["name", "kind"], "spans": ["0-1", "0-1"]}
    said.node("Organisation Radici", kind="aps", led_by="young", **about)
    kept = without(said.view(), "nota").nodes[key("Organisation Radici")].properties
    assert "kind" not in kept and kept["led_by"] == "young" and kept["evidence_of"] == ["name"]


def test_the_part_around_some_nodes_is_the_restricted_view() -> None:
    view, keys = told(), {key("Organisation Radici"), key("Action Mensa")}
    assert set(near(view, keys).nodes) == set(view.restrict(keys).nodes)
    assert set(map(id, near(view, keys).edges)) == set(map(id, view.restrict(keys).edges))


def test_the_decisive_source_changes_the_state_or_takes_the_requirement_away() -> None:
    same, lower, unknown = Outcome(State.GAP, 0.8), Outcome(State.GAP, 0.5), Outcome(State.UNKNOWN, 0.9)
    found = decided(card(0.8), {"piano": lower, "verbale": unknown})
    assert (found.decisive_source, found.confidence) == ("verbale", (0.5, 0.9))
    assert decided(card(0.8), {"piano": None, "verbale": None}).decisive_source == "piano"
    assert decided(card(0.8), {"piano": same, "verbale": same}).decisive_source is None
