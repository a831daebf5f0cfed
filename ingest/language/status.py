"""How far a claim has come: the nearest cue decides, else the rule, else the genre."""

import re
from functools import cache

from graph.model import Status
from ingest.language.lexicon import Lexicon

_ORDER = (Status.DENIED, Status.PROPOSED, Status.PLANNED, Status.UNDER_WAY)
_HOLDS = frozenset(
    {"HAS_ROLE", "MEMBER_OF", "ADDRESSES", "PART_OF", "MEASURED_BY", "FOLLOWS", "SUCCEEDS", "LOCATED_IN"}
)


class StatusReader:
    """Reads the status from the words of a clause; built once a document."""

    def __init__(self, lexicon: Lexicon, genre: str | None) -> None:
        self._cues = {name: _compiled(tuple(patterns)) for name, patterns in lexicon.cues["status"].items()}
        self._duties = genre in ("plan", "agreement")

    def read(self, clause: str, claim_type: str, fallback: str) -> str:
        """The status that the words of the clause say, or `fallback`."""
        words = re.sub(r"‹[A-Z]\d+›", " ", clause)
        for status in _ORDER:
            if self._cues[status.value].search(words):
                return status.value
        if (
            self._duties
            and claim_type not in _HOLDS
            and fallback in (Status.DONE, Status.UNDER_WAY)
            and not re.search(r"\bha(?:nno)? \w+t[oaie]\b", words)
        ):
            return Status.PLANNED.value
        return fallback


@cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)
