"""A Neo4j of their own for harmful queries: some keep a thread of the server busy for good after their time is up."""

from collections.abc import Iterator

import pytest

from tools import neo4j_server


@pytest.fixture(scope="package")
def neo4j_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address, with user and password, of a Neo4j that ends with these tests."""
    with neo4j_server.running(tmp_path_factory.mktemp("neo4j"), keep=False) as server:
        yield server.login_url
