"""The schema of what is extracted and of the graph, as data.

Everything that needs to know a type reads it here: checks of extractions, constraints of the stores, exports, the
schema page, py2neo classes, legends. Words shown to people are not here: they are in `viz/texts`.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, Literal

Value = str | int | float | bool
"""What a property of a mention or claim can hold."""

ValueKind = Literal["text", "number", "date", "bool", "word", "mention"]


class Status(StrEnum):
    """How far what a claim says has come, in the order in which a stronger one outranks a weaker one."""

    DONE = "done"
    UNDER_WAY = "under_way"
    PLANNED = "planned"
    PROPOSED = "proposed"
    DENIED = "denied"


class Follow(StrEnum):
    """How far people have come with a card of a gap."""

    OPEN = "open"
    TAKEN_UP = "taken_up"
    CLOSED = "closed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Property:
    """One property; `words` is the controlled list where `kind` is "word"."""

    name: str
    kind: ValueKind
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionType:
    """A type of mention, which is also a label of the graph. `prefix` begins the ids of its entities."""

    name: str
    prefix: str
    properties: tuple[Property, ...] = ()

    def property(self, name: str) -> Property | None:
        return next((p for p in self.properties if p.name == name), None)


@dataclass(frozen=True, slots=True)
class ClaimType:
    """A type of claim, which is also a relationship type: who can be its subject, what its object."""

    name: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    symmetric: bool = False
    same_type: bool = False


_text = partial(Property, kind="text")
_number = partial(Property, kind="number")
_date = partial(Property, kind="date")
_bool = partial(Property, kind="bool")


def _word(name: str, words: str) -> Property:
    return Property(name, "word", tuple(words.split()))


_PERIOD: Final = (_date("since"), _date("until"), _text("duration"))


def _mention(name: str, prefix: str, *properties: Property) -> MentionType:
    return MentionType(name, prefix, properties)


MENTION_TYPES: Final[dict[str, MentionType]] = {
    t.name: t
    for t in (
        _mention(
            "Organisation",
            "org",
            _word(
                "kind",
                "public_body organ university school health_body cooperative social_cooperative association aps odv "
                "foundation social_enterprise company consortium trade_union trade_association bank religious_body "
                "network informal_group other",
            ),
            _text("acronym"),
            _date("founded"),
            _word("led_by", "young senior mixed"),
        ),
        _mention("Person", "per"),
        _mention("Place", "pla", _word("kind", "municipality province region country district venue other")),
        _mention("Plan", "pln", _word("kind", "plan programme agreement call fund other"), *_PERIOD),
        _mention("Area", "are", _word("level", "area objective"), _bool("transversal"), _text("code")),
        _mention(
            "Action",
            "act",
            _word("kind", "project measure service event other"),
            _text("code"),
            *_PERIOD,
            _bool("intergenerational"),
        ),
        _mention(
            "Resource",
            "res",
            _word("kind", "money space people skills data equipment other"),
            _number("amount"),
            _text("unit"),
        ),
        _mention(
            "Group",
            "grp",
            _word("of", "people organisations"),
            _word(
                "category",
                "young senior minors women families migrants disabled unemployed neet workers students caregivers "
                "homeless prisoners residents vulnerable volunteers third_sector cooperatives companies public_bodies "
                "schools universities trade_unions associations other",
            ),
            _number("age_min"),
            _number("age_max"),
        ),
        _mention("Indicator", "ind", _number("target"), _number("baseline"), _text("unit")),
    )
}

_ACTORS: Final = ("Organisation", "Person")
_DOERS: Final = ("Action", "Plan", "Organisation", "Area")
_PARTS: Final = ("Area", "Action", "Plan", "Organisation", "Place")
_LINEAGE: Final = ("Organisation", "Plan", "Action")

CLAIM_TYPES: Final[dict[str, ClaimType]] = {
    t.name: t
    for t in (
        ClaimType("PROMOTES", _ACTORS, ("Plan", "Action")),
        ClaimType("LEADS", _ACTORS, ("Action", "Plan", "Area")),
        ClaimType("PARTICIPATES_IN", _ACTORS, ("Action", "Plan")),
        ClaimType("FUNDS", ("Organisation", "Plan"), ("Action", "Plan", "Organisation")),
        ClaimType("PROVIDES", ("Organisation", "Person", "Plan"), ("Resource",)),
        ClaimType("NEEDS", ("Action", "Organisation", "Group", "Area"), ("Resource",)),
        ClaimType("USED_IN", ("Resource",), ("Action", "Plan", "Organisation")),
        ClaimType("SIGNED", _ACTORS, ("Plan",)),
        ClaimType("PARTNERS_WITH", ("Organisation",), ("Organisation",), symmetric=True),
        ClaimType("MEMBER_OF", _ACTORS, ("Organisation",)),
        ClaimType("HAS_ROLE", ("Person",), ("Organisation",)),
        ClaimType("ADDRESSES", ("Action",), ("Area",)),
        ClaimType("PART_OF", _PARTS, _PARTS),
        ClaimType("SERVES", _DOERS, ("Group",)),
        ClaimType("INVOLVES", _DOERS, ("Group",)),
        ClaimType("LOCATED_IN", ("Organisation", "Action", "Resource"), ("Place",)),
        ClaimType("OPERATES_IN", ("Organisation", "Plan"), ("Place",)),
        ClaimType("MEASURED_BY", ("Action", "Area", "Plan"), ("Indicator",)),
        ClaimType("SUCCEEDS", _LINEAGE, _LINEAGE, same_type=True),
        ClaimType("FOLLOWS", _LINEAGE, _LINEAGE),
    )
}

CLAIM_PROPERTIES: Final[dict[str, Property]] = {
    p.name: p
    for p in (
        _text("role"),
        _number("amount"),
        _text("unit"),
        _date("since"),
        _date("until"),
        Property("via", "mention"),
        Property("attributed_to", "mention"),
    )
}

GENRES: Final = ("news", "plan", "minutes", "agreement", "profile", "call", "report", "project_sheet")

ENTITY_LABELS: Final = tuple(MENTION_TYPES)
SOURCE_LABELS: Final = ("Document", "Passage", "Record")
LABELS: Final = ENTITY_LABELS + SOURCE_LABELS
"""Every label of the graph; a node has exactly one, and `id` is unique in it."""

DENIED: Final = "DENIED"
"""Relationship type of every denied claim, so that a plain `MATCH ()-[:SIGNED]->()` never counts a refusal."""

STRUCTURE_TYPES: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "MENTIONED_IN": (ENTITY_LABELS, "Document"),
    "REGISTERED_AS": (("Organisation",), "Record"),
    "IN_DOCUMENT": (("Passage", "Record"), "Document"),
}
"""Relationship types that are not claims: labels of the source, label of the target."""

RELATIONSHIP_TYPES: Final = (*CLAIM_TYPES, DENIED, *STRUCTURE_TYPES)


def relationship_type(claim_type: str, status: str) -> str:
    """The relationship type that stands for a claim of this type and status in the graph."""
    return DENIED if status == Status.DENIED else claim_type
