"""A source's stretches as one extraction, for printing: ids of a stretch are only its own, so all are given anew."""

from collections.abc import Iterable
from dataclasses import replace

from graph.errors import FileTooLarge
from graph.extraction import Batch, Claim, Document, Evidence, Extraction, Issue, Mention, Passage
from graph.model import CLAIM_PROPERTIES, GENRES

MAX_PASSAGES = 20_000
"""Rows of a register that are printed in one piece; a larger one belongs into a workspace."""


def merge(document: Document, batches: Iterable[Batch]) -> Extraction:
    """Everything that the batches bring, numbered through; rejected rows become issues. Raises `FileTooLarge`.

    A register's document has no text of its own: here it gets that of its rows, in which all offsets count.
    """
    passages: list[Passage] = []
    mentions: list[Mention] = []
    claims: list[Claim] = []
    issues: list[Issue] = []
    for batch in batches:
        passage = {p.id: f"p{n}" for n, p in enumerate(batch.passages, len(passages) + 1)}
        mention = {m.id: f"m{n}" for n, m in enumerate(batch.mentions, len(mentions) + 1)}
        entity = {m.entity: mention[m.id] for m in reversed(batch.mentions)}
        passages += [replace(p, id=passage[p.id]) for p in batch.passages]
        mentions += [
            replace(m, id=mention[m.id], passage=passage[m.passage], entity=entity[m.entity]) for m in batch.mentions
        ]
        claims += [_renamed(c, f"c{n}", passage, mention) for n, c in enumerate(batch.claims, len(claims) + 1)]
        issues += batch.issues
        issues += [Issue(f"row {row.row}", f"kept aside: {row.reason}") for row in batch.rejected]
        if len(passages) > MAX_PASSAGES:
            raise FileTooLarge(
                f"the table has more than {MAX_PASSAGES} rows, too many to print.",
                where=document.source,
                hint="Add it to a workspace: intreccio init, intreccio add.",
            )
    text = document.text or _text_of(passages)
    kind = document.kind if document.kind in GENRES else None
    whole = replace(document, text=text, kind=kind)
    return Extraction(whole, tuple(passages), tuple(mentions), tuple(claims), tuple(issues))


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


def _text_of(passages: Iterable[Passage]) -> str:
    """The text in which the rows stand at their offsets; what lies between them is line ends."""
    text: list[str] = []
    end = 0
    for passage in passages:
        text += ["\n" * (passage.start - end), passage.text]
        end = passage.end
    return "".join(text)
