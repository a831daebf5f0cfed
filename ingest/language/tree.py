"""The tree that headings make: objectives under their area, areas under the plan, actions under their heading."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter

from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.draft import KEY, MODEL, Draft, DraftClaim, Reading
from ingest.language.fields import TITLES

_VOICE, _CERTAIN = "tree", "row"
"""The voice of headings; those whose code says that they title an area speak as surely as a table's row."""
_ACTS = frozenset({"LEADS", "PROMOTES", "PARTICIPATES_IN"})
_SOME = 2
"""Titles and rows of actions from which on a plan is one that sets out its actions."""
_WHOLE = 0.7
"""Share of a passage that is its title."""
_LIKELY = 0.3
"""Odds of the encoder's from which a thing has its place."""


@Language.component("intreccio_tree")
def tree(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    hanger = _Hanger(reading)
    area: Draft | None = None
    objective: Draft | None = None
    for mention in reading.mentions:
        if mention.type == "Area":
            is_objective = mention.entity.properties.get("level") == "objective"
            hanger.hang(mention, "PART_OF", (area if is_objective else None) or reading.main_plan())
            if hanger.titles(mention):
                area, objective = (area, mention) if is_objective else (mention, None)
        elif mention.type == "Action":
            above = objective or area
            here = above is not None and (reading.genre == "plan" or above.passage in hanger.coded)
            if reading.chapters and mention.passage not in reading.chapters:
                continue
            if here and hanger.is_set_out(mention):
                hanger.hang(hanger.below(mention), "ADDRESSES", above)
    hanger.alone()
    if reading.genre == "plan":
        hanger.parts()
    return doc


def _is_in(mention: Draft, stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether a mention lies in one of the stretches, which are in order."""
    at = bisect_right(stretches, mention.start, key=itemgetter(0)) - 1
    return at >= 0 and mention.end <= stretches[at][1]


class _Hanger:
    """Hangs things under others: where nothing else says what they stand under, and where a coded heading does."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._said = {c.triple: c for c in reading.claims}
        self._placed = {(c.triple[0], c.type) for c in reading.claims if c.odds is None or c.odds >= _LIKELY}
        self.coded = {row.passage for row in reading.rows if row.fields[0].role == "heading"}
        titles = [(f.start, f.end) for row in reading.rows for f in row.fields if f.role in TITLES]
        self._titles = {m.start for m in reading.mentions if m.type == "Action" and _is_in(m, titles)}
        self._set_out = {id(m.entity) for m in reading.mentions if m.type == "Action" and m.start in self._titles}
        self._done = {id(c.object.entity) for c in reading.claims if c.type in _ACTS and (c.odds or 0.0) >= _LIKELY}

    def below(self, action: Draft) -> Draft:
        """What is to hang where an action is named: at its title the action, be it named before."""
        return action.entity if action.start in self._titles else action

    def alone(self) -> None:
        """Leaves to an action that has its place by its title no other area that the encoder took it for."""
        sure = {c.triple[0] for c in self._reading.claims if c.type == "ADDRESSES" and c.sure}
        self._reading.claims = [
            c
            for c in self._reading.claims
            if c.type != "ADDRESSES" or c.sure or c.voice != MODEL or c.triple[0] not in sure
        ]

    def parts(self) -> None:
        """Where a plan titles its actions: what else stands under a title is a part of that, no action of its own."""
        titled = self._reading.titled()
        if len(titled) < _SOME:
            return
        topics = self._reading.topics
        parts = [m for m in self._reading.mentions if m.type == "Action" and id(m.entity) not in titled]
        of = {id(m.entity): (m, topic) for m in reversed(parts) if (topic := topics.get(m.passage)) is not None}
        self._reading.claims = [
            c
            for c in self._reading.claims
            if c.subject.type != "Action" or c.type not in ("ADDRESSES", "PART_OF") or self._is_placed(c, titled, of)
        ]
        known = {c.triple: c for c in self._reading.claims if c.type == "PART_OF"}
        for part, topic in of.values():
            passages = tuple(sorted({part.passage, topic.passage}))
            claim = DraftClaim(part, "PART_OF", topic, "done", _CERTAIN, passages, sure=True)
            if claim.triple in known:
                known[claim.triple].sure = True
            else:
                self._reading.claims.append(claim)

    def _is_placed(self, claim: DraftClaim, titled: Collection[int], parts: Mapping[int, tuple[Draft, Draft]]) -> bool:
        """Whether a titled action is put there, under something that is no other titled action; or a part under its
        title.
        """
        if claim.triple[0] in titled:
            return claim.voice != MODEL or claim.triple[2] not in titled
        _, topic = parts.get(claim.triple[0], (None, None))
        return claim.type == "PART_OF" and topic is not None and topic.entity is claim.object.entity

    def is_set_out(self, action: Draft) -> bool:
        """Whether a plan means it for one of its actions: where some have titles or rows, one with a title, or one that
        somebody does.
        """
        return len(self._set_out) < _SOME or id(action.entity) in self._set_out | self._done

    def titles(self, mention: Draft) -> bool:
        """Whether the mention is a heading's, of the coded ones where there are some: what follows stands under it."""
        passage = self._reading.passages[mention.passage]
        if self.coded:
            return mention.passage in self.coded
        return passage.kind == "heading" or mention.end - mention.start > _WHOLE * (passage.end - passage.start)

    def hang(self, below: Draft, kind: str, above: Draft | None) -> None:
        if above is None or below.anchor is not None or below is above:
            return
        certain = bool({above.passage, below.passage} & self.coded) or below.passage in self._reading.listed
        passages = tuple(sorted({below.passage, above.passage}))
        claim = DraftClaim(below, kind, above, "done", _CERTAIN if certain else _VOICE, passages)
        claim.sure = certain and id(below.entity) in self._set_out
        placed = (id(below), kind) in self._placed
        self._placed.add((id(below), kind))  # a list at the end names it again, below another heading
        if claim.triple in self._said:
            if certain:
                known = self._said[claim.triple]
                known.voice = _CERTAIN
                known.sure |= claim.sure
                known.status = claim.status if claim.sure else known.status
        elif certain or not placed:
            self._said[claim.triple] = claim
            self._reading.claims.append(claim)
