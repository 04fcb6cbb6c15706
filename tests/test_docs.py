"""The examples in docs/: each `$ command` is run, in order, and must print what stands below it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.test_readme import README, ROOT, examples, written_anew
from wizard.commands import SUMMARIES

# Others have tests of their own.
_PAGES = ("charts-and-versions.md", "ci.md", "commands.md", "review.md")
DOCS = [ROOT / "docs" / name for name in _PAGES]
DATA = ROOT / "tests" / "data" / "docs"


@pytest.mark.skipif(shutil.which("diff") is None, reason="the examples need diff")
@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.stem)
def test_the_examples_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert examples(text)
    assert written_anew(text, tmp_path, DATA) == text


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.stem)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("command", ["--plain", *SUMMARIES])
def test_each_command_is_shown_with_its_output(command: str) -> None:
    shown = [example for page in (README, *DOCS) for example in examples(page.read_text("utf-8"))]
    called = re.compile(rf"gloo-wizard {command}\b")
    assert any(called.search(typed) and (output or " -o " in typed) for typed, output in shown)


if __name__ == "__main__":  # writes the pages' outputs anew: python -m tests.test_docs
    import tempfile

    for file in DOCS:
        with tempfile.TemporaryDirectory() as folder:
            file.write_text(written_anew(file.read_text("utf-8"), Path(folder), DATA), "utf-8")
