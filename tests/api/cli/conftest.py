"""The command as it is installed, the command in this process, and a workspace that has read a few things."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.app import app

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "torino"
LETTER = EXAMPLES / "07_lettera_di_ritiro.txt"
REGISTER = EXAMPLES / "registro_enti.csv"
COMMAND = Path(sys.executable).with_name("intreccio")


@dataclass(frozen=True, slots=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        """Standard output as a tab-separated table, without its header."""
        return [line.split("\t") for line in self.out.splitlines()[1:]]


Run = Callable[..., Outcome]


def clean_environment(**more: str) -> dict[str, str]:
    """Nothing of whoever runs the tests decides what a command does."""
    return {k: v for k, v in os.environ.items() if not k.startswith("INTRECCIO_") and k != "COLUMNS"} | more


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("INTRECCIO_"):
            monkeypatch.delenv(name)


@pytest.fixture
def installed(tmp_path: Path) -> Run:
    """Runs the installed command in a process of its own, in a folder of its own."""

    def run(*words: str | Path, cwd: Path = tmp_path, **environment: str) -> Outcome:
        done = subprocess.run(
            [COMMAND, *words],
            capture_output=True,
            cwd=cwd,
            env=clean_environment(**environment),
            timeout=120,
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def invoke(*words: str | Path) -> Outcome:
    """Runs the command in this process."""
    result = CliRunner().invoke(app, [str(word) for word in words], prog_name="intreccio")
    return Outcome(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a letter and a register; for tests that only look."""
    root = tmp_path_factory.mktemp("filled") / "workspace"
    assert invoke("init", root, "--name", "Prova").code == 0
    added = invoke("add", LETTER, REGISTER, "--workspace", root)
    assert added.code == 0, added.err
    return root


@pytest.fixture
def own(filled: Path, tmp_path: Path) -> Path:
    """A copy of it for tests that change it."""
    return shutil.copytree(filled, tmp_path / "workspace")
