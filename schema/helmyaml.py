"""YAML text as Helm reads it, with the place of everything in it.

Helm's parser is go-yaml v2, a port of libyaml. So libyaml gives the structure here (through
PyYAML, whose pure Python parser serves where the compiled one is missing), and
`schema.scalars` the values. Nothing here recurses: depth is bounded as Helm bounds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from schema import scalars
from schema.finding import Finding
from schema.nodes import Alias, Entry, Json, Mapping, Node, Scalar, Sequence

__all__ = [
    "Alias", "Entry", "HelmYamlError", "Json", "Mapping", "Node", "Reading", "Scalar", "Sequence",
    "decode", "read",
]  # fmt: skip

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 10_000
_SEPARATOR = re.compile(r"^---[ \t\r\f\v]*(?:\n|\Z)", re.MULTILINE)


class HelmYamlError(ValueError):
    """What Helm refuses: the place (from 1; 0 where there is none), what it is, what to do."""

    def __init__(self, line: int, column: int, what: str, hint: str = "") -> None:
        self.line = line
        self.column = column
        self.what = what
        self.hint = hint
        place = f"line {line}, column {column}: " if line else ""
        super().__init__(f"{place}{what}" + (f" {hint}" if hint else ""))


@dataclass(slots=True)
class Reading:
    """A text as Helm reads it.

    `documents` are those that Helm takes into account, empty ones left out; `root` is the
    mapping to edit: the last document that has one. `value` is all of them merged.
    """

    text: str
    documents: list[Node]
    root: Mapping | None
    value: dict[str, Json]
    helm: int = 4
    _notices: list[Finding] | None = field(default=None, repr=False)

    @property
    def notices(self) -> list[Finding]:
        """Where Helm reads otherwise than a person would; computed when first asked for."""
        if self._notices is None:
            from schema.notices import notices

            self._notices = notices(self)
        return self._notices


def decode(data: bytes) -> str:
    """The text of a file; a byte order mark stays in it. Raises HelmYamlError."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise HelmYamlError(
            line, column, "The file is not UTF-8 text.", "Save it as UTF-8 in your editor."
        ) from error


def read(text: str, helm: int = 4) -> Reading:
    """Read `text` as Helm 3 or 4 does. Raises HelmYamlError where Helm refuses it."""
    documents: list[Node] = []
    value: dict[str, Json] = {}
    for start, end in _chunks(text) if helm >= 4 else [(0, len(text))]:
        document = _read_document(text, start, end)
        if document is None:
            continue
        documents.append(document)
        merged = document.value
        if merged is None:
            continue
        if not isinstance(merged, dict):
            raise HelmYamlError(
                document.line,
                document.column,
                "The file does not hold keys and values at its top level.",
                "Write `key: value` lines.",
            )
        value = _merge_documents(value, merged) if value else merged
    roots = [_target(document) for document in documents]
    maps = [root for root in roots if isinstance(root, Mapping)]
    return Reading(text, documents, maps[-1] if maps else None, value, helm)


def _target(node: Node) -> Node:
    return node.target if isinstance(node, Alias) else node


def _chunks(text: str) -> list[tuple[int, int]]:
    """The spans of text that Helm 4 hands to its parser one by one."""
    if "---" not in text:
        return [(0, len(text))]
    spans = []
    start = 0
    for match in _SEPARATOR.finditer(text):
        if match.start() > start:
            spans.append((start, match.start()))
            start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _merge_documents(below: dict[str, Json], above: dict[str, Json]) -> dict[str, Json]:
    """Helm 4's merge of documents: maps deep, all else replaced, null kept."""
    merged = dict(below)
    work = [(merged, above)]
    while work:
        target, source = work.pop()
        for key, value in source.items():
            present = target.get(key)
            if isinstance(value, dict) and isinstance(present, dict):
                present = dict(present)
                target[key] = present
                work.append((present, value))
            else:
                target[key] = value
    return merged


class _Builder:
    """Builds the nodes of one document from libyaml's events."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.line = text.count("\n", 0, start)
        self.anchors: dict[str, Node] = {}
        self.open: set[int] = set()
        self.keys: dict[str, str | None] = {}
        self.suspects = False


def _read_document(text: str, start: int, end: int) -> Node | None:
    shift = start
    if text.startswith("\ufeff", start):
        shift += 1
    part = text[shift:end]
    first_line = text.count("\n", 0, start) + 1
    try:
        loader = _Loader(part)
    except yaml.YAMLError as error:
        raise _refusal(error, first_line) from error
    try:
        return _build(loader.get_event, text, shift, end, first_line)
    except yaml.YAMLError as error:
        raise _refusal(error, first_line) from error
    finally:
        loader.dispose()


def _refusal(error: yaml.YAMLError, first_line: int) -> HelmYamlError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    line = mark.line + first_line if mark else 0
    column = mark.column + 1 if mark else 0
    return HelmYamlError(line, column, f"The text is not YAML: {problem}.")


def _build(
    next_event: Callable[[], Any], text: str, shift: int, limit: int, first_line: int
) -> Node | None:
    scalar_event, mapping_start, sequence_start = (
        yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent,
    )  # fmt: skip
    mapping_end, sequence_end, alias_event = (
        yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.AliasEvent,
    )  # fmt: skip
    document_end, stream_end = yaml.DocumentEndEvent, yaml.StreamEndEvent
    always_text = scalars.NOT_ALWAYS_TEXT
    typed_plain, typed_scalar, as_json = scalars.typed_plain, scalars.typed_scalar, scalars.as_json
    new_scalar, new_entry = Scalar, Entry
    anchors: dict[str, Node] = {}
    stack: list[tuple[Any, Node | None]] = []
    current: Any = None
    key: Node | None = None
    child: Node
    root: Node | None = None
    while True:
        event = next_event()
        kind = type(event)
        if kind is scalar_event:
            mark = event.start_mark
            source = event.value
            tag = event.tag
            plain = event.implicit[0]
            if tag is not None:
                try:
                    value = as_json(typed_scalar(source, tag, plain))
                except scalars.NotOfItsTag as error:
                    raise HelmYamlError(
                        mark.line + first_line,
                        mark.column + 1,
                        f"The tag !!{error} does not fit {source[:40]!r}.",
                        "Take the tag away, or write a value of that kind.",
                    ) from error
            elif not plain or (source and source[0] not in always_text):
                value = source
            else:
                value = as_json(typed_plain(source)) if source else None
            child = new_scalar(
                mark.index + shift, event.end_mark.index + shift, mark.line + first_line,
                mark.column + 1, value, event.anchor, source, event.style or "", tag, plain,
            )  # fmt: skip
            if event.anchor is not None:
                anchors[event.anchor] = child
        elif kind is mapping_start or kind is sequence_start:
            mark = event.start_mark
            make = Mapping if kind is mapping_start else Sequence
            node = make(
                mark.index + shift, mark.index + shift, mark.line + first_line, mark.column + 1,
                event.anchor, bool(event.flow_style),
            )  # fmt: skip
            if event.anchor is not None:
                anchors[event.anchor] = node
            stack.append((current, key))
            if len(stack) > DEEPEST:
                raise HelmYamlError(
                    node.line, node.column, f"Nested deeper than {DEEPEST} levels."
                )
            current, key = node, None
            continue
        elif kind is mapping_end or kind is sequence_end:
            child = current
            current, key = stack.pop()
            if child.flow:  # type: ignore[attr-defined]
                child.end = event.end_mark.index + shift
            elif type(child) is Mapping and child.entries:
                last = child.entries[-1]
                child.end = max(last.value_node.end, last.key_node.end)
            elif type(child) is Sequence and child.items:
                child.end = max(child.items[-1].end, child.end)
        elif kind is alias_event:
            mark = event.start_mark
            target = anchors.get(event.anchor)
            if target is None or target is current or any(target is held for held, _ in stack):
                raise HelmYamlError(
                    mark.line + first_line,
                    mark.column + 1,
                    f"The alias *{event.anchor} "
                    + ("has no anchor before it." if target is None else "contains itself."),
                    f"Write &{event.anchor} before the value that it repeats.",
                )
            child = Alias(
                mark.index + shift, event.end_mark.index + shift, mark.line + first_line,
                mark.column + 1, event.anchor, target,
            )  # fmt: skip
        elif kind is document_end or kind is stream_end or event is None:
            return root
        else:
            continue
        if current is None:
            root = child
        elif type(current) is Mapping:
            if key is None:
                key = child
            else:
                _add_entry(current, key, child, text)
                key = None
        else:
            current.items.append(child)
            current.value.append(child.value)


def _add_entry(mapping: Mapping, key: Node, value: Node, text: str) -> None:
    if type(key) is Scalar and key.source == "<<" and key.plain:
        entry = Entry("<<", key, value, True)
        mapping.entries.append(entry)
        for part in _merged(value):
            mapping.value.update(part.value)
    else:
        held = key.target if isinstance(key, Alias) else key
        if not isinstance(held, Scalar):
            raise HelmYamlError(
                key.line, key.column, "A list or a map cannot be a key.", "Write a text as the key."
            )
        if held.tag is None and (not held.plain or held.source[:1] not in scalars.NOT_ALWAYS_TEXT):
            name: str | None = held.source
        else:
            name = scalars.key_text(scalars.typed_scalar(held.source, held.tag, held.plain))
        if name is None or (held.plain and not held.source and held.tag is None):
            raise HelmYamlError(key.line, key.column, "A key is empty.", "Write the key.")
        entry = Entry(name, key, value, False)
        mapping.entries.append(entry)
        mapping.value[name] = value.value
    if value.start == value.end:
        colon = entry.colon(text)
        if colon >= 0:
            value.column += colon + 1 - value.start
            value.start = value.end = colon + 1


def _merged(value: Node) -> list[Mapping]:
    parts = list(reversed(value.items)) if isinstance(value, Sequence) else [value]
    maps = []
    for part in parts:
        target = _target(part)
        if not isinstance(target, Mapping):
            raise HelmYamlError(
                part.line, part.column, "A merge (<<) takes a map or a list of maps."
            )
        maps.append(target)
    return maps
