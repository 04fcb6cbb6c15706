"""YAML text as Helm reads it, with the place of everything in it.

Helm's parser is go-yaml v2 (the same in Helm 3 and 4), behind it Go's JSON. The structure comes
from `schema.yamlevents`, the values from `schema.scalars`. Helm 3 reads the first document of a
file; Helm 4 cuts the file at lines that start with `---` and merges the pieces. Nothing here
recurses: depth is bounded as Helm bounds it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from schema.coalesce import merge
from schema.finding import Finding
from schema.nodes import Alias, Entry, Json, Mapping, Node, Scalar, Sequence, as_target
from schema.reread import reread
from schema.yamlevents import Source
from schema.yamlrefusals import HelmYamlError
from schema.yamltree import Builder

__all__ = [
    "Alias", "Entry", "HelmYamlError", "Json", "Mapping", "Node", "Reading", "Scalar", "Sequence",
    "decode", "read", "read_again",
]  # fmt: skip

_SEPARATOR = re.compile(r"^---(.*)(?:\n|\Z)", re.MULTILINE)
_ODD_BREAKS = ("\x85", "\u2028", "\u2029")
_GO_BLANKS = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


@dataclass(slots=True, eq=False, repr=False)
class Reading:
    """A text as Helm reads it.

    `documents` are those that Helm takes into account, pieces with comments only left out;
    `spans` tells for each where it starts and stops, and where the text given to Helm's parser
    with it ends (what lies between is ignored). `root` is the mapping to edit: that of the last
    document that has one. `value` is all of them merged. `aliased`: it has aliases.
    """

    text: str
    documents: list[Node]
    root: Mapping | None
    value: dict[str, Json]
    helm: int = 4
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    aliased: bool = False
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
    spans: list[tuple[int, int, int]] = []
    value: dict[str, Json] = {}
    aliased = False
    for start, end in _pieces(text) if helm >= 4 else [(0, len(text))]:
        document, stop, repeats = _read_document(text, start, end, helm)
        if document is None:
            continue
        aliased = aliased or repeats
        documents.append(document)
        spans.append((start, stop, end))
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
    return Reading(text, documents, maps[-1] if maps else None, value, helm, spans, aliased)


def read_again(before: Reading, text: str) -> Reading:
    """Read `text`, which came about by a change of the text read `before`. Raises HelmYamlError.

    The same as `read`, in less time: what the change did not touch is taken over where that is
    safe, and the values in it are the very same objects.
    """
    root = before.root
    if root is not None and len(before.documents) == 1 and not before.aliased:
        try:
            changed = reread(
                root, before.spans[0][1], before.text, text,
                lambda start, end: _read_document(text, start, end, before.helm),
            )  # fmt: skip
        except HelmYamlError:
            changed = None  # refused, or not to be read in parts; the whole reading tells
        if changed is not None:
            whole, stop = changed
            span = (0, stop, len(text))
            return Reading(text, [whole], whole, whole.value, before.helm, [span])
    return read(text, before.helm)


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


def _read_document(text: str, start: int, end: int, helm: int) -> tuple[Node | None, int, bool]:
    """The first document of a piece of text (None if it is empty), where it ends, and whether it
    has aliases."""
    piece = text[start:end]
    if helm >= 4 and not piece.endswith("\n"):
        piece += "\n"
    source = Source(piece, start, text.count("\n", 0, start))
    builder: Builder = source.read(lambda next_event: Builder(source).build(next_event))
    source.check_controls(builder.end - source.start)
    root = builder.root
    if root is not None:
        builder.check(root)
        if any(mark in piece for mark in _ODD_BREAKS) or "\r" in piece.replace("\r\n", ""):
            builder.recount_lines(text, root)
        if len(piece) > end - start:
            _end_at(root, end)
    return root, min(builder.end, end), builder.aliased


def _end_at(root: Node, end: int) -> None:
    """Take the nodes at the end of the text back from the line break that was added."""
    last: Node | None = root
    while last is not None:
        last.start, last.end = min(last.start, end), min(last.end, end)
        if isinstance(last, Mapping) and last.entries:
            entry = last.entries[-1]
            entry.key_node.end = min(entry.key_node.end, end)
            last = entry.value_node
        elif isinstance(last, Sequence) and last.items:
            last = last.items[-1]
        else:
            last = None
