"""Implementation gaps: what a plan leaves open, what is late, what is only planned."""

import pytest

from graph.analysis.gaps.cards import Card, State
from graph.analysis.gaps.implementation import implementation_cards
from graph.store.port import Edge, Property
from tests.graph.analysis.gaps.saying import Saying, key

TODAY = "2026-11-30"


def plan() -> Saying:
    """A plan of two actions: of the first it says all, of the second nothing but its area."""
    said = Saying()
    said.document("piano", "2025-01-15")
    said.node("Resource contributo", kind="money", amount=100, unit="EUR")
    said.node("Action Sportello", until="2027")
    said.said("piano", "Area Casa", "PART_OF", "Plan Piano")
    for action in ("Sportello", "Portierato"):
        said.said("piano", f"Action {action}", "ADDRESSES", "Area Casa")
    said.node("Action Sportello", evidence=["piano/1"], spans=["0-9"], evidence_of=["until"])
    said.said("piano", "Organisation Faro", "LEADS", "Action Sportello", "planned")
    said.said("piano", "Resource contributo", "USED_IN", "Action Sportello", "planned")
    said.said("piano", "Action Sportello", "MEASURED_BY", "Indicator accessi")
    return said


def card(said: Saying, rule: str, subject: str = "Action Portierato", today: str | None = TODAY) -> Card:
    (found,) = [c for c in implementation_cards(said.view(), today) if (c.rule, c.subjects) == (rule, (key(subject),))]
    return found


RULES = ("responsible", "resource", "indicator", "deadline")
SAYS = {
    "responsible": ("Organisation Faro", "LEADS", "Action Portierato"),
    "resource": ("Organisation Banca", "FUNDS", "Action Portierato"),
    "indicator": ("Action Portierato", "MEASURED_BY", "Indicator ore"),
}


@pytest.mark.parametrize("rule", RULES)
def test_what_the_plan_says_of_one_action_and_not_of_the_other_is_missing_there(rule: str) -> None:
    missing, said = card(plan(), rule), card(plan(), rule, "Action Sportello")
    assert (missing.family, missing.state, said.state) == ("implementation", State.GAP, State.COVERED)
    assert missing.requirement.rule == rule and "ADDRESSES" in missing.requirement.evidence[0].text
    assert missing.score.total > said.score.total == 0.0


@pytest.mark.parametrize("rule", SAYS)
def test_another_document_can_say_it_and_then_decides(rule: str) -> None:
    found = card(plan().said("verbale", *SAYS[rule]), rule)
    assert (found.state, found.decisive_source) == (State.COVERED, "verbale")


@pytest.mark.parametrize("rule", ["responsible", "resource"])
def test_a_proposal_is_a_perhaps_and_a_refusal_evidence_against(rule: str) -> None:
    assert card(plan().said("verbale", *SAYS[rule], "proposed"), rule).state is State.WEAKLY_COVERED
    refused = card(plan().said("lettera", *SAYS[rule], "denied"), rule)
    assert refused.state is State.GAP and "denied" in refused.search.against[0].text


@pytest.mark.parametrize(("date", "state"), [("2025-03", State.GAP), ("2024-12", State.COVERED), (None, State.COVERED)])
def test_who_withdraws_later_answers_no_more_for_what_a_sheet_says(date: str | None, state: State) -> None:
    said = plan().said("scheda", *SAYS["responsible"])
    said.document("scheda", "2025-02-01")
    said.document("lettera", date)
    assert card(said.said("lettera", *SAYS["responsible"], "denied"), "responsible").state is state


def test_what_is_said_of_the_whole_holds_for_its_part() -> None:
    said = plan().said("nota", "Action Turni", "PART_OF", "Action Sportello")
    assert {card(said, rule, "Action Turni").state for rule in RULES} == {State.COVERED}


def test_where_the_documents_that_name_an_action_speak_of_no_such_thing_nobody_can_tell() -> None:
    said = plan().said("rassegna", "Action Mercato", "ADDRESSES", "Area Casa")
    assert {card(said, rule, "Action Mercato").state for rule in RULES} == {State.UNKNOWN}


def test_the_sheets_of_a_plan_tell_together_what_one_of_them_leaves_out() -> None:
    said = Saying()
    for action, sheet in (("Sportello", "scheda 1"), ("Portierato", "scheda 2")):
        said.node(f"Document {sheet}", kind="project_sheet")
        said.said(sheet, "Area Casa", "PART_OF", "Plan Piano")
        said.said(sheet, f"Action {action}", "ADDRESSES", "Area Casa")
        said.said(sheet, "Organisation Faro", "LEADS", f"Action {action}")
    assert card(said, "indicator").state is State.UNKNOWN
    said.said("scheda 1", "Action Sportello", "MEASURED_BY", "Indicator accessi")
    assert card(said, "indicator").state is State.GAP


def test_an_action_of_no_plan_is_held_to_nothing() -> None:
    assert (
        implementation_cards(
            Saying().said("nota", "Organisation Faro", "PARTICIPATES_IN", "Action Festa").view(), TODAY
        )
        == ()
    )


def laid_out(text: str, kind: str = "sentence", document: str = "plan") -> Saying:
    """Under the heading of the area a passage of a document names "Corsa", and only the layout puts it there."""
    said = plan()
    said.node("Action Corsa")
    said.node("Document quaderno", kind=document)
    for id, words, as_ in (("q/0", "Area Casa", "heading"), ("q/1", text, kind)):
        said.node(f"Passage {id}", text=words, kind=as_, start=0, document="quaderno")
    placed: dict[str, Property] = {"evidence": ["q/0", "q/1"], "spans": ["0-9", "0-9"]}
    said.edges.append(Edge("ADDRESSES", key("Action Corsa"), key("Area Casa"), "ADDRESSES", "done", placed))
    return said


def asked_of(said: Saying) -> set[str]:
    """What is asked of the action "Corsa"."""
    return {c.rule for c in implementation_cards(said.view()) if c.subjects == (key("Action Corsa"),)}


def test_a_plan_is_to_say_all_of_what_it_titles_and_nothing_of_what_it_only_mentions() -> None:
    assert asked_of(laid_out("L'ultima corsa parte alle 19.10.")) == set()
    for text, kind in (
        ("2.1 | Corsa | da individuare", "row"),
        ("Corsa. Per chi lavora.", "item"),
        ("Azione 2.1 – Corsa", "sentence"),
        ("La corsa rientra nell'area Casa.", "sentence"),
    ):
        assert asked_of(laid_out(text, kind)) == set(RULES), text


def test_what_is_mentioned_counts_once_something_is_said_of_it() -> None:
    for claim in (
        ("Organisation Faro", "PARTICIPATES_IN", "Action Corsa"),
        ("Resource furgone", "USED_IN", "Action Corsa"),
        ("Action Corsa", "MEASURED_BY", "Indicator corse"),
    ):
        assert asked_of(laid_out("L'ultima corsa parte alle 19.10.").said("verbale", *claim)) == set(RULES), claim


@pytest.mark.parametrize("genre", ["news", "report", "minutes", "profile"])
def test_what_only_such_a_document_puts_under_an_area_is_no_action_of_its_plan(genre: str) -> None:
    said = laid_out("2.1 | Corsa | da individuare", "row", genre)
    assert asked_of(said.said("nota", "Organisation Faro", "LEADS", "Action Corsa")) == set()
    assert asked_of(said.said("elenco", "Action Corsa", "ADDRESSES", "Area Casa")) == set(RULES)


def test_a_heading_of_an_agreement_is_no_action_unless_somebody_does_it() -> None:
    said = laid_out("Corsa", "heading", "agreement")
    assert asked_of(said) == set()
    hardly = laid_out("Corsa", "heading", "agreement")
    assert asked_of(hardly.said("verbale", "Organisation Faro", "LEADS", "Action Corsa", confidence=0.3)) == set()
    assert asked_of(said.said("verbale", "Organisation Faro", "LEADS", "Action Corsa")) == set(RULES)


def test_an_indicator_of_the_area_is_a_perhaps_the_end_of_the_plan_is_none() -> None:
    said = plan().said("piano", "Area Casa", "MEASURED_BY", "Indicator alloggi")
    said.node("Plan Piano", until="2028")
    assert card(said, "indicator").state is State.WEAKLY_COVERED
    assert card(said, "deadline").state is State.GAP


def test_who_takes_part_could_answer_for_it_but_not_who_refused() -> None:
    said = plan().said("verbale", "Organisation Aquilone", "PARTICIPATES_IN", "Action Portierato")
    said.said("lettera", "Organisation Ponte", "PARTICIPATES_IN", "Action Portierato", "planned")
    said.said("lettera", "Organisation Ponte", "LEADS", "Action Portierato", "denied")
    assert [candidate.key for candidate in card(said, "responsible").candidates] == [key("Organisation Aquilone")]


def late(date: str | None = "2026-10-01", status: str = "planned") -> Saying:
    """The second action was to end in June 2026; a document names it since, or at another date."""
    said = plan()
    said.node("Action Portierato", until="2026-06-30")
    said.document("relazione", date)
    return said.said("relazione", "Organisation Faro", "PARTICIPATES_IN", "Action Portierato", status)


def test_a_deadline_past_and_nothing_read_since() -> None:
    found = card(late(), "overdue")
    assert (found.state, found.search.until) == (State.GAP, TODAY)
    assert card(late(status="done"), "overdue").state is State.COVERED
    assert card(late(status="under_way"), "overdue").state is State.WEAKLY_COVERED
    assert len(card(late(status="denied"), "overdue").search.against) == 1


def test_what_was_read_before_the_deadline_says_nothing_and_an_undated_page_perhaps() -> None:
    assert card(late("2026-01-01", "done"), "overdue").state is State.UNKNOWN
    assert card(late(None, "done"), "overdue").state is State.WEAKLY_COVERED


def test_other_news_of_its_place_or_area_does_not_tell_whether_it_was_done() -> None:
    said = plan()
    said.node("Action Portierato", until="2026-06-30")
    said.said("piano", "Action Portierato", "LOCATED_IN", "Place Valserena")
    said.said("piano", "Organisation Radici", "LEADS", "Action Portierato", "planned")
    said.document("notizia", "2026-10-01")
    said.said("notizia", "Organisation Faro", "LOCATED_IN", "Place Valserena")
    assert card(said, "overdue").state is State.UNKNOWN
    said.said("notizia", "Organisation Radici", "LOCATED_IN", "Place Valserena")
    assert card(said, "overdue").state is State.GAP, "who was to do it is spoken of, and not this"


def test_a_deadline_to_come_or_no_day_is_not_late() -> None:
    assert all(c.rule != "overdue" for c in implementation_cards(late().view(), "2026-06-30"))
    assert all(c.rule != "overdue" for c in implementation_cards(late().view()))


def test_an_area_in_which_all_is_still_to_come() -> None:
    found = card(plan(), "only-planned", "Area Casa")
    assert (found.state, found.score.absence.value) == (State.WEAKLY_COVERED, 0.5)
    begun = plan().said("verbale", "Organisation Faro", "LEADS", "Action Portierato", "under_way")
    assert card(begun, "only-planned", "Area Casa").state is State.COVERED


def test_a_new_giver_never_raises_a_score() -> None:
    before = {c.id: c.score.total for c in implementation_cards(plan().view(), TODAY)}
    for status in ("done", "planned", "proposed"):
        after = implementation_cards(
            plan().said("nota", "Organisation Banca", "FUNDS", "Action Portierato", status).view(), TODAY
        )
        assert all(c.score.total <= before[c.id] for c in after)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Il portierato è partito il 26 maggio.", State.COVERED),
        ("Da giugno il portierato funziona ogni mattina.", State.COVERED),
        ("Il portierato non è stato aperto.", State.GAP),
        ("Del portierato si parlerà in autunno.", State.GAP),
    ],
)
def test_a_document_since_says_of_what_it_names_whether_it_has_begun(text: str, state: State) -> None:
    """The report names who does it too, so that it could have told."""
    said = late()
    said.node("Passage relazione/9", text=text, kind="sentence", start=0, document="relazione")
    named: dict[str, Property] = {"evidence": ["relazione/9"], "spans": [f"0-{len(text)}"]}
    said.edges.append(Edge("MENTIONED_IN", key("Action Portierato"), ("Document", "relazione"), properties=named))
    assert card(said, "overdue").state is state


@pytest.mark.parametrize(
    ("kind", "text", "state"),
    [
        ("heading", "PORTIERATO", State.COVERED),
        ("sentence", "Portierato - Rossi riferisce.", State.COVERED),
        ("sentence", "Del portierato si parla da un anno.", State.GAP),
    ],
)
def test_what_stands_under_its_heading_or_label_is_said_of_it(kind: str, text: str, state: State) -> None:
    said = late()
    said.node("Passage relazione/8", text=text, kind=kind, number=8, start=0, document="relazione")
    said.node(
        "Passage relazione/9", text="Aperto il 3 maggio.", kind="sentence", number=9, start=40, document="relazione"
    )
    named: dict[str, Property] = {"evidence": ["relazione/8"], "spans": [f"0-{len(text)}"]}
    said.edges.append(Edge("MENTIONED_IN", key("Action Portierato"), ("Document", "relazione"), properties=named))
    assert card(said, "overdue").state is state
