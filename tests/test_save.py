"""Saving a session: which files, what stands in the way, and what the session knows afterwards."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from schema.finding import Put
from schema.path import parse_path
from wizard import save as saving_module
from wizard.document import Document
from wizard.gloo_platform import GUIDE
from wizard.opening import new, open_files
from wizard.plan import Member, workload_key
from wizard.save import (
    ChangedOnDisk,
    How,
    WhatHappened,
    WriteFailed,
    conflicts,
    fingerprint,
    save,
    saving,
)
from wizard.session import Session
from wizard.sets import Role
from wizard.state import State

MANAGEMENT = b"# mine\nglooMgmtServer:\n  enabled: true\n  safeMode: false # keep\n"
WORKLOAD = b"common:\n  cluster: one\nglooAgent:\n  enabled: true\n"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A management plane and a workload cluster, each from a file."""
    main = tmp_path / "values.yaml"
    other = tmp_path / "values-one.yaml"
    main.write_bytes(MANAGEMENT)
    other.write_bytes(WORKLOAD)
    return open_files(GUIDE, [main, other], "2.4.16")


def edit(session: Session, key: str, path: str, value: Any) -> None:
    session.edit(key, [Put(parse_path(path), value)], path)


def file_of(session: Session, key: str) -> Path:
    return session.plan[key].file


def edit_both(session: Session) -> None:
    edit(session, "management", "glooMgmtServer.replicas", 2)
    edit(session, "workload:one", "glooAgent.replicas", 2)


def test_nothing_to_save(session: Session) -> None:
    assert not saving(session).files
    assert not save(session).written
    assert file_of(session, "management").read_bytes() == MANAGEMENT


def test_what_changed_is_written_the_main_file_last(session: Session) -> None:
    edit_both(session)
    saved = save(session)
    assert list(saved.written) == ["workload:one", "management"]
    assert all(one.how is How.REPLACED for one in saved.written.values())
    assert not saved.notes
    assert b"replicas: 2" in file_of(session, "management").read_bytes()
    assert not session.changed
    assert not conflicts(session)


def test_undo_after_saving_is_a_change_again(session: Session) -> None:
    edit(session, "management", "glooMgmtServer.replicas", 2)
    save(session)
    session.undo()
    assert session.changed
    save(session)
    assert file_of(session, "management").read_bytes() == MANAGEMENT


def test_only_some_files(session: Session) -> None:
    edit_both(session)
    assert list(save(session, only=["workload:one"]).written) == ["workload:one"]
    assert file_of(session, "management").read_bytes() == MANAGEMENT
    assert session.plan["management"].changed
    assert not session.plan["workload:one"].changed


def test_a_new_plan_makes_its_files(tmp_path: Path) -> None:
    session = new(GUIDE, tmp_path / "values.yaml", "2.4.16")
    edit(session, "management", "glooMgmtServer.enabled", True)
    assert save(session).written["management"].how is How.NEW
    assert open_files(GUIDE, [tmp_path / "values.yaml"]).state.version.line == (2, 4)


def test_a_new_plan_does_not_write_over_a_file(tmp_path: Path) -> None:
    session = new(GUIDE, tmp_path / "values.yaml", "2.4.16")
    edit(session, "management", "glooMgmtServer.enabled", True)
    (tmp_path / "values.yaml").write_bytes(MANAGEMENT)
    (conflict,) = conflicts(session)
    assert (conflict.what, conflict.now) == (WhatHappened.APPEARED, MANAGEMENT)
    with pytest.raises(ChangedOnDisk):
        save(session)
    save(session, overwrite=True)
    assert (tmp_path / "values.yaml").read_bytes() == session.plan.first.document.to_bytes()


def test_changed_on_disk(session: Session) -> None:
    edit(session, "management", "glooMgmtServer.replicas", 2)
    file = file_of(session, "management")
    theirs = MANAGEMENT + b"redis: {}\n"
    file.write_bytes(theirs)
    (conflict,) = conflicts(session)
    assert (conflict.key, conflict.what) == ("management", WhatHappened.CHANGED)
    assert conflict.now is not None
    assert fingerprint(conflict.now) == fingerprint(theirs)
    with pytest.raises(ChangedOnDisk):
        save(session)
    assert file.read_bytes() == theirs
    assert session.changed


def test_removed_from_disk(session: Session) -> None:
    edit(session, "management", "glooMgmtServer.replicas", 2)
    file_of(session, "management").unlink()
    assert [one.what for one in conflicts(session)] == [WhatHappened.REMOVED]
    with pytest.raises(ChangedOnDisk):
        save(session)
    assert save(session, overwrite=True).written["management"].how is How.NEW


def test_the_same_change_by_someone_else_is_no_conflict(session: Session) -> None:
    edit(session, "management", "glooMgmtServer.replicas", 2)
    file_of(session, "management").write_bytes(session.plan["management"].document.to_bytes())
    assert not conflicts(session)
    assert save(session).written["management"].how is How.UNCHANGED
    assert not session.changed


def test_a_file_that_cannot_be_read(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert {one.what for one in conflicts(session)} == {WhatHappened.UNREADABLE}


def test_bytes_that_helm_would_read_otherwise_are_not_written(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(session, "management", "glooMgmtServer.replicas", 2)
    monkeypatch.setattr(Document, "to_bytes", lambda self: b"other: 1\n")
    with pytest.raises(WriteFailed, match="other values"):
        save(session)
    monkeypatch.setattr(Document, "to_bytes", lambda self: b"a: [\n")
    with pytest.raises(WriteFailed, match="Helm would refuse it"):
        save(session)
    assert file_of(session, "management").read_bytes() == MANAGEMENT


def test_the_session_knows_what_was_written_before_a_failure(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_both(session)
    real = os.replace
    calls = []

    def second_fails(*arguments: Any, **options: Any) -> None:
        calls.append(arguments)
        if len(calls) == 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(*arguments, **options)

    monkeypatch.setattr(os, "replace", second_fails)
    with pytest.raises(WriteFailed) as failed:
        save(session)
    assert failed.value.replaced == (file_of(session, "workload:one"),)
    assert not session.plan["workload:one"].changed
    assert session.plan["management"].changed


def test_hard_links_are_told(session: Session, tmp_path: Path) -> None:
    os.link(file_of(session, "management"), tmp_path / "other-name")
    edit(session, "management", "glooMgmtServer.replicas", 2)
    (note,) = save(session).notes
    assert "written in place" in note


def test_unchanged_bytes_of_every_kind_survive(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfglooMgmtServer:\r\n  enabled: true # \xc3\xa9"
    file = tmp_path / "values.yaml"
    file.write_bytes(data)
    session = open_files(GUIDE, [file], "2.4.16")
    assert not session.changed
    edit(session, "management", "glooMgmtServer.enabled", False)
    save(session)
    assert file.read_bytes() == data.replace(b"true", b"false")


def test_an_empty_member_is_not_written(tmp_path: Path) -> None:
    session = new(GUIDE, tmp_path / "values.yaml", "2.4.16")
    plan = session.plan.with_member(
        Member(workload_key("one"), Role.WORKLOAD, "one", tmp_path / "one.yaml", Document.parse(""))
    )
    session = Session(replace(session.state, plan=plan))
    assert isinstance(session.state, State)
    assert not saving(session).files
    assert saving_module.save(session).written == {}
