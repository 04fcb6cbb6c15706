"""Edits as a person would make them: one small file before and after for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from schema.finding import Change, Drop, Put
from schema.helmyaml import HelmYamlError
from schema.path import Path, parse_path
from wizard.document import Document, Edit, EditRefused

Make = Callable[[Document], Edit]


def put(path: str, value: Any, **options: Any) -> Make:
    return lambda document: document.set(parse_path(path), value, **options)


def drop(path: str, **options: Any) -> Make:
    return lambda document: document.unset(parse_path(path), **options)


def say(path: str, text: str | None) -> Make:
    return lambda document: document.set_comment(parse_path(path), text)


def ranks(*names: str) -> Callable[[Path], float]:
    """An order that knows some keys by name."""
    return lambda path: names.index(str(path[-1])) if path[-1] in names else float("inf")


CASES: dict[str, tuple[str, Make, str]] = {
    # A value in the place of another
    "the end-of-line comment stays": ("a: 1  # why\n", put("a", 2), "a: 2  # why\n"),
    "the alignment stays": ("a:    1\n", put("a", 2), "a:    2\n"),
    "the same value stays as written": ("a: 0644\nb: yes\n", put("a", 420), "a: 0644\nb: yes\n"),
    "the same value anew": (
        "l: [{a: yes}, 1]\nb: 0644 # why\n",
        lambda document: document.apply(
            [Put(("l", 0, "a"), True, anew=True), Put(("b",), 420, anew=True)]
        ),
        "l: [{a: true}, 1]\nb: 420 # why\n",
    ),
    "single quotes stay": ("a: 'x'\n", put("a", "it's"), "a: 'it''s'\n"),
    "double quotes stay": ('a: "x"\n', put("a", "y1"), 'a: "y1"\n'),
    "text that Helm would take for a boolean": ("a: x\n", put("a", "on"), 'a: "on"\n'),
    "a key that Helm would take for a number": ("", put('"0644"', 1), '"0644": 1\n'),
    "an empty value": ("a:\nb: 1\n", put("a", 1), "a: 1\nb: 1\n"),
    "an empty value with a comment": ("a: # why\n", put("a", 1), "a: 1 # why\n"),
    "null": ("a: 1\n", put("a", None), "a: null\n"),
    "a value to a map": (
        "a: 1 # why\nb: 2\n", put("a", {"x": 1, "z": ["z"]}),
        "a: # why\n  x: 1\n  z:\n    - z\nb: 2\n",
    ),
    "a map to a value, its comments kept": (
        "a: # one\n  # two\n  x: 1 # three\n  # four\n  y: 2\nb: 3\n", put("a", 1),
        "a: 1 # one\n# two\n# four\nb: 3\n",
    ),
    "an empty map to a block": ("a: {} # why\n", put("a.b", 1), "a: # why\n  b: 1\n"),
    "an empty list to a block": ("a: []\n", put("a[0]", 1), "a:\n  - 1\n"),
    "a map to an empty one": ("a:\n  b: 1\n", put("a", {}), "a: {}\n"),
    "a map is changed key by key": (
        "a:\n  # why\n  b: 1 # b\n  c: 2\n", put("a", {"b": 1, "d": 3}),
        "a:\n  # why\n  b: 1 # b\n  d: 3\n",
    ),
    "a literal block": ("a: |\n  x\n  y\nb: 1\n", put("a", "z"), "a: z\nb: 1\n"),
    "to a literal block": ("a: x # why\n", put("a", "x\ny\n"), "a: | # why\n  x\n  y\n"),
    "a literal block without a final break": ("a: x\n", put("a", "x\ny"), "a: |-\n  x\n  y\n"),
    "text of several lines": ('a: "x\n  y" # why\nb: 1\n', put("a", 1), "a: 1 # why\nb: 1\n"),
    "a value on the next line": ("a:\n  text # why\nb: 1\n", put("a", 1), "a: 1 # why\nb: 1\n"),
    "the explicit key": ("? a\n: 1\n", put("a", 2), "? a\n: 2\n"),
    "the explicit key without a value": ("? a\n", put("a", 2), "? a\n: 2\n"),
    "the last of two duplicates": ("a: 1\na: 2\n", put("a", 3), "a: 1\na: 3\n"),
    "a tag goes with its value": ("a: !!str 1\n", put("a", 2), "a: 2\n"),
    # Between braces and brackets
    "inside braces": ("a: {b: 1, c: [x, y]}\n", put("a.c[1]", "z"), "a: {b: 1, c: [x, z]}\n"),
    "a key more": ("a: {b: 1}\n", put("a.c", {"d": [1]}), "a: {b: 1, c: {d: [1]}}\n"),
    "an entry more": ("a: [1, 2, ]\n", put("a[2]", 3), "a: [1, 2, 3, ]\n"),
    "a key less": ("a: {b: 1, c: 2}\n", drop("a.b"), "a: {c: 2}\n"),
    "the last key": ("a: {b: 1, c: 2}\n", drop("a.c"), "a: {b: 1}\n"),
    "the only key": ("a: {b: 1}\nc: 2\n", drop("a.b", prune=False), "a: {}\nc: 2\n"),
    "over several lines": (
        "a: {\n  b: 1, # one\n  c: 2 # two\n}\n", put("a.d", 3),
        "a: {\n  b: 1, # one\n  c: 2, # two\n  d: 3\n}\n",
    ),
    "several entries more, behind a comment": (
        "a: [\n  x # one\n]\n", put("a", ["x", "b", "c"]), "a: [\n  x, # one\n  b,\n  c\n]\n",
    ),
    "several entries more, before one": (
        "a: [\n  x, # one\n]\n", put("a", ["b", "c", "x"]), "a: [\n  b,\n  c,\n  x, # one\n]\n",
    ),
    "several keys more, behind a comment": (
        "a: {\n  x: 1 # one\n}\n", put("a", {"x": 1, "b": 2, "c": 3}),
        "a: {\n  x: 1, # one\n  b: 2,\n  c: 3\n}\n",
    ),
    "a line less": (
        "a: [\n  x, # one\n  # two\n  y # three\n]\n", drop("a[1]"),
        "a: [\n  x # one\n  # two\n]\n",
    ),
    "the whole file in braces": ("{a: 1}\n", put("b", 2), "{a: 1, b: 2}\n"),
    # New keys
    "at the end of its map": ("a:\n  b: 1\nc: 2\n", put("a.d", 3), "a:\n  b: 1\n  d: 3\nc: 2\n"),
    "not between a comment and its key": (
        "a:\n  b: 1\n# about c\nc: 2\n", put("a.d", 3), "a:\n  b: 1\n  d: 3\n# about c\nc: 2\n",
    ),
    "behind the comments that belong above": (
        "a:\n  b: 1\n  # c: 2\n\nd: 2\n", put("a.x", 3), "a:\n  b: 1\n  # c: 2\n  x: 3\n\nd: 2\n",
    ),
    "a section below commented-out keys": (
        "a:\n  b: 1\n\n  # c: 2\n\nd: 2\n", put("a2.x", 3, order=ranks("a", "a2", "d")),
        "a:\n  b: 1\n\n  # c: 2\n\na2:\n  x: 3\n\nd: 2\n",
    ),
    "in the order of the chart": (
        "a: 1\nd: 4\n", put("c", 3, order=ranks("a", "b", "c", "d")), "a: 1\nc: 3\nd: 4\n",
    ),
    "before the first": (
        "# about b\nb: 1\n", put("a", 0, order=ranks("a", "b")), "a: 0\n# about b\nb: 1\n",
    ),
    "unknown keys are no neighbours": (
        "x: 1\na: 2\n", put("b", 3, order=ranks("a", "b")), "x: 1\na: 2\nb: 3\n",
    ),
    "an unknown key behind unknown ones": (
        "x: 1\na: 2\n", put("z", 3, order=lambda path: 0 if path == ("a",) else 1_000_000),
        "x: 1\na: 2\nz: 3\n",
    ),
    "a known key among unknown ones": (
        "x: 1\n", put("a", 3, order=ranks("a")), "x: 1\na: 3\n",
    ),
    "unknown keys come last": ("a: 1\nd: 4\n", put("x", 3, order=ranks("a")), "a: 1\nd: 4\nx: 3\n"),
    "sections apart by blank lines": (
        "a:\n  b: 1\n\nc:\n  d: 1\n", put("e.f", 1), "a:\n  b: 1\n\nc:\n  d: 1\n\ne:\n  f: 1\n",
    ),
    "four columns": ("a:\n    b: 1\n", put("c.d", 1), "a:\n    b: 1\nc:\n    d: 1\n"),
    "lists at the column of their key": (
        "a:\n- x\n", put("b", ["z"]), "a:\n- x\nb:\n- z\n",
    ),
    "no final line break": ("a: 1", put("b", 2), "a: 1\nb: 2"),
    "CRLF": ("a:\r\n  b: 1\r\n", put("a.c", [1]), "a:\r\n  b: 1\r\n  c:\r\n    - 1\r\n"),
    "a byte order mark": ("\ufeffa: 1\n", put("b", 2), "\ufeffa: 1\nb: 2\n"),
    "an empty file": ("", put("a.b", 1), "a:\n  b: 1\n"),
    "a file of comments": ("# mine\n", put("a", 1), "# mine\n\na: 1\n"),
    "a file of braces": ("{}\n", put("a", 1), "a: 1\n"),
    "a file of null and a comment": ("~ # mine\n", put("a", 1), "# mine\na: 1\n"),
    "a marker": ("---\n# mine\na: 1\n...\n", put("b", 2), "---\n# mine\na: 1\nb: 2\n...\n"),
    "a marker and nothing": ("---\n", put("b", 2), "---\nb: 2\n"),
    "behind a kept block text": ("a: |+\n  x\n\nb: 1\n", put("c", 2, order=ranks("a", "c", "b")),
                                 "a: |+\n  x\n\nc: 2\nb: 1\n"),
    "a block text at the very end": ("a: |\n  x", put("b", 1), "a: |\n  x\nb: 1"),
    "a key with dots and slashes": (
        "", put('annotations."a.b/c"', "x"), "annotations:\n  a.b/c: x\n",
    ),
    "text with a colon as a key": ("", put('"a: b"', 1), '"a: b": 1\n'),
    # Lists
    "an entry by its name": (
        "env:\n- name: A\n  value: 1\n- name: B\n  value: 2\n", put("env[name=B].value", 3),
        "env:\n- name: A\n  value: 1\n- name: B\n  value: 3\n",
    ),
    "a new entry by its name": (
        "env:\n- name: A\n  value: 1\n", put("env[name=B].value", 3),
        "env:\n- name: A\n  value: 1\n- name: B\n  value: 3\n",
    ),
    "an entry by its number": (
        "p:\n- port: 80\n  name: a\n", put("p[port=80].name", "b"), "p:\n- port: 80\n  name: b\n",
    ),
    "a new entry by its number, a number like the others": (
        "p:\n- port: 80\n", put("p[port=81].name", "b"),
        "p:\n- port: 80\n- port: 81\n  name: b\n",
    ),
    "an entry by true or false": (
        "l: [{on: true}, {q: true, v: 1}]\n", put("l[q=true].v", 2),
        "l: [{on: true}, {q: true, v: 2}]\n",
    ),
    "an entry taken away": (
        "env:\n- name: A\n# about B\n- name: B\n", drop("env[name=A]"),
        "env:\n# about B\n- name: B\n",
    ),
    "the first key of an entry": (
        "l:\n  - a: 1\n    b: 2\n", drop("l[0].a"), "l:\n  - b: 2\n",
    ),
    "the first key above a comment": (
        "l:\n  - a: 1\n    # about b\n    b: 2\n", drop("l[0].a"),
        "l:\n  -\n    # about b\n    b: 2\n",
    ),
    # Taking away
    "parents left empty go too": ("a:\n  b:\n    c: 1\nd: 2\n", drop("a.b.c"), "d: 2\n"),
    "parents may stay": ("a:\n  b: 1\nd: 2\n", drop("a.b", prune=False), "a: {}\nd: 2\n"),
    "a person's comment stays": (
        "a:\n  # mine\n  b: 1 # gone\nc: 1\n", drop("a"), "# mine\nc: 1\n",
    ),
    "one's own comment goes": ("#: own\na: 1\nb: 1\n", drop("a"), "b: 1\n"),
    "both above one key": ("x: 1\n# mine\n#: own\na: 1\n", drop("a"), "x: 1\n# mine\n"),
    "blank lines do not pile up": ("a: 1\n\nb: 1\n\nc: 1\n", drop("b"), "a: 1\n\nc: 1\n"),
    "duplicates go together": ("a: 1\nb: 1\na: 2\n", drop("a"), "b: 1\n"),
    "nothing there": ("a: 1\n", drop("b.c"), "a: 1\n"),
    "the only key of the file": ("# mine\na: 1\n", drop("a"), "# mine\n"),
    # The wizard's comments
    "a comment": ("a:\n  b: 1\n", say("a.b", "Why."), "a:\n  #: Why.\n  b: 1\n"),
    "another comment": ("# mine\n#: Old.\na: 1\n", say("a", "New."), "# mine\n#: New.\na: 1\n"),
    "no comment": ("# mine\n#: Old.\na: 1\n", say("a", None), "# mine\na: 1\n"),
    "a comment on an entry": ("a:\n- b: 1\n", say("a[0]", "Why."), "a:\n#: Why.\n- b: 1\n"),
    "a comment on a new section": (
        "", put("a.b", 1, comment="Why."), "a:\n  #: Why.\n  b: 1\n",
    ),
    "a comment between braces is left out": (
        "a: {b: 1}\n", put("a.b", 2, comment="Why."), "a: {b: 2}\n",
    ),
    # Anchors, aliases, merges
    "an alias in place": ("a: &x 1\nb: *x\n", put("b", 2), "a: &x 1\nb: 2\n"),
    "through an alias, copied": (
        "a: &x\n  k: 1\nb: *x\n", put("b.k", 2, aliases="copy"), "a: &x\n  k: 1\nb:\n  k: 2\n",
    ),
    "what is repeated, copied": (
        "a: &x\n  k: 1\nb: *x\n", put("a.k", 2, aliases="copy"), "a: &x\n  k: 2\nb:\n  k: 1\n",
    ),
    "a merge is overridden": (
        "a: &x\n  k: 1\nb:\n  <<: *x\n  l: 2\n", put("b.k", 3),
        "a: &x\n  k: 1\nb:\n  <<: *x\n  l: 2\n  k: 3\n",
    ),
    "a merge, copied": (
        "a: &x {k: 1, m: 2}\nb:\n  <<: *x\n  l: 2\n", drop("b.k", aliases="copy"),
        "a: &x {k: 1, m: 2}\nb:\n  m: 2\n  l: 2\n",
    ),
    # Several documents
    "where the section lives": (
        "a:\n  x: 1\n---\nb: 1\n", put("a.z", 2), "a:\n  x: 1\n  z: 2\n---\nb: 1\n",
    ),
    "a new section in the last document": ("a: 1\n---\nb: 1\n", put("c", 2),
                                           "a: 1\n---\nb: 1\nc: 2\n"),
    "away from every document": ("a: 1\nx: 1\n---\na: 2\nb: 1\n", drop("a"), "x: 1\n---\nb: 1\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_edit(name: str) -> None:
    before, make, after = CASES[name]
    document = Document.parse(before)
    edit = make(document)
    assert edit.document.to_bytes().decode() == after
    assert edit.undo().to_bytes().decode() == before


REFUSED: dict[str, tuple[str, Make, str]] = {
    "through an alias": ("a: &x {k: 1}\nb: *x\n", put("b.k", 2), "repeated from &x"),
    "what is repeated": ("a: &x {k: 1}\nb: *x\n", put("a.k", 2), "repeated elsewhere (line 2)"),
    "what a merge brings": ("a: &x {k: 1}\nb:\n  <<: *x\n", drop("b.k"), "repeated from &x"),
    "below a single value": ("a: 1\n", put("a.b", 2), "single value"),
    "a place in a map": ("a: {b: 1}\n", put("a[0]", 2), "holds a map"),
    "a key of a list": ("a: [1]\n", put("a.b", 2), "holds a list"),
    "a place too far": ("a: [1]\n", put("a[3]", 2), "1 entries"),
    "a number that Helm rounds": ("", put("a", 2**53 + 1), "round"),
    "not a number": ("", put("a", float("nan")), "not a number"),
    "half a surrogate": ("", put("a", "\ud800"), "surrogate"),
    "bare carriage returns": ("a: 1\rb: 2\r", put("a", 2), "carriage return"),
    "an invisible line break before the only key": ("\x85a: 1\n", drop("a"), "invisible"),
    "an encrypted file": ("a: 1\nsops:\n  mac: x\n", put("a", 2), "sops"),
    "a comment on nothing": ("a: 1\n", say("b", "Why."), "no such value"),
    "a comment without a line": ("a: {b: 1}\n", say("a.b", "Why."), "shares its line"),
    "a comment on a merged key": ("a: &x {k: 1}\nb: {<<: *x}\n", say("b.k", "Why."), "repeated"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusal(name: str) -> None:
    before, make, why = REFUSED[name]
    document = Document.parse(before)
    with pytest.raises(EditRefused, match=why.replace("(", r"\(").replace(")", r"\)")) as refusal:
        make(document)
    assert refusal.value.why
    assert document.to_bytes().decode() == before


def test_helm_3_reads_and_edits_the_first_document_only() -> None:
    document = Document.parse("a: 1\n---\na: 2\n", helm=3)
    assert document.value == {"a": 1}
    assert document.set(("a",), 5).document.text == "a: 5\n---\na: 2\n"
    assert Document.parse("a: 1\n---\na: 2\n").set(("a",), 5).document.text == "a: 1\n---\na: 5\n"


def test_for_helm_3_a_document_left_empty_stays_the_first() -> None:
    document = Document.parse("# mine\na: 1\n---\nb: 2\n", helm=3)
    after = document.unset(("a",)).document
    assert after.text == "# mine\n{}\n---\nb: 2\n"
    assert after.value == {}
    assert after.set(("c",), 3).document.value == {"c": 3}


def test_for_helm_3_a_block_text_at_the_very_end_has_no_final_break() -> None:
    document = Document.parse("a: |\n  x", helm=3)
    assert document.set(("b",), 1).document.text == "a: |-\n  x\nb: 1"


def test_several_changes_are_one_edit() -> None:
    changes: list[Change] = [
        Put(("b", "z"), 2), Put(("c", "d"), 1), Drop(("a",)), Put(("b", "x"), 5), Put(("c", "e"), 2)
    ]  # fmt: skip
    document = Document.parse("a: 1\nb:\n  x: 1 # mine\n")
    edit = document.apply(changes, {("c",): "Both.", ("c", "e"): "Own."})
    assert edit.document.text == (
        "b:\n  x: 5 # mine\n  z: 2\n#: Both.\nc:\n  d: 1\n  #: Own.\n  e: 2\n"
    )
    assert edit.undo() is document


def test_a_parent_that_is_filled_again_is_not_pruned() -> None:
    document = Document.parse("a: # mine\n  # too\n  b: 1\n")
    edit = document.apply([Drop(("a", "b")), Put(("a", "c"), 2)])
    assert edit.document.text == "a: # mine\n  c: 2\n# too\n"


def test_no_change_gives_the_same_document() -> None:
    document = Document.parse("a: yes\n")
    edit = document.apply([Put(("a",), True), Drop(("b",))])
    assert not edit
    assert edit.document is document


def test_look_up() -> None:
    document = Document.parse("a:\n  b: [1, {name: x, v: 2}]\n# c\non: null\n")
    assert document.get(parse_path("a.b[name=x].v")) == 2
    assert document.get(parse_path("a.b[name=y].v"), "none") == "none"
    assert document.has(("true",))
    assert not document.has(("on",))
    assert document.get(()) == document.value
    assert document.locate(parse_path("a.b[0]")) == (2, 7)
    assert document.locate(parse_path("a.x.y")) == (1, 1)
    assert document.locate(parse_path("x.y")) == (0, 0)
    node = document.node(("a", "b"))
    assert node is not None
    assert document.text[node.start : node.end] == "[1, {name: x, v: 2}]"


def test_header() -> None:
    document = Document.parse("# mine\na: 1\n")
    headed = document.set_header(["One.", "", "Two."]).document
    assert headed.text == "#: One.\n#:\n#: Two.\n\n# mine\na: 1\n"
    assert headed.header() == ["One.", "", "Two."]
    assert headed.set_header(["Three."]).document.text == "#: Three.\n\n# mine\na: 1\n"
    assert headed.set_header(None).document.text == document.text
    assert Document.parse("").set_header(["One."]).document.text == "#: One.\n"


def test_the_comment_of_the_first_key_is_no_header() -> None:
    document = Document.parse("#: Why.\na: 1\n")
    assert document.header() == []
    assert document.comment(("a",)) == "Why."
    assert document.set_header(["One."]).document.text == "#: One.\n\n#: Why.\na: 1\n"


def test_sections_of_the_wizards_own_files_stand_apart() -> None:
    document = Document.parse("").set_header(["One."]).document
    document = document.set(("a", "x"), 1).document
    document = document.set(("b", "x"), 1).document
    assert document.text == "#: One.\n\na:\n  x: 1\n\nb:\n  x: 1\n"


def test_bytes_come_back_as_they_were() -> None:
    for data in (b"", b"\xef\xbb\xbfa: 1", b"a: 1\r\nb: 2", b"# x", b"---\na: 1\n...\n"):
        assert Document.parse(data).to_bytes() == data


def test_an_edit_that_would_make_a_number_of_true_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To Python true is 1; the proof after an edit must know better, also beside the change."""
    from wizard import editing

    monkeypatch.setattr(editing, "apply_all", lambda text, splices: "a: 2\nb: {c: 1}\n")
    with pytest.raises(EditRefused, match="something else"):
        Document.parse("a: 1\nb: {c: true}\n").set(("a",), 2)


def test_what_helm_refuses_is_refused() -> None:
    with pytest.raises(HelmYamlError):
        Document.parse("a: [\n")


def test_a_deep_file_can_be_edited() -> None:
    deep = "a: " + "[" * 3000 + "]" * 3000 + "\nb: 1\n"
    document = Document.parse(deep)
    assert document.set(("b",), 2).document.text == deep.replace("b: 1", "b: 2")
