"""The team's own frame, from `intreccio.toml` to what is shown."""

import json

from graph.workspace import Workspace, open_workspace
from tests.api.cli.conftest import invoke
from tests.api.serving import Client


def test_an_area_and_a_kind_of_the_frame_are_shown_by_commands_and_server(workspace: Workspace) -> None:
    with (workspace.root / "intreccio.toml").open("a", encoding="utf-8") as config:
        config.write('\n[frame]\nareas = [{ name = "Montagna" }]\nkinds = ["religious_body"]\n')
    where = ("--workspace", workspace.root)
    matrix = invoke("coverage", *where, "--format", "csv").out.splitlines()
    assert matrix[0].startswith("area,religious_body,")
    assert any(line.startswith("Montagna,") and "covered" not in line for line in matrix)
    (card,) = json.loads(invoke("gaps", *where, "--area", "Montagna", "--state", "unknown", "--format", "json").out)
    with Client(open_workspace(workspace.root)) as client:
        assert client.json("/gaps", area="montagna", state="unknown")["cards"] == [card]
        assert client.json("/coverage")["kinds"][0] == "religious_body"
