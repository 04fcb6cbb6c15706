"""Findings on a values file: what is said, where it points, and what mends it."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import Any

import pytest

from schema import bundle, helmyaml
from schema.finding import Drop, Finding, Put, Severity
from schema.model import Schema
from schema.path import format_path, parse_path
from schema.validate import as_helm_merges, compiled, validate
from schema.version import Version
from tests.reference import corpus, needs_reference, some

OK = "common: {cluster: c}\n"


def found(text: str, version: str = "2.4.16", **options: Any) -> list[Finding]:
    reading = helmyaml.read(text)
    return validate(reading.value, reading, bundle.load(version=version), **options)


def only(text: str, version: str = "2.4.16") -> Finding:
    findings = found(OK + text, version)
    assert len(findings) == 1, findings
    return findings[0]


def test_a_clean_file_has_no_findings() -> None:
    assert found(OK + "glooMgmtServer: {enabled: true}\n") == []


@pytest.mark.parametrize("text", ["{}", "common: {}", 'common: {cluster: ""}', "foo: 1"])
def test_a_missing_cluster_name_is_an_error_of_a_whole_file(text: str) -> None:
    finding = next(each for each in found(text) if each.code == "SC002")
    assert finding.severity is Severity.ERROR
    assert finding.path == ("common", "cluster")
    assert not [each for each in found(text, complete=False) if each.code == "SC002"]


def test_a_quoted_boolean_is_mended() -> None:
    finding = only('glooMgmtServer:\n  enabled: "true"\n')
    assert (finding.code, finding.line, finding.column) == ("SC001", 3, 3)
    assert "true or false" in finding.message
    assert finding.fix is not None
    assert finding.fix.changes == (Put(("glooMgmtServer", "enabled"), True),)
    assert finding.fix.safe


@pytest.mark.parametrize("written", ["10", "yes", "010", "1e3", "true", "1.0"])
def test_an_annotation_is_quoted_as_it_is_written(written: str) -> None:
    above = "glooUi:\n  serviceOverrides:\n    metadata:\n      annotations:\n"
    finding = only(f"{above}        a.b/c: {written}\n")
    assert finding.code == "SC001"
    assert finding.line == 6
    assert format_path(finding.path) == 'glooUi.serviceOverrides.metadata.annotations."a.b/c"'
    assert finding.fix is not None
    assert finding.fix.changes == (Put(finding.path, written),)
    assert "quotes" in finding.message


def test_what_helm_does_not_check_is_a_warning() -> None:
    for text in (
        "telemetryGateway: {service: {annotations: {a: 5}}}\n",
        "glooAgent: {serviceAccount: {extraAnnotations: {a: true}}}\n",
        "prometheus: {server: {service: {annotations: {a: 5}}}}\n",
        'prometheus: {enabled: "true"}\n',
    ):
        finding = only(text)
        assert (finding.code, finding.severity) == ("SC006", Severity.WARNING)


def test_the_alternative_that_was_meant_is_told() -> None:
    finding = only("glooMgmtServer: {deploymentOverrides: {spec: {replicas: two}}}\n")
    assert format_path(finding.path) == "glooMgmtServer.deploymentOverrides.spec.replicas"
    assert "a whole number" in finding.message
    finding = only("glooMgmtServer: {securityContext: true}\n")
    assert finding.message.endswith("expected is a map (keys below it) or false.")


def test_environment_in_the_other_form_is_turned() -> None:
    finding = only("glooMgmtServer: {extraEnvs: [{name: A, value: b}]}\n")
    assert finding.fix is not None
    assert finding.fix.changes == (Put(("glooMgmtServer", "extraEnvs"), {"A": {"value": "b"}}),)
    finding = only("telemetryGateway: {enabled: true, extraEnvs: {A: {value: b}}}\n")
    assert finding.fix is not None
    assert finding.fix.changes == (
        Put(("telemetryGateway", "extraEnvs"), [{"name": "A", "value": "b"}]),
    )


def test_unknown_keys_under_enabled_telemetry_are_refused() -> None:
    text = "telemetryGateway: {enabled: true, serviceOverrides: {}, service: {type: LB}}\n"
    codes = {(each.code, format_path(each.path)) for each in found(OK + text)}
    assert codes == {
        ("SC003", "telemetryGateway.serviceOverrides"),
        ("SC004", "telemetryGateway.service.type"),
    }
    off = found(OK + text.replace("true", "false"))
    assert [each.code for each in off] == ["SC010", "SC008"]


def test_an_unknown_key_is_renamed_when_that_is_safe() -> None:
    finding = only("glooMgmtServer:\n  registerClustr: true\n")
    assert (finding.code, finding.severity, finding.line) == ("SC010", Severity.WARNING, 3)
    assert finding.fix is not None
    assert finding.fix.safe
    assert finding.fix.changes == (
        Drop(("glooMgmtServer", "registerClustr")),
        Put(("glooMgmtServer", "registerCluster"), True),
    )


def test_a_misplaced_key_is_moved_but_not_safely() -> None:
    finding = only("glooAgent: {authority: x}\n")
    assert finding.fix is not None
    assert not finding.fix.safe
    assert finding.fix.changes[1] == Put(parse_path("glooAgent.relay.authority"), "x")


def test_nothing_is_renamed_over_what_is_there() -> None:
    text = "glooAgent: {authority: x, relay: {authority: z}}\n"
    assert only(text).fix is None
    text = "glooMgmServer: {enabled: true}\nglooMgmtServer: {verbose: true}\n"
    fix = only(text).fix
    assert fix is not None
    assert fix.changes == (Drop(("glooMgmServer",)), Put(("glooMgmtServer", "enabled"), True))
    text = "glooMgmServer: {enabled: true}\nglooMgmtServer: {enabled: false}\n"
    assert only(text).fix is None


def test_an_unknown_key_weighs_less_where_the_list_of_keys_is_not_complete() -> None:
    assert only("demo: {tracing: true}\n").severity is Severity.WARNING
    assert only("demo: {tracing: true}\n", "2.9.1").severity is Severity.NOTE
    assert only("glooMgmServer: {}\n", "2.9.1").severity is Severity.WARNING


@pytest.mark.parametrize(
    ("text", "version", "words"),
    [
        ("redisStore: {}\n", "2.4.16", "exists from 2.6 on"),
        ("glooMgmtServer: {safeMode: true}\n", "2.4.4", "exists from 2.4.12 and 2.5.4 on"),
        ("redis: {deployment: {addr: x}}\n", "2.4.16", "successor is redis.address"),
        ("glooMgmtServer: {imagePullSecrets: [{name: a}]}\n", "2.5.5", "not established"),
        ("insecure: true\n", "2.4.16", "successor is common.insecure"),
        ("redis: {auth: {usernameKey: u}}\n", "2.3.3", "does nothing"),
        ("verbose: true\n", "2.3.3", "does nothing"),
    ],
)
def test_keys_of_other_versions(text: str, version: str, words: str) -> None:
    finding = only(text, version)
    assert finding.code == "SC011"
    assert words in finding.message


def test_a_copied_default_of_a_dead_key_is_no_finding() -> None:
    assert found(OK + "redis: {auth: {usernameKey: username}}\n", "2.3.3") == []


def test_old_forms_are_named() -> None:
    finding = only("licensing: {licenseKey: abc}\n")
    assert (finding.code, finding.severity) == ("SC012", Severity.NOTE)
    assert found(OK + "legacyMetricsPipeline: {enabled: false}\n") == []


def test_an_emptied_section_is_told() -> None:
    finding = only("glooUi:\nredis: {db: 0}\n")
    assert (finding.code, finding.severity, finding.line) == ("SC007", Severity.WARNING, 2)
    assert finding.fix is not None
    assert finding.fix.changes == (Drop(("glooUi",)),)
    assert only("redis: null\n", "2.3.3").severity is Severity.ERROR
    token = "glooAgent: {relay: {tokenSecret: {name: null, key: null, namespace: null}}}\n"
    assert found(OK + token) == []


def test_unusual_words_are_told() -> None:
    finding = only("glooMgmtServer: {serviceType: Loadbalancer}\n")
    assert (finding.code, finding.severity) == ("SC008", Severity.WARNING)
    assert finding.fix is not None
    assert finding.fix.changes == (Put(("glooMgmtServer", "serviceType"), "LoadBalancer"),)
    assert found(OK + "glooMgmtServer: {serviceType: $TYPE}\n") == []


def test_an_older_chart_is_named_once() -> None:
    finding = only("glooMeshMgmtServer: {a: 1}\nglooMeshUi: {b: 2}\n")
    assert finding.code == "SC013"
    assert "gloo-mesh-enterprise" in finding.message


def test_secrets_are_not_shown() -> None:
    findings = found(OK + "licensing: {glooMeshLicenseKey: 12345678}\n")
    assert [each.code for each in findings] == ["SC001"]
    assert "12345678" not in findings[0].message


def test_places_come_from_a_locator_as_well() -> None:
    value = {"common": {"cluster": 5}}
    findings = validate(value, lambda path: (len(path), 7), bundle.load())
    assert [(each.line, each.column) for each in findings] == [(2, 7)]
    assert [each.line for each in validate(value, None, bundle.load())] == [0]


def test_the_last_of_two_keys_is_pointed_at() -> None:
    findings = found("common: {cluster: c}\nredis: {db: x}\nredis:\n  db: y\n")
    assert [(each.code, each.line) for each in findings] == [("SC001", 4)]


def test_aliases_and_merges_are_followed() -> None:
    text = OK + "x: &x {enabled: 5}\nglooUi: *x\nglooAgent:\n  <<: *x\n"
    places = {format_path(each.path): each.line for each in found(text) if each.code == "SC001"}
    assert places == {"glooUi.enabled": 2, "glooAgent.enabled": 2}


def test_helms_merge() -> None:
    defaults = {"a": {"b": 1, "c": [1], "d": None}, "e": {"f": 2}}
    value = {"a": {"b": None, "c": [2], "d": None, "g": None}, "e": None, "h": {"i": None}}
    merged = {"a": {"c": [2], "g": None}, "h": {"i": None}}
    assert as_helm_merges(defaults, value) == merged
    assert as_helm_merges({}, {"a": {"b": 1}}) == {"a": {"b": 1}}


class Foreign(Schema):
    """A schema whose JSON Schema comes from elsewhere."""

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__(replace(bundle.load().knowledge, origin="a test"), "2.4.16")
        self._json_schema = document


def codes(document: dict[str, Any]) -> list[str]:
    return [each.code for each in validate({"common": {"cluster": "c"}}, None, Foreign(document))]


def test_no_reference_reaches_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any) -> None:
        raise AssertionError("it went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert codes({"$ref": "https://example.com/schema.json"}) == ["SC009"]
    assert codes({"properties": {"common": {"$ref": "#/nowhere"}}}) == ["SC009"]


def test_patterns_of_another_language_are_reported() -> None:
    document = {
        "properties": {"common": {"properties": {"cluster": {"pattern": r"^\p{L}+\z"}}}},
        "patternProperties": {r"\z": {"type": "string"}},
    }
    assert codes(document) == ["SC009", "SC009"]


def test_endless_recursion_is_reported() -> None:
    assert codes({"$ref": "#"}) == ["SC009"]
    value: dict[str, Any] = {}
    for _ in range(100_000):
        value = {"prometheus": value}
    value = {"prometheus": {"enabled": None, "server": value}}
    assert "SC009" in [each.code for each in validate(value, None, bundle.load())]


def test_the_validator_is_made_once() -> None:
    schema = bundle.load()
    assert compiled(schema) is compiled(schema)


@needs_reference
def test_real_files_have_no_type_errors() -> None:
    """Public files that were installed with: whatever is an error there is our own mistake."""
    judged = 0
    newest = bundle.newest()
    for file in sorted(some(corpus(), 2), key=lambda file: file.version.lstrip("v~")):
        if file.chart != "gloo-platform" or not file.version.lstrip("v~")[:1].isdigit():
            continue
        version = newest[Version.parse(file.version.lstrip("v~")).line]
        try:
            reading = helmyaml.read(helmyaml.decode(file.path.read_bytes()))
        except helmyaml.HelmYamlError:
            continue
        schema = bundle.load(version=version)
        findings = validate(reading.value, reading, schema, complete=False)
        errors = [each for each in findings if each.severity is Severity.ERROR]
        assert not errors, (file.path.name, errors)
        judged += 1
    assert judged > 50
