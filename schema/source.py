"""Where a schema comes from, and the one way to have it: `load`.

Bundled; a file (a JSON Schema or a commented values.yaml); a chart's folder or package; an HTTP
chart repository; an OCI registry; the cache. Nothing is fetched unless the source says so, and
what fails changes nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from threading import Event
from typing import Any

from schema import bundle
from schema.archive import MOST_PACKED
from schema.cache import SHORT, Cache, Kept
from schema.chart import Chart, from_folder, from_package, json_schema, text_of
from schema.charted import ChartSchema
from schema.failure import BadSource, SourceFailed
from schema.fetch import PATIENCE, Fetcher, Patience, Progress, shown
from schema.model import Schema
from schema.plain import line
from schema.registry import Reference, Registry
from schema.repository import HttpRepository, Index, Package, address, login_of, opened
from schema.semver import Semver, Wanted

_URL = re.compile(r"https?://")
_SCHEMA_ENDS, _VALUES_ENDS, _PACKAGE_ENDS = (".json",), (".yaml", ".yml"), (".tgz", ".tar.gz")


@dataclass(frozen=True)
class Source:
    """What was asked for.

    `chart`: a name, a folder, a package (file or URL), `oci://…`, or NAME/CHART of a repository
    that Helm knows. `repo`: a repository's URL, its name with Helm, or "default". `schema`: a file,
    a URL, or the beginning of a digest in the cache; it goes before the others. `offline` forbids
    the network, `again` fetches also what the cache has.
    """

    chart: str = bundle.DEFAULT_CHART
    repo: str = ""
    schema: str = ""
    offline: bool = False
    again: bool = False

    @property
    def is_bundled(self) -> bool:
        return not self.schema and not self.is_local and not self.is_remote

    @property
    def is_remote(self) -> bool:
        """Whether it is in a repository or a registry, or in the cache of one."""
        if self.schema:
            return False
        remote = bool(self.repo) or self.chart.startswith("oci://") or bool(_URL.match(self.chart))
        return remote or ("/" in self.chart and not self.is_local)

    @property
    def is_local(self) -> bool:
        if self.schema or self.repo or "://" in self.chart:
            return False
        if self.chart.startswith((".", "~", os.sep)) or self.chart.endswith(_PACKAGE_ENDS):
            return True
        known = self.chart in bundle.charts()
        return not known and FilePath(self.chart).exists()


@dataclass(frozen=True)
class Means:
    """With what to fetch: who hears of the progress, what cancels, the patience, the cache.

    `indexes`, where given, keeps what repositories have told, for what is asked with it next.
    """

    progress: Progress | None = None
    cancel: Event | None = None
    patience: Patience = PATIENCE
    cache: Cache | None = None
    indexes: dict[str, Index] | None = None

    @property
    def kept(self) -> Cache:
        return self.cache or Cache()

    def options(self) -> dict[str, Any]:
        return {"cancel": self.cancel or Event(), "patience": self.patience}


def load(source: Source, version: str = "", means: Means | None = None) -> Schema:
    """The schema of a source in a version: one, a range, or "" for the newest release.

    Raises SourceFailed (BadSource where the request makes no sense, Cancelled), and
    `bundle.UnknownChart`.
    """
    means = means or Means()
    if source.schema:
        return _from_schema(source, version, means)
    if source.is_local:
        return _checked(_from_path(FilePath(source.chart).expanduser()), version)
    if source.is_remote:
        return _from_afar(source, version, means)
    _no_range(version)
    return bundle.load(source.chart, version or bundle.default_version(source.chart))


def available(source: Source, means: Means | None = None) -> list[str]:
    """The versions that a repository or registry has, the newest first; offline: the cache's."""
    means = means or Means()
    if source.is_bundled:
        return bundle.versions(source.chart)
    if source.offline:
        chart, where = _place(source)
        return [kept.version for kept in means.kept.find(chart, where)]
    if source.chart.startswith("oci://"):
        with Fetcher(means.progress, **means.options()) as fetcher:
            return Registry(Reference.parse(source.chart), fetcher).versions()
    url, chart = address(source.chart, source.repo)
    with opened(url, means.progress, **means.options()) as fetcher:
        return HttpRepository(url, fetcher, means.indexes).versions(chart)


@dataclass(frozen=True)
class Fetched:
    """A schema, and the released versions that the place it is from has, newest first. `before` is
    that of the older version that was asked for too, if it is there."""

    schema: Schema
    versions: tuple[str, ...]
    before: Schema | None = None


def fetch(
    source: Source, version: str = "", means: Means | None = None, before: str = ""
) -> Fetched:
    """A schema, what else there is, and the schema of the version `before`. Raises as `load`."""
    means = replace(means or Means(), indexes={})
    listed = [] if _URL.match(source.chart) else available(source, means)
    released = tuple(text for text in listed if not Semver.parse(text).prerelease)
    older = load(source, before, means) if before and _wanted(before).choose(listed) else None
    return Fetched(load(source, version, means), released, older)


# Files and folders


def _from_path(path: FilePath) -> ChartSchema:
    try:
        if path.is_dir():
            return ChartSchema(from_folder(path), f"The chart in {path}")
        if path.stat().st_size > MOST_PACKED:
            raise SourceFailed(f"{path} is larger than {MOST_PACKED >> 20} MiB.")
        data = path.read_bytes()
    except OSError as error:
        raise SourceFailed(f"{path}: {error.strerror or error}.") from error
    chart = from_package(data)
    return ChartSchema(chart, f"The packaged chart {path}", _digest(data))


def _checked(schema: ChartSchema, version: str) -> ChartSchema:
    """The schema, where it is of the version that was asked for."""
    if version and not _wanted(version).fits(Semver.parse(schema.version)):
        try:
            same = Semver.parse(version) == Semver.parse(schema.version)
        except ValueError:
            same = False
        if not same:
            raise SourceFailed(f"{schema.origin} is of {schema.version}, not of {line(version)}.")
    return schema


def _from_schema(source: Source, version: str, means: Means) -> Schema:
    _no_range(version)
    if _URL.match(source.schema):
        return _from_url(source, version, means)
    path = FilePath(source.schema).expanduser()
    if path.exists():
        if path.is_dir() or path.name.endswith(_PACKAGE_ENDS):
            return _from_path(path)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SourceFailed(f"{path}: {error.strerror or error}.") from error
        return _bare(_kind_of(path.name), data, source, version, f"The file {path}")
    kept = means.kept.named(source.schema)
    if kept is None:
        raise SourceFailed(f"{line(source.schema)} is no file, and nothing in the cache begins so.")
    return from_cache(kept, means.kept)


def _kind_of(name: str) -> str:
    if name.endswith(_SCHEMA_ENDS):
        return "schema"
    if name.endswith(_VALUES_ENDS):
        return "values"
    if name.endswith(_PACKAGE_ENDS):
        return "chart"
    raise BadSource(
        f"{line(name)} is none of .json (a JSON Schema), .yaml (values) or .tgz (a chart)."
    )


def _bare(kind: str, data: bytes, source: Source, version: str, origin: str) -> ChartSchema:
    """A schema of one file, taken for that of the chart and version that were named."""
    name = source.chart if re.fullmatch(r"[\w.-]+", source.chart) else bundle.DEFAULT_CHART
    version = version or (bundle.default_version(name) if name in bundle.charts() else "0.0.0")
    if kind == "chart":
        return ChartSchema(from_package(data), origin, _digest(data))
    if kind == "schema":
        chart = Chart(name, version, schema=json_schema(data, "The JSON Schema"))
    else:
        chart = Chart(name, version, text_of("The values file", data))
    return ChartSchema(chart, origin, _digest(data))


# The network, and the cache before it


def _from_url(source: Source, version: str, means: Means) -> Schema:
    url = source.schema
    kind = _kind_of(url.partition("?")[0])
    name = source.chart if re.fullmatch(r"[\w.-]+", source.chart) else bundle.DEFAULT_CHART
    where = shown(url)
    if not source.again:
        found = [kept for kept in means.kept.entries() if kept.where == where]
        if found:
            return from_cache(max(found, key=lambda kept: kept.fetched), means.kept)
    _no_network(source, where)
    with Fetcher(means.progress, **means.options()) as fetcher:
        data = fetcher.get(url, MOST_PACKED, login=login_of(url)).data
    schema = _bare(kind, data, source, version, f"The chart's own, from {where}")
    return _kept(schema, Package(data, where, _digest(data), schema.version), kind, name, means)


def _from_afar(source: Source, version: str, means: Means) -> Schema:
    chart, where = _place(source)
    wanted = _wanted(version)
    known = means.kept.find(chart, where)
    if source.offline or (wanted.exact and not source.again):
        chosen = wanted.choose([kept.version for kept in known])
        if chosen is not None:
            newest = max((k for k in known if k.version == chosen), key=lambda k: k.fetched)
            return from_cache(newest, means.kept)
        _no_network(source, f"{chart} {version}".strip() + f" of {where}")
    package = _package(source, version, means)
    read = from_package(package.data)
    if (
        not source.chart.startswith("oci://")
        and not _URL.match(source.chart)
        and read.name != chart
    ):
        raise SourceFailed(
            f"{package.url} is a package of {line(read.name)}, not of {line(chart)}."
        )
    origin = f"The chart's own, {read.name} {read.version} from {where}"
    schema = ChartSchema(read, origin, package.digest)
    return _kept(schema, package, "chart", chart, means, where)


def _package(source: Source, version: str, means: Means) -> Package:
    options = means.options()
    if source.chart.startswith("oci://"):
        with Fetcher(means.progress, **options) as fetcher:
            return Registry(Reference.parse(source.chart), fetcher).package(version)
    if _URL.match(source.chart):
        url = source.chart
        with Fetcher(means.progress, **options) as fetcher:
            data = fetcher.get(url, MOST_PACKED, login=login_of(url)).data
        return Package(data, shown(url), _digest(data), "")
    url, chart = address(source.chart, source.repo)
    with opened(url, means.progress, **options) as fetcher:
        return HttpRepository(url, fetcher, means.indexes).package(chart, version)


def _place(source: Source) -> tuple[str, str]:
    """The chart's name, and the place that the cache knows it by."""
    if source.chart.startswith("oci://"):
        reference = Reference.parse(source.chart)
        return reference.chart, str(reference)
    if _URL.match(source.chart):
        return shown(source.chart).rpartition("/")[2], shown(source.chart)
    url, chart = address(source.chart, source.repo)
    return chart, shown(url)


def _kept(
    schema: ChartSchema, package: Package, kind: str, chart: str, means: Means, where: str = ""
) -> ChartSchema:
    """The schema, once what it was read from is in the cache."""
    version = schema.version if kind != "chart" else package.version or schema.version
    try:
        means.kept.keep(package.data, kind, chart, version, where or package.url)
    except OSError as error:
        why = error.strerror or str(error)
        schema.notes = (*schema.notes, f"It could not be kept in the cache: {why}.")
    return schema


def from_cache(kept: Kept, cache: Cache) -> ChartSchema:
    """What the cache has. Raises SourceFailed."""
    data = cache.read(kept)
    origin = f"The chart's own, {kept.chart} {kept.version} from {kept.where}"
    origin += f", fetched {kept.fetched[:10]} (cache {kept.digest[:SHORT]})"
    return _bare(kept.kind, data, Source(kept.chart), kept.version, origin)


def _no_network(source: Source, what: str) -> None:
    if source.offline:
        raise SourceFailed(f"{line(what)} is not in the cache, and offline nothing is fetched.")


def _wanted(version: str) -> Wanted:
    try:
        return Wanted(version)
    except ValueError as error:
        raise BadSource(f"{error}.") from error


def _no_range(version: str) -> None:
    try:
        if version:
            Semver.parse(version)
    except ValueError as error:
        raise BadSource(f"{error}; a range needs a repository (--repo).") from error


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def source_of(chart: str | None, repo: str | None, schema: str | None, offline: bool) -> Source:
    """A source out of options as they were given."""
    plain = Source(repo=repo or "", schema=schema or "", offline=offline)
    return replace(plain, chart=chart) if chart else plain
