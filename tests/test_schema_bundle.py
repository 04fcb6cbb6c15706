"""The bundled files themselves, and looking things up in them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from schema import bundle
from schema.facts import CONTAINERS, join_pattern, split_pattern
from schema.model import LAST, Schema
from schema.path import Item, parse_path
from schema.version import Version

BUNDLED = Path(bundle.__file__).parent / "bundled" / "gloo-platform.json"
SCALARS = {
    "boolean",
    "integer",
    "number",
    "string",
    "quantity",
    "int-or-string",
    "string-or-integer",
}
ATTRIBUTES = {
    "path", "type", "default", "description", "since", "first_seen", "until", "choices",
    "enforced", "sensitive", "nullable", "open", "strict", "required", "min_length", "deprecated",
    "unchecked", "dead", "replaced_by", "confidence", "source", "spans",
}  # fmt: skip
CONFIDENCES = {"chart", "seen", "inferred", "unverified"}


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(BUNDLED.read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def schema() -> Schema:
    return bundle.load()


def entries(data: dict[str, Any]) -> list[dict[str, Any]]:
    shaped = [entry for shape in data["shapes"].values() for entry in shape["fields"]]
    return [*data["fields"], *shaped]


def test_each_field_has_a_line_of_its_own(data: dict[str, Any]) -> None:
    lines = BUNDLED.read_text(encoding="utf-8").splitlines()
    written = [line for line in lines if line.lstrip().startswith('{"path": ')]
    assert len(written) == len(entries(data))
    assert all(json.loads(line.strip().rstrip(",")) for line in written)


def test_entries_are_well_formed(data: dict[str, Any]) -> None:
    types = SCALARS | set(CONTAINERS) | set(data["shapes"])
    for entry in entries(data):
        assert set(entry) <= ATTRIBUTES, entry
        assert "type" not in entry or entry["type"] in types, entry
        assert join_pattern(split_pattern(entry["path"])) == entry["path"]
        assert entry.get("confidence", "chart") in CONFIDENCES
        for part in (entry, *entry.get("spans", ())):
            assert set(part) <= ATTRIBUTES | {"unknown"}, entry
            sinces = part.get("since", [])
            for version in [sinces] if isinstance(sinces, str) else sinces:
                Version.parse(version)
            assert re.fullmatch(r"(\d+\.\d+(\.\d+)?)?", part.get("until", ""))
            assert re.fullmatch(r"(\d+\.\d+(\.\d+)?)?", part.get("first_seen", ""))


def test_paths_are_unique_and_in_the_charts_order(data: dict[str, Any]) -> None:
    paths = [split_pattern(entry["path"]) for entry in data["fields"]]
    assert len(set(paths)) == len(paths)
    assert paths == sorted(paths)
    for shape in data["shapes"].values():
        below = [entry["path"] for entry in shape["fields"]]
        assert len(set(below)) == len(below)


def test_sources_are_named(data: dict[str, Any]) -> None:
    for entry in entries(data):
        for tag in entry.get("source", "").split():
            assert tag in data["sources"] or re.fullmatch(r"obs\d+\.\d+-\d+\.\d+", tag), entry


@pytest.mark.parametrize("version", ["2.3.3", "2.4.16", "2.6.5", "2.14.0"])
def test_every_field_is_described(version: str) -> None:
    assert [
        field.path for field in bundle.load(version=version).walk() if not field.description
    ] == []


def test_successors_and_meant_keys_exist(data: dict[str, Any]) -> None:
    newest, default = bundle.load(version="2.14.0"), bundle.load()
    targets = [entry["replaced_by"] for entry in entries(data) if "replaced_by" in entry]
    for path in [*targets, *data["mistakes"].values()]:
        assert newest.known(path) or default.known(path) or default.elsewhere(path), path


def test_secrets_are_marked(schema: Schema) -> None:
    for path in (
        "licensing.glooMeshLicenseKey",
        "licensing.glooTrialLicenseKey",
        "licensing.licenseKey",
        "glooUi.auth.oidc.clientSecret",
        "glooMgmtServer.extraEnvs.RELAY_TOKEN.value",
        "telemetryGatewayCustomization.extraExporters.redisstream/ui.password",
        "extAuthService.extAuth.signingKey",
    ):
        field = schema.field(path)
        assert field is not None, path
        assert field.sensitive, path


def test_versions_come_newest_first_and_one_a_line_at_least() -> None:
    versions = [Version.parse(name) for name in bundle.versions()]
    assert versions == sorted(versions, reverse=True)
    assert {version.line for version in versions} == {(2, minor) for minor in range(3, 15)}
    assert bundle.DEFAULT_VERSION in bundle.versions()
    assert bundle.newest()[(2, 4)] == "2.4.16"


def test_unknown_charts_and_too_old_versions_are_refused() -> None:
    with pytest.raises(bundle.UnknownChart):
        bundle.load("no-such-chart", "1.0.0")
    with pytest.raises(bundle.UnknownChart, match=r"older than 2\.3"):
        bundle.load(version="2.2.9")
    with pytest.raises(ValueError, match="not a chart version"):
        bundle.load(version="latest")


def test_loading_brings_nothing_heavy() -> None:
    code = (
        "import sys; from schema import bundle; bundle.load().field('common.cluster');"
        "print({'jsonschema', 'yaml', 'textual', 'httpx'} & set(sys.modules))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("path", "pattern", "kind"),
    [
        ("common.cluster", "common.cluster", "string"),
        ("glooMgmtServer.ports.grpc", "glooMgmtServer.ports.grpc", "integer"),
        ("glooMgmtServer.ports.other", "glooMgmtServer.ports.*", "integer"),
        ("glooAgent.env[3].name", "glooAgent.env[].name", "string"),
        ("glooAgent.env[name=A].value", "glooAgent.env[].value", "string"),
        (
            "glooMgmtServer.serviceOverrides.metadata.annotations.a",
            "glooMgmtServer.serviceOverrides.metadata.annotations.*",
            "string",
        ),
        (
            "telemetryCollectorCustomization.pipelines.metrics/ui.enabled",
            "telemetryCollectorCustomization.pipelines.metrics/ui.enabled",
            "boolean",
        ),
        (
            "glooUi.sidecars.console.image.tag",
            "glooUi.sidecars.console.image.tag",
            "string",
        ),
        ("glooMgmtServer.extraEnvs.A.value", "glooMgmtServer.extraEnvs.*.value", "string"),
    ],
)
def test_fields_are_found_by_path(schema: Schema, path: str, pattern: str, kind: str) -> None:
    field = schema.field(path)
    assert field is not None
    assert (field.path, field.type) == (pattern, kind)


def test_what_is_not_there_is_not_found(schema: Schema) -> None:
    for path in ("glooMgmServer", "common.cluster.more", "glooAgent.env.name", "redisStore"):
        assert schema.field(path) is None
    assert schema.field(()) is None
    elsewhere = schema.elsewhere("redisStore.snapshot.client.address")
    assert elsewhere is not None
    assert elsewhere.since == "2.6"
    assert schema.elsewhere("common.cluster") is None
    assert schema.elsewhere("no.such.key") is None


def test_known_follows_free_forms(schema: Schema) -> None:
    free = ("telemetryCollector.config.a.b", "prometheus.server.foo", "global.x", "jaeger.y.z")
    for path in free:
        assert schema.known(path), path
        assert schema.open(path), path
    assert schema.known("glooMgmtServer.ports.x")
    assert not schema.known("glooMgmtServer.image.registri")
    assert not schema.open("glooMgmtServer.image")
    assert schema.known(("glooAgent", "env", Item("name", "A"), "value"))


def safe_mode(version: str) -> Any:
    field = bundle.load(version=version).field("glooMgmtServer.safeMode")
    return None if field is None else field.default


def test_spans_decide_by_version() -> None:
    assert [safe_mode(version) for version in ("2.3.18", "2.4.11", "2.4.12", "2.5.3")] == [
        None,
        None,
        False,
        None,
    ]
    assert [safe_mode(version) for version in ("2.5.4", "2.6.0", "v2.14.0")] == [False, True, True]
    reload = "telemetryGatewayCustomization.reloadTlsCertificate"
    kinds = {
        version: getattr(bundle.load(version=version).field(reload), "type", None)
        for version in ("2.3.3", "2.4.4", "2.5.5")
    }
    assert kinds == {"2.3.3": "object", "2.4.4": "map", "2.5.5": "string"}


def test_the_image_tag_is_the_version() -> None:
    for version in ("2.4.16", "2.9.1"):
        assert bundle.load(version=version).default("glooMgmtServer.image.tag") == version


def test_confidence_depends_on_the_version() -> None:
    levels = {}
    for version in ("2.3.3", "2.4.16", "2.9.1", "2.14.0"):
        field = bundle.load(version=version).field("glooMgmtServer.serviceType")
        assert field is not None
        levels[version] = field.confidence
    assert levels == {
        "2.3.3": "chart",
        "2.4.16": "chart",
        "2.9.1": "inferred",
        "2.14.0": "inferred",
    }
    threads = bundle.load().field("redis.deployment.ioThreads")
    assert threads is not None
    assert threads.confidence == "unverified"


def test_rank_is_the_place_among_siblings(schema: Schema) -> None:
    tops = ["common", "glooAgent", "glooMgmtServer", "glooUi", "licensing", "telemetryGateway"]
    ranks = [schema.rank(key) for key in tops]
    assert ranks == sorted(ranks)
    assert schema.rank("glooMgmtServer.enabled") < schema.rank("glooMgmtServer.image")
    assert schema.rank("no-such-key") == LAST
    assert schema.rank("glooMgmtServer.no-such-key") == LAST
    assert schema.rank("prometheus.free.form") == LAST


def test_defaults_are_a_tree(schema: Schema) -> None:
    assert schema.default("glooMgmtServer.ports") == {"grpc": 9900, "healthcheck": 8090}
    assert schema.default("glooAgent.env[name=POD_NAMESPACE].valueFrom") is not None
    assert schema.default("glooAgent.env[0].name") == "POD_NAMESPACE"
    assert schema.default("glooAgent.env[9].name", "none") == "none"
    assert schema.default("no.such", 5) == 5
    assert json.dumps(schema.defaults())


def test_children_and_walk_are_in_order(schema: Schema) -> None:
    assert [field.key for field in schema.children("redis.certs")] == [
        "caCertKey",
        "enabled",
        "secretName",
    ]
    walked = [field.path for field in schema.walk("redis.certs")]
    assert walked == [
        "redis.certs",
        "redis.certs.caCertKey",
        "redis.certs.enabled",
        "redis.certs.secretName",
    ]
    assert len({field.path for field in schema.walk()}) > 1500
    assert list(schema.walk("no.such")) == []


def test_search_puts_the_closest_first(schema: Schema) -> None:
    assert schema.search("safe mode")[0].path == "glooMgmtServer.safeMode"
    assert schema.search("cluster")[0].path == "common.cluster"
    assert schema.search("oidc issuer")[0].path == "glooUi.auth.oidc.issuerUrl"
    assert schema.search("serviceType")[0].key == "serviceType"
    assert "glooMgmtServer.serviceOverrides.spec.loadBalancerSourceRanges" in [
        field.path for field in schema.search("source ranges")
    ]
    assert schema.search("  ") == []
    assert schema.search("nosuchword") == []


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("glooMgmServer", "glooMgmtServer"),
        ("glooMgmServer.extraEnvs.A.value", "glooMgmtServer.extraEnvs.A.value"),
        ("GlooUI", "glooUi"),
        ("telemetryGaateway.enabled", "telemetryGateway.enabled"),
        ("telemetryColectorCustomization", "telemetryCollectorCustomization"),
        ("telemetryCollectorCustomization.ports", "telemetryCollector.ports"),
        ("glooMgmtServer.relay.serverAddress", "glooAgent.relay.serverAddress"),
        (
            '"telemetryCollectorCustomization.serverName"',
            "telemetryCollectorCustomization.serverName",
        ),
        (
            '"telemetryCollectorCustomization.skipVerify"',
            "telemetryCollectorCustomization.skipVerify",
        ),
        ("glooAgent.authority", "glooAgent.relay.authority"),
        ("glooAgent.relayServerAddress", "glooAgent.relay.serverAddress"),
        ("glooAgent.relay.clientTlsSecretName", "glooAgent.relay.clientTlsSecret.name"),
        ("glooMgmtServer.relay.serverTlsSecretName", "glooMgmtServer.relay.tlsSecret.name"),
        ("redis.secretName", "redis.auth.secretName"),
        ("redis.passwordKey", "redis.auth.passwordKey"),
        ("insecure", "common.insecure"),
        ("insights.enabled", "glooInsightsEngine.enabled"),
        ("glooMgmtServer.replicas", "glooMgmtServer.deploymentOverrides.spec.replicas"),
        (
            "glooMgmtServer.deploymentOverrides.spec.template.replicas",
            "glooMgmtServer.deploymentOverrides.spec.replicas",
        ),
        (
            "telemetryGateway.serviceOverrides.metadata.annotations",
            "telemetryGateway.service.annotations",
        ),
        ("glooMeshMgmtServer.enabled", "glooMgmtServer.enabled"),
        ("licensing.licenceSecretName", "licensing.licenseSecretName"),
        ("prometheusUrl", "common.prometheusUrl"),
        ("redis.deployment.resources.limit", "redis.deployment.resources.limits"),
    ],
)
def test_the_nearest_known_key(schema: Schema, wrong: str, meant: str) -> None:
    assert schema.nearest(wrong) == parse_path(meant)


@pytest.mark.parametrize("path", ["xyz", "gloo.foo.bar", "glooUi.config", "glooUi.tls.secretName"])
def test_nothing_near_is_said(schema: Schema, path: str) -> None:
    assert schema.nearest(path) is None


def test_a_known_path_is_its_own_nearest(schema: Schema) -> None:
    assert schema.nearest("common.cluster") == ("common", "cluster")
