"""Claims of running text: every pair that the encoder gives a chance, once for two things, with its details."""

import re
from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import CLAIM_TYPES
from ingest.language.draft import KEY, MODEL, Draft, DraftClaim, Pair, Reading
from ingest.language.patterns import expression

_REFUSED, _DOES = expression("claims.refused"), expression("claims.does")
_UNDECIDED = expression("titles.undecided")
_NO = re.compile(r"\b(?:non|senza|né)\b|\b(?:rinunc|ritir|esclu|annull|revoc|nessun|sospe|rifiut)", re.IGNORECASE)
_LIKELY = 0.2
"""Odds of the encoder's from which a verb decides."""
_ACTS = frozenset({"PROMOTES", "LEADS", "PARTICIPATES_IN", "FUNDS", "PROVIDES", "SIGNED"})
_LEADING = frozenset({"LEADS", "PROMOTES"})
_BESIDE = frozenset({"partner", "funder", "group", "resource", "money", "need", "indicator", "place", "deadline"})
"""Fields in which nobody stands who leads."""
_FAR = 150
"""Code points between a person and the words of the role."""
_SAID = frozenset({"denied", "proposed"})
"""Statuses that the words of a row give it; its others are those of its kind of document, of which the encoder knows
better.
"""
_THROUGH = frozenset({"PARTICIPATES_IN", "SIGNED", "MEMBER_OF", "PROMOTES"})
"""What a body does through a person."""


@Language.component("intreccio_claims")
def claims(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    said = {c.triple: c for c in reading.claims}
    layout = _Layout(reading)
    for pair in sorted(reading.pairs, key=lambda p: -p.odds):
        if layout.knows_better(pair):
            continue
        claim = DraftClaim(
            pair.subject,
            pair.type,
            pair.object,
            pair.status,
            MODEL,
            tuple(sorted({pair.subject.passage, pair.object.passage})),
            odds=pair.odds,
        )
        if _is_refused(reading, claim):
            claim.status = "denied"
        claim.sure = _does(reading, claim)
        if pair.subject.passage < 0 or pair.object.passage < 0 or claim.triple[0] == claim.triple[2]:
            continue
        turned = (claim.triple[2], pair.type, claim.triple[0])
        known = said.get(claim.triple) or (said.get(turned) if CLAIM_TYPES[pair.type].symmetric else None)
        if known is None:
            said[claim.triple] = claim
            reading.claims.append(claim)
        elif known.odds is None:
            known.odds = pair.odds
            known.sure |= claim.sure
            told = known.status in _SAID or (pair.status == "denied" and not _denies(reading, known))
            known.status = known.status if told else pair.status
    if reading.genre == "plan":
        _leaders(reading)
    return doc


def _leaders(reading: Reading) -> None:
    """Of a plan's action of which nothing surer says it, the body under its title that the encoder likeliest takes for
    who does it, does it; not where its words leave that open.
    """
    below: dict[int, set[int]] = {}
    for number, topic in reading.topics.items():
        below.setdefault(id(topic.entity), set()).add(number)
    acts: dict[int, list[DraftClaim]] = {}
    for claim in reading.claims:
        if claim.type in _LEADING and claim.subject.type == "Organisation" and claim.status != "denied":
            acts.setdefault(claim.triple[2], []).append(claim)
    for action, passages in below.items():
        acting = acts.get(action, [])
        likely = [c for c in acting if c.subject.passage in passages and (c.odds or 0.0) >= _LIKELY]
        is_open = any(_UNDECIDED.search(reading.passages[number].text) for number in passages)
        if likely and not is_open and not any(c.sure for c in acting):
            best = max(likely, key=lambda c: c.odds or 0.0)
            best.sure = True


class _Layout:
    """What columns, labels and titles rule out, since the encoder reads words: whoever stands beside the one who leads
    does not lead, of what a row says that it lacks it is not done, and what stands under one title is of no other.
    """

    def __init__(self, reading: Reading) -> None:
        fields = sorted((f.start, f.end, f.role) for row in reading.rows for f in row.fields)
        self._starts = [start for start, _, _ in fields]
        self._fields = fields
        self._topics, self._chapters = reading.topics, reading.chapters
        self._titled = reading.titled()
        self._lacks = {(c.triple[2], c.triple[0]) for c in reading.claims if c.type == "NEEDS"}

    def knows_better(self, pair: Pair) -> bool:
        if pair.type in _LEADING and pair.object.type == "Action" and self._role(pair.subject) in _BESIDE:
            return True
        if self._is_elsewhere(pair.subject, pair.object) or self._is_elsewhere(pair.object, pair.subject):
            return True
        ends = id(pair.subject.entity), id(pair.object.entity)
        return pair.type == "USED_IN" and ends in self._lacks

    def _is_elsewhere(self, action: Draft, other: Draft) -> bool:
        """Whether what is told of one action is tied to another one, of a title of its own, that is not named there; or
        what a chapter tells to the area of another.
        """
        if action.type == "Area" and action.passage != other.passage and other.type != "Plan":
            chapter = self._chapters.get(other.passage)
            return chapter is not None and chapter.entity is not action.entity
        if action.type != "Action" or id(action.entity) not in self._titled or action.passage == other.passage:
            return False
        topic = self._topics.get(other.passage)
        return topic is not None and topic.entity is not action.entity

    def _role(self, mention: Draft) -> str | None:
        """Of the field in which a mention stands."""
        at = bisect_right(self._starts, mention.start) - 1
        return self._fields[at][2] if at >= 0 and mention.end <= self._fields[at][1] else None


def _is_refused(reading: Reading, claim: DraftClaim) -> bool:
    """Whether "non" stands right behind who would do it, before what is done."""
    between = reading.text[claim.subject.end : claim.object.start]
    return claim.type in _ACTS and claim.subject.passage == claim.object.passage and bool(_REFUSED.match(between))


def _denies(reading: Reading, claim: DraftClaim) -> bool:
    """Whether anything in the words of a claim says no."""
    return any(_NO.search(reading.passages[number].text) for number in claim.passages)


def _does(reading: Reading, claim: DraftClaim) -> bool:
    """Whether the verb between a body and an action says that the one does the other."""
    between = reading.text[claim.subject.end : claim.object.start]
    here = claim.type in _LEADING and claim.subject.passage == claim.object.passage
    return here and (claim.odds or 0.0) >= _LIKELY and bool(_DOES.fullmatch(between))


@Language.component("intreccio_details")
def details(doc: Doc) -> Doc:
    """What a claim says beside its status: role, person acted through, who is its source, amount given."""
    reading: Reading = doc.user_data[KEY]
    through: dict[int, list[Draft]] = {}
    for body, person in reading.via:
        through.setdefault(id(body.entity), []).append(person)
    for claim in reading.claims:
        if claim.type == "HAS_ROLE" and "role" not in claim.properties:
            if role := _role(reading, claim.subject):
                claim.properties["role"] = role
        elif claim.type in _THROUGH and claim.subject.type == "Organisation":
            persons = (p for p in through.get(claim.triple[0], ()) if p.passage in claim.passages)
            if (acting := next(persons, None)) is not None:
                claim.properties.setdefault("via", acting)
    _sources(reading)
    _amounts(reading)
    _together(reading)
    return doc


def _sources(reading: Reading) -> None:
    """On whose word a claim of running text stands: who speaks of both its ends."""
    speakers: dict[int, list[Draft]] = {}
    for speaker, end in reading.says:
        speakers.setdefault(id(end), []).append(speaker)
    for claim in reading.claims:
        of_object = {id(s) for s in speakers.get(id(claim.object), ())}
        both = (s for s in speakers.get(id(claim.subject), ()) if id(s) in of_object)
        if claim.voice == MODEL and (source := next(both, None)) is not None:
            claim.properties.setdefault("attributed_to", source)


def _role(reading: Reading, person: Draft) -> str | None:
    """The words of a role nearest to the person, in the same passage."""
    passage = reading.passages[person.passage]
    near = [
        (max(start - person.end, person.start - end), start, end)
        for start, end in reading.roles
        if passage.start <= start and end <= passage.end
    ]
    distance, start, end = min(near, default=(_FAR, 0, 0))
    return reading.text[start:end] if distance < _FAR else None


def _amounts(reading: Reading) -> None:
    """What a giver funds with: the money that it provides and the receiver uses."""
    given = {(c.triple[0], c.triple[2]) for c in reading.claims if c.type == "PROVIDES"}
    used: dict[int, list[Draft]] = {}
    for claim in reading.claims:
        resource = claim.subject.entity
        if claim.type == "USED_IN" and resource.properties.get("kind") == "money" and "amount" in resource.properties:
            used.setdefault(claim.triple[2], []).append(resource)
    for claim in reading.claims:
        if claim.type == "FUNDS" and "amount" not in claim.properties:
            theirs = (m for m in used.get(claim.triple[2], ()) if (claim.triple[0], id(m)) in given)
            if (money := next(theirs, None)) is not None:
                claim.properties |= {"amount": money.properties["amount"], "unit": "EUR"}


def _together(reading: Reading) -> None:
    """An action in which the young and the old take part."""
    young, old = frozenset({"young", "minors", "students"}), frozenset({"senior"})
    taking_part: dict[int, tuple[Draft, set[str]]] = {}
    for claim in reading.claims:
        if claim.type == "INVOLVES" and claim.subject.type == "Action" and claim.status != "denied":
            category = str(claim.object.entity.properties.get("category", ""))
            taking_part.setdefault(claim.triple[0], (claim.subject.entity, set()))[1].add(category)
    for action, categories in taking_part.values():
        if categories & young and categories & old:
            action.properties["intergenerational"] = True
