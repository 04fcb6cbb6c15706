"""The wizard's own comment lines."""

from __future__ import annotations

from wizard.comments import comment_lines, content, header_lines, is_comment, is_own


def test_comments_are_wrapped_at_80_columns() -> None:
    lines = comment_lines("word " * 40, 4)
    assert all(len(line) <= 80 and line.startswith("    #: word") for line in lines)
    assert len(lines) == 3
    assert " ".join(content(line) for line in lines) == ("word " * 40).strip()


def test_paragraphs_keep_their_breaks() -> None:
    assert comment_lines("one\n\ntwo", 0) == ["#: one", "#:", "#: two"]
    assert comment_lines("", 0) == []
    assert comment_lines(None, 0) == []


def test_a_long_word_is_not_broken() -> None:
    address = "https://" + "x" * 100
    assert comment_lines(f"see {address}", 0) == ["#: see", f"#: {address}"]


def test_a_deep_comment_keeps_some_room() -> None:
    assert all(len(line) > 70 for line in comment_lines("word " * 20, 70)[:-1])


def test_no_comment_can_break_out_of_its_line() -> None:
    assert comment_lines("a\rb\x85c\u2028d\x00e\x0bf", 0) == [
        "#: a", "#: b", "#: c", "#: d e", "#: f",
    ]  # fmt: skip
    assert header_lines(["a\nb: 1", "c\u2029d"]) == ["#: a b: 1", "#: c d"]


def test_whose_comment_it_is() -> None:
    assert is_own("  #: own")
    assert is_comment("  #: own")
    assert not is_own("# mine")
    assert is_comment("\t# mine")
    assert not is_comment("a: 1 # why")
    assert content("  #: own ") == "own"
    assert content("#:  indented") == " indented"
