"""The network page in a real browser, served by the real server with a token: it runs under the server's policy."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from graph.ledger.matches import FeatureRow, MatchRow, replace_matches
from graph.ledger.reviews import place_named
from graph.workspace import Workspace
from ingest.add import add, update_graph
from tests.api.serving import running

pytestmark = pytest.mark.browser
TOKEN = "a-token-of-more-than-sixteen-signs"


def test_a_browser_shows_the_newest_save_and_asks_nobody_else(
    browser: Browser, workspace: Workspace, note: bytes, tmp_path: Path
) -> None:
    with running(workspace, f"port=0, token={TOKEN!r}") as (_, address):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", lambda r: None if r.url.startswith((address, "data:")) else complaints.append(r.url))

        page.goto(f"{address}/?token={TOKEN}", timeout=60_000)
        assert page.url == f"{address}/"
        expect(page.locator("#counts")).to_contain_text("nod")
        expect(page.locator("canvas").first).to_be_visible()
        assert page.evaluate("document.cookie") == ""

        (tmp_path / "nota.json").write_bytes(note)
        add(workspace, [tmp_path / "nota.json"], lambda _: None)
        page.goto(f"{address}/rete", timeout=60_000)
        expect(page.locator("canvas").first).to_be_visible()
        page.fill("#search", "Cooperativa Faro")
        expect(page.locator("#search-found")).to_contain_text("Cooperativa Faro")
        assert complaints == []
        page.close()


SHEETS = {"/lacune": "Lacune", "/generazioni": "Generazioni", "/incontri": "Incontri"}


@pytest.mark.parametrize("path", SHEETS)
def test_a_page_opens_tells_and_leads_on(path: str, browser: Browser, workspace: Workspace) -> None:
    """At the width of a desk and of a phone: no error, nothing asked of others, nothing wider than the screen; what is
    folded opens, the table of the picture has the ties that are drawn."""
    with running(workspace, "port=0") as (_, address):
        for width in (1440, 390):
            page = browser.new_page(viewport={"width": width, "height": 900})
            complaints: list[str] = []
            page.on("console", lambda message, said=complaints: said.append(f"{message.type}: {message.text}"))
            page.on("pageerror", lambda error, said=complaints: said.append(f"error: {error}"))
            page.on(
                "request",
                lambda r, said=complaints: None if r.url.startswith((address, "data:")) else said.append(r.url),
            )
            page.goto(f"{address}{path}", timeout=60_000)
            expect(page.get_by_role("navigation").locator("[aria-current]")).to_have_text(SHEETS[path])
            expect(page.locator("canvas").first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            if (folded := page.locator(".words details summary")).count():
                folded.last.click()
                expect(page.locator(".words details").last).to_have_attribute("open", "")
            page.get_by_role("button", name="Tabella").click()
            drawn = page.evaluate("intreccio.edges.filter(edge => edge.visible).length")
            expect(page.locator("#edges-title")).to_have_text(f"Legami ({drawn})")
            page.get_by_role("link", name="Rete").click()
            expect(page.locator("#counts")).to_contain_text("nod")
            assert complaints == []
            page.close()


def test_a_cell_of_the_coverage_opens_down_to_the_sentence(browser: Browser, workspace: Workspace) -> None:
    with running(workspace, "port=0") as (_, address):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/lacune", timeout=60_000)
        cell = page.locator(".fold[open] .matrix td:not(.no_actor, .nothing_read) details").first
        expect(cell.locator(".open")).to_have_count(0)
        cell.locator("summary").click()
        expect(cell.locator(".open blockquote mark").first).to_be_visible()
        expect(cell.locator(".open a").first).to_have_attribute("href", re.compile(r"^/rete\?focus="))
        page.close()


def test_a_card_leads_to_its_place_in_the_picture_and_back(browser: Browser, workspace: Workspace) -> None:
    with running(workspace, "port=0") as (_, address):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/lacune", timeout=60_000)
        card = page.locator(".card").first
        card.get_by_role("link", name="Nel disegno").click()
        expect(page.locator("#panel h2")).to_have_text(card.locator("h3").inner_text())
        page.locator("#panel").get_by_role("link", name="La scheda intera").click()
        assert page.url.endswith(f"#{card.get_attribute('id')}")
        page.close()


def test_a_card_is_followed_up_and_found_again(browser: Browser, workspace: Workspace) -> None:
    """With the keyboard alone; a refusal says why, who speaks is remembered, what is dismissed leaves the list."""
    with running(workspace, "port=0") as (_, address):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.goto(f"{address}/lacune", timeout=60_000)
        card = page.locator(".card").first
        name, follow = card.get_attribute("id"), card.locator(".follow summary")
        follow.focus()
        page.keyboard.press("Enter")
        card.get_by_label("Chi lo dice").fill("Anna")
        page.keyboard.press("Enter")
        expect(card.get_by_role("status")).to_have_text(
            re.compile(r"^Questa scheda è presa in carico: Anna, \d+ \w+ \d+\.$")
        )
        expect(follow).to_be_focused()
        said = card.get_by_role("status").inner_text()
        page.reload(timeout=60_000)
        expect(card.get_by_role("status")).to_have_text(said)

        follow.click()
        expect(card.get_by_label("Chi lo dice")).to_have_value("Anna")
        card.get_by_label("Che cosa se ne fa").select_option("scartata")
        card.get_by_label("Perché").fill(" ")
        assert complaints == []
        card.get_by_role("button", name="Dillo").click()
        expect(card.get_by_role("alert")).to_contain_text("a card is dismissed with a reason")
        assert len(complaints) == 1 and "400" in complaints.pop()  # the browser's own line for a refusal
        card.get_by_label("Perché").fill("Ne hanno già uno.")
        card.get_by_role("button", name="Dillo").click()
        expect(card.get_by_role("status")).to_contain_text("scartata: Anna")
        expect(card.get_by_role("status")).to_contain_text("Perché: Ne hanno già uno. Non è più nell’elenco usuale")

        page.reload(timeout=60_000)
        expect(page.locator(f"#{name}")).to_have_count(0)
        page.get_by_text("Altri filtri").click()
        page.locator("form[action^='/lacune']").get_by_label("Che cosa se ne fa").select_option("scartata")
        page.get_by_role("button", name="Mostra", exact=True).click()
        expect(page.locator(".card")).to_have_count(1, timeout=60_000)
        expect(page.locator(f"#{name}")).to_contain_text("Perché: Ne hanno già uno.")
        page.goto(f"{address}/lacune?follow_up=closed", timeout=60_000)
        expect(page.locator("#cards .filtered")).to_have_text("Soltanto: Che cosa se ne fa: chiusa. Senza filtri")
        expect(page.get_by_role("button", name="Mostra", exact=True)).to_be_visible()
        assert complaints == []
        page.close()


def test_what_was_chosen_stays_over_pages_and_languages(browser: Browser, workspace: Workspace) -> None:
    with running(workspace, "port=0") as (_, address):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/lacune", timeout=60_000)
        form = page.locator("form[action^='/lacune']")
        form.get_by_label("Che cosa risulta").select_option("Manca: nessuno noto")
        form.locator("summary").click()
        form.get_by_label("Quando").fill("..2030")
        form.get_by_role("button", name="Mostra").click()
        expect(page).to_have_url(re.compile("state=gap.*time=..2030.*#cards"), timeout=60_000)
        first = page.locator(".card").first.get_attribute("id")
        page.get_by_role("link", name="Schede successive").click()
        expect(page).to_have_url(re.compile("state=gap.*time=..2030.*offset=40#cards"), timeout=60_000)
        assert page.locator(".card").first.get_attribute("id") != first
        page.get_by_role("link", name="English").click()
        expect(page).to_have_url(re.compile(r"state=gap.*time=..2030.*lang=en$"), timeout=60_000)
        expect(form.get_by_label("What is known")).to_have_value("gap")
        expect(form.get_by_label("When")).to_have_value("..2030")
        expect(form.get_by_label("When")).to_be_visible()
        assert page.locator(".card").first.get_attribute("id") == first
        expect(page.locator(".filtered").first).to_contain_text(
            "Only: What is known: Missing: nobody known; When: ..2030."
        )
        page.get_by_role("link", name="Without filters").first.click()
        expect(page).to_have_url(re.compile(r"/lacune\?lang=en$"), timeout=60_000)
        page.close()


def test_the_card_of_a_node_says_why_it_is_one(browser: Browser, empty: Workspace, note: bytes, tmp_path: Path) -> None:
    (tmp_path / "nota.json").write_bytes(note)
    (tmp_path / "altra.json").write_bytes(note.replace(b"Cooperativa Faro", b"Cooperativa Fara"))
    add(empty, [tmp_path / "nota.json", tmp_path / "altra.json"], lambda _: None)
    with empty.ledger.write() as connection:
        left, right = (place_named(connection, name) for name in ("Cooperativa Faro", "Cooperativa Fara"))
        bars = (FeatureRow("name", "nearly the same", 9.0), FeatureRow("form", "different", -2.0))
        replace_matches(connection, [MatchRow(left, right, 0.99, 7.0, bars)], "test")
    update_graph(empty)
    with running(empty, "port=0") as (_, address):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.goto(f"{address}/rete", timeout=60_000)
        page.fill("#search", "Cooperativa Far")
        page.locator("#search-found button").first.click()
        page.get_by_role("button", name="Perché è uno solo?").click()
        expect(page.locator("#panel .waterfall rect")).to_have_count(2)
        expect(page.locator("#panel")).to_contain_text("somiglianza di 7,0 bit")
        expect(page.locator("#panel .waterfall")).to_contain_text("forma giuridica: diverso -2")
        assert complaints == []
        page.close()
