"""Samples of the visual language as small SVG pictures without style attributes, from the same data as the graph."""

from math import cos, pi, sin
from typing import Final

from markupsafe import Markup

from viz.picture import GHOST_BORDER, MARKS, PAPER, RINGS, Line, Mark

_BOX: Final = 22
_CORNERS: Final = {
    "diamond": (4, -90),
    "triangle": (3, -90),
    "triangleDown": (3, 90),
    "hexagon": (6, 0),
    "square": (4, 45),
}


def mark_svg(mark: Mark) -> Markup:
    """The shape of a type."""
    middle = _BOX / 2
    if mark.shape == "box":
        return _svg(Markup('<rect x="2" y="6" width="18" height="10" rx="2" fill="{}"/>').format(mark.colour))
    if mark.shape == "ellipse":
        ellipse = Markup('<ellipse cx="11" cy="11" rx="9" ry="6" fill="{}" stroke="{}"/>')
        return _svg(ellipse.format(mark.colour, GHOST_BORDER))
    if mark.shape == "dot":
        return _svg(Markup('<circle cx="11" cy="11" r="7.5" fill="{}"/>').format(mark.colour))
    if mark.shape == "star":
        points = _points(10, -90, (8.5, 3.8), middle)
    else:
        corners, first = _CORNERS[mark.shape]
        points = _points(corners, first, (8.5,), middle + {"triangle": 1.5, "triangleDown": -1.5}.get(mark.shape, 0))
    return _svg(Markup('<polygon points="{}" fill="{}"/>').format(points, mark.colour))


def line_svg(line: Line) -> Markup:
    """The line of a status."""
    dashes = Markup(' stroke-dasharray="{}"').format(" ".join(map(str, line.dashes))) if line.dashes else Markup("")
    path = Markup('<path d="M2 11H42" stroke="{}" stroke-width="{}" fill="none"{}/>')
    drawn = path.format(line.colour, line.width * 1.3, dashes)
    cross = Markup('<path d="M18 7l8 8m0-8l-8 8" stroke="{}" stroke-width="2"/>').format(line.colour)
    return _svg(drawn + (cross if line.label else Markup("")), width=44)


def ring_svg(led_by: str) -> Markup:
    """An organisation with the rings of those who lead it; none for "unknown"."""
    dot = Markup('<circle cx="11" cy="11" r="4.5" fill="{}"/>').format(MARKS["Organisation"].colour)
    ring = Markup('<circle cx="11" cy="11" r="{}" fill="none" stroke="{}" stroke-width="1.8"/>')
    colours = RINGS[led_by].colours if led_by in RINGS else ()
    return _svg(dot + Markup("").join(ring.format(6.7 + 3 * n, colour) for n, colour in enumerate(colours)))


def ghost_svg() -> Markup:
    """A kind of actor that nobody stands for."""
    ghost = Markup('<circle cx="11" cy="11" r="7" fill="{}" stroke="{}" stroke-width="1.4" stroke-dasharray="3 2.5"/>')
    return _svg(ghost.format(PAPER, GHOST_BORDER))


def _svg(inside: Markup, width: int = _BOX) -> Markup:
    frame = Markup('<svg width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true" focusable="false">{2}</svg>')
    return frame.format(width, _BOX, inside)


def _points(corners: int, first: float, radii: tuple[float, ...], middle_y: float) -> str:
    """Corners of a regular figure (a star has two radii), the first at an angle in degrees."""
    angles = ((first + 360 * n / corners) * pi / 180 for n in range(corners))
    reach = [radii[n % len(radii)] for n in range(corners)]
    return " ".join(
        f"{_BOX / 2 + r * cos(a):.1f},{middle_y + r * sin(a):.1f}" for a, r in zip(angles, reach, strict=True)
    )
