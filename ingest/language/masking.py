"""A sentence with its mentions replaced by signs, so that rules are patterns over words and mentions.

`‹O3›` is the fourth mention of the sentence, an Organisation. In a rule's pattern `<s:OX+>` is a series of
organisations or persons (joined by commas, "e", articles, prepositions) called `s`; without `+` a single one; `~` is
any words without a mention, `≋` words with places and plans among them, `≈` any words of the same clause.
"""

import re
from collections.abc import Iterable
from functools import cache

from ingest.language.draft import Draft
from ingest.language.patterns import fragment

LETTERS = {
    "Organisation": "O",
    "Person": "X",
    "Place": "L",
    "Plan": "P",
    "Area": "K",
    "Action": "A",
    "Resource": "R",
    "Group": "G",
    "Indicator": "I",
}
_SLOT = re.compile(r"<(?:(?P<name>\w+):)?(?P<types>[OXLPKARGI]+)(?P<many>\+?)>")
_ARTICLES = fragment("masking.articles")
_JOIN = fragment("masking.join")
MAX_LENGTH = 2500


class Masked:
    """The masked text and the mentions its signs stand for."""

    def __init__(
        self, text: str, start: int, end: int, mentions: Iterable[Draft], hidden: Iterable[tuple[int, int]] = ()
    ) -> None:
        self.mentions: list[Draft] = []
        parts: list[str] = []
        at = start
        for from_, to, mention in sorted(
            [(m.start, m.end, m) for m in mentions] + [(s, e, None) for s, e in hidden], key=lambda x: (x[0], -x[1])
        ):
            if from_ < at:
                continue
            parts.append(text[at:from_])
            if mention is not None:
                parts.append(f"‹{LETTERS[mention.type]}{len(self.mentions)}›")
                self.mentions.append(mention)
            at = to
        parts.append(text[at:end])
        self.text = "".join(parts)

    def of(self, group: str | None) -> list[Draft]:
        """The mentions whose signs stand in a matched group."""
        return [self.mentions[int(n)] for n in re.findall(r"‹[A-Z](\d+)›", group or "")]


@cache
def pattern(source: str) -> re.Pattern[str]:
    """A rule's pattern, compiled."""
    expanded = _SLOT.sub(_expand, source)
    expanded = (
        expanded.replace("~", r"[^‹›.;:]{0,90}?")
        .replace("≈", r"[^.;]{0,140}?")
        .replace("≋", r"(?:[^‹›.;:]|‹[LP]\d+›){0,140}?")
    )
    return re.compile(expanded, re.IGNORECASE)


def _expand(match: re.Match[str]) -> str:
    one = rf"‹[{match['types']}]\d+›"
    body = rf"{one}(?:{_JOIN}{one}){{0,40}}" if match["many"] else one
    return f"(?P<{match['name']}>{body})" if match["name"] else f"(?:{body})"
