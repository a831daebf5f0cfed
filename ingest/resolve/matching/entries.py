"""What is compared and what comparing gives."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a register, or one reference of a document: what names it and where it sits.

    `id` is unique among the entries of its side; `province` is a name or its two letters.
    """

    id: str
    name: str
    other_names: tuple[str, ...] = ()
    kind: str | None = None
    municipality: str | None = None
    province: str | None = None
    region: str | None = None
    address: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, the one that it is called by first."""
        return self.name, *self.other_names


@dataclass(frozen=True, slots=True)
class Feature:
    """One bar of the waterfall: what was compared, how far it agrees, and its weight in bits (below 0: against)."""

    name: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """Two entries that may be one. `weight` (bits) is the sum of the features'; `probability` follows from it."""

    left: str
    right: str
    probability: float
    weight: float
    features: tuple[Feature, ...]

    def told(self, name: str, level: str, bits: float) -> "Match":
        """The match with one feature more."""
        weight = self.weight + bits
        features = (*self.features, Feature(name, level, bits))
        return replace(self, weight=weight, probability=1 / (1 + 2**-weight), features=features)
