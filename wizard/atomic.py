"""Writing files so that each is, at any moment and whatever fails, the old one or the new one.

The new bytes go to a file beside the target, reach the disk, are read back, and then take the
target's place and its owner, mode and attributes. A file with hard links, in a folder that cannot
be written to, or mounted by itself is written in place, after a copy of it was made. Links are
followed first: it is the file behind a link that is written.
"""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from errno import EACCES, EBUSY, EIO, EISDIR, EPERM, EROFS, EXDEV
from hashlib import sha256
from pathlib import Path as FilePath
from secrets import token_hex

from wizard.folder import Folder, read_all, write_all
from wizard.user_folders import private_folder, state_folder

NO_FILE = "no file"
"""Stands for the fingerprint of a file that does not exist."""

_CANNOT_BE_REPLACED = (EBUSY, EXDEV, EPERM, EACCES)
_FOLDER_IS_CLOSED = (EACCES, EPERM, EROFS)
_LONGEST_PART = 100  # characters of the target's name that the temporary file carries


class How(StrEnum):
    """What happened to a file."""

    NEW = "new"
    REPLACED = "replaced"
    IN_PLACE = "written in place"
    UNCHANGED = "unchanged"
    STREAMED = "streamed"


@dataclass(frozen=True)
class Output:
    """A file to write. `expected` is the fingerprint of what must stand there now, NO_FILE for
    nothing; None takes whatever does."""

    file: FilePath
    data: bytes
    expected: str | None = None


@dataclass(frozen=True)
class Written:
    """A file that was dealt with; `note` says what a person should know of the way."""

    file: FilePath
    how: How
    note: str = ""


class WriteFailed(OSError):
    """`file` could not be written, `why`; `replaced` are the files that were before it failed."""

    def __init__(self, file: FilePath, why: str, replaced: Sequence[FilePath] = ()) -> None:
        self.file = file
        self.why = why
        self.replaced = tuple(replaced)
        done = ", ".join(map(str, replaced))
        rest = f"written before that: {done}" if done else "no file was changed"
        super().__init__(f"{file}: {why} ({rest})")


class ChangedOnDisk(WriteFailed):
    """The file is not the one that was read."""


def fingerprint(data: bytes | None) -> str:
    """The SHA-256 of a file's bytes in hexadecimal digits; NO_FILE for None."""
    return NO_FILE if data is None else sha256(data).hexdigest()


def write_files(outputs: Sequence[Output]) -> list[Written]:
    """Write all files or, as far as the system allows, none; they take their places in this order.

    Raises WriteFailed (an OSError) and ChangedOnDisk.
    """
    written: list[Written] = []
    with ExitStack() as stack:
        stack.enter_context(_undisturbed(outputs))
        prepared = []
        for output in outputs:
            with _told(output, written):
                one = stack.enter_context(_Pending.opened(output))
                one.prepare()
                prepared.append(one)
        for one in prepared:
            with _told(one.output, written, one):
                written.append(one.put())
    return written


@contextmanager
def _told(
    output: Output, written: list[Written], pending: _Pending | None = None
) -> Iterator[None]:
    """Turn an OSError into one that tells the file and what was written before it."""
    try:
        yield
    except OSError as error:
        replaced = [one.file for one in written if one.how is not How.UNCHANGED]
        if pending is not None and pending.in_its_place:
            replaced.append(output.file)
        kind = ChangedOnDisk if isinstance(error, ChangedOnDisk) else WriteFailed
        why = error.why if isinstance(error, WriteFailed) else error.strerror or str(error)
        raise kind(output.file, why, replaced) from error


@contextmanager
def _undisturbed(outputs: Sequence[Output]) -> Iterator[None]:
    """Let signals that end the program wait until the files are whole."""
    if not hasattr(signal, "pthread_sigmask") or any(_is_special(one.file) for one in outputs):
        yield  # who writes into a pipe may wait for its reader, and must be able to give up
        return
    waiting = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, waiting)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_special(file: FilePath) -> bool:
    try:
        return not stat.S_ISREG(file.stat().st_mode)
    except OSError:
        return False


class _Pending:
    """One file on its way."""

    def __init__(self, output: Output, folder: Folder, name: str) -> None:
        self.output = output
        self.folder = folder
        self.name = name
        self.before: os.stat_result | None = None
        self.content: bytes | None = None
        self.temporary = ""
        self.special = False
        self.why_in_place = ""
        self.in_its_place = False

    @classmethod
    @contextmanager
    def opened(cls, output: Output) -> Iterator[_Pending]:
        """One whose temporary file is gone in the end, whatever happens."""
        target = FilePath(os.path.realpath(output.file))
        folder = Folder(target.parent)
        pending = cls(output, folder, target.name)
        try:
            yield pending
        finally:
            pending._remove_temporary()
            folder.close()

    def prepare(self) -> None:
        """Do all that can fail while nothing is touched yet."""
        self.before = self.folder.look_at(self.name)
        if self.before is not None and not stat.S_ISREG(self.before.st_mode):
            if stat.S_ISDIR(self.before.st_mode):
                raise IsADirectoryError(EISDIR, "it is a folder")
            self.special = True
            return
        self._look()
        if self.unchanged:
            return
        if self.before is not None:
            self._check_writable()
            if self.before.st_nlink > 1:
                self.why_in_place = "the file has several names (hard links), which are kept"
        if not self.why_in_place:
            self._write_temporary()

    def put(self) -> Written:
        """Let the new file take the place of the old one."""
        if self.special:
            return self._stream()
        self._look()
        if self.unchanged:
            return Written(self.output.file, How.UNCHANGED)
        if self.temporary:
            try:
                self.folder.replace(self.temporary, self.name)
            except OSError as error:
                if error.errno not in _CANNOT_BE_REPLACED or self.content is None:
                    raise
                self.why_in_place = "the system lets nothing take the place of this file"
            else:
                self.temporary = ""
                self.in_its_place = True
                self.folder.sync()
                return Written(self.output.file, How.NEW if self.content is None else How.REPLACED)
        self._write_in_place()
        return Written(self.output.file, How.IN_PLACE, self.why_in_place)

    @property
    def unchanged(self) -> bool:
        return self.content == self.output.data

    def _look(self) -> None:
        """Read what stands there. Raises ChangedOnDisk if that is not what is expected."""
        try:
            descriptor = self.folder.open(self.name, os.O_RDONLY)
        except FileNotFoundError:
            self.content = None
        else:
            try:
                self.content = read_all(descriptor)
            finally:
                os.close(descriptor)
        expected = self.output.expected
        if expected is None or self.unchanged or fingerprint(self.content) == expected:
            return
        why = "it was changed by someone else since it was read"
        if self.content is None:
            why = "it was removed by someone else since it was read"
        elif expected == NO_FILE:
            why = "it exists already"
        raise ChangedOnDisk(self.output.file, why)

    def _check_writable(self) -> None:
        if not os.access(self.folder.path / self.name, os.W_OK):
            raise PermissionError(EACCES, "it is read-only")

    def _write_temporary(self) -> None:
        name = f".{self.name[:_LONGEST_PART]}.{token_hex(4)}.tmp"
        try:
            descriptor = self.folder.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        except OSError as error:
            if error.errno not in _FOLDER_IS_CLOSED or self.before is None:
                raise
            self.why_in_place = "its folder takes no new files"
            return
        self.temporary = name
        try:
            if not self._take_attributes(descriptor):
                self.why_in_place = "its owner could not be kept otherwise"
            else:
                write_all(descriptor, self.output.data)
                os.lseek(descriptor, 0, os.SEEK_SET)
                _compare(read_all(descriptor), self.output.data)
        finally:
            os.close(descriptor)
        if self.why_in_place:
            self._remove_temporary()

    def _take_attributes(self, descriptor: int) -> bool:
        """Give the new file the old one's owner, mode and attributes; False if the owner fails."""
        if os.name != "posix":
            return True
        before = self.before
        if before is None:
            os.fchmod(descriptor, 0o666 & ~_umask())
            return True
        now = os.fstat(descriptor)
        if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
            try:
                os.fchown(descriptor, before.st_uid, before.st_gid)
            except PermissionError:
                return False
        _copy_extended_attributes(self.folder.path / self.name, descriptor)
        os.fchmod(descriptor, stat.S_IMODE(before.st_mode))
        return True

    def _remove_temporary(self) -> None:
        if self.temporary:
            with suppress(OSError):
                self.folder.remove(self.temporary)
            self.temporary = ""

    def _write_in_place(self) -> None:
        assert self.content is not None
        backup = _back_up(self.folder.path, self.name, self.content)
        descriptor = -1
        try:
            descriptor = self.folder.open(self.name, os.O_RDWR)
            _overwrite(descriptor, self.output.data)
        except BaseException as failure:
            try:
                if descriptor >= 0:
                    _overwrite(descriptor, self.content)
            except OSError:
                reason = failure.strerror if isinstance(failure, OSError) else str(failure)
                raise OSError(
                    EIO, f"{reason}; the file is damaged, what it held is in {backup}"
                ) from failure
            _forget(backup)
            raise
        finally:
            if descriptor >= 0:
                os.close(descriptor)
        self.in_its_place = True
        _forget(backup)

    def _stream(self) -> Written:
        descriptor = self.folder.open(self.name, os.O_WRONLY)
        try:
            left = memoryview(self.output.data)
            while left:
                left = left[os.write(descriptor, left) :]
        finally:
            os.close(descriptor)
        self.in_its_place = True
        return Written(self.output.file, How.STREAMED, "it is no regular file")


def _overwrite(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    write_all(descriptor, data)
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)
    os.lseek(descriptor, 0, os.SEEK_SET)
    _compare(read_all(descriptor), data)


def _compare(read: bytes, meant: bytes) -> None:
    if read != meant:
        raise OSError(EIO, "the disk gives back other bytes than were written")


def _back_up(folder: FilePath, name: str, content: bytes) -> FilePath:
    """A copy of the old content beside the file or, where that cannot be, in the state folder."""
    backup_name = f"{name[:_LONGEST_PART]}.{token_hex(4)}.bak"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        backup = folder / backup_name
        descriptor = os.open(backup, flags, 0o600)
    except OSError:
        backup = private_folder(state_folder() / "backups") / backup_name
        descriptor = os.open(backup, flags, 0o600)
    try:
        write_all(descriptor, content)
    except BaseException:
        _forget(backup)
        raise
    finally:
        os.close(descriptor)
    return backup


def _forget(backup: FilePath) -> None:
    with suppress(OSError):
        backup.unlink()


def _copy_extended_attributes(source: FilePath, descriptor: int) -> None:
    """Security labels and access lists, as far as there are any and they may be set."""
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        for name in os.listxattr(source):
            with suppress(OSError):
                os.setxattr(descriptor, name, os.getxattr(source, name))


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
