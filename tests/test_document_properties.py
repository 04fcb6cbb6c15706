"""For any document and any edit: only what was meant changes, and it can be taken back."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from schema.finding import Drop, Put
from schema.helmyaml import HelmYamlError
from schema.path import Path
from tests.documents import json_text, json_value, texts
from wizard.document import Document, Edit, EditRefused
from wizard.intent import as_json
from wizard.tree import same

relaxed = settings(
    max_examples=int(os.environ.get("EXAMPLES", "100")), deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large,
    ],
)  # fmt: skip
RIGHT_REFUSALS = re.compile(
    r"repeated|comes in by a merge|holds a |shares its line|meet in one place|several documents"
)


def _parse(text: str) -> Document:
    try:
        return Document.parse(text)
    except HelmYamlError:
        assume(False)
        raise


def _paths(value: Any, path: Path = ()) -> list[Path]:
    """Every place of a tree."""
    found: list[Path] = []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in items:
        found.append((*path, key))
        if isinstance(each, dict | list):
            found += _paths(each, (*path, key))
    return found


def people(text: str) -> list[str]:
    """The comment lines of people, found with PyYAML's tokens."""
    inside: set[int] = set()
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.ScalarToken) and token.end_mark.line > token.start_mark.line:
            last = token.end_mark.line + (token.end_mark.column > 0)
            inside.update(range(token.start_mark.line + 1, last))
    return [
        line.strip()
        for number, line in enumerate(text.split("\n"))
        if number not in inside and re.match(r"[ \t]*#(?!:)", line)
    ]


def _check(document: Document, edit: Edit, intended: Any) -> None:
    assert same(edit.document.value, intended)
    assert edit.undo().to_bytes() == document.to_bytes()
    kept = iter(people(edit.document.text))
    assert all(comment in kept for comment in people(document.text))
    text = document.text
    for splice in edit.splices:
        before, after = text, splice.apply(text)
        assert after[: splice.start] == before[: splice.start]
        assert after[splice.start + len(splice.inserted) :] == before[splice.end :]
        text = after
    assert text == edit.document.text
    assert Document.parse(edit.document.to_bytes()).text == text


def _check_refusal(error: EditRefused) -> None:
    """An edit may be refused for what the document is, never because it went wrong."""
    assert RIGHT_REFUSALS.search(error.why), str(error)


def _holder(tree: Any, path: Path) -> Any:
    for key in path[:-1]:
        tree = tree[key]
    return tree


@relaxed
@given(texts(), st.data())
def test_set_existing(text: str, data: st.DataObject) -> None:
    document = _parse(text)
    paths = _paths(document.value)
    assume(paths)
    path, value = data.draw(st.sampled_from(paths)), data.draw(json_value)
    intended = json.loads(json.dumps(document.value))
    _holder(intended, path)[path[-1]] = as_json(value, path)
    try:
        edit = document.set(path, value)
    except EditRefused as error:
        _check_refusal(error)
        edit = document.set(path, value, aliases="copy")
    _check(document, edit, intended)
    assert not edit.document.set(path, value).splices


@relaxed
@given(texts(), st.data())
def test_set_new_and_take_it_away(text: str, data: st.DataObject) -> None:
    document = _parse(text)
    value = json.loads(json.dumps(document.value))
    holders: list[Path] = [()]
    holders += [path for path in _paths(value) if isinstance(document.get(path), dict | list)]
    parent = data.draw(st.sampled_from(holders))
    holder = document.get(parent)
    new = data.draw(json_value)
    if isinstance(holder, dict):
        key: str | int = data.draw(json_text.filter(lambda key: key not in holder))
    else:
        key = len(holder)
    path = (*parent, key)
    held = _holder(value, path)
    if isinstance(held, list):
        held.append(as_json(new, path))
    else:
        held[key] = as_json(new, path)
    comment = data.draw(st.sampled_from((None, "Why this is so.", "word " * 40)))
    try:
        edit = document.set(path, new, comment)
    except EditRefused as error:
        _check_refusal(error)
        edit = document.set(path, new, comment, aliases="copy")
        _check(document, edit, value)
        return
    _check(document, edit, value)
    back = edit.document.unset(path, prune=False)
    _check(edit.document, back, document.value)
    closed = edit.document.text.endswith("\n")
    open_end = not text.endswith("\n") and (closed or re.search("[|>]", text))
    one = len(document.reading.documents) < 2
    if holder and one and not open_end and "#:" not in text and "[a: 1" not in text:
        assert back.document.text == document.text


@relaxed
@given(texts(), st.data(), st.booleans())
def test_unset(text: str, data: st.DataObject, prune: bool) -> None:
    document = _parse(text)
    paths = _paths(document.value)
    assume(paths)
    path = data.draw(st.sampled_from(paths))
    intended = json.loads(json.dumps(document.value))
    del _holder(intended, path)[path[-1]]
    for length in range(len(path) - 1, 0, -1):
        above = _holder(intended, path[: length + 1])
        if prune and not above:
            del _holder(intended, path[:length])[path[length - 1]]
        else:
            break
    try:
        edit = document.unset(path, prune)
    except EditRefused as error:
        _check_refusal(error)
        edit = document.unset(path, prune, aliases="copy")
    _check(document, edit, intended)


@relaxed
@given(texts(), st.data())
def test_several_changes_at_once(text: str, data: st.DataObject) -> None:
    document = _parse(text)
    paths = _paths(document.value)
    assume(paths)
    changes: list[Put | Drop] = []
    for path in data.draw(st.lists(st.sampled_from(paths), max_size=4)):
        if any(isinstance(key, int) for key in path):
            continue
        if data.draw(st.booleans()):
            changes.append(Put(path, data.draw(json_value)))
        else:
            changes.append(Drop(path))
    comments = {change.path: "Why." for change in changes}
    one_by_one = document
    try:
        edit = document.apply(changes, comments)
        for change in changes:
            one_by_one = one_by_one.apply([change], prune=False).document
    except EditRefused as error:
        _check_refusal(error)
        return
    _check(document, edit, edit.document.value)


@relaxed
@given(texts(), st.data())
def test_comment_and_header(text: str, data: st.DataObject) -> None:
    document = _parse(text)
    assume(document.value or "..." not in text)
    lines = data.draw(st.lists(st.sampled_from(("one", "two: 2", "")), min_size=1, max_size=3))
    headed = document.set_header(lines)
    _check(document, headed, document.value)
    assert headed.document.header() == lines
    assert not headed.document.set_header(lines).splices
    if not document.header():
        assert headed.document.set_header(None).document.text == document.text
    paths = _paths(document.value)
    assume(paths)
    path = data.draw(st.sampled_from(paths))
    try:
        edit = document.set_comment(path, "Why this is so.")
    except EditRefused as error:
        _check_refusal(error)
        return
    _check(document, edit, document.value)
    assert edit.document.comment(path) == "Why this is so."
    assert not edit.document.set_comment(path, "Why this is so.").splices
    _check(edit.document, edit.document.set_comment(path, None), document.value)
