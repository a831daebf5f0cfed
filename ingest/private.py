"""Documents without anybody's codice fiscale: what stands for it is as long, so that all offsets hold."""

from dataclasses import replace

from graph.extraction import Extraction, Issue
from ingest.read.text import Block, SourceText
from ingest.registers.persons import mask_in_place


def masked_text(source: SourceText, salt: bytes) -> SourceText:
    """The text of a document before language reads it."""

    def block(b: Block) -> Block:
        return replace(b, heading=_masked(b.heading, salt), headers=_all_masked(b.headers, salt))

    text, title = mask_in_place(source.text, salt), _masked(source.title, salt)
    if text == source.text and title == source.title:
        return source
    return replace(source, text=text, title=title, blocks=tuple(map(block, source.blocks)))


def masked_extraction(found: Extraction, salt: bytes) -> Extraction:
    """What another program extracted, with all its words taken from the masked text."""
    text = mask_in_place(found.document.text, salt)
    document = replace(found.document, text=text, title=_masked(found.document.title, salt))
    if document == found.document:
        return found
    passages = tuple(
        replace(
            p,
            text=text[p.start : p.end],
            heading=_masked(p.heading, salt),
            headers=_all_masked(p.headers, salt),
        )
        for p in found.passages
    )
    mentions = tuple(replace(m, text=text[m.start : m.end]) for m in found.mentions)
    issues = tuple(Issue(i.where, mask_in_place(i.message, salt)) for i in found.issues)
    return replace(found, document=document, passages=passages, mentions=mentions, issues=issues)


def _masked(text: str | None, salt: bytes) -> str | None:
    return None if text is None else mask_in_place(text, salt)


def _all_masked(texts: tuple[str, ...] | None, salt: bytes) -> tuple[str, ...] | None:
    return None if texts is None else tuple(mask_in_place(text, salt) for text in texts)
