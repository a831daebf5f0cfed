"""Settings that would let anyone in are refused before the server starts."""

import pytest
from pydantic import SecretStr

from api.access import Access, is_loopback, serve_settings
from graph.errors import SettingsInvalid
from graph.settings import ApiSettings

TOKEN = "a-token-of-more-than-sixteen-signs"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.9.9.9", "LOCALHOST"])
def test_this_machine_needs_no_token(host: str) -> None:
    assert is_loopback(host)
    assert serve_settings(ApiSettings(), host).token is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "localhost.example.org", "127.0.0.1.nip.io"])
def test_any_other_address_needs_a_token(host: str) -> None:
    with pytest.raises(SettingsInvalid, match="needs a token"):
        serve_settings(ApiSettings(), host)
    with pytest.raises(SettingsInvalid, match="needs a token"):
        serve_settings(ApiSettings(), host, token="")
    assert serve_settings(ApiSettings(), host, token=TOKEN).token == TOKEN


@pytest.mark.parametrize("token", ["short", "sixteen signs with blanks", "lunghissimo-con-à", "x" * 20 + "\n"])
def test_a_token_that_is_weak_or_cannot_be_sent_is_refused(token: str) -> None:
    with pytest.raises(SettingsInvalid, match="at least 16"):
        serve_settings(ApiSettings(), token=token)


def test_what_is_given_comes_before_the_settings() -> None:
    settings = ApiSettings(host="127.0.0.2", port=9000, token=SecretStr(TOKEN))
    assert serve_settings(settings) == Access("127.0.0.2", 9000, TOKEN, port_chosen=True)
    assert serve_settings(settings, "localhost", 0, TOKEN * 2) == Access("localhost", 0, TOKEN * 2, port_chosen=True)
    assert not serve_settings(ApiSettings()).port_chosen


def test_the_session_is_neither_the_token_nor_that_of_another_token() -> None:
    access = Access(token=TOKEN)
    assert access.accepts_session(access.session())
    assert not access.accepts_session(TOKEN)
    assert not access.accepts_session(Access(token=TOKEN + "x").session())
    assert not Access().accepts_session(Access().session())
    assert not Access().accepts_token("")


def test_without_a_token_an_open_address_knows_no_host_but_its_own() -> None:
    assert Access("0.0.0.0", token=TOKEN).knows_host("anything.example")
    assert not Access("0.0.0.0").knows_host("anything.example")
