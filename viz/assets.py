"""Scripts and styles of a picture: vis-network out of the installed PyVis, and our own. Nothing is fetched."""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from graph.errors import UsageError

_VIS: Final = "templates/lib/vis-9.1.2"
_OWN: Final = ("kit.js", "panel.js", "tables.js", "network.js", "network.css")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that a page needs, as it is served and as it is set into a page of its own."""

    name: str
    path: Path

    @property
    def is_script(self) -> bool:
        return self.name.endswith(".js")

    def text(self) -> str:
        """Its content; nothing in it can end the element that it is set into."""
        return _inlined(self.path)

    def hash(self) -> str:
        """Its source expression for a content security policy, once it is inline."""
        return f"'sha256-{base64.b64encode(hashlib.sha256(self.text().encode()).digest()).decode()}'"


def assets() -> tuple[Asset, ...]:
    """Every file of a picture in the order in which a page takes them; a server offers them under these names."""
    return tuple(Asset(name, path) for name, path in _files())


def policy() -> str:
    """The content security policy of a page with everything inline: these scripts and styles, no address at all."""
    scripts = " ".join(asset.hash() for asset in assets() if asset.is_script)
    styles = " ".join(asset.hash() for asset in assets() if not asset.is_script)
    return f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; base-uri 'none'"


def _files() -> list[tuple[str, Path]]:
    spec = find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise UsageError("PyVis is not installed.", hint="Set the environment up again: make setup.")
    vis = Path(spec.origin).parent / _VIS
    own = Path(str(resources.files("viz") / "static"))
    library = [(name, vis / name) for name in ("vis-network.min.js", "vis-network.css")]
    return [*library, *((name, own / name) for name in _OWN)]


@lru_cache(maxsize=16)
def _inlined(path: Path) -> str:
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    lines = [line for line in text.split("\n") if not line.startswith(("//# sourceMappingURL", "/*# sourceMappingURL"))]
    kept = "\n".join(lines)
    return re.sub(r"<(/script|!--)", r"<\\\1", kept, flags=re.IGNORECASE) if path.suffix == ".js" else kept
