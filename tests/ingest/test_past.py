"""The graph as it was at some moment is the one that stood then, with the same ids."""

from pathlib import Path

import pytest

from graph.analysis.changes import card_changes, cell_changes
from graph.analysis.gaps.families import Question, gaps
from graph.analysis.view import GraphView, load
from graph.errors import NotFound
from graph.ledger import cutting, decisions, imports
from graph.ledger.reviews import place_named
from graph.workspace import Workspace, create_workspace
from ingest.add import add, update_graph
from ingest.past import view_at

EXAMPLES = Path(__file__).parents[2] / "examples" / "valserena"
TODAY = "2026-11-30"


def read(workspace: Workspace, *paths: Path) -> tuple[GraphView, int]:
    """The graph after these files are added, and the last import."""
    assert add(workspace, paths, lambda _: None).failed == []
    with workspace.ledger.read() as connection:
        return now(workspace), imports.newest(connection, 1)[0].id


def now(workspace: Workspace) -> GraphView:
    with workspace.store().reader() as reader:
        return load(reader)


def at(workspace: Workspace, number: int) -> GraphView:
    with workspace.ledger.read() as connection:
        moment = cutting.after_import(connection, number)
    return view_at(workspace, moment)


def same(one: GraphView, other: GraphView) -> bool:
    def told(view: GraphView) -> tuple[object, ...]:
        said = {(e.type, e.source, e.target, e.claim, e.status) for e in view.edges}
        return {key: view.name(key) for key in view.nodes}, said

    return told(one) == told(other)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, list[tuple[GraphView, int]]]:
    """A territory read in four steps: a plan and a register; minutes; the plan and the register anew, each changed."""
    root = tmp_path_factory.mktemp("grown")
    workspace = create_workspace(root / "workspace", "Valserena")
    plan, register = root / "piano.md", root / "registro.csv"
    plan.write_text((EXAMPLES / "01_piano_di_zona.md").read_text(encoding="utf-8"), encoding="utf-8")
    lines = (EXAMPLES / "registro_enti.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    register.write_text("".join(lines), encoding="utf-8")
    steps = [read(workspace, plan, register), read(workspace, EXAMPLES / "02_verbale_tavolo_casa.txt")]
    plan.write_text(plan.read_text(encoding="utf-8").rpartition("\n## ")[0] + "\n", encoding="utf-8")
    register.write_text("".join(lines[:-1]), encoding="utf-8")
    return workspace, [*steps, read(workspace, plan, register)]


@pytest.mark.parametrize("step", [0, 1, 2])
def test_each_step_is_as_it_was(grown: tuple[Workspace, list[tuple[GraphView, int]]], step: int) -> None:
    workspace, steps = grown
    stood, number = steps[step]
    assert same(at(workspace, number), stood)


def test_what_changed_is_what_the_two_graphs_say(grown: tuple[Workspace, list[tuple[GraphView, int]]]) -> None:
    workspace, steps = grown
    with workspace.ledger.read() as connection:
        assert cutting.before_last(connection) == cutting.after_import(connection, steps[1][1])
    before, after = (gaps(Question(view, TODAY)) for view in (at(workspace, steps[0][1]), steps[1][0]))
    changed = card_changes(before, after)
    assert changed == card_changes(gaps(Question(steps[0][0], TODAY)), after)
    assert changed
    nothing = view_at(workspace, cutting.Moment("", 0, 0))
    assert cell_changes(nothing, steps[1][0]) and not cell_changes(steps[1][0], at(workspace, steps[1][1]))


def test_a_decision_since_is_not_in_it(grown: tuple[Workspace, list[tuple[GraphView, int]]], tmp_path: Path) -> None:
    workspace, _ = grown
    with workspace.ledger.read() as connection:
        before = cutting.Moment("", 10**6, 0)
    stood = now(workspace)
    one, other = [node.id for node in stood.labelled("Organisation")][:2]
    with workspace.ledger.write() as connection:
        sides = (place_named(connection, id) for id in (one, other))
        number = decisions.decide_pair(connection, "same", *sides, who="Anna")
    update_graph(workspace)
    assert not same(now(workspace), stood) and same(view_at(workspace, before), stood)
    with workspace.ledger.write() as connection:
        decisions.undo(connection, number, who="Anna")
    update_graph(workspace)


def test_the_last_call_is_told_from_one_in_the_same_second(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path, "Valserena")
    with workspace.ledger.write() as connection:
        calls = [imports.enqueue(connection, [(name, name)]) for name in ("a.txt", "b.txt")]
        moments = [imports.get(connection, number).queued_at for (number,) in calls]
    assert moments[0] < moments[1]


def test_before_everything_there_is_nothing(grown: tuple[Workspace, list[tuple[GraphView, int]]]) -> None:
    workspace, _ = grown
    with workspace.ledger.read() as connection:
        assert cutting.before_day(connection, "2020-01-01") == cutting.Moment("2020-01-01", 0, 0)
        with pytest.raises(NotFound, match="999"):
            cutting.after_import(connection, 999)
    assert view_at(workspace, cutting.Moment("", 0, 0)).nodes == {}
