"""From an empty directory to files that Helm accepts: with keys alone, and with the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.accepting import assert_accepted, assert_accepted_by_real_schema
from tests.e2e.keys import Keys
from tests.e2e.mouse import Mouse
from tests.e2e.person import Person
from tests.e2e.script import DEFAULT, FILES, WITH_REAL_SCHEMA, Script, read_back
from tests.e2e.terminal import Terminal
from tests.helm import MAJORS, require_helm
from tests.reference import needs_reference
from wizard.gloo_platform import GUIDE


def played(
    player: type[Person], script: Script, columns: int, rows: int, folder: Path
) -> list[Path]:
    """Play the script in a terminal; the files that it left, which hold what was answered."""
    with Terminal(folder, (), columns, rows) as terminal:
        player(terminal).play(script)
    assert sorted(file.name for file in folder.iterdir()) == sorted(FILES)
    assert read_back(folder, script) == script.all_answers()
    for member in script.without_a_screen(folder).plan:
        assert member.file.read_text(encoding="utf-8") == member.document.text
    return [folder / name for name in FILES]


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24)])
def test_with_keys_alone(columns: int, rows: int, tmp_path: Path) -> None:
    files = played(Keys, DEFAULT, columns, rows, tmp_path)
    for major in MAJORS:
        require_helm(major)
        for file in files:
            assert_accepted(major, file, DEFAULT.version)


def test_with_the_mouse(tmp_path: Path) -> None:
    """Keys only to type text. The files are those of the keys, which Helm has judged."""
    played(Mouse, DEFAULT, 120, 40, tmp_path)


@needs_reference
def test_for_the_version_whose_real_schema_is_known(tmp_path: Path) -> None:
    files = played(Keys, WITH_REAL_SCHEMA, 80, 24, tmp_path)
    for major in MAJORS:
        require_helm(major)
        for file in files:
            assert_accepted_by_real_schema(major, file)


def test_the_scripts_answer_something_in_each_topic() -> None:
    topics = {topic.id for topic in GUIDE.topics}
    assert {id.partition(".")[0] for id in DEFAULT.all_answers()} == topics
    later = {"safe-mode"}
    assert {id.partition(".")[0] for id in WITH_REAL_SCHEMA.all_answers()} == topics - later
