"""A register through `add`: what a new snapshot changes, what is kept of persons, what a workspace's mapping reads."""

import csv
import sqlite3
from pathlib import Path

import pytest

from graph.errors import SettingsInvalid
from graph.store.port import Edge, Node
from graph.store.projection import rebuild
from graph.workspace import Workspace, create_workspace
from ingest.add import Summary, add
from tests.api.cli.conftest import invoke

HEAD = "codice fiscale;denominazione;comune;umore\n"
NOCE = "00488410010;Cooperativa sociale Il Noce;Vallechiara;buono\n"
SERRA = "00000010017;Associazione La Serra;Vallechiara;\n"
CODE = "RSSMRA80A01H501U"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "workspace")


def put(workspace: Workspace, text: str, name: str = "enti_2024-03-01.csv") -> Summary:
    path = workspace.root.parent / name
    path.write_text(text, encoding="utf-8")
    return add(workspace, [path], lambda _: None)


def graph(workspace: Workspace) -> tuple[list[Node], list[Edge]]:
    with workspace.store().reader() as reader:
        return list(reader.nodes()), list(reader.edges())


def records(workspace: Workspace) -> dict[str, object]:
    """The records by the beginning of their row → since when they are gone."""
    nodes, _ = graph(workspace)
    return {str(n.properties["text"])[:11]: n.properties.get("until") for n in nodes if n.label == "Record"}


def organisations(workspace: Workspace) -> dict[object, str]:
    return {n.properties["name"]: n.id for n in graph(workspace)[0] if n.label == "Organisation"}


def test_what_vanished_from_a_register_stays_and_says_since_when(workspace: Workspace) -> None:
    put(workspace, HEAD + NOCE + SERRA)
    before = organisations(workspace)
    later = workspace.root.parent / "enti_2024-03-01.csv"
    later.write_text(HEAD + NOCE, encoding="utf-8")
    summary = add(workspace, [later], lambda _: None)
    assert summary.notes == [
        f"{later}: 1 note(s) "
        "(whole file: 1 row(s) of the earlier snapshot are no longer in the register since 2024-03-01)"
    ]
    assert records(workspace) == {"00488410010": None, "00000010017": "2024-03-01"}
    assert organisations(workspace) == before
    located = {e.source[1]: e.properties.get("until") for e in graph(workspace)[1] if e.type == "LOCATED_IN"}
    assert located == {
        before["Cooperativa sociale Il Noce"]: None,
        before["Associazione La Serra"]: "2024-03-01",
    }


def test_the_graph_after_a_new_snapshot_is_the_one_rebuilt_from_the_ledger(workspace: Workspace) -> None:
    put(workspace, HEAD + NOCE + SERRA)
    put(workspace, HEAD + SERRA)
    stepwise = graph(workspace)
    rebuild(workspace.ledger, workspace.store())
    assert graph(workspace) == stepwise


def test_what_is_gone_stays_gone_in_later_snapshots_until_it_comes_back(workspace: Workspace) -> None:
    put(workspace, HEAD + NOCE + SERRA, "enti.csv")
    put(workspace, HEAD + NOCE, "enti.csv")
    gone = records(workspace)["00000010017"]
    assert put(workspace, HEAD + NOCE.replace("buono", "ottimo"), "enti.csv").notes == []
    assert records(workspace)["00000010017"] == gone
    put(workspace, HEAD + NOCE + SERRA, "enti.csv")
    assert records(workspace) == {"00488410010": None, "00000010017": None}
    put(workspace, HEAD + NOCE, "enti.csv")
    assert records(workspace)["00000010017"] is not None


def test_namesakes_with_keys_keep_their_ids_when_a_row_comes_between(workspace: Workspace) -> None:
    first = "00488410010;Pro Loco Alfa;Uno;\n00000010017;Pro Loco Alfa;Due;\n"

    def ids() -> dict[object, str]:
        return {n.properties["fiscal_code"]: n.id for n in graph(workspace)[0] if n.label == "Organisation"}

    put(workspace, HEAD + first)
    before = ids()
    put(workspace, HEAD + "80087670016;Pro Loco Alfa;Tre;\n" + first)
    assert ids().items() >= before.items()


def test_nobodys_codice_fiscale_is_in_the_ledger_or_the_graph(workspace: Workspace) -> None:
    text = f"Accordo\n\nIl signor Mario Rossi ({CODE}) rappresenta la Cooperativa sociale Il Noce.\n"
    put(workspace, text, "accordo.txt")
    put(workspace, f"{HEAD}{CODE};Bottega Rossi;Roma;\n{CODE};;Roma;\n", "enti.csv")
    with sqlite3.connect(workspace.root / "ledger.sqlite") as ledger:
        assert CODE not in "\n".join(ledger.iterdump()).upper()
    ledger.close()
    assert CODE not in repr(graph(workspace)).upper()
    passages = [str(n.properties["text"]) for n in graph(workspace)[0] if n.label == "Passage"]
    assert any("(persona:" in passage for passage in passages)


def test_rows_kept_aside_are_written_with_number_and_reason_and_no_formula(workspace: Workspace) -> None:
    summary = put(workspace, HEAD + NOCE + f"=cmd|' /C calc'!A0;;{CODE};+1+1\n", "enti.csv")
    assert "1 row(s) kept aside" in summary.notes[0]
    path = workspace.root / "rows.csv"
    assert invoke("status", "--rejected", path, "-w", workspace.root).code == 0
    (row,) = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))[1:]
    assert row[1:4] == ["3", "no name", "'=cmd|' /C calc'!A0"]
    assert row[5].startswith("persona:")
    assert row[6] == "'+1+1"


OWN = """
title = "Botteghe"
source = "ours"
headers = ["insegna"]
[columns]
name = ["insegna"]
"""


def test_a_workspaces_own_mapping_reads_what_nobody_named(workspace: Workspace) -> None:
    shop = "insegna;umore\nBottega Il Noce;buono\nBottega La Serra;\n"
    put(workspace, shop, "botteghe.csv")
    assert records(workspace) == {}
    (workspace.root / "mappings").mkdir()
    (workspace.root / "mappings/botteghe.toml").write_text(OWN, encoding="utf-8")
    put(workspace, shop, "botteghe.csv")
    assert organisations(workspace).keys() == {"Bottega Il Noce", "Bottega La Serra"}
    (workspace.root / "mappings/botteghe.toml").write_text(OWN + "colour = 1", encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=r"botteghe\.toml"):
        put(workspace, shop, "botteghe.csv")


def test_a_project_of_a_document_is_the_one_of_the_register(workspace: Workspace) -> None:
    put(
        workspace,
        "Verbale\n\nIl Comune di Asti promuove il progetto Casa Aperta (CUP G19J22001290007).\n",
        "verbale.txt",
    )
    put(
        workspace,
        "CODICE_CUP;DESCRIZIONE_AGGREGATA;SOGGETTO_TITOLARE;PIVA_SOGGETTO\nG19J22001290007;CASA APERTA*VIA X;ASTI;\n",
        "progetti.csv",
    )
    (action,) = (n for n in graph(workspace)[0] if n.label == "Action" and "cup" in n.properties)
    assert "CASA APERTA*VIA X" in [action.properties["name"], *action.properties["aliases"]]
    assert action.properties["mentions"] == 2


def test_the_command_lists_previews_and_checks(tmp_path: Path) -> None:
    listed = invoke("registers")
    assert {"runts", "ipa", "opencup"} <= {row[0] for row in listed.rows}
    (tmp_path / "enti.csv").write_text(HEAD + NOCE, encoding="utf-8")
    shown = invoke("registers", "preview", tmp_path / "enti.csv")
    assert shown.code == 0
    assert "umore\tkept, not read\tbuono" in shown.out
    assert '"read_as": "fiscal_code"' in invoke("registers", "preview", tmp_path / "enti.csv", "--format", "json").out
    assert "as expected" in invoke("registers", "check", tmp_path / "enti.csv").out
    refused = invoke("registers", "check", tmp_path / "enti.csv", "--mapping", "runts")
    assert refused.code == 1
