"""Samples of the visual language as small SVG pictures without style attributes, from the same data as the graph."""

from typing import Final

from markupsafe import Markup

from viz.picture import GHOST_BORDER, MARKS, PAPER, RINGS, Line, Mark

_BOX: Final = 22
_CORNERS: Final = {
    "diamond": "11.0,2.5 19.5,11.0 11.0,19.5 2.5,11.0",
    "square": "17.0,17.0 5.0,17.0 5.0,5.0 17.0,5.0",
    "triangle": "11.0,4.0 18.4,16.8 3.6,16.8",
    "hexagon": "19.5,11.0 15.2,18.4 6.8,18.4 2.5,11.0 6.7,3.6 15.2,3.6",
    "star": "11.0,2.5 13.2,7.9 19.1,8.4 14.6,12.2 16.0,17.9 11.0,14.8 6.0,17.9 7.4,12.2 2.9,8.4 8.8,7.9",
    "triangleDown": "11.0,18.0 3.6,5.2 18.4,5.2",
}
"""Of the shapes that are polygons."""


def mark_svg(mark: Mark) -> Markup:
    """The shape of a type."""
    if corners := _CORNERS.get(mark.shape):
        return _svg(Markup('<polygon points="{}" fill="{}"/>').format(corners, mark.colour))
    if mark.shape == "box":
        return _svg(Markup('<rect x="2" y="6" width="18" height="10" rx="2" fill="{}"/>').format(mark.colour))
    if mark.shape == "ellipse":
        ellipse = Markup('<ellipse cx="11" cy="11" rx="9" ry="6" fill="{}" stroke="{}"/>')
        return _svg(ellipse.format(mark.colour, GHOST_BORDER))
    return _svg(Markup('<circle cx="11" cy="11" r="7.5" fill="{}"/>').format(mark.colour))


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
    rings = (ring.format(6.7 + 3 * n, colour) for n, colour in enumerate(RINGS.get(led_by, ())))
    return _svg(dot + Markup("").join(rings))


def ghost_svg() -> Markup:
    """A kind of actor that nobody stands for."""
    ghost = Markup('<circle cx="11" cy="11" r="7" fill="{}" stroke="{}" stroke-width="1.4" stroke-dasharray="3 2.5"/>')
    return _svg(ghost.format(PAPER, GHOST_BORDER))


def _svg(inside: Markup, width: int = _BOX) -> Markup:
    frame = Markup('<svg width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true" focusable="false">{2}</svg>')
    return frame.format(width, _BOX, inside)
