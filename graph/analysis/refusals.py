"""What a refusal takes back of what was said of the same body."""

from typing import Final

from graph.analysis.dating import told_last
from graph.analysis.selection import before
from graph.analysis.view import GraphView, claim_of
from graph.model import Status
from graph.store.port import Edge

_PROMISED: Final = frozenset({Status.PLANNED, Status.PROPOSED})
_LASTS: Final = frozenset({"LEADS", "PARTICIPATES_IN", "MEMBER_OF", "PARTNERS_WITH"})
"""Claims of what somebody is: the header of a project sheet says them as done, and they can end."""


def takes_back(view: GraphView, refusal: Edge, said: Edge) -> bool:
    """Whether it takes back a promise; or, told later, what goes on or lasts. What was given stays given."""
    if said.status in _PROMISED:
        return True
    ends = said.status == Status.UNDER_WAY or claim_of(said) in _LASTS
    return ends and before(told_last(view, said), told_last(view, refusal))
