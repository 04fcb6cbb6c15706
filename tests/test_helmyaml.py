"""Reading: values, places, documents, and what is said when Helm refuses."""

from __future__ import annotations

from typing import Any

import pytest

from schema.helmyaml import (
    Alias,
    HelmYamlError,
    Mapping,
    Node,
    Reading,
    Scalar,
    Sequence,
    decode,
    read,
)
from schema.nodes import every_node
from tests import yaml_texts
from tests.reference import corpus, needs_reference

SAMPLE = """\
# head
a: &x {b: 1, c: ,d}  # note
e:
- one
-
- f: 'it''s'
g: |
  text

# z
h: *x
i:
"""


def at(reading: Reading, *path: str | int) -> Node:
    """The node at a path of keys and positions."""
    assert reading.root is not None
    node: Node = reading.root
    for step in path:
        if isinstance(step, str):
            assert isinstance(node, Mapping)
            node = next(entry.value_node for entry in node.entries if entry.key == step)
        else:
            assert isinstance(node, Sequence)
            node = node.items[step]
    return node


def written(reading: Reading, *path: str | int) -> str:
    """The text of the node at a path."""
    node = at(reading, *path)
    return reading.text[node.start : node.end]


def test_values() -> None:
    assert read(SAMPLE).value == {
        "a": {"b": 1, "c": None, "d": None},
        "e": ["one", None, {"f": "it's"}],
        "g": "text\n",
        "h": {"b": 1, "c": None, "d": None},
        "i": None,
    }


def test_spans_are_tight() -> None:
    reading = read(SAMPLE)
    assert written(reading, "a") == "&x {b: 1, c: ,d}"
    assert written(reading, "a", "b") == "1"
    assert written(reading, "e") == "- one\n-\n- f: 'it''s'"
    assert written(reading, "e", 2) == "f: 'it''s'"
    assert written(reading, "g") == "|\n  text\n"
    assert written(reading, "h") == "*x"


@pytest.mark.parametrize(
    ("path", "before"),
    [(("i",), "\ni:"), (("a", "c"), ", c:"), (("a", "d"), ",d"), (("e", 1), "\n-")],
)
def test_an_empty_value_stands_right_after_its_colon_or_dash(path: Any, before: str) -> None:
    reading = read(SAMPLE)
    node = at(reading, *path)
    assert node.start == node.end
    assert reading.text[: node.start].endswith(before)
    assert node.line == reading.text.count("\n", 0, node.start) + 1
    assert node.column == node.start - reading.text.rfind("\n", 0, node.start)


def test_content_comes_after_anchor_and_tag() -> None:
    text = "a: &x !!str 1\nb: !t\n  # note\n  - c\nd: &y\n"
    reading = read(text)
    for key, content in (("a", "1"), ("b", "- c"), ("d", "")):
        node = at(reading, key)
        assert text[node.content_start(text) : node.end] == content


def test_the_colon_of_an_entry() -> None:
    text = "a : 1\n? b # c: d\n: 2\n? e\n"
    root = read(text).root
    assert root is not None
    assert [entry.colon(text) for entry in root.entries] == [2, text.index(": 2"), -1]


def test_an_alias_knows_its_target() -> None:
    reading = read(SAMPLE)
    alias = at(reading, "h")
    assert isinstance(alias, Alias)
    assert alias.target is at(reading, "a")
    assert alias.value is alias.target.value


def test_styles() -> None:
    reading = read("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: >\n  x\n")
    nodes = [at(reading, key) for key in "abcde"]
    assert [node.style for node in nodes if isinstance(node, Scalar)] == ["", "'", '"', "|", ">"]


@pytest.mark.parametrize(
    "text", [SAMPLE, "\ufeff" + SAMPLE, SAMPLE.replace("\n", "\r\n"), "é: 😀\n" + SAMPLE]
)
def test_offsets_are_those_of_the_text_that_was_given(text: str) -> None:
    reading = read(text)
    assert written(reading, "a", "b") == "1"
    assert written(reading, "e", 2, "f") == "'it''s'"
    key = at(reading, "h")
    assert key.line == text.count("\n", 0, key.start) + 1


def places_hold(reading: Reading) -> None:
    """Nodes lie in the text, children in parents, and scalars hold their source."""
    text = reading.text
    for document in reading.documents:
        for node in every_node(document):
            assert 0 <= node.start <= node.end <= len(text)
            content = text[node.content_start(text) : node.end]
            if isinstance(node, Scalar) and node.style:
                assert content.startswith(node.style)
            elif isinstance(node, Scalar) and not any(c in content for c in "\r\n\x85\u2028\u2029"):
                assert content == node.source
            children: list[Node] = []
            if isinstance(node, Mapping):
                children = [part for e in node.entries for part in (e.key_node, e.value_node)]
            elif isinstance(node, Sequence):
                children = node.items
            assert all(node.start <= child.start <= child.end <= node.end for child in children)


def test_places_hold_in_any_text() -> None:
    held = 0
    for text in [*yaml_texts.HAZARDS, *yaml_texts.soup(6_000, seed=6)]:
        try:
            reading = read(text)
        except HelmYamlError:
            continue
        places_hold(reading)
        held += 1
    assert held > 1_000


@needs_reference
def test_places_hold_in_real_files() -> None:
    for file in corpus():
        try:
            reading = read(decode(file.path.read_bytes()))
        except HelmYamlError:
            continue
        places_hold(reading)


@pytest.mark.parametrize(
    ("text", "helm_3", "helm_4"),
    [
        ("", {}, {}),
        ("# nothing\n", {}, {}),
        ("---\n", {}, {}),
        ("a: 1\n---\nb: 2\n", {"a": 1}, {"a": 1, "b": 2}),
        ("---\n---\na: 1\n", {}, {"a": 1}),
        ("a: {x: 1}\n--- # c\na: {z: null}\n", {"a": {"x": 1}}, {"a": {"x": 1, "z": None}}),
        ("a: 1\n...\nb: 2\n", {"a": 1}, {"a": 1}),
        ("a: |\n  x", {"a": "x"}, {"a": "x\n"}),
    ],
)
def test_documents(text: str, helm_3: dict[str, Any], helm_4: dict[str, Any]) -> None:
    assert read(text, 3).value == helm_3
    assert read(text, 4).value == helm_4


def test_places_in_later_documents() -> None:
    text = "# c\na: 1\n---\n# d\nb:\n  c: on\n"
    reading = read(text)
    assert len(reading.documents) == 2
    assert (at(reading, "b", "c").line, at(reading, "b", "c").column) == (6, 6)
    assert written(reading, "b", "c") == "on"


def test_helm_4_takes_no_text_after_three_dashes() -> None:
    assert read("--- {a: 1}\n", 3).value == {"a": 1}
    with pytest.raises(HelmYamlError, match="three dashes") as refused:
        read("a: 1\n--- {b: 2}\n")
    assert refused.value.line == 2


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("a: b: c\n", 1, 5, "colon"),
        ("a: 1\nb\nc: 2\n", 2, 1, "no colon"),
        ("a:\n  b: 1\n c: 2\n", 3, 2, "does not fit"),
        ("a: [1, 2\nb: 1\n", 2, 2, "not closed"),
        ("a: {b: 1\n", 2, 1, "not closed"),
        ("a: 'x\n", 1, 4, "never closed"),
        ('a: "\\q"\n', 1, 5, "escape"),
        ('a: "\\/"\n', 1, 5, "escape"),
        ("a:\n\tb: 1\n", 2, 1, "tab"),
        ("a: @x\n", 1, 4, "`@`"),
        ("a: {{ .x }}\n", 1, 5, "Template text"),
        ("a: {{ .Values.x }}-y\n", 1, 5, "Template text"),
        ("a: *x\n", 1, 4, "no anchor"),
        ("a: &x [*x]\n", 1, 8, "contains itself"),
        ("a: 1\n<<: 2\n", 2, 5, "merges maps"),
        ("? [a]\n: 1\n", 1, 3, "cannot be a key"),
        ("a: 1\n~: 2\n", 2, 1, "null"),
        ("a:\n  - .inf\n", 2, 5, "infinity"),
        ("a: !!int x\n", 1, 4, "!!int"),
        ("a: !x!y z\n", 1, 4, "tag"),
        ("a: 1\nb: \x07\n", 2, 4, "U\\+0007"),
        ("a: [x?y]\n", 1, 6, "question mark"),
        ("%YAML 1.2\n---\na: 1\n", 1, 1, "YAML 1.1"),
        ("- a\n", 1, 1, "top level"),
        ("a: " + "[" * 10_001, 1, 10_003, "deeper"),
    ],
)
def test_refusals_say_where_and_why(text: str, line: int, column: int, what: str) -> None:
    with pytest.raises(HelmYamlError, match=what) as refused:
        read(text, 3)
    assert (refused.value.line, refused.value.column) == (line, column)
    assert refused.value.what.endswith(".")


def test_template_text_is_named_in_the_refusal() -> None:
    with pytest.raises(HelmYamlError, match="Template text"):
        read("{{ if x }}\na: 1\n")


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    text = "a: &a-1 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"k{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(60)
    )
    with pytest.raises(HelmYamlError, match="aliases"):
        read(text)


def test_what_is_overridden_may_be_refused_by_nobody() -> None:
    assert read("a: .inf\na: 1\n").value == {"a": 1}
    assert read("a: {~: 1}\na: 2\n").value == {"a": 2}
    assert read("<<: {a: .nan}\na: 1\n").value == {"a": 1}


def test_where_libyaml_and_go_yaml_part() -> None:
    assert read('a: "\\\'x"\n').value == {"a": "'x"}
    assert read("a: {b:, c:}\n").value == {"a": {"b:": None, "c:": None}}
    assert read("a: !x,y z\n").value == {"a": "z"}
    reading = read('a: "\\\'x"\nb: {c:}\nd: e\n')
    assert written(reading, "d") == "e"
    assert written(reading, "a") == '"\\\'x"'


def test_bytes_must_be_utf_8() -> None:
    assert decode("\ufeffa: é\n".encode()) == "\ufeffa: é\n"
    with pytest.raises(HelmYamlError, match="UTF-8") as refused:
        decode(b"a: 1\nb: \xff\n")
    assert (refused.value.line, refused.value.column) == (2, 4)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a: |\n  x\n\n\nb: 1\n", "|\n  x\n"),
        ("a: |\n  x\n\n  y\n\n# c\nb: 1\n", "|\n  x\n\n  y\n"),
        ("a: |+\n  x\n\nb: 1\n", "|+\n  x\n\n"),
        ("a: >-\n  x\n \nb: 1\n", ">-\n  x\n"),
        ("a: |\n  x\n     \nb: 1\n", "|\n  x\n     \n"),
        ("a: &x |2+ # c\n    x\n\nb: 1\n", "&x |2+ # c\n    x\n\n"),
        ("a: |\r\n  x\r\n\r\nb: 1\r\n", "|\r\n  x\r\n"),
        ("a: |\n\nb: 1\n", "|\n"),
        ("a: |\n  x", "|\n  x"),
    ],
)
def test_a_text_block_leaves_the_blank_lines_after_it_outside(text: str, block: str) -> None:
    assert written(read(text), "a") == block
