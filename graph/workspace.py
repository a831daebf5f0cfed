"""A workspace: the folder that holds a territory's ledger, originals and embedded graph."""

import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from graph.errors import NotFound, SettingsInvalid, UsageError, WorkspaceNotFound
from graph.ledger.ledger import Ledger
from graph.model import MENTION_TYPES
from graph.settings import CONFIG_NAME, Settings, load_settings, read_areas
from graph.store.open import open_store
from graph.store.port import GraphStore

if TYPE_CHECKING:
    from graph.analysis.frame import Frame

WORKSPACE_VARIABLE = "INTRECCIO_WORKSPACE"

_CONFIG = """\
# Settings of this workspace. Lines that begin with # show the defaults.
# Each can also be set in the environment: INTRECCIO_GRAPH, INTRECCIO_API__PORT, INTRECCIO_LIMITS__FILE_MB …

name = "{name}"
# territory = "Città metropolitana di Torino"

# Where the graph is kept: the embedded engine (one file, nothing to start) or a Neo4j server.
# graph = "kglite:///graph.kgl"
# graph = "bolt://127.0.0.1:7687"     # with graph_user and graph_password, better in INTRECCIO_GRAPH_PASSWORD
# graph_user = "neo4j"

# [api]
# host = "127.0.0.1"                  # any other address needs a token
# port = 8000
# token = "…"

# [language]
# model = "workspace"                 # what `intreccio models train` made, if it did; or "bundled"
# names = ""                          # an installed spaCy pipeline (it_core_news_lg) whose names are added

# [frame]                             # what the team looks at, whatever the documents name
# areas = []                          # [{{ name = "…", aliases = ["…"] }}], or a csv: a header, then name,alias a line
# places = []                         # municipalities that are always columns of the coverage
# kinds = []                          # kinds of organisations that are: ["social_cooperative", …]
# young = "14-35"                     # bands of age, by name
# senior = "65+"

# [limits]
# file_mb = 100                       # larger documents are refused
# register_mb = 2000                  # larger tables are refused
# query_seconds = 5.0
# query_rows = 10000
# query_memory_mb = 1024
"""


@dataclass(frozen=True)
class Workspace:
    """An existing workspace. Nothing is opened before it is asked for."""

    root: Path
    settings: Settings

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger.open(f"sqlite:///{self.root / 'ledger.sqlite'}")

    def close(self) -> None:
        """Lets go of the ledger, if it was opened."""
        if "ledger" in self.__dict__:
            self.ledger.close()

    def store(self, url: str | None = None) -> GraphStore:
        """The graph of the settings, or at another address."""
        password = self.settings.graph_password
        return open_store(
            url or self.settings.graph,
            base=self.root,
            user=self.settings.graph_user,
            password=password.get_secret_value() if password else None,
        )

    def frame(self) -> "Frame":
        """What the team looks at. Raises `SettingsInvalid` for a kind, band or file that is not there."""
        from graph.analysis.frame import Frame, Named
        from graph.analysis.generations.layers import Bands, band

        chosen = self.settings.frame
        kind = MENTION_TYPES["Organisation"].property("kind")
        for word in chosen.kinds:
            if kind and word not in kind.words:
                raise SettingsInvalid(
                    f"frame.kinds: no kind is called {word!r}.", hint=f"One of: {', '.join(kind.words)}."
                )
        try:
            bands = Bands(band("young", chosen.young), band("senior", chosen.senior))
            areas = chosen.areas if isinstance(chosen.areas, tuple) else read_areas(self.root / chosen.areas)
        except NotFound as error:
            raise SettingsInvalid(f"frame: {error}", hint=error.hint) from error
        named = tuple(Named(area.name, area.aliases) for area in areas)
        return Frame(named, tuple(map(Named, chosen.places)), chosen.kinds, bands)

    def salt(self) -> bytes:
        """Keys the tokens that stand for people's codici fiscali; made once, never shown."""
        path = self.root / "salt"
        with FileLock(self.root / "salt.lock"):
            if not path.exists():
                path.touch(mode=0o600)
                path.write_bytes(secrets.token_bytes(32))
            return path.read_bytes()

    @property
    def originals(self) -> Path:
        return self.root / "originals"

    @property
    def uploads(self) -> Path:
        """Files that came over the API and wait to be read."""
        return self.root / "uploads"

    def import_lock(self) -> FileLock:
        """Held by the one process that takes imports."""
        return FileLock(self.root / "import.lock")

    def projection_lock(self) -> FileLock:
        """Held by the one process that writes the graph."""
        return FileLock(self.root / "projection.lock")


def create_workspace(root: Path, name: str | None = None) -> Workspace:
    """Makes a workspace in `root` (created if need be). Raises `UsageError` when there is one already."""
    config = root / CONFIG_NAME
    if config.exists():
        raise UsageError("there is a workspace here already.", where=str(root))
    if root.exists() and not root.is_dir():
        raise UsageError("this is a file, not a folder.", where=str(root))
    try:
        (root / "originals").mkdir(parents=True, exist_ok=True)
        quoted = (name or root.resolve().name).replace("\\", "\\\\").replace('"', '\\"')
        config.write_text(_CONFIG.format(name=quoted), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"the folder cannot be written: {error.strerror}.", where=str(root)) from error
    return open_workspace(root)


def open_workspace(root: Path) -> Workspace:
    """The workspace in this very folder. Raises `WorkspaceNotFound`, `SettingsInvalid`."""
    config = root / CONFIG_NAME
    if not config.is_file():
        raise WorkspaceNotFound(
            f"there is no {CONFIG_NAME} in this folder.", where=str(root), hint="Make one with: intreccio init DIR"
        )
    return Workspace(root.resolve(), load_settings(config))


def find_workspace(given: Path | None, start: Path) -> Workspace:
    """The workspace `given`, else that of `INTRECCIO_WORKSPACE`, else the nearest one from `start` upwards."""
    chosen = given or (Path(v) if (v := os.environ.get(WORKSPACE_VARIABLE)) else None)
    if chosen is not None:
        return open_workspace(chosen)
    for folder in (start, *start.parents):
        if (folder / CONFIG_NAME).is_file():
            return open_workspace(folder)
    raise WorkspaceNotFound(
        f"there is no {CONFIG_NAME} here or in a folder above.",
        where=str(start),
        hint=f"Make a workspace with: intreccio init DIR — or name one with --workspace or {WORKSPACE_VARIABLE}.",
    )
