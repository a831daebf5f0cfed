"""Which kinds of organisation can be one body: what `data/kinds.toml` says."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _rules() -> tuple[frozenset[str], dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """General kinds; kind → its groups; kind → kinds that say the same, better."""
    data = tomllib.loads((files("graph") / "data" / "kinds.toml").read_text(encoding="utf-8"))
    kinds = {kind for group in data["groups"].values() for kind in group}
    groups = {kind: frozenset(name for name, group in data["groups"].items() if kind in group) for kind in kinds}
    return frozenset(data["general"]), groups, {kind: frozenset(finer) for kind, finer in data["finer"].items()}


def agree(one: str | None, other: str | None) -> bool:
    """Whether bodies of these kinds and of one name can be one. An unknown or general kind contradicts nothing."""
    general, groups, _ = _rules()
    if one is None or other is None or one == other or {one, other} & general:
        return True
    return bool(groups.get(one, frozenset()) & groups.get(other, frozenset()))


def is_finer(one: str, other: str) -> bool:
    """Whether `one` says the same as `other`, better: then the two do not disagree."""
    general, _, finer = _rules()
    return other in general or one in finer.get(other, ())
