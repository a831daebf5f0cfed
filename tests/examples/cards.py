"""The cards of an example, as a person gets them: read from its files, told in Italian.

`python -m tests.examples.cards` writes the golden file of the Turin example anew.
"""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.analysis.gaps.cards import Card
from graph.analysis.gaps.families import OPEN, Question, Wanted, gaps, wanted
from graph.analysis.view import GraphView, load
from graph.workspace import create_workspace
from ingest.add import add
from viz.cards import load_card_words

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
GOLDEN: Final = Path(__file__).parent / "golden" / "torino.json"
TODAY: Final = "2026-11-30"
_MOST: Final = 20


@dataclass(frozen=True)
class Read:
    """A view and its open cards, the first first."""

    view: GraphView
    cards: tuple[Card, ...]

    def names(self, card: Card) -> tuple[str, ...]:
        return tuple(self.view.name(subject) for subject in card.subjects)

    def thing(self, card: Card) -> str:
        """What is needed, as the card calls it."""
        return str(card.score.need.reason.values.get("thing", ""))


def read(example: str, workspace: Path, today: str) -> Read:
    """Everything of an example, read into a new workspace."""
    made = create_workspace(workspace)
    summary = add(made, [EXAMPLES / example], lambda _: None)
    assert not summary.failed
    with made.store().reader() as reader:
        view = load(reader)
    return Read(view, wanted(view, gaps(Question(view, today)), Wanted(states=OPEN)))


def told(found: Read) -> list[dict[str, str]]:
    """The first cards in words, each with the first words behind it."""
    words = load_card_words("it")
    return [
        {
            "family": card.family,
            "rule": card.rule,
            "state": card.state.value,
            "title": words.title(found.view, card),
            "statement": words.statement(card),
            "quote": next((quotation.text for quotation in card.requirement.evidence), ""),
        }
        for card in found.cards[:_MOST]
    ]


def main() -> None:
    """Write the golden file."""
    with tempfile.TemporaryDirectory() as folder:
        found = told(read("torino", Path(folder) / "torino", TODAY))
    GOLDEN.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
