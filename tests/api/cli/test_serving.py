"""The server from the command line."""

import signal
import subprocess
import urllib.request
from pathlib import Path

from tests.api.cli.conftest import COMMAND, clean_environment, invoke


def hear_interrupts() -> None:
    """A shell's background job ignores Ctrl-C, and what it starts with it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_it_says_where_it_listens_and_ends_on_ctrl_c(filled: Path) -> None:
    command: list[str | Path] = [COMMAND, "-w", filled, "serve", "--port", "0"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        env=clean_environment(),
        preexec_fn=hear_interrupts,  # noqa: PLW1509 - no threads here
    ) as serving:
        try:
            assert serving.stdout is not None
            address = serving.stdout.readline().strip()
            with urllib.request.urlopen(f"{address}/health/live", timeout=30) as answer:
                assert answer.status == 200
        finally:
            serving.send_signal(signal.SIGINT)
    assert serving.returncode == 0


def test_an_address_for_others_needs_a_token(filled: Path) -> None:
    outcome = invoke("serve", "--host", "0.0.0.0", "--port", "0", "-w", filled)
    assert outcome.code == 2
    assert "token" in outcome.err
