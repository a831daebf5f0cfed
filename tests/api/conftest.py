"""A workspace with real annotated documents, and clients that ask it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.workspace import Workspace, create_workspace, open_workspace
from ingest.add import add
from tests.api.serving import Client


@pytest.fixture(scope="session")
def territory(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Eight annotated documents, read and projected. To be read only."""
    root = tmp_path_factory.mktemp("territory")
    annotation = shared / "annotation"
    examples = sorted(map(str, (annotation / "examples").glob("*.ann")))
    subprocess.run([sys.executable, annotation / "annotate.py", *examples, root / "documents"], check=True)
    workspace = create_workspace(root / "workspace", "Prova")
    summary = add(workspace, sorted((root / "documents").glob("*.json")), lambda _: None)
    assert (summary.read, summary.failed) == (len(examples), [])
    return workspace


@pytest.fixture(scope="session")
def client(territory: Workspace) -> Iterator[Client]:
    """Asks that territory."""
    with Client(territory) as opened:
        yield opened


@pytest.fixture
def workspace(territory: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the territory, to be changed."""
    territory.ledger.close()
    shutil.copytree(territory.root, tmp_path / "workspace", ignore=shutil.ignore_patterns("*.lock"))
    return open_workspace(tmp_path / "workspace")


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "workspace", "Vuoto")


@pytest.fixture
def note() -> bytes:
    """A document as extract JSON: a co-operative leads a desk."""
    text = "La Cooperativa Faro gestisce lo sportello."
    mentions = [
        {"id": "m1", "type": "Organisation", "start": 3, "end": 19, "text": "Cooperativa Faro", "entity": "m1"},
        {"id": "m2", "type": "Action", "start": 32, "end": 41, "text": "sportello", "entity": "m2"},
    ]
    claim = {"id": "c1", "subject": "m1", "type": "LEADS", "object": "m2", "status": "under_way", "confidence": 0.9}
    return json.dumps(
        {
            "document": {"id": "", "title": "Nota del Faro", "kind": "news", "text": text},
            "passages": [{"id": "p1", "kind": "sentence", "start": 0, "end": len(text)}],
            "mentions": [{**m, "passage": "p1", "properties": {}} for m in mentions],
            "claims": [{**claim, "evidence": [{"passage": "p1", "start": 0, "end": len(text)}], "properties": {}}],
        }
    ).encode()
