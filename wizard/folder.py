"""A folder that is opened once: no link put in its way can lead elsewhere what is done in it.

Where the system has no such calls (Windows), paths are used instead.
"""

from __future__ import annotations

import os
from errno import EACCES, EBADF, EINVAL, ENOTSUP, EPERM
from pathlib import Path as FilePath

NO_LINK = getattr(os, "O_NOFOLLOW", 0)
PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_BY_DESCRIPTOR = {os.open, os.stat, os.unlink, os.rename} <= os.supports_dir_fd


class Folder:
    """Names below are names of files in the folder. All methods raise OSError."""

    def __init__(self, path: FilePath) -> None:
        self.path = path
        self._descriptor: int | None = None
        if _BY_DESCRIPTOR:
            try:
                self._descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | PLAIN)
            except PermissionError:  # one that may be passed through but not listed
                self._descriptor = None

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def look_at(self, name: str) -> os.stat_result | None:
        """What stands there, links not followed; None if nothing does."""
        try:
            if self._descriptor is None:
                return os.lstat(self.path / name)
            return os.stat(name, dir_fd=self._descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def open(self, name: str, flags: int, mode: int = 0o600) -> int:
        """A descriptor; a link at this name is refused."""
        if self._descriptor is None:
            return os.open(self.path / name, flags | NO_LINK | PLAIN, mode)
        return os.open(name, flags | NO_LINK | PLAIN, mode, dir_fd=self._descriptor)

    def replace(self, source: str, target: str) -> None:
        if self._descriptor is None:
            os.replace(self.path / source, self.path / target)
        else:
            os.replace(source, target, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)

    def remove(self, name: str) -> None:
        """Remove a file; one that is gone already is no error."""
        try:
            if self._descriptor is None:
                os.unlink(self.path / name)
            else:
                os.unlink(name, dir_fd=self._descriptor)
        except FileNotFoundError:
            pass

    def sync(self) -> None:
        """Bring the names themselves to the disk, where the file system can."""
        if self._descriptor is None:
            return
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            if error.errno not in (EINVAL, ENOTSUP, EBADF, EACCES, EPERM):
                raise


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte and wait until the disk has them."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    os.fsync(descriptor)


def read_all(descriptor: int) -> bytes:
    pieces = []
    while piece := os.read(descriptor, 1 << 20):
        pieces.append(piece)
    return b"".join(pieces)
