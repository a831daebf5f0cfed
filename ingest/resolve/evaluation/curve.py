"""The threshold curve as a picture: how precision and recall trade, and where the model stands."""

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

from ingest.resolve.evaluation.identity import Point

LEFT: Final = 60
RIGHT: Final = 700
TOP: Final = 50
BOTTOM: Final = 370


def picture(points: Sequence[Point], threshold: float, title: str) -> str:
    """An SVG of the curve; `threshold` is marked."""
    if not points:
        points = [Point(threshold, 1.0, 0.0)]
    first, last = points[0].threshold, max(points[-1].threshold, points[0].threshold + 1)

    def x(bits: float) -> str:
        return f"{LEFT + (min(max(bits, first), last) - first) / (last - first) * (RIGHT - LEFT):.1f}"

    def y(share: float) -> str:
        return f"{BOTTOM - share * (BOTTOM - TOP):.1f}"

    tenths = [n / 10 for n in range(0, 11, 2)]
    bits = range(round(first), round(last) + 1, 2)
    template = Template(files("ingest.resolve.evaluation").joinpath("curve.svg").read_text(encoding="utf-8"))
    return template.substitute(
        title=escape(title),
        grid="".join(f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y(t)}" y2="{y(t)}"/>' for t in tenths),
        labels="".join(f'<text x="{LEFT - 8}" y="{y(t)}" text-anchor="end">{t:.1f}</text>' for t in tenths)
        + "".join(f'<text x="{x(b)}" y="{BOTTOM + 18}" text-anchor="middle">{b}</text>' for b in bits),
        chosen=x(threshold),
        precision=" ".join(f"{x(p.threshold)},{y(p.precision)}" for p in points),
        recall=" ".join(f"{x(p.threshold)},{y(p.recall)}" for p in points),
    )
