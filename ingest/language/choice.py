"""Which model reads: the bundled one, with what a workspace's reviewed documents taught, with names of another's."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from graph.workspace import Workspace

_VERSION = "9"
"""Of readers, language and registers together: content read by another version is read again by the next `add`."""

BUNDLED = "bundled"


@dataclass(frozen=True, slots=True)
class Choice:
    """`confidence`: what `models train` made; `names`: an installed spaCy pipeline whose names are added.

    `mappings`: a hash of the workspace's own mappings of registers.
    """

    confidence: Path | None = None
    names: str | None = None
    mappings: str = ""

    @property
    def version(self) -> str:
        """What extractions are marked with."""
        own = "" if self.confidence is None else "+" + hashlib.sha256(self.confidence.read_bytes()).hexdigest()[:8]
        return (
            _VERSION + own + (f"+{self.names}" if self.names else "") + (f"+{self.mappings}" if self.mappings else "")
        )


def confidence_of(workspace: Workspace) -> Path:
    """Where a workspace's own training is kept."""
    return workspace.root / "model" / "confidence.json"


def choice_of(workspace: Workspace) -> Choice:
    """What the workspace's settings choose."""
    language, path = workspace.settings.language, confidence_of(workspace)
    own = path if language.model != BUNDLED and path.is_file() else None
    return Choice(own, language.names or None, _mappings_of(workspace))


def _mappings_of(workspace: Workspace) -> str:
    files = sorted((workspace.root / "mappings").glob("*.toml"))
    content = b"".join(path.name.encode() + path.read_bytes() for path in files)
    return f"m{hashlib.sha256(content).hexdigest()[:8]}" if files else ""
