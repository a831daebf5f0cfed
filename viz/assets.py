"""Scripts and styles of a picture: vis-network out of the installed PyVis, and our own. Nothing is fetched."""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

_FILES: Final = {
    "pyvis": ("templates/lib/vis-9.1.2", "vis-network.min.js", "vis-network.css"),
    "viz": (
        "static",
        "kit.js",
        "why.js",
        "panel.js",
        "tables.js",
        "network.js",
        "sheet.js",
        "network.css",
        "sheet.css",
    ),
}
"""By package: the folder, and what we take of it."""


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
    return tuple(
        Asset(name, Path(str(files(package) / folder)) / name)
        for package, (folder, *names) in _FILES.items()
        for name in names
    )


def policy() -> str:
    """The content security policy of a page with everything inline: these scripts and styles, no address at all."""
    scripts = " ".join(asset.hash() for asset in assets() if asset.is_script)
    styles = " ".join(asset.hash() for asset in assets() if not asset.is_script)
    return f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; base-uri 'none'"


@lru_cache(maxsize=16)
def _inlined(path: Path) -> str:
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    lines = [line for line in text.split("\n") if not line.startswith(("//# sourceMappingURL", "/*# sourceMappingURL"))]
    kept = "\n".join(lines)
    return re.sub(r"<(/script|!--)", r"<\\\1", kept, flags=re.IGNORECASE) if path.suffix == ".js" else kept
