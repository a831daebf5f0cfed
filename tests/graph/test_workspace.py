"""Finding a workspace, and settings that refuse what they do not know."""

from pathlib import Path

import pytest

from graph.errors import SettingsInvalid, UsageError, WorkspaceNotFound
from graph.settings import CONFIG_NAME
from graph.workspace import WORKSPACE_VARIABLE, create_workspace, find_workspace, open_workspace


def test_the_nearest_workspace_upwards_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(WORKSPACE_VARIABLE, raising=False)
    create_workspace(tmp_path / "outer")
    inner = tmp_path / "outer" / "a" / "b"
    inner.mkdir(parents=True)
    assert find_workspace(None, inner).root == tmp_path / "outer"


def test_a_named_workspace_wins_over_the_environment_and_that_over_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("here", "there", "named"):
        create_workspace(tmp_path / name)
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path / "there"))
    assert find_workspace(tmp_path / "named", tmp_path / "here").root.name == "named"
    assert find_workspace(None, tmp_path / "here").root.name == "there"


def test_nowhere_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(WORKSPACE_VARIABLE, raising=False)
    with pytest.raises(WorkspaceNotFound, match="intreccio init"):
        find_workspace(None, tmp_path)


def test_making_a_workspace_twice_is_refused(tmp_path: Path) -> None:
    create_workspace(tmp_path / "w")
    with pytest.raises(UsageError, match="already"):
        create_workspace(tmp_path / "w")


def test_a_name_with_quotes_survives(tmp_path: Path) -> None:
    assert create_workspace(tmp_path / "w", 'Torino "e dintorni" \\').settings.name == 'Torino "e dintorni" \\'


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("colour = 1", "colour"),
        ("[api]\nport = 99999", "api.port"),
        ("name = [", "TOML"),
        ("[limits]\nrows = 3", "rows"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / CONFIG_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=named):
        open_workspace(tmp_path)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / CONFIG_NAME).write_text('graph = "kglite:///a.kgl"\n[api]\nport = 9000\n', encoding="utf-8")
    monkeypatch.setenv("INTRECCIO_GRAPH", "bolt://127.0.0.1:7687")
    monkeypatch.setenv("INTRECCIO_API__TOKEN", "secret")
    settings = open_workspace(tmp_path).settings
    assert settings.graph == "bolt://127.0.0.1:7687"
    assert (settings.api.port, settings.api.token and settings.api.token.get_secret_value()) == (9000, "secret")


def test_the_salt_is_made_once_and_private(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "w")
    assert workspace.salt() == workspace.salt()
    assert (workspace.root / "salt").stat().st_mode & 0o077 == 0


def test_every_limit_of_the_config_comment_is_a_setting(tmp_path: Path) -> None:
    """Taking the marks away from the commented defaults gives a config that is accepted and changes nothing."""
    workspace = create_workspace(tmp_path / "w")
    config = workspace.root / CONFIG_NAME
    lines = [line.removeprefix("# ") for line in config.read_text(encoding="utf-8").splitlines()[3:]]
    active = [line for line in lines if "=" in line or line.startswith("[")]
    kept = [line for line in active if not line.startswith(('graph = "bolt', "token", "territory"))]
    config.write_text("\n".join(kept), encoding="utf-8")
    assert open_workspace(workspace.root).settings == workspace.settings
