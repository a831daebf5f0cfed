"""From files to the graph: twice changes nothing, a change changes only itself, a withdrawal takes only its own."""

import shutil
from pathlib import Path

import pytest

from graph.ledger.writing import withdraw
from graph.store.port import Edge, Node
from graph.store.projection import rebuild
from graph.workspace import Workspace, create_workspace
from ingest.add import Progress, Summary, add, update_graph

MINUTES = """Verbale del Tavolo per l'abitare di Vallechiara

La Cooperativa sociale Il Ramo gestisce lo sportello casa per giovani tra 18 e 29 anni.
Il Comune di Vallechiara ha approvato il Piano per l'abitare.
"""
REGISTER = """codice fiscale;denominazione;comune;provincia
00000010017;Cooperativa sociale Il Ramo;Vallechiara;XX
"""
TIES = """chi;relazione;con chi;stato;fonte
Cooperativa sociale Il Ramo;collabora con;Associazione Porta Aperta;in corso;telefonata
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    (folder / "register.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "ties.csv").write_text(TIES, encoding="utf-8")
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "workspace")


def read(workspace: Workspace, *paths: Path) -> Summary:
    steps: list[Progress] = []
    summary = add(workspace, paths, steps.append)
    assert [s.done for s in steps] == list(range(1, len(steps) + 1))
    return summary


def remove(workspace: Workspace, path: Path) -> None:
    with workspace.ledger.write() as connection:
        withdraw(connection, str(path.resolve()))
    update_graph(workspace)


def dump(workspace: Workspace) -> tuple[list[Node], list[Edge]]:
    with workspace.store().reader() as reader:
        return list(reader.nodes()), list(reader.edges())


def timeless(graph: tuple[list[Node], list[Edge]]) -> object:
    """The graph without the moments at which it was read."""

    def known(properties: object) -> dict[str, object]:
        assert isinstance(properties, dict)
        return {k: v for k, v in properties.items() if k not in ("first_read", "last_read")}

    nodes, edges = graph
    return (
        [(n.label, n.id, known(n.properties)) for n in nodes],
        [(e.type, e.source, e.target, e.claim, e.status, known(e.properties)) for e in edges],
    )


def organisations(workspace: Workspace) -> set[object]:
    nodes, _ = dump(workspace)
    return {n.properties["name"] for n in nodes if n.label == "Organisation"}


def test_a_folder_of_documents_registers_and_ties_becomes_one_graph(workspace: Workspace, folder: Path) -> None:
    summary = read(workspace, folder)
    assert (summary.read, summary.failed) == (3, [])
    nodes, edges = dump(workspace)
    ramo = next(n for n in nodes if n.properties["name"] == "Cooperativa sociale Il Ramo")
    assert ramo.properties["fiscal_code"] == "00000010017"
    types = {e.type for e in edges if (ramo.label, ramo.id) in (e.source, e.target)}
    assert {"LEADS", "LOCATED_IN", "PARTNERS_WITH", "REGISTERED_AS", "MENTIONED_IN"} <= types
    for edge in edges:
        assert edge.type in ("REGISTERED_AS", "IN_DOCUMENT") or edge.properties["evidence"]


def test_adding_twice_changes_nothing(workspace: Workspace, folder: Path) -> None:
    read(workspace, folder)
    before = dump(workspace)
    summary = read(workspace, folder)
    assert (summary.read, summary.unchanged, dump(workspace)) == (0, 3, before)


def test_a_changed_document_takes_the_place_of_its_older_version(workspace: Workspace, folder: Path) -> None:
    read(workspace, folder)
    (folder / "minutes.txt").write_text(MINUTES.replace("Piano per l'abitare", "Patto per la casa"), encoding="utf-8")
    assert (read(workspace, folder).read, {n.properties["name"] for n in dump(workspace)[0] if n.label == "Plan"}) == (
        1,
        {"Patto per la casa"},
    )


def test_the_graph_after_every_step_is_the_one_rebuilt_from_the_ledger(workspace: Workspace, folder: Path) -> None:
    for name in ("ties.csv", "minutes.txt", "register.csv"):
        read(workspace, folder / name)
    remove(workspace, folder / "ties.csv")
    stepwise = dump(workspace)
    rebuild(workspace.ledger, workspace.store())
    assert dump(workspace) == stepwise


def test_a_partnership_said_from_both_ends_keeps_both_evidences_when_rebuilt(
    workspace: Workspace, tmp_path: Path
) -> None:
    head = "soggetto,relazione,oggetto,stato\n"
    for name, row in (("a.csv", "Cooperativa Alfa,collabora con,Comune di Beta,in corso\n"),
                      ("b.csv", "Comune di Beta,collabora con,Cooperativa Alfa,in corso\n")):  # fmt: skip
        (tmp_path / name).write_text(head + row, encoding="utf-8")
        read(workspace, tmp_path / name)
    stepwise = dump(workspace)
    rebuild(workspace.ledger, workspace.store())
    assert dump(workspace) == stepwise


def test_what_another_source_says_too_stays(workspace: Workspace, folder: Path) -> None:
    read(workspace, folder)
    assert "Associazione Porta Aperta" in organisations(workspace)
    remove(workspace, folder / "ties.csv")
    assert "Associazione Porta Aperta" not in organisations(workspace)
    assert "Cooperativa sociale Il Ramo" in organisations(workspace)


def test_a_withdrawn_source_that_comes_back_is_as_before(workspace: Workspace, folder: Path) -> None:
    read(workspace, folder)
    before = dump(workspace)
    remove(workspace, folder / "ties.csv")
    read(workspace, folder)
    assert timeless(dump(workspace)) == timeless(before)


def test_a_broken_file_does_not_stop_the_others(workspace: Workspace, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing behind it")
    (folder / "empty.txt").touch()
    summary = read(workspace, folder)
    assert summary.read == 3
    assert sorted(Path(f.source).name for f in summary.failed) == ["broken.pdf", "empty.txt"]
    assert all(str(folder) in f.message for f in summary.failed)


def test_a_graph_that_was_deleted_comes_back_with_the_next_add(workspace: Workspace, folder: Path) -> None:
    read(workspace, folder)
    before = dump(workspace)
    (workspace.root / "graph.kgl").unlink()
    read(workspace, folder)
    assert dump(workspace) == before


@pytest.mark.neo4j
def test_both_stores_hold_the_same_graph(
    workspace: Workspace, folder: Path, neo4j_url: str, request: pytest.FixtureRequest
) -> None:
    read(workspace, folder)
    server = workspace.store(neo4j_url)
    rebuild(workspace.ledger, server)
    with server.reader() as reader:
        assert (list(reader.nodes()), list(reader.edges())) == dump(workspace)


def test_the_same_document_under_two_names_is_read_once(workspace: Workspace, folder: Path) -> None:
    read(workspace, folder / "minutes.txt")
    shutil.copy(folder / "minutes.txt", folder / "copy.txt")
    assert read(workspace, folder / "copy.txt").read == 1
    documents = [n for n in dump(workspace)[0] if n.label == "Document"]
    assert len(documents) == 1
    assert len(documents[0].properties["sources"]) == 2  # type: ignore[arg-type]


def test_updating_without_news_is_quick_and_harmless(workspace: Workspace, folder: Path) -> None:
    read(workspace, folder)
    before = dump(workspace)
    update_graph(workspace)
    assert dump(workspace) == before
