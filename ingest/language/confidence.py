"""How sure a claim is: the measured precision of the rule that made it."""

from functools import cache

from ingest.language.draft import DraftClaim
from ingest.language.lexicon import Lexicon

_DEFAULT = 0.6


def confidence_of(claim: DraftClaim, lexicon: Lexicon) -> float:
    """The rule's confidence; that of a body behind a person is the person's."""
    del lexicon
    return _by_rule().get(claim.rule.removesuffix("_body"), _DEFAULT)


@cache
def _by_rule() -> dict[str, float]:
    from ingest.language.lexicon import load_lexicon

    table = load_lexicon().claims
    found: dict[str, float] = {r["name"]: float(r["confidence"]) for r in table["rule"]} | table.get("confidence", {})
    return found
