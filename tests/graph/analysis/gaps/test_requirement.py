"""Requirement gaps: what meets a need, what only may, what does not, and what nobody can tell."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.gaps.cards import Card, State
from graph.analysis.gaps.jackknife import without
from graph.analysis.gaps.meaning import Likeness
from graph.analysis.gaps.requirement import requirement_cards
from graph.model import Status
from graph.store.port import Edge, Property
from tests.graph.analysis.gaps.saying import Saying, key


def mensa() -> Saying:
    """A canteen of a plan needs two refrigerated vans; who leads it is in Valserena, of the province of Montelargo."""
    said = Saying()
    said.node("Resource due furgoni refrigerati", kind="equipment", amount=2)
    said.node("Place Valserena", kind="municipality")
    said.node("Place Montelargo", kind="province")
    said.said("piano", "Action Mensa", "ADDRESSES", "Area Cibo")
    said.said("piano", "Action Mensa", "NEEDS", "Resource due furgoni refrigerati")
    said.said("piano", "Organisation Radici", "LEADS", "Action Mensa")
    said.said("verbale", "Organisation Radici", "LOCATED_IN", "Place Valserena")
    said.said("atlante", "Place Valserena", "PART_OF", "Place Montelargo")
    return said


def offered(
    said: Saying, thing: str = "mezzi refrigerati", status: str = "under_way", place: str = "Valserena"
) -> Saying:
    """Officina offers something in a document of its own."""
    said.node(f"Resource {thing}", kind="equipment")
    said.said("profilo", "Organisation Officina", "PROVIDES", f"Resource {thing}", status)
    return said.said("profilo", "Organisation Officina", "LOCATED_IN", f"Place {place}")


def only(said: Saying) -> Card:
    (card,) = requirement_cards(said.view())
    return card


def costing(amount: int = 350_000) -> Saying:
    said = Saying()
    said.node("Resource fondi", kind="money", amount=amount, unit="EUR")
    said.said("piano", "Action Mensa", "NEEDS", "Resource fondi")
    return said.said("verbale", "Organisation Radici", "LEADS", "Action Mensa")


def test_ten_tenths_are_the_whole() -> None:
    said = costing(100_000)
    for n in range(10):
        said.said(f"nota{n}", f"Organisation Banca{n}", "FUNDS", "Action Mensa", amount=10_000, unit="EUR")
    assert only(said).state is State.COVERED


def test_a_need_that_nobody_meets_is_a_gap_with_its_words_and_search() -> None:
    card = only(mensa())
    assert (card.state, card.family, card.rule) == (State.GAP, "requirement", "stated-need")
    assert card.subjects == (key("Action Mensa"), key("Resource due furgoni refrigerati"))
    assert card.requirement.rule is None and "NEEDS" in card.requirement.evidence[0].text
    assert (card.search.documents, card.candidates) == (3, ())
    assert (card.score.need.value, card.score.absence.value, card.score.feasibility.value) == (1.0, 1.0, 1.0)


def test_where_only_the_need_was_read_nobody_can_tell() -> None:
    said = Saying().said("piano", "Action Mensa", "NEEDS", "Resource furgoni")
    assert only(said).state is State.UNKNOWN
    assert only(said.said("verbale", "Organisation Radici", "LEADS", "Action Mensa")).state is State.GAP


def test_a_list_of_who_works_with_whom_tells_nothing_of_a_need() -> None:
    said = Saying().said("piano", "Action Mensa", "NEEDS", "Resource furgoni")
    said.said("elenco", "Organisation Faro", "LEADS", "Action Mensa")
    assert only(said).state is State.GAP
    said.node("Document elenco", kind="ties")
    assert only(said).state is State.UNKNOWN
    said.said("elenco", "Organisation Faro", "PROVIDES", "Resource tavoli")
    assert only(said).state is State.GAP


def test_registers_news_of_the_place_and_names_under_a_manifesto_tell_nothing_of_a_need() -> None:
    said = Saying().said("piano", "Organisation Radici", "NEEDS", "Resource furgoni")
    said.said("piano", "Organisation Radici", "LOCATED_IN", "Place Valserena")
    said.node("Document albo", kind="register")
    said.said("albo", "Organisation Radici", "PART_OF", "Organisation Rete")
    said.said("notizia", "Organisation Officina", "LOCATED_IN", "Place Valserena")
    said.node("Document manifesto", kind="agreement")
    said.said("manifesto", "Organisation Radici", "PARTNERS_WITH", "Organisation Officina")
    assert only(said).state is State.UNKNOWN
    assert only(said.said("manifesto", "Organisation Faro", "PROVIDES", "Resource tavoli")).state is State.GAP


def test_a_thing_of_another_name_meets_it() -> None:
    card = only(offered(mensa()))
    assert card.state is State.COVERED and card.score.total == 0.0
    assert card.score.absence.reason.code == "given-by"


def test_a_thing_of_another_meaning_or_kind_does_not() -> None:
    assert only(offered(mensa(), "telaio per tessitura")).state is State.GAP
    said = offered(mensa())
    said.node("Resource mezzi refrigerati", kind="space")
    assert only(said).state is State.GAP


def reported(text: str, date: str = "2026-06-01", kind: str = "sentence") -> Saying:
    """A later report has a passage about the canteen, under its heading or naming it."""
    said = mensa()
    said.document("piano", "2025-01-01")
    said.document("relazione", date)
    said.node("Passage relazione/0", text="Mensa", kind="heading", number=1, start=0, document="relazione")
    said.node("Passage relazione/1", text=text, kind=kind, number=2, start=5, document="relazione")
    named: dict[str, Property] = {"evidence": ["relazione/0"], "spans": ["0-5"]}
    said.edges.append(Edge("MENTIONED_IN", key("Action Mensa"), ("Document", "relazione"), properties=named))
    return said


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("I due furgoni sono arrivati a marzo.", State.COVERED),
        ("I furgoni refrigerati li ha donati la ditta Rossi.", State.COVERED),
        ("La ditta Rossi da' due furgoni refrigerati.", State.COVERED),
        ("I due furgoni la ditta li ha dati a marzo.", State.COVERED),
        ("Chi dà due furgoni refrigerati?", State.GAP),
        ("Il furgone refrigerato dà problemi ogni inverno.", State.GAP),
        ("Il Comune dà un contributo per il furgone.", State.GAP),
        ("Finora è arrivato un furgone refrigerato.", State.WEAKLY_COVERED),
        ("I furgoni non sono ancora arrivati.", State.GAP),
        ("Si cercano due furgoni, anche in prestito.", State.GAP),
        ("Sono arrivati due frigoriferi.", State.GAP),
    ],
)
def test_what_a_later_document_says_has_come_is_there_though_nobody_is_named_who_gave_it(
    text: str, state: State
) -> None:
    assert only(reported(text)).state is state


def test_what_lacks_is_what_was_named_by_then() -> None:
    def promised(text: str) -> Card:
        return only(offered(reported(text), status="planned"))

    assert promised("I furgoni, si è saputo, non si sono trovati.").state is State.GAP
    assert promised("Mancano ancora, dopo un anno, i furgoni.").state is State.GAP
    assert promised("I volontari non si sono trovati, i furgoni sono dal carrozziere.").state is State.WEAKLY_COVERED


def test_what_was_there_before_it_was_needed_is_no_answer_nor_what_stands_under_another_heading() -> None:
    assert only(reported("I due furgoni sono arrivati.", date="2024-06-01")).state is State.GAP
    assert only(reported("I due furgoni sono arrivati.", kind="heading")).state is State.GAP


def test_any_space_that_is_given_for_it_may_be_the_one_that_is_needed() -> None:
    said = Saying().said("piano", "Action Mensa", "ADDRESSES", "Area Cibo")
    said.node("Resource locale riscaldato", kind="space")
    said.node("Resource ex canonica", kind="space")
    said.said("piano", "Action Mensa", "NEEDS", "Resource locale riscaldato")
    said.said("verbale", "Organisation Radici", "PROVIDES", "Resource ex canonica", "under_way")
    assert only(said).state is State.UNKNOWN
    assert only(said.said("verbale", "Resource ex canonica", "USED_IN", "Action Mensa")).state is State.WEAKLY_COVERED


def test_what_a_part_needs_the_action_with_the_code_needs() -> None:
    said = Saying().said("piano", "Action Mensa", "ADDRESSES", "Area Cibo")
    said.node("Action Mensa", code="1.1")
    said.said("piano", "Action consegna", "PART_OF", "Action Mensa")
    said.said("piano", "Action consegna", "NEEDS", "Resource furgoni")
    assert only(said).subjects[0] == key("Action Mensa")


def test_what_a_body_needs_for_the_action_that_it_carries_out_the_action_needs() -> None:
    said = Saying().said("piano", "Organisation Radici", "LEADS", "Action Mensa")
    said.said("verbale", "Organisation Radici", "NEEDS", "Resource furgoni")
    assert only(said).subjects[0] == key("Organisation Radici")
    said.said("verbale", "Resource furgoni", "USED_IN", "Action Mensa", "proposed")
    assert only(said).subjects[0] == key("Action Mensa")


def test_a_thing_that_shares_half_of_its_name_only_may_meet_it() -> None:
    assert only(offered(mensa(), "furgoni scoperti")).state is State.WEAKLY_COVERED


def wanting(thing: str, kind: str = "space", **properties: Property) -> Saying:
    """Who leads the canteen is in Valserena and needs something."""
    said = mensa()
    said.edges = [edge for edge in said.edges if edge.claim != "NEEDS"]
    said.node(f"Resource {thing}", kind=kind, **properties)
    return said.said("piano", "Action Mensa", "NEEDS", f"Resource {thing}")


def giving(said: Saying, thing: str, kind: str = "space", place: str = "Valserena", **properties: Property) -> Saying:
    """Officina gives something for nothing in particular."""
    said.node(f"Resource {thing}", kind=kind, **properties)
    said.said("profilo", "Organisation Officina", "PROVIDES", f"Resource {thing}", "done")
    return said.said("profilo", "Organisation Officina", "LOCATED_IN", f"Place {place}")


@pytest.mark.parametrize(
    ("needed", "given_", "kind"),
    [
        ("uno spazio più grande", "magazzino", "space"),
        ("un locale adatto", "palestra comunale", "space"),
        ("volontari", "maestre in pensione", "people"),
        ("un mezzo", "autobus da cinquanta", "equipment"),
    ],
)
def test_who_asks_for_no_more_than_a_kind_is_answered_perhaps_by_what_is_of_it(
    needed: str, given_: str, kind: str
) -> None:
    card = only(giving(wanting(needed, kind), given_, kind))
    assert card.state is State.WEAKLY_COVERED and card.score.absence.reason.code == "perhaps-given-by"
    assert [candidate.key for candidate in card.candidates] == [key("Organisation Officina")]
    assert only(giving(wanting(needed, kind), given_, "data")).state is State.GAP


def test_a_kind_is_answered_only_by_what_is_near_and_free_and_a_vehicle_by_no_chair() -> None:
    assert only(giving(wanting("uno spazio più grande"), "magazzino", place="Chissà")).state is State.GAP
    taken = giving(wanting("uno spazio più grande"), "magazzino")
    assert only(taken.said("nota", "Resource magazzino", "USED_IN", "Action Mercato")).state is State.GAP
    assert only(giving(wanting("un mezzo", "equipment"), "120 sedie pieghevoli", "equipment")).state is State.GAP
    assert only(giving(wanting("uno spazio riscaldato"), "magazzino")).state is State.GAP, "it says more than the kind"
    assert only(giving(wanting("sei persone", "people"), "tre ettari", "people", unit="ettari")).state is State.GAP
    material = giving(wanting("furgone attrezzato", "equipment"), "materiale", "equipment")
    assert only(material.said("profilo", "Resource materiale", "USED_IN", "Action Mensa")).state is State.GAP


def test_what_is_given_for_just_this_under_no_more_than_its_kind_is_a_perhaps() -> None:
    said = giving(wanting("otto autisti", "people", amount=8), "cinque persone nuove", "people", amount=5)
    assert only(said).state is State.GAP
    card = only(said.said("profilo", "Resource cinque persone nuove", "USED_IN", "Action Mensa"))
    assert card.state is State.WEAKLY_COVERED
    assert (card.score.absence.reason.code, card.score.absence.reason.values["perhaps"]) == (
        "given-of-needed-perhaps",
        5,
    )


def test_who_comes_to_do_just_this_may_be_who_is_asked_for() -> None:
    said = giving(wanting("dieci volontari per seguire i compiti", "people", amount=10), "maestre", "people", amount=4)
    assert only(said).state is State.GAP
    card = only(said.said("profilo", "Resource maestre", "USED_IN", "Action Mensa"))
    assert card.score.absence.reason.values["perhaps"] == 4 and card.state is State.WEAKLY_COVERED


def test_things_are_counted_like_money_and_a_part_of_them_said_in_figures() -> None:
    said = giving(wanting("dodici posti letto", amount=12, unit="posti"), "sette posti letto", amount=7, unit="posti")
    card = only(said)
    assert card.state is State.WEAKLY_COVERED and card.score.absence.value == pytest.approx(5 / 12)
    assert card.score.absence.reason.code == "given-of-needed"
    assert [card.score.absence.reason.values[name] for name in ("given", "needed", "unit")] == [7, 12, "posti"]
    said.node("Resource cinque posti letto", kind="space", amount=5, unit="posti")
    said.said("lettera", "Organisation Parrocchia", "PROVIDES", "Resource cinque posti letto")
    assert only(said.said("lettera", "Organisation Parrocchia", "LOCATED_IN", "Place Valserena")).state is State.COVERED


def test_amounts_of_two_units_are_not_compared() -> None:
    card = only(giving(wanting("sala di cento metri", amount=100, unit="mq"), "due sale", amount=2))
    assert card.state is State.WEAKLY_COVERED and card.score.absence.reason.code == "perhaps-given-by"


def test_an_alias_meets_it() -> None:
    said = offered(mensa(), "Ducato")
    assert only(said).state is State.GAP
    said.node("Resource Ducato", aliases=["furgone frigo refrigerato"])
    assert only(said).state is State.COVERED


@pytest.mark.parametrize("status", ["planned", "proposed"])
def test_a_perhaps_covers_weakly_and_is_a_candidate(status: str) -> None:
    card = only(offered(mensa(), status=status))
    assert card.state is State.WEAKLY_COVERED
    assert [c.key for c in card.candidates] == [key("Organisation Officina")]
    assert f"only-{status}" in [reason.code for reason in card.candidates[0].reasons]


def test_who_is_nowhere_known_is_where_its_documents_speak_of() -> None:
    said = mensa()
    said.node("Resource mezzi refrigerati", kind="equipment")
    said.said("nota", "Organisation Officina", "PROVIDES", "Resource mezzi refrigerati", "done")
    assert only(said).state is State.WEAKLY_COVERED
    said.node("Place Lontano", kind="province")
    said.said("atlante", "Place Altrove", "PART_OF", "Place Lontano")
    said.said("nota", "Organisation Vicini", "LOCATED_IN", "Place Altrove")
    card = only(said)
    assert card.state is State.GAP
    assert [reason.code for reason in card.candidates[0].reasons] == ["offers", "near-elsewhere"]
    said.said("nota", "Organisation Noi", "LOCATED_IN", "Place Valserena")
    assert only(said).state is State.WEAKLY_COVERED


def test_a_place_without_province_is_not_moved_to_the_territory_of_the_document() -> None:
    said = offered(mensa(), place="Berlino")
    said.node("Document profilo", territory="Valserena")
    assert only(said).state is State.WEAKLY_COVERED


@pytest.mark.parametrize(("territory", "state"), [("VALSERENA", State.COVERED), ("Altrove", State.GAP)])
def test_who_is_nowhere_known_is_of_the_territory_of_its_document(territory: str, state: State) -> None:
    said = mensa().said("nota", "Organisation Officina", "PROVIDES", "Resource mezzi refrigerati")
    said.node("Resource mezzi refrigerati", kind="equipment")
    said.node("Place Lontano", kind="province")
    said.said("atlante", "Place Altrove", "PART_OF", "Place Lontano")
    said.node("Document nota", territory=territory)
    assert only(said).state is state


def test_the_same_province_is_near_another_is_not_and_an_unknown_place_is_a_doubt() -> None:
    said = offered(mensa(), place="Pietrafonda").said("atlante", "Place Pietrafonda", "PART_OF", "Place Montelargo")
    assert only(said).state is State.COVERED
    far = offered(mensa(), place="Lontano").said("atlante", "Place Lontano", "PART_OF", "Place Altrove")
    far.node("Place Altrove", kind="province")
    assert only(far).state is State.GAP
    assert [reason.code for reason in only(far).candidates[0].reasons] == ["offers", "near-elsewhere"]
    assert only(offered(mensa(), place="Chissà")).state is State.WEAKLY_COVERED


def test_a_member_of_the_consortium_that_leads_is_near_wherever_its_seat_is() -> None:
    said = offered(mensa(), place="Lontano").said("atlante", "Place Lontano", "PART_OF", "Place Altrove")
    said.node("Place Altrove", kind="province")
    assert (
        only(said.said("statuto", "Organisation Officina", "MEMBER_OF", "Organisation Radici")).state is State.COVERED
    )


def test_what_is_given_for_something_else_does_not_meet_it_but_can_be_asked_for() -> None:
    said = offered(mensa()).said("profilo", "Resource mezzi refrigerati", "USED_IN", "Action Mercato")
    assert only(said).state is State.GAP
    assert only(said).candidates[0].reasons[-1].code == "given-elsewhere"
    meant = offered(mensa(), place="Altrove").said("profilo", "Resource mezzi refrigerati", "USED_IN", "Action Mensa")
    assert only(meant).state is State.COVERED


def test_money_is_counted_and_a_part_of_it_said_in_figures() -> None:
    said = costing().said("delibera", "Organisation Fondazione", "FUNDS", "Action Mensa", amount=120_000, unit="EUR")
    said.node("Resource contributo", kind="money", amount=120_000, unit="EUR")
    said.said("delibera", "Organisation Fondazione", "PROVIDES", "Resource contributo")
    said.said("delibera", "Resource contributo", "USED_IN", "Action Mensa")
    card = only(said)
    assert card.state is State.WEAKLY_COVERED
    assert card.score.absence.value == pytest.approx(1 - 120 / 350)
    told = card.score.absence.reason
    assert (told.code, told.values["given"], told.values["needed"]) == ("given-of-needed", 120_000, 350_000)
    said.said("nota", "Organisation Banca", "FUNDS", "Action Mensa", amount=230_000, unit="EUR")
    assert only(said).state is State.COVERED


def test_money_for_nothing_in_particular_meets_no_need_of_money() -> None:
    said = costing()
    said.node("Resource fondo", kind="money", amount=900_000, unit="EUR")
    assert only(said.said("bando", "Organisation Banca", "PROVIDES", "Resource fondo")).state is State.GAP


def test_a_share_in_per_cent_is_one_of_what_is_needed() -> None:
    said = costing().said("delibera", "Organisation Banca", "FUNDS", "Action Mensa", amount=60, unit="%")
    assert only(said).score.absence.value == pytest.approx(0.4)


def test_a_cost_without_giver_is_a_requirement_by_rule() -> None:
    said = Saying()
    said.node("Resource costo", kind="money", amount=350_000, unit="EUR")
    said.said("scheda", "Resource costo", "USED_IN", "Action Mensa", "planned")
    said.said("delibera", "Organisation Banca", "FUNDS", "Action Mensa", amount=120_000, unit="EUR")
    card = only(said)
    assert (card.rule, card.requirement.rule, card.state) == ("stated-cost", "stated-cost", State.WEAKLY_COVERED)


def costs(text: str, kind: str = "sentence", amount: str = "18.000 euro") -> Saying:
    """A passage of a plan states a cost of the canteen in these words."""
    said = Saying().said("verbale", "Organisation Radici", "LEADS", "Action Mensa")
    money = said.node(f"Resource {amount}", kind="money", amount=18_000, unit="EUR")
    said.document("piano")
    said.node("Passage voce", text=text, kind=kind, start=0, document="piano")
    quoted: dict[str, Property] = {"evidence": ["voce"], "spans": [f"0-{len(text)}"], "confidence": 1.0}
    said.edges.append(Edge("USED_IN", money, key("Action Mensa"), "USED_IN", "planned", quoted))
    return said


@pytest.mark.parametrize(
    "text",
    [
        "La spesa, 18.000 euro, è coperta dai fondi già assegnati alla scuola.",
        "18.000 euro, finanziamento regionale già decretato",
        "1.2 | Mensa | Radici | 18.000 euro (Fondo nazionale politiche sociali, già assegnati) | 31/12/2026",
        "1.2 | Mensa | 18.000 euro | Fondo nazionale, già assegnato | 31/12/2026",
        "Costo: 18.000 euro. La spesa è a carico del bilancio comunale. Altri lavori sono da definire.",
        "Due operatrici e 18.000 euro di fondi FAMI.",
        "Risorse: 18.000 euro (FNPS)",
    ],
)
def test_a_cost_of_which_its_own_words_say_that_it_is_covered_asks_for_nothing(text: str) -> None:
    assert requirement_cards(costs(text).view()) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Costo: 18.000 euro, copertura da reperire.",
        "18.000 euro, di cui 5.000 già assegnati",
        "18.000 euro (fondo regionale, da richiedere)",
        "18.000 euro: nel bilancio 2026 non vi è copertura",
        "18.000 euro, richiesti a un fondo e non ancora coperti da altri",
        "Costo: 18.000 euro. Il personale è già assegnato al servizio.",
        "1.2 | Mensa | 18.000 euro | personale già assegnato | 31/12/2026",
        "La palestra, coperta da poco, serve per la mensa: 18.000 euro.",
    ],
)
def test_what_says_less_leaves_the_cost_open(text: str) -> None:
    card = only(costs(text))
    assert (card.rule, card.state) == ("stated-cost", State.GAP)


def test_a_cost_that_somebody_was_hardly_read_to_give_is_asked_for_and_perhaps_met() -> None:
    said = costs("Costo: 18.000 euro.").said("piano", "Organisation Faro", "PROVIDES", "Resource 18.000 euro")
    assert requirement_cards(said.view()) == ()
    said.edges[-3:] = [replace(e, properties={**e.properties, "confidence": 0.2}) for e in said.edges[-3:]]
    assert only(said).state is State.WEAKLY_COVERED


def test_a_refusal_is_evidence_against_and_takes_its_promise_back() -> None:
    said = offered(mensa(), status="planned")
    said.said("lettera", "Organisation Officina", "PROVIDES", "Resource mezzi refrigerati", "denied")
    card = only(said)
    assert card.state is State.GAP and card.candidates == ()
    assert "denied" in card.search.against[0].text
    money = costing().said("lettera", "Organisation Banca", "FUNDS", "Action Mensa", "denied")
    assert len(only(money).search.against) == 1


def test_a_need_that_is_denied_is_none() -> None:
    assert requirement_cards(Saying().said("piano", "Action Mensa", "NEEDS", "Resource furgoni", "denied").view()) == ()


def test_what_was_given_before_the_need_begins_does_not_meet_it() -> None:
    said = mensa()
    said.node("Action Mensa", since="2027")
    said.node("Resource mezzi refrigerati", kind="equipment")
    said.said("profilo", "Organisation Officina", "PROVIDES", "Resource mezzi refrigerati", until="2025-12")
    said.said("profilo", "Organisation Officina", "LOCATED_IN", "Place Valserena")
    assert only(said).state is State.GAP
    assert only(said).candidates[0].reasons[-1].code == "another-time"


@pytest.mark.parametrize(
    ("until", "state"), [("2025-12", State.GAP), ("2026-12", State.COVERED), (None, State.COVERED)]
)
def test_what_had_ended_when_the_need_was_told_does_not_meet_it(until: str | None, state: State) -> None:
    said = mensa()
    said.document("piano", "2026-03-01")
    said.node("Resource mezzi refrigerati", kind="equipment", amount=2)
    said.said("profilo", "Organisation Officina", "PROVIDES", "Resource mezzi refrigerati", until=until or "")
    said.said("profilo", "Organisation Officina", "LOCATED_IN", "Place Valserena")
    assert only(said).state is state


def read_of() -> Saying:
    """The canteen, named by three more documents that say nothing of vans."""
    said = mensa()
    for name in ("nota", "cronaca", "avviso"):
        said.said(name, "Organisation Radici", "LEADS", "Action Mensa")
    return said


def test_the_decisive_source_is_the_one_that_changes_the_state_else_the_one_that_requires_it() -> None:
    assert only(mensa()).decisive_source == "verbale"  # all else that was read of the canteen
    assert only(read_of()).decisive_source == "piano"
    stated_twice = read_of().said("verbale", "Action Mensa", "NEEDS", "Resource due furgoni refrigerati")
    assert only(stated_twice).decisive_source is None
    card = only(offered(stated_twice))
    assert card.state is State.COVERED and card.decisive_source == "profilo"
    low, high = card.confidence
    assert low == card.score.total == 0.0 and high > 0.5


def test_another_measure_of_meaning_can_be_handed_in() -> None:
    said = offered(mensa(), "Ducato isotermico")
    assert only(said).state is State.GAP
    (card,) = requirement_cards(
        said.view(), Likeness(lambda one, other: 0.9 if "Ducato" in other else 0.0, at_least=0.8, sure=0.8)
    )
    assert card.state is State.COVERED


AMOUNTS = st.one_of(st.none(), st.integers(1, 500_000))
STATUSES = st.sampled_from([status.value for status in Status if status is not Status.DENIED])
Given = tuple[int | None, str, bool]
"""Amount, status, and whether it is given for what needs it."""


def given_by(said: Saying, number: int, kind: str, what: Given) -> Saying:
    """Another body gives some vans, said in a document of its own."""
    amount, status, meant = what
    thing = f"Resource furgoni {'abcdefgh'[number]}"
    said.node(thing, kind=kind, **({"amount": amount} if amount else {}))
    said.said(f"nota {number}", f"Organisation ente {number}", "PROVIDES", thing, status)
    if meant:
        said.said(f"nota {number}", thing, "USED_IN", "Action Mensa", status)
    return said.said(f"nota {number}", f"Organisation ente {number}", "LOCATED_IN", "Place Valserena")


def needing(kind: str, offers: list[Given]) -> Saying:
    said = read_of()
    said.node("Resource due furgoni refrigerati", kind=kind, amount=200_000)
    for number, offer in enumerate(offers):
        given_by(said, number, kind, offer)
    return said


@given(st.lists(st.tuples(AMOUNTS, STATUSES, st.booleans()), max_size=4), st.sampled_from(["money", "equipment"]))
def test_the_decisive_source_decides_and_the_range_is_that_of_the_view_without_each(
    offers: list[Given], kind: str
) -> None:
    """The oracle is the whole judgement on the view without the document."""
    view = needing(kind, offers).view()
    (card,) = requirement_cards(view)
    notes = [f"nota-{number}" for number in range(len(offers))]
    without_each = [requirement_cards(without(view, note))[0] for note in notes]
    totals = [card.score.total, *(other.score.total for other in without_each)]
    assert card.confidence == pytest.approx((min(totals), max(totals)))
    changing = [note for note, other in zip(notes, without_each, strict=True) if other.state is not card.state]
    assert card.decisive_source in (changing or ["piano"])


@given(
    st.lists(st.tuples(AMOUNTS, STATUSES, st.booleans()), max_size=4),
    AMOUNTS,
    STATUSES,
    st.booleans(),
    st.sampled_from(["money", "equipment"]),
)
def test_a_new_provider_never_raises_a_score(
    first: list[Given], amount: int | None, status: str, meant: bool, kind: str
) -> None:
    said = needing(kind, first)
    before = only(said).score
    after = only(given_by(said, 7, kind, (amount, status, meant))).score
    assert after.total <= before.total + 1e-12
    assert after.absence.value <= before.absence.value + 1e-12
