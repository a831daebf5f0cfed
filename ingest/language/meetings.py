"""Minutes and agreements: who was there, who was not, who presided; who are the parties and who signs for them."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Value
from ingest.language.claims import main_plan
from ingest.language.draft import KEY, Draft, DraftClaim, Reading
from ingest.language.masking import Masked
from ingest.language.patterns import expression
from ingest.language.roles import read_roles

_PRESENT = re.compile(
    r"\b(?:sono\s)?(?:present[ei]|partecipan[oti]+|partecipa|intervenut[ie]|hanno partecipato|partecipanti)\b",
    re.IGNORECASE,
)
_ABSENT = re.compile(r"\b(?:assent[ei]|giustificat[oiae]|hanno comunicato l['’]assenza|scusat[oi])\b", re.IGNORECASE)
_PRESIDES = expression("meetings.presides")
_MINUTES = expression("meetings.minutes")
_PARTIES_END = expression("meetings.parties_end")
_PARTY = re.compile(
    r"[\s–•\-*]*(?:(?:\d{1,2}|[a-z])[.)]\s*)?(?:e\s|ed\s)?(?:(?:il|lo|la|i|gli|le)\s|l['’]\s?)?(?P<o>‹O\d+›)",
    re.IGNORECASE,
)
_SIGNS_FOR = re.compile(
    r"\b(?:per|p\.)\s?(?:(?:il|lo|la|i|gli|le)\s|l['’]\s?)?(?P<o>‹O\d+›)[^‹]{0,60}(?P<x>‹X\d+›)", re.IGNORECASE
)


@Language.component("intreccio_meetings")
def meetings(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian and reading.genre == "minutes":
        _Minutes(reading).read()
    elif reading.italian and reading.genre == "agreement":
        _Agreement(reading).read()
    return doc


class _Writer:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.by_passage = reading.by_passage()
        self._seen = {(id(c.subject.entity), c.type, id(c.object.entity)) for c in reading.claims}

    def add(  # noqa: PLR0917
        self, subject: Draft, kind: str, target: Draft, status: str, rule: str, number: int, via: Draft | None = None
    ) -> None:
        triple = (id(subject.entity), kind, id(target.entity))
        if triple in self._seen or subject.entity is target.entity:
            return
        self._seen.add(triple)
        properties: dict[str, Value | Draft] = {"via": via} if via is not None else {}
        passages = tuple(sorted({number, subject.passage, target.passage}))
        self.reading.claims.append(DraftClaim(subject, kind, target, status, rule, passages, properties))


class _Minutes(_Writer):
    def read(self) -> None:
        meeting = next((m for m in self.reading.mentions if m.type == "Action" and m.head in _MEETINGS), None)
        if meeting is None:
            return
        body = next(
            (
                m
                for m in self.reading.mentions
                if m.type == "Organisation"
                and m.properties.get("kind") in ("network", "organ", "association", "consortium")
            ),
            None,
        )
        if body is not None and body.passage <= meeting.passage + 1:
            self.add(body, "PROMOTES", meeting, "done", "own_meeting", meeting.passage)
        venue = next(
            (
                m
                for m in self.reading.mentions
                if m.type == "Place" and abs(m.passage - meeting.passage) <= 1 and m.properties.get("kind") == "venue"
            ),
            None,
        )
        if venue is not None:
            self.add(meeting, "LOCATED_IN", venue, "done", "meeting_at", venue.passage)
        for number in sorted(self.by_passage):
            self._passage(number, meeting)

    def _passage(self, number: int, meeting: Draft) -> None:
        passage = self.reading.passages[number]
        mentions = self.by_passage[number]
        roles = read_roles(self.reading, self.reading.lexicon, number, mentions)
        masked = Masked(self.reading.text, passage.start, passage.end, mentions)
        for pattern, kind in ((_PRESIDES, "LEADS"), (_MINUTES, "PARTICIPATES_IN")):
            for match in pattern.finditer(masked.text):
                for person in masked.of(match["after"] or match["before"]):
                    self.add(person, kind, meeting, "done", "presides" if kind == "LEADS" else "present", number)
        listed = [m for m in masked.mentions if m.type in ("Person", "Organisation")]
        behind = {id(b) for b in roles.body_of.values()}
        for mention in listed:
            status = self._attendance(number, mention)
            if status is None or id(mention) in behind or mention.rule == "organisation_acronym":
                continue
            if mention.type == "Organisation" and any(m.type == "Person" for m in listed) and status == "done":
                continue
            self.add(mention, "PARTICIPATES_IN", meeting, status, "present", number)
            if (body := roles.body_of.get(id(mention))) is not None:
                self.add(body, "PARTICIPATES_IN", meeting, status, "present", number, via=mention)

    def _attendance(self, number: int, mention: Draft) -> str | None:
        """done, denied, or None where the passage is no list of those who came."""
        passage = self.reading.passages[number]
        before = self.reading.text[passage.start : mention.start]
        cues = [(m.start(), "done") for m in _PRESENT.finditer(before)] + [
            (m.start(), "denied") for m in _ABSENT.finditer(before)
        ]
        if cues and passage.kind in ("sentence", "item", "heading") and min(c[0] for c in cues) < 40:
            return max(cues)[1]
        heading = passage.heading or ""
        if passage.kind == "item" and _ABSENT.search(heading):
            return "denied"
        return "done" if passage.kind == "item" and _PRESENT.search(heading) else None


_MEETINGS = frozenset({"seduta", "riunione", "incontro", "assemblea", "assemblea pubblica"})


class _Agreement(_Writer):
    def read(self) -> None:
        plan = main_plan(self.reading)
        if plan is None:
            return
        parties, last = True, len(self.reading.passages)
        for number in range(last):
            passage = self.reading.passages[number]
            parties = parties and not _PARTIES_END.match(passage.text)
            mentions = self.by_passage.get(number, [])
            if not mentions:
                continue
            masked = Masked(self.reading.text, passage.start, passage.end, mentions)
            if parties and number > 0 and (match := _PARTY.match(masked.text)):
                self._party(number, mentions, masked.of(match["o"])[0], plan)
            elif not parties and number > last // 2:
                for match in _SIGNS_FOR.finditer(masked.text):
                    self.add(
                        masked.of(match["o"])[0],
                        "SIGNED",
                        plan,
                        "done",
                        "signature",
                        number,
                        via=masked.of(match["x"])[0],
                    )

    def _party(self, number: int, mentions: list[Draft], body: Draft, plan: Draft) -> None:
        person = next((m for m in mentions if m.type == "Person"), None)
        self.add(body, "SIGNED", plan, "done", "party", number, via=person)
