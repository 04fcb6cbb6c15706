"""Does real Helm accept a file that the wizard wrote, and does it read what the wizard meant?"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import yaml

from schema import bundle
from schema.coalesce import coalesce
from schema.nodes import Json
from tests.helm import HelmRefusal, echo_chart, helm_template, helm_values
from tests.reference import real_chart
from wizard.document import Document

Values = dict[str, Json]


@lru_cache(maxsize=8)
def bundled_chart(version: str) -> Path:
    """A chart with the bundled schema as its own, and the bundled defaults of a version."""
    schema = bundle.load(version=version)
    return echo_chart(schema.json_schema(), yaml.safe_dump(schema.defaults()))


@lru_cache(maxsize=1)
def really_schemed_chart() -> Path:
    """A chart with schema and defaults of the real 2.3.3. Skips the test where it is missing."""
    folder = real_chart()
    schema = json.loads((folder / "values.schema.json").read_text(encoding="utf-8"))
    return echo_chart(schema, (folder / "values.yaml").read_text(encoding="utf-8"))


def assert_accepted(major: int, file: Path, version: str) -> None:
    """Helm takes the file by the version's bundled schema, and reads what the document says."""
    _assert_read_as_meant(major, file, bundled_chart(version))


def assert_accepted_by_real_schema(major: int, file: Path) -> None:
    """The same by the schema and the defaults of the real 2.3.3."""
    _assert_read_as_meant(major, file, really_schemed_chart())


def assert_accepted_by_real_chart(major: int, file: Path) -> None:
    """The real 2.3.3 renders with the file; its sub-charts' schemas have their say, too."""
    answer = helm_template(major, real_chart(), [file])
    assert not isinstance(answer, HelmRefusal), f"{file.name}: {answer.text}"


def _assert_read_as_meant(major: int, file: Path, chart: Path) -> None:
    answer = helm_values(major, file, chart)
    assert not isinstance(answer, HelmRefusal), f"{file.name}: {answer.text}"
    meant = Document.parse(file.read_bytes(), major).value
    assert answer == coalesce(_defaults(chart), meant, helm=major)


@lru_cache(maxsize=8)
def _defaults(chart: Path) -> Values:
    return Document.parse((chart / "values.yaml").read_bytes()).value
