"""A chart's files as far as they tell of its values: its own and those of its sub-charts."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from schema.archive import Budget, check_size, unpack
from schema.failure import SourceFailed
from schema.plain import is_plain, line

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,249}")
_OWN = ("Chart.yaml", "values.yaml", "values.schema.json", "requirements.yaml")
_DEEPEST_SUB_CHART = 8
_DEEPEST = 200
_MOST_NODES = 400_000

Json = dict[str, Any]


@dataclass(frozen=True)
class SubChart:
    """A chart within another one. `key`: where its values stand. `conditions`, `tags`: what
    switches it off, as Chart.yaml says. `imports`: dotted paths of its values, each with the dotted
    path at which its parent has them too ("" for the top)."""

    key: str
    chart: Chart
    conditions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    imports: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Chart:
    """`schema` is None where the chart ships none; `values` is the text of its values.yaml;
    `missing` are the keys of sub-charts that it names and does not hold."""

    name: str
    version: str
    values: str = ""
    schema: Json | None = None
    sub_charts: tuple[SubChart, ...] = ()
    notes: tuple[str, ...] = field(default=())
    missing: tuple[str, ...] = ()


def from_package(data: bytes, budget: Budget | None = None) -> Chart:
    """A packaged chart. Raises SourceFailed."""
    budget = budget or Budget()
    return from_files(unpack(data, budget), budget)


def from_folder(folder: FilePath) -> Chart:
    """A chart's folder. A link that leads out of it is refused. Raises SourceFailed, OSError."""
    if not (folder / "Chart.yaml").is_file():
        raise SourceFailed(f"{folder} is no chart: there is no Chart.yaml in it.")
    root = folder.resolve()
    files: dict[str, bytes] = {}
    _collect(root, root, "", files)
    return from_files(files, Budget())


def _collect(root: FilePath, folder: FilePath, above: str, files: dict[str, bytes]) -> None:
    for name in _OWN:
        if (folder / name).is_file():
            files[above + name] = _content(root, folder / name, above + name)
    below = folder / "charts"
    if not below.is_dir() or above.count("/") > 2 * _DEEPEST_SUB_CHART:
        return
    for entry in sorted(below.iterdir()):
        if entry.name.startswith((".", "_")):
            continue
        within = f"{above}charts/{entry.name}"
        if entry.is_dir():
            _check_inside(root, entry, within)
            _collect(root, entry, f"{within}/", files)
        elif entry.suffix == ".tgz":
            files[within] = _content(root, entry, within)


def _content(root: FilePath, file: FilePath, name: str) -> bytes:
    _check_inside(root, file, name)
    check_size(name, file.stat().st_size)
    return file.read_bytes()


def _check_inside(root: FilePath, file: FilePath, name: str) -> None:
    if not FilePath(os.path.realpath(file)).is_relative_to(root):
        raise SourceFailed(f"{name} of the chart is a link that leads out of the chart's folder.")


def from_files(files: Mapping[str, bytes], budget: Budget, depth: int = 0) -> Chart:
    """A chart out of its files by path within it. Raises SourceFailed."""
    if "Chart.yaml" not in files:
        raise SourceFailed("It is no chart: there is no Chart.yaml in its folder.")
    about = _yaml("Chart.yaml", files["Chart.yaml"])
    name, version = str(about.get("name", "")), str(about.get("version", ""))
    if not _NAME.fullmatch(name) or not is_plain(version) or not version.strip():
        raise SourceFailed("The Chart.yaml has no usable name and version.")
    schema = files.get("values.schema.json")
    dependencies = about.get("dependencies")
    if dependencies is None and "requirements.yaml" in files:
        required = _yaml("requirements.yaml", files["requirements.yaml"])
        dependencies = required.get("dependencies")
    sub_charts, missing = _sub_charts(files, _maps(dependencies), budget, depth)
    return Chart(
        name,
        line(version),
        text_of("values.yaml", files.get("values.yaml", b"")),
        None if schema is None else json_schema(schema),
        sub_charts,
        tuple(f"The sub-chart {line(name)} is not in the package." for name in missing),
        missing,
    )


def _sub_charts(
    files: Mapping[str, bytes], dependencies: list[Json], budget: Budget, depth: int
) -> tuple[tuple[SubChart, ...], tuple[str, ...]]:
    vendored = _vendored(files, budget, depth) if depth < _DEEPEST_SUB_CHART else {}
    found: list[SubChart] = []
    missing: list[str] = []
    named: set[str] = set()
    for dependency in dependencies:
        name = str(dependency.get("name", ""))
        key = str(dependency.get("alias") or name)
        named.add(name)
        if name not in vendored:
            missing.append(key)
        elif _NAME.fullmatch(key):
            conditions = str(dependency.get("condition") or "").strip().split(",")
            tags = dependency.get("tags")
            found.append(
                SubChart(
                    key,
                    vendored[name],
                    tuple(filter(None, conditions)),
                    tuple(map(str, tags)) if isinstance(tags, list) else (),
                    tuple(_imports(dependency.get("import-values"))),
                )
            )
    found += [SubChart(name, chart) for name, chart in vendored.items() if name not in named]
    return tuple(found), tuple(missing)


def _imports(entries: object) -> Iterator[tuple[str, str]]:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, str):
            yield f"exports.{entry}", ""
        elif isinstance(entry, dict) and entry.get("child") and entry.get("parent"):
            parent = str(entry["parent"])
            yield str(entry["child"]), "" if parent == "." else parent


def _vendored(files: Mapping[str, bytes], budget: Budget, depth: int) -> dict[str, Chart]:
    """The charts under `charts/`, by name: folders and packages."""
    folders: dict[str, dict[str, bytes]] = {}
    charts: list[Chart] = []
    for path, content in files.items():
        if not path.startswith("charts/"):
            continue
        entry, _, below = path.removeprefix("charts/").partition("/")
        if below:
            folders.setdefault(entry, {})[below] = content
        elif entry.endswith(".tgz"):
            charts.append(from_files(unpack(content, budget), budget, depth + 1))
    charts += [
        from_files(below, budget, depth + 1) for below in folders.values() if "Chart.yaml" in below
    ]
    return {chart.name: chart for chart in charts}


def text_of(name: str, data: bytes) -> str:
    """UTF-8 text without a byte order mark. Raises SourceFailed."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceFailed(f"{name} of the chart is not UTF-8 text.") from error


def json_schema(data: bytes, name: str = "values.schema.json") -> Json:
    """A JSON Schema out of its bytes. Raises SourceFailed."""
    check_size(name, len(data))
    text = text_of(name, data)
    try:
        schema = json.loads(text, parse_constant=_no_constant)
    except RecursionError as error:
        raise SourceFailed(f"{name} is nested too deeply.") from error
    except ValueError as error:
        raise SourceFailed(f"{name} is not JSON: {error}.") from error
    if not isinstance(schema, dict):
        raise SourceFailed(f"{name} is no JSON Schema: it is not an object.")
    _check_shape(schema, name)
    return schema


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON number")


def _check_shape(schema: Json, name: str) -> None:
    """Refuse what is nested or large beyond any use."""
    nodes = 0
    level: list[Any] = [schema]
    for depth in range(_DEEPEST + 1):
        if not level:
            return
        if depth == _DEEPEST:
            raise SourceFailed(f"{name} is nested too deeply.")
        nodes += len(level)
        if nodes > _MOST_NODES:
            raise SourceFailed(f"{name} has more than {_MOST_NODES:,} parts.")
        below: list[Any] = []
        for part in level:
            if isinstance(part, dict):
                below += part.values()
            elif isinstance(part, list):
                below += part
        level = below


def _yaml(name: str, data: bytes) -> Json:
    from schema.helmyaml import HelmYamlError, read

    try:
        return read(text_of(name, data)).value
    except HelmYamlError as error:
        where = f"line {error.line}: " if error.line else ""
        raise SourceFailed(f"{name} of the chart cannot be read: {where}{error.what}") from error


def _maps(entries: object) -> list[Json]:
    if not isinstance(entries, Iterable) or isinstance(entries, str | dict):
        return []
    return [entry for entry in entries if isinstance(entry, dict)]
