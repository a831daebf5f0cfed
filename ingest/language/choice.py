"""Which model reads: the bundled one, with the last layers of a workspace's own training, with names of another's."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from graph.workspace import Workspace

_VERSION = "3"
"""Of readers, language and registers together: content read by another version is read again by the next `add`."""

BUNDLED = "bundled"


@dataclass(frozen=True, slots=True)
class Choice:
    """`heads`: weights that `models train` made; `names`: an installed spaCy pipeline whose names are added."""

    heads: Path | None = None
    names: str | None = None

    @property
    def version(self) -> str:
        """What extractions are marked with."""
        own = "" if self.heads is None else "+" + hashlib.sha256(self.heads.read_bytes()).hexdigest()[:8]
        return _VERSION + own + (f"+{self.names}" if self.names else "")


def heads_of(workspace: Workspace) -> Path:
    """Where a workspace's own training is kept."""
    return workspace.root / "model" / "heads.npz"


def choice_of(workspace: Workspace) -> Choice:
    """What the workspace's settings choose."""
    language, heads = workspace.settings.language, heads_of(workspace)
    own = heads if language.model != BUNDLED and heads.is_file() else None
    return Choice(own, language.names or None)
