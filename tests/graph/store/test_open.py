"""From an address to a store, and what is said when there is none behind it."""

import socket
from pathlib import Path

import pytest

from graph.errors import SettingsInvalid, StoreUnavailable
from graph.store.kglite import KgliteStore
from graph.store.neo4j import Neo4jStore
from graph.store.open import open_store
from graph.store.port import GraphStore

BASE = Path("/workspace")


def opened(url: str, *, base: Path = BASE, user: str = "neo4j", password: str | None = "word") -> GraphStore:
    return open_store(url, base=base, user=user, password=password)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("kglite:///graph.kgl", "/workspace/graph.kgl"),
        ("kglite:///sub/graph.kgl", "/workspace/sub/graph.kgl"),
        ("kglite:////tmp/graph.kgl", "/tmp/graph.kgl"),
        ("kglite:///il%20grafo.kgl", "/workspace/il grafo.kgl"),
    ],
)
def test_a_file_is_below_the_workspace_unless_it_is_absolute(url: str, path: str) -> None:
    store = opened(url)
    assert isinstance(store, KgliteStore)
    assert store.path == Path(path)
    assert store.url == url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("bolt://localhost", "bolt://localhost:7687"),
        ("bolt://localhost:7777", "bolt://localhost:7777"),
        ("neo4j://maria:segreta@graph.example:7687/torino", "neo4j://graph.example:7687/torino"),
        ("neo4j+s://maria:se%2Fgreta@graph.example", "neo4j+s://graph.example:7687"),
        ("bolt+s://[::1]:7687", "bolt+s://[::1]:7687"),
    ],
)
def test_a_server_is_shown_without_its_password(url: str, shown: str) -> None:
    store = opened(url)
    assert isinstance(store, Neo4jStore)
    assert store.url == shown


@pytest.mark.parametrize(
    "url",
    [
        "",
        "graph.kgl",
        "http://localhost",
        "sqlite:///graph",
        "kglite:///",
        "kglite://graph.kgl",
        "kglite:///folder/",
        "kglite:///a.kgl?x=1",
        "kglite:///a%00.kgl",
        "bolt://",
        "bolt://localhost:port",
        "bolt://localhost:99999",
        "bolt://localhost/a/b",
        "neo4j://[::1",
    ],
)
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsInvalid):
        opened(url)


def test_the_refusal_lists_the_schemes_and_hides_the_password() -> None:
    with pytest.raises(SettingsInvalid) as refusal:
        opened("mysql://maria:segreta@localhost/graph")
    assert "kglite://" in str(refusal.value)
    assert "neo4j+s://" in str(refusal.value)
    assert "segreta" not in str(refusal.value)


def test_a_password_that_is_not_encoded_is_not_shown() -> None:
    with pytest.raises(SettingsInvalid, match="percent-encoded") as refusal:
        opened("bolt://maria:segreta/@localhost")
    assert "segreta" not in str(refusal.value)


def test_no_server_says_how_to_start_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        store = opened(f"bolt://maria:segreta@127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(StoreUnavailable, match="make neo4j") as refusal:
            store.check()
    assert "segreta" not in str(refusal.value)


def test_a_server_of_another_kind_is_no_neo4j() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        store = opened(f"bolt://127.0.0.1:{other.getsockname()[1]}")
        other.close()
        with pytest.raises(StoreUnavailable), store.reader():
            pass


@pytest.mark.neo4j
@pytest.mark.parametrize(("user", "password"), [("neo4j", "wrong"), ("nobody", "wrong"), ("neo4j", None)])
def test_a_wrong_password_says_where_it_is_set(neo4j_store: GraphStore, user: str, password: str | None) -> None:
    store = opened(neo4j_store.url, user=user, password=password)
    with pytest.raises(StoreUnavailable, match="INTRECCIO_GRAPH_PASSWORD"), store.writer():
        pass


@pytest.mark.neo4j
def test_a_database_that_is_not_there_is_told(neo4j_url: str) -> None:
    store = opened(f"{neo4j_url}/torino")
    with pytest.raises(StoreUnavailable, match="torino"), store.reader() as reader:
        list(reader.nodes())
