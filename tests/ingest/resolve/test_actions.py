"""Actions that documents name in short are those that a plan sets out, where exactly one fits."""

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

import pytest
from sqlalchemy import delete, select, update

from graph.extraction import Batch, Document, Mention, Passage
from graph.ledger import decisions, writing
from graph.ledger import tables as t
from graph.ledger.anchors import Place
from graph.ledger.ledger import Ledger
from graph.ledger.matches import replace_matches
from graph.ledger.writing import Original
from ingest.resolve.explain import explain
from ingest.resolve.resolve import resolve
from tests.ingest.resolve.helpers import new_ledger

_TYPES = {"A": "Action", "O": "Organisation", "P": "Plan"}
_MARKED = re.compile(r"\{(?P<type>[AOP])(?P<code>\d\.\d)?(?P<more>\+)? (?P<words>[^}]*)\}")

PLAN = """Piano di comunità della Valle Alta 2025-2027
{A1.2 Foresteria nell'ex colonia di Caviola}, a cura del {O Comune di Falcade} con {O Lenti Cordevole}
{A2.4 Numero unico di prenotazione}
{A3.1 Tirocini "Mani in carta"}
{A4.1 Trasporto a chiamata}
{A4.2 Banca del tempo di Vallada}"""
MINUTES = """Seduta del {P Piano di comunità}
{O Comune di Falcade}: {A foresteria} apre a luglio, {A numero unico} risponde"""


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with new_ledger() as opened:
        yield opened


def read(ledger: Ledger, source: str, marked: str, kind: str = "minutes") -> None:
    """Reads lines in which "{A1.2 words}" is an action with its code, "{O words}" a body, "{P words}" a plan.

    "{A+ words}" is another mention of the action before it. The first line is the title.
    """
    text = ""
    passages: list[Passage] = []
    mentions: list[Mention] = []
    for line in marked.splitlines():
        start = len(text)
        at = 0
        for found in _MARKED.finditer(line):
            text += line[at : found.start()]
            number = f"m{len(mentions)}"
            same = mentions[-1].entity if found["more"] else number
            code = {"code": found["code"]} if found["code"] else {}
            end = len(text) + len(found["words"])
            passage = f"p{len(passages)}"
            name = _TYPES[found["type"]]
            mentions.append(Mention(number, name, len(text), end, found["words"], passage, same, code))
            text, at = text + found["words"], found.end()
        text += line[at:]
        passages.append(Passage(f"p{len(passages)}", "sentence", start, len(text), text[start:]))
        text += "\n"
    document = Document(f"{source}-1", source, text, title=marked.splitlines()[0], kind=kind)
    with ledger.write() as connection:
        batch = Batch(tuple(passages), tuple(mentions), (), ())
        original = Original(document.id, source, "text/plain")
        writing.record_reading(connection, source, original, (document, [batch]), "1")


def told(ledger: Ledger) -> set[frozenset[str]]:
    """The names of what became one action, of those with several."""
    found: dict[str, set[str]] = {}
    m, r = t.mentions.c, t.resolutions.c
    query = select(r.entity, m.text).join(
        t.mentions, (m.extraction == r.extraction) & (m.reference == r.reference) & (m.type == "Action")
    )
    with ledger.read() as connection:
        for entity, text in connection.execute(query):
            found.setdefault(entity, set()).add(text)
    return {frozenset(names) for names in found.values() if len(names) > 1}


def whole(ledger: Ledger, *documents: tuple[str, str, str]) -> set[frozenset[str]]:
    """What becomes one action of these documents: name, text, kind."""
    for document in documents:
        read(ledger, *document)
    resolve(ledger)
    return told(ledger)


def place_of(ledger: Ledger, words: str) -> Place:
    m = t.mentions.c
    with ledger.read() as connection:
        extraction, reference = connection.execute(select(m.extraction, m.reference).where(m.text == words)).one()
    return extraction, reference


FORESTERIA = frozenset(["Foresteria nell'ex colonia di Caviola", "foresteria"])
NUMERO = frozenset(["Numero unico di prenotazione", "numero unico"])


def test_a_short_name_is_the_action_whose_title_begins_so(ledger: Ledger) -> None:
    assert whole(ledger, ("plan", PLAN, "plan"), ("minutes", MINUTES, "minutes")) == {FORESTERIA, NUMERO}


@pytest.mark.parametrize(
    ("named", "title"),
    [
        ("Mani in carta", 'Tirocini "Mani in carta"'),
        ("colonia di Caviola", "Foresteria nell'ex colonia di Caviola"),
        ("progetto Foresteria Caviola", "Foresteria nell'ex colonia di Caviola"),
        ("servizio a chiamata", "Trasporto a chiamata"),
        ("azione 2.4", "Numero unico di prenotazione"),
    ],
)
def test_or_which_quotes_it_holds_its_words_or_bears_the_code(ledger: Ledger, named: str, title: str) -> None:
    minutes = f"Seduta del {{P Piano di comunità}}\n{{O Lenti Cordevole}} parla: {{A {named}}}"
    assert whole(ledger, ("plan", PLAN, "plan"), ("minutes", minutes, "minutes")) == {frozenset([title, named])}


@pytest.mark.parametrize(
    "named",
    [
        "progetto",  # says nothing
        "colonia",  # one word from the middle of a title
        "foresterie",  # others, or any
        "trasporto scolastico",  # goes on otherwise
        "azione 9.9",  # no such code
        "Trasporto a CHI",  # an abbreviation is no word of a title
    ],
)
def test_what_tells_too_little_or_something_else_stays_apart(ledger: Ledger, named: str) -> None:
    minutes = f"Seduta del {{P Piano di comunità}}\n{{O Lenti Cordevole}} parla: {{A {named}}}"
    assert whole(ledger, ("plan", PLAN, "plan"), ("minutes", minutes, "minutes")) == set()


def test_another_code_or_another_name_of_the_same_thing_speaks_against_it(ledger: Ledger) -> None:
    coded = "Seduta del {P Piano di comunità}\n{O Comune di Falcade}: {A5.1 foresteria}"
    mixed = "Seduta del {P Piano di comunità}\n{O Comune di Falcade}: {A foresteria}, {A+ sportello bandi}"
    documents = [("plan", PLAN, "plan"), ("coded", coded, "minutes"), ("mixed", mixed, "minutes")]
    assert all(len(names & FORESTERIA) < 2 for names in whole(ledger, *documents))


def test_a_title_that_begins_with_what_is_to_be_done_is_told_with_and_without_it(ledger: Ledger) -> None:
    plan = f"{PLAN}\n{{A5.1 Aprire lo sportello casa di Caviola}}"
    for number, named in enumerate(("Aprire lo sportello casa di Caviola", "sportello casa")):
        read(ledger, f"minutes {number}", f"Seduta del {{P Piano di comunità}}\n{{O Comune di Falcade}}: {{A {named}}}")
    assert whole(ledger, ("plan", plan, "plan")) == {
        frozenset(["Aprire lo sportello casa di Caviola", "sportello casa"])
    }


def test_nothing_in_common_with_the_plan_joins_nothing(ledger: Ledger) -> None:
    elsewhere = "Altrove\n{O Comune di Bra}: {A numero unico}, {A foresteria}"
    other_years = "Seduta del {P Piano di comunità 2019-2021}\n{A numero unico} risponde"
    documents = [("plan", PLAN, "plan"), ("bra", elsewhere, "news"), ("old", other_years, "minutes")]
    assert whole(ledger, *documents) == set()


def test_one_word_needs_more_in_common_than_one_body(ledger: Ledger) -> None:
    note = "Nota\n{O Comune di Falcade}: {A foresteria}, {A banca del tempo}"
    banca = frozenset(["Banca del tempo di Vallada", "banca del tempo"])
    assert whole(ledger, ("plan", PLAN, "plan"), ("note", note, "news")) == {banca}


def test_one_word_beside_other_actions_of_the_plan_is_one_of_them_too(ledger: Ledger) -> None:
    note = "Nota\n{O Comune di Falcade}: {A numero unico di prenotazione}; {A banca del tempo}; {A foresteria}"
    joined = {
        frozenset(["Numero unico di prenotazione", "numero unico di prenotazione"]),
        frozenset(["Banca del tempo di Vallada", "banca del tempo"]),
        FORESTERIA,
    }
    assert whole(ledger, ("plan", PLAN, "plan"), ("note", note, "news")) == joined


OTHER_PLAN = """Piano sociale di Bra
{A1.1 Foresteria nella stazione}, a cura del {O Comune di Bra} e del {O Comune di Falcade}
{A1.2 Numero unico per la casa}"""


def test_of_two_plans_the_one_that_the_document_names(ledger: Ledger) -> None:
    bra = "Seduta del {P Piano sociale}\n{O Comune di Bra}: {A numero unico}"
    nobody_s = "Nota\n{O Comune di Falcade}: {A numero unico}"
    documents = [("plan", PLAN, "plan"), ("other", OTHER_PLAN, "plan")]
    documents += [("minutes", MINUTES, "minutes"), ("bra", bra, "minutes"), ("note", nobody_s, "news")]
    assert whole(ledger, *documents) == {
        FORESTERIA,
        NUMERO,
        frozenset(["Numero unico per la casa", "numero unico"]),
    }
    reasons = explained(ledger, "Numero unico per la casa")
    assert len(reasons) == 1, "the note's number could be either plan's"


def explained(ledger: Ledger, name: str) -> list[str]:
    """Why the references of the action of this title are one."""
    extraction, reference = place_of(ledger, name)
    r = t.resolutions.c
    with ledger.read() as connection:
        here = r.extraction == extraction, r.reference == reference
        entity = connection.execute(select(r.entity).where(*here)).scalar_one()
        return [link.reason for link in explain(connection, entity).links]


def test_the_explanation_says_it_in_words(ledger: Ledger) -> None:
    whole(ledger, ("plan", PLAN, "plan"), ("minutes", MINUTES, "minutes"))
    assert explained(ledger, "Numero unico di prenotazione") == [
        "an action that a plan sets out: the beginning of its title; the document names the plan"
    ]


def test_who_says_that_the_two_are_different_parts_them(ledger: Ledger) -> None:
    whole(ledger, ("plan", PLAN, "plan"), ("minutes", MINUTES, "minutes"))
    with ledger.write() as connection:
        ends = place_of(ledger, "numero unico"), place_of(ledger, "Numero unico di prenotazione")
        number = decisions.decide_pair(connection, "different", *ends, who="Ada")
    resolve(ledger)
    assert told(ledger) == {FORESTERIA}
    with ledger.write() as connection:
        decisions.undo(connection, number, who="Ada")
    resolve(ledger)
    assert told(ledger) == {FORESTERIA, NUMERO}


def test_a_plan_that_is_withdrawn_leaves_what_is_said_apart(ledger: Ledger) -> None:
    whole(ledger, ("plan", PLAN, "plan"), ("minutes", MINUTES, "minutes"))
    with ledger.write() as connection:
        writing.withdraw(connection, "plan")
    resolve(ledger)
    assert told(ledger) == set()


def test_a_ledger_that_was_resolved_another_way_is_matched_at_the_next_resolution(ledger: Ledger) -> None:
    before = whole(ledger, ("plan", PLAN, "plan"), ("minutes", MINUTES, "minutes"))
    with ledger.write() as connection:
        replace_matches(connection, (), "another", label="Action")
        connection.execute(update(t.entity_references).values(kind=None))
        connection.execute(delete(t.positions).where(t.positions.c.name.startswith("actions")))
    resolve(ledger)
    assert told(ledger) == before == {FORESTERIA, NUMERO}


def test_the_order_of_reading_changes_nothing() -> None:
    """Also where each document is resolved before the next is read."""
    letter = "Lettera\n{O Comune di Falcade}, sul {P Piano di comunità 2025-2027}: {A numero unico}"
    documents = [("plan", PLAN, "plan"), ("other", OTHER_PLAN, "plan")]
    documents += [("minutes", MINUTES, "minutes"), ("letter", letter, "letter")]

    def graph(order: Sequence[tuple[str, str, str]]) -> tuple[set[frozenset[str]], list[str]]:
        with new_ledger() as ledger:
            for document in order:
                whole(ledger, document)
            return told(ledger), sorted(explained(ledger, "Numero unico di prenotazione"))

    first = graph(documents)
    assert first[0] == {FORESTERIA, NUMERO}
    assert all(graph(order) == first for order in permutations(documents))
