"""A file is carried to another chart version in the terminal, row by row, and saved."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.terminal import Terminal

BEFORE = """\
# ours
common:
  cluster: mgmt   # the name
glooMgmtServer:
  enabled: true
  image: {tag: 2.5.13}   # pinned
legacyMetricsPipeline:
  enabled: false
"""
AFTER = """\
# ours
common:
  cluster: mgmt   # the name
glooMgmtServer:
  enabled: true
  safeMode: false
"""


def test_a_file_is_upgraded(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(BEFORE, encoding="utf-8")
    with Terminal(tmp_path, [file.name]) as terminal:
        terminal.until_shown("it is for 2.5.13", "Upgrade")
        terminal.press("u")
        terminal.until_shown("From 2.5.13 to", "Which version")
        terminal.press("ctrl+u")  # alone: a letter behind it would overtake it
        terminal.settle()
        terminal.press("2.6.12")
        terminal.until_shown("From 2.5.13 to 2.6.12")
        terminal.press("enter")
        terminal.until_shown("Needs a person", "glooMgmtServer.safeMode", "Can be applied together")
        terminal.press("t")
        terminal.until_shown("+   safeMode: false")
        terminal.press("s")
        terminal.until_shown("2 rows taken")
        terminal.press("ctrl+s")
        terminal.until_shown("Cancel", "+1 −3")
        terminal.press("enter")
        terminal.until(lambda: file.read_text(encoding="utf-8") == AFTER, "the file")
        terminal.press("ctrl+q")
        assert terminal.until_ended() == 0
