"""CUP and CIG that a document writes beside an action: the keys by which it is one with the same in a register.

Only where it leaves no doubt: one code and one action in the sentence, item or row.
"""

import re
from collections import defaultdict
from dataclasses import replace
from typing import Final

from graph.extraction import Extraction, Mention
from ingest.registers.keys import check_cig, check_cup

_CODES: Final = {
    "cup": (re.compile(r"(?<![A-Z0-9])[A-Z]\d{2}[A-Z]\d{11}(?![A-Z0-9])", re.ASCII), check_cup),
    # The form of a CIG is also that of other numbers: it counts after its name only.
    "cig": (re.compile(r"\bC\.?I\.?G\.?\s*(?:n\.?|:)?\s*([0-9A-Z]\d{6}[0-9A-F]{3}|[A-Z][0-9A-F]{9})\b"), check_cig),
}


def with_project_codes(found: Extraction) -> Extraction:
    """The extraction with the codes of its actions among their keys."""
    actions: dict[str, list[Mention]] = defaultdict(list)
    for mention in found.mentions:
        if mention.type == "Action":
            actions[mention.passage].append(mention)
    keys: dict[str, dict[str, str]] = {}
    for passage in found.passages:
        named = {mention.entity for mention in actions.get(passage.id, ())}
        if len(named) == 1 and (codes := _codes(passage.text)):
            keys.setdefault(next(iter(named)), {}).update(codes)
    if not keys:
        return found
    mentions = (replace(m, keys={**m.keys, **keys[m.entity]}) if m.entity in keys else m for m in found.mentions)
    return replace(found, mentions=tuple(mentions))


def _codes(text: str) -> dict[str, str]:
    """The codes of which the text has exactly one."""
    codes = {}
    for name, (pattern, check) in _CODES.items():
        held = {key for found in pattern.finditer(text) if (key := check(found[found.re.groups]).value)}
        if len(held) == 1:
            codes[name] = held.pop()
    return codes
