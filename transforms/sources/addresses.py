"""Which addresses may be asked: the configured hosts, and redirects that stay on them."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from transforms.errors import FetchError, PermanentFetchError

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """The hosts that an operator configured. One of them may lie on a private network; it was named on purpose.

    Attributes:
        hosts: host names, without ports.
        allow_private_hosts: redirects may lead to hosts on private networks too.
    """

    hosts: frozenset[str]
    allow_private_hosts: bool = False

    def check(self, url: str) -> None:
        """Refuse an address that is not http(s) or not on a configured host.

        Raises:
            PermanentFetchError: names the address and what is allowed.
        """
        parts, shown = urlsplit(url), without_secrets(url)
        if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
            raise PermanentFetchError(f"{shown} is no http(s) address", url=shown)
        if parts.hostname in self.hosts:
            return
        if _is_private(parts.hostname):
            if self.allow_private_hosts:
                return
            raise PermanentFetchError(f"{shown} is an address of a private network", url=shown)
        raise PermanentFetchError(
            f"{shown} is not on {', '.join(sorted(self.hosts))}", url=shown, hint="set MARSAD_SOURCE_URL if it moved"
        )

    def check_redirect(self, url: str, target: str) -> None:
        """Refuse a redirect to another host, to another port, or away from TLS.

        Raises:
            PermanentFetchError: names both addresses.
        """
        shown = without_secrets(url)
        try:
            self.check(target)
        except FetchError as error:
            raise PermanentFetchError(f"{shown} redirects: {error.message}", url=shown, hint=error.hint) from error
        ports = {_port(url), _port(target)}
        moves_port = len(ports) > 1 and ports != set(_DEFAULT_PORTS.values()) and not self.allow_private_hosts
        if moves_port or (urlsplit(url).scheme == "https" and urlsplit(target).scheme == "http"):
            where = origin_of(target)
            raise PermanentFetchError(f"{shown} redirects to another port or away from TLS: {where}", url=shown)


def without_secrets(url: str) -> str:
    """An address without user name, password and fragment, as it may be stored and shown."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def host_of(url: str) -> str:
    """The host name of an address, in lower case."""
    return urlsplit(url).hostname or ""


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _port(url: str) -> int | None:
    parts = urlsplit(url)
    return parts.port or _DEFAULT_PORTS.get(parts.scheme)


def _is_private(host: str) -> bool:
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return any(not ipaddress.ip_address(str(address).partition("%")[0]).is_global for address in found)
