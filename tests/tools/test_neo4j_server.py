"""The launcher of the real Neo4j: what is missing is said, what is there is not fetched again."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import neo4j_server
from tools.neo4j_server import ServerError

pytestmark = pytest.mark.neo4j


def test_installing_again_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    lib = neo4j_server.install()
    monkeypatch.setenv("MAVEN_ARGS", "--no-such-option")
    assert neo4j_server.install() == lib
    assert list(lib.glob("neo4j-5.26*.jar"))


def test_without_java_and_maven_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerError, match="apt-get install openjdk-17-jre-headless maven"):
        neo4j_server.install(tmp_path / "home")


def test_a_server_that_cannot_start_shows_its_last_lines(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("word", encoding="utf-8")
    (tmp_path / "data").write_text("no folder", encoding="utf-8")
    with pytest.raises(ServerError, match="did not start"), neo4j_server.running(tmp_path):
        pass


def test_the_command_line_explains_itself() -> None:
    script = Path(neo4j_server.__file__)
    answer = subprocess.run([sys.executable, str(script), "--help"], capture_output=True, text=True, check=True)
    assert "install" in answer.stdout
    assert "run" in answer.stdout
