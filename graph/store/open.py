"""From the address of a graph to its store."""

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from graph.errors import SettingsInvalid
from graph.store.port import GraphStore

SCHEMES = ("kglite", "bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_WHERE = "graph"


def open_store(url: str, *, base: Path, user: str, password: str | None) -> GraphStore:
    """The store behind an address; nothing is opened yet. Raises `SettingsInvalid`.

    `kglite:///graph.kgl` is a file below `base`, `kglite:////folder/graph.kgl` one from the root of the disk;
    `bolt://host:7687`, `neo4j://…`, with `+s` for TLS, is a server, `bolt://host:7687/name` a database of it.
    User and password may stand in the address (percent-encoded), before those that are passed.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # The error's own text may show a part of the password: it is left out, here and in the chain.
        raise SettingsInvalid(
            "the address of the graph cannot be read.",
            where=_WHERE,
            hint="Special characters of a password are percent-encoded (@ is %40, / is %2F).",
        ) from None
    if parts.scheme == "kglite":
        return _embedded(url, parts, base)
    if parts.scheme in SCHEMES:
        return _server(parts, port, user, password)
    raise SettingsInvalid(
        f"the address of the graph begins with {parts.scheme + '://' if parts.scheme else 'no scheme'!r}.",
        where=_WHERE,
        hint=f"It can begin with {', '.join(f'{scheme}://' for scheme in SCHEMES)}.",
    )


def _embedded(url: str, parts: SplitResult, base: Path) -> GraphStore:
    from graph.store.kglite import KgliteStore

    name = unquote(parts.path.removeprefix("/"))
    if parts.netloc or parts.query or parts.fragment or not name or name.endswith("/") or "\0" in name:
        raise SettingsInvalid(
            f"{url} names no file.", where=_WHERE, hint="Write kglite:///graph.kgl (three slashes and a file)."
        )
    return KgliteStore(url, base / name)


def _server(parts: SplitResult, port: int | None, user: str, password: str | None) -> GraphStore:
    from graph.store.neo4j import Neo4jStore

    database = unquote(parts.path.strip("/"))
    if not parts.hostname or "/" in database or parts.fragment:
        raise SettingsInvalid(
            "the address of the graph names no server.", where=_WHERE, hint="Write bolt://localhost:7687."
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    server = f"{parts.scheme}://{host}:{port or 7687}"
    uri = f"{server}?{parts.query}" if parts.query else server
    name, word = login(parts, user, password)
    return Neo4jStore(
        f"{server}/{database}" if database else server, uri, None if word is None else (name, word), database or None
    )


def login(parts: SplitResult, user: str, password: str | None) -> tuple[str, str | None]:
    """User and password: those in the address before those that are given."""
    return (
        unquote(parts.username) if parts.username else user,
        unquote(parts.password) if parts.password is not None else password,
    )
