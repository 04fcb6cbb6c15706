"""A value of any shape, edited as YAML."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent
from typing import Any, ClassVar

from schema.helmyaml import HelmYamlError, read
from wizard.facts import Facts
from wizard.question import Rows
from wizard.render import Style, entries, items, scalar

_EXPECTED: dict[str, tuple[type, str]] = {
    "map": (dict, "rows of name and value are expected"),
    "object": (dict, "rows of name and value are expected"),
    "list": (list, "a list is expected, each entry behind a dash"),
}


@dataclass(frozen=True, kw_only=True)
class Raw(Rows):
    """`shape` is the type of the field: a map, a list, or anything."""

    kind: ClassVar[str] = "raw"
    shape: str = "any"

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        expected = _EXPECTED.get(self.shape)
        return expected[1] if expected and not isinstance(answer, expected[0]) else ""

    def write(self, value: Any) -> str:
        """The value as YAML, without the key that it stands at."""
        if isinstance(value, dict) and value:
            return "\n".join(entries(value, 0, Style(), None))
        if isinstance(value, list) and value:
            return "\n".join(items(value, 0, Style(), None))
        return scalar(value)

    def parse(self, text: str) -> tuple[Any, str]:
        """The value and what is wrong with it, as Helm reads it."""
        try:
            return read("value:\n" + indent(text, "  ")).value["value"], ""
        except HelmYamlError as error:
            return None, f"line {max(1, error.line - 1)}: {error.what}"
