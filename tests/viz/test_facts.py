"""Quotations as a page shows them."""

import pytest

from graph.analysis.evidence import Quotation
from viz.facts import Citations
from viz.words import load_words


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("- **Fonti:** tre *soli* furgoni", "soli* furgoni", ("- Fonti: tre ", "soli furgoni", "")),
        ("**Art. 3 – Dotazione.** Tre furgoni", "Tre furgoni", ("Art. 3 – Dotazione. ", "Tre furgoni", "")),
        ("Nata il *** a 2 * 3 metri* da qui", "2 * 3 metri*", ("Nata il *** a ", "2 * 3 metri*", " da qui")),
    ],
)
def test_a_quotation_is_shown_without_signs_of_markup(text: str, words: str, shown: tuple[str, str, str]) -> None:
    start = text.index(words)
    quoted = Citations(load_words("it")).quoted(Quotation(("Passage", "p"), text, start, start + len(words)))
    assert (quoted["before"], quoted["marked"], quoted["after"]) == shown
