"""Whatever fails, a file is the old one or the new one, and nothing is left over."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from wizard import atomic
from wizard.atomic import (
    NO_FILE,
    ChangedOnDisk,
    How,
    Output,
    WriteFailed,
    fingerprint,
    write_files,
)
from wizard.user_folders import state_folder

OLD = b"old: 1\n"
NEW = b"new: 2\nand: longer than before\n"
CALLS = (
    "open",
    "write",
    "fsync",
    "replace",
    "read",
    "stat",
    "fchmod",
    "lseek",
    "ftruncate",
    "close",
)

needs_posix = pytest.mark.skipif(os.name != "posix", reason="the system has no such files")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A file in a folder of its own."""
    folder = tmp_path / "folder"
    folder.mkdir()
    file = folder / "values.yaml"
    file.write_bytes(OLD)
    return file


def names(file: Path) -> list[str]:
    return sorted(one.name for one in file.parent.iterdir())


def fail_at(
    monkeypatch: pytest.MonkeyPatch, call: str, turn: int, failure: Callable[[], BaseException]
) -> list[int]:
    """Let the system call fail at its n-th use (0: never); the list holds how often it was used."""
    real = getattr(os, call)
    used = [0]

    def failing(*arguments: Any, **options: Any) -> Any:
        used[0] += 1
        if used[0] == turn:
            raise failure()
        return real(*arguments, **options)

    monkeypatch.setattr(os, call, failing)
    return used


def no_space() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_is_replaced(target: Path) -> None:
    (written,) = write_files([Output(target, NEW, fingerprint(OLD))])
    assert (written.how, written.note) == (How.REPLACED, "")
    assert target.read_bytes() == NEW
    assert names(target) == ["values.yaml"]


def test_a_new_file_takes_the_usual_mode(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    before = os.umask(0o027)
    try:
        (written,) = write_files([Output(file, NEW, NO_FILE)])
    finally:
        os.umask(before)
    assert written.how is How.NEW
    assert file.read_bytes() == NEW
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_equal_content_is_not_touched(target: Path) -> None:
    before = target.stat()
    (written,) = write_files([Output(target, OLD, "some other fingerprint")])
    after = target.stat()
    assert written.how is How.UNCHANGED
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@needs_posix
def test_mode_is_kept(target: Path) -> None:
    target.chmod(0o604)
    write_files([Output(target, NEW)])
    assert stat.S_IMODE(target.stat().st_mode) == 0o604


@needs_posix
def test_a_link_stays_a_link(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(target)
    (written,) = write_files([Output(link, NEW)])
    assert written.file == link
    assert link.is_symlink()
    assert target.read_bytes() == NEW


@needs_posix
def test_links_that_go_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(WriteFailed):
        write_files([Output(tmp_path / "a", NEW)])


def test_hard_links_are_kept(target: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    os.link(target, other)
    (written,) = write_files([Output(target, NEW)])
    assert written.how is How.IN_PLACE
    assert "hard links" in written.note
    assert other.read_bytes() == NEW
    assert target.stat().st_nlink == 2
    assert names(target) == ["values.yaml"]


def test_a_folder_that_takes_no_files(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def closed(path: Any, flags: int, *rest: Any, **options: Any) -> int:
        if flags & os.O_CREAT and str(state_folder()) not in str(path):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, flags, *rest, **options)

    monkeypatch.setattr(os, "open", closed)
    (written,) = write_files([Output(target, NEW)])
    assert written.how is How.IN_PLACE
    assert "takes no new files" in written.note
    assert target.read_bytes() == NEW
    assert not list((state_folder() / "backups").iterdir())


@pytest.mark.parametrize("number", [errno.EBUSY, errno.EXDEV])
def test_a_file_mounted_by_itself(
    number: int, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_at(monkeypatch, "replace", 1, lambda: OSError(number, os.strerror(number)))
    (written,) = write_files([Output(target, NEW)])
    assert written.how is How.IN_PLACE
    assert target.read_bytes() == NEW
    assert names(target) == ["values.yaml"]


@needs_posix
def test_an_owner_that_cannot_be_given(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fstat

    def of_another(descriptor: int) -> Any:
        found = list(real(descriptor))
        found[4] += 1
        return os.stat_result(found)

    monkeypatch.setattr(os, "fstat", of_another)
    fail_at(monkeypatch, "fchown", 1, lambda: PermissionError(errno.EPERM, "no"))
    (written,) = write_files([Output(target, NEW)])
    assert written.how is How.IN_PLACE
    assert "owner" in written.note
    assert names(target) == ["values.yaml"]


def test_a_read_only_file_stays(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(WriteFailed, match="read-only"):
        write_files([Output(target, NEW)])
    assert target.read_bytes() == OLD


@needs_posix
def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    (written,) = write_files([Output(pipe, NEW)])
    reader.join(10)
    assert written.how is How.STREAMED
    assert read == [NEW]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("missing", [True, False], ids=["no such folder", "a folder itself"])
def test_what_cannot_be_a_file(missing: bool, tmp_path: Path) -> None:
    file = tmp_path / "none" / "values.yaml" if missing else tmp_path
    with pytest.raises(WriteFailed, match="no file was changed"):
        write_files([Output(file, NEW)])


def test_changed_by_someone_else(target: Path) -> None:
    with pytest.raises(ChangedOnDisk, match="changed by someone else"):
        write_files([Output(target, NEW, fingerprint(b"as it was read"))])
    with pytest.raises(ChangedOnDisk, match="exists already"):
        write_files([Output(target, NEW, NO_FILE)])
    target.unlink()
    with pytest.raises(ChangedOnDisk, match="removed"):
        write_files([Output(target, NEW, fingerprint(OLD))])
    assert names(target) == []


def test_changed_at_the_last_moment(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison is made again when the new file is ready."""
    real = atomic._compare

    def and_then_someone_writes(read: bytes, meant: bytes) -> None:
        real(read, meant)
        target.write_bytes(b"theirs\n")

    monkeypatch.setattr(atomic, "_compare", and_then_someone_writes)
    with pytest.raises(ChangedOnDisk):
        write_files([Output(target, NEW, fingerprint(OLD))])
    assert target.read_bytes() == b"theirs\n"
    assert names(target) == ["values.yaml"]


@pytest.mark.parametrize("failure", [no_space, KeyboardInterrupt], ids=["disk", "interrupt"])
@pytest.mark.parametrize("call", CALLS)
def test_old_or_new_whatever_fails(
    call: str,
    failure: Callable[[], BaseException],
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for turn in range(1, 40):
        target.write_bytes(OLD)
        with monkeypatch.context() as patch:
            used = fail_at(patch, call, turn, failure)
            with suppress(OSError, KeyboardInterrupt):
                write_files([Output(target, NEW)])
            finished = used[0] < turn
        assert target.read_bytes() in (OLD, NEW)
        assert names(target) == ["values.yaml"]
        if finished:
            return
    pytest.fail("more calls than were thought of")


@pytest.mark.parametrize("call", ["open", "write", "fsync", "read", "lseek", "ftruncate"])
def test_in_place_the_old_content_comes_back(
    call: str, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.link(target, tmp_path / "other.yaml")
    for turn in range(1, 40):
        target.write_bytes(OLD)
        with monkeypatch.context() as patch:
            used = fail_at(patch, call, turn, no_space)
            try:
                write_files([Output(target, NEW)])
            except OSError:
                assert target.read_bytes() == OLD
            finished = used[0] < turn
        assert target.read_bytes() in (OLD, NEW)
        assert names(target) == ["values.yaml"]
        if finished:
            return


def test_in_place_on_a_broken_disk_the_backup_is_named(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.link(target, tmp_path / "other.yaml")
    real = os.ftruncate

    def broken(descriptor: int, length: int) -> None:
        real(descriptor, 3)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "ftruncate", broken)
    with pytest.raises(WriteFailed, match="what it held is in") as failed:
        write_files([Output(target, NEW)])
    backup = Path(failed.value.why.rpartition(" ")[2])
    assert backup.read_bytes() == OLD


def test_several_files_all_or_none(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails in time fails before anything is changed."""
    second = target.with_name("second.yaml")
    fail_at(monkeypatch, "write", 2, no_space)
    with pytest.raises(WriteFailed, match="no file was changed") as failed:
        write_files([Output(second, NEW), Output(target, NEW)])
    assert failed.value.file == target
    assert failed.value.replaced == ()
    assert names(target) == ["values.yaml"]
    assert target.read_bytes() == OLD


def test_several_files_say_what_was_written(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = target.with_name("second.yaml")
    fail_at(monkeypatch, "replace", 2, lambda: OSError(errno.EIO, os.strerror(errno.EIO)))
    with pytest.raises(WriteFailed, match=r"written before that: .*second\.yaml") as failed:
        write_files([Output(second, NEW), Output(target, NEW)])
    assert failed.value.replaced == (second,)
    assert names(target) == ["second.yaml", "values.yaml"]
    assert target.read_bytes() == OLD
