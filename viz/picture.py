"""The one visual language of the graph, as data: pictures, legends, tables and prints read it here and nowhere else.

Colours are Okabe and Ito's, which colour-blind readers tell apart; in black and white the shape still tells the type,
and the line the status.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import Final

from graph.analysis.gaps.cards import State
from graph.model import Status

INK: Final = "#1b1f24"
PAPER: Final = "#ffffff"
BLACK: Final = "#000000"
BLUE: Final = "#0072B2"
ORANGE: Final = "#E69F00"
GREEN: Final = "#009E73"
PURPLE: Final = "#CC79A7"
VERMILION: Final = "#D55E00"
SKY: Final = "#56B4E9"
YELLOW: Final = "#F0E442"
GREY: Final = "#767676"
DARK_BLUE: Final = "#0B2545"
LINE: Final = "#4A5560"

MIN_OPACITY: Final = 0.35
"""Confidence is shown as opacity, never fainter than this."""

LEAST_UNDER_TEXT: Final = 0.65
"""As `MIN_OPACITY`, where a name stands on the colour."""

LABEL_LENGTH: Final = 24
"""Longest label, in characters; the whole name is shown on hover, in the panel and in the table."""

LABEL_THRESHOLD: Final = 7.5
"""Labels that would be smaller than this on the screen are hidden, except those of areas and of what is selected."""

CROSS: Final = "✕"
"""Stands on the line of a denied claim."""


COMPUTED: Final = "computed"
"""In the place of a status: what no source says, and we worked out."""

GHOST_BORDER: Final = "#7A858F"


@dataclass(frozen=True, slots=True)
class Mark:
    """How nodes of a type are drawn: a shape of vis-network, its fill, its smallest radius and its label.

    What is not there has a `border` of its own, in `dashes` (lengths of line and gap).
    """

    shape: str
    colour: str
    size: float
    font: float = 13.0
    ink: str = INK
    label_always: bool = False
    border: str = ""
    dashes: tuple[float, ...] = ()

    @property
    def holds_label(self) -> bool:
        """Whether the label stands inside the shape, rather than under it."""
        return self.shape in {"box", "ellipse"}


@dataclass(frozen=True, slots=True)
class Line:
    """How claims of a status are drawn: `dashes` are lengths of line and gap, empty for a solid line."""

    width: float
    dashes: tuple[int, ...] = ()
    colour: str = LINE
    label: str = ""


MARKS: Final = MappingProxyType(
    {
        "Organisation": Mark("dot", BLUE, 8),
        "Action": Mark("diamond", ORANGE, 10),
        "Area": Mark("square", GREEN, 17, font=19, label_always=True),
        "Resource": Mark("triangle", PURPLE, 9, font=12),
        "Group": Mark("hexagon", VERMILION, 9, font=12),
        "Person": Mark("star", SKY, 8, font=11),
        "Place": Mark("triangleDown", GREY, 8, font=11),
        "Plan": Mark("box", BLACK, 12, ink=PAPER),
        "Indicator": Mark("ellipse", YELLOW, 9, font=11, border=GHOST_BORDER),
        "Gap": Mark("dot", PAPER, 13, font=12, ink=INK, border=VERMILION, dashes=(5, 3.5)),
        "Perhaps": Mark("dot", "#FBE3D3", 13, font=12, ink=INK, border=VERMILION, dashes=(12, 3)),
        "Unread": Mark("square", "#E6E9EC", 11, font=12, ink=INK, border=GREY, dashes=(1.5, 3)),
    }
)
"""By label of the graph; the last three are cards: nobody known, perhaps somebody, nothing read that could tell."""

MISSING: Final = MappingProxyType({State.GAP: "Gap", State.WEAKLY_COVERED: "Perhaps", State.UNKNOWN: "Unread"})
"""State of a card → the mark of what is missing; what is covered is not missing."""

LINES: Final[Mapping[str, Line]] = MappingProxyType(
    {
        Status.DONE: Line(2.2),
        Status.UNDER_WAY: Line(1.0),
        Status.PLANNED: Line(1.6, (9, 6)),
        Status.PROPOSED: Line(1.6, (2, 5)),
        Status.DENIED: Line(1.4, colour="#9AA3AB", label=CROSS),
        COMPUTED: Line(1.4, (1, 4), VERMILION),
    }
)

QUIET: Final = MappingProxyType({"ADDRESSES": "#98A2AB", "PART_OF": "#98A2AB"})
"""Claims that only say where an action stands are paler than what somebody does."""

OTHER_LINE: Final = Line(0.8, colour="#B9C0C7")
"""Ties of a status that the model does not have."""

RINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"young": (VERMILION,), "senior": (DARK_BLUE,), "mixed": (VERMILION, DARK_BLUE)}
)
"""Colours of the rings around an organisation, from the inside out, by its `led_by`; none where nothing says it."""

RING_WIDTH: Final = 3.0
RING_GAP: Final = 1.5
"""Thickness of a ring, and the white between it and what it surrounds."""

RING_ROOM: Final = 2 * (RING_WIDTH + RING_GAP)
"""Most that rings add to a radius."""

GHOST: Final = Mark("dot", PAPER, 7, font=11, ink="#5A646E", border=GHOST_BORDER, dashes=(3, 2.5))
"""A kind of actor that nobody stands for in an area."""

DRAWN: Final = ("Organisation", "Action", "Area", "Resource", "Group", "Plan", *MISSING.values())
"""Types that a picture shows at first."""

AT_HAND: Final = ("Person", "Place", "Indicator")
"""Types that a picture has too, hidden until they are asked for."""

GROWING: Final = frozenset({"Organisation", "Place"})
"""Types whose marks are larger the more ties they have; the best tied of them are landmarks of a large picture."""

NOT_MISSED: Final = frozenset({"organ", "other", "unknown"})
"""Kinds of organisation that are no kinds of partner: an area does not lack “another body”."""


def radius(label: str, ties: int) -> float:
    """Radius of a node: of some types it grows with the root of the ties, as the dot's area does with them."""
    mark = MARKS[label]
    return round(min(mark.size + 3.2 * sqrt(ties), 34.0), 1) if label in GROWING else mark.size


def opacity(confidence: object) -> float:
    """Opacity of what is known with this confidence; what has none is certain."""
    return round(min(max(confidence, MIN_OPACITY), 1.0), 2) if isinstance(confidence, int | float) else 1.0


def faded(colour: str, strength: float) -> str:
    """A colour as it looks on paper with this opacity."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(PAPER[1:]), strict=True)
    return f"#{bytes(round(ink * strength + paper * (1 - strength)) for ink, paper in pairs).hex()}"
