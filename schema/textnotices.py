"""Notices about the text itself: documents, tabs, odd line breaks, the end of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from schema.finding import Finding, Severity
from schema.nodes import Scalar, every_node
from schema.yamlevents import COMPILED

if TYPE_CHECKING:
    from schema.helmyaml import Reading

_CONTENT = re.compile(r"^(?!---(?:[ \t\r]|$)|\.\.\.(?:[ \t\r]|$))[ \t]*[^#\s]", re.MULTILINE)
_AFTER_MARK = re.compile(r"(?:---|\.\.\.)?[ \t]+(?!#)\S")
_ODD_NAMES = {"\x85": "U+0085", "\u2028": "U+2028", "\u2029": "U+2029"}
_GO_BUFFER = 4096


def text_notices(reading: Reading) -> Iterator[Finding]:
    """HY005, HY011, HY013, HY014 and HY017."""
    yield from _documents(reading)
    if "\t" in reading.text:
        yield from _tabs(reading)
    yield from _odd_breaks(reading.text)
    last = reading.text[reading.text.rfind("\n") + 1 :]
    if reading.helm >= 4 and last and len(last.encode()) % _GO_BUFFER == 0:
        yield _at(
            "HY014", Severity.WARNING, reading.text, len(reading.text) - len(last),
            "The last line has no line break, and with this very length Helm 4 (up to 4.2) drops "
            "it. End the file with a line break.",
        )  # fmt: skip
    if not COMPILED:
        yield Finding(
            "HY017", Severity.NOTE,
            "PyYAML has no compiled parser here. The slower one refuses some files that Helm "
            "reads, such as those with tabs; docs/helm-yaml.md says which.",
        )  # fmt: skip


def _documents(reading: Reading) -> Iterator[Finding]:
    filled = [
        (document, span)
        for document, span in zip(reading.documents, reading.spans, strict=True)
        if document.value is not None
    ]
    for document, _ in filled[1:]:
        yield Finding(
            "HY005", Severity.NOTE,
            "Helm 4 merges this document into those before it. Helm 3 ignores it.",
            (), document.line, document.column,
        )  # fmt: skip
    for _, (_, stop, end) in zip(reading.documents, reading.spans, strict=True):
        place = _first_content(reading.text, stop, end)
        if place is not None:
            yield _at(
                "HY005", Severity.WARNING, reading.text, place,
                f"Helm {reading.helm} reads one document here and ignores what follows, from "
                "this line on.",
            )  # fmt: skip


def _first_content(text: str, stop: int, end: int) -> int | None:
    """Where something that is no comment stands after the end of a document."""
    if stop >= end:
        return None
    mark = _AFTER_MARK.match(text, stop, end)
    match = _CONTENT.search(text, stop, end)
    if mark is not None:
        return mark.end() - 1
    return match.end() - 1 if match is not None else None


def _tabs(reading: Reading) -> Iterator[Finding]:
    """Tabs between tokens, one notice a line: Helm takes them, other readers do not."""
    text = reading.text
    spans = sorted(
        (node.start, node.end)
        for root in reading.documents
        for node in every_node(root)
        if isinstance(node, Scalar)
    )
    ends = reading.spans[-1][1] if reading.spans else 0
    at, told = 0, 0
    for match in re.finditer("\t", text[:ends]):
        place = match.start()
        while at < len(spans) and spans[at][1] <= place:
            at += 1
        if at < len(spans) and spans[at][0] <= place:
            continue
        line_start = text.rfind("\n", 0, place) + 1
        inside = [span for span in spans[max(0, at - 8) : at] if span[1] > line_start]
        hashes = (hit.start() for hit in re.finditer("#", text[line_start:place]))
        if any(not any(s <= line_start + h < e for s, e in inside) for h in hashes):
            continue
        if line_start >= told:
            told = place + 1 + len(text[place:].split("\n", 1)[0])
            yield _at(
                "HY011", Severity.NOTE, text, place,
                "A tab stands here. Helm takes it; other readers and many editors do not.",
            )  # fmt: skip


def _odd_breaks(text: str) -> Iterator[Finding]:
    places = [(text.find(character), name) for character, name in _ODD_NAMES.items()]
    for place, name in sorted(found for found in places if found[0] >= 0)[:1]:
        yield _at(
            "HY013", Severity.WARNING, text, place,
            f"The invisible character {name} stands here. Helm takes it for "
            "a line break. Delete it.",
        )  # fmt: skip


def _at(code: str, severity: Severity, text: str, place: int, message: str) -> Finding:
    line = text.count("\n", 0, place) + 1
    return Finding(code, severity, message, (), line, place - text.rfind("\n", 0, place))
