"""The working state of one reading, shared by the components of the pipeline through `doc.user_data`."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.extraction import Issue, Passage
from graph.model import Value
from ingest.language.fields import Field
from ingest.language.lexicon import Lexicon
from ingest.language.recogniser import Recogniser
from ingest.read.text import SourceText

if TYPE_CHECKING:
    from ingest.language.encoder import Encoder

KEY = "reading"
"""Where the reading stands in `Doc.user_data`."""

MODEL = "model"
"""The voice of a claim that the encoder makes; the other voices are those of layouts: row, sheet, tree."""


@dataclass(slots=True, eq=False)
class Draft:
    """A mention that is being made: `anchor` is the mention it is the same as, `odds` how likely it is one."""

    type: str
    start: int
    end: int
    properties: dict[str, Value] = field(default_factory=dict)
    passage: int = -1
    anchor: "Draft | None" = None
    odds: float = 1.0

    @property
    def entity(self) -> "Draft":
        """The first mention of the same thing."""
        found = self
        while found.anchor is not None:
            found = found.anchor
        return found


@dataclass(slots=True, eq=False)
class DraftClaim:
    """`odds` are the encoder's, where it weighed the pair; `voice` says who spoke first.

    `sure`: a table that can only be one of actions says it by its headers, a list by its heading, a verb right before.
    """

    subject: Draft
    type: str
    object: Draft
    status: str
    voice: str
    passages: tuple[int, ...]
    properties: dict[str, "Value | Draft"] = field(default_factory=dict)
    odds: float | None = None
    confidence: float = 0.0
    sure: bool = False

    @property
    def triple(self) -> tuple[int, str, int]:
        return id(self.subject.entity), self.type, id(self.object.entity)


@dataclass(frozen=True, slots=True)
class Pair:
    """What the encoder says of two mentions."""

    subject: Draft
    type: str
    object: Draft
    status: str
    odds: float


@dataclass(frozen=True, slots=True)
class Row:
    """A table row or a line of a sheet whose headers are known; `title`: the passage whose title it stands below."""

    passage: int
    fields: tuple[Field, ...]
    is_sheet: bool
    title: int = -1


@dataclass(frozen=True, slots=True)
class Want:
    """A resource, at `start`, that words right before it, or the heading of its list, say is needed or given.

    `at`: where these words are. `status`: as it is told. `ours`: the document's own body speaks. `refused`: it is not,
    or no longer, needed. `listed`: a list says it.
    """

    type: str
    start: int
    passage: int
    at: int
    status: str
    ours: bool
    refused: bool
    listed: bool


@dataclass(slots=True)
class Turn:
    """What one of those present at a meeting says, between two offsets: `named` is where the speaker's name ends."""

    start: int
    named: int
    end: int
    name: str
    body: Draft


@dataclass(slots=True)
class Reading:
    """One document on its way through the pipeline; lists are in the order of the text once a component is done.

    `foreign`: places of the text in another language. `via`: a body and the person it acts through.
    `says`: on whose word the text tells something of a thing.
    `roles`: where words of roles stand. `wants`: what words and lists say is needed or given.
    `turns`: who speaks in minutes. `below`: passage → the passage of the title of an action that it stands below.
    `topics`: passage → the action that it is about. `chapters`: passage → the area of its chapter.
    `listed`: the passages that list the plan's areas.
    """

    source: SourceText
    lexicon: Lexicon
    encoder: "Encoder"
    genre: str | None = None
    date: str | None = None
    title: str | None = None
    territory: str | None = None
    italian: bool = True
    foreign: list[tuple[int, int]] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    mentions: list[Draft] = field(default_factory=list)
    claims: list[DraftClaim] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    via: list[tuple[Draft, Draft]] = field(default_factory=list)
    says: list[tuple[Draft, Draft]] = field(default_factory=list)
    roles: list[tuple[int, int]] = field(default_factory=list)
    wants: list[Want] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    below: dict[int, int] = field(default_factory=dict)
    topics: dict[int, Draft] = field(default_factory=dict)
    chapters: dict[int, Draft] = field(default_factory=dict)
    listed: set[int] = field(default_factory=set)
    recogniser: Recogniser | None = None
    _starts: list[int] = field(default_factory=list)
    _main: tuple[int, Draft | None] = (-1, None)

    @property
    def text(self) -> str:
        return self.source.text

    def words(self, mention: Draft) -> str:
        return self.text[mention.start : mention.end]

    def by_passage(self) -> dict[int, list[Draft]]:
        """The mentions of each passage that has some."""
        found: dict[int, list[Draft]] = {}
        for mention in self.mentions:
            found.setdefault(mention.passage, []).append(mention)
        return found

    def passage_at(self, offset: int) -> int:
        """Number of the passage that begins last before `offset`; -1 before the first."""
        if len(self._starts) != len(self.passages):
            self._starts = [p.start for p in self.passages]
        return bisect_right(self._starts, offset) - 1

    def settle(self) -> None:
        """Order the mentions, tie each to its passage, drop those that run out of it."""
        kept = []
        for mention in sorted(self.mentions, key=lambda m: (m.start, -m.end)):
            number = self.passage_at(mention.start)
            if number >= 0 and mention.end <= self.passages[number].end:
                mention.passage = number
                kept.append(mention)
        self.mentions = kept

    def tie(self, mention: Draft, to: Draft) -> None:
        """Ties a mention to another thing; what was tied to it stays together."""
        if mention is to or mention.anchor is to:
            return
        if mention.anchor is None:
            rest = [m for m in self.mentions if m.anchor is mention]
            for follower in rest:
                follower.anchor = rest[0] if follower is not rest[0] else None
        mention.anchor = to

    def titled(self) -> set[int]:
        """The actions (`id` of the entity) that passages are about."""
        return {id(topic.entity) for topic in self.topics.values()}

    def main_plan(self) -> Draft | None:
        """The plan that most mentions are of: its first mention."""
        if self._main[0] != len(self.mentions):
            plans = [m.entity for m in self.mentions if m.type == "Plan"]
            counts = Counter(id(p) for p in plans)
            self._main = len(self.mentions), max(plans, key=lambda p: (counts[id(p)], -p.start), default=None)
        return self._main[1]
