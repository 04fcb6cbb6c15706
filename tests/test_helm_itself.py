"""The helpers that ask real Helm: what they hand back is what Helm said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helm import HelmRefusal, echo_chart, helm_reads, helm_template, helm_values

TEXTS: list[str | bytes] = [
    "a: yes\nkind: 5\nmetadata: text\nmode: 0644\n",
    "",
    "# nothing but a comment\n",
    "Error: a key of that name is no refusal\n",
    "a: é <&>\n",
    "a: [\n",
    "- a list\n",
    "a: .inf\n",
    b"\xff: not UTF-8\n",
]


def test_many_texts_in_one_run_are_read_as_single_files_are(helm_major: int) -> None:
    for text, at_once in zip(TEXTS, helm_reads(helm_major, TEXTS), strict=True):
        alone = helm_values(helm_major, text)
        if isinstance(alone, HelmRefusal):
            assert isinstance(at_once, HelmRefusal)
            assert at_once.text in alone.text
        else:
            assert at_once == alone


def test_helm_4_merges_documents_and_helm_3_reads_the_first(helm_major: int) -> None:
    merged = {"a": 1, "b": 2} if helm_major == 4 else {"a": 1}
    assert helm_values(helm_major, "a: 1\n---\nb: 2\n") == merged


def test_a_chart_s_schema_and_defaults_take_part(helm_major: int) -> None:
    chart = echo_chart({"properties": {"a": {"type": "integer"}}}, defaults="b: 1\nc: 2\n")
    assert helm_values(helm_major, "a: 3\nb: null\n", chart) == {"a": 3, "c": 2}
    assert isinstance(helm_values(helm_major, "a: text\n", chart), HelmRefusal)


def test_files_come_in_their_order_whatever_their_names(helm_major: int, tmp_path: Path) -> None:
    first, second = tmp_path / "one, two.yaml", tmp_path / 'say "three".yaml'
    first.write_text("a: 1\nb: 1\n")
    second.write_text("b: 2\n")
    assert helm_values(helm_major, [first, second]) == {"a": 1, "b": 2}


def test_a_chart_is_rendered_into_its_namespace(helm_major: int, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: where\nversion: 0.1.0\n")
    (tmp_path / "templates" / "where.yaml").write_text("where: {{ .Release.Namespace }}\n")
    rendered = helm_template(helm_major, tmp_path, namespace="mesh")
    assert isinstance(rendered, str)
    assert "where: mesh" in rendered


def test_a_missing_helm_skips_or_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests import helm

    monkeypatch.setattr(helm, "helm_binaries", dict)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Helm 4 is neither"):
        helm.require_helm(4)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Helm 4 is neither"):
        helm.require_helm(4)
