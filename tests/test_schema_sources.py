"""Where schemas come from: each kind of source for real, each fault in one sentence."""

from __future__ import annotations

import gzip
import json
import os
import sys
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from schema.archive import unpack
from schema.cache import Cache
from schema.charted import ChartSchema
from schema.credentials import Login, login_for_registry
from schema.failure import BadSource, Cancelled, SourceFailed
from schema.fetch import Patience, redirected
from schema.source import Means, Source, available, load
from tests import web
from tests.charts import ABOUT, SCHEMA, archive, indexed, packaged, write_chart
from tests.commands import Run
from tests.helm import run_helm
from wizard.commands.sources import failing
from wizard.exit_codes import ExitCode

VERSIONS = ("1.2.0", "1.10.0", "2.0.0-rc.1", "v1.3.0")
QUICK = Patience(connect=2, piece=0.4, whole=1.5, pause=0.01, attempts=3)
REGISTRY_SCRATCH = "registry"


@dataclass
class Shop:
    """A repository with the chart `shop`, and the folder that it serves."""

    folder: Path
    site: web.Site
    cache: Cache

    def load(self, version: str = "", means: Means | None = None, **options: Any) -> ChartSchema:
        source = Source(**{"chart": "shop", "repo": self.site.url, **options})
        schema = load(source, version, means or self.means)
        assert isinstance(schema, ChartSchema)
        return schema

    @property
    def means(self) -> Means:
        return Means(patience=QUICK, cache=self.cache)


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No proxy, no login, an empty cache."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("NETRC", "DOCKER_CONFIG", "HELM_REPOSITORY_CONFIG", "HELM_REGISTRY_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    cache = tmp_path / "cache-home"
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config-home"))
    monkeypatch.setattr(
        "wizard.commands.sources.means_of", lambda progress: Means(progress, patience=QUICK)
    )
    return cache


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages that real Helm made, with its index."""
    folder = tmp_path_factory.mktemp("packages")
    for version in VERSIONS:
        packaged(folder, version)
    indexed(folder)
    return folder


@pytest.fixture
def shop(packages: Path, tmp_path: Path) -> Iterator[Shop]:
    routes: dict[str, web.Route] = {
        f"/{file.name}": file.read_bytes() for file in packages.iterdir() if file.is_file()
    }
    with web.served(routes) as site:
        yield Shop(packages, site, Cache(tmp_path / "cache"))


# Repositories


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", "1.10.0"),
        ("1.2.0", "1.2.0"),
        ("v1.2.0", "1.2.0"),
        ("1.3.0", "1.3.0"),
        ("v1.3.0", "1.3.0"),
        ("~1.2", "1.2.0"),
        ("<1.10", "1.3.0"),
        ("^1", "1.10.0"),
        (">=1.5 <3 || ~0.1", "1.10.0"),
        ("2.0.0-rc.1", "2.0.0-rc.1"),
        (">1.10.0-0", "2.0.0-rc.1"),
    ],
)
def test_a_version_is_chosen_as_helm_chooses(shop: Shop, wanted: str, found: str) -> None:
    schema = shop.load(wanted)
    assert schema.version == found
    assert schema.field("replicas") is not None
    assert shop.site.url in schema.origin


def test_the_versions_of_a_repository_are_listed_newest_first(shop: Shop) -> None:
    found = available(Source("shop", shop.site.url), shop.means)
    assert found == ["2.0.0-rc.1", "1.10.0", "v1.3.0", "1.2.0"]


@pytest.mark.parametrize("elsewhere", [True, False])
def test_the_index_may_name_packages_by_whole_urls(
    shop: Shop, tmp_path: Path, elsewhere: bool
) -> None:
    package = packaged(tmp_path, "1.2.0")
    with web.served({"/far/shop-1.2.0.tgz": package.read_bytes()}) as other:
        text = indexed(tmp_path, f"{other.url}/far" if elsewhere else f"{shop.site.url}/deep")
        shop.site.routes["/index.yaml"] = text.encode()
        shop.site.routes["/deep/shop-1.2.0.tgz"] = package.read_bytes()
        assert shop.load().version == "1.2.0"


def test_a_login_goes_to_its_repository_and_nowhere_else(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = packaged(tmp_path, "1.2.0").read_bytes()
    with web.served({"/shop-1.2.0.tgz": package}) as other:
        shop.site.routes["/index.yaml"] = web.guarded(indexed(tmp_path, other.url).encode())
        with pytest.raises(SourceFailed, match=r"wants a login \(401\)"):
            shop.load()
        run_helm_repositories(tmp_path, monkeypatch, shop.site.url)
        assert shop.load().version == "1.2.0"
        assert not other.sent("Authorization")
        assert shop.load("1.2.0", chart="mine/shop", repo="").version == "1.2.0"


def run_helm_repositories(folder: Path, patch: pytest.MonkeyPatch, url: str) -> None:
    """A repositories.yaml as `helm repo add` writes it."""
    file = folder / "repositories.yaml"
    entry = {"name": "mine", "url": url, "username": web.USER, "password": web.PASSWORD}
    file.write_text(json.dumps({"apiVersion": "", "repositories": [entry]}), encoding="utf-8")
    patch.setenv("HELM_REPOSITORY_CONFIG", str(file))


@pytest.mark.parametrize("way", ["netrc", "environment", "url"])
def test_other_ways_to_log_in(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    index = shop.site.routes["/index.yaml"]
    assert isinstance(index, bytes)
    shop.site.routes["/index.yaml"] = web.guarded(index)
    repo = shop.site.url
    if way == "netrc":
        file = tmp_path / "netrc"
        file.write_text(f'machine 127.0.0.1 login {web.USER} password "{web.PASSWORD}"\n')
        file.chmod(0o600)
        monkeypatch.setenv("NETRC", str(file))
    elif way == "environment":
        monkeypatch.setenv("GLOO_WIZARD_USERNAME", web.USER)
        monkeypatch.setenv("GLOO_WIZARD_PASSWORD", web.PASSWORD)
    else:
        repo = repo.replace("//", f"//{web.USER}:{web.PASSWORD.replace(' ', '%20')}@")
    schema = shop.load(repo=repo)
    assert "sesame" not in schema.origin
    assert all(b"sesame" not in file.read_bytes() for file in shop.cache.folder.iterdir())


def test_a_proxy_of_the_environment_is_used(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.site.routes.update(
        {f"http://charts.test{path}": route for path, route in list(shop.site.routes.items())}
    )
    monkeypatch.setenv("HTTP_PROXY", shop.site.url)
    assert shop.load(repo="http://charts.test").version == "1.10.0"


def test_an_authority_of_ones_own(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = web.certificate(tmp_path)
    with web.served(shop.site.routes, pem) as secure:
        with pytest.raises(SourceFailed, match=r"is not trusted .*SSL_CERT_FILE"):
            shop.load(repo=secure.url)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
        assert shop.load(repo=secure.url).version == "1.10.0"
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
        with pytest.raises(SourceFailed, match="is no file"):
            shop.load(repo=secure.url)


# Faults


def bomb() -> bytes:
    return gzip.compress(bytes(101 << 20), 1)


FAULTS: dict[str, tuple[str, Any, str]] = {
    "no index": ("/index.yaml", None, "does not exist (404)"),
    "no package": ("/shop-1.10.0.tgz", None, "does not exist (404)"),
    "always 500": ("/index.yaml", web.failing_first(9, 500, b""), "answers 500 (tried 3 times)"),
    "forbidden": ("/index.yaml", lambda handler: handler.reply(403), "wants a login (403)"),
    "slow": ("/shop-1.10.0.tgz", web.slow(bytes(4000), 0.1), "takes too long: it was given up"),
    "silent": ("/shop-1.10.0.tgz", web.slow(bytes(4000), 0.9), "does not answer in time"),
    "cut off": ("/shop-1.10.0.tgz", web.cut(bytes(90_000)), "breaks off before its end"),
    "other bytes": ("/shop-1.10.0.tgz", b"\x1f\x8bnonsense", "is not what the index promises"),
    "loop": ("/index.yaml", web.moved("/index.yaml"), "redirects more than 5 times"),
    "away": ("/index.yaml", web.moved("file:///etc/passwd"), "is no web address"),
    "no yaml": ("/index.yaml", b"{[", "it is not YAML"),
    "deep yaml": ("/index.yaml", b"[" * 5000, "it is not YAML"),
    "no utf-8": ("/index.yaml", b"entries: \xff\xfe", "is not UTF-8 text"),
    "another page": ("/index.yaml", b"<html>", "is no index of charts"),
    "no such chart": ("/index.yaml", b"entries: {other: []}", "has no chart shop"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_in_one_sentence_and_changes_nothing(
    shop: Shop, fault: str, gloo_wizard: Run, tmp_path: Path, no_settings_of_this_machine: Path
) -> None:
    path, route, sentence = FAULTS[fault]
    if route is None:
        del shop.site.routes[path]
    else:
        shop.site.routes[path] = route
    values = tmp_path / "values.yaml"
    values.write_text("replicas: 3\n", encoding="utf-8")
    ended = gloo_wizard(
        "set", values, "replicas=4", "--in-place", "--chart", "shop", "--repo", shop.site.url
    )
    assert ended.code == ExitCode.UNREADABLE
    assert sentence in ended.told
    assert ended.told.count("\n") == 1
    assert values.read_text(encoding="utf-8") == "replicas: 3\n"
    assert not no_settings_of_this_machine.exists()


def package(**files: bytes) -> Callable[[], bytes]:
    """A package with a Chart.yaml and, with the content given, values or a schema."""
    named = {f"shop/{name.replace('_', '.')}": content for name, content in files.items()}
    return lambda: archive({"shop/Chart.yaml": ABOUT, **named})


def with_file(name: str) -> Callable[[], bytes]:
    return lambda: archive({name: b"", "shop/Chart.yaml": ABOUT})


MANY = {f"shop/templates/{number}": b"" for number in range(10_001)}
PACKAGES: dict[str, tuple[Callable[[], bytes], str]] = {
    "no gzip": (lambda: b"nonsense", "no packaged chart"),
    "cut off": (lambda: package()()[:-20], "cut off"),
    "damaged": (lambda: package()()[:-8] + bytes(8), "damaged"),
    "no tar": (lambda: gzip.compress(b"nonsense" * 999), "damaged"),
    "empty": (lambda: archive({}), "holds no chart"),
    "leads out": (with_file("shop/../../etc/values.yaml"), "leads out"),
    "absolute": (with_file("/shop/values.yaml"), "leads out"),
    "drive": (with_file("C:\\shop\\values.yaml"), "leads out"),
    "top": (lambda: archive({"Chart.yaml": ABOUT}), "at the top"),
    "link": (lambda: archive({"shop/Chart.yaml": ABOUT}, {"shop/values.yaml": "/x"}), "is a link"),
    "large": (package(values_schema_json=bytes(6 << 20)), "values.schema.json of the chart is lar"),
    "no utf-8": (package(values_yaml=b"a: \xff"), "not UTF-8"),
    "no json": (package(values_schema_json=b"{"), "not JSON"),
    "deep json": (package(values_schema_json=b'{"a":' * 90_000), "nested too deeply"),
    "bad values": (package(values_yaml=b"a: [\n"), "values.yaml"),
    "no name": (lambda: archive({"shop/Chart.yaml": b"version: 1.0.0"}), "no usable name"),
    "many": (lambda: archive({"shop/Chart.yaml": ABOUT, **MANY}, level=1), "more than 10000"),
}


@pytest.mark.parametrize("fault", PACKAGES)
def test_a_bad_package_ends_in_one_sentence(
    fault: str, gloo_wizard: Run, tmp_path: Path, no_settings_of_this_machine: Path
) -> None:
    made, sentence = PACKAGES[fault]
    with web.served({"/shop.tgz": made()}) as site:
        ended = gloo_wizard("schema", "fetch", "--chart", f"{site.url}/shop.tgz")
    assert ended.code == ExitCode.UNREADABLE, ended
    assert sentence in ended.told
    assert ended.told.count("\n") == 1
    assert not no_settings_of_this_machine.exists()


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(SourceFailed, match="more than 100 MiB"):
        unpack(bomb())


def test_a_packed_answer_is_a_bomb_too(shop: Shop) -> None:
    small = gzip.compress(bytes(65 << 20), 1)
    shop.site.routes["/index.yaml"] = lambda handler: handler.reply(
        200, small, Content_Encoding="gzip"
    )
    with pytest.raises(SourceFailed, match="larger than 64 MiB"):
        shop.load()


def test_a_server_that_recovers_is_asked_again(shop: Shop) -> None:
    index = shop.site.routes["/index.yaml"]
    assert isinstance(index, bytes)
    shop.site.routes["/index.yaml"] = web.failing_first(2, 503, index)
    assert shop.load().version == "1.10.0"
    assert shop.site.asked("/index.yaml") == 3


def test_a_bad_entry_of_the_index_is_passed_over(shop: Shop) -> None:
    index = shop.site.routes["/index.yaml"]
    assert isinstance(index, bytes)
    bad = b"  - version: [9]\n  - 7\n  - version: not-one\n    urls: [x]\n  - version: 9.9.9\n"
    shop.site.routes["/index.yaml"] = index.replace(b"  shop:\n", b"  shop:\n" + bad)
    assert shop.load().version == "1.10.0"


def test_a_redirect_within_reach_is_followed(shop: Shop) -> None:
    shop.site.routes["/moved/index.yaml"] = web.moved(f"{shop.site.url}/index.yaml")
    shop.site.routes["/moved/shop-1.10.0.tgz"] = web.moved("/shop-1.10.0.tgz")
    assert shop.load(repo=f"{shop.site.url}/moved").version == "1.10.0"


@pytest.mark.parametrize("version", ["7.0.0", ">=7"])
def test_a_version_that_there_is_not(shop: Shop, version: str) -> None:
    with pytest.raises(
        SourceFailed, match=r"has no version .* the newest are 2\.0\.0-rc\.1, 1\.10"
    ):
        shop.load(version)


def test_it_can_be_cancelled(shop: Shop) -> None:
    shop.site.routes["/shop-1.10.0.tgz"] = web.slow(bytes(90_000), 0.05)
    cancel = threading.Event()
    seen: list[str] = []

    def progress(what: str, size: int, total: int | None) -> None:
        seen.append(what)
        if what.endswith(".tgz"):
            cancel.set()

    with pytest.raises(Cancelled):
        shop.load(means=Means(progress, cancel, QUICK, shop.cache))
    assert seen[0] == "index.yaml"
    assert not shop.cache.entries()


def test_a_terminal_sees_the_progress(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Escape codes go to a terminal only; the line is wiped in the end."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with failing(Namespace(no_color=False)) as progress:
        shop.load(means=Means(progress, patience=QUICK, cache=shop.cache))
    told = capsys.readouterr().err
    assert "\r\x1b[Kshop-1.10.0.tgz: 0.0 MiB of 0.0 MiB" in told
    assert told.endswith("\r\x1b[K")


# The cache


def test_what_was_fetched_is_there_offline(shop: Shop) -> None:
    fetched = shop.load("1.2.0")
    asked = len(shop.site.requests)
    for version in ("1.2.0", "", "^1"):
        kept = shop.load(version, offline=True)
        assert kept.json_schema() == fetched.json_schema()
        assert "fetched" in kept.origin
    assert shop.load("1.2.0").digest == fetched.digest
    assert len(shop.site.requests) == asked
    with pytest.raises(SourceFailed, match="is not in the cache, and offline nothing is fetched"):
        shop.load("1.10.0", offline=True)
    assert available(Source("shop", shop.site.url, offline=True), shop.means) == ["1.2.0"]


def test_changed_bytes_in_the_cache_are_not_used(shop: Shop) -> None:
    shop.load("1.2.0")
    (kept,) = shop.cache.entries()
    file = shop.cache.folder / f"sha256-{kept.digest}"
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(SourceFailed, match="was changed on the disk"):
        shop.load("1.2.0", offline=True)
    assert len(shop.cache.damaged()) == 2


def test_a_cache_that_takes_nothing_is_no_failure(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    schema = shop.load(means=Means(patience=QUICK, cache=Cache(tmp_path / "file" / "cache")))
    assert "could not be kept" in schema.notes[-1]


def test_the_commands_of_the_cache(
    shop: Shop, gloo_wizard: Run, no_settings_of_this_machine: Path
) -> None:
    chart = ("--chart", "shop", "--repo", shop.site.url)
    fetched = gloo_wizard("schema", "fetch", *chart, "--version", "<1.5")
    assert fetched.code == ExitCode.CLEAN, fetched
    assert "The chart's own" in fetched.told
    digest = fetched.text.strip()
    listed = gloo_wizard("schema", "list")
    assert f"{digest[:12]}  shop v1.3.0  chart" in listed.text
    assert "gloo-platform" in listed.text
    told = json.loads(gloo_wizard("schema", "list", "--format", "json").text)
    assert [one["digest"] for one in told["fetched"]] == [digest]
    shown = gloo_wizard("schema", "show", "--schema", digest[:8])
    assert "replicas" in shown.text
    assert "shop" in json.loads(shown.text)["$defs"]
    summary = gloo_wizard("schema", "show", "--summary", "--offline", *chart, "--version", "v1.3.0")
    assert "The chart's own schema and values." in summary.text
    folder = no_settings_of_this_machine / "gloo-wizard" / "schemas"
    (folder / "sha256-half.tmp").write_text("")
    assert "1 damaged file" in gloo_wizard("schema", "prune").told
    assert "removed shop" in gloo_wizard("schema", "prune", digest[:12]).told
    assert not list(folder.iterdir())
    assert gloo_wizard("schema", "prune", digest[:12]).code == ExitCode.USAGE
    assert "nothing to remove" in gloo_wizard("schema", "prune", "--all").told


# Registries


@pytest.fixture(scope="session")
def oci(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real registry into which real Helm has pushed the packages."""
    with web.registry(tmp_path_factory.mktemp(REGISTRY_SCRATCH)) as host:
        for file in packages.glob("*.tgz"):
            run_helm(4, "push", file, f"oci://{host}/charts", "--plain-http")
        yield f"oci://{host}/charts/shop"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", "1.10.0"),
        ("1.2.0", "1.2.0"),
        ("v1.2.0", "1.2.0"),
        ("1.3.0", "1.3.0"),
        ("~1.2", "1.2.0"),
    ],
)
def test_a_registry(oci: str, tmp_path: Path, wanted: str, found: str) -> None:
    means = Means(patience=QUICK, cache=Cache(tmp_path / "cache"))
    schema = load(Source(oci), wanted, means)
    assert schema.version == found
    assert oci in schema.origin
    assert load(Source(oci, offline=True), wanted, means).version == found


def test_the_versions_of_a_registry(oci: str, gloo_wizard: Run, tmp_path: Path) -> None:
    assert available(Source(oci)) == ["2.0.0-rc.1", "1.10.0", "v1.3.0", "1.2.0"]
    assert load(Source(f"{oci}:1.2.0")).version == "1.2.0"
    with pytest.raises(BadSource, match="differ"):
        load(Source(f"{oci}:1.2.0"), "1.3.0")
    missing = gloo_wizard("schema", "fetch", "--chart", oci, "--version", "3.0.0")
    assert missing.code == ExitCode.UNREADABLE
    assert "has no version 3.0.0" in missing.told
    none = gloo_wizard("schema", "fetch", "--chart", oci.replace("shop", "shed"))
    assert none.code == ExitCode.UNREADABLE
    assert "does not exist (404)" in none.told
    assert gloo_wizard("schema", "fetch", "--chart", "oci://x").code == ExitCode.USAGE


def test_a_registry_with_a_password(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with web.registry(tmp_path, web.with_password(tmp_path)) as host:
        reference = f"oci://{host}/charts/shop"
        run_helm(
            4, "push", packages / "shop-1.2.0.tgz", f"oci://{host}/charts", "--plain-http",
            "--username", web.USER, "--password", web.PASSWORD,
        )  # fmt: skip
        with pytest.raises(SourceFailed, match=r"it wants a login \(401\)"):
            load(Source(reference))
        kept = tmp_path / "config.json"
        monkeypatch.setenv("HELM_REGISTRY_CONFIG", str(kept))
        run_helm_login(kept, host, "wrong")
        with pytest.raises(SourceFailed, match=r"is not accepted \(401\)"):
            load(Source(reference))
        run_helm_login(kept, host, web.PASSWORD)
        assert load(Source(reference)).version == "1.2.0"


def run_helm_login(file: Path, host: str, password: str) -> None:
    """What `helm registry login` keeps."""
    import base64

    pair = base64.b64encode(f"{web.USER}:{password}".encode()).decode()
    file.write_text(json.dumps({"auths": {host: {"auth": pair}}}), encoding="utf-8")


def test_a_registry_with_tokens_for_anybody(packages: Path, tmp_path: Path) -> None:
    tokens = web.Tokens(tmp_path)
    with (
        web.served({"/token": tokens.route}) as issuer,
        web.registry(tmp_path, tokens.auth(issuer.url)) as host,
    ):
        run_helm(4, "push", packages / "shop-1.2.0.tgz", f"oci://{host}/charts", "--plain-http")
        tokens.granted.clear()
        assert load(Source(f"oci://{host}/charts/shop"), "1.2.0").version == "1.2.0"
        assert tokens.granted == ["repository:charts/shop:pull"]


def test_a_registry_that_takes_an_identity_token(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `docker login` keeps it where the registry gives one for a name and a password."""
    tokens = web.Tokens(tmp_path)
    with (
        web.served({"/token": tokens.route}) as issuer,
        web.registry(tmp_path, tokens.auth(issuer.url)) as host,
    ):
        run_helm(4, "push", packages / "shop-1.2.0.tgz", f"oci://{host}/charts", "--plain-http")
        tokens.identity = "an identity"
        reference = f"oci://{host}/charts/shop"
        kept = tmp_path / "config.json"
        monkeypatch.setenv("HELM_REGISTRY_CONFIG", str(kept))
        kept.write_text(json.dumps({"auths": {host: {"identitytoken": "another"}}}))
        with pytest.raises(SourceFailed, match="is not accepted"):
            load(Source(reference), "1.2.0")
        kept.write_text(json.dumps({"auths": {host: {"identitytoken": tokens.identity}}}))
        assert load(Source(reference), "1.2.0").version == "1.2.0"
        issuer.routes["/token"] = web.moved(f"{issuer.url}/other")
        with pytest.raises(SourceFailed, match="answers 302"):
            load(Source(reference, again=True), "1.2.0")
        assert not issuer.asked("/other")


def test_a_registry_that_gives_other_bytes(oci: str, tmp_path: Path) -> None:
    digest = "sha256:" + "0" * 64
    media = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
    config = {"mediaType": "application/vnd.cncf.helm.config.v1+json", "digest": digest}
    manifest = {"config": config, "layers": [{"mediaType": media, "digest": digest}]}
    image = {**manifest, "config": {"mediaType": "application/vnd.oci.image.config.v1+json"}}
    routes: dict[str, web.Route] = {
        "/v2/a/shop/manifests/1.0.0": json.dumps(manifest).encode(),
        "/v2/a/shop/manifests/2.0.0": json.dumps(image).encode(),
        "/v2/a/shop/manifests/3.0.0": lambda handler: handler.reply(
            200, b"{}", Docker_Content_Digest=digest
        ),
        f"/v2/a/shop/blobs/{digest}": b"anything",
    }
    with web.served(routes) as site:
        source = Source(f"oci://{site.url.removeprefix('http://')}/a/shop")
        for version, sentence in {
            "1.0.0": "The package .* is not what the registry promises",
            "2.0.0": "something else than a Helm chart",
            "3.0.0": "The manifest .* is not what the registry promises",
        }.items():
            with pytest.raises(SourceFailed, match=sentence):
                load(source, version)


def test_a_credential_helper_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    helper = tmp_path / "docker-credential-test"
    helper.write_text(
        '#!/bin/sh\nread host\nprintf \'{"Username": "%s", "Secret": "word"}\' "$host"\n'
    )
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    (tmp_path / "config.json").write_text('{"credHelpers": {"charts.test": "test"}}')
    assert login_for_registry("charts.test") == Login("charts.test", "word")
    assert login_for_registry("other.test") is None
    assert "word" not in repr(login_for_registry("charts.test"))
    (tmp_path / "config.json").write_text('{"credsStore": "../../bin/sh"}')
    with pytest.raises(SourceFailed, match="credential helper that is none"):
        login_for_registry("charts.test")


@pytest.mark.parametrize(
    ("first", "there", "sentence"),
    [
        ("https://charts.test/a", "http://charts.test/a", "from https to http"),
        ("http://charts.test/a", "http://169.254.169.254/latest", "to a private address"),
        ("https://charts.test/a", "https://localhost/a", "to a private address"),
        ("https://charts.test/a", "https://[::1]/a", "to a private address"),
        ("https://charts.test/a", "ftp://charts.test/a", "no web address"),
    ],
)
def test_redirects_that_are_not_followed(first: str, there: str, sentence: str) -> None:
    with pytest.raises(SourceFailed, match=sentence):
        redirected(first, first, there)


# Files and folders


def test_a_folder_a_package_and_bare_files_say_the_same(packages: Path, tmp_path: Path) -> None:
    folder = write_chart(tmp_path)
    package = load(Source(str(packages / "shop-1.2.0.tgz")))
    whole = load(Source(str(folder)), "1.2.0")
    assert [field.path for field in whole.walk()] == [field.path for field in package.walk()]
    assert whole.defaults() == package.defaults()
    bare = load(Source("shop", schema=str(folder / "values.schema.json")), "1.2.0")
    assert bare.json_schema() == SCHEMA
    values = load(Source("shop", schema=str(folder / "values.yaml")), "1.2.0")
    assert values.defaults()["replicas"] == 2


def test_a_folder_of_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceFailed, match=r"is of 1\.2\.0, not of 1\.3\.0"):
        load(Source(str(write_chart(tmp_path))), "1.3.0")


def test_links_do_not_lead_out_of_a_folder(tmp_path: Path) -> None:
    chart = write_chart(tmp_path)
    (chart / "values.yaml").unlink()
    (tmp_path / "secret").write_text("a: 1\n")
    os.symlink(tmp_path / "secret", chart / "values.yaml")
    with pytest.raises(SourceFailed, match="leads out of the chart's folder"):
        load(Source(str(chart)))


def test_a_schema_by_its_url(tmp_path: Path) -> None:
    with web.served({"/x/values.schema.json": json.dumps(SCHEMA).encode()}) as site:
        means = Means(patience=QUICK, cache=Cache(tmp_path / "cache"))
        source = Source("shop", schema=f"{site.url}/x/values.schema.json?a=b")
        assert load(source, "1.2.0", means).json_schema() == SCHEMA
        assert load(source, "1.2.0", means).version == "1.2.0"
        assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("options", "code", "part"),
    [
        (("--chart", "nothing"), ExitCode.USAGE, "nothing"),
        (("--chart", "./nothing.tgz"), ExitCode.UNREADABLE, "No such file"),
        (("--chart", "nothing", "--repo", "default"), ExitCode.USAGE, "No repository is known"),
        (("--chart", "nobody/nothing"), ExitCode.USAGE, "is no repository"),
        (("--schema", "nothing.json"), ExitCode.UNREADABLE, "is no file"),
        (("--version", ">2"), ExitCode.USAGE, "--version"),
        (("--repo", "default", "--offline"), ExitCode.UNREADABLE, "is not in the cache"),
    ],
)
def test_sources_that_cannot_be_meant(
    options: tuple[str, ...], code: ExitCode, part: str, gloo_wizard: Run, tmp_path: Path
) -> None:
    values = tmp_path / "values.yaml"
    values.write_text("a: 1\n")
    ended = gloo_wizard("check", values, *options)
    assert ended.code == code, ended
    assert part in ended.told


def test_nothing_is_fetched_unless_asked(
    monkeypatch: pytest.MonkeyPatch, gloo_wizard: Run, tmp_path: Path
) -> None:
    import httpx

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(httpx.Client, "stream", refuse)
    values = tmp_path / "values.yaml"
    values.write_text("common:\n  cluster: a\n")
    assert gloo_wizard("check", values, "--version", "2.4.16").code in (0, 1)
    assert gloo_wizard("show", values, "--effective").code == 0
    assert gloo_wizard("schema", "list").code == 0
    assert gloo_wizard("explain", "common.cluster").code == 0


def test_an_answers_file_fetches_nothing(gloo_wizard: Run, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("chart: oci://charts.test/shop\nanswers: {}\n")
    ended = gloo_wizard("generate", "--answers", answers, "-o", tmp_path / "new.yaml")
    assert ended.code == ExitCode.USAGE
    assert "no chart's name" in ended.told
