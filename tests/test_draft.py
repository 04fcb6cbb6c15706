"""A draft survives the terminal, leads to the same files again, and holds no secret."""

from __future__ import annotations

import errno
import json
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schema.finding import Drop, Put
from schema.path import parse_path
from wizard import draft as drafts
from wizard.draft import Draft, discard, find, replay
from wizard.explain import Comments
from wizard.gloo_platform_files import role_of
from wizard.guide import Guide
from wizard.journal import Journal, journal_folder
from wizard.opening import new, open_files
from wizard.question import Choice, Number, Option, Rows, Text
from wizard.save import save
from wizard.session import Session
from wizard.sets import Sets
from wizard.topic import Topic
from wizard.user_folders import state_folder

SECRET = "Tr0ub4dor-and-more-3"
TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n"
MODE = "safe-mode.behaviour"

GUIDE = Guide(
    chart="gloo-platform",
    title="Try-out",
    repository="",
    default_version="2.4.16",
    planes=True,
    role_of=role_of,
    cluster_at="common.cluster",
    topics=(
        Topic(
            "safe-mode",
            "Safe mode",
            "",
            (
                Choice(
                    id="behaviour",
                    ask="What should translation do?",
                    options=(
                        Option("strict", "Wait", (Sets("glooMgmtServer.safeMode", True),)),
                        Option("off", "Do not wait", (Sets("glooMgmtServer.safeMode", False),)),
                    ),
                ),
                Number(
                    id="window", ask="How long?", sets=(Sets("glooMgmtServer.safeStartWindow"),)
                ),
                Text(
                    id="license",
                    ask="Which license key?",
                    sets=(Sets("licensing.glooMeshLicenseKey"),),
                    secret=True,
                ),
                Rows(id="labels", ask="Which labels?", path="glooMgmtServer.extraLabels"),
            ),
        ),
    ),
)
OLD = b"# mine\nglooMgmtServer:\n  enabled: true\n"


@pytest.fixture(autouse=True)
def no_drafts() -> Iterator[None]:
    """A state folder that is empty before and after."""
    _forget_all()
    yield
    _forget_all()


def _forget_all() -> None:
    for file in journal_folder().glob("*"):
        file.unlink()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_bytes(OLD)
    return file


def opened(target: Path) -> Session:
    return open_files(GUIDE, [target], "2.4.16")


def put(session: Session, path: str, value: Any, comment: str = "") -> None:
    session.edit("management", [Put(parse_path(path), value)], path, comment)


def text_of(session: Session) -> str:
    return session.plan.first.document.text


def lost(draft: Draft) -> None:
    """What a closed terminal leaves: the file, and nobody who writes it."""
    draft.close(keep=True)


def everything_kept() -> str:
    return "".join(
        file.read_text(encoding="utf-8") for file in state_folder().rglob("*") if file.is_file()
    )


def test_nothing_done_nothing_kept(target: Path) -> None:
    draft = Draft.attach(opened(target))
    assert draft.file is None
    assert find(target) is None
    assert not list(journal_folder().glob("*"))


def test_what_was_done_is_found_and_done_again(target: Path) -> None:
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    session.answer("safe-mode.window", 90)
    session.leave("safe-mode.window")
    put(session, "glooMgmtServer.replicas", 2, "Two of them.")
    session.edit("management", [Drop(parse_path("glooMgmtServer.enabled"))], "gone")
    session.change_comments(Comments.BRIEF)
    lost(draft)

    info = find(target)
    assert info is not None
    assert (info.count, info.chart, info.version) == (6, "gloo-platform", "2.4.16")
    assert (info.age, info.target_changed, info.busy) == ("less than a minute", False, False)
    again = opened(target)
    assert replay(info, again) == drafts.Replayed(6)
    assert text_of(again) == text_of(session)
    assert again.state.answers == session.state.answers
    assert again.state.comments is Comments.BRIEF


def test_the_file_is_for_its_owner_alone(target: Path) -> None:
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    assert draft.file is not None
    if os.name == "posix":
        assert stat.S_IMODE(draft.file.stat().st_mode) == 0o600
        assert stat.S_IMODE(draft.file.parent.stat().st_mode) == 0o700
    draft.sync()


def test_undo_and_redo_are_followed(target: Path) -> None:
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    put(session, "glooMgmtServer.replicas", 2)
    put(session, "glooMgmtServer.replicas", 2)  # changes nothing, and is undone all the same
    session.undo()
    session.undo()
    session.answer("safe-mode.window", 90)
    session.undo()
    session.redo()
    lost(draft)
    info = find(target)
    assert info is not None
    assert [step["kind"] for step in info.steps] == ["answer", "answer"]
    again = opened(target)
    replay(info, again)
    assert text_of(again) == text_of(session)


def test_all_undone_nothing_kept(target: Path) -> None:
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    session.undo()
    assert draft.file is None
    session.redo()
    assert draft.file is not None


def test_saving_ends_the_draft(target: Path) -> None:
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    save(session)
    assert draft.file is None
    assert not list(journal_folder().glob("*"))


def test_work_after_saving_is_a_new_draft(target: Path) -> None:
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    put(session, "glooMgmtServer.replicas", 2)
    save(session)
    session.undo()
    session.undo()
    session.answer("safe-mode.window", 90)
    lost(draft)
    info = find(target)
    assert info is not None
    assert not info.target_changed
    again = opened(target)
    assert not replay(info, again).left_out
    assert again.plan.first.document.value == session.plan.first.document.value


def test_saving_in_part_keeps_the_rest(target: Path) -> None:
    other = target.with_name("values-one.yaml")
    other.write_bytes(b"common:\n  cluster: one\nglooAgent:\n  enabled: true\n")
    session = open_files(GUIDE, [target, other], "2.4.16")
    draft = Draft.attach(session)
    put(session, "glooMgmtServer.replicas", 2)
    session.edit("workload:one", [Put(("glooAgent", "replicas"), 2)], "replicas")
    save(session, only=["workload:one"])
    lost(draft)
    info = find(target)
    assert info is not None
    assert not info.target_changed
    again = open_files(GUIDE, [target, other], "2.4.16")
    replay(info, again)
    assert text_of(again) == text_of(session)


def test_another_version(target: Path) -> None:
    session = opened(target)
    session.change_version("2.5.4")
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    lost(draft)
    info = find(target)
    assert info is not None
    again = opened(target)
    replay(info, again)
    assert str(again.state.version) == "2.5.4"
    assert text_of(again) == text_of(session)


def test_what_was_done_before_attaching_counts(target: Path) -> None:
    session = opened(target)
    session.answer(MODE, "strict")
    lost(Draft.attach(session))
    info = find(target)
    assert info is not None
    assert info.count == 1


def test_a_target_that_changed_since(target: Path) -> None:
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    lost(draft)
    target.write_bytes(OLD + b"redis:\n  enabled: true\n")
    info = find(target)
    assert info is not None
    assert info.changed_files == (target,)
    again = opened(target)
    replay(info, again)
    assert again.plan.first.document.get(("redis", "enabled")) is True
    assert again.answer_of(MODE) == "strict"


def test_a_new_file(tmp_path: Path) -> None:
    target = tmp_path / "new.yaml"
    session = new(GUIDE, target)
    draft = Draft.attach(session)
    session.answer(MODE, "off")
    lost(draft)
    info = find(target)
    assert info is not None
    assert not info.target_changed
    again = new(GUIDE, target)
    replay(info, again)
    assert text_of(again) == text_of(session)


def test_what_cannot_be_done_again_is_said(target: Path) -> None:
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    put(session, "glooMgmtServer.replicas", 2)
    lost(draft)
    target.write_bytes(b"glooMgmtServer: a text\n")
    info = find(target)
    assert info is not None
    done = replay(info, opened(target))
    assert done.made + len(done.left_out) == 2


def test_no_secret_is_kept(target: Path) -> None:
    target.write_bytes(OLD + f"licensing:\n  glooTrialLicenseKey: {SECRET}\n".encode())
    session = opened(target)
    draft = Draft.attach(session)
    session.answer("safe-mode.license", SECRET)
    session.answer("safe-mode.labels", {"note": PEM})
    put(session, "licensing.glooGatewayLicenseKey", SECRET, f"Do not show {TOKEN}")
    put(session, "glooUi.auth.oidc", {"enabled": True, "clientSecret": SECRET})
    put(session, "some.thing", TOKEN)
    put(session, "glooMgmtServer.env", [{"name": "REDIS_PASSWORD", "value": SECRET}])
    put(session, "redis.address", f"redis://me:{SECRET}@redis:6379")
    put(session, "glooMgmtServer.replicas", 2)
    session.edit("management", [Drop(parse_path("licensing.glooTrialLicenseKey"))], "gone")
    session.undo()
    lost(draft)

    kept = everything_kept()
    assert kept
    for secret in (SECRET, TOKEN, PEM, "MIIEowIBAAKCAQEA"):
        assert secret not in kept
        assert json.dumps(secret)[1:-1] not in kept
    info = find(target)
    assert info is not None
    assert (info.count, info.secrets) == (8, 7)
    again = opened(target)
    done = replay(info, again)
    assert done.made == 1
    assert len(done.left_out) == 7
    assert all(SECRET not in one for one in done.left_out)


def test_discarding(target: Path) -> None:
    session = opened(target)
    first = Draft.attach(session)
    session.answer(MODE, "strict")
    lost(first)
    second = Draft.attach(opened(target))
    second.session.answer(MODE, "off")
    discard(target)
    assert find(target) is None
    assert second.file is not None
    assert second.file.exists()


def test_closing_removes_it(target: Path) -> None:
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    draft.close()
    assert find(target) is None
    session.answer(MODE, "off")
    assert draft.file is None


def test_a_line_cut_off_is_passed_over(target: Path) -> None:
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    file = draft.file
    assert file is not None
    lost(draft)
    with file.open("a", encoding="utf-8") as journal:
        journal.write('{"kind":"answer","quest')
    info = find(target)
    assert info is not None
    assert info.count == 1
    file.write_text("rubbish\n", encoding="utf-8")
    assert find(target) is None


def test_a_full_disk_does_not_stop_the_work(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Journal, step: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Journal, "append", full)
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    session.answer(MODE, "off")
    assert "no draft is kept" in draft.trouble
    assert session.answer_of(MODE) == "off"
    draft.close()


def test_ages_in_words(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    lost(draft)
    info = find(target)
    assert info is not None
    for seconds, words in ((125, "2 minutes"), (3700, "1 hour"), (200000, "2 days")):
        monkeypatch.setattr(time, "time", lambda later=seconds: info.changed + later)
        assert info.age == words


@pytest.mark.skipif(os.name != "posix", reason="the system has no such numbers")
def test_a_program_that_still_runs(target: Path) -> None:
    session = opened(target)
    draft = Draft.attach(session)
    session.answer(MODE, "strict")
    file = draft.file
    assert file is not None
    lost(draft)
    head, *rest = file.read_text(encoding="utf-8").splitlines(keepends=True)
    other = json.dumps({**json.loads(head), "process": os.getppid()}) + "\n"
    file.write_text(other + "".join(rest), encoding="utf-8")
    info = find(target)
    assert info is not None
    assert info.busy
    discard(target)
    assert find(target) is not None
