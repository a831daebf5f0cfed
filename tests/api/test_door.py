"""Who gets in, what may come with a request, and what every answer tells the browser."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from api.access import Access
from api.door import BODY_LIMIT, POLICY
from graph.errors import StoreUnavailable
from graph.workspace import Workspace
from tests.api.serving import ADDRESS, Client

TOKEN = "a-token-of-more-than-sixteen-signs"


@pytest.fixture(scope="module")
def guarded(territory: Workspace) -> Iterator[Client]:
    """A server that everyone on the network reaches, with a token."""
    with Client(territory, Access("0.0.0.0", 8000, TOKEN), "http://intreccio.example:8000") as opened:
        yield opened


# -- host -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:99", "LOCALHOST", "[::1]:8000"])
def test_this_machine_is_called_by_its_names(client: Client, host: str) -> None:
    assert client.get("/health/live", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "", "127.0.0.1@evil.example", "[::1", "a/b"]
)
def test_another_name_that_leads_here_is_refused(client: Client, host: str) -> None:
    answer = client.get("/documents", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "host")


def test_two_host_headers_are_refused(client: Client) -> None:
    answer = client.get("/documents", headers=[("Host", "127.0.0.1"), ("Host", "evil.example")])
    assert answer.status_code == 421


def test_a_configured_host_is_known_by_its_name(territory: Workspace) -> None:
    with Client(territory, Access("192.168.1.5", 8000, TOKEN), "http://192.168.1.5:8000") as client:
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        assert client.get("/documents", headers=bearer).status_code == 200
        assert client.get("/documents", headers={**bearer, "Host": "evil.example"}).status_code == 421


# -- token ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer \u00e9\u00e8".encode()},
        {"Cookie": f"intreccio={TOKEN}"},
        {"Cookie": "intreccio="},
        {"Cookie": "=;;;\x01"},
    ],
)
def test_without_the_token_nothing_is_told(guarded: Client, headers: dict[str, str]) -> None:
    for path in ("/documents", "/", "/docs", "/openapi.json", "/nothing", "/health"):
        answer = guarded.get(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "no-token")
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_whether_it_lives_is_told_to_everyone(guarded: Client) -> None:
    assert guarded.json("/health/live") == {"status": "ok"}


def test_the_token_as_a_header_lets_in(guarded: Client) -> None:
    for scheme in ("Bearer", "bearer"):
        assert guarded.get("/documents", headers={"Authorization": f"{scheme} {TOKEN}"}).status_code == 200


def test_the_token_in_the_address_of_a_page_becomes_a_cookie(territory: Workspace) -> None:
    with Client(territory, Access("0.0.0.0", 8000, TOKEN), "http://intreccio.example:8000") as browser:
        answer = browser.get("/rete", params={"token": TOKEN, "lang": "en"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/rete?lang=en")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert TOKEN not in cookie
        assert browser.get("/rete").status_code == 200
        assert browser.get("/documents").status_code == 200


def test_the_token_in_an_address_opens_no_data(guarded: Client) -> None:
    assert guarded.get("/documents", params={"token": TOKEN}).status_code == 401
    assert guarded.post("/", params={"token": TOKEN}).status_code == 401
    assert guarded.get("/", params={"token": "wrong"}).status_code == 401


def test_a_person_with_a_browser_is_told_in_a_page(guarded: Client) -> None:
    answer = guarded.get("/", headers={"Accept": "text/html,*/*"})
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("text/html")
    assert "?token=TOKEN" in answer.text


# -- other sites ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:3000"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ],
)
def test_a_page_of_another_site_cannot_make_the_browser_ask(client: Client, headers: dict[str, str]) -> None:
    for path in ("/cypher", "/imports", "/queries/who-works-with-whom", "/nothing"):
        answer = client.post(path, headers=headers, content=b"{}")
        assert (answer.status_code, answer.json()["code"]) == (403, "cross-site")


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin", "Origin": ADDRESS}, {"Sec-Fetch-Site": "none"}, {"Origin": ADDRESS}],
)
def test_our_own_pages_and_programs_may_ask(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/cypher", headers=headers, json={"cypher": "RETURN 1 AS one"}).status_code == 200


def test_no_other_site_is_allowed_to_read(client: Client) -> None:
    answer = client.request(
        "OPTIONS", "/cypher", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    )
    assert not [name for name in answer.headers if name.startswith("access-control-")]


# -- size -------------------------------------------------------------------------------------------------------------


def test_a_body_that_says_it_is_too_large_is_not_read(client: Client) -> None:
    answer = client.post("/cypher", content=b"x" * (BODY_LIMIT + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_a_body_that_does_not_say_how_large_it_is_is_measured(client: Client) -> None:
    async def endless() -> object:
        for _ in range(100):
            yield b" " * 65_536

    answer = client.post("/cypher", content=endless(), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize("length", ["-1", "1e9", "٣", "99999999999999999999999999", " "])
def test_a_length_that_is_none_is_refused(client: Client, length: str) -> None:
    answer = client.post("/cypher", content=b"{}", headers={"Content-Length": length.encode()})
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'{"cypher": 1}', b"\xff\xfe", b'{"cypher": ""}', b"null"])
def test_a_body_that_is_no_question_is_refused_in_a_sentence(client: Client, body: bytes) -> None:
    answer = client.post("/cypher", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


# -- what an answer tells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/docs", "/documents", "/nothing", "/static/api/pages.css"])
def test_every_answer_keeps_the_browser_in(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == ("private, max-age=300" if path.startswith("/static/") else "no-store")


def test_an_unknown_address_and_a_wrong_method_are_problems(client: Client) -> None:
    for path, method, status, code in (
        ("/nothing", "GET", 404, "no-route"),
        ("/documents/", "GET", 404, "no-route"),
        ("/documents", "DELETE", 405, "method"),
    ):
        answer = client.request(method, path)
        found = answer.json()
        assert (answer.status_code, found["status"], found["code"], found["instance"]) == (status, status, code, path)
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/entities?limit=501", "limit"),
        ("/entities?limit=0", "limit"),
        ("/documents?offset=-1", "offset"),
        ("/imports?limit=x", "limit"),
        ("/imports/zero", "number"),
        ("/rete?limit=100000", "limit"),
        ("/entities?words=" + "x" * 201, "words"),
    ],
)
def test_a_value_that_does_not_fit_is_named(client: Client, path: str, where: str) -> None:
    answer = client.get(path)
    found = answer.json()
    assert (answer.status_code, found["code"], found["where"]) == (422, "invalid-request", where)
    assert found["detail"].startswith(f"{where}: ")


def test_the_sentence_is_that_of_the_command_line(client: Client) -> None:
    found = client.get("/queries/nothing").json()
    assert found["detail"].startswith("No saved query is called 'nothing'. There are: ")
    assert found["hint"] in found["detail"]


def test_an_unforeseen_error_tells_nothing_of_the_inside(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    with Client(workspace) as client:

        @client.app.get("/broken")
        def broken() -> None:
            raise RuntimeError("the password is 1234")

        with caplog.at_level(logging.ERROR):
            answer = client.get("/broken")
        assert (answer.status_code, answer.json()["code"]) == (500, "internal")
        assert "1234" not in answer.text
        assert "Traceback" not in answer.text
        assert answer.headers["content-security-policy"] == POLICY
        assert "the password is 1234" in caplog.text


def test_a_store_that_cannot_be_reached_is_said_so(workspace: Workspace) -> None:
    settings = workspace.settings.model_copy(update={"graph": "bolt://127.0.0.1:1"})
    with Client(replace(workspace, settings=settings)) as client:
        answer = client.get("/entities")
        assert (answer.status_code, answer.json()["code"]) == (503, StoreUnavailable.code)
        assert client.get("/documents").status_code == 200
