"""Who holds which role in which body, and which body stands behind a person: from apposition, order and brackets."""

import re
from dataclasses import dataclass, field
from functools import cache

from ingest.language.draft import Draft, DraftClaim, Reading
from ingest.language.lexicon import Lexicon
from ingest.language.masking import Masked
from ingest.language.patterns import fragment

_ARTICLE = r"(?:(?:il|lo|la|i|gli|le|un|una|al|alla|dal|dalla|del|della)\s|(?:l|all|dall|dell)['’]\s?)?"
_OF = fragment("roles.of")
_TITLE = fragment("roles.title")


_APPOSED_NEXT = re.compile(rf",\s{_TITLE}‹X\d+›(?!,\s(?!e\b))", re.IGNORECASE)
""""…, la presidente del ‹O›, ‹X›": the role is that of the person behind it."""


@dataclass(slots=True)
class Roles:
    """What one sentence says of persons and bodies: claims, the body behind each person, words that are used up."""

    claims: list[DraftClaim] = field(default_factory=list)
    body_of: dict[int, Draft] = field(default_factory=dict)
    hidden: list[tuple[int, int]] = field(default_factory=list)


@cache
def _patterns(nouns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    noun = "|".join(re.escape(n).replace(r"\ ", r"\s") for n in sorted(nouns, key=len, reverse=True))
    role = rf"(?P<role>(?:{noun})\b(?:\s[\w'’-]+){{0,7}}?)"
    pieces = {
        "ROLE": role,
        "ROLE2": role.replace("?P<role>", "?P<role2>"),
        "ROLE3": role.replace("?P<role>", "?P<role3>"),
        "ARTICLE": _ARTICLE,
        "OF": _OF,
        "TITLE": _TITLE,
    }
    sources = (fragment(f"roles.{name}") for name in ("apposition", "before", "signer", "behind", "alone"))
    return tuple(re.compile(re.sub("«([A-Z0-9]+)»", lambda m: pieces[m[1]], source)) for source in sources)


def read_roles(reading: Reading, lexicon: Lexicon, number: int, mentions: list[Draft]) -> Roles:
    """The roles of one passage."""
    found = Roles()
    if not any(m.type == "Person" for m in mentions):
        return found
    passage = reading.passages[number]
    after, before, signer, bodies, alone = _patterns(tuple(lexicon.people["roles"]))
    members = tuple(lexicon.people["members"])
    masked = Masked(reading.text, passage.start, passage.end, mentions)
    for pattern in (after, before, signer):
        for match in pattern.finditer(masked.text):
            _take(found, masked, match, number, members)
    for match in bodies.finditer(masked.text):
        person, body = masked.of(match["x"])[0], masked.of(match["b1"] or match["b2"])[0]
        if id(person) not in found.body_of and body.start - person.end < 40:
            found.body_of[id(person)] = body
            found.hidden.append((person.end, body.end + (1 if match["b1"] else 0)))
    _alone(found, masked, alone, number)
    return found


def _take(found: Roles, masked: Masked, match: re.Match[str], number: int, members: tuple[str, ...]) -> None:
    groups = match.groupdict()
    person, body = masked.of(match["x"])[0], masked.of(match["o"])[0]
    if id(person) in found.body_of or any(b is body for b in found.body_of.values()):
        return
    role = match["role"].strip()
    if (
        "gap" in groups
        and _APPOSED_NEXT.match(masked.text, match.end("o"))
        and re.match(r",\s?(?:il|la|l['’]|lo)\s?", masked.text[match.start("gap") :], re.IGNORECASE)
    ):
        return
    if groups.get("gap") == " " and not role[0].islower():
        return
    kind = "MEMBER_OF" if role.lower() in members else "HAS_ROLE"
    properties: dict[str, str] = {} if kind == "MEMBER_OF" else {"role": role}
    found.claims.append(DraftClaim(person, kind, body, "done", "role_of_body", (number,), dict(properties)))
    found.body_of[id(person)] = body
    if person.start < body.start:
        found.hidden.append((person.end, body.end + (1 if "(" in (groups.get("gap") or "") else 0)))
    else:
        literal = match["role"] and masked.text.index(match["o"], match.start()) - match.start("role")
        begin = (
            min(body.start, body.start - int(literal or 0)) if match.start("role") < match.start("o") else body.start
        )
        found.hidden.append((begin, person.start))
    if groups.get("o2"):
        second = masked.of(match["o2"])[0]
        found.claims.append(
            DraftClaim(person, "HAS_ROLE", second, "done", "role_of_body", (number,), {"role": match["role2"].strip()})
        )
        found.hidden.append((person.end, second.end))


def _alone(found: Roles, masked: Masked, alone: re.Pattern[str], number: int) -> None:
    """ "la presidente X": of the organisation spoken of last."""
    for match in alone.finditer(masked.text):
        person = masked.of(match["x"] or match["y"])[0]
        if id(person) in found.body_of:
            continue
        role = (match["role"] or match["role3"]).strip()
        if match["x"]:
            found.hidden.append((person.start - (match.start("x") - match.start("role")), person.start))
        earlier = [m for m in masked.mentions if m.type == "Organisation" and m.end <= person.start]
        body = earlier[-1] if earlier else None
        if body is not None and match["x"]:
            found.claims.append(DraftClaim(person, "HAS_ROLE", body, "done", "role_alone", (number,), {"role": role}))
            found.body_of[id(person)] = body
