"""What is made of a register's rows: mentions at cells and claims between them, a batch at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.extraction import Batch, Claim, Evidence, Issue, Mention, Passage, Record, RejectedRow
from graph.model import Status, Value
from ingest.registers.rows import PlacedRow
from ingest.registers.snapshots import Said, told


@dataclass(slots=True)
class _Held:
    """What a batch holds so far. Things met before in it are known by their keys and names."""

    passages: list[Passage] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    things: dict[tuple[str, ...], str] = field(default_factory=dict)
    said: set[tuple[str, str, str]] = field(default_factory=set)


class Contents:
    """Collects what rows say until it is drained. `until` stands on every claim of rows that are no longer there.

    `said` is told every claim, where somebody wants to know.
    """

    def __init__(self, said: set[Said] | None = None) -> None:
        self._held = _Held()
        self._ids = 0
        self._said = said
        self.until: str | None = None

    def drain(self, issues: tuple[Issue, ...]) -> Batch:
        """What was collected since the last call, with these issues."""
        h, self._held = self._held, _Held()
        return Batch(tuple(h.passages), tuple(h.mentions), tuple(h.claims), tuple(h.records), issues, tuple(h.rejected))

    def passage(self, passage: Passage) -> None:
        self._held.passages.append(passage)

    def record(self, record: Record) -> None:
        self._held.records.append(record)

    def reject(self, row: RejectedRow) -> None:
        self._held.rejected.append(row)

    def first_time(self, said: tuple[str, str, str]) -> bool:
        """Whether this was not said in the batch before."""
        known = said in self._held.said
        self._held.said.add(said)
        return not known

    def mention(
        self,
        placed: PlacedRow,
        column: int,
        label: str,
        identity: tuple[str, ...],
        *,
        properties: Mapping[str, Value],
        keys: Mapping[str, str],
    ) -> Mention:
        """A mention at the cell of the column; `identity` (if any) joins it with earlier ones of the batch."""
        start, end = placed.spans[column]
        number = self._next("m")
        entity = self._held.things.setdefault((label, *identity), number) if identity else number
        text = placed.cells[column]
        mention = Mention(number, label, start, end, text, placed.passage.id, entity, properties, keys)
        self._held.mentions.append(mention)
        return mention

    def claim(
        self,
        placed: PlacedRow,
        subject: Mention,
        claim: str,
        target: Mention,
        properties: Mapping[str, Value] = {},
        *,
        ends: bool = True,
    ) -> None:
        """A claim between two mentions of the row, whose cells are the evidence; `ends`: with its row."""
        if self._said is not None:
            self._said.add((told(subject.text, subject.keys), claim, told(target.text, target.keys)))
        evidence = tuple(Evidence(placed.passage.id, end.start, end.end) for end in (subject, target))
        ended = {"until": self.until} if self.until and ends else {}
        stated = {**properties, **ended}
        self._held.claims.append(
            Claim(self._next("c"), subject.id, claim, target.id, Status.DONE, 1.0, evidence, stated)
        )

    def _next(self, letter: str) -> str:
        self._ids += 1
        return f"{letter}{self._ids}"
