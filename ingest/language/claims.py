"""Claims of running text: the rules of `data/claims.toml` over masked sentences, and the bodies behind persons."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import CLAIM_TYPES
from ingest.language.draft import KEY, Draft, DraftClaim, Reading
from ingest.language.masking import MAX_LENGTH, Masked, pattern
from ingest.language.roles import Roles, read_roles
from ingest.language.status import StatusReader

_MACRO = re.compile(r"\{(\w+)\}")
_SIGN = re.compile(r"‹[A-Z]\d+›")
_CLAUSE_EDGE = re.compile(r"[;:]|,\s(?:mentre|ma|però|invece|benché|anche se)\b|\se\s(?=non\b)")
_OPENERS = re.compile(r"[«“]")


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    pattern: re.Pattern[str]
    triples: tuple[tuple[str, str, str], ...]
    status: str | None
    only: str | None


@cache
def rules(key: int, table: "_Frozen") -> tuple[Rule, ...]:
    """The rules of a claims table, compiled once."""
    del key
    macros = table.data["macros"]
    return tuple(
        Rule(
            name=r["name"],
            pattern=pattern(_MACRO.sub(lambda m: macros.get(m[1], m[0]), r["pattern"])),
            triples=tuple((a, t, b) for a, t, b in (c.split() for c in r["claims"])),
            status=r.get("status"),
            only=r.get("only"),
        )
        for r in table.data["rule"]
    )


@dataclass(frozen=True, eq=False)
class _Frozen:
    data: dict[str, Any]


@cache
def _table() -> _Frozen:
    from ingest.language.lexicon import load_lexicon

    return _Frozen(load_lexicon().claims)


@dataclass(slots=True)
class Context:
    """What was spoken of before the sentence at hand."""

    plan: Draft | None = None
    promoter: Draft | None = None
    topic: Draft | None = None
    event: Draft | None = None
    speaker_body: Draft | None = None
    organisation: Draft | None = None
    speaker: Draft | None = None


@Language.component("intreccio_claims")
def claims(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian:
        _Sentences(reading).read()
    return doc


class _Sentences:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._status = StatusReader(reading.lexicon, reading.genre)
        self._rules = rules(0, _table())
        self._here: list[Draft] = []
        self._context = Context(plan=main_plan(reading), event=_main_event(reading), speaker_body=_speaker(reading))
        self._seen = {(id(c.subject.entity), c.type, id(c.object.entity)) for c in reading.claims}

    def read(self) -> None:
        by_passage = self._reading.by_passage()
        for number in sorted(by_passage):
            mentions = by_passage[number]
            passage = self._reading.passages[number]
            if passage.end - passage.start <= MAX_LENGTH and not (passage.kind == "row" and passage.headers):
                self._sentence(number, mentions)
            self._move_on(mentions)

    def _sentence(self, number: int, mentions: list[Draft]) -> None:
        self._here = mentions
        passage = self._reading.passages[number]
        roles = read_roles(self._reading, self._reading.lexicon, number, mentions)
        for claim in roles.claims:
            self._add(claim)
        masked = Masked(self._reading.text, passage.start, passage.end, mentions, roles.hidden)
        for rule in self._rules:
            for match in rule.pattern.finditer(masked.text):
                self._apply(rule, match, masked, roles, number)

    def _apply(self, rule: Rule, match: re.Match[str], masked: Masked, roles: Roles, number: int) -> None:
        if rule.only and not (_allowed(rule.only, match, masked) and self._fits(rule.only, number)):
            return
        if rule.only == "new_city" and any(self._has("FOLLOWS", m) for m in masked.of(match["o"])):
            return
        status = rule.status or self._status.read(
            _clause(masked.text, match),
            rule.triples[0][1],
            "done" if not (rule.only or "").startswith(("item", "profile")) else "under_way",
        )
        for left, kind, right in rule.triples:
            for subject in self._named(left, match, masked):
                for target in self._named(right, match, masked):
                    self._claim(rule, subject, kind, target, status, roles, number, match.groupdict().get("role") or "")

    def _claim(  # noqa: PLR0917
        self, rule: Rule, subject: Draft, kind: str, target: Draft, status: str, roles: Roles, number: int, role: str
    ) -> None:
        allowed = CLAIM_TYPES[kind]
        if (
            subject.type not in allowed.subjects
            or target.type not in allowed.objects
            or subject.entity is target.entity
        ):
            return
        passages = tuple(sorted({number, *(p for p in (subject.passage, target.passage) if p >= 0)}))
        properties: dict[str, Any] = {}
        if kind == "HAS_ROLE":
            properties = {"role": role}
        if kind == "FUNDS" and rule.only == "money":
            money = next(
                (m for m in self._here if m.type == "Resource" and "amount" in m.properties and m.start > subject.end),
                None,
            )
            if money is not None:
                properties = {"amount": money.properties["amount"], "unit": "EUR"}
        self._add(DraftClaim(subject, kind, target, status, rule.name, passages, properties))
        if kind == "PARTICIPATES_IN" and (body := roles.body_of.get(id(subject))) is not None:
            self._add(DraftClaim(body, kind, target, status, f"{rule.name}_body", passages, {"via": subject}))

    def _named(self, term: str, match: re.Match[str], masked: Masked) -> list[Draft]:
        """The mentions a term of a rule stands for: a slot, "@plan", or the first of several that is there."""
        for option in term.split("|"):
            if option.startswith("@"):
                draft = getattr(self._context, option[1:])
                if draft is None and option == "@topic":
                    draft = self._context.plan
                if draft is not None:
                    return [draft]
            elif option in match.re.groupindex and match[option]:
                return masked.of(match[option])
        return []

    def _fits(self, only: str, number: int) -> bool:
        """Whether the document and the passage are of the sort a rule is for."""
        first = next(iter(self._here), None)
        item = first is not None and first.rule in ("list_action", "table_action")
        profile = self._reading.genre == "profile"
        return {
            "news": self._reading.genre == "news",
            "item": item,
            "item_profile": item and profile and number > 0,
            "profile": profile,
        }.get(only, True)

    def _has(self, kind: str, target: Draft) -> bool:
        return any(c.type == kind and c.object.entity is target.entity for c in self._reading.claims[-40:])

    def _add(self, claim: DraftClaim) -> None:
        triple = (id(claim.subject.entity), claim.type, id(claim.object.entity))
        if triple not in self._seen:
            self._seen.add(triple)
            self._reading.claims.append(claim)
            plan = self._context.plan
            if (
                claim.type == "PROMOTES"
                and plan is not None
                and claim.object.entity is plan.entity
                and self._context.promoter is None
            ):
                self._context.promoter = claim.subject

    def _move_on(self, mentions: list[Draft]) -> None:
        for mention in mentions:
            if mention.type == "Organisation":
                self._context.organisation = mention
            elif (
                mention.type == "Action"
                and mention.properties.get("kind") != "event"
                and mention.rule != "action_process"
            ) or mention.type == "Plan":
                self._context.topic = mention


def _allowed(only: str, match: re.Match[str], masked: Masked) -> bool:
    groups = match.re.groupindex
    if only in ("city", "new_city"):
        return all(m.rule == "organisation_city" or "città" in m.head for m in masked.of(match["o"]))
    if only in ("money", "things"):
        money = all(m.properties.get("kind") == "money" for m in masked.of(match["r"]))
        return money if only == "money" else not money
    if only == "process":
        return all(m.rule == "action_process" for m in masked.of(match["s"]))
    if only == "organ":
        return all(m.properties.get("kind") in ("organ", "network") for m in masked.of(match["s"]))
    if only == "venue" and "o" in groups:
        return all(m.properties.get("kind") == "venue" for m in masked.of(match["o"]))
    return True


def _clause(text: str, match: re.Match[str]) -> str:
    """The words of the clause around a match: from the last edge before it to the first one after."""
    before = text[max(0, match.start() - 60) : match.start()]
    edges = list(_CLAUSE_EDGE.finditer(before))
    begin = match.start() - len(before) + (edges[-1].end() if edges else 0)
    return _SIGN.sub(" ", text[begin : match.end()])


def main_plan(reading: Reading) -> Draft | None:
    """The plan most mentions are of; the first mention of its entity."""
    counts: dict[int, int] = defaultdict(int)
    plans = [m for m in reading.mentions if m.type == "Plan"]
    for mention in plans:
        counts[id(mention.entity)] += 1
    return max((m.entity for m in plans), key=lambda m: (counts[id(m)], -m.start), default=None)


def _speaker(reading: Reading) -> Draft | None:
    """The body that speaks in a profile or report of its own: the first one named."""
    return next((m for m in reading.mentions if m.type == "Organisation" and m.rule != "organisation_acronym"), None)


def _main_event(reading: Reading) -> Draft | None:
    return next((m for m in reading.mentions if m.type == "Action" and m.rule == "action_event"), None)
