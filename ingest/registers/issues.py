"""Issues of a register, bounded: of each kind the first hundred row by row, then how many more there were."""

from collections import Counter
from typing import Final

from graph.extraction import Issue, RejectedRow
from ingest.registers.keys import Checked

_MAX_A_KIND: Final = 100


class IssueLog:
    """Collects issues until they are drained into a batch; memory does not grow with the rows."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._waiting: list[Issue] = []

    def add(self, row: int, kind: str, message: str) -> None:
        """An issue of a row; `kind` is counted, `message` shown."""
        self._counts[kind] += 1
        if self._counts[kind] <= _MAX_A_KIND:
            self._waiting.append(Issue(f"row {row}", message))

    def judge(self, row: int, name: str, checked: Checked) -> str | None:
        """The key that holds, None where there is none; what is to be said of it is said."""
        if checked.issue:
            state = "restored" if checked.value else "not valid"
            self.add(row, f"{name} {state}", checked.issue)
        return checked.value

    def kept_aside(self, row: int, cells: tuple[str, ...], reason: str) -> RejectedRow:
        """A row that was not read, with the issue that says so."""
        self.add(row, "rows kept aside", f"row kept aside: {reason}")
        return RejectedRow(row, cells, reason)

    def drain(self) -> tuple[Issue, ...]:
        """The issues since the last call."""
        waiting, self._waiting = tuple(self._waiting), []
        return waiting

    def closing(self) -> tuple[Issue, ...]:
        """One line for each kind that went on after its first hundred."""
        return tuple(
            Issue("whole file", f"{kind}: {count - _MAX_A_KIND} more rows")
            for kind, count in self._counts.items()
            if count > _MAX_A_KIND
        )
