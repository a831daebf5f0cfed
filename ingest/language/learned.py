"""What the trained encoder reads, brought together with what the rules found: mentions first, claims after the ties."""

from collections.abc import Iterator, Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import CLAIM_TYPES, Value
from ingest.language.confidence import MODEL
from ingest.language.draft import KEY, Draft, DraftClaim, Pair, Reading
from ingest.language.encoder import Encoder, Found, Span
from ingest.language.encoder.spans import NAMES, TYPES
from ingest.language.values import MONEY, ages, amount
from ingest.language.words import words_in

_STRETCH = 30_000
"""Code points read at once: the states of longer texts would not fit into memory."""
_LEAST = 0.5
"""Probability below which a mention of the encoder's is none."""
_LISTED = frozenset({"table_action", "list_action", "area_title", "area_list"})
"""Mentions that a layout states; the encoder sees words only."""


@Language.component("intreccio_model")
def model(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian:
        for start, end in stretches(reading.text):
            _read(reading, reading.encoder, start, end)
        reading.settle()
    return doc


@Language.component("intreccio_model_claims")
def model_claims(doc: Doc) -> Doc:
    """Every pair the encoder gives a chance, once for two things, by the mentions that make it likeliest."""
    reading: Reading = doc.user_data[KEY]
    here = {id(m) for m in reading.mentions}
    said = {(id(c.subject.entity), c.type, id(c.object.entity)): c for c in reading.claims}
    for pair in sorted(reading.pairs, key=lambda p: -p.odds):
        triple = (id(pair.subject.entity), pair.type, id(pair.object.entity))
        if triple[0] == triple[2] or not {id(pair.subject), id(pair.object)} <= here or not _fits(pair):
            continue
        known = said.get(triple)
        if known is None:
            passages = tuple(sorted({pair.subject.passage, pair.object.passage}))
            claim = DraftClaim(pair.subject, pair.type, pair.object, pair.status, MODEL, passages, odds=pair.odds)
            said[triple] = claim
            reading.claims.append(claim)
        elif known.odds is None:
            known.odds, known.status = pair.odds, pair.status
    return doc


def _fits(pair: Pair) -> bool:
    """Whether the types are still those that the encoder weighed: ties make a city of some places."""
    allowed = CLAIM_TYPES[pair.type]
    return pair.subject.type in allowed.subjects and pair.object.type in allowed.objects


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """The text in parts of whole lines, each not much longer than is read at once."""
    start = 0
    while len(text) - start > _STRETCH:
        end = text.rfind("\n", start, start + _STRETCH) + 1
        end = end if end > start else start + _STRETCH
        yield start, end
        start = end
    yield start, len(text)


def _read(reading: Reading, encoder: Encoder, start: int, end: int) -> None:
    """Reads one part of the text and puts its mentions and pairs into the reading."""
    rules = [m for m in reading.mentions if start <= m.start and m.end <= end]
    by_place = {(m.start - start, m.end - start, m.type): m for m in rules}

    def merged(spans: list[Span]) -> list[Span]:
        return _merged(by_place, [s for s in spans if s.odds >= _LEAST])

    found = encoder.read(reading.text[start:end], merged)
    drafts = [by_place.get((s.start, s.end, s.name)) or _draft(reading, s, start) for s in found.mentions]
    kept = {id(d) for d in drafts}
    reading.mentions = [m for m in reading.mentions if not (start <= m.start and m.end <= end) or id(m) in kept]
    reading.mentions += [d for d in drafts if d.rule == MODEL]
    _describe(drafts, found)
    reading.pairs += [Pair(drafts[c.subject], c.type, drafts[c.object], c.status, c.odds) for c in found.claims]


def _merged(rules: Mapping[tuple[int, int, str], Draft], spans: Sequence[Span]) -> list[Span]:
    """The encoder's mentions and those of the rules.

    Of the rules those of a layout stay, those that the encoder's leave room for, and those that name the very same
    words otherwise: there the rules are right more often, but for "il progetto" and its like.
    """
    named = {(start, end) for (start, end, _), draft in rules.items() if not draft.reference}
    listed = [place for place, draft in rules.items() if draft.rule in _LISTED]
    own = [
        s
        for s in spans
        if (s.start, s.end, s.name) in rules
        or ((s.start, s.end) not in named and not any(_says_part_of(s, place) for place in listed))
    ]
    kept = {
        Span(start, end, TYPES.index(kind), 1.0)
        for (start, end, kind), draft in rules.items()
        if draft.rule in _LISTED or all(_leaves_room(s, start, end, kind) for s in own)
    }
    said = {(s.start, s.end, s.type) for s in kept}
    return sorted({*(s for s in own if (s.start, s.end, s.type) not in said), *kept})


def _says_part_of(span: Span, place: tuple[int, int, str]) -> bool:
    start, end, kind = place
    return span.name == kind and span.start < end and start < span.end


def _leaves_room(span: Span, start: int, end: int, kind: str) -> bool:
    """Whether a mention can stand beside the encoder's: apart from it, or inside a longer one of another type."""
    if span.end <= start or end <= span.start or (span.start, span.end, span.name) == (start, end, kind):
        return True
    inside = span.start <= start and end <= span.end and end - start < span.end - span.start
    return inside and span.type >= NAMES and span.name != kind


def _draft(reading: Reading, span: Span, start: int) -> Draft:
    words = words_in(reading.text, start + span.start, start + span.end)
    draft = Draft(span.name, start + span.start, start + span.end, MODEL, {}, words.lower(0))
    draft.passage = reading.passage_at(draft.start)
    draft.properties = dict(_values(reading, draft))
    return draft


def _values(reading: Reading, draft: Draft) -> dict[str, Value]:
    """Numbers that the words of a mention state."""
    words = reading.words(draft)
    if draft.type == "Group":
        return dict(ages(words))
    if draft.type == "Resource" and (money := MONEY.search(words)):
        value = amount(money, reading.lexicon.spans["numbers"])
        return {} if value is None else {"amount": value, "unit": "EUR"}
    return {}


def _describe(drafts: Sequence[Draft], found: Found) -> None:
    """Kinds and the like where no rule said them; mentions of one thing hang on its first."""
    for draft, properties, first in zip(drafts, found.properties, found.entity, strict=True):
        for name, value in properties.items():
            draft.properties.setdefault(name, value)
        if drafts[first] is not draft and draft.anchor is None:
            draft.anchor = drafts[first]
