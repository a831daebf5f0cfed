"""What identifies a thing beyond its document: keys that join references across documents and registers.

A *reference* is everything that one document says of one thing: its mentions and their claims. Its hard key joins
whatever shares it (a codice fiscale, a name within a plan); its soft key (a name) joins only what no hard key tells
apart. A reference without keys stays a thing of its document.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from graph.model import Value
from ingest.registers.provinces import province_called
from ingest.resolve.municipalities import municipalities
from ingest.resolve.names import body_name, comparable, is_generic, kind_parts

_ORGANISATION_KEYS = {"fiscal_code": "tax", "vat": "tax", "ipa_code": "ipa", "runts": "runts", "rea": "rea"}
"""Key → what its values are unique in; a body's partita IVA is mostly its codice fiscale too."""

_ACTION_KEYS = ("cig", "cup")

BACKWARD = ("PROMOTES", "LEADS", "PROVIDES", "MEASURED_BY")
"""Claim types whose subject tells who its object is."""

_OWN_PLACE_KINDS = ("municipality", "province", "region", "country")


@dataclass(slots=True)
class Reference:
    """One thing of one document: names in order of appearance, properties, keys, and what claims tie it to."""

    label: str
    names: list[str] = field(default_factory=list)
    properties: dict[str, Value] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    ties: dict[str, list[int]] = field(default_factory=dict)
    """Claim type → references at the other end; a type ends in "<" where this is the object."""

    def name(self) -> str:
        """The fullest name: the longest that is more than a class word or a code, else the first."""
        proper = [n for n in self.names if not is_generic(n) and any(c.isalpha() for c in n)]
        return max(proper, key=len) if proper else self.names[0]


@dataclass(frozen=True, slots=True)
class Keys:
    """What joins a reference (`hard`, `soft`), and what tells it from its namesakes: its kind, its municipality."""

    hard: str | None = None
    soft: str | None = None
    kind: str | None = None
    place: str | None = None


References = Mapping[int, Reference]
Pair = tuple[str | None, str | None]
"""What identifies a thing among those of its label: a hard and a soft key."""


def number_in_register(hard_key: str | None) -> tuple[str, str] | None:
    """Which register's number a hard key is, and the number: ("tax", "00518460019"); None where it is another key."""
    kind, colon, number = (hard_key or "").partition("|")[2].partition(":")
    return (kind, number) if colon and "|" not in kind else None


def keys_of(
    references: References, wanted: Collection[int] | None = None, *, registered: bool = False
) -> dict[int, Keys]:
    """The keys of the references of one document (`registered`: a register): of these, or of all."""
    chosen = references if wanted is None else {number: references[number] for number in wanted}
    found = {number: _RULES[r.label](r, references) for number, r in chosen.items()}
    labelled = {n: [f"{references[n].label}|{key}" if key else None for key in pair] for n, pair in found.items()}
    return {
        number: Keys(hard, soft, *_telling(references[number], references, registered=registered))
        for number, (hard, soft) in labelled.items()
    }


def _telling(r: Reference, references: References, *, registered: bool) -> Pair:
    """The kind of an organisation and the municipality of its seat, where they are known.

    A kind that neither a register states nor the name tells is a reader's guess.
    """
    if r.label != "Organisation":
        return None, None
    places = (references[number] for number in r.ties.get("LOCATED_IN", ()))
    seat = next((p for p in places if p.properties.get("kind") == "municipality" and not is_generic(p.name())), None)
    kind = str(r.properties["kind"]) if "kind" in r.properties else None
    return kind if registered or kind_parts(r.names, kind) else None, _town(seat) if seat else None


def _town(seat: Reference) -> str | None:
    """The municipality's comparable name; by its code where a register gives no more."""
    known = municipalities().get(seat.keys.get("istat_code", ""))
    name = known.name if known else seat.name()
    return comparable(name) if any(c.isalpha() for c in name) else None


def _organisation(r: Reference, references: References) -> Pair:
    code = next((f"{kind}:{r.keys[key]}" for key, kind in _ORGANISATION_KEYS.items() if key in r.keys), None)
    name, kind = comparable(r.name()), r.properties.get("kind")
    if kind == "organ":
        parent = _tied_name(r, references, ["PART_OF"], "Organisation")
        return code or (parent and f"{name}|{parent}"), None
    return code, None if is_generic(r.name()) else body_name(r.name())


def _person(r: Reference, references: References) -> Pair:
    """Namesakes are common: a person is the same only where the body is the same."""
    body = _tied_name(r, references, ["HAS_ROLE", "MEMBER_OF"], "Organisation")
    full = len(r.name().split()) > 1
    return f"{comparable(r.name())}|{body}" if body and full else None, None


def _place(r: Reference, references: References) -> Pair:
    kind = r.properties.get("kind")
    name = comparable(province_called(r.name()) if kind == "province" else r.name())
    if "istat_code" in r.keys:
        return f"istat:{r.keys['istat_code']}", f"{name}|{kind}"
    if kind in _OWN_PLACE_KINDS:
        return None, f"{name}|{kind}"
    around = _tied_name(r, references, ["PART_OF"], "Place")
    return around and f"{name}|{around}", None


def _plan(r: Reference, references: References) -> Pair:
    if is_generic(r.name()):
        return None, None
    name = comparable(r.name())
    owner = _tied_name(r, references, ["PROMOTES<", "LEADS<"], "Organisation")
    return owner and f"{name}|{owner}", name


def _action(r: Reference, references: References) -> Pair:
    """A tender by its CIG, a project by its CUP; without them as an area."""
    hard, soft = _in_plan(r, references)
    code = next((f"{key}:{r.keys[key]}" for key in _ACTION_KEYS if key in r.keys), None)
    return code or hard, soft


def _in_plan(r: Reference, references: References) -> Pair:
    """An area or action: within its plan by name; elsewhere by name where that tells enough."""
    if is_generic(r.name()):
        return None, None
    name = comparable(r.name())
    plan = _tied_name(r, references, ["PART_OF", "ADDRESSES"], "Plan")
    return plan and f"{name}|{plan}", name if len(name.split()) > 1 else None


def _resource(r: Reference, references: References) -> Pair:
    """Two grants of 350,000 euro are two: only provider, target and amount together make a resource the same."""
    amount = r.properties.get("amount")
    provider = _tied_name(r, references, ["PROVIDES<"], "Organisation")
    target = _tied_name(r, references, ["USED_IN"], None)
    if amount is None or provider is None or target is None:
        return None, None
    return f"{r.properties.get('kind')}|{amount}|{r.properties.get('unit')}|{provider}|{target}", None


def _group(r: Reference, _references: References) -> Pair:
    category = r.properties.get("category")
    words = comparable(r.name()) if category in (None, "other") else ""
    ages = f"{r.properties.get('age_min')}-{r.properties.get('age_max')}"
    return f"{r.properties.get('of')}|{category}|{ages}|{words}", None


def _indicator(r: Reference, references: References) -> Pair:
    measured = _tied_name(r, references, ["MEASURED_BY<"], None)
    return measured and f"{comparable(r.name())}|{measured}", None


_RULES: dict[str, Callable[[Reference, References], Pair]] = {
    "Organisation": _organisation,
    "Person": _person,
    "Place": _place,
    "Plan": _plan,
    "Area": _in_plan,
    "Action": _action,
    "Resource": _resource,
    "Group": _group,
    "Indicator": _indicator,
}


def _tied_name(r: Reference, references: References, types: Iterable[str], label: str | None) -> str | None:
    """Comparable name of the first thing of this label that the claims tie `r` to, if it is more than a class word."""
    for claim_type in types:
        for number in r.ties.get(claim_type, ()):
            other = references[number]
            if (label is None or other.label == label) and not is_generic(other.name()):
                return comparable(other.name())
    return None
