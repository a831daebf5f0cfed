"""`follow` on the command line."""

import json
import time
from pathlib import Path

from graph.workspace import Workspace
from tests.api.cli.conftest import invoke


def test_a_card_is_taken_up_dismissed_and_listed(workspace: Workspace) -> None:
    where = ("--workspace", workspace.root)
    card = json.loads(invoke("gaps", *where, "--limit", "1", "--format", "json").out)[0]["id"]
    assert invoke("follow", card, "--as", "taken_up", "--who", "Anna", *where).code == 0
    assert card in invoke("gaps", *where, "--limit", "1").out
    refused = invoke("follow", card, "--as", "dismissed", *where)
    assert refused.code == 2 and "--reason" in refused.err
    assert invoke("follow", card, "--as", "dismissed", "--reason", "Not ours.", "--who", "Bruno", *where).code == 0
    assert card not in invoke("gaps", *where, "--limit", "1").out
    kept = json.loads(invoke("gaps", *where, "--follow-up", "dismissed", "--format", "json").out)
    assert [(c["id"], c["follow_up"]["who"], c["follow_up"]["stands"]) for c in kept] == [(card, "Bruno", True)]
    (said,) = json.loads(invoke("follow", *where, "--format", "json").out)
    assert (said["card"], said["state"], said["reason"]) == (card, "dismissed", "Not ours.")


def test_a_card_that_is_not_there_is_said(workspace: Workspace) -> None:
    missing = invoke("follow", "card-0", "--as", "closed", "--workspace", workspace.root)
    assert missing.code != 0 and "card-0" in missing.err
    assert invoke("follow", "card-0", "--workspace", workspace.root).code == 2


def test_what_was_added_last_is_what_changed(workspace: Workspace, note: bytes, tmp_path: Path) -> None:
    where = ("--workspace", workspace.root)
    (tmp_path / "note.json").write_bytes(note)
    time.sleep(1)  # what is added within one second was added together
    assert invoke("add", tmp_path / "note.json", *where).code == 0
    last = json.loads(invoke("changes", *where, "--format", "json").out)
    assert last["since"] and last["cards"] == []  # the note says of no need, no plan and no area
    ever = json.loads(invoke("changes", "--since", "1900-01-01", *where, "--format", "json").out)
    assert ever["since"] == "1900-01-01" and {card["before"] for card in ever["cards"]} == {None}
    assert {cell["now"] for cell in ever["cells"]} >= {"planned", "proposed"}
    assert invoke("changes", "--since", "yesterday", *where).code == 2
    assert "999" in invoke("changes", "--since", "999", *where).err
