"""Real files on the screens: opened from the Start screen, looked at from all sides, unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from schema.helmyaml import HelmYamlError
from tests.reference import CorpusFile, corpus, needs_reference, some
from tests.screens.stage import at_start
from wizard.beginning import Beginning
from wizard.document import Document

FILES = [file for file in corpus() if file.chart == "gloo-platform"]


@needs_reference
@pytest.mark.parametrize("file", some(FILES, 40), ids=lambda file: file.path.stem[-60:])
async def test_a_real_file_is_shown(file: CorpusFile, own_folder: Path) -> None:
    copy = own_folder / "values.yaml"
    copy.write_bytes(file.path.read_bytes())
    async with at_start(Beginning(copy)) as stage:
        await stage.press("ctrl+n")
        if stage.dialog == "StartScreen":  # what Helm refuses is refused here, with the reason
            with pytest.raises(HelmYamlError) as refusal:
                Document.parse(copy.read_bytes())
            assert refusal.value.what[:30] in stage.text
            return
        for key in ("pagedown", "f3", "b", "f2", "escape", "f5", "escape"):
            await stage.press(key)
            assert stage.lines
        assert not stage.app.crashed
        assert not stage.session.changed
    assert copy.read_bytes() == file.path.read_bytes()
