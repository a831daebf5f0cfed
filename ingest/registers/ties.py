"""A list of ties: how a team writes down what it knows, one row a tie (who, relation, whom, status, since, source).

A row becomes one claim with the row as its evidence. What a name is (organisation, action, plan …) is told by a column,
else by its first words, else by how other rows use it, else by what the relation allows.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import PurePath
from typing import Final

from graph.errors import FileTooLarge
from graph.extraction import Batch, Claim, Document, Evidence, Mention, Passage, RejectedRow
from graph.model import CLAIM_TYPES, MENTION_TYPES, Value
from ingest.read.rows import Sheet
from ingest.registers.amounts import money_in
from ingest.registers.issues import IssueLog
from ingest.registers.kinds import PERSON, kind_of
from ingest.registers.rows import Place, PlacedRow, RowWriter
from ingest.registers.ties_rows import ENDS, End, Tie, TiesParser, bind_columns
from ingest.registers.ties_words import Relation, TiesWords, ties_words
from ingest.registers.words import plain

MAX_ROWS: Final = 20_000
"""Ties that one list may hold: it is written by hand, and read as a whole."""


def is_ties(columns: Sequence[str]) -> bool:
    """Whether these are the columns of a list of ties: subject, relation, object by any of their names."""
    words, roles = ties_words(), bind_columns(columns)
    if not {"subject", "type", "object"} <= roles.keys():
        return False
    return not all(plain(columns[roles[role]]) in words.weak for role in ("subject", "type"))


def ties_document(sheet: Sheet, *, document_id: str, source: str) -> Document:
    """The list as a document: without text, its rows are its passages."""
    return Document(document_id, source, "", title=PurePath(source).stem, kind="ties", media_type=sheet.media_type)


def read_ties(sheet: Sheet, document: Document, salt: bytes, place: Place | None = None) -> Iterator[Batch]:
    """The list as one batch. Raises `FileTooLarge` over `MAX_ROWS` rows; `salt` keys the tokens for codici fiscali."""
    rows = list(islice(sheet.rows, MAX_ROWS + 1))
    if len(rows) > MAX_ROWS:
        raise FileTooLarge(f"a list of ties has at most {MAX_ROWS:,} rows.", where=document.source, hint="Split it.")
    issues = IssueLog()
    ties, rejected = TiesParser(sheet.columns, salt, issues).parse(rows)
    yield _Weaver(sheet.columns, ties, issues, place or Place()).batch(rejected)


@dataclass
class _Weaver:
    """Ties to passages, mentions and claims, once all of them are known."""

    columns: tuple[str, ...]
    ties: list[Tie]
    issues: IssueLog
    place: Place
    words: TiesWords = field(default_factory=ties_words)
    things: dict[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def usage(self) -> dict[str, Counter[str]]:
        """What each name is in the rows that leave no doubt."""
        usage: dict[str, Counter[str]] = defaultdict(Counter)
        for tie in self.ties:
            for index, end in enumerate(tie.ends):
                if label := end.stated or self._only(tie.relation, index) or self._by_words(end.text):
                    usage[plain(end.text)][label] += 1
        return usage

    def batch(self, rejected: list[RejectedRow]) -> Batch:
        writer = RowWriter(self.place, self.columns)
        passages, mentions, claims = list[Passage](), list[Mention](), list[Claim]()
        for tie in self.ties:
            settled = self._settle(tie)
            if isinstance(settled, str):
                rejected.append(self.issues.kept_aside(tie.number, tie.cells, settled))
                continue
            claim_type, *labels = settled
            placed = writer.place(tie.number, tie.cells)
            ends = [
                self._mention(len(mentions) + n, placed, end, label, tie)
                for n, (end, label) in enumerate(zip(tie.ends, labels, strict=True), 1)
            ]
            passages.append(placed.passage)
            mentions += ends
            claims.append(_claim(len(claims) + 1, claim_type, ends, tie, placed))
        rejected.sort(key=lambda r: r.row)
        issues = self.issues.drain() + self.issues.closing()
        return Batch(tuple(passages), tuple(mentions), tuple(claims), (), issues, tuple(rejected))

    def _only(self, relation: Relation, index: int) -> str | None:
        """The one type that the relation allows at this end, if it is one."""
        claims = [CLAIM_TYPES[name] for name in relation.types]
        allowed = {label for claim in claims for label in (claim.subjects, claim.objects)[index]}
        return next(iter(allowed)) if len(allowed) == 1 else None

    def _by_words(self, text: str) -> str | None:
        if head := self.words.head(text):
            return head.type
        if money_in(text) is not None:
            return "Resource"
        kind = kind_of(text)
        return None if kind is None else "Person" if kind == PERSON else "Organisation"

    def _settle(self, tie: Tie) -> tuple[str, str, str] | str:
        """Claim type and the types of both ends, or in words why they do not fit."""
        sure = [self._guesses(end) for end in tie.ends]
        likely = [() if end.stated else self.words.likely[role] for end, role in zip(tie.ends, ENDS, strict=True)]
        loose = [[*guesses, *more] for guesses, more in zip(sure, likely, strict=True)]
        for subjects, objects in (sure, loose):
            for name in tie.relation.types:
                if fitting := _fit(name, subjects, objects):
                    return (name, *fitting)
        stated = " and ".join(end.stated or "?" for end in tie.ends)
        return f"{tie.relation.types[0]} does not go between {stated}"

    def _guesses(self, end: End) -> list[str]:
        """The types that the end may have, the surest first."""
        if end.stated:
            return [end.stated]
        own = self._by_words(end.text)
        used = self.usage.get(plain(end.text), Counter[str]()).most_common()
        return [*([own] if own else []), *(label for label, _ in used)]

    def _mention(self, number: int, placed: PlacedRow, named: End, label: str, tie: Tie) -> Mention:
        text = placed.cells[named.column]
        start, end = placed.spans[named.column]
        entity = self.things.setdefault((label, plain(text)), f"m{number}")
        properties = self._mention_properties(text, label, named.kind)
        money_left = "amount" in tie.properties and "amount" not in properties
        if label == "Resource" and money_left and properties.get("kind") in (None, "money"):
            properties |= {"kind": "money", "amount": tie.properties["amount"], "unit": tie.properties["unit"]}
        return Mention(f"m{number}", label, start, end, text, placed.passage.id, entity, properties)

    def _mention_properties(self, text: str, label: str, stated: str | None) -> dict[str, Value]:
        """Kind and amount, as far as the words tell them."""
        if label == "Resource" and (amount := money_in(text)) is not None:
            return {"kind": "money", "amount": amount, "unit": "EUR"}
        head = self.words.head(text)
        told = head.kind if head and head.type == label else kind_of(text) if label == "Organisation" else None
        kind = told or stated
        known = MENTION_TYPES[label].property("kind")
        return {"kind": kind} if kind and known and kind in known.words else {}


def _claim(number: int, claim_type: str, ends: Sequence[Mention], tie: Tie, placed: PlacedRow) -> Claim:
    evidence = Evidence(placed.passage.id, placed.passage.start, placed.passage.end)
    subject, target = ends
    return Claim(f"c{number}", subject.id, claim_type, target.id, tie.status, 1.0, (evidence,), dict(tie.properties))


def _fit(name: str, subjects: Sequence[str], objects: Sequence[str]) -> tuple[str, str] | None:
    """The first types of both ends between which the claim type may stand."""
    claim = CLAIM_TYPES[name]
    pairs = ((s, o) for s in subjects for o in objects if s in claim.subjects and o in claim.objects)
    return next((pair for pair in pairs if not claim.same_type or pair[0] == pair[1]), None)
