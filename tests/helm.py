"""Real Helm, for the tests that ask it: what it reads, what it refuses, what a chart renders.

Helm 3 and Helm 4 are looked for in `.helm/` (the Makefile fetches them) and on PATH. Without the
one that a test asks for, the test skips with the reason; where CI is set, it fails. Helm runs with
folders of its own: nothing of this machine's set-up is read, no network, no cluster.
"""

from __future__ import annotations

import atexit
import base64
import csv
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

MAJORS = (3, 4)
_FETCHED = Path(__file__).parent.parent / ".helm"
_ECHO = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: echo
values: {{ .Values | mustToJson | b64enc }}
"""
_BATCH = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: batch
readings:
{{- range .Files.Get "batch.json" | fromJsonArray }}
- {{ . | b64dec | fromYaml | toJson | b64enc | quote }}
{{- end }}
"""
_BATCH_BYTES = 3_000_000  # Helm 3.17.3 refuses a chart's file over 5 MiB
_FROM_YAML_REFUSAL = ("error converting YAML to JSON", "error unmarshaling JSON", "yaml: ")

# Marks a test that asks both Helms: it skips (in CI: fails) where one is missing. A test that takes
# the fixture `helm_major` runs once for each Helm and needs no mark.
needs_helm = pytest.mark.usefixtures("both_helms")


@dataclass(frozen=True)
class HelmRefusal:
    """What Helm said instead of reading or rendering."""

    text: str


@lru_cache(maxsize=1)
def helm_binaries() -> dict[int, Path]:
    """The Helms at hand by major version, those in `.helm/` before those on PATH."""
    found: dict[int, Path] = {}
    for candidate in _candidates():
        major = _major(candidate)
        if major is not None:
            found.setdefault(major, candidate)
    return found


def require_helm(major: int) -> Path:
    """The Helm of that major version; skips the test without it, fails it where CI is set."""
    binary = helm_binaries().get(major)
    if binary is not None:
        return binary
    reason = f"Helm {major} is neither in .helm/ (make helm) nor on PATH"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def helm_values(
    major: int, values: Sequence[Path] | Path | str | bytes, chart: Path | None = None
) -> dict[str, Any] | HelmRefusal:
    """What a chart's templates see as `.Values` when Helm is given `values` by `-f`.

    `values` are files in the order of their `-f`, or the content of one. `chart` is one of
    `echo_chart`'s (default: no schema, no defaults). As Helm's numbers are float64, `1.0` comes as
    `1`; null removes a default.
    """
    binary = require_helm(major)
    standard_input = None
    files: list[str] = []
    if isinstance(values, str | bytes):
        standard_input = values.encode() if isinstance(values, str) else values
        files = ["-"]
    else:
        files = [str(file) for file in ([values] if isinstance(values, Path) else values)]
    folder = chart or echo_chart()
    answer = _run(binary, ["template", "echo", str(folder), *_flags(files)], standard_input)
    if isinstance(answer, HelmRefusal):
        return answer
    echoed = re.search(r"^values: (\S+)$", answer, re.MULTILINE)
    assert echoed is not None, answer
    read = json.loads(base64.b64decode(echoed.group(1)))
    assert isinstance(read, dict)
    return read


def helm_reads(major: int, texts: Iterable[str | bytes]) -> list[dict[str, Any] | HelmRefusal]:
    """What Helm's template function `fromYaml` reads in each text; thousands of them in one run.

    It is the same parser as that of `-f`, with the same refusals of one document. It differs so: of
    several documents it reads the first only, in Helm 4 too, where `-f` merges them all; a null
    stays, where `helm_values` may have removed it; the refusal lacks the file's name.
    """
    binary = require_helm(major)
    readings: list[dict[str, Any] | HelmRefusal] = []
    for portion in _portions(texts):
        with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
            chart = write_chart(Path(folder) / "batch", {"templates/batch.yaml": _BATCH})
            (chart / "batch.json").write_text(json.dumps(portion), encoding="utf-8")
            answer = _run(binary, ["template", "batch", str(chart)])
        assert isinstance(answer, str), answer
        lines = re.findall(r'^- "([^"]*)"$', answer, re.MULTILINE)
        assert len(lines) == len(portion), answer[:2000]
        readings += [_reading(base64.b64decode(line)) for line in lines]
    return readings


def helm_template(
    major: int,
    chart: Path,
    values: Sequence[Path] = (),
    namespace: str = "gloo-mesh",
    release: str = "gloo-platform",
    options: Sequence[str] = (),
) -> str | HelmRefusal:
    """The manifests that `helm template` renders from a chart folder or package, as text."""
    binary = require_helm(major)
    flags = _flags([str(file) for file in values])
    command = ["template", release, str(chart), "--namespace", namespace, *flags, *options]
    return _run(binary, command)


def run_helm(major: int, *arguments: str | Path) -> str:
    """What a Helm command prints; one that fails is an error of the test."""
    answer = _run(require_helm(major), [str(argument) for argument in arguments])
    assert isinstance(answer, str), answer
    return answer


def echo_chart(schema: Mapping[str, Any] | None = None, defaults: str = "") -> Path:
    """The folder of a chart that shows its values to `helm_values`; made once for each content.

    `schema` becomes its `values.schema.json`, `defaults` the text of its `values.yaml`.
    """
    return _echo_chart(None if schema is None else json.dumps(schema, sort_keys=True), defaults)


@lru_cache(maxsize=64)
def _echo_chart(schema: str | None, defaults: str) -> Path:
    files = {"templates/echo.yaml": _ECHO, "values.yaml": defaults}
    if schema is not None:
        files["values.schema.json"] = schema
    return write_chart(Path(tempfile.mkdtemp(dir=_scratch())) / "echo", files)


def write_chart(folder: Path, files: Mapping[str, str]) -> Path:
    description = f"apiVersion: v2\nname: {folder.name}\nversion: 0.1.0\n"
    for name, content in {"Chart.yaml": description, **files}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8", newline="")
    return folder


def _reading(answer: bytes) -> dict[str, Any] | HelmRefusal:
    if not answer:
        return HelmRefusal("what was read cannot be written as JSON")
    read = json.loads(answer)
    if read is None:
        return {}
    assert isinstance(read, dict)
    refusal = read.get("Error")
    if isinstance(refusal, str) and refusal.startswith(_FROM_YAML_REFUSAL):
        return HelmRefusal(refusal)
    return read


def _portions(texts: Iterable[str | bytes]) -> Iterator[list[str]]:
    portion: list[str] = []
    size = 0
    for text in texts:
        content = text.encode() if isinstance(text, str) else text
        encoded = base64.b64encode(content).decode()
        if portion and size + len(encoded) > _BATCH_BYTES:
            yield portion
            portion, size = [], 0
        portion.append(encoded)
        size += len(encoded) + 4
    if portion:
        yield portion


def _flags(files: Iterable[str]) -> list[str]:
    """`-f` for each file, quoted as Helm wants it: a comma would part two names."""
    flags: list[str] = []
    for file in files:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([file])
        flags += ["-f", line.getvalue()]
    return flags


def _run(
    binary: Path, arguments: Sequence[str], standard_input: bytes | None = None
) -> str | HelmRefusal:
    answer = subprocess.run(
        [binary, *arguments],
        input=standard_input,
        stdin=subprocess.DEVNULL if standard_input is None else None,
        capture_output=True,
        timeout=120,
        env=_environment(),
    )
    if answer.returncode:
        return HelmRefusal(answer.stderr.decode(errors="replace").strip())
    return answer.stdout.decode()


def _environment() -> dict[str, str]:
    scratch = _scratch()
    names = ("HOME", "HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME", "HELM_PLUGINS")
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "KUBECONFIG": str(scratch / "no-cluster"),
        "GOGC": "400",  # memory against time: Helm 4 spends a sixth of it on collecting garbage
        **{name: str(scratch / name.lower()) for name in names},
    }


@lru_cache(maxsize=1)
def _scratch() -> Path:
    """This process's folder, taken away at its end."""
    folder = Path(tempfile.mkdtemp(prefix="helm-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _candidates() -> Iterator[Path]:
    for name in ("helm3", "helm4"):
        if (_FETCHED / name).is_file():
            yield _FETCHED / name
    for name in ("helm", "helm3", "helm4"):
        on_path = shutil.which(name)
        if on_path:
            yield Path(on_path)


def _major(binary: Path) -> int | None:
    try:
        version = _run(binary, ["version", "--template", "{{.Version}}"])
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.match(r"v?(\d+)\.", version) if isinstance(version, str) else None
    return int(match.group(1)) if match else None
