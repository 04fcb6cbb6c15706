"""Chart versions, and the spans of versions in which a fact holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

_FORM = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+.*)?")


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A chart version such as 2.4.16; a prerelease (2.4.0-beta1) comes before its release."""

    major: int
    minor: int
    patch: int
    released: bool = True
    suffix: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2.4.16`, `v2.4.16`, `2.4` or `2.4.0-rc1`. Raises ValueError."""
        match = _FORM.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a chart version; one looks like 2.4.16")
        major, minor, patch, suffix = match.groups()
        build_after_release = bool(suffix and re.fullmatch(r"\d+-g[0-9a-f]+", suffix))
        return cls(
            int(major), int(minor), int(patch or 0), not suffix or build_after_release, suffix or ""
        )

    @property
    def line(self) -> tuple[int, int]:
        """The minor line it belongs to: (2, 4) for 2.4.16."""
        return self.major, self.minor

    def __str__(self) -> str:
        written = f"{self.major}.{self.minor}.{self.patch}"
        return f"{written}-{self.suffix}" if self.suffix else written


Since = str | tuple[str, ...]


@lru_cache(maxsize=4096)
def within(version: Version, since: Since = "", until: str = "") -> bool:
    """Whether a fact that holds from `since` to `until` (both included) holds in `version`.

    `until="2.4"` includes every 2.4 patch. A `since` of several versions means: in each of those
    lines from that patch on, and in every line after the last (`("2.4.12", "2.5.4")`).
    """
    if until:
        parts = tuple(int(part) for part in until.lstrip("v").split("."))
        if (version.major, version.minor, version.patch)[: len(parts)] > parts:
            return False
    starts = (since,) if isinstance(since, str) else since
    bounds = [Version.parse(start) for start in starts if start]
    if not bounds:
        return True
    if len(bounds) == 1:
        return _core(version) >= _core(bounds[0])
    reached = [bound for bound in bounds if bound.line <= version.line]
    if not reached:
        return False
    newest = max(reached, key=_core)
    return newest.line < version.line or _core(version) >= _core(newest)


def span(since: Since = "", until: str = "") -> str:
    """The versions in which a fact holds in words: "from 2.4.12 and 2.5.4 on, up to 2.6"; "" for
    all of them."""
    start = since if isinstance(since, str) else " and ".join(since)
    parts = (f"from {start} on" if start else "", f"up to {until}" if until else "")
    return ", ".join(part for part in parts if part)


def _core(version: Version) -> tuple[int, int, int]:
    return version.major, version.minor, version.patch
