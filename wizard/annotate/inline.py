"""Writes notes above the keys of a file and changes nothing else; Helm reads the same.

A note is a line that begins with `#: > `: the wizard's own sign, so that such lines can be told
from a person's comments, and are replaced when the file is annotated again.
"""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from schema.finding import Finding
from schema.helmyaml import HelmYamlError
from schema.nodes import Mapping, Node, Scalar, Sequence
from schema.path import Path
from wizard.annotate.notes import on_finding
from wizard.comments import WIDTH, content, is_own
from wizard.document import Document
from wizard.tree import leaves, same

_SIGN = "#: > "
_OLD = re.compile(r"[ \t]*#: > ")
_BEFORE_KEY = re.compile(r"([ \t]*)(?:- +)*")
_NARROWEST = 30

Say = Callable[[Path, str], Iterable[str]]


class NotTheSame(Exception):
    """The annotated text would not be read as the file is; nothing is written."""


@dataclass(frozen=True)
class _Spot:
    """A line (from 0) that begins with a key, the column for notes above it, the key's path."""

    line: int
    column: int
    path: Path


def annotated(document: Document, say: Say, findings: Iterable[Finding]) -> Document:
    """The document with notes. `say` gives the paragraphs for a path; `findings` are its own.

    Raises NotTheSame where Helm would read something else.
    """
    bare = without_notes(document)
    lines = bare.text.split("\n")
    spots = sorted(_spots(bare), key=lambda spot: (spot.line, -len(spot.path)))
    told: dict[int, list[str]] = {}
    columns: dict[int, int] = {}
    for spot in spots:
        own = " ".join(_own_above(lines, spot.line))
        told.setdefault(spot.line, []).extend(say(spot.path, own))
        columns.setdefault(spot.line, spot.column)
    places = sorted(columns)
    for finding in findings:
        line, _ = bare.locate(finding.path) if finding.path else (0, 0)
        at = bisect_right(places, line - 1) - 1 if line else 0
        if places:
            told[places[max(at, 0)]].append(on_finding(finding))
    end = "\r" if bare.style.newline == "\r\n" else ""
    written: list[str] = []
    for number, text in enumerate(lines):
        for paragraph in told.get(number, ()):
            written += (note + end for note in _wrapped(paragraph, columns[number]))
        written.append(text)
    return _proved(document, bare, "\n".join(written))


def without_notes(document: Document) -> Document:
    """The document without the notes of an earlier time."""
    if _SIGN not in document.text:
        return document
    texts = [(node.line, _last_line(document, node)) for node in _scalars(document)]
    lines = document.text.split("\n")
    kept = [
        line
        for number, line in enumerate(lines, 1)
        if not _OLD.match(line) or any(first <= number <= last for first, last in texts)
    ]
    return Document("\n".join(kept), document.helm, document.marked)


def values_in(document: Document) -> int:
    """How many single values a file holds."""
    return sum(1 for _ in leaves(document.value)) if document.value else 0


def _proved(document: Document, bare: Document, text: str) -> Document:
    """The annotated text, if both Helms read in it what they read in the file."""
    try:
        result = Document(text, document.helm, document.marked)
        other = 7 - document.helm
        alike = same(result.value, document.value) and same(
            Document(text, other).value, Document(document.text, other).value
        )
    except HelmYamlError as error:
        raise NotTheSame(f"with notes the file could not be read: {error}") from error
    if not alike or without_notes(result).text != bare.text:
        raise NotTheSame("with notes Helm would read other values")
    return result


def _wrapped(paragraph: str, column: int) -> list[str]:
    width = max(WIDTH - column - len(_SIGN), _NARROWEST)
    plain = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", " ", " ".join(paragraph.split()))
    lines = textwrap.wrap(plain, width, break_long_words=False, break_on_hyphens=False)
    return [" " * column + _SIGN + line for line in lines]


def _own_above(lines: list[str], line: int) -> list[str]:
    """What the wizard's own comment directly above a line says."""
    said: list[str] = []
    while line > 0 and is_own(lines[line - 1]):
        line -= 1
        said.insert(0, content(lines[line]))
    return said


def _spots(document: Document) -> Iterator[_Spot]:
    """The keys in block maps that have a line of their own, with their paths."""
    text = document.text
    work: list[tuple[Node, Path]] = [(root, ()) for root in document.reading.documents]
    while work:
        node, path = work.pop()
        if isinstance(node, Sequence) and not node.flow:
            work += [(item, (*path, place)) for place, item in enumerate(node.items)]
        if not isinstance(node, Mapping) or node.flow:
            continue
        for entry in node.entries:
            if entry.merge:
                continue
            start = text.rfind("\n", 0, entry.key_node.start) + 1
            before = _BEFORE_KEY.fullmatch(text, start, entry.key_node.start)
            if before is not None and "\t" not in before.group(1):
                line = text.count("\n", 0, start)
                yield _Spot(line, len(before.group(1)), (*path, entry.key))
            work.append((entry.value_node, (*path, entry.key)))


def _scalars(document: Document) -> Iterator[Scalar]:
    work = list(document.reading.documents)
    while work:
        node = work.pop()
        if isinstance(node, Scalar):
            if node.style:
                yield node
        elif isinstance(node, Mapping):
            work += [entry.value_node for entry in node.entries]
        elif isinstance(node, Sequence):
            work += node.items


def _last_line(document: Document, node: Node) -> int:
    text = document.text
    last = node.line + text.count("\n", node.start, node.end)
    return last - 1 if text[node.start : node.end].endswith("\n") else last
