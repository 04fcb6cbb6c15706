"""Chart versions as Helm compares them, and ranges of them (`^2.4`, `>=2.4 <2.6 || 2.8.x`).

After Masterminds/semver, which Helm uses: an asked prerelease (`>2.6.0-0`) lets prereleases in,
otherwise they are passed over; `v` in front does not count; `,` or a blank means "and".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import total_ordering

_RELEASE = r"v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?"
_SUFFIX = r"(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?"
_VERSION = re.compile(_RELEASE + _SUFFIX)
_PART = r"(\d{1,9}|[xX*])"
_TERM = re.compile(
    rf"(=|==|!=|>=|=>|<=|=<|>|<|~>|~|\^)?\s*v?{_PART}(?:\.{_PART})?(?:\.{_PART})?{_SUFFIX}"
)
_HYPHEN = re.compile(r"(\S+)\s+-\s+(\S+)")
_SYNONYMS = {"==": "=", "=>": ">=", "=<": "<=", "~>": "~", None: "", "": ""}


@total_ordering
@dataclass(frozen=True)
class Semver:
    """A version; `text` is how it was written and does not count in comparisons."""

    release: tuple[int, int, int]
    prerelease: str = ""
    build: str = ""
    text: str = ""

    @classmethod
    def parse(cls, text: str) -> Semver:
        """Raises ValueError."""
        match = _VERSION.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a version")
        major, minor, patch, prerelease, build = match.groups()
        release = (int(major), int(minor or 0), int(patch or 0))
        return cls(release, prerelease or "", build or "", text.strip())

    @property
    def order(self) -> tuple[object, ...]:
        parts = tuple(
            (0, int(part), "") if part.isdigit() else (1, 0, part)
            for part in self.prerelease.split(".")
            if part
        )
        return self.release, not self.prerelease, parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Semver) and self.order == other.order

    def __hash__(self) -> int:
        return hash(self.order)

    def __lt__(self, other: Semver) -> bool:
        return self.order < other.order


Test = Callable[[Semver], bool]


class Wanted:
    """The versions that a text asks for: "" any release, one version, or a range."""

    def __init__(self, text: str) -> None:
        """Raises ValueError."""
        self.text = text.strip()
        self.alternatives = [_all_of(part) for part in (self.text or "*").split("||")]

    @property
    def exact(self) -> bool:
        """Whether one version is named, to the patch."""
        match = _VERSION.fullmatch(self.text)
        return match is not None and match[3] is not None

    def fits(self, version: Semver) -> bool:
        return any(all(test(version) for test in tests) for tests in self.alternatives)

    def choose(self, texts: Iterable[str]) -> str | None:
        """The newest of the versions that fits, the very same text first; bad ones are skipped."""
        given = list(texts)
        if self.text in given:
            return self.text
        found = [version for version in map(_read, given) if version is not None]
        fitting = [version for version in found if self.fits(version)]
        return max(fitting).text if fitting else None


def newest_first(texts: Iterable[str]) -> list[str]:
    """The versions among the texts, the newest first."""
    found = [version for version in map(_read, texts) if version is not None]
    return [version.text for version in sorted(found, reverse=True)]


def _read(text: str) -> Semver | None:
    try:
        return Semver.parse(text)
    except ValueError:
        return None


def _all_of(text: str) -> list[Test]:
    text = _HYPHEN.sub(r">=\1 <=\2", text.strip()).replace(",", " ").strip()
    tests: list[Test] = []
    place = 0
    while place < len(text):
        match = _TERM.match(text, place)
        if match is None or (match.end() < len(text) and not text[match.end()].isspace()):
            raise ValueError(f"{text!r} is neither a version nor a range of versions")
        tests.append(_term(*match.groups()))
        place = match.end()
        while place < len(text) and text[place].isspace():
            place += 1
    if not tests:
        raise ValueError("an empty alternative in a range of versions")
    return tests


def _term(
    sign: str | None,
    major: str,
    minor: str | None,
    patch: str | None,
    prerelease: str | None,
    build: str | None,
) -> Test:
    sign = _SYNONYMS.get(sign, sign)
    parts = [major, minor, patch]
    known: list[int] = []
    for part in parts:
        if part is None or not part.isdigit():
            break
        known.append(int(part))
    low = Semver((*known, *([0] * (3 - len(known)))), prerelease or "")  # type: ignore[arg-type]
    high = _after(known)

    def test(version: Semver) -> bool:
        if version.prerelease and not prerelease:
            return False
        return _holds(sign or "", version, low, high, known)

    return test


def _holds(
    sign: str, version: Semver, low: Semver, high: tuple[int, ...] | None, known: list[int]
) -> bool:
    inside = low <= version and (high is None or version.release < high)
    if len(known) == 3 and sign in ("", "="):
        return version == low
    match sign:
        case "!=":
            return not inside if len(known) < 3 else version != low
        case ">":
            return version > low if len(known) == 3 else bool(high) and version.release >= high  # type: ignore[operator]
        case ">=":
            return version >= low
        case "<":
            return version < low
        case "<=":
            return version <= low if len(known) == 3 else high is None or version.release < high
        case "~":
            top = _after(known[:2])
        case "^":
            top = _after(_caret(known))
        case _:
            top = high
    return low <= version and (top is None or version.release < top)


def _after(known: list[int]) -> tuple[int, ...] | None:
    """The first release behind all that begin with these parts; None where there is no end."""
    if not known:
        return None
    bumped = [*known[:-1], known[-1] + 1]
    return tuple(bumped + [0] * (3 - len(bumped)))


def _caret(known: list[int]) -> list[int]:
    """The parts up to the leftmost that is not nought: what `^` keeps."""
    for place, part in enumerate(known):
        if part:
            return known[: place + 1]
    return known
