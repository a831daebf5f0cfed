"""The structure of a picture: what is drawn, how, and that nothing in a name can leave its place."""

import json
import re
from collections import Counter
from typing import Any

import pytest

from graph.analysis.filters import Part
from graph.analysis.view import GraphView
from graph.errors import NotFound
from graph.model import ENTITY_LABELS, Status
from graph.store.port import Edge, Node, Property
from tests.viz.territory import Rows, large, territory
from viz.assets import assets, policy
from viz.network import Options, draw_network, page
from viz.picture import COMPUTED, LABEL_LENGTH, LINES, MARKS, MIN_OPACITY, MISSING, RINGS
from viz.scene import MAX_EDGES

HOSTILE = (
    '<img src=x onerror="alert(1)">',
    "</script><script>alert(1)</script>",
    "\"'`; alert(1); //",
    "\u202eevil\u202c\u2066 rovesciato",
    "a\u2028b\u2029c \x00 & < >",
    "{{ 7 * 7 }}",
)


@pytest.fixture(scope="module")
def rows() -> Rows:
    return territory()


@pytest.fixture(scope="module")
def html(rows: Rows) -> str:
    return draw_network(rows.view(), Options(title="La rete di Valserena"))


def data(html: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="data-{name}">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


def drawn(html: str) -> dict[str, dict[str, Any]]:
    return {node["id"]: node for node in data(html, "nodes")}


def test_every_type_and_status_of_the_model_has_its_looks() -> None:
    assert {*ENTITY_LABELS, *MISSING.values()} == MARKS.keys()
    assert {*Status, COMPUTED} == LINES.keys()
    assert len({(mark.shape, mark.dashes) for mark in MARKS.values()}) == len(MARKS)
    lines = [(line.width, line.dashes, line.label) for line in LINES.values()]
    assert len(set(lines)) == len(lines)


def test_the_picture_shows_the_right_types_and_keeps_the_others_at_hand(html: str) -> None:
    by_type = Counter((node["group"], node.get("hidden", False)) for node in data(html, "nodes"))
    assert by_type == {
        ("Organisation", False): 32,
        ("Action", False): 24,
        ("Area", False): 6,
        ("Resource", False): 10,
        ("Group", False): 8,
        ("Plan", False): 1,
        ("Person", True): 4,
        ("Place", True): 4,
        ("ghost", False): 6,
        ("ghost", True): 70,
    }


def test_lines_tell_the_status_and_opacity_the_confidence(html: str, rows: Rows) -> None:
    facts, edges = data(html, "facts"), data(html, "edges")
    assert len(facts["edges"]) == len(edges)
    for known, edge in zip(facts["edges"], edges, strict=True):
        line = LINES[known["status"]]
        assert (edge["width"], tuple(edge.get("dashes", ()))) == (line.width, line.dashes)
        assert edge.get("label", "") == line.label
        assert max(known["sure"], MIN_OPACITY) == edge["color"]["opacity"] >= MIN_OPACITY
    assert {edge["label"] for edge in edges if "label" in edge} == {"✕"}


def test_rings_stand_around_who_is_led_by_young_or_old_people(html: str) -> None:
    rings = Counter(node.get("ring") for node in data(html, "nodes"))
    assert (rings["young"], rings["senior"], rings["mixed"]) == (5, 4, 4)
    assert data(html, "look")["rings"] == {name: list(colours) for name, colours in RINGS.items()}


def test_who_has_more_ties_is_larger(html: str, rows: Rows) -> None:
    nodes = drawn(html)
    town, parents = (
        nodes["/".join(rows.by_name[n])] for n in ("Comune di Valserena", "Associazione Genitori in Cerchio")
    )
    assert town["size"] > parents["size"]


def test_labels_are_short_and_names_whole(html: str) -> None:
    for node in data(html, "nodes"):
        assert len(node["label"]) <= LABEL_LENGTH
    assert "Sportello di orientamento per giovani NEET" in {node["title"] for node in data(html, "nodes")}


def test_ghosts_are_the_kinds_that_nobody_stands_for(html: str) -> None:
    facts = data(html, "facts")
    titles = {ghost["title"]: ghost for ghost in facts["ghosts"]}
    assert "Nessuna università in «Finanza a impatto»" in titles
    assert "Nessuna banca in «Finanza a impatto»" not in titles
    refused = titles["Nessun ente sanitario in «Abitare e coesione»"]
    assert refused["refused"] and "4, dei quali 2" in refused["text"]
    assert "non partecipa" in facts["passages"][refused["cited"][0][0]][0]


def test_ghosts_can_be_left_out_or_sought_from_a_list(rows: Rows) -> None:
    assert not data(draw_network(rows.view(), Options(ghosts=False)), "facts")["ghosts"]
    only = data(draw_network(rows.view(), Options(missing=("bank",))), "facts")["ghosts"]
    assert {ghost["kind"] for ghost in only} == {"banca"} and len(only) == 5


def test_many_missing_kinds_stand_behind_one_circle(html: str) -> None:
    facts, nodes = data(html, "facts"), drawn(html)
    finance = next(fold for fold in facts["folds"] if "Finanza" in fold["title"])
    assert finance["title"] == "Chi manca in «Finanza a impatto»"
    assert [nodes[f"ghosts/a{n}"]["area"] for n in range(1, 7)] == [f"Area/a{n}" for n in range(1, 7)]
    assert all(node["hidden"] for id, node in nodes.items() if id.startswith("ghost/"))


def test_only_kinds_that_act_somewhere_are_missed(rows: Rows) -> None:
    idle = Node("Organisation", "idle", {"name": "Sindacato fermo", "kind": "religious_body"})
    view = GraphView.of([*rows.nodes.values(), idle], rows.edges)
    before = {ghost["kind"] for ghost in data(draw_network(rows.view()), "facts")["ghosts"]}
    assert {ghost["kind"] for ghost in data(draw_network(view), "facts")["ghosts"]} == before


def test_an_area_where_nobody_is_known_says_so(rows: Rows) -> None:
    area = Node("Area", "a9", {"name": "Montagna", "level": "area"})
    facts = data(draw_network(GraphView.of([*rows.nodes.values(), area], rows.edges)), "facts")
    assert facts["actors"][facts["areas"].index("Area/a9")] == 0
    assert "Nessuno noto in «Montagna»" in {fold["title"] for fold in facts["folds"]}


def test_what_has_no_ties_is_left_out_of_the_picture_but_not_of_the_page(rows: Rows) -> None:
    alone = [Node("Organisation", f"z{n}", {"name": f"Ente {n}", "kind": "aps"}) for n in range(61)]
    html = draw_network(GraphView.of([*rows.nodes.values(), *alone], rows.edges))
    facts, nodes = data(html, "facts"), drawn(html)
    loose = [id for id, known in zip(nodes, facts["nodes"], strict=False) if known["loose"]]
    assert {f"Organisation/z{n}" for n in range(61)} <= set(loose)
    assert 'value="loose">' in html and facts["caption"] is not None
    tied = [node for id, node in nodes.items() if id not in loose and not node.get("hidden")]
    assert min(nodes[id]["y"] for id in loose) > max(node["y"] for node in tied)


def test_a_register_alone_shows_all_its_rows() -> None:
    alone = [Node("Organisation", f"z{n}", {"name": f"Ente {n}", "kind": "aps"}) for n in range(40)]
    html = draw_network(GraphView.of(alone, []))
    assert 'value="loose" checked>' in html
    assert "Tra questi nodi non si conosce ancora nessun legame" in html


def test_a_register_with_towns_is_drawn_around_them() -> None:
    towns = [Node("Place", f"t{n}", {"name": f"Comune {n}", "kind": "municipality"}) for n in range(4)]
    bodies = [Node("Organisation", f"z{n}", {"name": f"Ente {n}", "kind": "aps"}) for n in range(40)]
    seats = [
        Edge("LOCATED_IN", ("Organisation", f"z{n}"), ("Place", f"t{n % 4}"), "LOCATED_IN", "done", {})
        for n in range(40)
    ]
    html = draw_network(GraphView.of([*towns, *bodies], seats))
    assert not any(node.get("hidden") for node in data(html, "nodes"))
    assert 'value="loose"' not in html


def test_ties_left_out_are_counted() -> None:
    view = large(400, 800).view()
    ties = [Edge("PARTNERS_WITH", ("Organisation", "o1"), ("Organisation", "o2"), "PARTNERS_WITH", "done", {})]
    html = draw_network(GraphView.of(view.nodes.values(), [*view.edges, *ties * MAX_EDGES]))
    assert "qui si vedono i 12.000 più certi" in html
    assert len(data(html, "edges")) == MAX_EDGES


def test_the_sentence_behind_a_tie_is_in_the_page_once(html: str) -> None:
    facts = data(html, "facts")
    edge = next(e for e in facts["edges"] if e["claim"] == "FUNDS" and e["status"] == "done")
    index, start, end = edge["cited"][0]
    text, title, where = facts["passages"][index]
    assert " finanzia " in text[start:end] and title and where.startswith("p. ")
    assert edge["details"] == [["importo", "12.500 €"], ["dal", "marzo 2026"]]
    assert len({tuple(passage) for passage in facts["passages"]}) == len(facts["passages"])


def test_the_same_graph_gives_the_same_page(html: str, rows: Rows) -> None:
    assert draw_network(territory().view(), Options(title="La rete di Valserena")) == html


def test_a_page_for_english_readers(rows: Rows) -> None:
    html = draw_network(rows.view(), Options(language="en"))
    assert '<html lang="en">' in html and "The network of the territory" in html
    assert "No university in “Finanza a impatto”" in {ghost["title"] for ghost in data(html, "facts")["ghosts"]}


def test_areas_places_kinds_and_statuses_choose_the_part(rows: Rows) -> None:
    view = rows.view()
    areas = drawn(draw_network(view, Options(part=Part(area=("Finanza a impatto",)))))
    assert "Action/x14" in areas and "Action/x19" not in areas
    places = drawn(draw_network(view, Options(part=Part(place=("Borgo Lomba",)))))
    assert "Action/x21" in places and "Action/x1" not in places
    kinds = drawn(draw_network(view, Options(part=Part(kind=("aps",)))))
    assert sum(node["group"] == "Organisation" for node in kinds.values()) == 3
    denied = data(draw_network(view, Options(part=Part(status=(Status.DENIED,)))), "edges")
    assert len(denied) == 3
    with pytest.raises(NotFound, match="Turismo"):
        draw_network(view, Options(part=Part(area=("Turismo",))))


def test_a_large_graph_shows_the_best_connected_and_says_so() -> None:
    view = large(600, 1500).view()
    html = draw_network(view, Options(limit=200))
    assert "Sono 600 nodi: qui si vedono i 200 con più legami." in html
    shown = [node for node in data(html, "nodes") if node["group"] != "ghost"]
    assert len(shown) == 200 and sum(node["group"] == "Area" for node in shown) == 8
    least = min(view.degree(("Organisation", n["id"].split("/")[1])) for n in shown if n["group"] == "Organisation")
    left_out = (n for n in view.labelled("Organisation") if f"Organisation/{n.id}" not in drawn(html))
    assert all(view.degree(("Organisation", node.id)) <= least for node in left_out)


def test_nothing_in_an_empty_graph_stops_the_page() -> None:
    html = draw_network(GraphView.of([], []))
    assert data(html, "nodes") == []
    assert "La rete è ancora vuota" in html and "intreccio add" in html
    read = GraphView.of([Node("Document", "d", {"name": "Verbale"})], [])
    assert "Nei documenti letti (1)" in draw_network(read)


def hostile_view() -> GraphView:
    nodes = [
        Node("Organisation", f"o{n}", {"name": name, "kind": name, "led_by": name}) for n, name in enumerate(HOSTILE)
    ]
    said: dict[str, Property] = {
        "text": " ".join(HOSTILE),
        "start": 0,
        "document": "d",
        "heading": HOSTILE[1],
        "number": 1,
    }
    nodes += [
        Node("Passage", "p", {"name": "p", **said}),
        Node("Document", "d", {"name": HOSTILE[1]}),
        Node("Area", HOSTILE[1], {"name": HOSTILE[0]}),
        Node("Action", "x", {"name": HOSTILE[1], "since": HOSTILE[0], "code": HOSTILE[2]}),
    ]
    properties: dict[str, Property] = {"evidence": ["p"], "spans": ["0-9999"], "confidence": 0.5, "role": HOSTILE[0]}
    edges = [Edge("LEADS", ("Organisation", f"o{n}"), ("Action", "x"), "LEADS", "done", properties) for n in range(6)]
    edges += [Edge("ADDRESSES", ("Action", "x"), ("Area", HOSTILE[1]), "ADDRESSES", HOSTILE[0], properties)]
    return GraphView.of(nodes, edges)


def test_hostile_names_stay_text() -> None:
    html = draw_network(hostile_view(), Options(title=HOSTILE[1]))
    assert html.count("<script") == draw_network(GraphView.of([], [])).count("<script")
    outside = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    assert "<img" not in outside and "alert(1)</script>" not in outside and "49" not in outside
    ours = outside + "".join(re.findall(r'<script type="application/json".*?</script>', html, re.DOTALL))
    assert not set(ours) & set("\u202e\u2066\u2028\u2029\x00")
    assert data(html, "facts")["nodes"][0]["name"] == HOSTILE[0]


def test_an_offline_page_names_no_address_and_allows_only_what_is_in_it(html: str) -> None:
    assert "Content-Security-Policy" in html
    assert not re.findall(
        r"(?:src|href)=[\"']?(?!#)[^\"' >]+", re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    )
    assert policy().count("sha256-") == len(assets())
    assert "unsafe" not in policy() and "http" not in policy()


def test_a_served_page_links_the_files_that_a_server_offers(rows: Rows) -> None:
    html = page(rows.view(), Options(), assets="linked", base="/static/viz")
    assert "Content-Security-Policy" not in html and "<style" not in html
    assert set(re.findall(r'(?:src|href)="/static/viz/([^"]+)"', html)) == {asset.name for asset in assets()}
    assert all(asset.path.is_file() for asset in assets())
