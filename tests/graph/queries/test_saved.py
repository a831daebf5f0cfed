"""Every saved query is described, passes the guard, and answers the same on both stores."""

from pathlib import Path
from typing import get_args

import networkx as nx
import pytest

from graph.analysis.gaps.families import FAMILIES
from graph.analysis.network.nulls import binary
from graph.analysis.network.structure import degrees, redundancy, triads
from graph.analysis.network.ties import ties
from graph.analysis.view import load
from graph.errors import NotFound, UsageError
from graph.guard.check import check, check_parameters, checked
from graph.guard.worker import QueryWorkers
from graph.model import DENIED
from graph.queries.saved import LANGUAGES, ParameterType, read_query, saved_queries, saved_query
from graph.store.open import open_store
from graph.store.port import GraphStore, Limits, Table
from tests.graph.guard.territory import PASSAGES, fill
from tests.viz.territory import territory

FIORITA, COMUNE, PONTE, AQUILONE = (
    "Cooperativa Fiorita",
    "Comune di Vallechiara",
    "Fondazione Ponte",
    "Associazione L'Aquilone",
)
ORTI, CICLO, MERCATO = "Orti di quartiere", "Ciclofficina", "Mercato contadino"
VERDE, MOBILE, CASA = "Verde e cibo", "Mobilità", "Casa"
VERBALE = "Verbale del tavolo"

EXPECTED: dict[str, tuple[tuple[object, ...], ...]] = {
    "actions-without-responsible": ((CICLO, "service", MOBILE, 2), (MERCATO, "event", VERDE, 2)),
    "actors-of-an-area": (
        (MOBILE, COMUNE, "public_body", "PARTICIPATES_IN", "planned", CICLO),
        (MOBILE, PONTE, "foundation", "PARTICIPATES_IN", "proposed", CICLO),
        (VERDE, COMUNE, "public_body", "PARTICIPATES_IN", "done", MERCATO),
        (VERDE, COMUNE, "public_body", "FUNDS", "done", ORTI),
        (VERDE, COMUNE, "public_body", "PARTICIPATES_IN", "under_way", ORTI),
        (VERDE, FIORITA, "social_cooperative", "PARTICIPATES_IN", "done", MERCATO),
        (VERDE, FIORITA, "social_cooperative", "LEADS", "done", ORTI),
    ),
    "areas-without-youth-led": ((CASA, 0), (MOBILE, 2)),
    "bridges-between-areas": ((VERDE, MOBILE, 1, [COMUNE]),),
    "denied-with-evidence": ((AQUILONE, "PARTICIPATES_IN", CICLO, PASSAGES[2], VERBALE, None, "psg-3"),),
    "generations-in-actions": ((ORTI, True, True, True), (CICLO, False, False, False), (MERCATO, False, False, False)),
    "needs-and-providers": ((ORTI, "attrezzi", "equipment", "planned", PONTE, "attrezzi da giardino", "proposed"),),
    "resources-offered-and-needed": (
        ("equipment", "res-1", "attrezzi", "NEEDS", "planned", "act-1", ORTI, []),
        ("equipment", "res-2", "attrezzi da giardino", "PROVIDES", "proposed", "org-4", PONTE, []),
    ),
    "roles-between-partners": (),
    "sources-of-an-organisation": (
        (AQUILONE, "MENTIONED_IN", VERBALE, "verbale.txt"),
        (COMUNE, "MENTIONED_IN", VERBALE, "verbale.txt"),
        (FIORITA, "MENTIONED_IN", VERBALE, "verbale.txt"),
        (FIORITA, "REGISTERED_AS", "Registro delle cooperative 12", "cooperative"),
        (PONTE, "MENTIONED_IN", VERBALE, "verbale.txt"),
    ),
    "suggestions-partners-of-partners": (("org-1", FIORITA, "org-4", PONTE, 1), ("org-4", PONTE, "org-1", FIORITA, 1)),
    "who-works-with-whom": ((FIORITA, COMUNE, 2, [MERCATO, ORTI]), (COMUNE, PONTE, 1, [CICLO])),
}


NAMES = [query.name for query in saved_queries()]
RULES = sorted(set(NAMES) - set(EXPECTED))
"""Those of the families of gaps: `tests/graph/analysis/gaps/test_reproducing.py` compares them with the cards."""

NEEDY = """// ---
// name = "x"
// title = { it = "t", en = "t" }
// description = { it = "d", en = "d" }
// [[parameters]]
// name = "n"
// type = "number"
// description = { it = "d", en = "d" }
// ---
RETURN $n AS n"""


def test_every_family_of_gaps_has_its_own() -> None:
    assert {name.partition("-")[0] for name in RULES} == set(FAMILIES)
    assert len(NAMES) >= 9 + 12


@pytest.mark.parametrize("name", NAMES)
def test_has_words_in_both_languages_and_passes_the_guard(name: str) -> None:
    query = saved_query(name)
    for told in (query.title, query.description, *(parameter.description for parameter in query.parameters)):
        assert set(told) == set(LANGUAGES)
        assert all(told.values())
    assert {parameter.name for parameter in query.parameters} == checked(query.cypher).parameters
    check_parameters(checked(query.cypher), query.values({}))
    for parameter in query.parameters:
        assert parameter.type in get_args(ParameterType)
        assert parameter.default is None or parameter.value(parameter.default) == parameter.default


@pytest.mark.parametrize("name", EXPECTED)
def test_answers(name: str, store: GraphStore) -> None:
    """On either store the answer is the one written down in `EXPECTED`."""
    fill(store)
    query = saved_query(name)
    with store.reader() as reader:
        table = reader.run(check(query.cypher), query.values({}), Limits())
    assert table.rows == EXPECTED[name]


def test_runs_through_the_worker(tmp_path: Path) -> None:
    fill(open_store("kglite:///graph.kgl", base=tmp_path, user="", password=None))
    with QueryWorkers("kglite:///graph.kgl", base=tmp_path, size=1) as workers:
        for query in saved_queries():
            table: Table = workers.run(query.cypher, query.values({}), Limits())
            assert table.rows == EXPECTED.get(query.name, table.rows)


def test_roles_suggestions_and_resources_are_those_of_the_python(store: GraphStore) -> None:
    rows = territory()
    with store.writer() as writer:
        writer.prepare()
        writer.put_nodes(rows.nodes.values())
        writer.put_edges(rows.edges)
        writer.commit()

    def column(name: str, *columns: str) -> set[tuple[object, ...]]:
        query = saved_query(name)
        with store.reader() as reader:
            table = reader.run(check(query.cypher), query.values({}), Limits())
        return {tuple(row[table.columns.index(column)] for column in columns) for row in table.rows}

    with store.reader() as reader:
        view = load(reader)
    everybody = ties(view)
    found = triads(binary(everybody.holding().graph))
    degree, closed = degrees(found.graph), redundancy(found)
    apart = {key[1]: (int(d), d * (d - 1) / 2 - c) for key, d, c in zip(everybody.actors, degree, closed, strict=True)}
    wanted = {(id, partners, pairs) for id, (partners, pairs) in apart.items() if pairs}
    assert column("roles-between-partners", "organisation", "partners", "pairs_apart") == wanted

    graph = everybody.networkx()
    refused = {frozenset((e.source, e.target)) for e in view.edges if e.type == DENIED}
    away = {(a, b) for a in graph for b in nx.descendants_at_distance(graph, a, 2) if frozenset((a, b)) not in refused}
    assert column("suggestions-partners-of-partners", "organisation", "candidate") == {(a[1], b[1]) for a, b in away}

    said = {(e.type, e.source[1], e.target[1]) for e in view.edges if e.type in {"PROVIDES", "NEEDS"}}
    assert column("resources-offered-and-needed", "claim", "candidate", "thing") == said


def test_parameters_narrow_the_answer(store: GraphStore) -> None:
    fill(store)
    query = saved_query("actors-of-an-area")
    with store.reader() as reader:
        table = reader.run(check(query.cypher), query.values({"area": "mobil"}), Limits())
    assert {row[0] for row in table.rows} == {"Mobilità"}


def test_text_of_a_command_line_becomes_the_type() -> None:
    assert saved_query("who-works-with-whom").values({"at_least": "2"}) == {"at_least": 2}
    assert saved_query("coverage-anybody").values({"subjects": "are-1, are-2"}) == {"subjects": ["are-1", "are-2"]}


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("who-works-with-whom", {"at_least": "many"}, "a number"),
        ("who-works-with-whom", {"at_least": True}, "a number"),
        ("who-works-with-whom", {"at_least": float("nan")}, "a number"),
        ("who-works-with-whom", {"atleast": 1}, "no parameter 'atleast'"),
        ("areas-without-youth-led", {"led_by": "everybody"}, "one of 'young', 'senior', 'mixed'"),
        ("actors-of-an-area", {"area": ["a"]}, "text"),
        ("coverage-anybody", {"subjects": [1]}, "a list of texts"),
    ],
)
def test_wrong_parameters_are_named(name: str, given: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        saved_query(name).values(given)


def test_a_parameter_without_default_is_needed() -> None:
    query = read_query(NEEDY)
    with pytest.raises(UsageError, match="needs the parameter n"):
        query.values({})
    assert query.values({"n": 1.5}) == {"n": 1.5}


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(NotFound, match="bridges-between-areas"):
        saved_query("nothing")
