"""The network picture: one page, made by PyVis from our own template, that works without any other file or address."""

import json
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlencode

from markupsafe import Markup

from graph.analysis.coverage import UNKNOWN
from graph.analysis.evidence import Key
from graph.analysis.view import GraphView
from graph.store.port import Node
from viz import legend
from viz.assets import assets as page_assets
from viz.assets import policy
from viz.cards import load_card_words
from viz.drawing import draw, fold_title, ghost_title, look
from viz.facts import Citations, edge_facts, node_facts
from viz.missing import Ghost
from viz.picture import GHOST, LINES, MARKS, RINGS
from viz.scene import Options, Scene, compose, node_id
from viz.sheet import Sheet, card_facts
from viz.words import Words, clean, load_words

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["Assets", "Options", "draw_network", "page"]

Assets = Literal["inline", "linked"]

_ABOVE: Final = 90.0
"""Room between the heading of a column and its first node."""

_PAGE_WORDS: Final = ("page", "type", "status", "claim")
"""Parts of the texts that the scripts of the page look words up in."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the filters, which is the legend too: a sample, a word, how many, and whether it is on at first."""

    value: str
    word: str
    count: int
    sample: str = ""
    on: bool = True


def draw_network(view: GraphView, options: Options | None = None) -> str:
    """The picture as one offline HTML file. Raises `NotFound` for an area or place that the graph does not have."""
    return page(view, options or Options())


def page(
    view: GraphView,
    options: Options,
    sheet: Sheet | None = None,
    *,
    assets: Assets = "inline",
    base: str = "/static/viz",
) -> str:
    """The picture as a page: everything inline under its own policy, or with the files of `viz.assets` below `base`."""
    words = load_words(options.language)
    about = sheet or Sheet("network", {})
    scene = compose(view, replace(options, ghosts=options.ghosts and sheet is None), about.columns)
    network = draw(scene, options)
    network.options["interaction"]["zoomView"] = sheet is None  # there the wheel turns the page
    network.path, network.templateEnv = f"{about.template}.html", _environment()
    network.templateEnv.globals.update(
        words=words,
        here=about.template,
        again=partial(_again, options.asked),
        **about.values,
        title=clean(options.title) or words.page("title"),
        choices=_choices(scene, words),
        facts=_facts(scene, options, words, about),
        look=look(),
        notices=_notices(scene, words),
        documents=words.number(scene.missing.coverage.documents),
        loose=[node_id(key) in scene.loose for key in scene.view.nodes if key[0] in scene.types],
        assets=page_assets(),
        base=base if assets == "linked" else None,
        policy=policy() if assets == "inline" else None,
        ghost_sample=legend.mark_svg(GHOST),
    )
    return str(network.generate_html())


def _again(asked: tuple[tuple[str, str], ...], **changed: object) -> str:
    """The page as it was asked for, with something `changed`, as an address that is relative to it."""
    return f"?{urlencode([*((name, value) for name, value in asked if name not in changed), *changed.items()])}"


def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from viz.compiled import COMPILED

    environment = Environment(
        loader=PackageLoader("viz"),
        bytecode_cache=COMPILED,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"island": _island, "inline": Markup}
    return environment


def _island(value: object) -> Markup:
    """A value as JSON that no HTML parser can leave: what could end a script element is written as an escape."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text.encode("utf-8", "replace").decode("utf-8"))  # noqa: S704


def _facts(scene: Scene, options: Options, words: Words, sheet: Sheet) -> dict[str, Any]:
    """All that the panel, the tables and the filters know; nodes and edges in the order of the network's."""
    citations, card_words = Citations(words), load_card_words(words.language)
    nodes = [
        {
            **node_facts(scene.view, node, citations),
            **(card_facts(scene.view, sheet.cards[key], card_words, citations) if key in sheet.cards else {}),
            "type": key[0],
            "led": _led_by(node) if key[0] == "Organisation" else None,
            "areas": scene.members.get(key, ()),
            "landmark": key in scene.landmarks or key[0] == "Area",
            "loose": node_id(key) in scene.loose,
        }
        for key, node in scene.view.nodes.items()
    ]
    return {
        "nodes": nodes,
        "edges": [edge_facts(scene.view, edge, citations) for edge in scene.view.edges],
        "ghosts": [_ghost_facts(scene, ghost, citations) for ghost in scene.missing.ghosts],
        "folds": [_fold_facts(scene, area, words) for area in scene.missing.folded],
        "actors": [scene.missing.actors.get(area, 0) for area in scene.areas],
        "caption": scene.caption,
        "headings": _headings(scene, sheet),
        "passages": citations.rows,
        "areas": [node_id(area) for area in scene.areas],
        "focus": node_id(options.focus) if options.focus and options.focus in scene.view.nodes else None,
        "total": scene.total,
        "words": {name: words.texts[name] for name in _PAGE_WORDS},
        "language": words.language,
    }


def _headings(scene: Scene, sheet: Sheet) -> list[tuple[str, float, float]]:
    """Names of the columns, each above the middle of its own."""
    top = min((y for _, y in scene.positions.values()), default=0.0) - _ABOVE
    places = [[scene.positions[node_id(key)] for key in column if key in scene.view.nodes] for column in sheet.columns]
    named = zip(sheet.headings, places, strict=True)
    return [(name, (min(column)[0] + max(column)[0]) / 2, top) for name, column in named if column]


def _led_by(node: Node) -> str:
    """Who leads an organisation, "unknown" where nothing that the picture has a ring for says it."""
    value = str(node.properties.get("led_by"))
    return value if value in RINGS else UNKNOWN


def _ghost_facts(scene: Scene, ghost: Ghost, citations: Citations) -> dict[str, Any]:
    words = citations.words
    refusals = (q for tie in ghost.refusals for edge in tie.path[:1] for q in scene.view.evidence(edge))
    return {
        "kind": words.word("kind", "Organisation", ghost.kind),
        "title": ghost_title(scene, ghost, words),
        "text": _what_was_read(scene, ghost.area, words),
        "refused": bool(ghost.refusals),
        **citations.cite(refusals),
    }


def _fold_facts(scene: Scene, area: Key, words: Words) -> dict[str, Any]:
    text = _what_was_read(scene, area, words, "fold_words" if scene.missing.actors[area] else "ghost_words")
    return {"title": fold_title(scene, area, words), "text": text}


def _what_was_read(scene: Scene, area: Key, words: Words, key: str = "ghost_words") -> str:
    """What “nobody known” rests on."""
    matrix = scene.missing.coverage
    naming = words.number(matrix.documents_of[area[1]])
    return words.page(key, documents=words.number(matrix.documents), naming=naming)


def _notices(scene: Scene, words: Words) -> list[str]:
    """What the picture leaves out, and that nothing in it is tied."""
    nodes, ties = len(scene.view.nodes), len(scene.view.edges)
    said = []
    if nodes < scene.total:
        said.append(words.page("limited", total=words.number(scene.total), shown=words.number(nodes)))
    if ties < scene.total_ties:
        said.append(words.page("limited_ties", total=words.number(scene.total_ties), shown=words.number(ties)))
    if nodes and not any(key[0] in scene.types and node_id(key) not in scene.loose for key in scene.view.nodes):
        said.append(words.page("no_ties"))
    return said


def _choices(scene: Scene, words: Words) -> dict[str, list[Choice]]:
    """The filters by name; only what the picture has is offered."""
    nodes = scene.view.nodes
    types = Counter(key[0] for key in nodes)
    statuses = Counter(edge.status for edge in scene.view.edges if edge.status)
    led = Counter(_led_by(node) for key, node in nodes.items() if key[0] == "Organisation")
    inside = Counter(number for key, numbers in scene.members.items() if key in nodes for number in numbers)
    outside = sum(key not in scene.members and key[0] != "Area" for key in nodes)
    areas = [Choice(str(n), clean(scene.view.name(area)), inside[n] - 1) for n, area in enumerate(scene.areas)]
    if outside and areas:
        areas.append(Choice("-1", words.page("no_area"), outside))
    return {
        "type": [
            Choice(label, words.word("types", label), types[label], legend.mark_svg(mark), label in scene.types)
            for label, mark in MARKS.items()
            if types[label]
        ],
        "area": areas,
        "status": [
            Choice(status, words.word("status", status), statuses[status], legend.line_svg(line))
            for status, line in LINES.items()
            if statuses[status]
        ],
        "generation": [
            Choice(name, words.word("generation", name), led[name], legend.ring_svg(name))
            for name in (*RINGS, UNKNOWN)
            if led[name] and led.keys() != {UNKNOWN}
        ],
    }
