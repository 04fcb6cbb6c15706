"""Real servers on loopback: an HTTP server with routes, faults and TLS, and an OCI registry."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

Route = bytes | Callable[["Handler"], None]
USER, PASSWORD = "ali", "open sesame"
# The password as a registry wants it kept (bcrypt).
_HTPASSWD = f"{USER}:$2b$04$GBQZdfQAet56KZmjAUCOTej9ewGhhsYRgjNtJ.NH6AS1QOX4RKD8q\n"


class Handler(BaseHTTPRequestHandler):
    """Answers from the routes of its server; notes every request."""

    server: Server
    form = ""

    def do_GET(self) -> None:
        self.server.site.requests.append((self.path, dict(self.headers.items())))
        route = self.server.site.routes.get(self.path.partition("?")[0])
        if route is None:
            self.reply(404, b"no such thing")
        elif isinstance(route, bytes):
            self.reply(200, route)
        else:
            route(self)

    def do_POST(self) -> None:
        self.form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.do_GET()

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that hung up


@dataclass
class Site:
    """What a server offers (path -> bytes, or a function of the request), and what it was asked."""

    routes: dict[str, Route] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""

    def asked(self, path: str) -> int:
        return sum(1 for each, _ in self.requests if each.partition("?")[0] == path)

    def sent(self, header: str) -> list[str]:
        return [told[header] for _, told in self.requests if header in told]


@contextmanager
def served(routes: Mapping[str, Route], certificate: Path | None = None) -> Iterator[Site]:
    """A running server; with a certificate (and its key in one file) it speaks TLS."""
    server = Server(("127.0.0.1", 0), Handler)
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    server.site = Site(dict(routes), url=f"{scheme}://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def moved(url: str) -> Route:
    """A redirect."""
    return lambda handler: handler.reply(302, Location=url)


def failing_first(times: int, status: int, then: bytes) -> Route:
    """A server that recovers."""
    left = [times]

    def route(handler: Handler) -> None:
        if left[0]:
            left[0] -= 1
            handler.reply(status, b"not now")
        else:
            handler.reply(200, then)

    return route


def slow(body: bytes, pause: float) -> Route:
    """A body that comes in small pieces with a pause between them."""

    def route(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        for start in range(0, len(body), 64):
            handler.wfile.write(body[start : start + 64])
            handler.wfile.flush()
            time.sleep(pause)

    return route


def cut(body: bytes) -> Route:
    """A body that breaks off in the middle."""

    def route(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_RDWR)

    return route


def guarded(body: bytes) -> Route:
    """Something for which one has to log in."""
    expected = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()

    def route(handler: Handler) -> None:
        if handler.headers.get("Authorization") == expected:
            handler.reply(200, body)
        else:
            handler.reply(401, b"", WWW_Authenticate='Basic realm="charts"')

    return route


def needs_openssl() -> str:
    """The program that makes certificates; skips the test without it."""
    found = shutil.which("openssl")
    if found is None:
        pytest.skip("openssl, which makes the certificates of this test, is not on PATH")
    return found


def certificate(folder: Path, kind: str = "ec -pkeyopt ec_paramgen_curve:P-256") -> Path:
    """A file with a self-signed certificate for 127.0.0.1, and its key."""
    key, pem = folder / "key.pem", folder / "server.pem"
    command = f"{needs_openssl()} req -x509 -newkey {kind} -nodes -days 2 -subj /CN=test"
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(pem)]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes(pem.read_bytes() + key.read_bytes())
    return both


def registry_program() -> str:
    """Debian's docker-registry; skips the test without it, fails it where CI is set."""
    found = shutil.which("docker-registry")
    if found is not None:
        return found
    reason = "docker-registry is not on PATH (Debian: apt-get install docker-registry)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def registry(folder: Path, auth: Mapping[str, Any] | None = None) -> Iterator[str]:
    """A running registry; its `host:port`."""
    program = registry_program()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings: dict[str, Any] = {
        "version": 0.1,
        "log": {"level": "error", "accesslog": {"disabled": True}},
        "storage": {"filesystem": {"rootdirectory": str(folder / "storage")}},
        "http": {"addr": f"127.0.0.1:{port}"},
    }
    if auth is not None:
        settings["auth"] = auth
    file = folder / "config.yml"
    file.write_text(json.dumps(settings), encoding="utf-8")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, "serve", str(file)], stdout=log, stderr=log)
        try:
            _wait_for(port, process, folder / "log")
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def with_password(folder: Path) -> dict[str, Any]:
    """Basic authentication for a registry: USER and PASSWORD."""
    file = folder / "htpasswd"
    file.write_text(_HTPASSWD, encoding="ascii")
    return {"htpasswd": {"realm": "charts", "path": str(file)}}


class Tokens:
    """A token server beside a registry, as public registries have one: tokens for anybody, or for
    whoever shows an identity token."""

    def __init__(self, folder: Path, identity: str = "") -> None:
        self.folder = folder
        self.identity = identity
        certificate(folder, "rsa:2048")
        self.granted: list[str] = []

    def route(self, handler: Handler) -> None:
        from urllib.parse import parse_qs, urlsplit

        asked = parse_qs(handler.form or urlsplit(handler.path).query)
        if self.identity and asked.get("refresh_token") != [self.identity]:
            handler.reply(401)
            return
        scope = asked["scope"][0]
        self.granted.append(scope)
        kind, name, actions = scope.split(":")
        now = int(time.time())
        claims = {
            "iss": "tests", "sub": "", "aud": asked["service"][0], "jti": str(now),
            "iat": now, "nbf": now - 60, "exp": now + 300,
            "access": [{"type": kind, "name": name, "actions": actions.split(",")}],
        }  # fmt: skip
        body = json.dumps({"token": self._signed(claims)}).encode()
        handler.reply(200, body, Content_Type="application/json")

    def auth(self, url: str) -> dict[str, Any]:
        return {
            "token": {
                "realm": f"{url}/token",
                "service": "registry.test",
                "issuer": "tests",
                "rootcertbundle": str(self.folder / "server.pem"),
            }
        }

    def _signed(self, claims: Mapping[str, Any]) -> str:
        pem = (self.folder / "server.pem").read_text(encoding="ascii")
        der = "".join(line for line in pem.splitlines() if "-----" not in line)
        header = {"typ": "JWT", "alg": "RS256", "x5c": [der]}
        text = f"{_base64(json.dumps(header).encode())}.{_base64(json.dumps(claims).encode())}"
        command = [needs_openssl(), "dgst", "-sha256", "-sign", str(self.folder / "key.pem")]
        signature = subprocess.run(command, input=text.encode(), check=True, capture_output=True)
        return f"{text}.{_base64(signature.stdout)}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            pytest.fail(f"docker-registry ended: {log.read_text(errors='replace')[-500:]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("docker-registry does not listen")
