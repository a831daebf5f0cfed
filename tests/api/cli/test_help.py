"""Help: quick, with examples, and the same in the documentation."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.cli.conftest import COMMAND, LETTER, REGISTER, Run, clean_environment
from tools.cli_reference import PAGE, command_names, help_of, reference

ISSUED = {
    "init",
    "add",
    "remove",
    "status",
    "extract",
    "gaps",
    "follow",
    "changes",
    "coverage",
    "resources",
    "roles",
    "generations",
    "suggest",
    "what-if",
    "query",
    "queries",
    "review",
    "explain",
    "conflicts",
    "draw",
    "rebuild",
    "export",
    "serve",
    "evaluate",
    "models",
    "registers",
    "doctor",
}
HEAVY = ("rich", "pydantic", "sqlalchemy", "spacy", "kglite", "neo4j", "fastapi", "pyvis", "networkx")

CPU = "import resource; u = resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_utime + u.ru_stime)"


def seconds_of(*words: object) -> float:
    """Processor time of a process: what a clock would show where nothing else runs. The best of three."""
    script = f"import subprocess; subprocess.run({[str(w) for w in words]!r}, capture_output=True); {CPU}"
    measured = (
        subprocess.run([sys.executable, "-c", script], capture_output=True, env=clean_environment(), check=True)
        for _ in range(3)
    )
    return min(float(done.stdout) for done in measured)


def test_every_promised_command_is_there() -> None:
    assert {names[0] for names in command_names() if names} == ISSUED


@pytest.mark.parametrize("names", command_names(), ids=" ".join)
def test_every_help_has_an_example(names: tuple[str, ...]) -> None:
    text = help_of(names)
    assert "Example" in text
    assert f"intreccio {' '.join(names)}".strip() in text.split("Example")[1]


def test_the_documentation_shows_the_help_as_it_is() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: python tools/cli_reference.py"


def test_help_imports_nothing_heavy() -> None:
    script = f"import sys, api.cli.app; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_takes_less_than_a_third_of_a_second() -> None:
    assert seconds_of(COMMAND, "--help") < 0.3


@pytest.mark.parametrize("words", [("status",), ("add", LETTER, REGISTER)], ids=["status", "add"])
def test_light_commands_take_less_than_a_second(words: tuple[object, ...], filled: Path) -> None:
    """On a slow or busy machine: less than two and a half times what their libraries take to be imported."""
    libraries = seconds_of(sys.executable, "-c", "import typer, sqlalchemy, pydantic_settings")
    assert seconds_of(COMMAND, "-w", filled, *words) < max(1.0, 2.5 * libraries)


def test_help_is_plain_in_a_pipe(installed: Run) -> None:
    shown = installed("--help", FORCE_COLOR="1")
    assert shown.code == 0
    assert "\x1b" not in shown.out
    assert not set(shown.out) & set("│╭╰─━")
    assert shown.out.startswith("Usage: intreccio")
