"""Times as texts name them."""

import pytest

from ingest.language.values import times


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("I turni si svolgono nell'estate 2026, entro il 31 agosto.", "2026-08-31"),
        ("Il piano è del 2026. Si apre entro il 31 agosto.", "2025-08-31"),
        ("Il piano 2026-2028 si apre il 31 agosto.", "2025-08-31"),
        ("Si apre entro il 31 agosto 2027.", "2027-08-31"),
    ],
)
def test_a_day_is_of_its_own_year_of_the_one_named_before_or_of_the_document(text: str, last: str) -> None:
    assert times(text, "2025")[-1].last == last
