"""A later snapshot read as what it has otherwise: the graph is the one that reading it as a whole would give."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from graph.ledger import decisions, standing, writing
from graph.ledger import tables as t
from graph.ledger.reading import document_detail, ledger_counts, list_documents
from graph.ledger.reviews import place_named
from graph.store.port import Edge, Node
from graph.store.projection import rebuild
from graph.workspace import Workspace, create_workspace, open_workspace
from ingest.add import add, update_graph

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Each try reads whole registers: making a counterexample smaller would take half an hour."""

HEAD = "codice fiscale;denominazione;comune;provincia;regione\n"
CODES = ("00488410010", "00000010017", "80087670016", "not a code", "")
NAMES = ("Cooperativa sociale Il Noce", "Associazione La Serra", "Pro Loco", "")
PLACES = (
    "Vallechiara;Altopiano;Nord",
    "Borgo Antico;Altopiano;Nord",
    "Borgo Antico;Costa;Sud",
    "Vallechiara;;",
)

Row = str
Graph = tuple[list[Node], list[Edge]]


def one_body_a_code(lines: list[tuple[str, str, str]]) -> list[Row]:
    """The rows of a snapshot; those of one code are equal, as what is one body within a batch depends on the batch."""
    first: dict[str, Row] = {}
    given = ((code, ";".join((code, name or "Circolo", place))) for code, name, place in lines if code in CODES[:3])
    for code, row in given:
        first.setdefault(code, row)
    return [first.get(cells[0], ";".join(cells)) for cells in lines]


rows = st.tuples(*map(st.sampled_from, (CODES, NAMES, PLACES)))
snapshots = st.lists(rows, min_size=1, max_size=12).flatmap(
    lambda pool: st.lists(
        st.lists(st.sampled_from(pool), min_size=1, max_size=9).map(one_body_a_code), min_size=2, max_size=4
    )
)


@cache
def template() -> Path:
    workspace = create_workspace(Path(tempfile.mkdtemp()) / "workspace")
    _ = workspace.ledger
    workspace.close()
    return workspace.root


@contextmanager
def new_workspace() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(shutil.copytree(template(), Path(folder) / "workspace")))
        yield workspace
        workspace.close()


def put(workspace: Workspace, lines: Sequence[Row], name: str = "enti_2024-03-01.csv") -> Path:
    path = workspace.root.parent / name
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    assert not add(workspace, [path], lambda _: None).failed
    return path


def graph(workspace: Workspace) -> Graph:
    with workspace.store().reader() as reader:
        return list(reader.nodes()), list(reader.edges())


def told(found: Graph) -> tuple[object, ...]:
    """The graph without ids and read times, and without which row says what a register says once a batch."""
    nodes, edges = found
    by_id = {n.id: n for n in nodes}
    held = [n for n in nodes if n.label == "Record"]
    records = {n.id: (n.properties["text"], n.properties.get("key"), n.properties.get("until")) for n in held}
    seen: dict[str, Counter[object]] = {}
    for e in edges:
        if e.type == "MENTIONED_IN":
            seen.setdefault(e.source[1], Counter()).update(records[p] for p in evidence(e))

    def entity(key: str) -> object:
        node = by_id[key]
        wide = node.properties.get("kind") in ("province", "region")
        unlike = ("first_read", "last_read", "evidence", "spans", "evidence_of", *(["mentions"] if wide else []))
        known = {k: tuple(v) if isinstance(v, list) else v for k, v in node.properties.items() if k not in unlike}
        rows = () if wide else tuple(sorted(seen[key].items(), key=repr))
        return node.label, tuple(sorted(known.items())), rows

    def tie(e: Edge) -> object:
        if e.type == "REGISTERED_AS":
            return e.type, entity(e.source[1]), records[e.target[1]]
        words = () if e.type == "PART_OF" else tuple(sorted((records[p] for p in evidence(e)), key=repr))
        return e.type, entity(e.source[1]), entity(e.target[1]), e.status, e.properties.get("until"), words

    entities = Counter(entity(n.id) for n in nodes if n.label not in ("Document", "Record"))
    ties = Counter(tie(e) for e in edges if e.type not in ("MENTIONED_IN", "IN_DOCUMENT"))
    return entities, ties, Counter(records[n.id] for n in nodes if n.label == "Record")


def evidence(edge: Edge) -> list[str]:
    found = edge.properties["evidence"]
    assert isinstance(found, list)
    return [str(passage) for passage in found]


def bases(workspace: Workspace) -> int:
    """How many of the contents read stand on an earlier one."""
    with workspace.ledger.read() as connection:
        return connection.execute(select(func.count(t.extractions.c.base))).scalar_one()


def all_evidence_is_there(found: Graph) -> bool:
    nodes, edges = found
    ids = {n.id for n in nodes}
    return all(p in ids for e in edges if "evidence" in e.properties for p in evidence(e))


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(snapshots)
@example([["00488410010;Pro Loco;Vallechiara;Altopiano;Nord", ";Pro Loco;Vallechiara;;"], [";Pro Loco;Vallechiara;;"]])
def test_the_graph_is_the_one_that_a_reading_of_all_rows_gives(given_snapshots: list[list[Row]]) -> None:
    with new_workspace() as stepwise, new_workspace() as whole:
        for lines in given_snapshots:
            put(stepwise, lines)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(standing, "LONGEST", 0)
                put(whole, lines)
            assert bases(whole) == 0
            assert told(graph(stepwise)) == told(graph(whole))
            assert all_evidence_is_there(graph(stepwise))
        found = graph(stepwise)
        rebuild(stepwise.ledger, stepwise.store())
        assert graph(stepwise) == found


NOCE = "00488410010;Cooperativa sociale Il Noce;Vallechiara;Altopiano;Nord"
SERRA = "00000010017;Associazione La Serra;Vallechiara;Altopiano;Nord"
FARO = "80087670016;Fondazione Il Faro;Vallechiara;Altopiano;Nord"
MOVED = NOCE.replace("Vallechiara;Altopiano", "Porto;Costa")


def live(workspace: Workspace) -> tuple[int, int, int]:
    with workspace.ledger.read() as connection:
        counts = ledger_counts(connection)
    return counts.documents, counts.records, counts.rejected


def names(workspace: Workspace) -> list[object]:
    return sorted(str(n.properties["name"]) for n in graph(workspace)[0] if n.label == "Organisation")


def test_only_what_is_new_is_read_and_written() -> None:
    with new_workspace() as workspace:
        put(workspace, [NOCE, SERRA, FARO])
        put(workspace, [NOCE, SERRA.replace("Serra", "Serra Nuova"), FARO, ";;Porto;;"])
        with workspace.ledger.read() as connection:
            written = connection.execute(
                select(t.records.c.extraction, func.count()).group_by(t.records.c.extraction)
            ).all()
            assert [tuple(row) for row in written] == [(1, 3), (2, 1)]
            (row,) = connection.execute(select(t.passages).where(t.passages.c.extraction == 2))
            assert (row.row_number, row.start) == (3, len(NOCE.replace(";", " | ")) + 1)
        assert live(workspace) == (2, 3, 1)


def test_what_a_row_alone_said_of_a_province_is_said_by_another_when_it_moves() -> None:
    with new_workspace() as workspace:
        put(workspace, [NOCE, SERRA, FARO])
        put(workspace, [MOVED, SERRA, FARO])
        within = {e.source[1] for e in graph(workspace)[1] if e.type == "PART_OF"}
        towns = {n.id for n in graph(workspace)[0] if n.properties.get("kind") == "municipality"}
        assert len(towns) == 2
        assert towns <= within


def test_an_entity_keeps_its_id_whatever_becomes_of_its_row() -> None:
    def ids() -> dict[object, str]:
        return {n.properties["fiscal_code"]: n.id for n in graph(workspace)[0] if n.label == "Organisation"}

    with new_workspace() as workspace:
        put(workspace, [NOCE, SERRA])
        before = ids()
        put(workspace, [MOVED.replace("Il Noce", "Altro Nome"), SERRA])
        assert ids() == before
        put(workspace, [SERRA])
        assert ids() == before


def test_snapshots_stand_on_each_other_and_an_earlier_content_comes_back() -> None:
    with new_workspace() as workspace:
        contents = ([NOCE, SERRA], [NOCE, FARO], [NOCE, SERRA, FARO], [NOCE, SERRA], [SERRA])
        for lines in contents:
            put(workspace, lines)
        assert bases(workspace) == len(contents) - 1
        records = {
            str(n.properties["text"])[:11]: n.properties.get("until")
            for n in graph(workspace)[0]
            if n.label == "Record"
        }
        assert records == {"00488410010": "2024-03-01", "00000010017": None, "80087670016": "2024-03-01"}
        found = graph(workspace)
        rebuild(workspace.ledger, workspace.store())
        assert graph(workspace) == found


def test_a_long_chain_is_read_as_a_whole_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "LONGEST", 2)
    with new_workspace() as workspace:
        for turn in range(4):
            put(workspace, [NOCE, f"{SERRA} {turn}"])
        assert live(workspace)[0] == 2
        assert bases(workspace) == 2


def test_withdrawing_the_source_takes_the_whole_chain_and_adding_it_again_brings_it_back() -> None:
    with new_workspace() as workspace:
        put(workspace, [NOCE, SERRA])
        path = put(workspace, [NOCE, FARO])
        before = told(graph(workspace))
        with workspace.ledger.write() as connection:
            writing.withdraw(connection, str(path))
        update_graph(workspace)
        assert graph(workspace) == ([], [])
        assert live(workspace) == (0, 0, 0)
        add(workspace, [path], lambda _: None)
        assert told(graph(workspace)) == before


def test_an_earlier_content_added_at_another_path_is_read_as_a_whole() -> None:
    with new_workspace() as workspace:
        put(workspace, [NOCE, SERRA], "here.csv")
        here = put(workspace, [NOCE, FARO], "here.csv")
        there = put(workspace, [NOCE, SERRA], "there.csv")
        assert names(workspace) == ["Associazione La Serra", "Cooperativa sociale Il Noce", "Fondazione Il Faro"]
        found = graph(workspace)
        rebuild(workspace.ledger, workspace.store())
        assert graph(workspace) == found
        with workspace.ledger.write() as connection:
            writing.withdraw(connection, str(here))
        update_graph(workspace)
        assert names(workspace) == ["Associazione La Serra", "Cooperativa sociale Il Noce"]
        assert put(workspace, [NOCE], "there.csv") == there
        found = graph(workspace)
        rebuild(workspace.ledger, workspace.store())
        assert graph(workspace) == found


def test_two_sources_of_one_content_go_their_ways() -> None:
    with new_workspace() as workspace:
        put(workspace, [NOCE, SERRA], "here.csv")
        put(workspace, [NOCE, SERRA], "there.csv")
        put(workspace, [NOCE, FARO], "here.csv")
        assert bases(workspace) == 0, "its content is another's too"
        put(workspace, [NOCE], "there.csv")
        assert bases(workspace) == 1
        assert names(workspace) == ["Associazione La Serra", "Cooperativa sociale Il Noce", "Fondazione Il Faro"]


def test_two_sources_share_a_later_snapshot() -> None:
    with new_workspace() as workspace:
        put(workspace, [NOCE, SERRA], "here.csv")
        here = put(workspace, [NOCE, FARO], "here.csv")
        there = put(workspace, [NOCE, FARO], "there.csv")
        with workspace.ledger.read() as connection:
            _, listed = list_documents(connection)
        assert [d.sources for d in listed] == [(str(here), str(there))] * 2
        before = told(graph(workspace))
        with workspace.ledger.write() as connection:
            writing.withdraw(connection, str(here))
        update_graph(workspace)
        assert told(graph(workspace)) == before
        put(workspace, [FARO], "there.csv")
        with workspace.ledger.write() as connection:
            writing.withdraw(connection, str(there))
        update_graph(workspace)
        assert graph(workspace) == ([], [])


def test_a_content_that_is_no_register_any_more_supersedes_it() -> None:
    with new_workspace() as workspace:
        put(workspace, [NOCE, SERRA], "enti.csv")
        path = workspace.root.parent / "enti.csv"
        path.write_text("pianta;colore\nrosa;rosso\n", encoding="utf-8")
        add(workspace, [path], lambda _: None)
        assert names(workspace) == []


def test_the_document_that_others_stand_on_shows_what_still_holds() -> None:
    with new_workspace() as workspace:
        put(workspace, [NOCE, SERRA, FARO])
        put(workspace, [NOCE, FARO])
        with workspace.ledger.read() as connection:
            _, listed = list_documents(connection)
            first = max(listed, key=lambda d: d.passages)
            shown = document_detail(connection, first.id, offset=1, limit=1)
        assert (first.passages, len(first.sources)) == (2, 1)
        assert [p.text[:11] for p in shown.passages] == ["80087670016"]
        assert {m.passage for m in shown.mentions} == {3}


def test_what_people_decided_holds_for_the_row_as_it_is_now() -> None:
    def seats() -> list[str]:
        return [e.status for e in graph(workspace)[1] if e.type == "LOCATED_IN"]

    with new_workspace() as workspace:
        put(workspace, [NOCE, SERRA])
        with workspace.ledger.write() as connection:
            claim = connection.execute(
                select(t.claims.c.extraction, t.claims.c.number)
                .join(t.mentions, t.mentions.c.number == t.claims.c.subject_mention)
                .where(t.claims.c.type == "LOCATED_IN", t.mentions.c.text.like("%Noce"))
            ).one()
            decisions.decide_claim(connection, "reject", (claim[0], claim[1]), who="Ada")
        update_graph(workspace)
        assert len(seats()) == 1
        put(workspace, [NOCE, SERRA.replace("La Serra", "La Serra Verde"), FARO])
        assert len(seats()) == 2, "the row that was decided on is as it was"
        put(workspace, [NOCE + " ", SERRA, FARO])
        with workspace.ledger.read() as connection:
            assert place_named(connection, "Cooperativa sociale Il Noce")
        assert len(seats()) == 2
