"""Saving: what is asked, what is written, what somebody else wrote meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.screens.stage import FILE, begun, on_stage, opened

VALUES = "# ours\nglooMgmtServer:\n  enabled: true\n"
SAFE = "safe-mode.behaviour"


async def test_all_files_are_written() -> None:
    async with on_stage() as stage:
        await stage.press("ctrl+s")
        assert "values-eu-1.yaml" in stage.text
        await stage.press("enter")
        assert "Saved" in stage.status
        assert not stage.session.changed
    assert "cluster: mgmt" in Path(FILE).read_text(encoding="utf-8")
    assert "cluster: eu-1" in Path("values-eu-1.yaml").read_text(encoding="utf-8")


async def test_saved_with_the_mouse() -> None:
    async with on_stage() as stage:
        await stage.click("Save", "KeyLine")
        await stage.click("Save", "#save")
    assert Path(FILE).is_file()


async def test_cancelled_nothing_is_written() -> None:
    async with on_stage() as stage:
        await stage.press("ctrl+s", "escape")
    assert not Path(FILE).exists()


async def test_findings_that_remain_are_told() -> None:
    async with on_stage() as stage:
        await stage.press("ctrl+s")
        assert "2 errors and" in stage.text


async def test_without_a_change_there_is_nothing_to_save() -> None:
    async with on_stage(opened(VALUES)) as stage:
        await stage.press("ctrl+s")
        assert "Nothing has changed" in stage.status


async def test_only_the_changed_lines_change() -> None:
    async with on_stage(opened(VALUES), SAFE) as stage:
        await stage.press("space", "ctrl+s", "enter")
    written = Path(FILE).read_text(encoding="utf-8")
    kept = [line for line in written.splitlines() if "#:" not in line and "safeMode" not in line]
    assert "\n".join(kept).strip() == VALUES.strip()


async def test_what_is_being_typed_is_saved() -> None:
    async with on_stage(question="deployment.release") as stage:
        await stage.type("mine")
        await stage.press("ctrl+s", "enter")
    assert "helm upgrade --install mine" in Path(FILE).read_text(encoding="utf-8")


async def test_a_wrong_text_is_not_saved() -> None:
    async with on_stage(question="deployment.release") as stage:
        await stage.type("Not")
        await stage.press("ctrl+s")
        assert stage.dialog == "TopicsScreen"
        assert "not an answer yet" in stage.status


async def test_a_file_changed_on_disk_is_not_overwritten_by_enter() -> None:
    async with on_stage(opened(VALUES), SAFE) as stage:
        await stage.press("space")
        Path(FILE).write_text(VALUES + "# theirs\n", encoding="utf-8")
        await stage.press("ctrl+s")
        assert "changed on disk since it was read" in stage.text
        await stage.press("enter")
    assert Path(FILE).read_text(encoding="utf-8").endswith("# theirs\n")


async def test_what_changed_on_disk_is_shown() -> None:
    async with on_stage(opened(VALUES), SAFE) as stage:
        await stage.press("space")
        Path(FILE).write_text(VALUES + "# theirs\n", encoding="utf-8")
        await stage.press("ctrl+s")
        await stage.click("What changed on disk", "#show")
        assert "+ # theirs" in stage.text
        await stage.press("escape")
        assert stage.dialog == "ChoiceDialog"


async def test_overwriting_has_to_be_chosen() -> None:
    async with on_stage(opened(VALUES), SAFE) as stage:
        await stage.press("space")
        Path(FILE).write_text(VALUES + "# theirs\n", encoding="utf-8")
        await stage.press("ctrl+s")
        await stage.click("Overwrite", "#over")
        assert not stage.session.changed
    assert "theirs" not in Path(FILE).read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
async def test_a_folder_that_cannot_be_written_to_is_told(own_folder: Path) -> None:
    own_folder.chmod(0o500)
    try:
        async with on_stage() as stage:
            await stage.press("ctrl+s", "enter")
            assert "Not saved" in stage.text
    finally:
        own_folder.chmod(0o700)


async def test_after_saving_undo_still_works() -> None:
    async with on_stage(begun({SAFE: "strict"})) as stage:
        await stage.press("ctrl+s", "enter", "u")
        assert stage.session.changed
        assert stage.session.answer_of(SAFE) is None


async def test_companions_are_saved_with_the_values_when_they_are_wanted() -> None:
    folder = Path("companions")
    async with on_stage() as stage:
        await stage.press("r")
        await stage.settle()
        await stage.click("companions/  off", "#files", times=2)
        assert stage.app.beside.wanted
        assert "companions/ with them" in stage.text
        await stage.press("ctrl+s")
        assert "companions/" in stage.text
        await stage.press("escape")
        assert not folder.exists()
        await stage.press("ctrl+s", "enter")
        assert "files in companions" in stage.status
        assert "kind: Secret" in (folder / "secrets-eu-1.yaml").read_text(encoding="utf-8")
        assert "cluster: eu-1" in Path("values-eu-1.yaml").read_text(encoding="utf-8")

        filled = folder / "secrets-eu-1.yaml"
        filled.write_text(filled.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
        await stage.press("ctrl+s")
        assert "is not as the wizard wrote it" in " ".join(stage.text.split())
        await stage.press("enter")  # Cancel comes first
        assert "by hand" in filled.read_text(encoding="utf-8")
        await stage.press("ctrl+s", "tab", "enter")
        assert "# by hand" not in filled.read_text(encoding="utf-8")


async def test_values_are_not_saved_where_companions_cannot_be() -> None:
    Path("companions").write_text("a file\n", encoding="utf-8")
    async with on_stage() as stage:
        stage.app.beside.wanted = True
        await stage.press("ctrl+s")
        assert "Not saved" in stage.text
    assert not Path(FILE).exists()
