"""`follow` on the command line."""

import json

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
