"""Which addresses may be asked: the configured hosts, and redirects that stay on them."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from transforms.errors import FetchError, PermanentFetchError

_DEFAULT_PORTS = {"http": 80, "https": 443}


_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa")
"""No such name leads anywhere but to the own network."""


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """The hosts that an operator configured, and no others.

    One that is configured by a private address, or by a name that only the own network knows, may lie there: it was
    named on purpose. A public name that leads there may not, because whoever owns the name may change that at any time.

    Attributes:
        hosts: host names, without ports.
        allow_private_hosts: hosts with public names may lie on private networks, too.
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
            raise PermanentFetchError(f"{shown} is an address of a private network", url=shown)
        raise PermanentFetchError(
            f"{shown} is not on {', '.join(sorted(self.hosts))}", url=shown, hint="set MARSAD_SOURCE_URL if it moved"
        )

    def check_peer(self, host: str, address: str) -> None:
        """Refuse a configured host that turns out to lie on a private network.

        Args:
            host: its name.
            address: the IP address that it was found at.

        Raises:
            PermanentFetchError: names both.
        """
        if _is_private(address) and not (self.allow_private_hosts or _is_private(host) or _is_of_own_network(host)):
            raise PermanentFetchError(
                f"{host} is found at {address}, an address of a private network", url=host,
                hint="set MARSAD_ALLOW_PRIVATE_HOSTS=true if that is right",
            )  # fmt: skip

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
    """Whether it is an IP address of this machine or of a private network; no name is looked up."""
    try:
        address = ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or address
    return not address.is_global


def _is_of_own_network(host: str) -> bool:
    """Whether a name leads nowhere but to the own network: `localhost`, `wordpress`, `site.internal`."""
    return ("." not in host and ":" not in host) or host.endswith(_LOCAL_ENDINGS)
