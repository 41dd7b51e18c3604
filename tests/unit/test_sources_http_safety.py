"""What the HTTP client is not led into: private addresses, endless answers, untrusted certificates, told secrets."""

from __future__ import annotations

import logging
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.support.raw_site import speaking
from tests.support.site import Reply, client_for, serving
from transforms.errors import PermanentFetchError, TransientFetchError
from transforms.sources.addresses import AllowedHosts

OK = Reply(200, b"fine", {"Content-Type": "text/plain"})
HEAD = b"HTTP/1.1 200 OK\r\n"


def names_lead_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name is found at 127.0.0.1, as that of someone who turned his name around."""
    look_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *more, **options: look_up("127.0.0.1", *more, **options))


# --- hosts -------------------------------------------------------------------------------------------------------


def test_a_public_name_that_leads_to_this_machine_is_refused_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names_lead_here(monkeypatch)
    with serving(lambda *_: OK) as site:
        url = site.url.replace("127.0.0.1", "site.example")
        with pytest.raises(PermanentFetchError, match=r"site\.example is found at 127\.0\.0\.1"):
            client_for(url).get(f"{url}/a")

        assert site.asked == []


def test_an_operator_may_allow_public_names_at_private_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    names_lead_here(monkeypatch)
    with serving(lambda *_: OK) as site:
        url = site.url.replace("127.0.0.1", "site.example")

        assert client_for(url, allow_private_hosts=True).get(f"{url}/a").body == b"fine"


@pytest.mark.parametrize("name", ["localhost", "wordpress", "site.internal"])
def test_a_name_of_the_own_network_is_asked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names_lead_here(monkeypatch)
    with serving(lambda *_: OK) as site:
        url = site.url.replace("127.0.0.1", name)

        assert client_for(url).get(f"{url}/a").body == b"fine"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fd00::1",
     "fe80::1%eth0", "::ffff:169.254.169.254", "2002:7f00:1::"],
)  # fmt: skip
def test_no_public_name_may_lie_at_a_private_address(address: str) -> None:
    with pytest.raises(PermanentFetchError, match="private network"):
        AllowedHosts(frozenset({"site.example"})).check_peer("site.example", address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are_asked(address: str) -> None:
    AllowedHosts(frozenset({"site.example"})).check_peer("site.example", address)


def test_allowed_private_hosts_have_to_be_configured_all_the_same() -> None:
    away = Reply(302, headers={"Location": "http://169.254.169.254/latest/"})
    with (
        serving(lambda path, _: away if path == "/a" else Reply(404)) as site,
        pytest.raises(PermanentFetchError, match="private network"),
    ):
        client_for(site.url, allow_private_hosts=True).get(f"{site.url}/a")


def test_a_redirect_to_a_host_that_is_allowed_too_is_followed() -> None:
    def answer(path: str, _: object) -> Reply:
        target = f"{site.url.replace('127.0.0.1', 'localhost')}/b"
        return Reply(301, headers={"Location": target}) if path == "/a" else OK

    with serving(answer) as site:
        client = client_for(site.url, more_hosts=frozenset({"localhost"}))

        assert client.get(f"{site.url}/a").url.endswith("/b")


def test_a_redirect_away_from_tls_is_refused() -> None:
    allowed = AllowedHosts(frozenset({"site.example"}))
    with pytest.raises(PermanentFetchError, match="away from TLS"):
        allowed.check_redirect("https://site.example/a", "http://site.example/a")


def test_a_redirect_to_tls_is_followed() -> None:
    AllowedHosts(frozenset({"site.example"})).check_redirect("http://site.example/a", "https://site.example/a")


# --- time and size -----------------------------------------------------------------------------------------------


def trickle(connection: socket.socket, data: bytes) -> None:
    for byte in data:
        connection.sendall(b"%c" % byte)
        time.sleep(0.03)


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
ENDLESS = {
    "status line": b"HTTP/1.1 200 " + b"O" * 400,
    "header": HEAD + b"X-A: " + b"a" * 400,
    "further answer to come": b"HTTP/1.1 100 Continue\r\n\r\n" * 40,
    "size of a chunk": CHUNKED + b"1;" + b"a" * 400,
    "trailer": CHUNKED + b"0\r\nX: " + b"a" * 400,
}


@pytest.mark.parametrize("part", ENDLESS)
def test_no_part_of_an_answer_trickles_beyond_the_time_of_the_whole(part: str) -> None:
    with speaking(lambda connection, _: trickle(connection, ENDLESS[part])) as site:
        client, started = client_for(site.url, max_retries=0, timeout_seconds=0.1), time.monotonic()
        with pytest.raises(TransientFetchError):
            client.get(f"{site.url}/a")

    assert 0.5 < time.monotonic() - started < 3


@pytest.mark.parametrize(
    "head", [b"".join(b"X-%d: a\r\n" % n for n in range(5000)), b"X: " + b"a" * 1_000_000], ids=["many", "long"]
)
def test_headers_without_measure_are_refused(head: bytes) -> None:
    with (
        speaking(lambda connection, _: connection.sendall(HEAD + head + b"\r\n\r\n")) as site,
        pytest.raises(TransientFetchError),
    ):
        client_for(site.url, max_retries=0).get(f"{site.url}/a")


@pytest.mark.parametrize("size", [10, 20_000, 300_000])
def test_an_answer_that_is_longer_than_it_told_is_no_whole_answer(size: int) -> None:
    told = HEAD + f"Content-Length: {size // 2}\r\n\r\n".encode()
    with (
        speaking(lambda connection, _: connection.sendall(told + b"x" * size)) as site,
        pytest.raises(TransientFetchError, match="longer than its Content-Length"),
    ):
        client_for(site.url, max_retries=0).get(f"{site.url}/a")


@pytest.mark.parametrize("ending", [b"", b"Connection: close\r\n"], ids=["kept open", "closed"])
def test_an_answer_that_is_as_long_as_it_told_is_whole(ending: bytes) -> None:
    def speak(connection: socket.socket, _: str) -> None:
        connection.sendall(HEAD + b"Content-Length: 20000\r\n" + ending + b"\r\n" + b"x" * 20_000)
        if not ending:
            time.sleep(0.3)

    with speaking(speak) as site:
        assert client_for(site.url).get(f"{site.url}/a").body == b"x" * 20_000


def test_a_robots_txt_without_measure_is_refused() -> None:
    endless = Reply(200, b"# nothing\n" * 100_000)
    with serving(lambda *_: endless) as site, pytest.raises(PermanentFetchError, match=r"robots\.txt.* larger than"):
        client_for(site.url).get(f"{site.url}/a")


# --- TLS ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def secure_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose certificate nobody has signed."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    folder: Path = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "certificate.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep the tests' output quiet."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_certificate_that_nobody_signed_is_refused_at_once(secure_site: str) -> None:
    started = time.monotonic()
    with pytest.raises(PermanentFetchError, match="certificate is not trusted"):
        client_for(secure_site, max_retries=3, backoff_seconds=5.0).get(f"{secure_site}/a")

    assert time.monotonic() - started < 4


# --- secrets -----------------------------------------------------------------------------------------------------


def test_no_log_line_has_a_password(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(lambda *_: OK) as site:
        url = site.url.replace("http://", "http://user:hidden@")
        client_for(url).get(f"{url}/a")

    assert (bool(caplog.records), "hidden" in caplog.text) == (True, False)


def test_an_answer_is_told_without_the_password_of_its_address() -> None:
    with serving(lambda *_: OK) as site:
        url = site.url.replace("http://", "http://user:hidden@")

        assert client_for(url).get(f"{url}/a").url == f"{site.url}/a"
