"""Rows of a list of ties, understood one by one; what fits nothing is kept aside with its reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.extraction import RejectedRow
from graph.model import Status, Value
from ingest.read.rows import Row
from ingest.registers import persons
from ingest.registers.amounts import parse_amount
from ingest.registers.dates import iso_date
from ingest.registers.issues import IssueLog
from ingest.registers.rows import is_blank, trouble, unreadable
from ingest.registers.ties_words import Relation, TiesWords, ties_words
from ingest.registers.words import plain

ENDS: Final = ("subject", "object")


@dataclass(frozen=True, slots=True)
class End:
    """One end of a tie: its words, and its type (and perhaps its kind) where a column gives it."""

    text: str
    column: int
    stated: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A row that was understood, before the types of its ends (subject and object of the claim) are settled."""

    number: int
    cells: tuple[str, ...]
    relation: Relation
    status: str
    ends: tuple[End, End]
    properties: dict[str, Value]


class _Unfit(Exception):
    """Why a row is no tie, in words."""


@dataclass(slots=True)
class TiesParser:
    """Rows to ties; what fits nothing is kept aside with its reason."""

    columns: tuple[str, ...]
    salt: bytes
    issues: IssueLog
    words: TiesWords = field(default_factory=ties_words)
    roles: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.roles = bind_columns(self.columns)

    def parse(self, rows: Iterable[Row]) -> tuple[list[Tie], list[RejectedRow]]:
        ties, rejected = [], []
        for row in rows:
            cells = tuple(persons.mask(cell, self.salt) for cell in row.cells + row.extra)
            if not any(cell.strip() for cell in cells):
                continue
            try:
                ties.append(self._tie(row, cells))
            except _Unfit as reason:
                rejected.append(self.issues.kept_aside(row.number, cells, str(reason)))
        return ties, rejected

    def _tie(self, row: Row, cells: tuple[str, ...]) -> Tie:
        if reason := trouble(row, len(self.columns)):
            raise _Unfit(reason)
        relation = self._relation(self._cell(cells, "type"))
        subject, target = (self._end(cells, role) for role in ENDS)
        ends = (target, subject) if relation.inverse else (subject, target)
        status = self._status(self._cell(cells, "status"), relation)
        return Tie(row.number, cells, relation, status, ends, self._properties(row.number, cells))

    def _relation(self, text: str) -> Relation:
        if is_blank(text):
            raise _Unfit("no relation")
        relation = self.words.relation(text)
        if relation is None:
            raise _Unfit(f"the relation «{text[:60]}» is not known")
        return relation

    def _end(self, cells: tuple[str, ...], role: str) -> End:
        column, text = self.roles[role], self._cell(cells, role)
        if is_blank(text) or not any(c.isalnum() for c in text):
            raise _Unfit(f"no {role}")
        if unreadable(text):
            raise _Unfit(f"the {role} cannot be read: wrong encoding or binary data")
        stated = self._cell(cells, f"{role}_type")
        if is_blank(stated):
            return End(text, column)
        if (label := self.words.types.get(plain(stated))) is None:
            raise _Unfit(f"the type «{stated[:60]}» of the {role} is not known")
        return End(text, column, label, self.words.type_kinds.get(plain(stated)))

    def _status(self, text: str, relation: Relation) -> str:
        """The cell's status, else the relation's own, else done; a denied relation stays denied."""
        if is_blank(text) or relation.status == Status.DENIED:
            return relation.status or Status.DONE
        status = self.words.statuses.get(plain(text))
        if status is None:
            raise _Unfit(f"the status «{text[:60]}» is not known")
        return status

    def _properties(self, number: int, cells: tuple[str, ...]) -> dict[str, Value]:
        properties: dict[str, Value] = {}
        for role in ("since", "until"):
            text = self._cell(cells, role)
            if when := iso_date(text):
                properties[role] = when
            elif not is_blank(text):
                self.issues.add(number, f"dates ({role})", f"«{text[:40]}» is no date that could be read")
        text = self._cell(cells, "amount")
        if amount := parse_amount(text):
            properties |= {"amount": amount[0], "unit": amount[1]}
        elif not is_blank(text):
            self.issues.add(number, "amounts", f"«{text[:40]}» is no amount that could be read")
        role_text = self._cell(cells, "role")
        return properties if is_blank(role_text) else properties | {"role": role_text}

    def _cell(self, cells: tuple[str, ...], role: str) -> str:
        column = self.roles.get(role)
        return "" if column is None else cells[column].strip()


def bind_columns(columns: Sequence[str]) -> dict[str, int]:
    """The number of the column that plays each role; no column plays two."""
    words = [plain(c) for c in columns]
    roles: dict[str, int] = {}
    for role, headers in ties_words().columns.items():
        column = next((words.index(h) for h in headers if h in words), None)
        if column is not None and column not in roles.values():
            roles[role] = column
    return roles
