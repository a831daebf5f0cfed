"""Snapshots of a workbook (as RUNTS exports them: titles, a sheet a section, dates) supersede each other as csv do."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from graph.ledger import standing
from graph.ledger import tables as t
from graph.store.projection import rebuild
from graph.workspace import Workspace
from ingest.add import add
from tests.ingest.registers.test_renewal import all_evidence_is_there, bases, graph, new_workspace, told

HEAD = ("Repertorio", "Codice fiscale", "Denominazione", "Sezione", "Comune", "Provincia", "Data iscrizione")
Row = tuple[object, ...]

NOCE: Row = (101, "00488410010", "Il Noce ODV", "A", "Torino", "TO", dt.datetime(2023, 3, 1))
SERRA: Row = (102, "00000010017", "La Serra APS", "B", "Asti", "AT", dt.datetime(2023, 4, 2))
FARO: Row = (103, "80087670016", "Il Faro APS", "B", "Torino", "TO", None)
MOVED: Row = (*SERRA[:4], "Cuneo", "CN", SERRA[6])


def put(workspace: Workspace, first: Sequence[Row], second: Sequence[Row]) -> Path:
    """The workbook with the rows of two sections, each on its sheet below a title."""
    path = workspace.root.parent / "runts_2024-03-01.xlsx"
    book = Workbook(write_only=True)
    for section, rows in (("A", first), ("B", second)):
        sheet = book.create_sheet(f"Sezione {section}")
        for row in (("Registro unico nazionale del Terzo settore",), (), HEAD, *rows):
            sheet.append(row)
    book.save(path)
    assert not add(workspace, [path], lambda _: None).failed
    return path


def records(workspace: Workspace) -> dict[object, object]:
    nodes, _ = graph(workspace)
    return {n.properties["key"]: n.properties.get("until") for n in nodes if n.label == "Record"}


def test_only_the_rows_that_changed_are_read_and_what_vanished_says_since_when() -> None:
    with new_workspace() as workspace:
        put(workspace, [NOCE], [SERRA, FARO])
        put(workspace, [NOCE], [MOVED])
        with workspace.ledger.read() as connection:
            k = t.records.c
            read = connection.execute(select(k.extraction, func.count()).group_by(k.extraction)).all()
        assert [tuple(row) for row in read] == [(1, 3), (2, 2)]
        assert records(workspace) == {"00488410010": None, "00000010017": None, "80087670016": "2024-03-01"}


@pytest.mark.parametrize(
    "later",
    [([NOCE], [MOVED]), ([], [NOCE, FARO, SERRA]), ([NOCE, FARO], [SERRA])],
    ids=["moved", "gone", "other sheet"],
)
def test_the_graph_is_the_one_that_a_reading_of_all_rows_gives(later: tuple[Sequence[Row], Sequence[Row]]) -> None:
    with new_workspace() as stepwise, new_workspace() as whole:
        for first, second in (([NOCE], [SERRA, FARO]), later):
            put(stepwise, first, second)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(standing, "LONGEST", 0)
                put(whole, first, second)
        assert (bases(stepwise), bases(whole)) == (1, 0)
        assert told(graph(stepwise)) == told(graph(whole))
        assert all_evidence_is_there(graph(stepwise))
        found = graph(stepwise)
        rebuild(stepwise.ledger, stepwise.store())
        assert graph(stepwise) == found
