"""What the trained encoder reads: mentions, which of them are one thing, and what is said of each pair."""

import re
from collections.abc import Iterator, Mapping

from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.cells import fill
from ingest.language.draft import KEY, Draft, Pair, Reading, Row
from ingest.language.encoder import Found, Span
from ingest.language.encoder.pairs import SINCE
from ingest.language.values import Time, times
from ingest.language.wants import wanted
from ingest.language.whole import whole, whole_passages

_STRETCH = 30_000
"""Code points read at once: the states of longer texts would not fit into memory."""
_ORGAN = "organ"
_EMPHASIS = re.compile(r"\*|(?<!\w)_|_(?!\w)")
_LEAST = 0.5
"""Probability below which a mention is none, and a time no beginning or end."""


@Language.component("intreccio_mentions")
def mentions(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian:
        rows = {row.passage: row for row in reading.rows}
        for start, end in stretches(reading.text):
            _read(reading, rows, start, end)
        reading.settle()
    return doc


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """The text in parts of whole lines, each not much longer than is read at once."""
    start = 0
    while len(text) - start > _STRETCH:
        end = text.rfind("\n", start, start + _STRETCH) + 1
        end = end if end > start else start + _STRETCH
        yield start, end
        start = end
    yield start, len(text)


def _read(reading: Reading, rows: Mapping[int, Row], start: int, end: int) -> None:
    """Reads one part of the text and puts what is found there into the reading."""
    text = _readable(reading, start, end)
    dated = times(text, year_of(reading))

    def with_cells(spans: list[Span]) -> list[Span]:
        kept = whole(text, [s for s in spans if s.odds >= _LEAST])
        if reading.recogniser:
            kept += (s for s in reading.recogniser(text) if not any(s.start < k.end and k.start < s.end for k in kept))
        here = [Span(s.start + start, s.end + start, s.type, s.odds) for s in kept]
        filled = _with_cells(reading, rows, here, start, end)
        return sorted(Span(s.start - start, s.end - start, s.type, s.odds) for s in filled)

    found = reading.encoder.read(text, with_cells, [(t.start, t.end) for t in dated])
    drafts = [
        Draft(s.name, s.start + start, s.end + start, dict(p), odds=s.odds)
        for s, p in zip(found.mentions, found.properties, strict=True)
    ]
    for draft, first in zip(drafts, found.entity, strict=True):
        if drafts[first] is not draft and not _is_organ_of(draft, drafts[first]):
            draft.anchor = drafts[first]
    reading.mentions += drafts
    reading.pairs += [Pair(drafts[c.subject], c.type, drafts[c.object], c.status, c.odds) for c in found.claims]
    reading.roles += [(s.start + start, s.end + start) for s in found.roles if s.odds >= _LEAST]
    through = sorted(found.via.items(), key=lambda item: -item[1])
    reading.via += [(drafts[body], drafts[person]) for (body, person), odds in through if odds >= _LEAST]
    spoken = sorted(found.says.items(), key=lambda item: -item[1])
    reading.says += [(drafts[speaker], drafts[end]) for (speaker, end), odds in spoken if odds >= _LEAST]
    _date(drafts, dated, found)


def _is_organ_of(one: Draft, other: Draft) -> bool:
    """Whether one is an organ and the other a body: "Comune di Cuneo (Ufficio scuola)" names two."""
    return one.type == "Organisation" and (one.properties.get("kind") == _ORGAN) != (
        other.properties.get("kind") == _ORGAN
    )


def _readable(reading: Reading, start: int, end: int) -> str:
    """A part of the text, blank where it is in another language and where signs only say what stands out."""
    text = _EMPHASIS.sub(" ", reading.text[start:end])
    for first, last in reading.foreign:
        low, high = max(first - start, 0), min(last - start, end - start)
        if low < high:
            text = text[:low] + re.sub(r"[^\n]", " ", text[low:high]) + text[high:]
    return text


def year_of(reading: Reading) -> str | None:
    """The year of a date without one: the document's, else that of the first whole date in it."""
    if reading.date:
        return reading.date[:4]
    return next((t.first[:4] for t in times(reading.text[:_STRETCH]) if "-" in t.first), None)


def _with_cells(reading: Reading, rows: Mapping[int, Row], spans: list[Span], start: int, end: int) -> list[Span]:
    """The spans, those of known rows filled up by their headers."""
    by_row: dict[int, list[Span]] = {number: [] for number in rows if start <= reading.passages[number].start < end}
    kept: list[Span] = []
    for span in spans:
        number = reading.passage_at(span.start)
        by_row.get(number, kept).append(span)
    for number, own in by_row.items():
        kept += fill(reading.text, rows[number].fields, [s for s in own if not _in_label(reading, rows[number], s)])
    passages = [(n, p) for n, p in enumerate(reading.passages) if start <= p.start < end]
    kept = whole_passages(reading.text, [p for _, p in passages], kept)
    kept, wants = wanted(reading.text, passages, kept)
    reading.wants += wants
    return [s for s in kept if start <= s.start and s.end <= end]


def _in_label(reading: Reading, row: Row, span: Span) -> bool:
    """Whether a span is of the words of a label: "**Risorse e fabbisogni:** …"."""
    start = row.fields[0].start
    return row.is_sheet and span.end <= start and reading.text[span.end : start].strip(" *_") == ":"


def _date(drafts: list[Draft], dated: list[Time], found: Found) -> None:
    """Beginnings and ends: of several times the likeliest."""
    for (time, relation, mention), odds in sorted(found.times.items(), key=lambda item: -item[1]):
        draft = drafts[mention]
        if odds >= _LEAST:
            name = "founded" if draft.type == "Organisation" else "since" if relation == SINCE else "until"
            value = dated[time].first if relation == SINCE else dated[time].last
            draft.properties.setdefault(name, value)
