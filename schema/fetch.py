"""Getting bytes over HTTP: bounded in size, time, redirects and attempts; never more than asked.

Proxies are those of the environment, the trusted authorities those of the system or of
SSL_CERT_FILE. A login goes to the host that it is for, and nowhere else.
"""

from __future__ import annotations

import ipaddress
import os
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from schema.archive import gunzip
from schema.credentials import Login
from schema.failure import BadSource, Cancelled, NotFound, SourceFailed
from schema.plain import line

if TYPE_CHECKING:
    import ssl

    import httpx

# What is being fetched, the bytes so far, and of how many (None: not told).
Progress = Callable[[str, int, int | None], None]

_REDIRECTS = 5
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_MOVED = (301, 302, 303, 307, 308)
USER_AGENT = "gloo-values-wizard"


@dataclass(frozen=True)
class Patience:
    """Seconds to wait to connect, between two pieces, for the whole, before the first new attempt
    (doubled each time); and how many attempts there are."""

    connect: float = 10.0
    piece: float = 20.0
    whole: float = 120.0
    pause: float = 0.5
    attempts: int = 4


PATIENCE = Patience()


@dataclass(frozen=True)
class Answer:
    """What a server sent. `status` is 200, or one of those that the caller let pass."""

    data: bytes
    headers: Mapping[str, str]
    status: int
    url: str


@dataclass(frozen=True)
class Trust:
    """Certificates for one server, as Helm keeps them with a repository."""

    authorities: str = ""
    certificate: str = ""
    key: str = ""
    insecure: bool = False


TRUST = Trust()


class _Hiccup(Exception):
    """A failure that another attempt may not meet; the text ends a sentence that names the URL."""

    def __init__(self, what: str, wait: float = 0.0) -> None:
        super().__init__(what)
        self.wait = wait


@dataclass
class Fetcher:
    """Gets things, one after another, over one set of connections. Close it in the end."""

    progress: Progress | None = None
    cancel: Event = field(default_factory=Event)
    patience: Patience = PATIENCE
    trust: Trust = TRUST
    _client: httpx.Client | None = field(default=None, init=False, repr=False)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def get(
        self,
        url: str,
        most: int,
        *,
        login: Login | None = None,
        authorization: str = "",
        accept: str = "*/*",
        passing: tuple[int, ...] = (),
        everywhere: bool = False,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """What stands at a URL, at most `most` bytes of it; with a `form`, what is answered to it.

        `authorization` (or `login`) is sent to the URL's own host; with `everywhere` to those that
        it redirects to as well. A form goes nowhere else. Raises SourceFailed: NotFound for 404,
        Cancelled.
        """
        url, own = split_login(url)
        header = authorization or ((own or login).basic if (own or login) else "")  # type: ignore[union-attr]
        ends = time.monotonic() + self.patience.whole
        for attempt in range(1, self.patience.attempts + 1):
            try:
                return self._follow(url, most, header, accept, passing, everywhere, ends, form)
            except _Hiccup as hiccup:
                if attempt == self.patience.attempts or time.monotonic() >= ends:
                    tries = f" (tried {attempt} times)" if attempt > 1 else ""
                    raise SourceFailed(f"{shown(url)} {hiccup}{tries}.") from hiccup
                pause = min(hiccup.wait or self.patience.pause * 2 ** (attempt - 1), 30.0)
                if self.cancel.wait(max(0.0, min(pause, ends - time.monotonic()))):
                    raise Cancelled from None
        raise AssertionError("unreachable")

    def _follow(
        self,
        url: str,
        most: int,
        header: str,
        accept: str,
        passing: tuple[int, ...],
        everywhere: bool,
        ends: float,
        form: Mapping[str, str] | None,
    ) -> Answer:
        here = url
        for _ in range(_REDIRECTS + 1):
            sent = header if everywhere or origin_of(here) == origin_of(url) else ""
            answer = self._once(here, most, sent, accept, ends, form)
            if answer.status in _MOVED and "location" in answer.headers and form is None:
                here = redirected(url, here, answer.headers["location"])
                continue
            if answer.status == 200 or answer.status in passing:
                return answer
            raise _refused(here, answer.status, bool(sent or form))
        raise SourceFailed(f"{shown(url)} redirects more than {_REDIRECTS} times.")

    def _once(
        self, url: str, most: int, header: str, accept: str, ends: float,
        form: Mapping[str, str] | None,
    ) -> Answer:  # fmt: skip
        import httpx

        headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": USER_AGENT}
        if header:
            headers["Authorization"] = header
        if self.cancel.is_set():
            raise Cancelled
        try:
            method = "GET" if form is None else "POST"
            with self._open().stream(method, url, headers=headers, data=form) as response:
                data = self._read(url, response, most, ends)
                told = {name.lower(): value for name, value in response.headers.items()}
                return Answer(data, told, response.status_code, url)
        except httpx.TimeoutException as error:
            raise _Hiccup("does not answer in time") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise BadSource(f"{shown(url)} is no address that can be fetched.") from error
        except httpx.TransportError as error:
            raise _transport(url, error) from error

    def _read(self, url: str, response: httpx.Response, most: int, ends: float) -> bytes:
        status = response.status_code
        if status in _MOVED:
            return b""
        if status in _AGAIN:
            raise _Hiccup(f"answers {status}", _retry_after(response.headers.get("retry-after")))
        told = response.headers.get("content-length", "")
        total = int(told) if told.isdigit() and len(told) < 16 else None
        name = line(urlsplit(url).path.rpartition("/")[2] or shown(url), 60)
        pieces: list[bytes] = []
        size = 0
        for piece in response.iter_raw():  # as they come: a given size would wait for it
            size += len(piece)
            if size > most:
                raise SourceFailed(f"{shown(url)} is larger than {most >> 20} MiB.")
            if self.cancel.is_set():
                raise Cancelled
            if time.monotonic() > ends:
                raise SourceFailed(f"{shown(url)} takes too long: it was given up.")
            pieces.append(piece)
            if self.progress is not None:
                self.progress(name, size, total)
        return _decoded(url, b"".join(pieces), response.headers.get("content-encoding", ""), most)

    def _open(self) -> httpx.Client:
        if self._client is None:
            import httpx

            patience = self.patience
            timeout = httpx.Timeout(patience.piece, connect=patience.connect)
            try:
                self._client = httpx.Client(
                    verify=_tls(self.trust), timeout=timeout, follow_redirects=False
                )
            except (ValueError, httpx.InvalidURL, ImportError) as error:
                raise SourceFailed(
                    "The proxy that the environment names cannot be used."
                ) from error
        return self._client


def _tls(trust: Trust) -> ssl.SSLContext:
    """The system's authorities and those that SSL_CERT_FILE, SSL_CERT_DIR or Helm name."""
    import ssl

    named = os.environ.get("SSL_CERT_FILE", "")
    if named and not os.path.isfile(named):
        raise SourceFailed(f"SSL_CERT_FILE names {named}, which is no file.")
    try:
        context = ssl.create_default_context()
        if not named and not context.get_ca_certs() and not os.environ.get("SSL_CERT_DIR"):
            import certifi

            if not _has_authorities():
                context.load_verify_locations(cafile=certifi.where())
        if trust.authorities:
            context.load_verify_locations(cafile=trust.authorities)
        if trust.certificate:
            context.load_cert_chain(trust.certificate, trust.key or None)
    except (OSError, ssl.SSLError) as error:
        raise SourceFailed(
            f"The certificates to trust cannot be read ({error.strerror or error})."
        ) from error
    if trust.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _has_authorities() -> bool:
    """Whether the system keeps authorities in a folder that is read when they are needed."""
    import ssl

    folder = ssl.get_default_verify_paths().capath
    return bool(folder and os.path.isdir(folder) and os.listdir(folder))


def _decoded(url: str, data: bytes, encoding: str, most: int) -> bytes:
    """The body that a server packed although it was asked not to."""
    if encoding.lower() in ("", "identity"):
        return data
    if encoding.lower() not in ("gzip", "x-gzip"):
        raise SourceFailed(f"{shown(url)} comes packed as {line(encoding, 20)}, which is not read.")
    size = 0

    def take(count: int) -> None:
        nonlocal size
        size += count
        if size > most:
            raise SourceFailed(f"{shown(url)} is larger than {most >> 20} MiB.")

    return b"".join(gunzip(data, take))


def _transport(url: str, error: httpx.TransportError) -> Exception:
    import ssl

    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    host = line(urlsplit(url).hostname or "")
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = line(cause.verify_message or "verification failed").rstrip(".")
        return SourceFailed(
            f"The certificate of {host} is not trusted ({why}); SSL_CERT_FILE can name the file "
            "with its authority."
        )
    if isinstance(cause, ssl.SSLError):
        return TlsFailed(f"{host} does not speak TLS as it should ({line(cause.reason or '')}).")
    kind = type(error).__name__
    if kind == "ProxyError":
        return SourceFailed(f"The proxy refuses to reach {host} ({line(str(error))}).")
    if kind in ("RemoteProtocolError", "ReadError"):
        return _Hiccup("breaks off before its end")
    return _Hiccup(f"cannot be reached ({line(str(error) or kind)})")


class TlsFailed(SourceFailed):
    """The other side does not speak TLS."""


def _refused(url: str, status: int, with_login: bool) -> SourceFailed:
    if status == 404:
        return NotFound(f"{shown(url)} does not exist (404).")
    if status in (401, 403):
        known = (
            "the login that is kept for it is not accepted" if with_login else "it wants a login"
        )
        return SourceFailed(f"{shown(url)} cannot be read: {known} ({status}).")
    return SourceFailed(f"{shown(url)} answers {status}.")


def redirected(first: str, here: str, location: str) -> str:
    """Where a redirect leads. Raises SourceFailed where it must not be followed."""
    there = urljoin(here, location)
    parts = urlsplit(there)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceFailed(f"{shown(first)} redirects to something that is no web address.")
    if urlsplit(here).scheme == "https" and parts.scheme == "http":
        raise SourceFailed(f"{shown(first)} redirects from https to http, which is not followed.")
    if is_private(parts.hostname) and not is_private(urlsplit(first).hostname or ""):
        raise SourceFailed(f"{shown(first)} redirects to a private address; it is not followed.")
    return split_login(there)[0]


def is_private(host: str) -> bool:
    """Whether a host is by its name this machine, or an address that the internet lacks."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with suppress(ValueError):
        return not ipaddress.ip_address(host).is_global
    return False


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def origin_of(url: str) -> tuple[Any, ...]:
    """Scheme, host and port: whom a login is for."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def split_login(url: str) -> tuple[str, Login | None]:
    """The URL without the login that may stand in it, and the login."""
    from urllib.parse import unquote

    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadSource(f"{line(url)} is no address.") from error
    if "@" not in parts.netloc:
        return url, None
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    bare = urlunsplit(parts._replace(netloc=host + (f":{port}" if port else "")))
    return bare, Login(unquote(parts.username or ""), unquote(parts.password or ""))


def shown(url: str) -> str:
    """The URL as it may be shown: no login, no query."""
    bare = re.sub(r"//[^/@]*@", "//", url)
    return line(bare.partition("?")[0].partition("#")[0])


def _retry_after(text: str | None) -> float:
    return float(text) if text and text.isdigit() and len(text) < 6 else 0.0
