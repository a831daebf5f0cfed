"""Which mentions are one thing beyond what the encoder says."""

from ingest.language.pipeline import Extractor
from ingest.read.plain import read_plain

TEXT = (
    "Il Piano per l'abitare 2024-2027 è stato approvato dalla Comunità montana.\n"
    "Il Piano per l'abitare prevede tre azioni.\n"
    "Il Piano per l'abitare 2020-2023 è scaduto.\n"
)


def test_a_plan_is_the_same_with_and_without_its_years_but_not_with_others(extractor: Extractor) -> None:
    found = extractor.extract(read_plain(TEXT.encode(), "note.txt"), source_name="note.txt", document_id="note")
    plans = {m.text: m.entity for m in found.mentions if m.type == "Plan"}
    bare = plans["Piano per l'abitare"]
    assert plans["Piano per l'abitare 2024-2027"] == bare
    assert plans["Piano per l'abitare 2020-2023"] != bare
