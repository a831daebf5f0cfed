"""Coverage gaps: areas without anybody, and blanks that stand out; each blank says why it is one."""

from graph.analysis.coverage import Blank, CellState, Dimension, coverage
from graph.analysis.gaps.cards import Card, State
from graph.analysis.gaps.coverage import coverage_cards
from tests.graph.analysis.gaps.saying import Saying, key


def areas() -> Saying:
    """Four areas of a plan, each with an action that a co-operative leads; in three of them an APS takes part."""
    said = Saying()
    for number, name in enumerate(("Casa", "Cibo", "Scuola", "Lavoro")):
        said.said("piano", f"Area {name}", "PART_OF", "Plan Piano")
        said.said("piano", f"Action {name}", "ADDRESSES", f"Area {name}")
        said.node(f"Organisation coop {name}", kind="cooperative", led_by="senior")
        said.said(f"nota {name}", f"Organisation coop {name}", "LEADS", f"Action {name}", "under_way")
        if number:
            said.node(f"Organisation aps {name}", kind="aps", led_by="young")
            said.said(f"profilo {name}", f"Organisation aps {name}", "PARTICIPATES_IN", f"Action {name}", "under_way")
    return said


def card(said: Saying, rule: str, area: str = "Casa") -> Card:
    (found,) = [c for c in coverage_cards(said.view()) if c.rule == rule and c.subjects[0] == key(f"Area {area}")]
    return found


def test_a_kind_that_most_other_areas_have_is_missed() -> None:
    found = card(areas(), "kind/aps")
    assert (found.family, found.state, found.score.absence.reason.code) == ("coverage", State.GAP, "nobody-known")
    assert found.requirement.rule == "kind" and found.requirement.evidence
    assert [c.key[1] for c in found.candidates] == ["aps-cibo", "aps-lavoro", "aps-scuola"]
    assert card(areas(), "kind/aps", "Cibo").state is State.COVERED
    assert card(areas(), "generation/young").state is State.GAP


def test_a_kind_that_few_have_is_required_nowhere() -> None:
    said = areas()
    said.node("Organisation Banca", kind="bank")
    said.said("nota", "Organisation Banca", "PARTICIPATES_IN", "Action Cibo")
    assert not [c for c in coverage_cards(said.view()) if c.rule == "kind/bank"]


def test_a_perhaps_covers_weakly_and_a_refusal_is_evidence_against() -> None:
    said = areas()
    said.node("Organisation Aquilone", kind="aps")
    said.said("verbale", "Organisation Aquilone", "PARTICIPATES_IN", "Action Casa", "planned")
    assert card(said, "kind/aps").state is State.WEAKLY_COVERED
    refused = areas()
    refused.node("Organisation Aquilone", kind="aps")
    refused.said("lettera", "Organisation Aquilone", "PARTICIPATES_IN", "Action Casa", "denied")
    found = card(refused, "kind/aps")
    assert found.state is State.GAP and "denied" in found.search.against[0].text
    assert key("Organisation Aquilone") not in [c.key for c in found.candidates]


def test_who_is_only_known_by_kind_comes_after_who_acts_elsewhere() -> None:
    said = areas()
    said.node("Organisation Aquilone", kind="aps")
    assert card(said, "kind/aps").candidates[-1].reasons[0].code == "is-of-it"


def test_a_municipality_in_which_an_area_does_nothing() -> None:
    said = areas()
    said.node("Place Valserena", kind="municipality")
    for name in ("Cibo", "Scuola", "Lavoro"):
        said.said("profilo", f"Organisation coop {name}", "LOCATED_IN", "Place Valserena")
    assert card(said, "territory").state is State.UNKNOWN, "nobody says where those are who act for Casa"
    said.node("Place Borgo", kind="municipality")
    said.said("profilo", "Organisation coop Casa", "LOCATED_IN", "Place Borgo")
    found = card(said, "territory")
    assert (found.state, found.subjects) == (State.GAP, (key("Area Casa"), key("Place Valserena")))


def test_a_kind_of_resource_that_nobody_gives_to_an_area() -> None:
    said = areas()
    for name in ("Cibo", "Scuola", "Lavoro"):
        said.said("delibera", "Organisation Banca", "FUNDS", f"Action {name}")
    assert card(said, "resource/money").state is State.GAP
    assert [c.key for c in card(said, "resource/money").candidates] == [key("Organisation Banca")]


def test_an_area_without_anybody_is_a_gap_and_one_of_which_nothing_was_read_is_unknown() -> None:
    said = areas().said("piano", "Action Rete", "ADDRESSES", "Area Rete")
    said.said("piano", "Area Vuota", "PART_OF", "Plan Piano")
    assert card(said, "anybody", "Rete").state is State.GAP
    assert card(said, "anybody", "Vuota").state is State.UNKNOWN
    assert not [c for c in coverage_cards(said.view()) if c.subjects[0] == key("Area Vuota") and c.rule != "anybody"]


def test_a_list_that_only_names_an_area_and_its_actions_does_not_tell_that_nobody_is_there() -> None:
    said = areas()
    said.node("Document elenco", kind="ties")
    said.said("elenco", "Action Rete", "ADDRESSES", "Area Rete")
    assert card(said, "anybody", "Rete").state is State.UNKNOWN
    said.said("elenco", "Organisation coop Casa", "LEADS", "Action Casa", "under_way")
    assert card(said, "anybody", "Rete").state is State.GAP, "the list says of other areas who is there"


def test_where_all_refused_only_that_is_a_gap() -> None:
    said = areas().said("piano", "Area Rete", "PART_OF", "Plan Piano")
    said.said("piano", "Action Rete", "ADDRESSES", "Area Rete")
    said.said("verbale", "Organisation aps Cibo", "LEADS", "Action Rete", "denied")
    assert [c.rule for c in coverage_cards(said.view()) if c.subjects[0] == key("Area Rete")] == ["anybody"]


def test_a_column_that_nobody_states_of_most_who_are_there_is_unknown() -> None:
    said = areas()
    said.node("Organisation coop Casa", led_by="")
    assert card(said, "generation/young").state is State.UNKNOWN


def test_what_other_plans_have_requires_nothing() -> None:
    said = areas()
    for name in ("Salute", "Cultura", "Sport"):
        said.said("altro piano", f"Area {name}", "PART_OF", "Plan Altro")
        said.said("altro piano", f"Action {name}", "ADDRESSES", f"Area {name}")
        said.node(f"Organisation banca {name}", kind="bank")
        said.said("altro piano", f"Organisation banca {name}", "FUNDS", f"Action {name}")
    assert not [c for c in coverage_cards(said.view()) if c.rule == "kind/bank" and c.subjects[0] == key("Area Casa")]


def test_the_decisive_source_is_the_one_that_names_the_only_actor() -> None:
    assert card(areas(), "anybody").decisive_source == "nota-casa"
    assert card(areas(), "kind/cooperative").decisive_source == "nota-casa"
    told_twice = areas().said("verbale", "Organisation coop Casa", "LEADS", "Action Casa", "under_way")
    told_twice.said("verbale", "Action Casa", "ADDRESSES", "Area Casa")
    assert card(told_twice, "anybody").decisive_source is None


def test_a_new_actor_never_raises_a_score() -> None:
    before = {c.id: c.score.total for c in coverage_cards(areas().view())}
    for status in ("done", "planned", "proposed"):
        said = areas()
        said.node("Organisation Aquilone", kind="aps", led_by="young")
        after = coverage_cards(said.said("nota", "Organisation Aquilone", "LEADS", "Action Casa", status).view())
        assert all(c.score.total <= before[c.id] for c in after if c.id in before)


def test_each_blank_of_the_matrix_says_why() -> None:
    said = areas()
    said.node("Organisation Banca", kind="bank")
    said.node("Organisation Aquilone", kind="odv")
    said.said("lettera", "Organisation Aquilone", "LEADS", "Action Cibo", "denied")
    said.said("verbale", "Organisation Aquilone", "LEADS", "Action Casa", "proposed")
    said.said("piano", "Area Vuota", "PART_OF", "Plan Piano")
    found = coverage(said.view())
    why = {(area, kind): found.blank(found.cells[area, kind]) for area, kind in found.cells}
    assert why["casa", "cooperative"] is None
    assert (why["casa", "aps"], why["casa", "bank"]) == (Blank.NO_ACTOR, Blank.NOTHING_READ)
    assert (why["casa", "odv"], why["cibo", "odv"]) == (Blank.PLANNED, Blank.DENIED)
    assert why["vuota", "aps"] is Blank.NOTHING_READ


def test_columns_are_kinds_places_generations_or_resources() -> None:
    said = areas()
    said.node("Place Valserena", kind="municipality")
    said.node("Place Borgo", kind="district")
    said.said("atlante", "Place Borgo", "PART_OF", "Place Valserena")
    said.said("profilo", "Action Cibo", "LOCATED_IN", "Place Borgo")
    said.said("delibera", "Organisation Banca", "FUNDS", "Action Cibo", "planned")
    view = said.view()
    place = coverage(view, by=Dimension.TERRITORY)
    assert place.kinds == ("valserena", "unknown")
    assert place.cells["cibo", "valserena"].state is CellState.COVERED
    assert coverage(view, by=Dimension.GENERATION).kinds == ("young", "senior", "unknown")
    money = coverage(view, by=Dimension.RESOURCE)
    assert money.kinds == ("money",) and money.cells["cibo", "money"].state is CellState.PLANNED
