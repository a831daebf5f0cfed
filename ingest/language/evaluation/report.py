"""A report in words: lines for people, plain data for programs, a page with every miss beside its sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from graph.extraction import Claim, Extraction, Mention
from ingest.language.evaluation.matching import Comparison
from ingest.language.evaluation.measures import Report, Score

Row = tuple[str, ...]


def rows(report: Report) -> Iterator[Row]:
    """Measure, then value, or precision, recall, F, F of exact spans and how many there are in the gold."""
    yield ("measure", "precision", "recall", "F", "F exact", "gold")
    for name, score in report.mentions.items():
        yield (name, *_three(score), _number(report.exact[name].f), str(score.gold))
    for name, score in report.claims_by_type.items():
        yield (name, *_three(score), "", str(score.gold))
    yield ("claims", *_three(report.claims), "", str(report.claims.gold))
    yield ("claims sure", *_three(report.confident), "", str(report.confident.predicted))
    for name, value in summary(report).items():
        yield (name, "", "", _number(value), "", "")


def summary(report: Report) -> dict[str, float]:
    """The figures that stand for all, each between 0 and 1."""
    return {
        "names, mean F": report.names_macro,
        "long types, mean F": report.long_macro,
        "claims, F": report.claims.f,
        "claims, mean F of types": report.claims_macro,
        "status": report.status.value,
        "status without done": report.status_open.value,
        "evidence": report.evidence.value,
        "properties": report.properties.value,
        "entities, B³ F": report.b_cubed_f,
        "sure claims, precision": report.confident.precision,
        "calibration error": report.calibration_error,
    }


def as_json(report: Report) -> dict[str, Any]:
    """Everything as plain data, for programs."""
    return {
        "documents": report.documents,
        "words": report.words,
        "mentions": {n: _score(s) | {"exact": _score(report.exact[n])} for n, s in report.mentions.items()},
        "claims": _score(report.claims) | {"by_type": {n: _score(s) for n, s in report.claims_by_type.items()}},
        "confident": _score(report.confident),
        "summary": {name: round(value, 4) for name, value in summary(report).items()},
        "calibration": [
            {"claims": b.claims, "confidence": round(b.confidence, 4), "right": round(b.right, 4)} for b in report.bins
        ],
    }


@dataclass(frozen=True, slots=True)
class Miss:
    """Something missed or too many, the sentence before, of and behind its words."""

    kind: str
    what: str
    before: str
    words: str
    after: str


def page(report: Report, comparisons: Sequence[Comparison], title: str) -> str:
    """The report as one page of HTML, without scripts."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = (files("ingest.language.evaluation") / "report.html").read_text(encoding="utf-8")
    head, *measured = rows(report)
    return environment.from_string(template).render(
        title=title,
        report=report,
        head=head,
        rows=measured,
        documents=[(c.name, list(misses(c))) for c in comparisons],
    )


def misses(comparison: Comparison) -> Iterator[Miss]:
    """Every mention and claim that was missed or is too many, in the order of the text."""
    gold, predicted = comparison.gold.extraction, comparison.predicted
    found = [
        *((m.start, _of_mention("missed", m, gold)) for m in comparison.missed_mentions),
        *((m.start, _of_mention("extra", m, predicted)) for m in comparison.extra_mentions),
        *(_of_claim("missed", c, gold) for c in comparison.missed_claims),
        *(_of_claim("extra", c, predicted) for c in comparison.extra_claims),
    ]
    yield from (miss for _, miss in sorted(found, key=lambda entry: entry[0]))


def _of_mention(kind: str, mention: Mention, extraction: Extraction) -> Miss:
    passage = next(p for p in extraction.passages if p.id == mention.passage)
    first, last = mention.start - passage.start, mention.end - passage.start
    return Miss(kind, f"{mention.type}: {mention.text}", passage.text[:first], mention.text, passage.text[last:])


def _of_claim(kind: str, claim: Claim, extraction: Extraction) -> tuple[int, Miss]:
    texts: Mapping[str, Mention] = {m.id: m for m in extraction.mentions}
    subject, target = texts[claim.subject], texts[claim.object]
    said = {e.passage for e in claim.evidence}
    words = " … ".join(p.text for p in extraction.passages if p.id in said)
    what = f"{subject.text} {claim.type} {target.text} ({claim.status}, {claim.confidence:.2f})"
    return subject.start, Miss(kind, what, "", words, "")


def _three(score: Score) -> Row:
    return _number(score.precision), _number(score.recall), _number(score.f)


def _number(value: float) -> str:
    return f"{value:.3f}"


def _score(score: Score) -> dict[str, float]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f": round(score.f, 4),
        "gold": score.gold,
        "predicted": score.predicted,
    }
