"""Where Helm reads a file otherwise than a person, or another YAML reader, would think.

Nothing here is an error: Helm accepts it all, without a word. Each notice says what Helm reads,
and offers, where it is a way out, to put the text that stands in the file into quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from schema import scalars
from schema.finding import Finding, Fix, Put, Severity
from schema.moved import as_read
from schema.nodes import Entry, Json, Mapping, Node, Scalar, Sequence, as_target
from schema.path import Path
from schema.sections import Same
from schema.textnotices import text_notices

if TYPE_CHECKING:
    from schema.helmyaml import Reading

CODES = {
    "HY001": "a word that Helm reads as true or false",
    "HY002": "a number in another base than ten, or with a leading zero",
    "HY003": "a number with an exponent, perhaps an identifier",
    "HY004": "a key that stands twice",
    "HY005": "documents after the first",
    "HY006": "a number that loses digits",
    "HY007": "a number that templates print with an exponent",
    "HY008": "a number that loses its last zeros",
    "HY009": "a number with underscores",
    "HY010": "template text in a value",
    "HY011": "a tab that other readers refuse",
    "HY012": "a key that Helm reads as another one",
    "HY013": "an invisible line break",
    "HY014": "a last line that Helm 4 may drop",
    "HY015": "a merge that comes after the key it overrides",
    "HY016": "a tag that Helm ignores",
    "HY017": "a parser that may read otherwise than Helm",
}

_PRINTS_EXPONENT = 1_000_000
_OCTAL = re.compile(r"[-+]?0[0-7]+")
_OTHER_BASE = re.compile(r"[-+]?0[bBoOxX].*")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+(\.0*)?")


def notices(reading: Reading) -> list[Finding]:
    """The findings HY001... of a reading, in the order of the text."""
    found = list(text_notices(reading))
    for document in reading.documents:
        if isinstance(document, Mapping):
            found += _mapping(document, ())
            for value, path, reached in _inside(document, (), True):
                found += _section(value, path, reached)
        else:
            found += _below(document, (), True)
    return sorted(found, key=lambda finding: (finding.line, finding.column, finding.code))


def _section(value: Node, path: Path, reached: bool) -> Iterator[Finding]:
    """The findings in the value of a top-level key, worked out once where it only moves."""
    origin, lines = as_read(value)
    found = _kept(Same(origin), path, reached)
    if lines and any(finding.code == "HY004" for finding in found):
        yield from _below(value, path, reached)  # these name lines in their messages
    else:
        yield from (replace(finding, line=finding.line + lines) for finding in found)


@lru_cache(maxsize=2048)
def _kept(value: Same[Node], path: Path, reached: bool) -> tuple[Finding, ...]:
    return tuple(_below(value.held, path, reached))


def _below(value: Node, path: Path, reached: bool) -> Iterator[Finding]:
    for node, place, wanted in _walk(value, path, reached):
        if isinstance(node, Mapping):
            yield from _mapping(node, place)
        elif isinstance(node, Scalar):
            yield from _scalar(node, place, wanted)


def _walk(value: Node, above: Path, wanted: bool) -> Iterator[tuple[Node, Path, bool]]:
    """Every value, its path, and whether the path leads to it (no later duplicate takes it)."""
    todo: list[tuple[Node, Path, bool]] = [(value, above, wanted)]
    while todo:
        node, path, reached = todo.pop()
        yield node, path, reached
        if isinstance(node, Mapping):
            todo += _inside(node, path, reached)
        elif isinstance(node, Sequence):
            todo += [(item, (*path, place), reached) for place, item in enumerate(node.items)]


def _inside(mapping: Mapping, path: Path, reached: bool) -> list[tuple[Node, Path, bool]]:
    last = {entry.key: entry for entry in mapping.entries}
    return [
        (entry.value_node, (*path, entry.key), reached and last[entry.key] is entry)
        for entry in mapping.entries
        if not entry.merge
    ]


def _scalar(node: Scalar, path: Path, reached: bool) -> Iterator[Finding]:
    if node.tag is not None and not scalars.is_known_tag(node.tag):
        yield _finding(
            "HY016", Severity.NOTE, node, path,
            f"Helm ignores the tag {scalars.short_tag(node.tag)} and reads text.",
        )  # fmt: skip
    if "{{" in node.source:
        yield _finding(
            "HY010", Severity.NOTE, node, path,
            "Helm runs no templates in values: this stays as it is written, unless the chart "
            "itself runs it.",
        )  # fmt: skip
    if not node.plain or node.tag is not None or isinstance(node.value, str | None):
        return
    fix = None
    if reached and path:
        fix = Fix(f'Put it in quotes: "{node.source}"', (Put(path, node.source),))
    if isinstance(node.value, bool):
        if node.source.lower() not in ("true", "false"):
            word = "true" if node.value else "false"
            yield _finding(
                "HY001", Severity.WARNING, node, path,
                f"Helm reads `{node.source}` as {word}. Write {word} if that is meant, and put "
                "the word in quotes if it is a text.",
                fix,
            )  # fmt: skip
    elif isinstance(node.value, int | float):
        for code, severity, message in _number(node.source, node.value):
            yield _finding(code, severity, node, path, message, None if code == "HY007" else fix)


def _number(source: str, value: int | float) -> Iterator[tuple[str, Severity, str]]:
    digits = source.replace("_", "")
    shown = written_by_helm(value)
    reads = f"Helm reads `{source}` as {shown}"
    told = _writing(source, digits, reads)
    if told is not None:
        yield told
    if _loses_digits(digits, value):
        yield (
            "HY006", Severity.WARNING,
            f"{reads}: its numbers hold 15 to 17 digits. Put it in quotes if it is an identifier.",
        )  # fmt: skip
    elif told is None and abs(value) >= _PRINTS_EXPONENT:
        yield (
            "HY007", Severity.NOTE,
            f"A template that prints `{source}` without care writes "
            f"{scalars.printed_by_template(value)}.",
        )  # fmt: skip


def _writing(source: str, digits: str, reads: str) -> tuple[str, Severity, str] | None:
    """What the way in which a number is written may hide."""
    if _OTHER_BASE.fullmatch(digits):
        return "HY002", Severity.NOTE, f"{reads}."
    if _OCTAL.fullmatch(digits):
        return (
            "HY002", Severity.WARNING,
            f"{reads}: it is taken for octal. Right for a file mode; put it in quotes if the zero "
            "belongs to it.",
        )  # fmt: skip
    if _LEADING_ZERO.fullmatch(digits):
        return "HY002", Severity.WARNING, f"{reads}. Put it in quotes if the zero belongs to it."
    if "e" in digits.lower():
        return "HY003", Severity.WARNING, f"{reads}. Put it in quotes if it is a name or a hash."
    if "." in digits and digits.endswith("0"):
        return "HY008", Severity.WARNING, f"{reads}. Put it in quotes if it is a version."
    if digits != source:
        return "HY009", Severity.WARNING, f"{reads}. Put it in quotes if it is no number."
    return None


def _loses_digits(digits: str, value: int | float) -> bool:
    typed = scalars.typed_plain(digits)
    if isinstance(typed, int):
        return typed != int(float(typed)) if abs(typed) > scalars.LARGEST_EXACT else False
    from decimal import Decimal

    return Decimal(digits) != Decimal(repr(float(value)))


def written_by_helm(value: int | float) -> str:
    """A number as Helm's `toJson` and `toYaml` write it."""
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value)) if value else "-0"
    mantissa, _, exponent = repr(value).partition("e")
    mantissa = mantissa.removesuffix(".0")
    if not exponent:
        return mantissa
    return f"{mantissa}e{'-' if int(exponent) < 0 else '+'}{abs(int(exponent)):02d}"


def _mapping(mapping: Mapping, path: Path) -> Iterator[Finding]:
    seen: dict[str, Entry] = {}
    for entry in mapping.entries:
        if entry.merge:
            yield from _late_merge(entry, seen, path)
            continue
        before = seen.get(entry.key)
        if before is not None:
            yield _duplicate(before, entry, (*path, entry.key))
        seen[entry.key] = entry
        yield from _key(entry, (*path, entry.key))


def _key(entry: Entry, path: Path) -> Iterator[Finding]:
    held = as_target(entry.key_node)
    if not isinstance(held, Scalar) or isinstance(held.value, str) or held.source == entry.key:
        return
    yield _finding(
        "HY012", Severity.WARNING, entry.key_node, path,
        f"Helm reads the key `{held.source}` as `{entry.key}`. Put the key in double quotes.",
    )  # fmt: skip


def _duplicate(before: Entry, again: Entry, path: Path) -> Finding:
    first, second = before.key_node, again.key_node
    lines = f"in line {first.line} and in line {second.line}"
    alike = _kind(first) == _kind(second)
    if alike and not (again.key == ".nan" and _kind(first) is float):  # which equals nothing
        message = f"The key `{again.key}` stands {lines}. Helm keeps the last and says nothing."
    else:
        ways = "" if alike else ", once in quotes and once not"
        message = (
            f"The key `{again.key}` stands {lines}{ways}. Which one Helm keeps changes from run to "
            "run."
        )
    return _finding("HY004", Severity.WARNING, second, path, message)


def _kind(key: Node) -> type:
    held = as_target(key)
    if isinstance(held, Scalar) and not isinstance(held.value, str):
        return type(scalars.typed_scalar(held.source, held.tag, held.plain))
    return str


def _late_merge(entry: Entry, seen: dict[str, Entry], path: Path) -> Iterator[Finding]:
    brought: set[str] = set()
    value = entry.value_node
    for part in value.items if isinstance(value, Sequence) else [value]:
        held: Json = as_target(part).value
        brought.update(held if isinstance(held, dict) else ())
    overridden = [key for key in seen if key in brought]
    if overridden:
        keys = ", ".join(f"`{key}`" for key in overridden)
        yield _finding(
            "HY015", Severity.WARNING, entry.key_node, path,
            f"The merge (<<) comes after {keys} and overrides it in Helm; other readers let the "
            "key win. Put the merge first.",
        )  # fmt: skip


def _finding(
    code: str, severity: Severity, node: Node, path: Path, message: str, fix: Fix | None = None
) -> Finding:
    return Finding(code, severity, message, path, node.line, node.column, fix=fix)
