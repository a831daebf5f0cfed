"""An extraction in words: the mentions, then the claims."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from api.cli import output

if TYPE_CHECKING:
    from graph.extraction import Claim, Extraction
    from graph.model import Value


def show(extraction: "Extraction") -> None:
    """Two tables on standard output; what was odd goes to standard error."""
    found = f"{len(extraction.mentions)} mentions, {len(extraction.claims)} claims"
    output.line(f"{extraction.document.source}: {found}")
    passages = {p.id: p for p in extraction.passages}
    output.table(
        ("type", "words", "properties", "page"),
        [(m.type, m.text, _words(m.properties), str(passages[m.passage].page or "")) for m in extraction.mentions],
    )
    output.line()
    names = {m.id: m.text for m in extraction.mentions}
    output.table(
        ("subject", "claim", "object", "status", "confidence", "properties", "says"),
        [_claim_row(c, extraction, names) for c in extraction.claims],
    )
    for issue in extraction.issues:
        output.note(f"{extraction.document.source}: {issue.where}: {issue.message}")


def _claim_row(claim: "Claim", extraction: "Extraction", names: Mapping[str, str]) -> tuple[str, ...]:
    properties = {name: names.get(str(value), value) for name, value in claim.properties.items()}
    says = " … ".join(extraction.document.text[e.start : e.end] for e in claim.evidence)
    return (
        names[claim.subject],
        claim.type,
        names[claim.object],
        claim.status,
        f"{claim.confidence:.2f}",
        _words(properties),
        says,
    )


def _words(properties: "Mapping[str, Value]") -> str:
    return ", ".join(f"{name}: {value}" for name, value in properties.items())
