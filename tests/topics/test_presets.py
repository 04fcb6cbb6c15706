"""The presets: only questions and options that exist, and files without a fault to start from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from schema.chart import Chart
from schema.charted import ChartSchema
from schema.finding import Severity
from wizard.gloo_platform import GUIDE
from wizard.opening import new, open_files
from wizard.plan import workload_key
from wizard.question import Choice
from wizard.session import Session
from wizard.tree import look_up

PURPOSES = [preset.purpose for preset in GUIDE.presets]


@pytest.mark.parametrize("purpose", PURPOSES)
def test_answers_are_ones_that_their_questions_take(purpose: str) -> None:
    preset = GUIDE.preset(purpose)
    assert preset
    assert preset.gives
    assert preset.lacks
    order = [id for id in GUIDE.asked if id in preset.answers]
    assert list(preset.answers) == order
    for id, answer in preset.answers.items():
        assert GUIDE.asked[id].question.trouble(answer) == ""


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_preset_gives_what_is_recommended_or_says_why_not(purpose: str) -> None:
    preset = GUIDE.preset(purpose)
    assert preset
    against = set()
    for id, answer in preset.answers.items():
        question = GUIDE.asked[id].question
        if isinstance(question, Choice):
            option = question.option(answer)
            assert option is not None
            if purpose not in option.recommended:
                against.add(id)
    # Prometheus of one's own needs its address first.
    assert against == ({"prometheus.where"} if purpose == "production" else set())


def begun(purpose: str, version: str) -> Session:
    session = new(GUIDE, Path("values.yaml"), version)
    session.apply_preset(purpose)
    session.answer("deployment.cluster", "mgmt")
    return session


@pytest.mark.parametrize("version", ["2.3.3", "2.4.16", "2.5.6", "2.6.5"])
@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_preset_leads_to_files_without_errors(purpose: str, version: str) -> None:
    session = begun(purpose, version)
    if purpose == "production":
        session.answer("deployment.workloads", ("eu-1", "us-1"))
        for id, host in (("relay-address", "mgmt:9900"), ("telemetry-endpoint", "otel:4317")):
            session.answer("workload-clusters.collector", "yes")
            session.answer(f"workload-clusters.{id}", f"{host.replace(':', '.example.com:')}")
    errors = {f.code: f.message for f in session.findings() if f.severity is Severity.ERROR}
    assert errors == {}


@pytest.mark.parametrize("purpose", PURPOSES)
def test_an_answer_given_before_stays(purpose: str) -> None:
    session = new(GUIDE, Path("values.yaml"), "2.4.16")
    session.answer("deployment.model", "shared")
    session.apply_preset(purpose)
    assert session.answer_of("deployment.model") == "shared"
    session.undo()
    assert session.answer_of("deployment.purpose") is None


def test_what_is_not_asked_yet_is_answered_once_it_is() -> None:
    session = new(GUIDE, Path("values.yaml"), "2.4.16")
    told = session.apply_preset("production")
    assert told.waiting["workload-clusters.collector"] == "no workload cluster is named"
    assert "workload-clusters.collector" not in told.given
    session.answer("deployment.workloads", ("eu-1",))
    assert session.answer_of("workload-clusters.collector") == "yes"
    document = session.plan[workload_key("eu-1")].document
    assert look_up(document.value, ("telemetryCollector", "enabled")) is True


def test_one_answer_may_bring_up_the_question_of_another() -> None:
    session = new(GUIDE, Path("values.yaml"), "2.4.16")
    session.answer("deployment.model", "dedicated")
    assert session.why_hidden("deployment.register")
    session.leave("deployment.model")
    session.apply_preset("evaluation")
    assert session.answer_of("deployment.register") == "chart"


def test_what_stands_in_the_file_is_not_touched_though_it_is_not_asked(tmp_path: Path) -> None:
    """Safe mode is not asked in 2.3; the file has its key all the same, and keeps it."""
    file = tmp_path / "values.yaml"
    file.write_text("glooMgmtServer:\n  enabled: true\n  safeMode: false\n", encoding="utf-8")
    session = open_files(GUIDE, [file], "2.3.3")
    told = session.apply_preset("production")
    assert "safe-mode.behaviour" not in {*told.given, *told.waiting}
    session.change_version("2.4.16")
    document = session.plan.first.document
    assert look_up(document.value, ("glooMgmtServer", "safeMode")) is False


def test_what_the_chart_does_not_take_is_told() -> None:
    server = {"type": "object", "properties": {"safeMode": {"type": "string"}}}
    chart = Chart("gloo-platform", "2.4.16", schema={"properties": {"glooMgmtServer": server}})
    schema = ChartSchema(chart, "a test")
    session = Session(replace(new(GUIDE, Path("values.yaml"), "2.4.16").state, schema=schema))
    told = session.apply_preset("production")
    reason = told.impossible["safe-mode.behaviour"]
    assert reason == "glooMgmtServer.safeMode is of type string in gloo-platform 2.4.16."
    assert session.answer_of("safe-mode.behaviour") is None
