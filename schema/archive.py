"""A packaged chart read in memory: nothing is written, and nothing in it can do harm.

Helm's limits are kept (100 MiB unpacked, 5 MiB a file), counted while reading; beside them a limit
for members and time. Names that lead out of the chart are refused, links are never followed.
"""

from __future__ import annotations

import re
import tarfile
import time
import zlib
from collections.abc import Callable, Iterator
from io import RawIOBase

from schema.failure import SourceFailed
from schema.plain import line

MIB = 1 << 20
MOST_UNPACKED = 100 * MIB
MOST_A_FILE = 5 * MIB
MOST_PACKED = 20 * MIB
MOST_MEMBERS = 10_000
MOST_SECONDS = 30.0
_CHUNK = 64 << 10
_DRIVE = re.compile(r"[A-Za-z]:")
_WANTED = re.compile(
    r"(?:charts/[^/_.][^/]*/)*"
    r"(?:Chart\.yaml|values\.yaml|values\.schema\.json|requirements\.yaml)"
    r"|(?:charts/[^/_.][^/]*/)*charts/[^/_.][^/]*\.tgz"
)


class Budget:
    """What may still be unpacked, in all archives within one another, and until when."""

    def __init__(self, most: int = MOST_UNPACKED) -> None:
        self.left = most
        self.members = MOST_MEMBERS
        self.ends = time.monotonic() + MOST_SECONDS

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise SourceFailed(
                "The package unpacks to more than 100 MiB, which neither Helm nor this reads."
            )
        if time.monotonic() > self.ends:
            raise SourceFailed("The package takes longer than 30 seconds to unpack.")

    def count_member(self) -> None:
        self.members -= 1
        if self.members < 0:
            raise SourceFailed(f"The package has more than {MOST_MEMBERS} members.")


def gunzip(data: bytes, take: Callable[[int], None]) -> Iterator[bytes]:
    """What gzip packed, in pieces; `take` is told each piece's size before the next is made."""
    place = 0
    while place < len(data):
        unpacking = zlib.decompressobj(wbits=31)
        waiting = b""
        while not unpacking.eof:
            if not waiting:
                waiting, place = data[place : place + _CHUNK], place + _CHUNK
            cut_off = not waiting
            try:
                piece = unpacking.decompress(waiting, _CHUNK)
            except zlib.error as error:
                raise SourceFailed("The package is damaged: it cannot be unpacked.") from error
            waiting = unpacking.unconsumed_tail
            if cut_off and not piece and not unpacking.eof:
                raise SourceFailed("The package is cut off: its end is missing.")
            take(len(piece))
            yield piece
        place = min(place, len(data)) - len(unpacking.unused_data)
        while data[place : place + 1] == b"\0":  # padding
            place += 1


class _Unpacked(RawIOBase):
    """The unpacked bytes as a stream for `tarfile`."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        while size < 0 or len(self.rest) < size:
            piece = next(self.pieces, None)
            if piece is None:
                break
            self.rest += piece
        size = len(self.rest) if size < 0 else size
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken


def unpack(data: bytes, budget: Budget | None = None) -> dict[str, bytes]:
    """The files of a packaged chart that tell of its values, by path within the chart.

    Raises SourceFailed.
    """
    if not data.startswith(b"\x1f\x8b"):
        raise SourceFailed("It is no packaged chart: a chart package is a gzipped tar archive.")
    budget = budget or Budget()
    stream = _Unpacked(gunzip(data, budget.take))
    files: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=_CHUNK) as archive:
            for member in archive:
                budget.count_member()
                _read_member(archive, member, files)
        while stream.read(_CHUNK):  # the sum at the end of gzip is checked too
            pass
    except (tarfile.TarError, EOFError, ValueError, RecursionError) as error:
        raise SourceFailed("The package is damaged: its archive cannot be read.") from error
    if not files:
        raise SourceFailed("The package holds no chart: there is no Chart.yaml in it.")
    return files


def _read_member(
    archive: tarfile.TarFile, member: tarfile.TarInfo, files: dict[str, bytes]
) -> None:
    if member.isdir():
        return
    name = _inside(member.name)
    if not _WANTED.fullmatch(name):
        return
    if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
        raise SourceFailed(f"The package's {line(name)} is a link or a device, not a file.")
    opened = archive.extractfile(member)
    content = opened.read(MOST_A_FILE + 1) if opened is not None else b""
    check_size(name, len(content))
    if len(content) != member.size:
        raise SourceFailed("The package is cut off: its end is missing.")
    files[name] = content


def check_size(name: str, size: int) -> None:
    """Raises SourceFailed for a file that is larger than Helm accepts."""
    if size > MOST_A_FILE:
        raise SourceFailed(
            f"{line(name)} of the chart is larger than 5 MiB; Helm refuses it (from 3.17.3 on)."
        )


def _inside(name: str) -> str:
    """The path within the chart. Raises SourceFailed for one that leads elsewhere."""
    parts = name.replace("\\", "/").split("/")
    below = [part for part in parts[1:] if part not in ("", ".")]
    outside = parts[0] == "" or ".." in parts or _DRIVE.match(parts[0])
    if outside or (below and _DRIVE.match(below[0])):
        raise SourceFailed(f"The package has a file that leads out of the chart: {line(name)}.")
    if parts == ["Chart.yaml"]:
        raise SourceFailed("The package has its Chart.yaml at the top, not in the chart's folder.")
    return "/".join(below)
