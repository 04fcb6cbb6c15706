"""What the comments of a chart's values.yaml say of its values.

Understood are helm-docs (`# -- text`, `# -- (int) text`, `# path -- text`), `@schema` in both of
its dialects (YAML between two such lines, or `@schema type: string; enum: [a, b]`), Bitnami's
`## @param path text`, and plain comments right above a key or behind its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from schema.helmyaml import HelmYamlError, Mapping, Node, Reading, Scalar, Sequence, read
from schema.path import Path, PathError, parse_path
from schema.plain import plain

LONGEST = 2000
_HASHES = re.compile(r"\s*#+ ?")
_HELM_DOCS = re.compile(r"\s*--(?:\s+\(([\w/\[\], ]+)\))?(?:\s+(.*))?")
_OLD_HELM_DOCS = re.compile(r"([\w][\w.\[\]\"/-]*)\s+--\s+(?:\(([\w/]+)\)\s+)?(\S.*)")
_PARAMETER = re.compile(r"@param\s+(\S+)\s+(?:\[[^\]]*\]\s+)?(\S.*)")
_BEHIND = re.compile(r"[ \t]+#+[ \t]*(?:--[ \t]+)?([^\n]*)")
_NOT_TEXT = re.compile(r"@\w+|[#=*~_-]{3,}\s*$|[a-z][\w./-]*:(?: \S+)?$|- \S+$|[{}\[\]]+$")
_KEYWORDS = {
    "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "pattern", "minLength", "maxLength", "format", "items", "minItems", "maxItems",
    "uniqueItems", "properties", "additionalProperties", "patternProperties", "minProperties",
    "maxProperties", "required", "title", "description", "deprecated", "examples", "oneOf", "anyOf",
    "allOf", "not", "$ref", "writeOnly", "readOnly",
}  # fmt: skip
_TYPES = {
    "int": "integer", "integer": "integer", "float": "number", "number": "number",
    "bool": "boolean", "boolean": "boolean", "string": "string", "tpl": "string",
    "object": "object", "dict": "object", "map": "object", "list": "array", "array": "array",
}  # fmt: skip


@dataclass
class Comment:
    """`rules` are keywords of JSON Schema; `required` says that the key must be there."""

    text: str = ""
    rules: dict[str, Any] = field(default_factory=dict)
    required: bool = False


def comments_of(reading: Reading) -> dict[Path, Comment]:
    """The comments of a values file by the path that they are about."""
    lines = reading.text.split("\n")
    named = dict(_named(lines))
    found: dict[Path, Comment] = {}
    for path, node, line, column in _entries(reading):
        comment = _above(lines, line, column)
        if not comment.text:
            comment.text = _behind(reading.text, node, lines[line - 1])
        found[path] = comment
    for path, comment in named.items():
        known = found.setdefault(path, comment)
        known.text = comment.text
        known.rules = {**comment.rules, **known.rules}
    return {path: one for path, one in found.items() if one.text or one.rules or one.required}


def _entries(reading: Reading) -> Iterator[tuple[Path, Node, int, int]]:
    work: list[tuple[Path, Node]] = [((), document) for document in reading.documents]
    while work:
        above, node = work.pop()
        if isinstance(node, Mapping):
            for entry in node.entries:
                if entry.merge:
                    continue
                path = (*above, entry.key)
                yield path, entry.value_node, entry.key_node.line, entry.key_node.column
                work.append((path, entry.value_node))
        elif isinstance(node, Sequence) and node.items:
            work.append(((*above, 0), node.items[0]))


def _above(lines: list[str], line: int, column: int) -> Comment:
    """The comment that ends right above a line (from 1), as far indented as its key."""
    start = line - 1
    while start > 0 and _is_comment(lines[start - 1], column):
        start -= 1
    return read_comment([_HASHES.sub("", each, count=1) for each in lines[start : line - 1]])


def _is_comment(line: str, column: int) -> bool:
    bare = line.lstrip()
    return bare.startswith("#") and len(line) - len(bare) == column - 1


def _behind(text: str, node: Node, line: str) -> str:
    """The comment behind a value, or behind the colon of a section."""
    if isinstance(node, Scalar):
        match = None if node.style in ("|", ">") else _BEHIND.match(text, node.end)
    else:
        match = _BEHIND.search(line) if line.rstrip()[-1:] not in "]}" else None
    return _shortened(match[1].strip()) if match else ""


def _named(lines: list[str]) -> Iterator[tuple[Path, Comment]]:
    """Comments that name the path they are about."""
    for line in lines:
        bare = line.lstrip()
        if not bare.startswith("#"):
            continue
        text = _HASHES.sub("", bare, count=1).strip()
        if match := _PARAMETER.match(text):
            name, kind, description = match[1], None, match[2]
        elif match := _OLD_HELM_DOCS.fullmatch(text):
            name, kind, description = match[1], match[2], match[3]
        else:
            continue
        try:
            path = parse_path(name)
        except PathError:
            continue
        yield path, Comment(_shortened(description), _typed(kind))


def read_comment(lines: list[str]) -> Comment:
    """What the lines say, their `#` taken away."""
    comment = Comment()
    rest = _without_rules(lines, comment)
    start = next((place for place, line in enumerate(rest) if _HELM_DOCS.match(line)), None)
    if start is not None:
        match = _HELM_DOCS.match(rest[start])
        assert match is not None
        comment.rules = {**_typed(match[1]), **comment.rules}
        rest = [match[2] or "", *rest[start + 1 :]]
        end = next((place for place, line in enumerate(rest) if line.startswith("@")), len(rest))
        comment.text = _joined(rest[:end])
    else:
        comment.text = _joined(
            [line for line in rest if not _NOT_TEXT.match(line.strip()) and line[:2] != "  "]
        )
    return comment


def _without_rules(lines: list[str], comment: Comment) -> list[str]:
    """The lines that are no `@schema`, which goes into the comment."""
    rest: list[str] = []
    block: list[str] | None = None
    for line in lines:
        bare = line.strip()
        if not bare.startswith("@schema"):
            (rest if block is None else block).append(line)
        elif inline := bare.removeprefix("@schema").strip():
            _take_rules(comment, _inline(inline))
        elif block is None:
            block = []
        else:
            _take_rules(comment, _parsed("\n".join(block)))
            block = None
    return rest + (block or [])


def _inline(text: str) -> dict[str, Any]:
    """`type: [string, null]; minimum: 1`; a word alone is set to true."""
    rules: dict[str, Any] = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        rules[name.strip()] = _parsed(f"value: {value.strip()}").get("value") if colon else True
    if isinstance(rules.get("item"), str):
        rules["items"] = {"type": rules["item"]}
    return rules


def _parsed(text: str) -> dict[str, Any]:
    try:
        return read(text).value
    except HelmYamlError:
        return {}


def _take_rules(comment: Comment, rules: dict[str, Any]) -> None:
    required = rules.get("required")
    if isinstance(required, bool):
        comment.required = required
    kept = {
        key: value
        for key, value in rules.items()
        if key in _KEYWORDS and not (key == "required" and not isinstance(value, list))
    }
    types = kept.get("type")
    if "type" in kept:
        named = types if isinstance(types, list) else [types]
        words = ["null" if each is None else str(each) for each in named]
        known = {*_TYPES.values(), "null"}
        kept["type"] = [_TYPES.get(word, word) for word in words]
        if not set(kept["type"]) <= known:
            del kept["type"]
    if not isinstance(kept.get("enum", []), list):
        del kept["enum"]
    comment.rules.update(kept)


def _typed(kind: str | None) -> dict[str, Any]:
    name = (kind or "").split("/")[-1].strip()
    return {"type": [_TYPES[name]]} if name in _TYPES else {}


def _joined(lines: list[str]) -> str:
    """Lines as paragraphs, each on one line."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        bare = line.strip()
        if bare:
            paragraphs[-1].append(bare)
        elif paragraphs[-1]:
            paragraphs.append([])
    return _shortened("\n".join(" ".join(part) for part in paragraphs if part))


def _shortened(text: str) -> str:
    text = plain(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
