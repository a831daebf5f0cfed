"""The notebook of the docs runs from top to bottom, its py2neo part on a real Neo4j."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from graph.store.open import open_store
from graph.store.projection import rebuild
from graph.workspace import create_workspace
from ingest.add import add

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_notebook_runs(tmp_path: Path, neo4j_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat
    from nbclient import NotebookClient

    workspace = create_workspace(tmp_path / "workspace")
    add(workspace, [REPOSITORY / "examples" / "torino"], lambda _: None)
    rebuild(workspace.ledger, open_store(neo4j_url, base=tmp_path, user="", password=None))
    login = urlsplit(neo4j_url)
    monkeypatch.setenv("INTRECCIO_WORKSPACE", str(workspace.root))
    monkeypatch.setenv("INTRECCIO_NEO4J", f"bolt://{login.hostname}:{login.port}")
    monkeypatch.setenv("INTRECCIO_NEO4J_PASSWORD", login.password or "")
    notebook = nbformat.read(REPOSITORY / "docs" / "notebooks" / "territory.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(REPOSITORY / "docs" / "notebooks"))
    printed = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert any("→" in str(output.get("text", "")) for output in printed), "py2neo printed no leader"
