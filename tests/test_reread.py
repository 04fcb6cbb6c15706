"""A text read again in parts reads as it would as a whole, places and refusals included."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema import helmyaml
from schema.helmyaml import HelmYamlError, Reading
from schema.nodes import Alias, Mapping, Node, Scalar, Sequence
from tests import documents, yaml_texts
from tests.reference import corpus, exhaustive, needs_reference

# What an edit may put in: whole lines, halves of lines, and what ends or opens something.
SNIPPETS = (
    "", "x", " ", "\n", "a: 1\n", "  b: 2\n", "- c\n", "d:\n  e: f\n", "# note\n", "#", '"', "'",
    "{", "}", "[", "]", ": ", ":", "? ", "- ", "|\n  text\n", ">-\n", "\n\n", "\t", "&n ", "*n",
    "<<: {q: 1}\n", "!t ", "---\n", "...\n", "%YAML 1.1\n", "\r\n", "\r", "é", "😀", "\u2028",
    "\ufeff", "\x07", ".inf", "~: 1\n", "a: 1\na: 2\n", "{{ x }}\n", "\\/", "|+\n\n  k\n\n\n",
    "a\n",
)  # fmt: skip


def everything(reading: Reading) -> Any:
    """All that a reading says, in a form that can be compared."""
    told = [written(document) for document in reading.documents]
    root = written(reading.root) if reading.root is not None else None
    return told, root, list(reading.value), reading.value, reading.spans, reading.aliased


def written(node: Node) -> Any:
    place = node.start, node.end, node.line, node.column, node.anchor
    if isinstance(node, Scalar):
        plain = node.source, node.style, node.tag, node.plain
        return "scalar", place, type(node.value), node.value, plain
    if isinstance(node, Alias):
        return "alias", place, node.target.start
    if isinstance(node, Sequence):
        return "list", place, node.flow, node.value, [written(item) for item in node.items]
    assert isinstance(node, Mapping)
    entries = [
        (entry.key, entry.merge, written(entry.key_node), written(entry.value_node))
        for entry in node.entries
    ]
    return "map", place, node.flow, list(node.value), node.value, entries


def outcome(read: Any) -> Any:
    try:
        return everything(read())
    except HelmYamlError as error:
        return error.line, error.column, error.what, error.hint


def check(text: str, changed: str, helm: int) -> Reading | None:
    """Compare both ways of reading `changed`; the reading by parts, for the next change."""
    try:
        before = helmyaml.read(text, helm)
    except HelmYamlError:
        return None
    assert outcome(lambda: helmyaml.read_again(before, changed)) == outcome(
        lambda: helmyaml.read(changed, helm)
    ), (text, changed)
    return before


def splices(text: str, chance: random.Random) -> Iterator[str]:
    """Endless changes of a text, most of them at the ends of lines."""
    lines = [0, *(at + 1 for at, character in enumerate(text) if character == "\n"), len(text)]
    while True:
        start = chance.choice(lines) if chance.random() < 0.6 else chance.randint(0, len(text))
        end = start + chance.choice((0, 0, 0, 1, 2, 5))
        if chance.random() < 0.3:
            end = chance.choice([line for line in lines if line >= start])
        inserted = "".join(chance.choice(SNIPPETS) for _ in range(chance.choice((0, 1, 1, 2))))
        yield text[:start] + inserted + text[min(end, len(text)) :]


@pytest.mark.parametrize("helm", [3, 4])
@settings(max_examples=100)
@given(text=documents.texts() | yaml_texts.documents(), seed=st.integers(0, 2**20))
def test_any_change_of_any_document(helm: int, text: str, seed: int) -> None:
    for _, changed in zip(range(20), splices(text, random.Random(seed)), strict=False):
        check(text, changed, helm)


def test_soup_and_damaged_documents() -> None:
    chance = random.Random(4)
    texts = list(yaml_texts.soup(1500, 1))
    texts += yaml_texts.damaged(texts, 500, 2)
    for text in texts:
        sections = f"first: 1\n{text}\nlast: {{a: b}}\n"
        for whole in (text, sections):
            for _, changed in zip(range(3), splices(whole, chance), strict=False):
                check(whole, changed, chance.choice((3, 4)))


@needs_reference
def test_real_files_through_many_changes() -> None:
    """Each change starts from a reading that was itself made of parts."""
    chance = random.Random(9)
    for file in chance.sample(corpus(), 286 if exhaustive() else 24):
        text = file.path.read_bytes().decode("utf-8", "replace")
        if len(text) > 60_000:
            continue
        try:
            reading = helmyaml.read(text)
        except HelmYamlError:
            continue
        for _, changed in zip(range(12), splices(text, chance), strict=False):
            try:
                following = helmyaml.read_again(reading, changed)
            except HelmYamlError:
                check(reading.text, changed, 4)
                continue
            assert everything(following) == everything(helmyaml.read(changed)), file.path.name
            reading = following


def test_what_is_not_touched_is_taken_over() -> None:
    text = "".join(f"section{number}:\n  a: [1, 2]\n  b: {{c: d}}\n" for number in range(9))
    before = helmyaml.read(text)
    after = helmyaml.read_again(before, text.replace("section4", "other"))
    for name in ("section2", "section8"):
        assert after.value[name] is before.value[name]
    assert list(after.value) == [
        *(f"section{n}" for n in range(4)),
        "other",
        *list(after.value)[5:],
    ]
    assert after.value["section3"] is not before.value["section3"]
