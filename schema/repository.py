"""An HTTP chart repository: its index.yaml, and the package of a version."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from schema.archive import MOST_PACKED
from schema.credentials import Login, Repository, login_for_host, repositories
from schema.failure import BadSource, SourceFailed
from schema.fetch import Fetcher, Progress, Trust, origin_of, shown
from schema.plain import line
from schema.semver import Semver, Wanted, newest_first

KNOWN = {
    "gloo-platform": "https://storage.googleapis.com/gloo-platform/helm-charts",
    "gloo-platform-crds": "https://storage.googleapis.com/gloo-platform/helm-charts",
    "gloo": "https://storage.googleapis.com/solo-public-helm",
    "gloo-ee": "https://storage.googleapis.com/gloo-ee-helm",
}
MOST_INDEX = 64 << 20
Index = Mapping[str, Any]
_DIGEST = re.compile(r"(?:sha256:)?([0-9a-fA-F]{64})")


@dataclass(frozen=True)
class Package:
    """Bytes that were fetched, and where from. `digest`: SHA-256 in hexadecimal digits."""

    data: bytes
    url: str
    digest: str
    version: str


def address(chart: str, repo: str) -> tuple[str, str]:
    """The repository's URL and the chart's name, out of what was typed.

    `repo` is a URL, a name that `helm repo add` knows, or "default": that of a known chart. Without
    it, `chart` is NAME/CHART as Helm takes it. Raises BadSource.
    """
    if not repo and "/" in chart:
        repo, _, chart = chart.partition("/")
    if repo == "default":
        if chart not in KNOWN:
            raise BadSource(
                f"No repository is known for the chart {line(chart)}; name it (--repo)."
            )
        return KNOWN[chart], chart
    if re.match(r"https?://", repo):
        return repo.rstrip("/"), chart
    for known in repositories():
        if known.name == repo:
            return known.url, chart
    raise BadSource(f"{line(repo)} is no repository: neither a URL nor a name that Helm knows.")


class HttpRepository:
    """One repository; `kept` is what Helm keeps about it, `indexes` what was asked before."""

    def __init__(self, url: str, fetcher: Fetcher, indexes: dict[str, Index] | None = None) -> None:
        self.url = url
        self.fetcher = fetcher
        self.indexes = {} if indexes is None else indexes
        self.kept = kept_for(url)
        self.login = (self.kept.login if self.kept else None) or login_for_host(
            urlsplit(url).hostname or ""
        )

    def versions(self, chart: str) -> list[str]:
        """The versions that the index has, the newest first. Raises SourceFailed."""
        return newest_first(self._entries(chart))

    def package(self, chart: str, version: str) -> Package:
        """The newest version that fits, its digest verified. Raises SourceFailed."""
        entries = self._entries(chart)
        chosen = choose(chart, version, list(entries), shown(self.url))
        entry = entries[chosen]
        urls = entry.get("urls")
        url = _resolved(self.url, str(urls[0]) if isinstance(urls, list) and urls else "")
        everywhere = bool(self.kept and self.kept.everywhere)
        login = self.login if everywhere or origin_of(url) == origin_of(self.url) else None
        told = str(entry.get("digest") or "")
        data = self.fetcher.get(url, MOST_PACKED, login=login, everywhere=everywhere).data
        digest = hashlib.sha256(data).hexdigest()
        match = _DIGEST.fullmatch(told)
        if told and (match is None or match[1].lower() != digest):
            raise SourceFailed(
                f"{shown(url)} is not what the index promises: its SHA-256 is {digest[:12]}…, "
                f"not {line(told.removeprefix('sha256:'), 13)}."
            )
        return Package(data, shown(url), digest, chosen)

    def _entries(self, chart: str) -> dict[str, Mapping[str, Any]]:
        """The index's entries of a chart by version; broken ones are left out."""
        url = index_url(self.url)
        if url not in self.indexes:
            data = self.fetcher.get(url, MOST_INDEX, login=self.login).data
            self.indexes[url] = read_index(data, shown(url))
        entries = self.indexes[url].get("entries")
        listed = entries.get(chart) if isinstance(entries, dict) else None
        if not isinstance(listed, list):
            raise SourceFailed(f"The repository {shown(self.url)} has no chart {line(chart)}.")
        found: dict[str, Mapping[str, Any]] = {}
        for entry in listed:
            if _is_usable(entry):
                found.setdefault(entry["version"], entry)
        if not found:
            raise SourceFailed(
                f"The index of {shown(self.url)} has no usable entry of the chart {line(chart)}."
            )
        return found


def kept_for(url: str) -> Repository | None:
    """What Helm keeps about a repository."""
    return next((known for known in repositories() if known.url == url.rstrip("/")), None)


def opened(url: str, progress: Progress | None, **options: Any) -> Fetcher:
    """A fetcher with the certificates that Helm keeps for a repository."""
    kept = kept_for(url)
    trust = Trust(kept.authorities, kept.certificate, kept.key, kept.insecure) if kept else Trust()
    return Fetcher(progress, trust=trust, **options)


def choose(chart: str, version: str, texts: list[str], where: str) -> str:
    """The version that is asked for. Raises BadSource, SourceFailed."""
    try:
        found = Wanted(version).choose(texts)
    except ValueError as error:
        raise BadSource(f"{error}.") from error
    if found is None and version.strip():
        near = ", ".join(newest_first(texts)[:3])
        raise SourceFailed(
            f"{where} has no version {line(version)} of {line(chart)}; the newest are {near}."
        )
    if found is None:
        raise SourceFailed(f"{where} has only prereleases of {line(chart)}; name one (--version).")
    return found


def index_url(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + "/index.yaml"))


def read_index(data: bytes, where: str) -> dict[str, Any]:
    """An index.yaml, every scalar as text: a version 1.10 stays what it is. Raises SourceFailed."""
    import yaml

    try:
        text = data.decode("utf-8-sig")
        loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        index = yaml.load(text, Loader=loader)
    except UnicodeDecodeError as error:
        raise SourceFailed(f"{where} is not UTF-8 text.") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise SourceFailed(f"{where} is no index of charts: it is not YAML.") from error
    if not isinstance(index, dict) or "entries" not in index:
        raise SourceFailed(f"{where} is no index of charts.")
    return index


def _is_usable(entry: object) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("version"), str):
        return False
    urls = entry.get("urls")
    if not isinstance(urls, list) or not urls or not isinstance(urls[0], str):
        return False
    try:
        Semver.parse(entry["version"])
    except ValueError:
        return False
    return True


def _resolved(base: str, reference: str) -> str:
    """The package's URL: as it is, or relative to the repository; the repository's query stays."""
    parts = urlsplit(base)
    folder = urlunsplit(parts._replace(path=parts.path.rstrip("/") + "/", query="", fragment=""))
    url = urljoin(folder, reference)
    there = urlsplit(url)
    if there.scheme not in ("http", "https") or not there.hostname:
        raise SourceFailed(f"The index names a package that is no web address: {line(reference)}.")
    if parts.query and not there.query and origin_of(url) == origin_of(base):
        url = urlunsplit(there._replace(query=parts.query))
    return url


def login_of(url: str) -> Login | None:
    """Who one is to the host of a URL that stands in no repository."""
    return login_for_host(urlsplit(url).hostname or "")
