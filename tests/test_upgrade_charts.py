"""`upgrade` and `diff` by the own schemas of two versions of a chart that nothing is bundled of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests import web
from tests.charts import SCHEMA, VALUES, indexed, packaged, write_chart
from tests.commands import Ended, Run
from tests.helm import run_helm
from wizard.exit_codes import ExitCode

OLD, NEW = "1.4.2", "2.0.0"
NEW_VALUES = (
    VALUES.replace("replicas: 2", "replicas: 3").replace(
        "  registry: docker.io", "  registry: quay.io"
    )
    + "cache:\n  # -- Whether answers are kept\n  enabled: true\n"
)
NEW_SCHEMA: dict[str, Any] = {
    **SCHEMA,
    "properties": {
        **{key: value for key, value in SCHEMA["properties"].items() if key != "password"},
        "labels": {"type": "array"},
        "cache": {"type": "object", "properties": {"enabled": {"type": "boolean"}}},
        "owner": {"type": "string"},
    },
    "required": ["owner"],
}
FILE = """\
# of the shop
image:
  registry: docker.io   # copied
password: hush-hush
labels: {a: b}
"""
Ways = dict[str, tuple[str, ...]]
SIDES = ("--from", OLD, "--to", NEW)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    packaged(folder, OLD)
    packaged(folder, NEW, values=NEW_VALUES, schema=NEW_SCHEMA)
    packaged(folder, "2.1.0", values=NEW_VALUES, schema=NEW_SCHEMA)
    indexed(folder)
    return folder


@pytest.fixture(scope="module")
def ways(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    """The options by which both versions are had: from a repository, a registry, the disk."""
    scratch = tmp_path_factory.mktemp("registry")
    routes: dict[str, web.Route] = {
        f"/{file.name}": file.read_bytes() for file in packages.iterdir() if file.is_file()
    }
    old, new = packages / f"shop-{OLD}.tgz", packages / f"shop-{NEW}.tgz"
    folders = scratch / "old", scratch / "new"
    write_chart(folders[0], version=OLD)
    write_chart(folders[1], version=NEW, values=NEW_VALUES, schema=NEW_SCHEMA)
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(scratch / "cache"))
        site = stack.enter_context(web.served(routes))
        yield {
            "repository": ("--chart", "shop", "--repo", site.url, *SIDES),
            "range": (
                "--chart",
                "shop",
                "--repo",
                site.url,
                "--from",
                "~1.4.1",
                "--to",
                "^2.0 <2.1",
            ),
            "packages": ("--from", str(old), "--to", str(new)),
            "folders": ("--from", str(folders[0] / "shop"), "--to", str(folders[1] / "shop")),
        }


@pytest.fixture(scope="module")
def oci(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with web.registry(tmp_path_factory.mktemp("oci")) as host:
        for file in packages.glob("*.tgz"):
            run_helm(4, "push", file, f"oci://{host}/charts", "--plain-http")
        yield f"oci://{host}/charts/shop"


@pytest.fixture
def values(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_text(FILE, encoding="utf-8")
    return file


def check_upgrade(ended: Ended) -> None:
    assert ended.code == ExitCode.FINDINGS, ended
    assert f"shop {OLD} to {NEW}" in ended.text
    for line in (
        "replicas  (default changed, warning; keep)",
        "image.registry  (copy of an old default, warning; take)",
        "password  (removed, warning; take)",
        "cache.enabled  (new, note; keep)",
        "labels  (type changed, error; edit)",
        "owner  (now required, error; edit)",
    ):
        assert line in ended.text
    assert "labels.a" not in ended.text  # it goes with the type of labels
    assert "The chart's own schema and values." in ended.text
    assert "hush" not in ended.text


def check_diff(ended: Ended) -> None:
    assert ended.code == ExitCode.FINDINGS, ended
    assert "= replicas: 2 -> 3\n" in ended.text
    assert "hush" not in ended.text


@pytest.mark.parametrize("way", ["repository", "range", "packages", "folders"])
def test_both_versions_are_the_charts_own(
    way: str, ways: Ways, values: Path, gloo_wizard: Run
) -> None:
    check_upgrade(gloo_wizard("upgrade", values, *ways[way]))
    sides = [{"--from": "--version-a", "--to": "--version-b"}.get(o, o) for o in ways[way]]
    check_diff(gloo_wizard("diff", values, values, *sides))


def test_both_versions_from_a_registry(oci: str, values: Path, gloo_wizard: Run) -> None:
    check_upgrade(gloo_wizard("upgrade", values, "--chart", oci, *SIDES))
    sides = ("--version-a", OLD, "--version-b", "~2.0")
    check_diff(gloo_wizard("diff", values, values, "--chart", oci, *sides))


def test_in_place_with_a_fetched_chart(ways: Ways, values: Path, gloo_wizard: Run) -> None:
    """Nothing here is safe to change without a look, so the file stays as it is."""
    ended = gloo_wizard("upgrade", values, *ways["repository"], "--in-place")
    assert "0 of " in ended.told
    assert values.read_text(encoding="utf-8") == FILE


def test_the_newest_release_is_the_target_where_none_is_said(
    ways: Ways, values: Path, gloo_wizard: Run
) -> None:
    options = ways["repository"][:4]
    assert f"{OLD} to 2.1.0" in gloo_wizard("upgrade", values, *options, "--from", OLD).text
    mute = gloo_wizard("upgrade", values, *options)
    assert mute.code == ExitCode.USAGE
    assert "--from says it" in mute.told
    header = f'#: gloo-wizard keeps the lines that begin with "#:"\n#:\n#: chart: shop {OLD}\n'
    values.write_text(f"{header}\n{FILE}", encoding="utf-8")
    assert f"{OLD} to 2.1.0" in gloo_wizard("upgrade", values, *options).text


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("check", ("--version", "^2.4"), "a range chooses from a repository (--repo)"),
        ("upgrade", ("--from", "2.4.16", "--to", ">=2.4 <2.6"), "--to: "),
        ("upgrade", ("--from", "~2.4.12", "--to", "2.6.12"), "--from: "),
        ("diff", ("--version-a", "^2.4", "--version-b", "2.6.12"), "--version-a: "),
        ("upgrade", ("--from", "1.0.0", "--to", "NEW"), "no older version is known here"),
        ("upgrade", ("--from", "2.4.16", "--to", "NEW", "--chart", "gloo"), "shop"),
    ],
)
def test_what_makes_no_sense_is_told(
    command: str, options: tuple[str, ...], said: str, packages: Path, values: Path,
    gloo_wizard: Run,
) -> None:  # fmt: skip
    package = str(packages / f"shop-{NEW}.tgz")
    files = (values, values) if command == "diff" else (values,)
    given = [package if option == "NEW" else option for option in options]
    ended = gloo_wizard(command, *files, *given)
    assert ended.code == ExitCode.USAGE, ended
    assert said in ended.told
    assert ended.data == b""
