"""Claims that the build of a document makes: areas of its plan, events and processes about it, groups inside a name."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.claims import main_plan
from ingest.language.draft import KEY, Draft, DraftClaim, Reading

_BETWEEN = re.compile(r"\b(?:tra|fra|con|di soli|insieme)\s*$", re.IGNORECASE)
_FOR = re.compile(r"\b(?:per|di|ai|agli|alle|a|dei|degli|delle)\s*(?:l[ae]|gli|i)?\s*$", re.IGNORECASE)
_PRESENTED = re.compile(r"presentat[oa]|illustrat[oa]|svelat[oa]|lanciat[oa]|present(?:a|ano)\b", re.IGNORECASE)


@Language.component("intreccio_structure")
def structure(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian:
        builder = _Builder(reading)
        builder.areas()
        builder.events()
        builder.nested_groups()
    return doc


class _Builder:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._plan = main_plan(reading)
        self._by_passage = reading.by_passage()
        self._seen = {(id(c.subject.entity), c.type, id(c.object.entity)) for c in reading.claims}

    def _add(self, subject: Draft, kind: str, target: Draft, status: str, rule: str) -> None:
        triple = (id(subject.entity), kind, id(target.entity))
        if triple in self._seen or subject.entity is target.entity:
            return
        self._seen.add(triple)
        passages = tuple(sorted({subject.passage, target.passage}))
        self._reading.claims.append(DraftClaim(subject, kind, target, status, rule, passages))

    def areas(self) -> None:
        """Areas belong to the plan, objectives to the area named before them, else to the plan."""
        last_area: Draft | None = None
        for mention in self._reading.mentions:
            if mention.type != "Area":
                continue
            objective = mention.properties.get("level") == "objective"
            if mention.anchor is None and objective and last_area is not None:
                self._add(mention, "PART_OF", last_area, "done", "objective_of_area")
            elif mention.anchor is None and self._plan is not None and not objective:
                self._add(mention, "PART_OF", self._nearest_plan(mention), "done", "area_of_plan")
            if not objective:
                last_area = mention.entity

    def _nearest_plan(self, mention: Draft) -> Draft:
        assert self._plan is not None
        same = [m for m in self._by_passage.get(mention.passage, []) if m.type == "Plan"]
        return next((m for m in same if m.entity is self._plan), self._plan)

    def events(self) -> None:
        """In a news note about a plan its presentation and the process it came from belong to it."""
        if self._plan is None or self._reading.genre not in ("news", "report", None):
            return
        events = [
            m
            for m in self._reading.mentions
            if m.type == "Action" and m.anchor is None and m.rule in ("action_event", "action_process")
        ]
        for event in events:
            self._add(event, "PART_OF", self._plan, "done", "event_of_plan")
        presentation = next((e for e in events if e.rule == "action_event"), None)
        if presentation is not None:
            self._presented_at(presentation)

    def _presented_at(self, event: Draft) -> None:
        for number, passage in enumerate(self._reading.passages):
            if not (verb := _PRESENTED.search(passage.text)):
                continue
            here = self._by_passage.get(number, [])
            if not any(m.type == "Plan" for m in [*here, *self._by_passage.get(number - 1, [])]):
                continue
            venues = [
                m
                for m in here
                if m.type == "Place" and m.properties.get("kind") == "venue" and m.start > passage.start + verb.start()
            ]
            if venues:
                self._add(event, "LOCATED_IN", venues[0], "done", "presented_at")
                return

    def nested_groups(self) -> None:
        """ "sportello per giovani NEET", "convivenza tra studenti e anziani": the group in an action's name."""
        mentions = self._reading.mentions
        for i, outer in enumerate(mentions):
            if outer.type not in ("Action", "Area"):
                continue
            for inner in mentions[i + 1 :]:
                if inner.start >= outer.end:
                    break
                if inner.type == "Group" and inner.end <= outer.end:
                    before = self._reading.text[outer.start : inner.start]
                    kind = "INVOLVES" if re.search(r"\b(?:tra|fra|con)\b", before) else "SERVES"
                    self._add(
                        outer,
                        kind,
                        inner,
                        "planned" if self._reading.genre in ("plan", "agreement") else "done",
                        "group_in_name",
                    )
