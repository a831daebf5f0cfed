"""What answers a need, and which part of it that is; also as it stands without one document.

Of money, and of things of one unit, the amounts add up; a thing of which nobody says how many counts as the whole of
it, money without amount and amounts of two units as a doubt.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain
from math import fsum

from graph.analysis.evidence import Key
from graph.analysis.gaps.common import conventions, is_likely
from graph.analysis.gaps.matching import Bond, Ground, Match, Need
from graph.analysis.gaps.sole_sources import Soles
from graph.analysis.territory import Nearness


@dataclass(frozen=True, slots=True)
class Piece:
    """What an offer is worth for a need: a `part` in [0, 1] of it, `weight` for doubt; `amount` where both say it."""

    match: Match
    part: float
    weight: float
    amount: float | None

    @property
    def firm(self) -> bool:
        return self.weight == 1.0

    @property
    def worth(self) -> float:
        return self.part * self.weight


@dataclass(frozen=True, slots=True)
class _Given:
    """A piece, the documents that alone stand behind it, and those behind its being taken back (None: it is not)."""

    piece: Piece
    rest_on: set[str]
    back: set[str] | None

    @property
    def resting(self) -> tuple[set[str], ...]:
        return (self.rest_on,) if self.back is None else (self.rest_on, self.back)


class Answers:
    """What answers a need, once; then as it stands without one document: claims that rest on it alone are gone."""

    def __init__(self, ground: Ground, need: Need, soles: Soles) -> None:
        self.matches, self.refusals = ground.matches(need), ground.refusals(need)
        self._money = need.kind == "money"
        self._of: dict[Key, list[_Given]] = defaultdict(list)
        self._resting: dict[str | None, set[Key]] = defaultdict(set)
        for match in self.matches:
            if piece := _piece(ground, need, match):
                back = ground.taken_back(match.offer)
                given = _Given(piece, soles.of(match.edges), soles.of((back,)) if back else None)
                self._of[match.offer.provider].append(given)
        self._refusing = [(edge.source, soles.of((edge,))) for edge in self.refusals]
        told = [(giver, rest) for giver, pieces in self._of.items() for given in pieces for rest in given.resting]
        for giver, rest_on in (*told, *self._refusing):
            for document in rest_on:
                self._resting[document].add(giver)
        self._whole = {giver: self._of_giver(giver) for giver in self._of}
        self._firm = {giver: fsum(p.part for p in pieces if p.firm) for giver, pieces in self._whole.items()}
        self._given = fsum(self._firm.values())

    def refused(self, without: str) -> bool:
        """Whether somebody said no to it, also without a document."""
        return any(without not in rest_on for _, rest_on in self._refusing)

    def pieces(self, without: str | None = None) -> tuple[Piece, ...]:
        """The pieces, giver by giver, the closest first."""
        resting = self._resting.get(without, ())
        of_each = ((self._of_giver(g, without) if g in resting else whole) for g, whole in self._whole.items())
        return tuple(chain.from_iterable(of_each))

    def given(self, without: str) -> float:
        """Which part is firmly given by those of whose gifts and refusals nothing rests on a document alone."""
        return self._given - fsum(self._firm.get(giver, 0.0) for giver in self._resting.get(without, ()))

    def _of_giver(self, giver: Key, without: str | None = None) -> list[Piece]:
        """What somebody gives; a promise that was taken back is none.

        The same amount counts once: FUNDS and PROVIDES say the same money twice. Beside what is firmly given, what was
        hardly read is no more of it.
        """
        refused = any(giver == refuser and without not in rest_on for refuser, rest_on in self._refusing)
        found: dict[float | None, Piece] = {}
        for given in self._of[giver]:
            piece = given.piece
            back = refused or (given.back is not None and without not in given.back)
            if without not in given.rest_on and (piece.match.firm or not back):
                known = found.setdefault(piece.match.offer.amount, piece)
                if known.worth < piece.worth:
                    found[piece.match.offer.amount] = piece
        firm = any(piece.firm for piece in found.values())
        named = self._money and any(amount is not None for amount in found)
        kept = (p for amount, p in found.items() if amount is not None or not named)
        return [piece for piece in kept if piece.firm or not firm or all(map(is_likely, piece.match.edges))]


def _piece(ground: Ground, need: Need, match: Match) -> Piece | None:
    money = need.kind == "money"
    if not match.counts or (money and match.bond is Bond.OPEN):
        return None
    doubt = float(conventions()["doubt"]["factor"])
    unsure = match.bond is Bond.OPEN and (match.near is Nearness.UNKNOWN or match.likeness < ground.sure)
    unsure = unsure or match.by_kind or not all(map(is_likely, match.edges))
    weight = float(conventions()["cover"][match.status]) * (doubt if unsure else 1.0)
    (needed, unit), (given, given_unit) = ground.needed(need), (match.offer.amount, match.offer.unit)
    if match.bond is Bond.SAME and given == needed:
        return Piece(match, 1.0, weight, given)
    if needed and given and (unit or None) == (given_unit or None):
        return Piece(match, min(given / needed, 1.0), weight, given)
    return Piece(match, 1.0, weight * (doubt if money or (needed and given) else 1.0), None)


def covered(found: Collection[Piece], before: float = 0.0) -> tuple[float, float]:
    """Which part is firmly given, and which with all that may be: firm + (1 − firm) · (1 − Π(1 − part · weight)).

    The perhaps are taken as independent of one another (a noisy or; Pearl 1988), so that no number of promises is
    the whole. `before` is what goes to the rest of a cost before it counts for what is said to lack, in the same parts:
    of 350 where 230 lack, the first 120.
    """
    given = fsum(piece.part for piece in found if piece.firm)
    firm, rest, lacking = min(max(given - before, 0.0), 1.0), max(before - given, 0.0), 1.0
    if firm >= 1.0:
        return 1.0, 1.0
    for piece in sorted((piece for piece in found if not piece.firm), key=lambda piece: -piece.part):
        spent = min(rest, piece.part)
        rest -= spent
        lacking *= 1.0 - (piece.part - spent) * piece.weight
    return firm, firm + (1.0 - firm) * (1.0 - lacking)
