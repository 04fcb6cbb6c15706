"""Some twenty edits of every real values file: each changes the lines it must, and no other."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from schema.helmyaml import HelmYamlError
from schema.nodes import Mapping, Node, Scalar, Sequence
from schema.path import Path, format_path
from tests.reference import CorpusFile, corpus, needs_reference, some
from wizard.diff import Diff, diff
from wizard.document import Aliases, Document, Edit, EditRefused
from wizard.tree import same

pytestmark = needs_reference


@dataclass(frozen=True)
class Case:
    """One edit: what it is called, how it is made, what it makes of the data, and how many lines
    it may remove and add; blank lines, and comments that move along, are not counted."""

    name: str
    make: Callable[[Document, Aliases], Edit]
    intend: Callable[[Any], None]
    removed: int
    added: int
    may_refuse: bool = False


class Places:
    """What can be edited in a document."""

    def __init__(self, document: Document) -> None:
        self.scalars: list[tuple[Path, Scalar]] = []
        self.maps: list[tuple[Path, Mapping]] = []
        self.lists: list[tuple[Path, Sequence]] = []
        root = document.reading.root
        if root is not None:
            self._collect(root, ())

    def _collect(self, node: Node, path: Path) -> None:
        if isinstance(node, Scalar):
            self.scalars.append((path, node))
        elif isinstance(node, Mapping):
            self.maps.append((path, node))
            for entry in {entry.key: entry for entry in node.entries if not entry.merge}.values():
                self._collect(entry.value_node, (*path, entry.key))
        elif isinstance(node, Sequence):
            self.lists.append((path, node))
            for index, item in enumerate(node.items):
                self._collect(item, (*path, index))


def _at(tree: Any, path: Path) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def _put(path: Path, value: Any) -> Callable[[Any], None]:
    def intend(tree: Any) -> None:
        holder = _at(tree, path[:-1])
        if isinstance(holder, list) and path[-1] == len(holder):
            holder.append(value)
        else:
            holder[path[-1]] = value

    return intend


def _drop(path: Path) -> Callable[[Any], None]:
    def intend(tree: Any) -> None:
        del _at(tree, path[:-1])[path[-1]]
        for length in range(len(path) - 1, 0, -1):
            if _at(tree, path[:length]):
                break
            del _at(tree, path[: length - 1])[path[length - 1]]

    return intend


def _sample(chance: random.Random, places: list[Any], count: int) -> list[Any]:
    return chance.sample(places, min(count, len(places)))


def _set(name: str, path: Path, value: Any, removed: int, added: int) -> Case:
    return Case(
        name,
        lambda d, aliases: d.set(path, value, aliases=aliases),
        _put(path, value),
        removed,
        added,
    )


def _comment(path: Path) -> Case:
    return Case(
        "comment", lambda d, aliases: d.set_comment(path, "Why this is so."),
        lambda tree: None, 0, 1, may_refuse=True,
    )  # fmt: skip


def _unset(name: str, document: Document, path: Path) -> Case:
    """A removal takes the lines of the highest place left empty; between braces it rewrites one."""
    top = path
    while len(top) > 1 and len(document.get(top[:-1])) == 1:
        top = top[:-1]
    node = document.node(top)
    assert node is not None
    end = document.text[: node.end].rstrip().count("\n") + 1
    line, column = document.locate(top)
    lines = max(end - line, 0) + 1
    shares = document.text.split("\n")[line - 1][: column - 1].strip(" ") not in ("", "-")
    if _twice(document, top):
        lines = 10_000  # a key that stands twice goes twice
    opens = shares or "-" in document.text.split("\n")[line - 1][: column - 1]
    lines += 1 if opens and isinstance(top[-1], str) else 0
    return Case(name, lambda d, aliases: d.unset(path, aliases=aliases), _drop(path), lines, 1)


def _twice(document: Document, path: Path) -> bool:
    """Whether a key on the way stands twice in its map."""
    holders = [document.node(path[:length]) or document.reading.root for length in range(len(path))]
    return any(
        isinstance(holder, Mapping) and [entry.key for entry in holder.entries].count(str(key)) > 1
        for holder, key in zip(holders, path, strict=True)
    )


def _cases(document: Document, chance: random.Random) -> Iterator[Case]:
    text, places = document.text, Places(document)
    single = [each for each in places.scalars if "\n" not in text[each[1].start : each[1].end]]
    below_root = [each for each in places.maps if each[0]]
    section = {"enabled": True, "names": ["a", "b"]}
    for path, _ in _sample(chance, single, 2):
        yield _set("set existing to text", path, "changed", 1, 1)
        yield _set("set existing to a number", path, 4711, 1, 1)
    for path, node in _sample(chance, places.maps, 3):
        rewritten = 1 if node.flow else 0
        yield _set("insert leaf", (*path, "wizardNewLeaf"), "x", rewritten, 1 + rewritten)
    yield _set("insert section", ("wizardSection",), section, 0, 5)
    for path, _ in _sample(chance, [each for each in below_root if not each[1].flow], 2):
        yield _set("insert section below", (*path, "wizardSection"), section, 0, 5)
    for path, _ in _sample(chance, single, 3):
        yield _unset("unset", document, path)
    for path, _ in _sample(chance, below_root, 2):
        yield _unset("unset section", document, path)
    for path, _ in _sample(chance, single, 2):
        yield _set("change type", path, {"a": 1, "b": [2]}, 1, 4)
    for path, node in _sample(chance, below_root, 1):
        yield _set("map to scalar", path, 1, _height(text, node) + 1, 1)
    for path, node in _sample(chance, places.lists, 2):
        rewritten = 1 if node.flow else 0
        yield _set("append item", (*path, len(node.items)), "x", rewritten, 1 + rewritten)
    for path, _ in _sample(chance, single, 2):
        yield _comment(path)


def _height(text: str, node: Node) -> int:
    """How many lines a node fills."""
    return text[node.start : node.end].rstrip().count("\n") + 1


def _people(text: str) -> list[str]:
    """The comment lines of people; what looks like one within a text of several lines is none."""
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


def _complaints(document: Document, case: Case, counts: Counter[str]) -> Iterator[str]:
    intended = json.loads(json.dumps(document.value))
    case.intend(intended)
    shared = False
    try:
        edit = case.make(document, "refuse")
    except EditRefused as error:
        shared = "repeated" in error.why or "merge" in error.why
        counts["refused for an alias" if shared else "refused for want of a line"] += 1
        if not shared:
            if not case.may_refuse:
                yield f"refused: {error}"
            return
        edit = case.make(document, "copy")
    if not same(edit.document.value, intended):
        yield "another value than intended"
    if edit.undo().to_bytes() != document.to_bytes():
        yield "undo does not give the bytes back"
    if _people(edit.document.text) != _people(document.text):
        yield "a person's comment was lost"
    if not shared:
        yield from _line_complaints(diff(document.text, edit.document.text), case)


def _line_complaints(change: Diff, case: Case) -> Iterator[str]:
    lines = [line for hunk in change.hunks for line in hunk.lines if line.kind != "context"]
    spare = 1 if any(line.final for line in lines) else 0
    counts = Counter(
        line.kind for line in lines if line.text.strip() and not re.match(r"\s*#(?!:)", line.text)
    )
    if counts["remove"] > case.removed + spare or counts["add"] > case.added + spare:
        yield f"{counts['remove']} lines removed and {counts['add']} added\n{change.unified()}"


def _readable(file: CorpusFile) -> Document | None:
    try:
        return Document.parse(file.path.read_bytes())
    except HelmYamlError:
        return None


def tried(file: CorpusFile, counts: Counter[str]) -> list[str]:
    """Make every edit of a file, count what was done, and tell what went wrong."""
    document = _readable(file)
    if document is None:
        counts["files that Helm refuses"] += 1
        return []
    assert document.to_bytes() == file.path.read_bytes()
    counts["files"] += 1
    failures = []
    for case in _cases(document, random.Random(file.path.name)):
        counts["edits"] += 1
        for complaint in _complaints(document, case, counts):
            failures.append(f"{file.path.name}: {case.name}: {complaint}")
    return failures


@pytest.mark.parametrize("part", range(8))
def test_an_edit_changes_the_lines_it_must(part: int) -> None:
    counts: Counter[str] = Counter()
    failures = [failure for file in some(corpus(), 3)[part::8] for failure in tried(file, counts)]
    assert counts["edits"] > 0
    assert not failures, f"{len(failures)} failures, {dict(counts)}\n" + "\n".join(failures[:20])


def test_setting_what_is_there_changes_nothing() -> None:
    for file in corpus()[::5]:
        document = _readable(file)
        if document is None:
            continue
        for path, node in Places(document).scalars[:30]:
            edit = document.set(path, node.value)
            assert edit.document is document, f"{file.path.name}: {format_path(path)}"
