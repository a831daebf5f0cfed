"""The municipalities of Italy, from ISTAT's list of today."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "municipalities.csv"
_REGIONS = Path(__file__).parent / "data" / "regions.txt"


@dataclass(frozen=True, slots=True)
class Municipality:
    """`code` is ISTAT's, of six digits; `province` the sign of its province: "TO"."""

    code: str
    name: str
    province: str


@cache
def municipalities() -> Mapping[str, Municipality]:
    """Code → municipality."""
    lines = (line.split(";") for line in _DATA.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {code: Municipality(code, name, province) for code, name, province in lines}


@cache
def regions() -> Mapping[str, frozenset[str]]:
    """Region → the signs of its provinces."""
    lines = (line.split(": ") for line in _REGIONS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {name: frozenset(signs.split()) for name, signs in lines}
