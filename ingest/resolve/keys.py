"""What identifies a thing beyond its document: keys that join references across documents and registers.

A *reference* is everything that one document says of one thing: its mentions and their claims. Its hard key joins
whatever shares it (a codice fiscale, a name within a plan); its soft key (a name) joins only what no hard key tells
apart. A reference without keys stays a thing of its document.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from graph.model import Value
from ingest.resolve.names import comparable, is_generic, kind_family

_ORGANISATION_KEYS = {"fiscal_code": "tax", "vat": "tax", "ipa_code": "ipa"}
"""Key → what its values are unique in; a body's partita IVA is mostly its codice fiscale too."""

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
    hard: str | None = None
    soft: str | None = None


References = Mapping[int, Reference]


def keys_of(references: References) -> dict[int, Keys]:
    """The keys of every reference of one document."""
    return {number: _RULES[r.label](r, references) for number, r in references.items()}


def _organisation(r: Reference, references: References) -> Keys:
    code = next((f"{kind}:{r.keys[key]}" for key, kind in _ORGANISATION_KEYS.items() if key in r.keys), None)
    if r.properties.get("kind") == "organ":
        parent = _tied_name(r, references, ["PART_OF"], "Organisation")
        return Keys(_join("Organisation", code or (parent and f"{comparable(r.name())}|{parent}")))
    soft = None if is_generic(r.name()) else f"{comparable(r.name())}|{kind_family(r.properties.get('kind'))}"
    return Keys(_join("Organisation", code), _join("Organisation", soft))


def _person(r: Reference, references: References) -> Keys:
    """Namesakes are common: a person is the same only where the body is the same."""
    body = _tied_name(r, references, ["HAS_ROLE", "MEMBER_OF"], "Organisation")
    full = len(r.name().split()) > 1
    return Keys(_join("Person", f"{comparable(r.name())}|{body}") if body and full else None)


def _place(r: Reference, references: References) -> Keys:
    name, kind = comparable(r.name()), r.properties.get("kind")
    if "istat_code" in r.keys:
        return Keys(_join("Place", f"istat:{r.keys['istat_code']}"), _join("Place", f"{name}|{kind}"))
    if kind in _OWN_PLACE_KINDS:
        return Keys(soft=_join("Place", f"{name}|{kind}"))
    around = _tied_name(r, references, ["PART_OF"], "Place")
    return Keys(_join("Place", around and f"{name}|{around}"))


def _plan(r: Reference, references: References) -> Keys:
    if is_generic(r.name()):
        return Keys()
    name = comparable(r.name())
    owner = _tied_name(r, references, ["PROMOTES<", "LEADS<"], "Organisation")
    return Keys(_join("Plan", owner and f"{name}|{owner}"), _join("Plan", name))


def _in_plan(r: Reference, references: References) -> Keys:
    """An area or action: within its plan by name; elsewhere by name where that tells enough."""
    if is_generic(r.name()):
        return Keys()
    name = comparable(r.name())
    plan = _tied_name(r, references, ["PART_OF", "ADDRESSES"], "Plan")
    return Keys(_join(r.label, plan and f"{name}|{plan}"), _join(r.label, name if len(name.split()) > 1 else None))


def _resource(r: Reference, references: References) -> Keys:
    """Two grants of 350,000 euro are two: only provider, target and amount together make a resource the same."""
    amount = r.properties.get("amount")
    provider = _tied_name(r, references, ["PROVIDES<"], "Organisation")
    target = _tied_name(r, references, ["USED_IN"], None)
    if amount is None or provider is None or target is None:
        return Keys()
    kind = r.properties.get("kind")
    return Keys(_join("Resource", f"{kind}|{amount}|{r.properties.get('unit')}|{provider}|{target}"))


def _group(r: Reference, _references: References) -> Keys:
    category = r.properties.get("category")
    words = comparable(r.name()) if category in (None, "other") else ""
    ages = f"{r.properties.get('age_min')}-{r.properties.get('age_max')}"
    return Keys(_join("Group", f"{r.properties.get('of')}|{category}|{ages}|{words}"))


def _indicator(r: Reference, references: References) -> Keys:
    measured = _tied_name(r, references, ["MEASURED_BY<"], None)
    return Keys(_join("Indicator", measured and f"{comparable(r.name())}|{measured}"))


_RULES: dict[str, Callable[[Reference, References], Keys]] = {
    "Organisation": _organisation,
    "Person": _person,
    "Place": _place,
    "Plan": _plan,
    "Area": _in_plan,
    "Action": _in_plan,
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


def _join(label: str, key: str | None) -> str | None:
    return f"{label}|{key}" if key else None
