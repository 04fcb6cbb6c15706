"""Settings of a project: `.gloo-wizard.toml`, or `[tool.gloo-wizard]` in `pyproject.toml`.

The nearest one at or above the files that are looked at counts, up to the folder that holds the
repository (`.git`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

OWN_FILE = ".gloo-wizard.toml"
SHARED_FILE = "pyproject.toml"
SEVERITIES = ("error", "warning", "never")


class WrongSetting(ValueError):
    """A setting that cannot be read; the text names the file and what is expected."""


@dataclass(frozen=True, eq=False, repr=False)
class Settings:
    """`ignore`: codes that are accepted everywhere. `per_file`: codes by pattern of file names."""

    file: FilePath | None = None
    ignore: frozenset[str] = frozenset()
    per_file: Mapping[str, list[str]] = field(default_factory=dict)
    fail_on: str = ""

    def codes(self) -> set[str]:
        """Every code that is named."""
        return {*self.ignore, *(code for codes in self.per_file.values() for code in codes)}


def find(start: FilePath) -> Settings:
    """The settings for files in a folder. Raises WrongSetting."""
    for folder in _upwards(start):
        own, shared = folder / OWN_FILE, folder / SHARED_FILE
        if own.is_file():
            return read(own)
        if shared.is_file() and b"tool.gloo-wizard" in shared.read_bytes():
            return read(shared)
    return Settings()


def _upwards(start: FilePath) -> Iterator[FilePath]:
    folder = start.resolve()
    for each in (folder, *folder.parents):
        yield each
        if (each / ".git").exists():
            return


def read(file: FilePath) -> Settings:
    """The settings of one file. Raises WrongSetting, and OSError."""
    import tomllib

    try:
        data: Any = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{file}: {error}") from error
    if file.name == SHARED_FILE:
        data = _table(data.get("tool", {}), "tool", file).get("gloo-wizard", {})
    data = _table(data, "the settings", file)
    unknown = data.keys() - {"ignore", "per-file-ignores", "fail-on"}
    if unknown:
        raise WrongSetting(
            f"{file}: there is no setting {', '.join(sorted(unknown))}; "
            "there are ignore, per-file-ignores and fail-on"
        )
    fail_on = data.get("fail-on", "")
    if fail_on not in ("", *SEVERITIES):
        raise WrongSetting(f"{file}: fail-on is one of {', '.join(SEVERITIES)}")
    per_file = _table(data.get("per-file-ignores", {}), "per-file-ignores", file)
    return Settings(
        file,
        frozenset(_codes(data.get("ignore", []), "ignore", file)),
        {pattern: _codes(codes, pattern, file) for pattern, codes in per_file.items()},
        fail_on,
    )


def _table(value: Any, name: str, file: FilePath) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise WrongSetting(f"{file}: {name} must be a table")
    return value


def _codes(value: Any, name: str, file: FilePath) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise WrongSetting(f'{file}: {name} must be a list of codes, such as ["GM802"]')
    return [code.upper() for code in value]
