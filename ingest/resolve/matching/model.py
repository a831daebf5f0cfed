"""The trained model: how telling words and names are, and how much each degree of likeness weighs."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

MODEL: Final = Path(__file__).parents[1] / "model" / "organisations.json"

Odds = tuple[float, float]
"""Of a level: the shares of pairs of one body (m) and of two bodies (u) that reach it."""


@dataclass(frozen=True, slots=True)
class Model:
    """What `ingest.resolve.training` learnt.

    Of `names` names, `words` and `whole_names` count those that hold a word, and those that are equal after
    normalising. `comparisons` gives the odds of each level of each comparison, `alone` and `ahead` what it is worth to
    be the best of both sides (`choosing.crowned_weight`), `just` to bear just the name that a document gives,
    where others do not. `share` is how many records of the smaller side have their
    like on the larger, `twice` how many records of a register have theirs in it. A pair under `threshold` bits, all
    told, is not chosen, nor one that is not `margin` bits better than the next of either side; pairs that are under
    `floor` bits before they are chosen among are not kept at all.
    """

    version: str
    names: int
    words: Mapping[str, int]
    whole_names: Mapping[str, int]
    comparisons: Mapping[str, Mapping[str, Odds]]
    alone: float
    ahead: float
    just: float
    share: float
    twice: float
    threshold: float
    margin: float
    floor: float


@cache
def bundled_model() -> Model:
    return read_model(MODEL.read_bytes())


def read_model(content: bytes) -> Model:
    """A model from its file; `version` is the beginning of the file's hash."""
    data = json.loads(content)
    comparisons = {
        name: {label: (odds[0], odds[1]) for label, odds in levels.items()}
        for name, levels in data["comparisons"].items()
    }
    return Model(
        version=hashlib.sha256(content).hexdigest()[:12],
        names=data["names"],
        words=data["words"],
        whole_names=data["whole_names"],
        comparisons=comparisons,
        alone=data["alone"],
        ahead=data["ahead"],
        just=data["just"],
        share=data["share"],
        twice=data["twice"],
        threshold=data["threshold"],
        margin=data["margin"],
        floor=data["floor"],
    )
