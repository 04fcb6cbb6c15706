"""New text means what it was made from, to Helm and to editors alike."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema import helmyaml
from schema.nodes import Json
from tests.documents import json_text, json_value
from wizard import render
from wizard.intent import as_json
from wizard.render import Style, below_dash, entries, flow, scalar
from wizard.touch import Touch
from wizard.tree import same

PLAIN = ("a", "text", "a.b/c-d_e", "x1", "nginx", "Nothing", "trueish")
QUOTED = (
    "", "y", "N", "Yes", "no", "ON", "off", "True", "false", "Null", "nan", "Inf", "~", "1", "0644",
    "1e3", "1.10", "2024-01-02", ".5", "-x", "a b", "a: b", "a #b", "#", "*a", "&a", "!a", "%a",
    "@a", "`a", "{{ .x }}", "[a]", "a,b", "<<", "=", "---", "é", "1:30", "10.0.0.0/8", "a\n", " a",
    "a ",
)  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_plain_only_where_nobody_doubts(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize("text", QUOTED)
def test_everything_else_in_double_quotes(text: str) -> None:
    written = scalar(text)
    assert written.startswith('"')
    assert helmyaml.read(f"a: {written}\n").value == {"a": text}


def test_escapes() -> None:
    assert scalar('a"\\\n\t\r') == r'"a\"\\\n\t\r"'
    assert scalar("\x00\x1b\x7f\x85\x9f") == r'"\x00\x1b\x7f\x85\x9f"'
    assert scalar("\u00a0\u2028\u2029\ufeff\uffff") == r'"\u00a0\u2028\u2029\ufeff\uffff"'
    assert scalar("ключ 😀") == '"ключ 😀"'


def test_numbers_and_names() -> None:
    assert [scalar(each) for each in (True, False, None, 0, -7, 1000000)] == [
        "true", "false", "null", "0", "-7", "1000000",
    ]  # fmt: skip
    assert [scalar(each) for each in (0.5, -1.25, 1e-7)] == ["0.5", "-1.25", "0.0000001"]
    assert scalar({}) == "{}"
    assert scalar([]) == "[]"


def test_single_quotes_are_kept_where_they_are_safe() -> None:
    assert scalar("it's", "'") == "'it''s'"
    assert scalar("a\nb", "'") == '"a\\nb"'
    assert scalar("a", '"') == '"a"'


def test_blocks() -> None:
    tree: dict[str, Json] = {
        "a": {"b": [1, {"c": True, "d": []}, [2, "x"]]},
        "e": "one\ntwo\n",
        "f": " one\ntwo",
    }
    assert "\n".join(entries(tree, 0, Style(), None)) == (
        "a:\n  b:\n    - 1\n    - c: true\n      d: []\n    - - 2\n      - x\n"
        "e: |\n  one\n  two\nf: |2-\n   one\n  two"
    )
    assert "\n".join(entries({"a": [1]}, 2, Style(dash=0), None)) == "  a:\n  - 1"
    assert below_dash({"a": 1, "b": 2}, 0, Style()).head == "a: 1"
    assert flow(tree["a"]) == "{b: [1, {c: true, d: []}, [2, x]]}"


def test_comments_stand_above_their_key() -> None:
    touch = Touch()
    touch.reach(("a", 0, "b")).comment = "First."
    touch.reach(("a", 0, "c")).comment = "Second."
    touch.reach(("a", 1)).comment = "Third."
    assert "\n".join(entries({"a": [{"b": 1, "c": 2}, 3]}, 0, Style(), touch)) == (
        "a:\n  #: First.\n  - b: 1\n    #: Second.\n    c: 2\n  #: Third.\n  - 3"
    )


@pytest.mark.parametrize("length", [900, 1100, 5000])
def test_a_long_key(length: int) -> None:
    key = "k" * length
    text = "\n".join(entries({key: {"a": 1}}, 0, Style(), None)) + "\n"
    assert helmyaml.read(text).value == {key: {"a": 1}}


def _editors_read(text: str) -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(io.StringIO(text))


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(json_text, json_value, min_size=1, max_size=3),
    st.sampled_from((1, 2, 4)), st.sampled_from((0, 2)), st.sampled_from(("\n", "\r\n")),
)  # fmt: skip
def test_helm_and_editors_read_what_was_meant(
    tree: dict[str, Any], step: int, dash: int, newline: str
) -> None:
    meant = as_json(tree, ())
    assert isinstance(meant, dict)
    lines = entries(meant, 0, Style(newline, step, dash), None)
    text = newline.join(lines) + newline
    assert same(helmyaml.read(text).value, meant)
    assert _editors_read(text) == meant
    assert same(helmyaml.read("a: " + flow(meant) + "\n").value, {"a": meant})


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_as_value_and_key(text: str) -> None:
    for written in (f"a: {scalar(text)}\n", f"{{a: {scalar(text)}}}\n"):
        assert helmyaml.read(written).value == {"a": text}
    assert helmyaml.read(f"{render.text(text)}: 1\n").value == {text: 1}
    assert _editors_read(f"a: {scalar(text)}\n") == {"a": text}
