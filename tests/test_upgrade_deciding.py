"""Rows of an upgrade, decided one by one in a session: files, undo, drafts."""

from __future__ import annotations

from pathlib import Path

import pytest

from schema.version import Version
from wizard import draft
from wizard.document import Document, EditRefused
from wizard.gloo_platform import GUIDE
from wizard.opening import open_documents, open_files
from wizard.session import Session
from wizard.upgrading.deciding import (
    KEPT,
    TAKEN,
    Decision,
    begin,
    decide,
    decide_what_goes,
    edited_path,
    take_all_safe,
)
from wizard.upgrading.row import Kind, Proposal

TEXT = """\
# ours
common:
  cluster: mgmt   # the name
glooMgmtServer:
  enabled: true
  image: {tag: 2.5.13}   # pinned
legacyMetricsPipeline:
  enabled: false
"""
TAG, PIPELINE = "glooMgmtServer.image.tag", "legacyMetricsPipeline"
SAFE_MODE = ("glooMgmtServer", "safeMode")


def opened(text: str = TEXT, version: str = "2.5.13") -> Session:
    return open_documents(GUIDE, [(Path("values.yaml"), Document.parse(text))], version)


def begun(target: str = "2.6.12", text: str = TEXT) -> Session:
    session = opened(text)
    session.upgrade(begin(session.state, Version.parse(target)), "Upgrade")
    return session


def row_of(session: Session, path: str, kind: Kind | None = None) -> str:
    """The id of the row about this path."""
    assert session.state.upgrading is not None
    (found,) = [
        id
        for id, row in session.state.upgrading.rows.items()
        if ".".join(map(str, row.path)) == path and kind in (None, row.kind)
    ]
    return found


@pytest.fixture
def drafts_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def choose(session: Session, decision: Decision | None, *ids: str) -> None:
    session.upgrade(decide(session.state, dict.fromkeys(ids, decision)), "Decided")


def text_of(session: Session) -> str:
    return session.plan.first.document.text


def test_the_step_alone_changes_no_line() -> None:
    session = begun()
    assert text_of(session) == TEXT
    assert str(session.state.version) == "2.6.12"


def test_a_row_is_taken_let_go_and_taken_back_byte_for_byte() -> None:
    session = begun()
    tag = row_of(session, TAG)
    taken = TEXT.replace("  image: {tag: 2.5.13}   # pinned\n", "")
    choose(session, TAKEN, tag)
    assert text_of(session) == taken
    choose(session, None, tag)
    assert text_of(session) == TEXT
    session.undo()
    assert text_of(session) == taken
    session.undo()
    assert text_of(session) == TEXT
    session.undo()
    assert (text_of(session), str(session.state.version)) == (TEXT, "2.5.13")
    assert session.state.upgrading is None


def test_a_value_of_ones_own_is_written() -> None:
    session = begun()
    tag = row_of(session, TAG)
    choose(session, Decision(Proposal.EDIT, "2.6.11"), tag)
    assert text_of(session) == TEXT.replace("2.5.13", '"2.6.11"')
    choose(session, KEPT, tag)
    assert text_of(session) == TEXT


def test_what_the_new_version_has_by_itself_can_be_kept_as_it_was() -> None:
    session = begun()
    safe = row_of(session, "glooMgmtServer.safeMode", Kind.DEFAULT)
    choose(session, TAKEN, safe)
    assert session.plan.first.document.get(SAFE_MODE) is False


def test_all_safe_ones_at_once() -> None:
    session = begun()
    assert session.state.upgrading is not None
    decisions = take_all_safe(session.state.upgrading)
    assert row_of(session, TAG) in decisions
    assert len(decisions) == 2  # and the pipeline that is off
    session.upgrade(decide(session.state, decisions), "All safe")
    assert "2.5.13" not in text_of(session)
    assert PIPELINE not in text_of(session)
    assert session.state.upgrading is not None
    assert not take_all_safe(session.state.upgrading)


def test_other_edits_in_between_stay() -> None:
    session = begun()
    tag = row_of(session, TAG)
    choose(session, TAKEN, tag)
    session.answer("deployment.cluster", "other")
    choose(session, None, tag)
    assert session.plan.first.document.get(("common", "cluster")) == "other"
    assert session.plan.first.document.get(("glooMgmtServer", "image", "tag")) == "2.5.13"
    choose(session, TAKEN, tag)
    assert "2.5.13" not in text_of(session)
    assert session.plan.first.document.get(("common", "cluster")) == "other"


def test_another_target_begins_where_the_first_began() -> None:
    session = begun("2.5.14")
    choose(session, TAKEN, row_of(session, TAG))
    session.upgrade(begin(session.state, Version.parse("2.6.12")), "Further")
    upgrading = session.state.upgrading
    assert upgrading is not None
    assert str(upgrading.base.version) == "2.5.13"
    assert upgrading.decisions == {row_of(session, TAG): TAKEN}
    assert "2.5.13" not in text_of(session)
    with pytest.raises(ValueError, match="older"):
        begin(session.state, Version.parse("2.4.0"))
    back = begin(session.state, Version.parse("2.5.13"))
    assert back.plan.first.document.text == TEXT
    assert back.upgrading is None


def test_saving_in_between_loses_nothing(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(TEXT, encoding="utf-8")
    session = open_files(GUIDE, [file], "2.5.13")
    session.upgrade(begin(session.state, Version.parse("2.6.12")), "Upgrade")
    choose(session, TAKEN, row_of(session, TAG))
    session.saved({session.plan.first.key: session.plan.first.document})
    assert not session.changed
    choose(session, None, row_of(session, TAG))
    assert text_of(session) == TEXT


def test_what_cannot_be_edited_is_refused_and_changes_nothing() -> None:
    text = TEXT + "sops:\n  version: 3\n"
    session = begun(text=text)
    tag = row_of(session, TAG)
    with pytest.raises(EditRefused, match="sops"):
        decide(session.state, {tag: TAKEN})
    state, refused = decide_what_goes(session.state, {tag: TAKEN})
    assert state is session.state
    assert refused.keys() == {tag}
    with pytest.raises(LookupError, match="nothing like this"):
        decide(session.state, {"x": TAKEN})


def test_where_a_value_of_ones_own_would_stand() -> None:
    session = opened("legacyMetricsPipeline:\n  enabled: true\n", "2.3.3")
    session.upgrade(begin(session.state, Version.parse("2.6.12")), "Upgrade")
    assert session.state.upgrading is not None
    for row in session.state.upgrading.rows.values():
        path = edited_path(row)
        puts = [change.path for change in row.changes if hasattr(change, "value")]
        assert path == (puts[0] if puts else row.path) or not path


@pytest.mark.usefixtures("drafts_of_its_own")
def test_a_draft_holds_the_upgrade(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(TEXT, encoding="utf-8")
    session = open_files(GUIDE, [file], "2.5.13")
    kept = draft.Draft.attach(session)
    session.upgrade(begin(session.state, Version.parse("2.6.12")), "Upgrade")
    choose(session, TAKEN, row_of(session, "glooMgmtServer.safeMode", Kind.DEFAULT))
    choose(session, Decision(Proposal.EDIT, "2.6.11"), row_of(session, TAG))
    wanted = text_of(session)
    kept.close(keep=True)
    found = draft.find(file)
    assert found is not None
    again = open_files(GUIDE, [file], "2.5.13")
    assert draft.replay(found, again).left_out == ()
    assert text_of(again) == wanted
    assert again.state.upgrading is not None
    assert session.state.upgrading is not None
    assert again.state.upgrading.decisions == session.state.upgrading.decisions


@pytest.mark.usefixtures("drafts_of_its_own")
def test_an_upgrade_that_was_saved_and_taken_back_is_taken_back_again(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(TEXT, encoding="utf-8")
    session = open_files(GUIDE, [file], "2.5.13")
    kept = draft.Draft.attach(session)
    session.upgrade(begin(session.state, Version.parse("2.6.12")), "Upgrade")
    choose(session, TAKEN, row_of(session, TAG))
    file.write_bytes(session.plan.first.document.to_bytes())
    session.saved({session.plan.first.key: session.plan.first.document})
    session.undo()
    kept.close(keep=True)
    found = draft.find(file)
    assert found is not None
    again = open_files(GUIDE, [file], "2.6.12")
    draft.replay(found, again)
    assert again.plan.first.document.get(("glooMgmtServer", "image", "tag")) == "2.5.13"


def test_each_file_of_a_plan_has_rows_of_its_own() -> None:
    agent = "glooAgent:\n  enabled: true\n  image: {tag: 2.5.13}\n"
    read = [(Path("values.yaml"), Document.parse(TEXT)), (Path("eu.yaml"), Document.parse(agent))]
    session = open_documents(GUIDE, read, "2.5.13")
    session.upgrade(begin(session.state, Version.parse("2.6.12")), "Upgrade")
    own = row_of(session, "glooAgent.image.tag")
    assert session.state.upgrading is not None
    member = session.state.upgrading.rows[own].member
    assert member != session.plan.first.key
    choose(session, TAKEN, own)
    assert text_of(session) == TEXT
    assert "2.5.13" not in session.plan[member].document.text


def test_another_version_without_rows_ends_the_upgrade() -> None:
    session = begun()
    session.change_version("2.5.13")
    assert session.state.upgrading is None
    session.undo()
    assert session.state.upgrading is not None
