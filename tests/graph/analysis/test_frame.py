"""A team's own frame: areas that nobody names are there all the same, and what is called otherwise is one."""

from pathlib import Path

import pytest

from graph.analysis.coverage import Blank, CellState, Dimension, coverage
from graph.analysis.frame import Frame, Named, framed
from graph.analysis.gaps.cards import State
from graph.analysis.gaps.coverage import FAMILY
from graph.analysis.gaps.families import FAMILIES, Question
from graph.analysis.view import GraphView
from graph.errors import SettingsInvalid
from graph.workspace import Workspace, create_workspace, open_workspace
from tests.graph.analysis.gaps.saying import Saying

HOME = Named("Abitare", ("casa", "Politiche della casa"))
FRAME = Frame((HOME, Named("Montagna")), (Named("Borgo Lomba"),), ("aps", "odv"))


def read() -> GraphView:
    """A plan calls the area "Casa", the minutes "politiche della casa"; each has an actor there."""
    said = Saying()
    said.node("Organisation Radici", kind="aps")
    said.node("Organisation Banca", kind="bank")
    said.said("piano", "Action Mensa", "ADDRESSES", "Area Casa").said(
        "piano", "Organisation Radici", "LEADS", "Action Mensa"
    )
    said.said("verbale", "Action Fondo", "ADDRESSES", "Area politiche della casa")
    said.said("verbale", "Organisation Banca", "FUNDS", "Action Fondo")
    return said.said("verbale", "Area politiche della casa", "PART_OF", "Area Casa").view()


def test_what_bears_a_name_of_an_area_is_that_area() -> None:
    view = framed(read(), FRAME)
    home = view.labelled("Area")[0]
    assert (home.id, view.name(("Area", "casa"))) == ("casa", "Abitare")
    assert set(view.aliases(("Area", "casa"))) == {"casa", "Politiche della casa"}
    assert {cell.kind for cell in coverage(view).row("casa") if cell.actors} == {"aps", "bank"}
    assert {document for _, document in view.mentioned_in(("Area", "casa"))} == {"piano", "verbale"}


def test_an_area_that_no_document_names_is_a_row_where_nobody_is_known() -> None:
    view = framed(read(), FRAME)
    matrix = coverage(view, FRAME.columns(view, Dimension.KIND))
    (mountain,) = (area for area in matrix.areas if area.properties["name"] == "Montagna")
    cells = matrix.row(mountain.id)
    assert matrix.documents_of[mountain.id] == 0 and {cell.state for cell in cells} == {CellState.NOBODY}
    assert {cell.kind: matrix.blank(cell) for cell in cells}.items() >= {
        "aps": Blank.NOTHING_READ,
        "odv": Blank.NO_ACTOR,
    }.items()
    cards = FAMILIES[FAMILY](Question(framed(read(), FRAME), "2026-11-30", FRAME.bands))
    (card,) = (card for card in cards if card.subjects == (("Area", mountain.id),))
    assert (card.rule, card.state) == ("anybody", State.UNKNOWN)


def test_its_kinds_and_places_are_columns_before_all_others() -> None:
    view = framed(read(), FRAME)
    assert FRAME.columns(view, Dimension.KIND) == ("aps", "odv", "bank")
    first, *_ = FRAME.columns(view, Dimension.TERRITORY)
    assert view.name(("Place", first)) == "Borgo Lomba"


def test_without_a_frame_and_framed_twice_nothing_changes() -> None:
    view, once = read(), framed(read(), FRAME)
    twice = framed(once, FRAME)
    assert framed(view, Frame()) is view
    assert (twice.nodes, twice.edges) == (once.nodes, once.edges)


def workspace(folder: Path, frame: str) -> Workspace:
    root = create_workspace(folder / "w", "Prova").root
    with (root / "intreccio.toml").open("a", encoding="utf-8") as config:
        config.write(f"\n[frame]\n{frame}\n")
    return open_workspace(root)


def test_it_stands_in_the_settings_or_in_a_table(tmp_path: Path) -> None:
    opened = workspace(
        tmp_path, 'areas = "aree.csv"\nplaces = ["Borgo Lomba"]\nkinds = ["aps", "odv"]\nyoung = "15-29"'
    )
    (opened.root / "aree.csv").write_text(
        "area;altri nomi\nAbitare;casa;Politiche della casa\nMontagna;;\n", encoding="utf-8"
    )
    frame = opened.frame()
    assert (frame.areas, frame.places, frame.kinds) == (FRAME.areas, FRAME.places, FRAME.kinds)
    assert (frame.bands.young.name, frame.bands.senior.name) == ("15-29", "65+")
    (tmp_path / "other").mkdir()
    told = workspace(tmp_path / "other", 'areas = [{ name = "Abitare", aliases = ["casa", "Politiche della casa"] }]')
    assert told.frame().areas == (HOME,)


@pytest.mark.parametrize(
    ("frame", "said"),
    [('kinds = ["club"]', "no kind is called 'club'"), ('young = "0-9"', "0-9"), ('areas = "x.csv"', "not readable")],
)
def test_what_is_not_there_is_said(frame: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=said):
        workspace(tmp_path, frame).frame()
