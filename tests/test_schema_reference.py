"""The bundled facts of 2.3 against the real chart 2.3.3, and the paths that fact sheets name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from schema import bundle
from schema.facts import split_pattern
from schema.model import Schema
from tests.reference import needs_reference, real_chart, reference_folder

REAL_VERSION = "2.3.3-9-g9abdd6781"
pytestmark = needs_reference

_KINDS = {
    "bool": "boolean",
    "string": "string",
    "struct": "object",
    "map": "map",
    "interface": "any",
    "slice": "list",
}
_DOTTED_KEYS = ("proxy.istio.io/config",)
# Free-form values of OpenTelemetry that the page lists by name; the chart's schema says no more
# than "a map", and they are maps in its values.
_MAPS_OF_ANY = {
    f"telemetry{part}Customization.{place}"
    for part in ("Gateway", "Collector")
    for place in ("extraProcessors.batch", "extraProcessors.memory_limiter", "telemetry.metrics")
}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return bundle.load(version=REAL_VERSION)


def reference_rows() -> dict[str, list[tuple[str, str]]]:
    """Type and default of each path of the chart's reference page; some paths have two rows."""
    page = (real_chart() / "gloo_platform_helm_values_reference.md").read_text(encoding="utf-8")
    rows: dict[str, list[tuple[str, str]]] = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)]
        if len(cells) > 4 and cells[1] not in ("Option", "------"):
            rows.setdefault(cells[1], []).append((cells[2], cells[3]))
    return rows


def page_path(written: str) -> tuple[str, ...]:
    """The page's way to write a path, as segments of ours; a final `[]` is the list itself."""
    text = written.replace("<MAP_KEY>", "*")
    for key in _DOTTED_KEYS:
        text = text.replace(key, f'"{key}"')
    return split_pattern(text.removesuffix("[]"))


def kind_of(written: str) -> str:
    if re.fullmatch(r"u?int\d*", written):
        return "integer"
    if written.startswith("map"):
        return "map"
    if written.startswith("[]"):
        return "list"
    return _KINDS[written]


def default_of(written: str, kind: str) -> Any:
    if kind == "string":
        return written
    return json.loads(written) if written else None


def test_every_row_of_the_reference_page_agrees(schema: Schema) -> None:
    wrong = []
    rows = reference_rows()
    assert len(rows) > 450
    for written, variants in rows.items():
        field = schema.branch(page_path(written))
        if field is None:
            wrong.append(f"{written}: missing")
            continue
        kinds = {kind_of(kind) for kind, _ in variants}
        ours = "string" if field.type == "quantity" else field.type
        if ours not in kinds and not (ours == "map" and written in _MAPS_OF_ANY):
            wrong.append(f"{written}: type {field.type}, the page says {kinds}")
        defaults = [default_of(default, kind_of(kind)) for kind, default in variants]
        given = without_tags(schema.default(page_path(written)))
        told = [value for value in defaults if not nothing(value)]
        fits = given in defaults or (not told and (nothing(given) or isinstance(given, dict)))
        if not fits and not written.endswith("image.tag"):
            wrong.append(f"{written}: default {given!r}, the page says {defaults!r}")
    assert not wrong, "\n".join(wrong)


def nothing(value: Any) -> bool:
    return value in (None, "", {}, [], 0, False)


def without_tags(value: Any) -> Any:
    """Without image tags, which the page leaves out (the chart's values have them)."""
    if isinstance(value, dict):
        return {key: without_tags(below) for key, below in value.items() if key != "tag"}
    return value


def leaves(value: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict) and value:
        for key, below in value.items():
            yield from leaves(below, (*above, str(key)))
    else:
        yield above, value


def test_the_defaults_are_those_of_the_real_values(schema: Schema) -> None:
    """All but the long lists of the sub-charts, whose text is not ours to carry."""
    real = yaml.safe_load((real_chart() / "values.yaml").read_text(encoding="utf-8"))
    carried = dict(leaves(schema.defaults()))
    not_carried = {("prometheus", "serverFiles"), ("clusterRole", "rules")}
    for path, value in leaves(real):
        if not not_carried & {path[:2], path[-2:]}:
            assert path in carried, path
            assert carried[path] == value, path
    assert set(carried) <= set(dict(leaves(real)))


def test_the_order_is_that_of_the_real_values(schema: Schema) -> None:
    real = yaml.safe_load((real_chart() / "values.yaml").read_text(encoding="utf-8"))

    def check(value: dict[str, Any], above: tuple[str, ...]) -> None:
        ranks = [schema.rank((*above, key)) for key in value]
        named = [rank for rank in ranks if rank < 1_000_000]
        assert named == sorted(named), above
        for key, below in value.items():
            if isinstance(below, dict):
                check(below, (*above, key))

    check(real, ())


def types_in(rule: Any, above: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each path of a JSON Schema with the types that it lets pass."""
    if not isinstance(rule, dict):
        return
    alternatives = rule.get("anyOf", [rule])
    kinds = sorted({str(each.get("type", "any")) for each in alternatives})
    yield above, tuple(kinds)
    for each in alternatives:
        for key, below in each.get("properties", {}).items():
            yield from types_in(below, f"{above}/{key}")
        for below in each.get("patternProperties", {}).values():
            yield from types_in(below, f"{above}/*")
        yield from types_in(each.get("items"), f"{above}/[]")


def test_the_json_schema_has_the_types_of_the_real_one(schema: Schema) -> None:
    """Every path that ours has; Kubernetes objects are typed in part, the rest wholly."""
    real = json.loads((real_chart() / "values.schema.json").read_text(encoding="utf-8"))
    theirs = dict(types_in(real))
    ours = dict(types_in(schema.json_schema()))
    differing = {path: (kinds, theirs.get(path)) for path, kinds in ours.items()}
    differing = {path: pair for path, pair in differing.items() if pair[0] != pair[1]}
    assert not differing
    missing = [path for path in theirs if path not in ours and "Overrides/" not in path]
    assert not [path for path in missing if "securityContext/" not in path]
    assert {key for key in real if key != "properties"} == {"$schema", "required"}
    assert schema.json_schema()["required"] == real["required"]


def test_the_strict_part_is_that_of_the_vendored_collector(schema: Schema) -> None:
    vendored = json.loads(
        (real_chart() / "charts/opentelemetry-collector/values.schema.json").read_text()
    )
    strict = schema.json_schema()["properties"]["telemetryGateway"]["then"]
    assert set(strict["properties"]) == set(vendored["properties"])

    def compare(ours: dict[str, Any], theirs: dict[str, Any], above: str) -> None:
        ours = ours.get("anyOf", [ours])[0]
        closed = theirs.get("additionalProperties") is False
        assert (ours.get("additionalProperties") is False) == closed, above
        if "enum" in theirs:
            assert ours["enum"] == theirs["enum"], above
        for key, below in theirs.get("properties", {}).items():
            if "$ref" not in below:
                if key in ours.get("properties", {}):
                    compare(ours["properties"][key], below, f"{above}.{key}")
                else:
                    assert not closed, f"{above}.{key}"

    compare(strict, vendored, "telemetryGateway")


def test_keys_that_templates_read_are_known(schema: Schema) -> None:
    for path in (
        "licenseSecretName",
        "insecure",
        "adminNamespace",
        "mgmtClusterName",
        "global.cluster",
        "glooAgent.gloo-network-agent.enabled",
        "glooAgent.serviceAccount.extraAnnotations.role",
        "glooUi.serviceAccount.extraAnnotations.role",
        "redis.deployment.serviceAccount.extraAnnotations.role",
        "glooUi.sidecars.console.securityContext",
        "extAuthService.extAuth.apiKeyStorage.config.connection",
        "glooPortalServer.apiKeyStorage.config",
        "rateLimiter.rateLimiter.alivePath",
        "telemetryCollector.config.exporters.otlp.endpoint",
    ):
        assert schema.known(path), path


def test_keys_that_nothing_reads_are_marked(schema: Schema) -> None:
    for path in (
        "common.adminNamespace",
        "glooUi.licenseSecretName",
        "redis.auth.usernameKey",
        "redis.auth.passwordKey",
        "sidecarAccel.namespace",
        "glooMgmtServer.sidecars",
        "istioInstallations.controlPlane.installations[0].clusters[0].trustDomain",
        "istioInstallations.eastWestGateways[0].installations[0].controlPlaneRevision",
        "telemetryGatewayCustomization.reloadTlsCertificate",
    ):
        field = schema.field(path)
        assert field is not None, path
        assert field.dead, path
    later = bundle.load(version="2.4.16")
    namespace = later.field("common.adminNamespace")
    assert namespace is not None
    assert not namespace.dead


LATER = (
    "glooMgmtServer.extraEnvs glooMgmtServer.safeMode glooMgmtServer.safeStartWindow "
    "glooMgmtServer.createGlobalWorkspace glooAgent.runAsSidecar redis.deployment.ioThreads "
    "redisStore telemetryCollectorCustomization.skipVerify "
    "telemetryCollectorCustomization.pipelines "
    "glooMgmtServer.imagePullSecrets common.image.registry featureGates glooInsightsEngine "
    "glooAnalyzer clickhouse jaeger glooUi.tls extAuthService.extAuth.replicas "
    "licensing.glooCoreLicenseKey"
)


@pytest.mark.parametrize("path", LATER.split())
def test_later_keys_are_not_of_2_3(schema: Schema, path: str) -> None:
    assert not schema.known(path)
    assert schema.elsewhere(path) is not None


# Words with dots in the fact sheet that are no paths, and paths that it calls mistakes.
_NO_PATHS = re.compile(
    r"redis\.(crt|conf|gloo-mesh.*|example.*)|.*/tag|.*/glooAgent.*"
    r"|redis\.(secretName|passwordKey)|glooMgmtServer\.relay\.serverAddress"
)


def fact_sheet() -> str:
    folder = reference_folder()
    assert folder is not None
    return (folder / "reference" / "topics.md").read_text(encoding="utf-8")


def test_every_path_of_the_fact_sheet_is_known() -> None:
    schema = bundle.load()
    tops = set(schema.root.all_children)
    unknown = []
    prose = re.sub(r"```.*?```", "", fact_sheet(), flags=re.DOTALL)
    for code in re.findall(r"`([^`]+)`", prose):
        for path in re.findall(r"[A-Za-z]\w*(?:\.[\w/-]+)+", code):
            known = path.split(".")[0] not in tops or _NO_PATHS.fullmatch(path)
            if not known and not schema.known(path) and schema.elsewhere(path) is None:
                unknown.append(path)
    assert not unknown


def test_every_key_of_the_fact_sheets_examples_is_known() -> None:
    schema = bundle.load()
    tops = set(schema.root.all_children)
    blocks = re.findall(r"```yaml\n(.*?)```", fact_sheet(), re.DOTALL)
    unknown = []
    for block in blocks:
        try:
            value = yaml.safe_load(block)
        except yaml.YAMLError:
            continue
        for path, _ in leaves(value):
            told = path and path[0] in tops and "..." not in path
            if told and not schema.known(path) and schema.elsewhere(path) is None:
                unknown.append(path)
    assert not unknown
