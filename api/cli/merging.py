"""A source's stretches as one extraction, for printing: ids of a stretch are only its own, so all are given anew."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from graph.errors import FileTooLarge
from graph.extraction import Batch, Claim, Document, Evidence, Extraction, Issue, Mention, Passage, RejectedRow
from graph.model import CLAIM_PROPERTIES, GENRES

MAX_PASSAGES = 20_000
"""Rows of a register that are printed in one piece; a larger one belongs into a workspace."""


def merge(document: Document, batches: Iterable[Batch]) -> Extraction:
    """Everything that the batches bring, numbered through; rejected rows become issues. Raises `FileTooLarge`.

    A register's document has no text of its own: here it gets that of its rows, in which all offsets count.
    """
    merged = _Merged()
    for batch in batches:
        merged.add(batch)
        if len(merged.passages) > MAX_PASSAGES:
            raise FileTooLarge(
                f"the table has more than {MAX_PASSAGES} rows, too many to print.",
                where=document.source,
                hint="Add it to a workspace: intreccio init, intreccio add.",
            )
    text = document.text or _text_of(merged.passages)
    kind = document.kind if document.kind in GENRES else None
    return Extraction(
        replace(document, text=text, kind=kind),
        tuple(merged.passages),
        tuple(merged.mentions),
        tuple(merged.claims),
        tuple(merged.issues),
    )


@dataclass(slots=True)
class _Merged:
    passages: list[Passage] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def add(self, batch: Batch) -> None:
        passage = {p.id: f"p{n}" for n, p in enumerate(batch.passages, len(self.passages) + 1)}
        mention = {m.id: f"m{n}" for n, m in enumerate(batch.mentions, len(self.mentions) + 1)}
        first: dict[str, str] = {}
        for m in batch.mentions:
            first.setdefault(m.entity, mention[m.id])
        self.passages += [replace(p, id=passage[p.id]) for p in batch.passages]
        self.mentions += [
            replace(m, id=mention[m.id], passage=passage[m.passage], entity=first[m.entity]) for m in batch.mentions
        ]
        self.claims += [
            _renamed(c, f"c{n}", passage, mention) for n, c in enumerate(batch.claims, len(self.claims) + 1)
        ]
        self.issues += [*batch.issues, *map(_kept_aside, batch.rejected)]


def _renamed(claim: Claim, new_id: str, passage: dict[str, str], mention: dict[str, str]) -> Claim:
    return replace(
        claim,
        id=new_id,
        subject=mention[claim.subject],
        object=mention[claim.object],
        evidence=tuple(Evidence(passage[e.passage], e.start, e.end) for e in claim.evidence),
        properties={
            name: mention[str(value)] if CLAIM_PROPERTIES[name].kind == "mention" else value
            for name, value in claim.properties.items()
        },
    )


def _kept_aside(row: RejectedRow) -> Issue:
    return Issue(f"row {row.row}", f"kept aside: {row.reason}")


def _text_of(passages: list[Passage]) -> str:
    """The text in which the rows stand at their offsets; what lies between them is line ends."""
    parts: list[str] = []
    end = 0
    for passage in passages:
        parts += ["\n" * (passage.start - end), passage.text]
        end = passage.end
    return "".join(parts)
