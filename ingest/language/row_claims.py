"""Tables and sheets: a row says of its action who leads it, with whom, for whom, with what means, by when."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import CLAIM_TYPES, Value
from ingest.language.draft import KEY, Draft, DraftClaim, Reading, Row
from ingest.language.fields import TITLES, Field
from ingest.language.mentions import year_of
from ingest.language.patterns import expression
from ingest.language.values import duration, times

_ACTOR_CLAIMS = {"lead": "LEADS", "partner": "PARTICIPATES_IN", "promoter": "PROMOTES"}
_MEANS = frozenset({"money", "resource", "need", "funder"})
_OF_ACTIONS = frozenset({"action", "lead"})
_OF_PLANS = frozenset({"area", "partner", "resource", "money", "indicator", "deadline", "period"})
_TOGETHER, _LACKING = expression("rows.together"), expression("rows.lacking")
_DENIED, _PROPOSED = expression("rows.denied"), expression("rows.proposed")
_RESERVE, _EXCLUDED, _NOT_FUNDED = (expression(f"rows.{n}") for n in ("reserve", "excluded", "not_funded"))
_AREA_CODE = re.compile(r"[A-Z]{0,3}\.?\d+(?:\.[\da-z]+)*|[A-Z]\b|\d\.[a-z]")
_ACTION_CODE = re.compile(r"[A-Z]+[\d.-]+[\w.-]*|\d+\.\d+")
_LONGEST_CODE = 14
_SHEET_STATUS = {"plan": "planned", "agreement": "planned", "profile": "under_way", "report": "under_way"}
_ROW_STATUS = {"report": "done", "profile": "under_way"}
_GIVERS = 2
_NEAR = 30
"""Claims of a row stand among so many last ones."""


@Language.component("intreccio_row_claims")
def row_claims(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.rows:
        writer, by_passage = _Writer(reading), reading.by_passage()
        sheet: Draft | None = None
        of_title: dict[int, Draft] = {}
        for row in reading.rows:
            mine = by_passage.get(row.passage, [])
            titled = (f for f in row.fields if f.role in TITLES)
            action = next((m for f in titled for m in _inside(mine, f, "Action")), None)
            if action is not None and row.title == row.passage:
                of_title[row.title] = action
            elif action is not None and row.is_sheet:
                sheet = action
            if about := action or of_title.get(row.title) or sheet or writer.subject:
                writer.write(_About(row, about, mine, writer.status_of(row)))
    return doc


@dataclass(frozen=True, slots=True)
class _About:
    """A row, the action (or plan) it is about, its mentions, and how far what it says has come."""

    row: Row
    action: Draft
    mentions: list[Draft]
    status: str

    @property
    def is_planned(self) -> bool:
        """Whether it is a row of a table of actions, as plans have them, or stands below an action's title."""
        if self.row.title >= 0:
            return self.action.type == "Action"
        roles = {field.role for field in self.row.fields}
        return not self.row.is_sheet and roles >= _OF_ACTIONS and len(roles & _OF_PLANS) > 1

    def inside(self, field: Field, *types: str) -> list[Draft]:
        return _inside(self.mentions, field, *types)


def _inside(mentions: list[Draft], field: Field, *types: str) -> list[Draft]:
    return [m for m in mentions if field.start <= m.start and m.end <= field.end and m.type in types]


class _Writer:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._plan = reading.main_plan()
        self._areas = {
            str(m.properties["code"]): m.entity
            for m in reversed(reading.mentions)
            if m.type == "Area" and "code" in m.properties
        }
        self._seen = {c.triple for c in reading.claims}
        self._year = year_of(reading)
        first = next((m for m in reading.mentions if m.type == "Action"), None)
        self.subject = first if reading.genre == "project_sheet" else self._plan
        self._by_role: Mapping[str, Callable[[Field, _About], None]] = {
            **dict.fromkeys(_ACTOR_CLAIMS, self._actors),
            "group": self._groups,
            "area": self._areas_of,
            "indicator": self._indicators,
            "place": self._places,
            **dict.fromkeys(("deadline", "period", "begin"), self._times),
            "code": self._code,
            "plan": self._plans,
        }

    def status_of(self, row: Row) -> str:
        """What a row says of itself, else what rows of such a document say."""
        genre = self._reading.genre or ""
        if row.is_sheet:
            return _SHEET_STATUS.get(genre, "done")
        text = self._reading.passages[row.passage].text
        if _DENIED.search(text):
            return "denied"
        return "proposed" if _PROPOSED.search(text) else _ROW_STATUS.get(genre, "planned")

    def write(self, about: _About) -> None:
        """All claims of one row."""
        for field in about.row.fields:
            if write := self._by_role.get(field.role):
                write(field, about)
        self._funding(about)
        if self._is_ranking(about) and about.action.type == "Action":
            self._ranking(about)

    def _actors(self, field: Field, about: _About) -> None:
        for actor in about.inside(field, "Organisation", "Person"):
            self._add(actor, _ACTOR_CLAIMS[field.role], about.action, about)

    def _groups(self, field: Field, about: _About) -> None:
        together = _TOGETHER.search(self._reading.text, field.start, field.end)
        for group in about.inside(field, "Group"):
            self._add(about.action, "INVOLVES" if together else "SERVES", group, about)

    def _areas_of(self, field: Field, about: _About) -> None:
        """The areas named there, else those whose codes stand there."""
        codes = _AREA_CODE.findall(self._reading.text[field.start : field.end])
        known = [self._areas[code] for code in codes if code in self._areas]
        status = about.status if about.status in ("proposed", "denied") else "done"
        for area in about.inside(field, "Area") or known:
            self._add(about.action, "ADDRESSES", area, about, status)

    def _indicators(self, field: Field, about: _About) -> None:
        for indicator in about.inside(field, "Indicator"):
            self._add(about.action, "MEASURED_BY", indicator, about, "done")

    def _places(self, field: Field, about: _About) -> None:
        for place in about.inside(field, "Place"):
            self._add(about.action, "LOCATED_IN" if about.action.type == "Action" else "OPERATES_IN", place, about)

    def _times(self, field: Field, about: _About) -> None:
        if about.action.type in ("Action", "Plan"):
            words = self._reading.text[field.start : field.end]
            stated = dict(_period(words, field.role == "begin", self._year))
            if stated:  # a cell about time knows better than the words around the title
                kept = {k: v for k, v in about.action.properties.items() if k not in ("since", "until")}
                about.action.properties = kept | stated

    def _code(self, field: Field, about: _About) -> None:
        code = self._reading.text[field.start : field.end]
        short = about.row.is_sheet and len(code) < _LONGEST_CODE
        if about.action.type == "Action" and (short or _ACTION_CODE.fullmatch(code)):
            about.action.properties.setdefault("code", code)

    def _plans(self, field: Field, about: _About) -> None:
        for plan in about.inside(field, "Plan"):
            if about.action.type == "Action":
                self._add(about.action, "PART_OF", plan, about, "done")

    def _funding(self, about: _About) -> None:
        """Every resource with whoever stands behind it in its cell, or in the column of who pays."""
        fields = about.row.fields
        funders = [m for f in fields if f.role == "funder" for m in about.inside(f, "Organisation", "Plan")]
        for field in (f for f in fields if f.role in _MEANS):
            resources = sorted(about.inside(field, "Resource"), key=lambda m: m.start)
            bodies = about.inside(field, "Organisation", "Plan")
            for resource, stop in zip(resources, [*(r.start for r in resources[1:]), field.end], strict=False):
                givers = [m for m in bodies if resource.end <= m.start < stop]
                if not givers and len(resources) == 1:
                    givers = [m for m in bodies if m.type == "Organisation"]
                lacking = field.role == "need" or _LACKING.search(self._reading.text, resource.end, stop)
                if lacking and not givers:
                    self._add(about.action, "NEEDS", resource, about, "done")
                else:
                    self._given(resource, givers, funders, about)

    def _given(self, resource: Draft, givers: list[Draft], funders: list[Draft], about: _About) -> None:
        status = about.status
        money = resource.properties.get("kind") == "money"
        if money and not givers:
            givers = funders
            if not givers and self._is_ranking(about) and self._plan is not None:
                givers, status = [self._plan], "done" if status == "planned" else status
        if about.row.is_sheet and givers and status == "done":
            status = "planned"  # the coverings of a project's costs are promises
        for giver in givers[:_GIVERS]:
            if money:
                amount = resource.entity.properties.get("amount", 0)
                self._add(giver, "FUNDS", about.action, about, status, {"amount": amount, "unit": "EUR"})
            self._add(giver, "PROVIDES", resource, about, status)
        self._add(resource, "USED_IN", about.action, about, status)

    def _is_ranking(self, about: _About) -> bool:
        return self._reading.genre == "call" and not about.row.is_sheet and self._plan is not None

    def _ranking(self, about: _About) -> None:
        """A call's list of projects: those below the threshold are no part of it; what is not funded is proposed."""
        assert self._plan is not None
        text = self._reading.passages[about.row.passage].text
        excluded = _EXCLUDED.search(text)
        part = "proposed" if _RESERVE.search(text) else "denied" if excluded else "done"
        self._add(about.action, "PART_OF", self._plan, about, part)
        if excluded or _NOT_FUNDED.search(text):
            self._add(self._plan, "FUNDS", about.action, about, "denied")
            for claim in self._reading.claims[-_NEAR:]:
                denied = claim.status == "denied" and claim.type in ("LEADS", "PARTICIPATES_IN")
                if denied and claim.object.entity is about.action.entity:
                    claim.status = "proposed"

    def _add(  # noqa: PLR0917
        self,
        subject: Draft,
        kind: str,
        target: Draft,
        about: _About,
        status: str | None = None,
        properties: Mapping[str, Value] | None = None,
    ) -> None:
        """A claim of the row, where the schema has it and nobody said it before; its status is the row's."""
        allowed = CLAIM_TYPES[kind]
        passages = tuple(sorted({about.row.passage, subject.passage, target.passage} - {-1}))
        voice = "sheet" if about.row.is_sheet else "row"
        claim = DraftClaim(subject, kind, target, status or about.status, voice, passages, dict(properties or {}))
        claim.sure = about.is_planned
        fits = subject.type in allowed.subjects and target.type in allowed.objects
        if fits and claim.triple[0] != claim.triple[2] and claim.triple not in self._seen:
            self._seen.add(claim.triple)
            self._reading.claims.append(claim)


def _period(text: str, begins: bool, year: str | None) -> Iterator[tuple[str, Value]]:
    """Beginning, end and duration that a cell about time states; a single date is a deadline, or a beginning."""
    if lasting := duration(text):
        yield "duration", lasting
    if named := times(text, year):
        first, last = named[0].first, named[-1].last
        if first != last or begins:
            yield "since", first
        if first != last or not begins:
            yield "until", last
