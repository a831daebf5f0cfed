"""Whether a register is still what its mapping says: at least such a share of its rows have keys."""

from dataclasses import dataclass
from typing import Final

from graph.errors import RegisterChanged
from ingest.registers.mapping import RegisterMapping

_ENOUGH: Final = 50
"""Rows from which a share says something."""


@dataclass(slots=True)
class Census:
    """Counts of what was read of a register."""

    rows: int = 0
    keyed: int = 0

    def count(self, *, keyed: bool) -> None:
        self.rows += 1
        self.keyed += keyed

    def check_shares(self, mapping: RegisterMapping) -> None:
        """What holds for any part of the register. Raises `RegisterChanged`."""
        least = mapping.floors.keys
        if self.rows >= _ENOUGH and self.keyed < least * self.rows:
            raise _changed(
                mapping,
                f"only {self.keyed / self.rows:.0%} of {self.rows:,} rows have a key that holds, not {least:.0%}",
            )


def _changed(mapping: RegisterMapping, what: str) -> RegisterChanged:
    return RegisterChanged(
        f"this is no longer the register «{mapping.title or mapping.name}» as its mapping knows it: {what}.",
        hint="Get the file again, or map its columns anew: intreccio registers preview FILE --mapping OWN.toml",
    )
