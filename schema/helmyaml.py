"""YAML text as Helm reads it, with the place of everything in it.

Helm's parser is go-yaml v2 (the same in Helm 3 and 4), behind it Go's JSON. The structure comes
from `schema.yamlevents`, the values from `schema.scalars`. Helm 3 reads the first document of a
file; Helm 4 cuts the file at lines that start with `---` and merges the pieces. Nothing here
recurses: depth is bounded as Helm bounds it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from schema import scalars
from schema.coalesce import merge
from schema.expansion import DEEPEST, is_excessive, is_too_deep
from schema.finding import Finding
from schema.nodes import Alias, Entry, Json, Mapping, Node, Scalar, Sequence, as_target
from schema.yamlevents import Source
from schema.yamlrefusals import HelmYamlError

__all__ = [
    "Alias", "Entry", "HelmYamlError", "Json", "Mapping", "Node", "Reading", "Scalar", "Sequence",
    "decode", "read",
]  # fmt: skip

_SEPARATOR = re.compile(r"^---(.*)(?:\n|\Z)", re.MULTILINE)
_GO_BLANKS = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


@dataclass(slots=True)
class Reading:
    """A text as Helm reads it.

    `documents` are those that Helm takes into account, pieces with comments only left out;
    `spans` are their offsets in the text. `root` is the mapping to edit: that of the last
    document that has one. `value` is all of them merged.
    """

    text: str
    documents: list[Node]
    root: Mapping | None
    value: dict[str, Json]
    helm: int = 4
    spans: list[tuple[int, int]] = field(default_factory=list)
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
    spans: list[tuple[int, int]] = []
    value: dict[str, Json] = {}
    for start, end in _pieces(text) if helm >= 4 else [(0, len(text))]:
        document, stop = _read_document(text, start, end, helm)
        if document is None:
            continue
        documents.append(document)
        spans.append((start, stop))
        held = document.value
        if held is None:
            continue
        if not isinstance(held, dict):
            raise HelmYamlError(
                document.line, document.column,
                "The file does not hold keys and values at its top level.",
                "Write lines of the form `key: value`.",
            )  # fmt: skip
        value = merge(value, held) if value else held
    maps = [root for root in map(as_target, documents) if isinstance(root, Mapping)]
    return Reading(text, documents, maps[-1] if maps else None, value, helm, spans)


def _pieces(text: str) -> list[tuple[int, int]]:
    """The spans of text that Helm 4 gives to its parser one by one."""
    if "---" not in text:
        return [(0, len(text))]
    pieces = []
    start = 0
    for match in _SEPARATOR.finditer(text):
        rest = match[1].strip(_GO_BLANKS)
        if rest and rest[0] != "#":
            raise HelmYamlError(
                text.count("\n", 0, match.start()) + 1, 4,
                "Helm 4 takes a line that starts with three dashes for the start of a document, "
                "and nothing but a comment may follow the dashes.",
                "Indent the line, or put what follows the dashes on the next line.",
            )  # fmt: skip
        if match.start() > start:
            pieces.append((start, match.start()))
            start = match.end()
    if start < len(text):
        pieces.append((start, len(text)))
    return pieces


def _read_document(text: str, start: int, end: int, helm: int) -> tuple[Node | None, int]:
    """The first document of a piece of text (None if it is empty), and where it ends."""
    piece = text[start:end]
    if helm >= 4 and not piece.endswith("\n"):
        piece += "\n"
    source = Source(piece, start, text.count("\n", 0, start))
    builder: _Builder = source.read(lambda next_event: _Builder(source).build(next_event))
    source.check_controls(builder.end - source.start)
    root = builder.root
    if root is not None:
        builder.check(root)
    return root, min(builder.end, end)


class _RefusedKey(str):
    """Stands for a key that Helm refuses, unless another value takes the place of its map."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


class _Builder:
    """Makes nodes out of events, up to the end of the first document.

    Refusals of go-yaml are raised at once. Those of Go's JSON (infinity, a null key) count only if
    the value is still there in the end, so the places are kept as `suspects`.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.start = source.start
        self.line = source.line + 1
        self.end = source.start
        self.root: Node | None = None
        self.current: Any = None
        self.key: Node | None = None
        self.stack: list[tuple[Any, Node | None]] = []
        self.anchors: dict[str, Node] = {}
        self.aliased = False
        self.containers = 0
        self.suspects: list[tuple[Node, bool]] = []

    def build(self, next_event: Any) -> _Builder:
        """Read events until the document ends."""
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
        }
        while True:
            event = next_event()
            handler = handlers.get(type(event))
            if handler is None:
                if isinstance(event, yaml.DocumentStartEvent):
                    self.source.check_document(event)
                elif not isinstance(event, yaml.StreamStartEvent):
                    self.source.check_end(event)
                    self.end = event.start_mark.index + self.start
                    return self
                continue
            child = handler(event)
            if child is None:
                continue
            current = self.current
            if type(current) is Mapping:
                key = self.key
                if key is None:
                    self.key = child
                else:
                    self.key = None
                    self._entry(current, key, child)
            elif current is None:
                self.root = child
            else:
                current.items.append(child)
                current.value.append(child.value)

    def _scalar(self, event: Any) -> Scalar:
        mark = event.start_mark
        source = event.value
        tag = event.tag
        plain = event.implicit[0]
        style = event.style or ""
        if not style:
            if self.current is not None and self.current.flow:
                self.source.check_flow_scalar(event)
        elif style == '"' and self.source.escaped_slashes:
            self.source.check_double_quoted(event)
        if self.source.stand_ins:
            source = self.source.restore(source)
        node = Scalar(
            mark.index + self.start, event.end_mark.index + self.start, mark.line + self.line,
            mark.column + 1, source, event.anchor, source, style, tag, plain,
        )  # fmt: skip
        if tag is not None:
            self._check_tag(event)
            node.value = self._tagged(node)
        elif plain and (not source or source[0] in scalars.NOT_ALWAYS_TEXT):
            node.value = scalars.as_json(scalars.typed_plain(source))
        if type(node.value) is float and node.value - node.value != 0:
            self.suspects.append((node, False))
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def _check_tag(self, event: Any) -> None:
        if self.current is not None and self.current.flow:
            self.source.check_tag(event)

    def _tagged(self, node: Scalar) -> Json:
        try:
            return scalars.as_json(scalars.typed_scalar(node.source, node.tag, node.plain))
        except scalars.NotOfItsTag as error:
            raise HelmYamlError(
                node.line, node.column, f"The value does not fit its tag !!{error}.",
                "Take the tag away, or write a value of that kind.",
            ) from error  # fmt: skip

    def _open(self, event: Any) -> None:
        mark = event.start_mark
        make = Mapping if type(event) is yaml.MappingStartEvent else Sequence
        if event.tag is not None:
            self._check_tag(event)
        node = make(
            mark.index + self.start, event.end_mark.index + self.start, mark.line + self.line,
            mark.column + 1, event.anchor, bool(event.flow_style),
        )  # fmt: skip
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        self.stack.append((self.current, self.key))
        if len(self.stack) > DEEPEST:
            raise _too_deep(node)
        self.containers += 1
        self.current, self.key = node, None

    def _close(self, event: Any) -> Node:
        node: Mapping | Sequence = self.current
        self.current, self.key = self.stack.pop()
        if node.flow:
            node.end = max(event.end_mark.index + self.start, node.end)
            if isinstance(node, Mapping) and event.start_mark.index == event.end_mark.index:
                node.end = node.entries[-1].value_node.end  # a single pair inside brackets
        elif isinstance(node, Mapping):
            last = node.entries[-1]
            node.end = max(last.value_node.end, last.key_node.end)
        elif node.items:
            node.end = max(node.items[-1].end, node.end)
        return node

    def _alias(self, event: Any) -> Alias:
        mark = event.start_mark
        line, column = mark.line + self.line, mark.column + 1
        target = self.anchors.get(event.anchor)
        if target is None:
            raise HelmYamlError(
                line, column, f"The alias *{event.anchor} has no anchor before it.",
                f"Write &{event.anchor} before the value that it repeats, or quote the text.",
            )  # fmt: skip
        if target is self.current or any(target is held for held, _ in self.stack):
            raise HelmYamlError(line, column, f"The alias *{event.anchor} contains itself.")
        self.aliased = True
        start, end = mark.index + self.start, event.end_mark.index + self.start
        return Alias(start, end, line, column, event.anchor, target)

    def _entry(self, mapping: Mapping, key: Node, value: Node) -> None:
        merge = False
        if type(key) is Scalar and key.tag is None and not key.plain:
            name = key.source
        elif (
            type(key) is Scalar
            and key.source == "<<"
            and (key.plain or key.tag == scalars.MERGE_TAG)
        ):
            merge, name = True, "<<"
        else:
            name = self._key_text(key)
        entry = Entry(name, key, value, merge)
        mapping.entries.append(entry)
        if merge:
            for part in _merged(value):
                mapping.value.update(part.value)
        else:
            mapping.value[name] = value.value
        if value.start == value.end:
            self._place_empty(entry)

    def _place_empty(self, entry: Entry) -> None:
        """An empty value stands right after its colon, or its key where there is no colon."""
        key, value = entry.key_node, entry.value_node
        first = key.end - self.start
        colon = entry.colon(self.source.text, self.start)
        place = (colon + 1) if colon >= 0 else key.end
        passed = self.source.text[first : place - self.start]
        breaks = passed.count("\n")
        value.line = key.line + self.source.text.count("\n", key.start - self.start, first) + breaks
        value.column = place - self.start - self.source.text.rfind("\n", 0, place - self.start)
        value.start = value.end = place

    def _key_text(self, key: Node) -> str:
        held = as_target(key)
        if not isinstance(held, Scalar):
            raise HelmYamlError(
                key.line, key.column, "A list or a map cannot be a key.", "Write text as the key."
            )
        source = held.source
        if held.tag is None and (
            not held.plain or (source and source[0] not in scalars.NOT_ALWAYS_TEXT)
        ):
            return source
        name = scalars.key_text(scalars.typed_scalar(source, held.tag, held.plain))
        if name is None:
            self.suspects.append((key, True))
            return _RefusedKey(source)
        return name

    def check(self, root: Node) -> None:
        """What Helm refuses of the document as a whole."""
        if self.aliased and is_excessive(root):
            raise HelmYamlError(
                root.line, root.column, "The file repeats too much by its aliases.",
                "Write the values out.",
            )  # fmt: skip
        if self.aliased and self.containers > DEEPEST and is_too_deep(root):
            raise _too_deep(root)
        if not self.suspects:
            return
        left = scalars.not_json(root.value)
        for node, is_key in self.suspects:
            if is_key and _RefusedKey in left:
                raise HelmYamlError(
                    node.line, node.column, "Helm takes no null and no huge number as a key.",
                    "Put the key in double quotes.",
                )  # fmt: skip
            if not is_key and float in left:
                raise HelmYamlError(
                    node.line, node.column, "Helm cannot pass on infinity or `not a number`.",
                    "Put the text in double quotes.",
                )  # fmt: skip


def _too_deep(node: Node) -> HelmYamlError:
    return HelmYamlError(
        node.line, node.column, f"Maps and lists are nested deeper than {DEEPEST} levels."
    )


def _merged(value: Node) -> list[Mapping]:
    """The maps that a merge key brings in, those that count more last."""
    parts = list(reversed(value.items)) if isinstance(value, Sequence) else [value]
    maps = []
    for part in parts:
        target = as_target(part)
        if not isinstance(target, Mapping):
            raise HelmYamlError(
                part.line, part.column, "The key << merges maps, and this is none.",
                "Give it an alias of a map, or put << in double quotes.",
            )  # fmt: skip
        maps.append(target)
    return maps
