"""How commands end: one line, an exit code, no traceback."""

import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest

from benchmarks.large_register import COLUMNS, made_rows
from benchmarks.snapshots import write_csv
from tests.api.cli.conftest import COMMAND, EXAMPLES, LETTER, Run, clean_environment, invoke


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("add",),
        ("--nonsense", "status"),
        ("export", "pdf", "--output", "x"),
        ("query", "RETURN 1", "--format", "xml"),
        ("query", "RETURN 1", "--limit", "0"),
        ("serve", "--port", "70000"),
        ("extract", "x.txt", "--output", "y", "--format", "table"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_2(words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = invoke(*words)
    assert outcome.code == 2
    assert outcome.err
    assert not outcome.out


def test_without_a_workspace_a_line_says_how_to_get_one(installed: Run, tmp_path: Path) -> None:
    outcome = installed("status")
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert "intreccio init" in outcome.err
    assert str(tmp_path) in outcome.err


def test_debug_shows_where(installed: Run) -> None:
    assert "Traceback" in installed("--debug", "status").err


def test_settings_that_are_wrong_are_named(installed: Run, tmp_path: Path) -> None:
    invoke("init", tmp_path / "w")
    (tmp_path / "w" / "intreccio.toml").write_text("nam = 'x'\n")
    outcome = installed("status", "-w", "w")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "nam" in outcome.err


def test_a_fault_of_ours_is_a_line_too(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.ledger.reading.ledger_counts", lambda _: 1 / 0)
    outcome = invoke("status", "-w", filled)
    assert outcome.code == 1
    assert (
        outcome.err
        == "unexpected error: ZeroDivisionError: division by zero. Run it as `intreccio --debug …` to see where.\n"
    )


def test_what_is_logged_is_for_debug(installed: Run, tmp_path: Path) -> None:
    """A file that meets a fault of ours gives its line in the summary, and where it arose only if asked."""
    invoke("init", tmp_path / "w")
    (tmp_path / "note.txt").write_text("Il Comune di Asti ha firmato il Patto.")
    broken = "import ingest.extract as e\ne.Extractor.extract = lambda *_: 1 / 0\n"
    (tmp_path / "sitecustomize.py").write_text(broken)
    plain = installed("-w", "w", "add", "note.txt", PYTHONPATH=str(tmp_path))
    assert plain.code == 1
    assert "failed: " in plain.out
    assert "Traceback" not in plain.err + plain.out
    asked = installed("--debug", "-w", "w", "add", "note.txt", PYTHONPATH=str(tmp_path))
    assert "ZeroDivisionError" in asked.err


def test_a_closed_pipe_is_no_error(filled: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ask: list[str | Path] = [COMMAND, "-w", filled, "query", "MATCH (n) RETURN n"]
    done = subprocess.run(ask, stdout=writing, stderr=subprocess.PIPE, env=clean_environment(), check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_an_interrupted_add_keeps_what_was_read(tmp_path: Path) -> None:
    invoke("init", tmp_path / "w")
    adding = subprocess.Popen(
        [COMMAND, "-w", tmp_path / "w", "add", EXAMPLES], stderr=subprocess.PIPE, env=clean_environment(), text=True
    )
    assert adding.stderr is not None
    first = adding.stderr.readline()
    adding.send_signal(signal.SIGINT)
    _, rest = adding.communicate(timeout=60)
    assert adding.returncode == 130
    assert rest.splitlines()[-1] == "interrupted; what was read is kept."
    assert "Traceback" not in rest
    assert first.startswith("1/")
    again = invoke("-w", tmp_path / "w", "add", EXAMPLES)
    assert again.code == 0, again.err
    assert "unchanged 0" not in again.out


def on_terminal(*words: str | Path, **environment: str) -> str:
    """What a person sees on a terminal of 80 columns."""
    owner, terminal = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, *words],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=clean_environment(TERM="xterm", COLUMNS="80", **environment),
    )
    os.close(terminal)
    seen = b""
    while True:
        try:
            part = os.read(owner, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(owner)
    process.wait(60)
    return seen.decode()


def test_a_terminal_gets_a_table_and_colours(filled: Path) -> None:
    ask = ("-w", filled, "query", "MATCH (d:Document) RETURN d.name AS name ORDER BY name")
    assert "\x1b[1m" in on_terminal(*ask)
    assert "\x1b[" not in on_terminal(*ask, NO_COLOR="1").replace("\x1b[1m", "").replace("\x1b[0m", "")


@pytest.mark.slow
def test_a_terminal_shows_how_far_a_register_is(tmp_path: Path) -> None:
    write_csv(tmp_path / "large.csv", COLUMNS, list(made_rows(15_000)))
    invoke("init", tmp_path / "w")
    seen = on_terminal("-w", tmp_path / "w", "add", tmp_path / "large.csv")
    assert "large.csv: 10,000 rows" in " ".join(seen.split())
    assert "finding who is who" in seen


def test_a_terminal_shows_progress(tmp_path: Path) -> None:
    invoke("init", tmp_path / "w")
    seen = on_terminal("-w", tmp_path / "w", "add", LETTER)
    assert "looking for what is new" in seen
    assert "1/1" in seen
    assert "read 1, unchanged 0, failed 0" in seen
