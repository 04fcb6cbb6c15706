"""What was fetched, kept by its digest: `sha256-<digest>`, and beside it what it is.

Bytes enter after they were verified and understood, each file at once or not at all, and are
verified again when they are read. Nothing of a login is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path as FilePath
from secrets import token_hex

from schema.failure import BadSource, SourceFailed
from schema.plain import line
from schema.semver import newest_first

_NAME = re.compile(r"sha256-([0-9a-f]{64})\.[0-9a-f]{8}\.json")
_SHORTEST = 6
SHORT = 12


@dataclass(frozen=True)
class Kept:
    """One thing in the cache. `kind` is chart, schema or values; `where` the repository, the
    registry or the URL it came from; `fetched` a time in UTC (ISO 8601)."""

    digest: str
    kind: str
    chart: str
    version: str
    where: str
    fetched: str
    size: int

    @property
    def age(self) -> timedelta:
        try:
            return datetime.now(UTC) - datetime.fromisoformat(self.fetched)
        except (ValueError, TypeError):
            return timedelta.max


def cache_folder() -> FilePath:
    """The platform's folder for what can be had again; it need not exist."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):
        return FilePath(named) / "gloo-wizard" / "schemas"
    home = FilePath.home()
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "gloo-wizard" / "schemas"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        base = FilePath(local) if local else home / "AppData" / "Local"
        return base / "gloo-wizard" / "Cache" / "schemas"
    return home / ".cache" / "gloo-wizard" / "schemas"


class Cache:
    """The cache in a folder; a folder that is not there is an empty cache."""

    def __init__(self, folder: FilePath | None = None) -> None:
        self.folder = folder or cache_folder()

    def entries(self) -> list[Kept]:
        """What is there: by chart, the newest version first. Damaged descriptions are left out."""
        found = list(self._entries())
        versions = newest_first({kept.version for kept in found})
        places = {version: place for place, version in enumerate(versions)}
        return sorted(
            found, key=lambda kept: (kept.chart, places.get(kept.version, 0), kept.digest)
        )

    def _entries(self) -> Iterator[Kept]:
        with suppress(OSError):
            for file in self.folder.iterdir():
                match = _NAME.fullmatch(file.name)
                if match is None or not self._file(match[1]).is_file():
                    continue
                with suppress(OSError, ValueError, TypeError):
                    told = json.loads(file.read_text(encoding="utf-8"))
                    kept = Kept(**{**told, "digest": match[1]})
                    if all(
                        isinstance(part, str) for part in (kept.chart, kept.version, kept.where)
                    ):
                        yield kept

    def find(self, chart: str, where: str) -> list[Kept]:
        """What is kept of a chart from one place."""
        return [kept for kept in self.entries() if (kept.chart, kept.where) == (chart, where)]

    def named(self, beginning: str) -> Kept | None:
        """The one whose digest begins so; None for none. Raises BadSource where several do."""
        text = beginning.removeprefix("sha256:").lower()
        if not re.fullmatch(rf"[0-9a-f]{{{_SHORTEST},64}}", text):
            return None
        found = {kept.digest: kept for kept in self.entries() if kept.digest.startswith(text)}
        if len(found) > 1:
            raise BadSource(f"{line(beginning)} stands for several schemas; give more of it.")
        return next(iter(found.values()), None)

    def read(self, kept: Kept) -> bytes:
        """Its bytes. Raises SourceFailed where they are not what was kept."""
        try:
            data = self._file(kept.digest).read_bytes()
        except OSError as error:
            raise SourceFailed(f"The cache cannot be read: {error.strerror or error}.") from error
        if hashlib.sha256(data).hexdigest() != kept.digest:
            raise SourceFailed(
                f"The cached {kept.chart} {kept.version} was changed on the disk; "
                "`gloo-wizard schema prune` takes it away."
            )
        return data

    def keep(self, data: bytes, kind: str, chart: str, version: str, where: str) -> Kept:
        """Take it in. Raises OSError."""
        digest = hashlib.sha256(data).hexdigest()
        now = datetime.now(UTC).replace(microsecond=0).isoformat()
        kept = Kept(digest, kind, chart, version, where, now, len(data))
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        told = {key: value for key, value in asdict(kept).items() if key != "digest"}
        self._write(self._file(digest), data)
        self._write(self._about(kept), json.dumps(told, indent=1).encode("utf-8"))
        return kept

    def remove(self, every: Iterable[Kept]) -> None:
        """Take them away. Raises OSError."""
        for kept in every:
            self._about(kept).unlink(missing_ok=True)
            if all(other.digest != kept.digest for other in self.entries()):
                self._file(kept.digest).unlink(missing_ok=True)

    def damaged(self) -> list[FilePath]:
        """Files that belong to no usable entry: halves, left-overs, changed bytes."""
        whole: set[FilePath] = set()
        for kept in self.entries():
            with suppress(SourceFailed):
                self.read(kept)
                whole |= {self._file(kept.digest), self._about(kept)}
        with suppress(OSError):
            ours = [file for file in self.folder.iterdir() if file.name.startswith("sha256-")]
            return sorted(file for file in ours if file not in whole)
        return []

    def _file(self, digest: str) -> FilePath:
        return self.folder / f"sha256-{digest}"

    def _about(self, kept: Kept) -> FilePath:
        """The same bytes may come from several places: each has a description of its own."""
        place = hashlib.sha256(f"{kept.chart} {kept.where}".encode()).hexdigest()[:8]
        return self.folder / f"sha256-{kept.digest}.{place}.json"

    def _write(self, file: FilePath, data: bytes) -> None:
        temporary = file.with_name(f"{file.name}.{token_hex(4)}.tmp")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            os.replace(temporary, file)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
