"""What may stand in a mapping file."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from graph.model import CLAIM_TYPES, MENTION_TYPES

ROLES: Final = frozenset(
    (
        *("name", "fiscal_code", "vat", "ipa_code", "runts", "rea", "municipality", "municipality_code", "province"),
        *("region", "legal_form", "section", "category", "founded", "acronym", "cup", "cig", "action", "plan"),
        *("amount", "heir", "heir_code", "since", "address", "ateco", "registration", "registered"),
    )
)
"""What a column can be. The last four only help to recognise a register; its cells stay in the record."""

_KEYS: Final = frozenset(
    (
        *("title", "source", "licence", "snapshot", "format", "gives", "subject", "headers", "beside", "excludes"),
        *("columns", "kinds", "kind_from", "kind", "floors", "action"),
    )
)
_FLOORS: Final = frozenset(("rows", "keys", "kinds"))
_ACTION: Final = frozenset(("claim", "claim_column", "claims", "kind", "located"))
_SUBJECTS: Final = frozenset(("organisation", "place", "action"))


def check(name: str, data: Mapping[str, Any]) -> None:
    """Raises `ValueError` with every word that means nothing here."""
    columns, floors, action = (data.get(key, {}) for key in ("columns", "floors", "action"))
    kinds = [kind for values in data.get("kinds", {}).values() for kind in values.values()]
    claims = [action.get("claim", "PARTICIPATES_IN"), *action.get("claims", {}).values()]
    wrong = [
        *_unknown("key", data, _KEYS),
        *_unknown("role", columns, ROLES),
        *_unknown("subject", [data.get("subject", "organisation")], _SUBJECTS),
        *_unknown(
            "kind", [*kinds, *floors.get("kinds", ()), *filter(None, [data.get("kind")])], _kinds("Organisation")
        ),
        *_unknown("floor", floors, _FLOORS),
        *_unknown("key of action", action, _ACTION),
        *_unknown("kind of action", [action.get("kind", "project")], _kinds("Action")),
        *_unknown("claim", claims, [c.name for c in CLAIM_TYPES.values() if _of_body_and_action(c.name)]),
    ]
    if not columns.get("name"):
        wrong.append("no column is the name")
    if wrong:
        raise ValueError(f"mapping {name}: {'; '.join(wrong)}")


def _unknown(what: str, words: Iterable[str], known: Collection[str]) -> list[str]:
    return [f"unknown {what} {word}" for word in words if word not in known]


def _kinds(label: str) -> tuple[str, ...]:
    kind = MENTION_TYPES[label].property("kind")
    return kind.words if kind else ()


def _of_body_and_action(name: str) -> bool:
    claim = CLAIM_TYPES[name]
    return "Organisation" in claim.subjects and "Action" in claim.objects
