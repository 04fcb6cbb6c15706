"""A file that exists is opened with its answers, and only what is asked for changes."""

from __future__ import annotations

import difflib
from pathlib import Path
from shutil import copyfile

from tests.e2e.keys import Keys
from tests.e2e.person import title
from tests.e2e.script import DEFAULT, FILES
from tests.e2e.terminal import Terminal
from tests.reference import corpus, needs_reference
from wizard.document import Document
from wizard.save import save

SOMEBODY_ELSES = "ably77-aa-poc-runbook--01-deploy-gloo-platform-gloo-mgmt-values.yaml"
QUESTION = "safe-mode.behaviour"
SAFE_MODE = (("glooMgmtServer", "safeMode"), ("glooMgmtServer", "safeStartWindow"))


def change_safe_mode(file: Path, before: str, version: str = "") -> tuple[list[str], list[str]]:
    """Open the file, see that safe mode is answered with `before` ("": not at all), choose to wait
    for every cluster, save; the lines that went and those that came."""
    old = file.read_bytes()
    with Terminal(file.parent, [file.name], 80, 24) as terminal:
        person = Keys(terminal)
        person.reopen(version)
        person.go(QUESTION)
        if before:
            person.see_chosen(title(QUESTION, before))
        person.answer(QUESTION, "strict")
        person.save()
    return _only_safe_mode_changed(old, file.read_bytes())


def _only_safe_mode_changed(old: bytes, new: bytes) -> tuple[list[str], list[str]]:
    before, after = Document.parse(old), Document.parse(new)
    assert after.get(SAFE_MODE[0]) is True
    assert not after.has(SAFE_MODE[1])
    for path in SAFE_MODE:
        before = before.unset(path).document if before.has(path) else before
        after = after.unset(path).document if after.has(path) else after
    assert before.value == after.value
    lines = list(difflib.ndiff(old.decode().splitlines(True), new.decode().splitlines(True)))
    gone = [line[2:].strip() for line in lines if line.startswith("- ")]
    come = [line[2:].strip() for line in lines if line.startswith("+ ")]
    return gone, come


def test_the_wizards_own_file(tmp_path: Path) -> None:
    save(DEFAULT.without_a_screen(tmp_path))
    others = {name: (tmp_path / name).read_bytes() for name in FILES[1:]}
    gone, come = change_safe_mode(tmp_path / FILES[0], "window")
    assert [line for line in gone if not line.startswith("#:")] == [
        "safeMode: false",
        "safeStartWindow: 120",
    ]
    assert [line for line in come if not line.startswith("#:")] == ["safeMode: true"]
    assert any(line.startswith("#:") for line in come)
    assert others == {name: (tmp_path / name).read_bytes() for name in others}


@needs_reference
def test_a_file_of_somebody_else(tmp_path: Path) -> None:
    """It has comments, blanks at line ends, no final newline, and says that it is for 2.4.2."""
    file = tmp_path / "values.yaml"
    copyfile(next(one.path for one in corpus() if one.path.name == SOMEBODY_ELSES), file)
    gone, come = change_safe_mode(file, "", "2.4.16")
    assert gone == []
    assert [line for line in come if not line.startswith("#:")] == ["safeMode: true"]
    assert len(come) > 1
