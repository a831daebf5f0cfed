"""Who may ask: where the server listens, and the token that any address but loopback needs."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from typing import Final

from graph.errors import SettingsInvalid
from graph.settings import ApiSettings

LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
COOKIE: Final = "intreccio"
_SHORTEST_TOKEN: Final = 16
_WILDCARDS: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - refused without a token


@dataclass(frozen=True, slots=True)
class Access:
    """Where to listen, and what a request must bring. `port_chosen` is whether someone named this very port."""

    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    port_chosen: bool = False

    def knows_host(self, name: str) -> bool:
        """Whether a request that calls the server by this name means it.

        A page elsewhere can make its own name lead here (DNS rebinding); without a token it would then be let in.
        """
        if self.host in _WILDCARDS and self.token is not None:
            return True
        return name in LOOPBACK_NAMES or name == self.host.strip("[]").lower()

    def accepts_token(self, given: str | None) -> bool:
        return self.token is not None and given is not None and _same(given, self.token)

    def accepts_session(self, given: str | None) -> bool:
        return self.token is not None and given is not None and _same(given, self.session())

    def session(self) -> str:
        """What a browser keeps instead of the token: it opens this server and tells nothing of the token."""
        return hmac.new((self.token or "").encode(), b"intreccio session", hashlib.sha256).hexdigest()


def serve_settings(
    settings: ApiSettings, host: str | None = None, port: int | None = None, token: str | None = None
) -> Access:
    """The settings with what was given instead. Raises `SettingsInvalid` when they would let anyone in."""
    kept = settings.token.get_secret_value() if settings.token else None
    access = Access(
        host=(host or settings.host).strip(),
        port=settings.port if port is None else port,
        token=(token if token is not None else kept) or None,
        port_chosen=port is not None or "port" in settings.model_fields_set,
    )
    if access.token is not None:
        _check_token(access.token)
    elif not is_loopback(access.host):
        raise SettingsInvalid(
            f"whoever reaches {access.host} could read everything: an address other than loopback needs a token.",
            where="api.token",
            hint="Set INTRECCIO_API__TOKEN, or listen on 127.0.0.1.",
        )
    return access


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address; a name other than localhost counts as reachable."""
    name = host.strip("[]").lower()
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _check_token(token: str) -> None:
    if len(token) < _SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsInvalid(
            f"the token must have at least {_SHORTEST_TOKEN} letters, digits or signs without blanks.",
            where="api.token",
            hint="Make one with: python -c 'import secrets; print(secrets.token_urlsafe(32))'",
        )


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())
