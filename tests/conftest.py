"""What many tests need: the folder of shared data, a real Neo4j, a store of either kind."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from graph.store.open import open_store
from graph.store.port import GraphStore
from tools import neo4j_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("default", deadline=None)  # how long an example takes depends on what else runs
settings.load_profile("default")

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the repository: real documents, registers, annotations."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{folder} is missing")
        pytest.skip(f"{folder} is not on this machine")
    return folder


@pytest.fixture(scope="session")
def neo4j_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address, with user and password, of a Neo4j that runs for the session; whoever needs it empty empties it."""
    with neo4j_server.running(tmp_path_factory.mktemp("neo4j"), keep=False) as server:
        yield server.login_url


@pytest.fixture(scope="session")
def neo4j_store(neo4j_url: str, tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    """The store on that server."""
    return open_store(neo4j_url, base=tmp_path_factory.getbasetemp(), user="", password=None)


@pytest.fixture(params=["kglite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> GraphStore:
    """An empty store: every test that asks for it runs on both engines."""
    if request.param == "kglite":
        return open_store("kglite:///graph.kgl", base=tmp_path, user="", password=None)
    opened: GraphStore = request.getfixturevalue("neo4j_store")
    with opened.writer() as writer:
        writer.clear()
        writer.prepare()
    return opened


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A real Chromium, for the tests marked `browser`; they fail where it is missing."""
    from playwright.sync_api import sync_playwright

    chromium = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
    if chromium is None:
        pytest.fail("Chromium is missing: install it (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium)
        yield opened
        opened.close()
