"""Charts of the world that ship no schema, at their full size: everything but questions works."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from schema.charted import ChartSchema
from schema.source import Source, load
from tests.charts import write_chart
from tests.commands import Run
from tests.reference import needs_reference, reference_folder
from wizard.exit_codes import ExitCode
from wizard.fields import FieldRow, field_rows, set_field
from wizard.guides import bare_guide
from wizard.opening import open_files

pytestmark = needs_reference


@dataclass(frozen=True)
class Large:
    """A chart of the reference folder, its next version, and a file for it.

    `changes`: texts of its values and what stands there in the next version. `untouched` is a
    default that changes under the file, `copied` one that the file has a copy of, `gone` a key of
    the file that the next version has no more. `count`: at least as many values.
    """

    name: str
    values: str
    changes: tuple[tuple[str, str], ...]
    file: str
    untouched: str
    copied: str
    gone: str
    count: int


LARGE = (
    Large(
        "kube-prometheus-stack",
        "prometheus-community-helm-charts--charts-kube-prometheus-stack-values.yaml",
        (
            ("    retention: 10d\n", "    retention: 15d\n"),
            ('    scrapeInterval: ""\n', '    scrapeInterval: "30s"\n'),
            ("    enableAdminAPI: false\n", ""),
        ),
        "prometheus:\n  prometheusSpec:\n    retention: 10d\n    enableAdminAPI: true\n"
        "    nodeSelector: {disk: ssd}\n    retenton: 5d\n",
        "prometheus.prometheusSpec.scrapeInterval",
        "prometheus.prometheusSpec.retention",
        "prometheus.prometheusSpec.enableAdminAPI",
        1000,
    ),
    Large(
        "consul",
        "hashicorp-consul-k8s--charts-consul-values.yaml",
        (
            ("  datacenter: dc1\n", "  datacenter: dc2\n"),
            ("  logLevel: \"info\"\n", '  logLevel: "warn"\n'),
            ("  logJSON: false\n", ""),
        ),
        "global:\n  datacenter: dc1\n  logJSON: true\nserver:\n  replicas: 3\nserverr: {}\n",
        "global.logLevel",
        "global.datacenter",
        "global.logJSON",
        400,
    ),
)  # fmt: skip


@pytest.fixture(params=LARGE, ids=lambda large: large.name, scope="module")
def large(request: pytest.FixtureRequest) -> Large:
    found: Large = request.param
    return found


@pytest.fixture(scope="module")
def charts(large: Large, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The chart's folder, and that of its next version."""
    folder, reference = tmp_path_factory.mktemp(large.name), reference_folder()
    assert reference is not None
    old = new = (reference / "corpus" / large.values).read_text(encoding="utf-8")
    for before, after in large.changes:
        assert before in new
        new = new.replace(before, after)
    made = [
        write_chart(
            folder / version, large.name, version, schema=None, values=text, sub_chart=False
        )
        for version, text in (("1.0.0", old), ("2.0.0", new))
    ]
    return made[0], made[1]


@pytest.fixture
def values(large: Large, tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_text(large.file, encoding="utf-8")
    return file


def test_a_file_is_checked(
    large: Large, charts: tuple[Path, Path], values: Path, gloo_wizard: Run, tmp_path: Path
) -> None:
    told = gloo_wizard("check", values, "--chart", charts[0]).text
    assert told.count(" warning SC010 ") == 1, told  # the misspelt key, and nothing else
    own = tmp_path / "own.yaml"
    own.write_bytes((charts[0] / "values.yaml").read_bytes())
    of_itself = gloo_wizard("check", own, "--chart", charts[0])
    assert [line for line in of_itself.text.splitlines() if " SC0" in line] == []


def test_all_values(large: Large, charts: tuple[Path, Path], values: Path) -> None:
    schema = load(Source(str(charts[0])))
    assert isinstance(schema, ChartSchema)
    assert schema.count > large.count
    session = open_files(bare_guide(large.name, "1.0.0"), [values], "1.0.0", schema=schema)
    key = session.plan.first.key
    assert len(field_rows(session, key, frozenset())) >= len(schema.children())
    found: list[FieldRow] = field_rows(
        session, key, frozenset(), large.untouched.rpartition(".")[2]
    )
    (row,) = [row for row in found if ".".join(map(str, row.path)) == large.untouched]
    assert row.field is not None
    assert row.field.description
    set_field(session, key, row, "debug")
    assert session.plan.first.document.get(row.path) == "debug"


def test_it_is_carried_to_the_next_version(
    large: Large, charts: tuple[Path, Path], values: Path, gloo_wizard: Run
) -> None:
    ended = gloo_wizard("upgrade", values, "--from", charts[0], "--to", charts[1])
    assert ended.code == ExitCode.FINDINGS, ended
    told = [line.rpartition(": ")[2] for line in ended.text.splitlines() if ";" in line]
    for path, kind in (
        (large.untouched, "default changed"),
        (large.copied, "copy of an old default"),
        (large.gone, "removed"),
    ):
        assert any(line.startswith(f"{path}  ({kind}, warning") for line in told), told
    assert sum(line.endswith(("keep)", "take)")) for line in told) == 3, told
    sides = ("--version-a", charts[0], "--version-b", charts[1])
    assert f"= {large.untouched}: " in gloo_wizard("diff", values, values, *sides).text
