"""An upgrade's rows, kind by kind: old version, file, new version, what is said and proposed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from schema.bundle import load, newest
from schema.finding import Drop, Put, Severity
from schema.path import parse_path
from schema.source import load as load_source
from schema.source import source_of
from schema.upgrades import upgrades
from schema.version import Version
from tests.reference import needs_reference, real_chart
from tests.upgrades import MANAGEMENT, reported, rows_at
from wizard.commands.sources import bare_guide
from wizard.document import Document
from wizard.gloo_platform import GUIDE
from wizard.opening import new, open_documents
from wizard.session import Session
from wizard.upgrade import Kind, Proposal, Report, Row, applied, report

PIPELINES = "telemetryCollectorCustomization:\n  pipelines:\n"


def only(found: Report, path: str) -> Row:
    (row,) = rows_at(found, path)
    return row


def upgraded(found: Report) -> str:
    """The text after the safe rows."""
    done = applied(found, found.safe)
    assert not done.refused
    return done.state.plan.first.document.text


# --- removed and renamed


def test_a_key_that_is_gone() -> None:
    text = MANAGEMENT + "  istioController:\n    enabled: true\n"
    row = only(reported(text, "2.5.4", "2.6.12"), "glooMgmtServer.istioController")
    assert (row.kind, row.proposal, row.needs_person) == (Kind.REMOVED, Proposal.TAKE, True)
    assert row.changes == (Drop(parse_path("glooMgmtServer.istioController")),)
    assert row.line == 5


def test_a_key_that_is_gone_and_was_off_goes_by_itself() -> None:
    text = f"# ours\n{MANAGEMENT}legacyMetricsPipeline:\n  enabled: false # old\n"
    found = reported(text, "2.3.3", "2.4.16")
    assert only(found, "legacyMetricsPipeline.enabled").safe
    assert upgraded(found) == f"# ours\n{MANAGEMENT}"
    on = reported(text.replace("false", "true"), "2.3.3", "2.4.16")
    assert only(on, "legacyMetricsPipeline.enabled").needs_person


def test_a_key_that_neither_version_knows_is_no_matter_of_the_upgrade() -> None:
    found = reported(f"{MANAGEMENT}  nonsense: 1\nother: 2\n", "2.4.16", "2.6.12")
    assert not rows_at(found, "glooMgmtServer.nonsense")
    assert not rows_at(found, "other")


def test_a_renamed_pipeline() -> None:
    text = PIPELINES + "    logs/istio_access_logs:\n      enabled: true\n"
    found = reported(text, "2.4.4", "2.5.13")
    row = only(found, "telemetryCollectorCustomization.pipelines.logs/istio_access_logs")
    assert (row.kind, row.safe) == (Kind.RENAMED, True)
    assert upgraded(found) == PIPELINES + "    logs/portal:\n      enabled: true\n"


def test_a_renamed_pipeline_with_a_definition_of_its_own_needs_a_look() -> None:
    text = PIPELINES + "    logs/istio_access_logs:\n      pipeline:\n        receivers: [x]\n"
    found = reported(text, "2.4.4", "2.5.13")
    row = only(found, "telemetryCollectorCustomization.pipelines.logs/istio_access_logs")
    assert row.needs_person
    assert row.changes


def test_one_key_becomes_two() -> None:
    text = "telemetryGatewayCustomization:\n  pipelines:\n    logs/redis_stream: {enabled: false}\n"
    found = reported(text, "2.4.4", "2.5.13")
    row = only(found, "telemetryGatewayCustomization.pipelines.logs/redis_stream")
    assert [change.path[-1] for change in row.changes] == [
        "logs/redis_stream", "logs/redis_stream_basic", "logs/redis_stream_ui",
    ]  # fmt: skip


def test_an_inverted_switch() -> None:
    text = "telemetryCollectorCustomization:\n  disableDefaultPipeline: true\n"
    row = only(
        reported(text, "2.3.3", "2.4.16"), "telemetryCollectorCustomization.disableDefaultPipeline"
    )
    switch = parse_path("telemetryCollectorCustomization.pipelines.metrics/ui.enabled")
    assert Put(switch, False) in row.changes
    assert not row.safe
    assert "inferred" in row.sure
    off = reported(text.replace("true", "false"), "2.3.3", "2.4.16")
    assert not rows_at(off, "telemetryCollectorCustomization.disableDefaultPipeline")


def test_a_rename_leaves_what_stands_at_the_new_place() -> None:
    text = "redis:\n  connection:\n    idleTimeout: 9m\n    connMaxIdleTime: 7m\n"
    row = only(reported(text, "2.3.3", "2.4.16"), "redis.connection.idleTimeout")
    assert row.changes == (Drop(parse_path("redis.connection.idleTimeout")),)
    assert not row.safe
    same = text.replace("7m", "9m")
    assert only(reported(same, "2.3.3", "2.4.16"), "redis.connection.idleTimeout").safe


def test_a_section_that_is_gone_but_for_what_was_renamed() -> None:
    found = reported("insights:\n  enabled: true\n  other: 1\n", "2.5.0", "2.6.12")
    assert only(found, "insights.enabled").kind is Kind.RENAMED
    assert not rows_at(found, "insights")
    assert only(found, "insights.other").kind is Kind.REMOVED


def test_variables_move_out_of_the_list() -> None:
    text = (
        "glooAgent:\n  env:\n    - name: POD_NAMESPACE\n      valueFrom:\n        fieldRef:\n"
        "          fieldPath: metadata.namespace\n    - name: MINE\n      value: x\n"
    )
    row = only(reported(text, "2.3.3", "2.4.16"), "glooAgent.env")
    mine = Put(parse_path("glooAgent.extraEnvs.MINE"), {"value": "x"})
    assert row.changes == (Drop(parse_path("glooAgent.env")), mine)
    assert row.needs_person
    assert not rows_at(reported(text, "2.4.16", "2.5.13"), "glooAgent.env")


# --- types, requirements, keys that come to life


def test_a_type_that_changed() -> None:
    path = "telemetryGatewayCustomization.reloadTlsCertificate"
    text = "telemetryGatewayCustomization:\n  reloadTlsCertificate:\n    seconds: 60\n"
    row = only(reported(text, "2.4.16", "2.5.13"), path)
    assert (row.kind, row.severity) == (Kind.TYPE, Severity.ERROR)
    copy = reported(text.replace("\n    seconds: 60", " {}"), "2.4.16", "2.5.13")
    assert only(copy, path).safe
    assert upgraded(copy) == ""


def test_a_key_that_was_not_read_until_now() -> None:
    row = only(reported(f"{MANAGEMENT}  safeMode: false\n", "2.4.4", "2.5.13"), SAFE_MODE)
    assert (row.kind, row.needs_person) == (Kind.READ, True)


def test_deprecated_keys() -> None:
    found = reported("experimental:\n  ambientEnabled: true\n", "2.4.16", "2.5.13")
    row = only(found, "experimental.ambientEnabled")
    assert (row.kind, row.severity) == (Kind.DEPRECATED, Severity.NOTE)
    assert "featureGates" in row.why


# --- defaults

SAFE_MODE = "glooMgmtServer.safeMode"


def test_a_default_changes_under_an_untouched_key() -> None:
    row = only(reported(MANAGEMENT, "2.5.13", "2.6.12"), SAFE_MODE)
    assert (row.kind, row.needs_person) == (Kind.DEFAULT, True)
    assert row.changes == (Put(parse_path(SAFE_MODE), False),)  # what keeps it as it was
    assert "false and is true" in row.what
    assert row.restarts == "gloo-mesh-mgmt-server"
    assert not rows_at(reported("glooAgent:\n  enabled: true\n", "2.5.13", "2.6.12"), SAFE_MODE)


def test_a_default_that_the_old_version_did_not_have_at_all() -> None:
    row = only(reported(MANAGEMENT, "2.4.4", "2.6.12"), SAFE_MODE)
    assert row.kind is Kind.DEFAULT
    assert row.needs_person


def test_what_the_file_says_itself_is_no_matter() -> None:
    assert not rows_at(reported(f"{MANAGEMENT}  safeMode: true\n", "2.5.13", "2.6.12"), SAFE_MODE)


def test_a_copy_of_an_old_default() -> None:
    row = only(reported(f"{MANAGEMENT}  safeMode: false\n", "2.5.13", "2.6.12"), SAFE_MODE)
    assert (row.kind, row.proposal) == (Kind.PINNED, Proposal.TAKE)
    assert row.needs_person


def test_what_the_wizard_wrote_for_an_answer_is_meant() -> None:
    text = f"{MANAGEMENT}  #: Do not wait.\n  safeMode: false\n"
    row = only(reported(text, "2.5.13", "2.6.12"), SAFE_MODE)
    assert (row.proposal, row.severity, row.changes) == (Proposal.KEEP, Severity.NOTE, ())


def test_a_default_that_is_not_known_any_more() -> None:
    found = reported(MANAGEMENT, "2.4.16", "2.5.13")
    assert "not known" in only(found, "telemetryCollector.enabled").what


def test_images_that_the_chart_takes_from_elsewhere_are_one_row() -> None:
    found = reported(MANAGEMENT, "2.5.13", "2.6.12")
    (row,) = [row for row in found.rows if row.what.startswith("Images")]
    assert "redis.deployment.image.tag" in row.why
    assert row.severity is Severity.NOTE


def test_what_comes_switched_on() -> None:
    text = f"{MANAGEMENT}telemetryGateway:\n  enabled: true\n"
    (row,) = [
        row for row in reported(text, "2.4.16", "2.5.13").rows if row.what.startswith("New and on")
    ]
    assert "logs/redis_stream_ui" in row.what


# --- image tags


@pytest.mark.parametrize(
    ("tag", "safe", "change"),
    [
        ("2.4.16", True, None),
        ("2.4.10", False, None),
        ("2.4.16-fips", True, "2.6.12-fips"),
        ("2.4.10-fips", False, "2.6.12-fips"),
    ],
)
def test_tags_of_the_charts_own_images(tag: str, safe: bool, change: str | None) -> None:
    text = f"glooUi:\n  enabled: true\n  image:\n    tag: {tag}\n"
    row = only(reported(text, "2.4.16", "2.6.12"), "glooUi.image.tag")
    path = parse_path("glooUi.image.tag")
    assert row.kind is Kind.PINNED
    assert row.changes == ((Put(path, change),) if change else (Drop(path),))
    assert (row.safe, row.needs_person) == (safe, not safe)


def test_other_tags_are_left_alone() -> None:
    for tag in ("2.6.12", "mine", "sha-123"):
        text = f"glooUi:\n  image:\n    tag: {tag}\n"
        assert not rows_at(reported(text, "2.4.16", "2.6.12"), "glooUi.image.tag")


def test_a_mirror_has_to_hold_the_new_image_first() -> None:
    text = "glooUi:\n  image:\n    registry: mirror.example.com\n    tag: 2.4.16\n"
    row = only(reported(text, "2.4.16", "2.6.12"), "glooUi.image.tag")
    assert row.needs_person
    assert "first" in row.why


def test_the_telemetry_image_has_its_own_numbers() -> None:
    text = "telemetryCollector:\n  enabled: true\n  image:\n    tag: 2.5.13\n"
    row = only(reported(text, "2.5.13", "2.6.12"), "telemetryCollector.image.tag")
    assert row.safe
    assert isinstance(row.changes[0], Drop)
    named = text + "    repository: mirror.example.com/gloo-otel-collector\n"
    found = reported(named, "2.5.13", "2.6.12")
    assert any("another name" in row.what and row.needs_person for row in found.rows)


# --- answers


def test_answers_take_the_form_of_the_new_version() -> None:
    text = (
        f"{MANAGEMENT}redis:\n  deployment:\n    enabled: false\n  address: r:6379 # ours\n"
        "  auth:\n    enabled: true\n"
    )
    found = reported(text, "2.5.13", "2.6.12")
    (row,) = [row for row in found.rows if row.kind is Kind.CARRIED]
    assert row.safe
    assert row.line == 8
    after = applied(found, found.safe).state
    assert after.answers["redis.address"] == "r:6379"
    written = after.plan.first.document
    assert written.get(parse_path("redisStore.snapshot.client.address")) == "r:6379"
    assert not written.has(parse_path("redis.address"))
    session = Session(replace(found.before))
    session.change_version("2.6.12")
    assert session.plan.first.document.value == written.value
    assert not [one for one in found.rows if one is not row and one.path[:1] == ("redis",)
                and one.kind not in (Kind.DEFAULT,)]  # fmt: skip


def test_what_would_be_lost_needs_a_person() -> None:
    text = f"{MANAGEMENT}redis:\n  deployment:\n    enabled: false\n  address: r:6379\n  db: 3\n"
    (row,) = [row for row in reported(text, "2.5.13", "2.6.12").rows if row.kind is Kind.CARRIED]
    assert row.needs_person
    assert "redis.db" in row.why


def test_the_envoy_variable_goes() -> None:
    name = "EXPERIMENTAL_SEGMENT_ENVOY_FILTERS_BY_MATCHER"
    text = f'{MANAGEMENT}  extraEnvs:\n    {name}:\n      value: "true"\n'
    found = reported(text, "2.4.16", "2.5.13")
    about = [row for row in found.rows if name in str(row.path) or "Envoy" in row.what]
    assert sorted((row.kind, row.safe) for row in about) == [
        (Kind.ADVICE, False), (Kind.CARRIED, True),
    ]  # fmt: skip
    assert upgraded(found) == MANAGEMENT


def test_fips_tags_follow_as_one_answer() -> None:
    text = (
        f"{MANAGEMENT}  image:\n    tag: 2.4.16-fips\n"
        "glooAgent:\n  enabled: true\n  image:\n    tag: 2.4.16-fips\n"
    )
    found = reported(text, "2.4.16", "2.6.12")
    after = Document.parse(upgraded(found))
    assert [after.get((side, "image", "tag")) for side in ("glooMgmtServer", "glooAgent")] == [
        "2.6.12-fips", "2.6.12-fips",
    ]  # fmt: skip
    tags = [row for row in found.rows if any("tag" in change.path for change in row.changes)]
    assert len(tags) == 1


def test_the_header_says_the_new_version() -> None:
    session = new(GUIDE, Path("values.yaml"), "2.4.16")
    session.answer("deployment.cluster", "mgmt")
    found = reported(session.plan.first.document.text, "2.4.16", "2.6.12")
    assert "2.4.16" in found.before.plan.first.document.text
    assert "2.4.16" not in upgraded(found)
    assert "2.6.12" in upgraded(found)


# --- advice and findings


@pytest.mark.parametrize(
    ("what", "before", "after", "there"),
    [
        ("Envoy filters", "2.4.16", "2.5.0", True),
        ("Envoy filters", "2.5.0", "2.6.12", False),
        ("safe mode prevents", "2.4.11", "2.4.16", True),
        ("safe mode prevents", "2.4.12", "2.4.16", False),
        ("after a year", "2.3.3", "2.4.16", True),
        ("about to end", "2.4.16", "2.6.12", True),
        ("for its size", "2.4.16", "2.6.12", True),
        ("for its size", "2.6.12", "2.9.1", False),
        ("CRDs come first", "2.6.12", "2.9.1", True),
    ],
)
def test_advice_by_versions(what: str, before: str, after: str, there: bool) -> None:
    found = reported(MANAGEMENT, before, after)
    assert any(what in row.what for row in found.rows) is there


def test_the_owner_of_the_sign_in_secret() -> None:
    text = (
        f"{MANAGEMENT}glooUi:\n  enabled: true\n  auth:\n    enabled: true\n    oidc:\n"
        "      clientSecretName: dashboard\n"
    )
    row = only(reported(text, "2.3.3", "2.4.16"), "glooUi.auth.oidc.clientSecretName")
    assert "owner" in row.what
    assert row.needs_person
    assert "inferred" in row.sure
    assert not rows_at(reported(text, "2.4.16", "2.5.13"), "glooUi.auth.oidc.clientSecretName")


def test_own_certificates_do_not_end_after_the_charts_year() -> None:
    text = f"{MANAGEMENT}  relay:\n    disableCa: true\n"
    assert not any("year" in row.what for row in reported(text, "2.3.3", "2.4.16").rows)


def test_what_checks_find_in_the_new_version_only() -> None:
    text = f"{MANAGEMENT}telemetryCollector:\n  service: null\n"
    row = only(reported(text, "2.3.3", "2.4.16"), "telemetryCollector.service")
    assert row.kind is Kind.FINDING
    assert "SC007" in row.why


# --- the whole


def test_the_same_version_is_no_step() -> None:
    assert reported(MANAGEMENT, "2.4.16", "2.4.16").rows == ()


def test_nothing_is_edited_below_an_alias() -> None:
    text = "a: &a {tag: 2.4.16}\nglooUi: {enabled: true, image: *a}\nglooAgent: {image: *a}\n"
    found = reported(text, "2.4.16", "2.6.12")
    done = applied(found, found.safe)
    assert len(done.refused) == 2
    assert done.state.plan.first.document.text == text


def test_an_encrypted_file_is_left_as_it_is() -> None:
    text = f"{MANAGEMENT}legacyMetricsPipeline:\n  enabled: false\nsops:\n  version: 3\n"
    found = reported(text, "2.3.3", "2.4.16")
    assert applied(found, found.safe).refused


def test_the_table_names_real_paths() -> None:
    """Each path of the table is known in some version, renames from a version that has the old."""
    schemas = [load(version=version) for version in newest().values()]
    lore = upgrades("gloo-platform")
    for rename in lore.renames:
        for path in (rename.old, *rename.new):
            assert any(schema.known(path) for schema in schemas), path
    paths = [one.path for one in lore.removals] + [one.path for one in lore.news]
    paths += [one.path for one in lore.advice if one.path]
    for path in (*paths, *lore.needs, *lore.needs.values(), *lore.effects):
        assert any(schema.known(path) for schema in schemas), path
    since = [one.since for one in lore.renames] + [one.since for one in lore.removals]
    assert all(Version.parse(text) for text in [*since, *(one.since for one in lore.news)])
    assert len({one.id for one in lore.advice}) == len(lore.advice)


def test_of_other_charts_nothing_is_known() -> None:
    assert upgrades("some-chart").renames == ()
    assert upgrades("../secrets").advice == ()


def test_a_chart_without_a_guide(tmp_path: Path) -> None:
    before, after = tmp_path / "before.yaml", tmp_path / "after.yaml"
    before.write_text("size: 1\nold: {a: 1}\nsame: x\n", encoding="utf-8")
    after.write_text("size: 2\nsame: x\nfresh: true\n", encoding="utf-8")
    old = load_source(source_of("", None, str(before), True), "1.0.0")
    new_schema = load_source(source_of("", None, str(after), True), "2.0.0")
    file = (Path("values.yaml"), Document.parse("size: 1\nold: {a: 2}\nsame: y\n"))
    state = open_documents(bare_guide(old), [file], "1.0.0", old).state
    found = report(replace(state), Version.parse("2.0.0"), new_schema)
    kinds = {row.path: row.kind for row in found.rows if row.kind is not Kind.ADVICE}
    assert kinds == {
        ("size",): Kind.PINNED, ("old",): Kind.REMOVED, ("fresh",): Kind.DEFAULT,
    }  # fmt: skip
    taken = applied(found, [row for row in found.rows if row.proposal is Proposal.TAKE])
    assert taken.state.plan.first.document.text == "same: y\n"


@needs_reference
def test_the_real_chart_as_the_new_version() -> None:
    """Beside what is bundled of the version before, the chart's own schema makes no noise."""
    schema = load_source(source_of(None, None, str(real_chart()), True))
    file = (Path("values.yaml"), Document.parse(MANAGEMENT))
    state = open_documents(GUIDE, [file], "2.3.0").state
    found = report(state, schema.parsed_version, schema)
    assert {row.kind for row in found.rows} == {Kind.ADVICE}


@needs_reference
def test_the_real_chart_as_the_old_version() -> None:
    """A section that takes any key loses none of those that the old chart names in it."""
    schema = load_source(source_of(None, None, str(real_chart()), True))
    text = MANAGEMENT + "prometheus: {serverFiles: {prometheus.yml: {a: 1}}}\n"
    text += "legacyMetricsPipeline: {enabled: true}\n"
    file = (Path("values.yaml"), Document.parse(text))
    state = open_documents(GUIDE, [file], "", schema).state
    gone = [row.path for row in report(state, Version.parse("2.6.12")).rows
            if row.kind is Kind.REMOVED]  # fmt: skip
    assert gone == [("legacyMetricsPipeline", "enabled")]


def test_what_the_bundle_never_knew_is_not_called_removed(tmp_path: Path) -> None:
    own = tmp_path / "values.yaml"
    own.write_text("brandNew: {size: 1, enabled: true}\nlegacyMetricsPipeline: {enabled: true}\n")
    schema = load_source(source_of("gloo-platform", None, str(own), True), "2.5.13")
    file = (Path("values.yaml"), Document.parse("brandNew:\n  size: 2\n"))
    state = open_documents(GUIDE, [file], "2.5.13", schema).state
    rows = [
        row for row in report(state, Version.parse("2.6.12")).rows if row.path[:1] == ("brandNew",)
    ]
    (row,) = rows  # that `enabled` has no default any more is not known either
    assert (row.path, row.severity, row.changes) == (("brandNew",), Severity.NOTE, ())
    assert row.kind is Kind.REMOVED
    assert "is not known to read it" in row.what


def test_a_newer_version_than_all_that_are_known() -> None:
    session = open_documents(GUIDE, [(Path("values.yaml"), Document.parse(MANAGEMENT))], "2.14.0")
    assert report(session.state, Version.parse("2.19.0")).rows
