"""Costs whose own words say that they are covered, by whom or from what fund.

Looked at are the sentence or cell of a row that holds the amount, and the next one where that goes on about the money.
What also speaks of a rest, a condition or something still to be found says nothing ("copertura da reperire").
"""

import re
from collections.abc import Iterator
from typing import Final

from graph.analysis.gaps.common import expression
from graph.analysis.selection import folded
from graph.analysis.view import GraphView
from graph.store.port import Edge

_PART: Final = re.compile(r"\s\|\s|(?<=[.!?])\s+(?=[A-ZÀ-Ý«\"*])")


def is_said_covered(view: GraphView, use: Edge) -> bool:
    """Whether the words by which money is USED_IN something say that it is there."""
    covered, open_ = expression("cover.covered"), expression("cover.open")
    told = list(_about(view, use))
    return any(covered.search(part) for part in told) and not any(open_.search(part) for part in told)


def _about(view: GraphView, use: Edge) -> Iterator[str]:
    """The parts of the quoted passages that hold the amount, and those that go on about money after one."""
    money, amount = expression("cover.money"), folded(view.name(use.source))
    for quotation in view.evidence(use):
        parts = [folded(part) for part in _PART.split(quotation.text)]
        for part, before in zip(parts, ["", *parts], strict=False):
            if amount in part or (amount in before and money.search(part)):
                yield part
