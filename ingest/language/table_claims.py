"""Tables and sheets, second part: a row says of its action who leads it, with whom, for whom, with what means."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import CLAIM_TYPES, Value
from ingest.language.claims import main_plan
from ingest.language.draft import KEY, Draft, DraftClaim, Reading, Row
from ingest.language.fields import Field
from ingest.language.lexicon import Table
from ingest.language.tables import period_of

_ACTOR_CLAIMS = {"lead": "LEADS", "partner": "PARTICIPATES_IN", "promoter": "PROMOTES"}
_TOGETHER = re.compile(r"\b(?:insieme|in squadre|in coppia|gli uni|fianco a fianco|miste)\b", re.IGNORECASE)
_STAYS = frozenset({"ADDRESSES", "MEASURED_BY", "PART_OF", "NEEDS"})


@Language.component("intreccio_table_claims")
def table_claims(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian and reading.rows:
        by_passage = reading.by_passage()
        writer = _Writer(reading)
        sheet: Draft | None = None
        for row in reading.rows:
            mine = by_passage.get(row.passage, [])
            action = next((m for f in row.fields if f.role == "action" for m in _inside(mine, f, "Action")), None)
            if row.is_sheet and action is not None:
                sheet = action
            writer.row(row, mine, action or sheet or writer.subject)
    return doc


def _inside(mentions: list[Draft], field: Field, *types: str) -> list[Draft]:
    return [m for m in mentions if field.start <= m.start and m.end <= field.end and m.type in types]


class _Writer:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tables: Table = reading.lexicon.tables
        self._plan = main_plan(reading)
        self._areas = {
            str(m.properties["code"]): m.entity
            for m in reversed(reading.mentions)
            if m.type == "Area" and "code" in m.properties
        }
        self._seen = {(id(c.subject.entity), c.type, id(c.object.entity)) for c in reading.claims}
        self._year = reading.date[:4] if reading.date else None
        first = next((m for m in reading.mentions if m.type == "Action"), None)
        self.subject = first if reading.genre == "project_sheet" else self._plan

    def row(self, row: Row, mentions: list[Draft], action: Draft | None) -> None:
        """All claims of one row about its action (or plan)."""
        if action is None:
            return
        text = self._reading.passages[row.passage].text
        status = self._status(row, text)
        for field in row.fields:
            inside = [m for m in mentions if field.start <= m.start and m.end <= field.end]
            self._field(field, inside, action, status, row)
        self._funding(row, mentions, action, status)
        if self._reading.genre == "call" and not row.is_sheet and self._plan and action.type == "Action":
            self._ranking(row, text, action)

    def _status(self, row: Row, text: str) -> str:
        for status in ("denied", "proposed"):
            if re.search(self._tables["status"][status], text, re.IGNORECASE) and not row.is_sheet:
                return status
        if row.is_sheet:
            return (
                "done"
                if self._reading.genre in ("project_sheet", "minutes", "news", "call")
                else ("planned" if self._reading.genre in ("plan", "agreement") else "under_way")
            )
        return {"report": "done", "profile": "under_way", "minutes": "planned"}.get(
            self._reading.genre or "", "planned"
        )

    def _field(self, field: Field, inside: list[Draft], action: Draft, status: str, row: Row) -> None:  # noqa: PLR0912
        if field.role in _ACTOR_CLAIMS:
            for actor in (
                m for m in inside if m.type in ("Organisation", "Person") and m.rule != "organisation_acronym"
            ):
                self._add(actor, _ACTOR_CLAIMS[field.role], action, status, row)
        elif field.role == "group":
            together = _TOGETHER.search(self._reading.text, field.start, field.end)
            for group in (m for m in inside if m.type == "Group"):
                self._add(action, "INVOLVES" if together else "SERVES", group, status, row)
        elif field.role == "area":
            self._addresses(field, inside, action, status, row)
        elif field.role == "indicator":
            for indicator in (m for m in inside if m.type == "Indicator"):
                self._add(action, "MEASURED_BY", indicator, "done", row)
        elif field.role == "place":
            for place in (m for m in inside if m.type == "Place"):
                self._add(action, "LOCATED_IN" if action.type == "Action" else "OPERATES_IN", place, status, row)
        elif field.role in ("deadline", "period") and action.type in ("Action", "Plan"):
            for name, value in period_of(
                self._reading.text[field.start : field.end], self._reading.lexicon.spans["numbers"], self._year
            ).items():
                action.properties.setdefault(name, value)
        elif field.role == "code" and action.type == "Action":
            code = self._reading.text[field.start : field.end]
            if (len(code) < 14 and row.is_sheet) or re.fullmatch(r"[A-Z]+[\d.-]+[\w.-]*|\d+\.\d+", code):
                action.properties.setdefault("code", code)
        elif field.role == "plan" and action.type == "Action":
            for plan in (m for m in inside if m.type == "Plan"):
                self._add(action, "PART_OF", plan, "done", row)

    def _addresses(self, field: Field, inside: list[Draft], action: Draft, status: str, row: Row) -> None:
        areas = [m for m in inside if m.type == "Area"]
        if not areas:
            for code in re.findall(
                r"[A-Z]{0,3}\.?\d+(?:\.[\da-z]+)*|[A-Z]\b|\d\.[a-z]", self._reading.text[field.start : field.end]
            ):
                if found := self._areas.get(code):
                    areas.append(found)
        for area in areas:
            self._add(action, "ADDRESSES", area, status if status in ("proposed", "denied") else "done", row)

    def _funding(self, row: Row, mentions: list[Draft], action: Draft, status: str) -> None:
        funders = [m for f in row.fields if f.role == "funder" for m in _inside(mentions, f, "Organisation", "Plan")]
        for field in (f for f in row.fields if f.role in ("money", "resource", "need", "funder")):
            resources = sorted(_inside(mentions, field, "Resource"), key=lambda m: m.start)
            for n, resource in enumerate(resources):
                stop = resources[n + 1].start if n + 1 < len(resources) else field.end
                givers = [m for m in _inside(mentions, field, "Organisation", "Plan") if resource.end <= m.start < stop]
                if not givers and len(resources) == 1:
                    givers = _inside(mentions, field, "Organisation")
                missing = field.role == "need" or re.search(
                    self._tables["needed"]["cues"], self._reading.text[resource.end : stop], re.IGNORECASE
                )
                if missing and not givers:
                    self._add(action, "NEEDS", resource, "done", row)
                else:
                    self._given(
                        resource,
                        givers or (funders if resource.properties.get("kind") == "money" else []),
                        action,
                        status,
                        row,
                    )

    def _given(self, resource: Draft, givers: list[Draft], action: Draft, status: str, row: Row) -> None:
        money = resource.properties.get("kind") == "money"
        call = self._reading.genre == "call" and not row.is_sheet and self._plan is not None
        if call and money and not givers and self._plan is not None:
            givers, status = [self._plan], "done" if status == "planned" else status
        status = (
            "planned"
            if row.is_sheet and givers and status == "done" and not call and self._reading.genre == "project_sheet"
            else status
        )
        for giver in givers[:2]:
            if money:
                self._add(
                    giver, "FUNDS", action, status, row, {"amount": resource.properties.get("amount", 0), "unit": "EUR"}
                )
            self._add(giver, "PROVIDES", resource, status, row)
        self._add(resource, "USED_IN", action, status, row)

    def _ranking(self, row: Row, text: str, action: Draft) -> None:
        assert self._plan is not None
        reserve = re.search(r"\bcon riserva\b", text, re.IGNORECASE)
        refused = re.search(
            r"\bnon (?:finanziat|ammess)\w+|\besclus[oa]\b|\bsotto soglia\b|\binammissibil", text, re.IGNORECASE
        )
        excluded = re.search(r"\bnon ammess\w+|\besclus[oa]\b|\binammissibil|\bsotto soglia\b", text, re.IGNORECASE)
        self._add(action, "PART_OF", self._plan, "proposed" if reserve else "denied" if excluded else "done", row)
        if refused:
            self._add(self._plan, "FUNDS", action, "denied", row)
            for claim in self._reading.claims[-30:]:
                if (
                    claim.object.entity is action.entity
                    and claim.type in ("LEADS", "PARTICIPATES_IN")
                    and claim.status == "denied"
                ):
                    claim.status = "proposed"

    def _add(  # noqa: PLR0917
        self,
        subject: Draft,
        kind: str,
        target: Draft,
        status: str,
        row: Row,
        properties: dict[str, Value] | None = None,
    ) -> None:
        allowed = CLAIM_TYPES[kind]
        triple = (id(subject.entity), kind, id(target.entity))
        if (
            triple in self._seen
            or subject.entity is target.entity
            or subject.type not in allowed.subjects
            or target.type not in allowed.objects
        ):
            return
        self._seen.add(triple)
        rule = f"{'sheet' if row.is_sheet else 'row'}_{kind.lower()}"
        passages = tuple(sorted({row.passage, *(p for p in (subject.passage, target.passage) if p >= 0)}))
        self._reading.claims.append(DraftClaim(subject, kind, target, status, rule, passages, dict(properties or {})))
