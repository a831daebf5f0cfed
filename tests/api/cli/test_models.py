"""Models: what there is, whether it works, what is chosen, what reviewed documents teach."""

from pathlib import Path

import pytest
import spacy

from graph.settings import load_settings
from graph.workspace import open_workspace
from ingest.language.choice import choice_of, confidence_of
from tests.api.cli.conftest import invoke


def test_the_bundled_model_is_listed_and_reads(own: Path) -> None:
    rows = invoke("models", "list", "--workspace", own).rows
    assert rows[0][0] == "bundled"
    assert rows[0][-1] == "reads"


def test_a_check_reads_a_sentence(own: Path) -> None:
    outcome = invoke("models", "check", "--workspace", own)
    assert outcome.code == 0, outcome.err
    assert "Organisation\tComune di Cuneo" in outcome.out


def test_a_workspace_with_too_few_reviewed_documents_learns_nothing(own: Path) -> None:
    outcome = invoke("models", "train", "--from", own)
    assert outcome.code == 0, outcome.err
    assert "At least" in outcome.out
    assert not confidence_of(open_workspace(own)).exists()


def test_what_a_workspace_learnt_reads_and_can_be_set_aside(own: Path) -> None:
    workspace = open_workspace(own)
    confidence_of(workspace).parent.mkdir()
    confidence_of(workspace).write_text(
        '{"bias": -1.0, "of": {"odds": 1.0}, "types": {}, "least": 0.3}', encoding="utf-8"
    )
    assert choice_of(workspace).confidence == confidence_of(workspace)
    assert choice_of(workspace).version.startswith("4+")
    assert invoke("models", "use", "bundled", "--workspace", own).code == 0
    assert choice_of(open_workspace(own)).version == "4"
    assert "# [limits]" in (own / "intreccio.toml").read_text(encoding="utf-8")


def test_weights_that_cannot_be_read_are_named(own: Path) -> None:
    workspace = open_workspace(own)
    confidence_of(workspace).parent.mkdir()
    confidence_of(workspace).write_bytes(b"no weights")
    outcome = invoke("models", "check", "--workspace", own)
    assert outcome.code == 2
    assert "confidence.json" in outcome.err


@pytest.mark.parametrize("name", ["it_core_news_never", "../x"])
def test_a_pipeline_that_is_not_installed_is_refused(own: Path, name: str) -> None:
    outcome = invoke("models", "use", name, "--workspace", own)
    assert outcome.code == 2
    assert "is not installed" in outcome.err
    assert load_settings(own / "intreccio.toml").language.names == ""


def test_names_of_an_installed_pipeline_are_added(own: Path, tmp_path: Path) -> None:
    nlp = spacy.blank("it")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "economia sociale"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "own_pipeline")
    assert invoke("models", "use", tmp_path / "own_pipeline", "--workspace", own).code == 0
    outcome = invoke("models", "check", "--workspace", own)
    assert "Organisation\teconomia sociale" in outcome.out or "Plan\tPiano per l'economia sociale" in outcome.out
