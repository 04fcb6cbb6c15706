"""From events to nodes with places and values: what go-yaml's decoder does, kept with positions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import yaml

from schema import scalars
from schema.expansion import DEEPEST, is_excessive, is_too_deep
from schema.nodes import Alias, Entry, Json, Mapping, Node, Scalar, Sequence, as_target, every_node
from schema.yamlevents import Source
from schema.yamlrefusals import TEMPLATE, HelmYamlError


class _RefusedKey(str):
    """Stands for a key that Helm refuses, unless another value takes the place of its map."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


class Builder:
    """Makes nodes out of events, up to the end of the first document.

    Refusals of go-yaml are raised at once. Those of Go's JSON (infinity, a null key) count only if
    the value is still there in the end, so the places are kept as `suspects`.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.start = source.start
        self.line = source.line + 1
        self.end = source.start
        self.ended = False
        self.root: Node | None = None
        self.current: Any = None
        self.key: Node | None = None
        self.stack: list[tuple[Any, Node | None]] = []
        self.anchors: dict[str, Node] = {}
        self.aliased = False
        self.containers = 0
        self.suspects: list[tuple[Node, bool]] = []

    def build(self, next_event: Callable[[], Any]) -> Builder:
        """Read events until the document ends.

        The common scalar is handled here, for speed; whatever is rare has its own method.
        """
        start, line = self.start, self.line
        often_text, plain_value = scalars.NOT_ALWAYS_TEXT, scalars.plain_value
        make_scalar, make_entry = Scalar, Entry
        block_end, block_styles = self.source.block_end, frozenset("|>")
        scalar_event: Any = yaml.ScalarEvent
        rare = bool(self.source.stand_ins) or self.source.escaped_slashes
        current: Any = None
        child: Any
        value: Json
        event: Any
        while True:
            event = next_event()
            if type(event) is scalar_event:
                if rare or current is None or event.tag is not None or event.anchor is not None:
                    child = self._scalar(event)
                else:
                    value = source = event.value
                    plain = event.implicit[0]
                    if plain:
                        if current.flow and "?" in source:
                            raise self.source.refuse_question(event)
                        if not source or source[0] in often_text:
                            value = plain_value(source)
                    mark = event.start_mark
                    style = event.style or ""
                    end = block_end(event) if style in block_styles else event.end_mark.index
                    child = make_scalar(
                        mark.index + start, end + start, mark.line + line,
                        mark.column + 1, value, None, source, style, None, plain,
                    )  # fmt: skip
                    if type(value) is float and value - value != 0:
                        self.suspects.append((child, False))
            else:
                child = self._other(event)
                current = self.current
                if child is None:
                    if self.ended:
                        return self
                    continue
            if type(current) is Mapping:
                key = self.key
                if key is None:
                    self.key = child
                    continue
                self.key = None
                name = key.value
                if type(name) is str and name != "<<":
                    current.entries.append(make_entry(name, key, child, False))
                    current.value[name] = child.value
                    if child.start == child.end:
                        self._place_empty(current.entries[-1])
                else:
                    self._entry(current, key, child)
            elif current is None:
                self.root = child
            else:
                current.items.append(child)
                current.value.append(child.value)

    def _other(self, event: Any) -> Node | None:
        """The node that an event completes, None if it completes none."""
        kind = type(event)
        if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._open(event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            return self._close(event)
        elif kind is yaml.AliasEvent:
            return self._alias(event)
        elif kind is yaml.DocumentStartEvent:
            self.source.check_document(event)
        elif kind is not yaml.StreamStartEvent:
            self.source.check_end(event)
            self.end = event.start_mark.index + self.start
            self.ended = True
        return None

    def _scalar(self, event: Any) -> Scalar:
        mark = event.start_mark
        source = event.value
        plain = event.implicit[0]
        style = event.style or ""
        if not style and self.current is not None and self.current.flow and "?" in source:
            raise self.source.refuse_question(event)
        if style == '"' and self.source.escaped_slashes:
            self.source.check_double_quoted(event)
        if self.source.stand_ins:
            source = self.source.restore(source)
        end = self.source.block_end(event) if style in ("|", ">") else event.end_mark.index
        node = Scalar(
            mark.index + self.start, end + self.start, mark.line + self.line,
            mark.column + 1, source, event.anchor, source, style, event.tag, plain,
        )  # fmt: skip
        if event.tag is not None:
            self._check_tag(event)
            node.value = self._tagged(node)
        elif plain:
            node.value = scalars.plain_value(source)
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
        """An entry with a key that is not simply text."""
        merge = (
            isinstance(key, Scalar)
            and key.source == "<<"
            and (key.plain or key.tag == scalars.MERGE_TAG)
        )
        entry = Entry("<<" if merge else self._key_text(key), key, value, merge)
        mapping.entries.append(entry)
        if merge:
            for part in _merged(value):
                mapping.value.update(part.value)
        else:
            mapping.value[entry.key] = value.value
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
            if self.source.text.startswith("{{", key.start - self.start - 1):
                raise HelmYamlError(key.line, key.column, *TEMPLATE)
            raise HelmYamlError(
                key.line, key.column, "A list or a map cannot be a key.", "Write text as the key."
            )
        if isinstance(held.value, str):
            return held.value
        name = scalars.key_text(scalars.typed_scalar(held.source, held.tag, held.plain))
        if self.suspects and self.suspects[-1][0] is key:
            self.suspects.pop()  # infinity is text as a key
        if name is None:
            self.suspects.append((key, True))
            return _RefusedKey(held.source)
        return name

    def recount_lines(self, text: str, root: Node) -> None:
        """Count lines as editors do: libyaml also counts breaks that people cannot see."""
        lines = [0, *(match.end() for match in re.finditer("\n", text))]
        for node in every_node(root):
            node.line = bisect_right(lines, node.start)
            node.column = node.start - lines[node.line - 1] + 1

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
