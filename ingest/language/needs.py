"""Needs and offers of lists, of verbs before a resource, and of who speaks in minutes: to whom they belong."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import CLAIM_TYPES
from ingest.language.bodies import common_noun, own_body
from ingest.language.confidence import EVEN, confidence_of
from ingest.language.draft import KEY, MODEL, Draft, DraftClaim, Reading, Turn, Want

_VOICE = "list"
_END = re.compile(r"[.!?]\s+(?=[A-ZÀ-Ý])|\|")
"""Where a sentence of an item, or a cell of a row, ends."""
_NEEDS, _GIVES, _USED = "NEEDS", "PROVIDES", "USED_IN"
_SPOKEN = frozenset({_NEEDS, _GIVES})


@Language.component("intreccio_needs")
def needs(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.wants or reading.turns or reading.topics:
        writer = _Writer(reading)
        writer.speak()
        for want in reading.wants:
            writer.write(want)
        writer.use()
    return doc


class _Writer:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._resources = {m.start: m for m in reading.mentions if m.type == "Resource"}
        self._own = own_body(reading)
        self._titled = reading.titled()
        self._weights = reading.encoder.settings.confidence
        self._by_passage = reading.by_passage()
        self._actions = {
            number: next((m for m in mentions if m.type == "Action"), None)
            for number, mentions in self._by_passage.items()
            if reading.passages[number].kind in ("row", "item")
        }

    def speak(self) -> None:
        """What one says to be needed or given is the speaker's, where it is of nobody named in what is said; what is
        needed under an action's title that action's, unless another is named there by its name.
        """
        kept: dict[tuple[int, str, int], DraftClaim] = {}
        for claim in self._reading.claims:
            turn = self._turn(claim.object.start) if claim.type in _SPOKEN and claim.voice == MODEL else None
            topic = self._topic(claim) if claim.type == _NEEDS and claim.voice == MODEL else None
            if topic is not None:
                claim.subject = topic
                claim.passages = tuple(sorted({topic.passage, claim.object.passage}))
            elif turn and not self._is_named(claim.subject, turn):
                if self._sure(claim) < self._weights.least:
                    continue
                claim.subject = turn.body
                claim.passages = tuple(sorted({turn.body.passage, claim.object.passage}))
            known = kept.setdefault(claim.triple, claim)
            known.odds = max((c.odds for c in (known, claim) if c.odds is not None), default=None)
        self._reading.claims = list(kept.values())

    def use(self) -> None:
        """What is given, or refused, where an action is spoken of is for that, if nothing says what else it is for."""
        claims = self._reading.claims
        known = {c.triple: c for c in claims if c.type == _USED}
        used = {c.triple[0] for c in known.values() if self._sure(c) >= self._weights.least}
        for given in [c for c in claims if c.type == _GIVES]:
            topic = self._reading.topics.get(given.object.passage)
            if topic is None or given.triple[2] in used or given.object.passage != given.passages[-1]:
                continue
            passages = tuple(sorted({topic.passage, given.object.passage}))
            use = DraftClaim(given.object, _USED, topic, given.status, _VOICE, passages)
            if use.triple in known:
                use = known[use.triple]
            elif topic.type in CLAIM_TYPES[_USED].objects:
                known[use.triple] = use
                claims.append(use)
            use.odds, use.sure = given.odds, given.sure

    def _topic(self, claim: DraftClaim) -> Draft | None:
        """The action that a need belongs to by where it is told, be it told of a part of it or of who does it."""
        topic = self._reading.topics.get(claim.object.passage)
        if topic is None or claim.subject.entity is topic.entity:
            return None
        if claim.subject.type == "Action":
            return None if self._is_titled(claim.subject) else topic
        planned = self._reading.genre == "plan"
        return topic if planned or claim.subject.passage != claim.object.passage else None

    def _is_titled(self, action: Draft) -> bool:
        return id(action.entity) in self._titled

    def _is_named(self, subject: Draft, turn: Turn) -> bool:
        """Whether somebody but the speaker is named in what is said."""
        inside = turn.named <= subject.start < turn.end
        return inside and not (subject.type == "Person" and turn.name.endswith(self._reading.words(subject)))

    def write(self, want: Want) -> None:
        if (resource := self._resources.get(want.start)) is None:
            return
        claims = self._reading.claims
        if want.refused:
            self._reading.claims = [c for c in claims if c.type != _NEEDS or c.object is not resource]
            return
        said = [c for c in claims if c.type == want.type and c.object.entity is resource.entity]
        turn = self._turn(want.at)
        here = [c for c in said if turn is None or c.subject.passage in (want.passage, turn.body.passage)]
        likely = [c for c in here if self._sure(c) >= EVEN] if not want.listed else []
        if likely:
            for claim in likely:
                claim.sure = True
            return
        planned = self._reading.genre == "plan" and want.type == _NEEDS
        topic = self._reading.topics.get(want.passage) if planned else None
        subject = topic or (self._own if want.listed else self._likely(said, want) or self._subject(want))
        if subject is None or subject.type not in CLAIM_TYPES[want.type].subjects:
            return
        passages = tuple(sorted({subject.passage, resource.passage}))
        claim = DraftClaim(subject, want.type, resource, want.status, _VOICE, passages, sure=True)
        known = next((c for c in claims if c.triple == claim.triple), None)
        if known is None:
            claims.append(claim)
        else:
            known.sure = True
            known.status = claim.status if want.listed else known.status

    def _sure(self, claim: DraftClaim) -> float:
        return confidence_of(claim, self._weights)

    def _likely(self, said: list[DraftClaim], want: Want) -> Draft | None:
        """The body of the same passage that the encoder means, however faintly."""
        bodies = [c for c in said if c.subject.type == "Organisation" and c.subject.passage == want.passage]
        best = max(bodies, key=self._sure, default=None)
        return best.subject if best and self._sure(best) >= self._weights.least else None

    def _subject(self, want: Want) -> Draft | None:
        """The body named before the verb, else who speaks, else what stands there, else the action of the row or item.

        None where another body, of which the words give no name, stands in between.
        """
        turn, topic = self._turn(want.at), self._reading.topics.get(want.passage)
        start = self._reading.passages[want.passage].start
        ends = [m.end() for m in _END.finditer(self._reading.text, start, want.at)]
        begin = max([turn.named if turn else 0, *ends])
        before = [m for m in self._by_passage.get(want.passage, ()) if begin <= m.start and m.end <= want.at]
        bodies = [m for m in before if m.type == "Organisation"]
        if want.ours:
            return turn.body if turn else self._own
        if bodies:
            between = self._reading.text[bodies[-1].end : want.at]
            return None if common_noun(between) else bodies[-1]
        others = [m for m in before if m.type in ("Action", "Group")]
        speaker = (topic if want.type == _NEEDS else None) or (turn.body if turn else None)
        return speaker or (others[-1] if others else self._actions.get(want.passage))

    def _turn(self, at: int) -> Turn | None:
        return next((t for t in self._reading.turns if t.start <= at < t.end), None)
