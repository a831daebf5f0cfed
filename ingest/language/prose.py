"""What the sentences below an action's title say of it where no label does: who, until when, how measured."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.language.draft import Reading, Row
from ingest.language.fields import Field
from ingest.language.patterns import expression
from ingest.language.values import times

_LACKS: Final = expression("titles.lacks")
_OPEN: Final = expression("titles.open")


@dataclass(frozen=True, slots=True)
class _Prose:
    """What prose says where no label of these roles does: a role, its expressions, and whether the words before and the
    words themselves really say it.
    """

    role: str
    labels: frozenset[str]
    shapes: tuple[re.Pattern[str], ...]
    holds: Callable[[str, str], bool]


_PROSE: Final = (
    # who answers for it: "se ne occupa …", "di cui è capofila …"
    _Prose(
        "lead",
        frozenset({"lead"}),
        (expression("titles.leads"),),
        lambda before, words: not _LACKS.search(before) and not _OPEN.search(words),
    ),
    # until when: "entro …" with a date
    _Prose(
        "deadline",
        frozenset({"deadline", "period"}),
        (expression("titles.until"),),
        lambda _, words: bool(times(words)),
    ),
    # how it is measured: what is to be reached, not what is needed by then
    _Prose(
        "indicator",
        frozenset({"indicator"}),
        (expression("titles.expected"), expression("titles.judged"), expression("titles.counted")),
        lambda before, _: not _LACKS.search(before),
    ),
    # with what means: what somebody has of its own ("con il proprio ufficio")
    _Prose(
        "resource",
        frozenset({"resource", "money", "funder"}),
        (expression("titles.own"),),
        lambda _before, _words: True,
    ),
)


def told_in_prose(
    reading: Reading, rows: Sequence[Row], ends: Mapping[int, int], below: Mapping[int, int]
) -> Iterator[Row]:
    """For each title of which no label says it, the first words behind or below that do.

    `ends`: passage of a title → where the title ends in it (or where the passage begins, if the title is a part of a
    sentence that may say it before); `below`: passage → the title that it stands below.
    """
    for prose in _PROSE:
        told = {row.title for row in rows for field in row.fields if field.role in prose.labels}
        for number, title, start, end in _untold(reading, ends, below, told):
            if found := _said(prose, reading.text, start, end):
                told.add(title)
                yield Row(number, (Field(prose.role, *found.span("what")),), is_sheet=True, title=title)


def _said(prose: _Prose, text: str, start: int, end: int) -> re.Match[str] | None:
    matches = (shape.search(text, start, end) for shape in prose.shapes)
    return next((m for m in matches if m and prose.holds(text[start : m.start("what")], m["what"])), None)


def _untold(
    reading: Reading, ends: Mapping[int, int], below: Mapping[int, int], told: Collection[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Passage, title, start and end of what stands behind and below the titles that are not among `told` by then."""
    for number, passage in enumerate(reading.passages):
        title = number if number in ends else below.get(number, -1)
        if title >= 0 and title not in told:
            yield number, title, ends.get(number, passage.start), passage.end
