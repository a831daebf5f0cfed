"""The provinces of Italy by their letters, as registers write them ("TO")."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "provinces.txt"


@cache
def provinces() -> Mapping[str, str]:
    """Letters → name."""
    lines = (line.partition(" ") for line in _DATA.read_text(encoding="utf-8").splitlines() if line[0] != "#")
    return {letters: name for letters, _, name in lines}


def province_called(text: str) -> str:
    """The name of the province whose letters a text is; else the text."""
    return provinces().get(text.strip().upper(), text)
