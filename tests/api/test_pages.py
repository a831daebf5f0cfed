"""The network page works under the server's own policy: every file it names is served, nothing comes from elsewhere."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from tests.api.serving import Client

SHEETS = ("/lacune", "/generazioni", "/incontri")


class Elements(HTMLParser):
    """Addresses that a page fetches, and code that its policy would not run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [str(given[name]) for name in ("src", "href") if name in given and tag != "a"]
        runs = tag == "script" and "src" not in given and given.get("type") != "application/json"
        handlers = [name for name in given if name.startswith("on") or name == "style"]
        if runs or tag == "style" or handlers:
            self.inline.append(f"{tag} {attrs}")


@pytest.mark.parametrize("path", ["/", "/rete", "/rete?lang=en&limit=20", *SHEETS, "/lacune?lang=en", "/docs"])
def test_all_that_a_page_names_is_served_and_its_policy_lets_it_run(client: Client, path: str) -> None:
    page = client.get(path)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    elements = Elements(page.text)
    assert elements.inline == []
    assert elements.addresses
    for address in elements.addresses:
        assert address.startswith("/static/")
        answer = client.get(address)
        assert answer.status_code == 200
        expected = "text/css" if address.endswith(".css") else "text/javascript"
        assert answer.headers["content-type"].startswith(expected)


@pytest.mark.parametrize(
    "name", ["network.html", "..%2fpicture.py", "../app.py", "%2e%2e/%2e%2e/pyproject.toml", "network.js%00", ""]
)
def test_only_files_on_the_list_are_served(client: Client, name: str) -> None:
    assert client.get(f"/static/viz/{name}").status_code == 404
    assert client.get(f"/static/api/{name}").status_code == 404


def test_a_part_of_the_picture_is_chosen_by_name(client: Client) -> None:
    area = client.json("/coverage")["areas"][0]
    part, whole = client.get("/rete", params={"area": area["name"]}), client.get("/rete")
    assert len(part.content) < len(whole.content)
    answer = client.get("/rete", params={"area": "Atlantide"}, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "Atlantide" in answer.text


def test_what_a_request_says_is_never_markup_in_an_error_page(client: Client) -> None:
    answer = client.get("/rete", params={"area": "<script>alert(1)</script>"}, headers={"Accept": "text/html"})
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_the_card_of_an_entity_can_be_open_at_first(client: Client) -> None:
    entity = client.json("/entities", label="Organisation")["entities"][0]["id"]
    assert re.search(rf'"focus":"[^"]*{entity}"', client.get("/rete", params={"focus": entity}).text)
    assert client.get("/rete", params={"focus": "org-nobody"}).status_code == 200


def test_the_gaps_are_chosen_by_state_family_and_area(client: Client) -> None:
    whole, part = client.get("/lacune").text, client.get("/lacune?state=gap&family=requirement&area=").text
    shown = set(re.findall(r'<article class="card (\w+)"', part))
    assert shown == {"gap"} and part.count("<article") < whole.count("<article")
    cards = client.json("/gaps", family="requirement", state="gap", limit=500)["cards"]
    assert re.findall(r'<article class="card gap" id="(.*?)"', part) == [card["id"] for card in cards][:40]
    assert client.get("/lacune", params={"area": "Atlantide"}).status_code == 404


def test_the_pages_take_the_filter_of_the_other_doors(client: Client) -> None:
    place = {"place": "Cavallino", "time": "..2030", "kind": ["public_body", "aps"]}
    found = [
        card["id"]
        for card in client.json("/gaps", state=["gap", "weakly_covered", "unknown"], limit=40, **place)["cards"]
    ]
    page = client.get("/lacune", params=place).text
    assert found and re.findall(r'<article class="card \w+" id="(.*?)"', page) == found
    known = client.json("/generations", **place)["mixing"]
    organisations = sum(row["organisations"] for row in known)
    assert (
        f"si sa chi le guida: {organisations - known[-1]['organisations']} su {organisations}."
        in client.get("/generazioni", params=place).text
    )
    whole, part = client.get("/rete"), client.get("/rete", params={"generation": "unknown", "time": "..2030"})
    assert whole.status_code == part.status_code == 200


@pytest.mark.parametrize("path", ["/lacune", "/generazioni", "/rete", "/gaps", "/generations"])
def test_fields_that_nobody_filled_in_keep_all(client: Client, path: str) -> None:
    empty = "state=&family=&area=&place=&kind=&generation=&status=&time=&follow_up="
    whole, asked = client.get(path), client.get(f"{path}?{empty}")
    assert (asked.status_code, asked.text) == (200, whole.text)


def test_what_was_chosen_is_kept_in_links_and_in_the_form(client: Client) -> None:
    chosen = "state=gap&status=done&status=planned&time=..2030"
    page = unescape(client.get(f"/lacune?{chosen}&offset=0&lang=en").text)
    assert f'href="?{chosen}&lang=it"' in page
    assert '<select name="status" multiple' in page and page.count(" selected>") >= 3
    assert 'name="time" value="..2030"' in page
    assert "Only: What is known: Missing: nobody known; How far it has come: done, planned; When: ..2030." in page
    who = client.json("/entities", label="Organisation")["entities"][0]["id"]
    assert f'href="?who={who}&lang=en"' in unescape(client.get("/incontri", params={"who": who}).text)


def test_more_cards_than_a_page_has_come_after_it(client: Client) -> None:
    first, second = (client.get("/lacune", params={"offset": offset}).text for offset in (0, 40))
    of_first, of_second = (re.findall(r'<article class="card \w+" id="(.*?)"', text) for text in (first, second))
    assert len(of_first) == 40 and of_second and not set(of_first) & set(of_second)
    assert "Schede successive" in first and "Schede precedenti" in second


def test_somebody_to_meet_is_sought_by_name(client: Client) -> None:
    name = client.json("/entities", label="Action")["entities"][0]["name"]
    assert "Per " in client.get("/incontri", params={"who": name}).text
    assert client.get("/incontri", params={"who": "Atlantide"}).status_code == 404
