"""From documents to the lines of the preview."""

from __future__ import annotations

from screens.preview_lines import diff_lines, first_marked, light
from screens.widgets.preview import PreviewLine
from tests.screens.stage import begun, opened
from wizard.document import Document

BASE = "a: 1\nb: 2\n"


def lines(base: str, current: str, tentative: str | None = None) -> list[tuple[str, str, bool]]:
    unsure = None if tentative is None else Document.parse(tentative)
    shown = diff_lines(begun(), Document.parse(base), Document.parse(current), unsure)
    return [(line.kind, line.text, line.tentative) for line in shown]


def test_nothing_changed() -> None:
    assert lines(BASE, BASE) == []


def test_what_was_chosen_is_sure() -> None:
    assert ("add", "c: 3", False) in lines(BASE, BASE + "c: 3\n")


def test_what_is_considered_is_not() -> None:
    found = lines(BASE, BASE + "c: 3\n", BASE + "c: 3\nd: 4\n")
    assert ("add", "c: 3", False) in found
    assert ("add", "d: 4", True) in found


def test_what_would_go_again_stands_at_its_place() -> None:
    found = lines(BASE, "a: 1\nx: 9\nb: 2\n", BASE)
    texts = [text for _, text, _ in found]
    assert texts == ["a: 1", "x: 9", "b: 2"]
    assert found[1] == ("remove", "x: 9", True)


def test_what_is_on_disk_and_would_go_is_told_once() -> None:
    found = lines(BASE, BASE, "a: 1\n")
    assert found.count(("remove", "b: 2", True)) == 1


def test_far_changes_have_a_gap_between() -> None:
    many = "".join(f"k{n}: {n}\n" for n in range(30))
    found = lines(many, "first: 1\n" + many + "last: 1\n")
    assert ("gap", "⋯", False) in found


def test_a_secret_is_hidden() -> None:
    session = opened("licensing:\n  glooMeshLicenseKey: s3cr3t\n")
    base = Document.parse("")
    shown = diff_lines(session, base, session.plan.first.document)
    assert not any("s3cr3t" in line.text for line in shown)


def test_little_room_is_for_the_value() -> None:
    shown = [
        PreviewLine("add", "#: why", tentative=True),
        PreviewLine("add", "a: 1", tentative=True),
    ]
    assert first_marked(shown) == 0
    assert first_marked(shown, values=True) == 1


def test_the_lines_of_the_question_are_lit() -> None:
    shown = light(
        [PreviewLine("plain", "a: 1", number=1), PreviewLine("plain", "b", number=2)], {2}
    )
    assert [line.lit for line in shown] == [False, True]
    assert first_marked(shown) == 1
