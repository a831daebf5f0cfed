"""What a check of `doctor` finds, and how a check that fails itself becomes a finding."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import IntreccioError


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `doctor`; `advice` says how to mend what is not ok."""

    state: State
    what: str
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at; `run` may find several things."""

    what: str
    run: Callable[[], Iterable[Finding]]


def ok(what: str, found: str, advice: str = "") -> Finding:
    return Finding(State.OK, what, found, advice)


def warning(what: str, found: str, advice: str) -> Finding:
    return Finding(State.WARNING, what, found, advice)


def problem(what: str, found: str, advice: str) -> Finding:
    return Finding(State.PROBLEM, what, found, advice)


def careful(check: Check) -> Iterator[Finding]:
    """What the check finds; an error that it did not expect is a problem too, and the other checks go on."""
    try:
        yield from check.run()
    except IntreccioError as error:
        place = f"{error.where}: " if error.where else ""
        yield problem(check.what, place + error.message, error.hint or "")
    except Exception as error:  # noqa: BLE001 - whatever is broken, doctor says so and goes on
        yield problem(check.what, f"{type(error).__name__}: {error}", "Set up again with: make setup")
