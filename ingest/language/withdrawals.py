"""Who takes back what: "ritiriamo la disponibilità del pulmino", "rinunciamo al ruolo di capofila di …".

In a letter whoever writes it does, elsewhere the body named last before the verb in its sentence. What was offered is
no longer provided, what was to be done is no longer led, paid for or taken part in.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import CLAIM_TYPES
from ingest.language.draft import KEY, Draft, DraftClaim, Reading
from ingest.language.patterns import expression

_THINGS: Final = expression("withdrawals.things")
_DEEDS: Final = expression("withdrawals.deeds")
_LEADING: Final = expression("withdrawals.leading")
_PAYING: Final = expression("withdrawals.paying")
_SUBJECT: Final = re.compile(r"\W{0,4}oggetto\W{0,4}:", re.IGNORECASE)
_NOT: Final = expression("withdrawals.not")
_OURS: Final = expression("withdrawals.ours")
_LETTER: Final = expression("withdrawals.letter")
_WRITER: Final = expression("withdrawals.writer")
_ADDRESSEE: Final = expression("withdrawals.addressee")
_HEAD, _TAIL = 4, 8
"""Passages at the beginning and the end of a letter in which its writer stands."""
_BEFORE: Final = 40
_LIKELY: Final = 0.3
"""Odds of the encoder's from which a claim stands to be turned."""
_ACTS: Final = frozenset({"LEADS", "PROMOTES", "PARTICIPATES_IN"})


@Language.component("intreccio_withdrawals")
def withdrawals(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian:
        by_passage = reading.by_passage()
        writer = _writer(reading, by_passage)
        for number, passage in enumerate(reading.passages):
            mine = by_passage.get(number, [])
            for cue, of_things in _cues(passage.text):
                start, end = passage.start + cue.start(), passage.start + cue.end()
                who = _who(mine, writer, start, cue[0])
                if who is not None:
                    about = passage.start if _SUBJECT.match(passage.text) else start
                    _take_back(reading, who, [m for m in mine if m.start >= about], (start, end), of_things)
    return doc


def _cues(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The verbs by which something is taken back, and whether a thing is rather than a deed."""
    found = [*((m, True) for m in _THINGS.finditer(text)), *((m, False) for m in _DEEDS.finditer(text))]
    ends = -1
    for cue, of_things in sorted(found, key=lambda item: (item[0].start(), not item[1])):
        if cue.start() >= ends and not _NOT.search(text, max(0, cue.start() - _BEFORE), cue.start()):
            ends = cue.end()
            yield cue, of_things


def _who(mine: Sequence[Draft], writer: Draft | None, start: int, cue: str) -> Draft | None:
    bodies = (m for m in mine if m.type == "Organisation" and m.properties.get("kind") != "organ")
    before = [m for m in bodies if m.end <= start]
    if _OURS.match(cue) or not before:
        return writer
    return before[-1]


def _writer(reading: Reading, by_passage: dict[int, list[Draft]]) -> Draft | None:
    """Whoever writes a letter: named behind "la scrivente", in its head, or at its foot; None where it is none."""
    if not _LETTER.search(reading.text):
        return None
    bodies = [m for own in by_passage.values() for m in own if m.type == "Organisation"]
    called = next((m for m in bodies if _WRITER.search(reading.text, max(0, m.start - _BEFORE), m.start)), None)
    last = len(reading.passages) - _TAIL
    head = [m for m in bodies if m.passage < _HEAD]
    foot = [m for m in bodies if m.passage >= max(last, _HEAD)]
    return called or next((m for m in (*head, *reversed(foot)) if not _is_addressed(reading, m)), None)


def _is_addressed(reading: Reading, body: Draft) -> bool:
    before = reading.text[max(0, body.start - _BEFORE) : body.start]
    return bool(_ADDRESSEE.search(before)) or body.properties.get("kind") == "organ"


def _take_back(reading: Reading, who: Draft, mine: Sequence[Draft], cue: tuple[int, int], of_things: bool) -> None:
    """Denies what the nearest things or actions behind a verb say of this body; what was claimed of them is turned."""
    start, end = cue
    behind = [m for m in mine if m.type == ("Resource" if of_things else "Action")]
    if not of_things and not behind:
        behind = [m for m in mine if m.type == "Plan"]
    stop = next((reading.text.find(sign, end) for sign in (";", ". ") if reading.text.find(sign, end) > 0), None)
    for thing in [m for m in behind if stop is None or m.start < stop][: 2 if of_things else 1]:
        kind = "PROVIDES" if of_things else _deed(reading.text[start : thing.start], thing)
        if who.type in CLAIM_TYPES[kind].subjects and thing.type in CLAIM_TYPES[kind].objects:
            _deny(reading, who, kind, thing)


def _deed(words: str, thing: Draft) -> str:
    if _PAYING.search(words):
        return "FUNDS"
    return "LEADS" if thing.type == "Action" and _LEADING.search(words) else "PARTICIPATES_IN"


def _deny(reading: Reading, who: Draft, kind: str, thing: Draft) -> None:
    claim = DraftClaim(who, kind, thing, "denied", "sheet", tuple(sorted({who.passage, thing.passage})), sure=True)
    for known in reading.claims:
        about = known.triple[0] == claim.triple[0] and known.triple[2] == claim.triple[2]
        likely = known.odds is None or known.odds >= _LIKELY
        if about and likely and (known.type == kind or {known.type, kind} <= _ACTS) and thing.passage in known.passages:
            known.status, known.sure = "denied", True
            if known.type == kind:
                return
    reading.claims.append(claim)
