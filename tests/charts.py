"""Charts for the tests of sources: written as folders, packaged by real Helm."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.helm import run_helm

VALUES = """\
# -- How many pods serve
replicas: 2
image:
  # -- (string) The tag, `latest` is none
  # @default -- the chart's own version
  tag:
  # Where it is pulled from.
  registry: docker.io # not this
# @schema
# enum: [debug, info, warn]
# required: true
# @schema
# -- How much is logged
level: info
# @schema type: [integer, null]; minimum: 1
port:
labels: {}
hosts: # -- Names that it answers to
  - name: a
    port: 80
store:
  size: 5Gi
"""
STORE_VALUES = """\
enabled: true
# How large the disk is
size: 1Gi
class: fast
"""
SCHEMA: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "properties": {
        "replicas": {"$ref": "#/definitions/count"},
        "image": {
            "type": "object",
            "properties": {"tag": {"type": ["string", "null"]}, "registry": {"type": "string"}},
        },
        "level": {"enum": ["debug", "info", "warn"]},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "password": {"type": "string", "writeOnly": True, "description": "Who may come in"},
    },
    "definitions": {"count": {"type": "integer", "minimum": 0}},
}
STORE_SCHEMA: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "enabled": {"type": "boolean"},
        "size": {"$ref": "#/definitions/size"},
        "class": {"type": "string"},
        "global": {"type": "object"},
    },
    "definitions": {"size": {"type": "string", "pattern": "^[0-9]+Gi$"}},
}
CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: shop
data:
  level: {{ .Values.level | quote }}
"""


def write_chart(
    folder: Path,
    name: str = "shop",
    version: str = "1.2.0",
    schema: Mapping[str, Any] | None = SCHEMA,
    values: str = VALUES,
    sub_chart: bool = True,
) -> Path:
    """A chart's folder below `folder`."""
    chart = folder / name
    about: dict[str, Any] = {"apiVersion": "v2", "name": name, "version": version}
    files: dict[str, str] = {"values.yaml": values, "templates/map.yaml": CONFIG_MAP}
    if schema is not None:
        files["values.schema.json"] = json.dumps(schema)
    if sub_chart:
        about["dependencies"] = [
            {"name": "disk", "version": "0.1.0", "alias": "store", "condition": "store.enabled"}
        ]
        files["charts/disk/Chart.yaml"] = json.dumps(
            {"apiVersion": "v2", "name": "disk", "version": "0.1.0"}
        )
        files["charts/disk/values.yaml"] = STORE_VALUES
        files["charts/disk/values.schema.json"] = json.dumps(STORE_SCHEMA)
    for path, content in {"Chart.yaml": json.dumps(about), **files}.items():
        file = chart / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return chart


def packaged(folder: Path, version: str = "1.2.0", **options: Any) -> Path:
    """A chart that real Helm packaged into `folder`."""
    name = options.get("name", "shop")
    source = folder / f"source-{name}-{version}"
    run_helm(4, "package", write_chart(source, version=version, **options), "-d", folder)
    return folder / f"{name}-{version}.tgz"


def indexed(folder: Path, url: str = "") -> str:
    """The index that real Helm makes of the packages in `folder`."""
    run_helm(4, "repo", "index", folder, *(["--url", url] if url else []))
    return (folder / "index.yaml").read_text(encoding="utf-8")


def archive(
    files: Mapping[str, bytes], links: Mapping[str, str] | None = None, level: int = 6
) -> bytes:
    """A package as no decent program would make it."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        for name, target in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type = tarfile.SYMTYPE
            member.linkname = target
            tar.addfile(member)
    return gzip.compress(stream.getvalue(), level)


ABOUT = b"apiVersion: v2\nname: shop\nversion: 1.2.0\n"
