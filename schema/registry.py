"""A chart in an OCI registry: tags, manifest, and the layer that holds the package."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from schema.archive import MOST_PACKED
from schema.credentials import Login, login_for_registry
from schema.failure import BadSource, NotFound, SourceFailed
from schema.fetch import (
    USER_AGENT,
    Answer,
    Fetcher,
    TlsFailed,
    is_loopback,
    is_private,
    origin_of,
    shown,
)
from schema.plain import line
from schema.repository import Package, choose
from schema.semver import Wanted, newest_first

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
CONFIG = "application/vnd.cncf.helm.config.v1+json"
LAYERS = (
    "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
    "application/tar+gzip",  # what Helm wrote while this was an experiment
)
_MOST_JSON = 4 << 20
_MOST_PAGES = 50
_REFERENCE = re.compile(
    r"oci://(?P<host>[A-Za-z0-9.-]+(?::\d+)?|\[[0-9A-Fa-f:]+\](?::\d+)?)"
    r"/(?P<name>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?"
)
_PARAMETER = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Reference:
    """`oci://HOST/NAME[:TAG][@DIGEST]`."""

    host: str
    name: str
    tag: str = ""
    digest: str = ""

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Raises BadSource."""
        match = _REFERENCE.fullmatch(text.rstrip("/"))
        if match is None:
            raise BadSource(f"{line(text)} is no reference; one looks like oci://host/charts/name.")
        return cls(match["host"], match["name"], match["tag"] or "", match["digest"] or "")

    def __str__(self) -> str:
        return f"oci://{self.host}/{self.name}"

    @property
    def hostname(self) -> str:
        """The host without its port."""
        return urlsplit(f"//{self.host}").hostname or ""

    @property
    def chart(self) -> str:
        return self.name.rpartition("/")[2]


class Registry:
    """One chart in a registry: with a token, a login that is kept, or neither, as it asks."""

    def __init__(self, reference: Reference, fetcher: Fetcher) -> None:
        self.reference = reference
        self.fetcher = fetcher
        self.scheme = "https"
        self._authorization = ""
        self._asked_for_login = False

    def versions(self) -> list[str]:
        """The tags that are versions, the newest first. Raises SourceFailed."""
        return newest_first(tag.replace("_", "+") for tag in self._tags())

    def package(self, version: str) -> Package:
        """The chart of a version, its digests verified. Raises SourceFailed."""
        manifest, tag = self._manifest(version.strip())
        config = manifest.get("config")
        if not isinstance(config, dict) or config.get("mediaType") != CONFIG:
            raise SourceFailed(f"{self.reference} holds something else than a Helm chart.")
        layers = manifest.get("layers")
        layer = next(
            (
                each
                for each in (layers if isinstance(layers, list) else ())
                if isinstance(each, dict) and each.get("mediaType") in LAYERS
            ),
            None,
        )
        digest = str(layer.get("digest") or "") if layer else ""
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
            raise SourceFailed(f"The manifest of {self.reference} names no package of the chart.")
        data = self._get(f"blobs/{digest}", MOST_PACKED, "*/*").data
        self._verify(data, digest, "package")
        return Package(data, str(self.reference), digest.removeprefix("sha256:"), tag)

    def _manifest(self, version: str) -> tuple[dict[str, Any], str]:
        if self.reference.digest:
            return self._read_manifest(self.reference.digest), ""
        tag = self.reference.tag
        if tag and version and tag.lstrip("v") != version.lstrip("v").replace("+", "_"):
            raise BadSource(f"{self.reference}:{tag} and the version {line(version)} differ.")
        wanted = tag.replace("_", "+") or version
        if tag:
            return self._read_manifest(tag), wanted
        if _is_exact(wanted):
            for spelling in _spellings(wanted):
                try:
                    return self._read_manifest(spelling.replace("+", "_")), spelling
                except NotFound:
                    continue
        chosen = choose(self.reference.chart, wanted, self.versions(), str(self.reference))
        return self._read_manifest(chosen.replace("+", "_")), chosen

    def _read_manifest(self, tag: str, depth: int = 0) -> dict[str, Any]:
        answer = self._get(f"manifests/{tag}", _MOST_JSON, f"{MANIFEST}, {INDEX}")
        told = tag if tag.startswith("sha256:") else answer.headers.get("docker-content-digest", "")
        if told.startswith("sha256:"):
            self._verify(answer.data, told, "manifest")
        manifest = _json(answer)
        if manifest.get("mediaType") == INDEX or "manifests" in manifest:
            listed = manifest.get("manifests")
            inner = listed[0].get("digest") if isinstance(listed, list) and listed else ""
            if depth or not re.fullmatch(r"sha256:[0-9a-f]{64}", str(inner)):
                raise SourceFailed(f"{self.reference} holds something else than a Helm chart.")
            return self._read_manifest(str(inner), depth + 1)
        return manifest

    def _tags(self) -> list[str]:
        tags: list[str] = []
        path = "tags/list?n=1000"
        for _ in range(_MOST_PAGES):
            answer = self._get(path, _MOST_JSON, "application/json")
            listed = _json(answer).get("tags")
            tags += [tag for tag in listed or () if isinstance(tag, str)]
            following = re.match(r'<([^>]+)>\s*;\s*rel="?next"?', answer.headers.get("link", ""))
            if following is None:
                break
            url = urljoin(answer.url, following[1])
            if origin_of(url) != origin_of(answer.url):
                break
            path = url
        if not tags:
            raise SourceFailed(f"{self.reference} has no version at all.")
        return tags

    def _verify(self, data: bytes, digest: str, what: str) -> None:
        found = f"sha256:{hashlib.sha256(data).hexdigest()}"
        if found != digest:
            raise SourceFailed(
                f"The {what} of {self.reference} is not what the registry promises: "
                f"its digest is {found[:19]}…, not {line(digest, 20)}."
            )

    def _get(self, path: str, most: int, accept: str) -> Answer:
        try:
            return self._get_with_login(self._url(path), most, accept)
        except TlsFailed:
            if self.scheme == "http" or not is_loopback(self.reference.hostname):
                raise
            self.scheme = "http"  # as registries on this very machine mostly speak
            return self._get_with_login(self._url(path), most, accept)

    def _url(self, path: str) -> str:
        if re.match(r"https?://", path):
            return path
        return f"{self.scheme}://{self.reference.host}/v2/{self.reference.name}/{path}"

    def _get_with_login(self, url: str, most: int, accept: str) -> Answer:
        answer = self._ask(url, most, accept)
        if answer.status == 401 and not self._asked_for_login:
            self._asked_for_login = True
            self._authorization = self._authorized(answer)
            answer = self._ask(url, most, accept)
        if answer.status == 401:
            kept = login_for_registry(self.reference.host)
            known = "the login that is kept for it is not accepted" if kept else "it wants a login"
            raise SourceFailed(f"{self.reference} cannot be read: {known} (401).")
        return answer

    def _ask(self, url: str, most: int, accept: str) -> Answer:
        authorization = self._authorization
        return self.fetcher.get(
            url, most, authorization=authorization, accept=accept, passing=(401,)
        )

    def _authorized(self, answer: Answer) -> str:
        """The Authorization header that the registry's challenge asks for."""
        challenge = answer.headers.get("www-authenticate", "")
        login = login_for_registry(self.reference.host)
        if challenge.lower().startswith("basic"):
            return login.basic if login and login.username else ""
        parameters = dict(_PARAMETER.findall(challenge))
        realm = parameters.get("realm", "")
        if not challenge.lower().startswith("bearer") or not realm:
            raise SourceFailed(
                f"{self.reference} asks for a login in a way that is not known here."
            )
        return f"Bearer {self._token(realm, parameters, login)}"

    def _token(self, realm: str, parameters: dict[str, str], login: Login | None) -> str:
        parts = urlsplit(realm)
        plain_text = parts.scheme == "http" and self.scheme == "https"
        if parts.scheme not in ("http", "https") or not parts.hostname or plain_text:
            raise SourceFailed(f"{self.reference} sends to no usable address for its login.")
        if is_private(parts.hostname) and not is_private(self.reference.hostname):
            raise SourceFailed(f"{self.reference} sends to a private address for its login.")
        query = {"scope": f"repository:{self.reference.name}:pull"}
        if "service" in parameters:
            query["service"] = parameters["service"]
        if login is not None and login.token:  # a name and a password were exchanged for it
            form = {
                "grant_type": "refresh_token", "refresh_token": login.token,
                "client_id": USER_AGENT, "service": "", **query,
            }  # fmt: skip
            told = _json(self.fetcher.get(realm, _MOST_JSON, form=form))
        else:
            joined = f"{realm}{'&' if parts.query else '?'}{urlencode(query)}"
            told = _json(self.fetcher.get(joined, _MOST_JSON, login=login))
        token = told.get("token") or told.get("access_token")
        if not isinstance(token, str) or not re.fullmatch(r"[\x21-\x7e]+", token):
            raise SourceFailed(f"{shown(realm)} gives no token for {self.reference}.")
        return token


def _is_exact(version: str) -> bool:
    try:
        return Wanted(version).exact
    except ValueError as error:
        raise BadSource(f"{error}.") from error


def _spellings(version: str) -> list[str]:
    bare = version.removeprefix("v")
    return [version, bare if version.startswith("v") else f"v{bare}"]


def _json(answer: Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.data)
    except (ValueError, RecursionError) as error:
        raise SourceFailed(f"{shown(answer.url)} gives an answer that is not JSON.") from error
    if not isinstance(told, dict):
        raise SourceFailed(f"{shown(answer.url)} gives an answer that is not understood.")
    return told
