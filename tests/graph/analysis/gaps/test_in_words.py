"""What documents say of a plan's actions in words of which no claim was read: that they stand or not, who answers for
them, what has come, what lacks still, what a letter takes back.
"""

import pytest

from graph.analysis.gaps.about import About
from graph.analysis.gaps.cards import Card, State
from graph.analysis.gaps.families import Question, gaps
from graph.analysis.gaps.setting_out import titled_whole
from graph.analysis.gaps.spoken import Spoken
from graph.analysis.gaps.withdrawn import Withdrawals
from graph.store.port import Edge, Property
from tests.graph.analysis.gaps.saying import Saying, key

TODAY = "2026-11-30"
FAMILIES = ("requirement", "implementation", "generational")
SPOKEN = "Action Censimento degli incolti"


def plan() -> Saying:
    """A plan of three actions; two bodies are named in it, so that what names one of them may speak of it."""
    said = Saying()
    said.document("piano", "2025-01-15")
    for action in (SPOKEN, "Action Sala prove", "Action Corriera a chiamata"):
        said.said("piano", action, "ADDRESSES", "Area Terra")
    said.said("piano", "Organisation Faro", "LEADS", SPOKEN, "planned")
    return said


def written(said: Saying, document: str, *passages: str, date: str = "2026-09-01", kind: str = "report") -> Saying:
    """A document that names the leader; passages that begin with "# " are headings."""
    said.document(document, date)
    said.node(f"Document {document}", kind=kind)
    start = 0
    for number, words in enumerate(passages, 1):
        heading = words.startswith("# ")
        text = words.removeprefix("# ")
        as_: Property = "heading" if heading else "sentence"
        about: dict[str, Property] = {"text": text, "kind": as_, "number": number, "start": start}
        said.node(f"Passage {document}/{number}", **about, document=document)
        start += len(text) + 2
    said.edges.append(Edge("MENTIONED_IN", key("Organisation Faro"), ("Document", document)))
    return said


def cards(said: Saying) -> tuple[Card, ...]:
    return gaps(Question(said.view(), TODAY), FAMILIES)


def card(said: Saying, rule: str, subject: str = SPOKEN, thing: str | None = None) -> Card:
    found = [c for c in cards(said) if c.rule == rule and c.subjects[0] == key(subject)]
    (one,) = [c for c in found if thing is None or c.subjects[1] == key(thing)]
    return one


def late() -> Saying:
    said = plan()
    said.node(SPOKEN, until="2026-03-31", code="1.2")
    said.node("Resource rilevatori", kind="people")
    return said.said("piano", SPOKEN, "NEEDS", "Resource rilevatori")


@pytest.mark.parametrize(
    ("passages", "state"),
    [
        (("Il censimento si è chiuso il 20 marzo.",), State.COVERED),
        (("# INCOLTI", "Lavori conclusi a marzo."), State.COVERED),
        (("# Censimento incolti: non ancora", "Manca il geometra."), State.GAP),
        (("Il censimento ha aperto, quattro comuni su sei sono rilevati.",), State.WEAKLY_COVERED),
        (("Un censimento degli uccelli è partito a marzo.",), State.GAP),
        (("# CENSIMENTO INCOLTI", "Laboratori e iniziative per i giovani, in corso Garibaldi 12."), State.GAP),
        (("# CENSIMENTO INCOLTI", "Sono stati completati quattro tratti su sei."), State.WEAKLY_COVERED),
        (("# CENSIMENTO INCOLTI", "Non solo è partito, ma è concluso."), State.COVERED),
        (("# CENSIMENTO INCOLTI", "Il rilievo è finito, le mappe no."), State.WEAKLY_COVERED),
        (("# CENSIMENTO INCOLTI", "È partito, i rilevatori sono quattro su sei."), State.COVERED),
        (("1. Censimento degli incolti", "2. Varie", "Il servizio è partito a marzo."), State.GAP),
        (("Az. 1.2 – Rilievi.", "Lavori conclusi a marzo."), State.COVERED),
        (("**Scheda 1.2.** Chiusa: i lavori sono conclusi.",), State.COVERED),
        (("Az. 1.3 – Rilievi.", "Lavori conclusi a marzo."), State.GAP),
        (("Il censimento è stato portato a termine.",), State.COVERED),
        (("Intervento 1.2 del PNRR: lavori conclusi a marzo.",), State.GAP),
        (("# CORRIERA A CHIAMATA", "È partita il 3 marzo."), State.GAP),
    ],
)
def test_how_an_action_stands_is_found_where_no_mention_was_read(passages: tuple[str, ...], state: State) -> None:
    """The document names who was to do it, so that it could have told."""
    assert card(written(late(), "relazione", *passages), "overdue").state is state


@pytest.mark.parametrize(("gap", "state"), [(1, State.COVERED), (2, State.GAP)], ids=["same paragraph", "next one"])
def test_what_follows_in_a_paragraph_is_said_of_the_action_that_it_names(gap: int, state: State) -> None:
    first, second = "Dal censimento degli incolti una buona notizia.", "Si è chiuso il 20 marzo."
    said = written(late(), "relazione", first, second)
    said.node("Passage relazione/2", start=len(first) + gap)
    assert card(said, "overdue").state is state


def test_what_was_done_before_its_deadline_is_done_and_the_newest_document_is_right() -> None:
    early = written(late(), "verbale", "Il censimento è partito a ottobre.", date="2025-11-01", kind="minutes")
    assert card(early, "overdue").state is State.COVERED
    later = written(early, "nota", "Il censimento è sospeso da maggio.", date="2026-08-01")
    assert card(later, "overdue").state is State.GAP


def test_a_document_of_nobody_that_the_plan_names_speaks_of_something_else() -> None:
    said = written(late(), "altrove", "Il censimento si è chiuso il 20 marzo.")
    said.edges.pop()
    assert not list(About(said.view()).mentions(key(SPOKEN)))[1:]


@pytest.mark.parametrize(
    ("rule", "text", "state"),
    [
        ("responsible", "La gestione è stata affidata alla cooperativa Il Ramo.", State.COVERED),
        ("responsible", "Il Ramo potrebbe prendersi l'organizzazione, se il direttivo vuole.", State.WEAKLY_COVERED),
        ("responsible", "Non si è trovato chi ne assuma la gestione.", State.GAP),
        ("indicator", "L'esito si considera buono con almeno 25 iscritti.", State.COVERED),
        ("indicator", "L'indicatore resta da fissare.", State.GAP),
        ("deadline", "I lavori si concludono entro il 30/06/2027.", State.COVERED),
    ],
)
def test_other_papers_supply_what_the_plan_left_open(rule: str, text: str, state: State) -> None:
    said = plan()
    said.said("piano", SPOKEN, "MEASURED_BY", "Indicator ettari")
    dated: dict[str, Property] = {"evidence": ["piano/2"], "spans": ["0-9"], "evidence_of": ["until"]}
    said.node("Action Corriera a chiamata", until="2027-01-01", **dated)
    assert card(written(said, "verbale", "# Sala prove", text), rule, "Action Sala prove").state is state


def test_an_agreement_is_about_the_one_action_that_its_opening_names() -> None:
    said = plan().said("piano", SPOKEN, "MEASURED_BY", "Indicator ettari")
    pact = ("# Patto di collaborazione «Sala prove»", "# Art. 5 – Verifica", "Almeno venti gruppi nel primo anno.")
    written(said, "patto", *pact, kind="agreement")
    said.node("Passage patto/3", heading="Art. 5 – Verifica")
    assert card(said, "indicator", "Action Sala prove").state is State.COVERED


def asking(thing: str, **properties: Property) -> Saying:
    said = plan()
    said.node(f"Resource {thing}", **{"kind": "equipment", **properties})
    return said.said("piano", "Action Sala prove", "NEEDS", f"Resource {thing}")


@pytest.mark.parametrize(
    ("thing", "text", "state"),
    [
        ("impianto audio", "Abbiamo comprato un impianto audio, lo abbiamo consegnato a maggio.", State.COVERED),
        ("impianto audio", "L'impianto audio manca ancora.", State.GAP),
        ("impianto audio", "La banda ha promesso il suo impianto audio.", State.WEAKLY_COVERED),
        ("impianto audio", "Per la corriera è arrivato un impianto audio.", State.UNKNOWN),
        ("sala più grande", "È stata consegnata la sala della biblioteca.", State.UNKNOWN),
    ],
    ids=["come", "still lacks", "promised", "for another action", "no name of its own"],
)
def test_a_thing_with_a_name_of_its_own_is_found_wherever_a_near_document_tells_of_it(
    thing: str, text: str, state: State
) -> None:
    kind = "space" if thing.startswith("sala") else "equipment"
    said = written(asking(thing, kind=kind), "pagina", text, kind="profile")
    assert card(said, "stated-need", "Action Sala prove").state is state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("I tamburi sono quattro su sei.", State.WEAKLY_COVERED),
        ("Tamburi per ora due, entrambi usati.", State.WEAKLY_COVERED),
        ("Sono arrivati i sei tamburi.", State.COVERED),
        ("È arrivato uno dei sei tamburi.", State.WEAKLY_COVERED),
        ("I sei tamburi sono arrivati il 5 marzo.", State.COVERED),
        ("I tamburi in sala sono due; il terzo non si trova.", State.WEAKLY_COVERED),
        ("Tamburi: la banda ne ha dati due.", State.WEAKLY_COVERED),
        ("Sono arrivati **due tamburi**.", State.WEAKLY_COVERED),
        ("Siamo rimasti senza tamburi.", State.GAP),
        ("I tamburi vanno comprati.", State.UNKNOWN),
    ],
)
def test_fewer_than_are_needed_are_a_part(text: str, state: State) -> None:
    said = written(asking("sei tamburi", amount=6), "pagina", text, kind="profile")
    assert card(said, "stated-need", "Action Sala prove").state is state


@pytest.mark.parametrize(
    ("passages", "state"),
    [
        (("La fondazione ha versato l'intera somma, 9.000 euro.",), State.COVERED),
        (("Il Comune mette 5.000 euro.", "L'Unione mette 4.000 euro."), State.COVERED),
        (("Il Comune mette 4.500 euro.", "Anche l'Unione mette 4.500 euro."), State.COVERED),
        (("Nel 2026 il Comune mette 4.000 euro.", "Nel 2026 l'Unione mette 5.000 euro."), State.COVERED),
        (("Sono stati versati 3.000 euro dei 9.000 previsti.",), State.GAP),
        (("Il Comune mette 5.000 euro.",), State.GAP),
        (("Gli altri 9.000 euro sono ancora da trovare.",), State.GAP),
    ],
)
def test_a_cost_is_covered_by_the_whole_or_what_adds_up_to_it(passages: tuple[str, ...], state: State) -> None:
    said = plan()
    said.node("Resource 9.000 euro", kind="money", amount=9000, unit="EUR")
    said.said("piano", "Resource 9.000 euro", "USED_IN", "Action Sala prove", "planned")
    said.said("relazione", "Organisation Banca", "FUNDS", SPOKEN)
    assert card(written(said, "nota", "# Sala prove", *passages), "stated-cost", "Action Sala prove").state is state


LETTER = (
    "# FARO COOPERATIVA",
    "Oggetto: mezzo in prestito",
    "Il minibus che avevamo promesso ci serve.",
    "Siamo costretti a ritirare la disponibilità data.",
)


def test_a_letter_takes_back_what_its_writer_gave_though_no_sentence_says_both() -> None:
    said = plan()
    said.node("Resource minibus", kind="equipment")
    said.said("piano", "Organisation Faro", "PROVIDES", "Resource minibus", "planned")
    said.said("piano", "Resource minibus", "USED_IN", "Action Corriera a chiamata", "planned")
    assert not [c for c in cards(said) if c.rule == "stated-need"], "nothing lacks yet"
    written(said, "lettera", *LETTER, kind="profile")
    said.edges[-1] = Edge(
        "MENTIONED_IN", key("Organisation Faro"), ("Document", "lettera"), properties={"evidence": ["lettera/1"]}
    )
    taken = card(said, "stated-need", "Action Corriera a chiamata")
    assert taken.state is State.GAP
    assert [quotation.text for quotation in taken.search.against] == [LETTER[3]]


def test_what_a_letter_confirms_stays_given() -> None:
    said = plan()
    said.node("Resource minibus", kind="equipment")
    said.said("piano", "Organisation Faro", "PROVIDES", "Resource minibus", "planned")
    said.said("piano", "Resource minibus", "USED_IN", "Action Corriera a chiamata", "planned")
    kept = ("# FARO COOPERATIVA", "Oggetto: sala", "Il minibus invece lo confermo.", LETTER[3])
    written(said, "lettera", *kept, kind="profile")
    said.edges[-1] = Edge(
        "MENTIONED_IN", key("Organisation Faro"), ("Document", "lettera"), properties={"evidence": ["lettera/1"]}
    )
    assert not [c for c in cards(said) if c.rule == "stated-need"]


def test_minutes_that_name_a_charity_are_no_letter() -> None:
    said = plan()
    said.node("Resource sala", kind="space")
    said.said("piano", "Organisation Faro", "PROVIDES", "Resource sala")
    words = (
        "Incontro presso il Faro.",
        "Caritas propone di usare la sala.",
        "La sala non può ospitare più di 30 persone.",
    )
    written(said, "verbale", *words, kind="minutes")
    view = said.view()
    assert Withdrawals(view).applied() is view


def test_a_place_elsewhere_in_a_sentence_does_not_tell_which_of_two_titles_is_meant() -> None:
    said = plan()
    for town in ("Albugnano", "Calosso"):
        said.said("piano", f"Action Rete degli alloggi di {town}", "ADDRESSES", "Area Terra")
        said.node(f"Place {town}", kind="municipality")
        said.node(f"Action Rete degli alloggi di {town}", until="2026-03-31")
    written(said, "verbale", "Albugnano finanzia la rete degli alloggi di Calosso.")

    assert not list(Spoken(said.view()).mentions(key("Action Rete degli alloggi di Albugnano")))


def test_titles_that_are_parts_of_one_another_end() -> None:
    said = Saying()
    for one, other in (("Action A", "Action B"), ("Action B", "Action A")):
        said.said("piano", one, "PART_OF", other)
    for passage in [key_ for key_ in said.nodes if key_[0] == "Passage"]:
        said.node(f"Passage {passage[1]}", kind="row")
    assert titled_whole(said.view(), key("Action A")) in {key("Action A"), key("Action B")}


def test_that_those_whom_it_is_for_were_never_asked_is_read_as_their_absence() -> None:
    said = plan()
    said.node("Group anziani", category="senior", of="people")
    said.said("piano", "Action Sala prove", "SERVES", "Group anziani")
    assert card(said, "speaks-without/senior", "Action Sala prove").state is State.UNKNOWN
    written(said, "verbale", "# Sala prove", "Nessuno ha mai chiesto a loro come la vorrebbero.")
    assert card(said, "speaks-without/senior", "Action Sala prove").state is State.GAP


def test_what_a_body_asks_for_where_one_action_is_spoken_of_the_action_needs() -> None:
    said = plan()
    said.node("Resource geometra", kind="people")
    written(said, "pagina", "# Censimento incolti", "La cooperativa cerca un geometra.")
    asked: dict[str, Property] = {"evidence": ["pagina/2"], "confidence": 0.9}
    needs = Edge("NEEDS", key("Organisation Faro"), key("Resource geometra"), status="proposed", properties=asked)
    said.edges.append(needs)
    assert card(said, "stated-need").subjects == (key(SPOKEN), key("Resource geometra"))


def test_whoever_is_elected_in_a_town_tells_no_title_of_an_action_there() -> None:
    said = plan().said("piano", "Action Officina del riuso a Predore", "ADDRESSES", "Area Terra")
    said.node("Organisation Comune di Predore", kind="public_body")
    written(said, "verbale", "Il Comune di Predore finanzia un'officina digitale ad Albano.")
    assert not list(Spoken(said.view()).mentions(key("Action Officina del riuso a Predore")))


@pytest.mark.parametrize("title", ["Spesa sospesa", "Mai più soli", "Nessuno escluso"])
def test_the_words_of_a_title_do_not_say_how_its_action_stands(title: str) -> None:
    said = plan().said("piano", f"Action {title}", "ADDRESSES", "Area Terra")
    said.node(f"Action {title}", until="2026-03-31")
    written(said, "relazione", f"«{title}» si è conclusa a marzo.")
    told: dict[str, Property] = {"evidence": ["relazione/1"]}
    said.edges.append(Edge("MENTIONED_IN", key(f"Action {title}"), ("Document", "relazione"), properties=told))
    assert card(said, "overdue", f"Action {title}").state is State.COVERED
