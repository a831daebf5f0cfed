"""Samples of the visual language as small SVG pictures without style attributes, from the same data as the graph."""

from typing import Final

from markupsafe import Markup

from viz.picture import MARKS, RINGS, Line, Mark

_SHAPES: Final = {
    "dot": '<circle cx="11" cy="11" r="7.5"/>',
    "diamond": '<polygon points="11,2.5 19.5,11 11,19.5 2.5,11"/>',
    "square": '<polygon points="17,17 5,17 5,5 17,5"/>',
    "triangle": '<polygon points="11,4 18.4,16.8 3.6,16.8"/>',
    "triangleDown": '<polygon points="11,18 3.6,5.2 18.4,5.2"/>',
    "hexagon": '<polygon points="19.5,11 15.2,18.4 6.8,18.4 2.5,11 6.7,3.6 15.2,3.6"/>',
    "star": '<polygon points="11,2.5 13.2,7.9 19.1,8.4 14.6,12.2 16,17.9 11,14.8 6,17.9 7.4,12.2 2.9,8.4 8.8,7.9"/>',
    "box": '<rect x="2" y="6" width="18" height="10" rx="2"/>',
    "ellipse": '<ellipse cx="11" cy="11" rx="9" ry="6"/>',
}
"""In a square of 22 pixels."""


def mark_svg(mark: Mark) -> Markup:
    """The shape of a type."""
    lines = Markup('<g stroke="{}" stroke-width="1.4" stroke-dasharray="{}">{}</g>')
    shape = Markup(_SHAPES[mark.shape])  # noqa: S704 - our own
    dashes = " ".join(map(str, mark.dashes))
    return _svg(lines.format(mark.border, dashes, shape) if mark.border else shape, mark.colour)


def line_svg(line: Line) -> Markup:
    """The line of a status."""
    dashes = Markup(' stroke-dasharray="{}"').format(" ".join(map(str, line.dashes))) if line.dashes else Markup("")
    path = Markup('<path d="M2 11H42" stroke="{}" stroke-width="{}"{}/>')
    drawn = path.format(line.colour, line.width * 1.3, dashes)
    cross = Markup('<path d="M18 7l8 8m0-8l-8 8" stroke="{}" stroke-width="2"/>').format(line.colour)
    return _svg(drawn + (cross if line.label else Markup("")), width=44)


def ring_svg(led_by: str) -> Markup:
    """An organisation with the rings of those who lead it; none for "unknown"."""
    dot = Markup('<circle cx="11" cy="11" r="4.5" fill="{}"/>').format(MARKS["Organisation"].colour)
    ring = Markup('<circle cx="11" cy="11" r="{}" stroke="{}" stroke-width="1.8"/>')
    rings = (ring.format(6.7 + 3 * n, colour) for n, colour in enumerate(RINGS.get(led_by, ())))
    return _svg(dot + Markup("").join(rings))


def _svg(inside: Markup, fill: str = "none", width: int = 22) -> Markup:
    size = Markup('width="{0}" height="22" viewBox="0 0 {0} 22"').format(width)
    return Markup('<svg {} fill="{}" aria-hidden="true" focusable="false">{}</svg>').format(size, fill, inside)
