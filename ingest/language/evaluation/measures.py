"""Comparisons of documents, added up: precision, recall and F of mentions and claims, status, entities, calibration.

Entities are measured by B³ over the matched mentions (Bagga and Baldwin 1998), calibration by the expected
calibration error over ten equal bins of confidence (Naeini, Cooper and Hauskrecht 2015).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.model import CLAIM_PROPERTIES, CLAIM_TYPES, MENTION_TYPES, Status, Value
from ingest.language.evaluation.matching import Comparison, overlap

CONFIDENT = 0.8
"""Claims at least this sure are what a reader trusts."""
NAMES = ("Organisation", "Person", "Place")
LONG = tuple(name for name in MENTION_TYPES if name not in NAMES)
BINS = 10


@dataclass(frozen=True, slots=True)
class Score:
    """`right` of `predicted`, `found` of `gold`; the two differ where a mention was accepted under another type."""

    gold: int = 0
    predicted: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 0.0

    @property
    def f(self) -> float:
        return _harmonic(self.precision, self.recall)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.gold + other.gold,
            self.predicted + other.predicted,
            self.found + other.found,
            self.right + other.right,
        )


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `all`."""

    right: int = 0
    all: int = 0

    @property
    def value(self) -> float:
        return self.right / self.all if self.all else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims whose confidence lies in one tenth: their number, mean confidence and share of right ones."""

    claims: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Report:
    """All measures over some documents. `mentions` and `exact` are by type, `claims_by_type` likewise."""

    documents: int
    words: int
    mentions: Mapping[str, Score]
    exact: Mapping[str, Score]
    claims_by_type: Mapping[str, Score]
    b_cubed: tuple[float, float]
    status: Share
    status_open: Share
    evidence: Share
    properties: Share
    confident: Score
    bins: Sequence[Bin] = field(default=())

    @property
    def claims(self) -> Score:
        return sum(self.claims_by_type.values(), Score())

    @property
    def claims_macro(self) -> float:
        return _mean(score.f for score in self.claims_by_type.values())

    @property
    def names_macro(self) -> float:
        return _mean(self.mentions[t].f for t in NAMES if t in self.mentions)

    @property
    def long_macro(self) -> float:
        return _mean(self.mentions[t].f for t in LONG if t in self.mentions)

    @property
    def b_cubed_f(self) -> float:
        return _harmonic(*self.b_cubed)

    @property
    def calibration_error(self) -> float:
        claims = sum(b.claims for b in self.bins)
        return sum(b.claims * abs(b.confidence - b.right) for b in self.bins) / claims if claims else 0.0


def report(comparisons: Sequence[Comparison]) -> Report:
    """The measures over these documents."""
    claims, confident = _claims(comparisons)
    pairs = [pair for c in comparisons for pair in c.claims]
    open_ = [(g, p) for g, p in pairs if g.status != Status.DONE]
    return Report(
        documents=len(comparisons),
        words=sum(len(c.gold.extraction.document.text.split()) for c in comparisons),
        mentions=_mentions(comparisons),
        exact=_exact(comparisons),
        claims_by_type=claims,
        b_cubed=_b_cubed(comparisons),
        status=Share(sum(g.status == p.status for g, p in pairs), len(pairs)),
        status_open=Share(sum(g.status == p.status for g, p in open_), len(open_)),
        evidence=Share(
            sum(any(overlap(x, y) > 0 for x in p.evidence for y in g.evidence) for g, p in pairs), len(pairs)
        ),
        properties=_properties(comparisons),
        confident=confident,
        bins=_bins(comparisons),
    )


def _mentions(comparisons: Sequence[Comparison]) -> dict[str, Score]:
    """A mention found under an accepted type is neither missed nor too many, of the one type or the other."""
    gold, predicted, found, other = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for c in comparisons:
        gold.update(m.type for m in c.gold.extraction.mentions)
        predicted.update(m.type for m in c.predicted.mentions)
        found.update(g.type for g, _ in c.mentions)
        other.update(g.type for g, _ in c.mentions)
        other.subtract(p.type for _, p in c.mentions)
    return {t: Score(gold[t], predicted[t] + other[t], found[t], found[t]) for t in MENTION_TYPES if gold[t]}


def _exact(comparisons: Sequence[Comparison]) -> dict[str, Score]:
    """As `_mentions`, with the very same first and last character."""
    found = Counter(g.type for c in comparisons for g, p in c.mentions if (g.start, g.end) == (p.start, p.end))
    return {t: Score(s.gold, s.predicted, found[t], found[t]) for t, s in _mentions(comparisons).items()}


def _claims(comparisons: Sequence[Comparison]) -> tuple[dict[str, Score], Score]:
    """By type; and all that are confident, of all the gold claims."""
    right, missed, extra = Counter[str](), Counter[str](), Counter[str]()
    sure, sure_right = 0, 0
    for c in comparisons:
        right.update(g.type for g, _ in c.claims)
        missed.update(g.type for g in c.missed_claims)
        extra.update(p.type for p in c.extra_claims)
        confident = sum(p.confidence >= CONFIDENT for _, p in c.claims)
        sure_right += confident
        sure += confident + sum(p.confidence >= CONFIDENT for p in c.extra_claims)
    by_type = {
        t: Score(right[t] + missed[t], right[t] + extra[t], right[t], right[t])
        for t in CLAIM_TYPES
        if right[t] + missed[t] + extra[t]
    }
    return by_type, Score(right.total() + missed.total(), sure, sure_right, sure_right)


def _b_cubed(comparisons: Sequence[Comparison]) -> tuple[float, float]:
    precision, recall, count = 0.0, 0.0, 0
    for c in comparisons:
        of_gold: dict[str, set[int]] = defaultdict(set)
        of_predicted: dict[str, set[int]] = defaultdict(set)
        for i, (g, p) in enumerate(c.mentions):
            of_gold[g.entity].add(i)
            of_predicted[p.entity].add(i)
        for g, p in c.mentions:
            a, b = of_gold[g.entity], of_predicted[p.entity]
            precision += len(a & b) / len(b)
            recall += len(a & b) / len(a)
        count += len(c.mentions)
    return precision / max(count, 1), recall / max(count, 1)


def _properties(comparisons: Sequence[Comparison]) -> Share:
    """Once an entity and once a claim; those that name a mention aside."""
    facts: list[bool] = []
    for c in comparisons:
        of_entity: dict[tuple[str, str], bool] = {}
        for g, p in c.mentions:
            for name, value in g.properties.items():
                said = _same(p.properties.get(name), value)
                of_entity[g.entity, name] = of_entity.get((g.entity, name), False) or said
        facts += of_entity.values()
        for wanted, found in c.claims:
            for name, value in wanted.properties.items():
                if CLAIM_PROPERTIES[name].kind != "mention":
                    facts.append(_same(found.properties.get(name), value))
    return Share(sum(facts), len(facts))


def _bins(comparisons: Sequence[Comparison]) -> tuple[Bin, ...]:
    sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for c in comparisons:
        for confidence, is_right in [
            *((p.confidence, True) for _, p in c.claims),
            *((p.confidence, False) for p in c.extra_claims),
        ]:
            sorted_in[min(int(confidence * BINS), BINS - 1)].append((confidence, is_right))
    return tuple(Bin(len(found), _mean(c for c, _ in found), _mean(float(r) for _, r in found)) for found in sorted_in)


def _same(found: Value | None, wanted: Value) -> bool:
    """Equal, or for texts of some length the one within the other."""
    if isinstance(found, str) and isinstance(wanted, str):
        a, b = found.lower().strip(), wanted.lower().strip()
        return a == b or (len(a) > 3 and (a in b or b in a))
    return found == wanted


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0
