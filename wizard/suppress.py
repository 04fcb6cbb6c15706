"""Findings that somebody has looked at and accepted: by a comment in the file, or by a setting.

A comment `# gloo-wizard: ignore=GM802` speaks for its own line; on a line of its own, for the next
line that holds a value. Several codes are separated by commas. `ignore-file=` speaks for the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path as FilePath

from schema.finding import Finding
from schema.nodes import Mapping as MapNode
from schema.nodes import Node, Scalar, Sequence
from wizard.comments import is_comment
from wizard.document import Document

_SIGN = "gloo-wizard:"
_COMMENT = re.compile(
    r"(?:^|[ \t])#[#:]?[ \t]*gloo-wizard:[ \t]*(ignore|ignore-file)[ \t]*=[ \t]*"
    r"([A-Za-z0-9]+(?:[ \t]*,[ \t]*[A-Za-z0-9]+)*)"
)


@dataclass(frozen=True, eq=False, repr=False)
class Accepted:
    """The codes that a file's own comments accept: by line (from 1), and for the whole file.

    `said` lists each code with the line where it stands.
    """

    lines: Mapping[int, frozenset[str]] = field(default_factory=dict)
    everywhere: frozenset[str] = frozenset()
    said: tuple[tuple[int, str], ...] = ()

    def holds(self, finding: Finding) -> bool:
        return finding.code in self.everywhere or finding.code in self.lines.get(
            finding.line, frozenset()
        )


NOTHING = Accepted()


def accepted(document: Document) -> Accepted:
    """What a file's comments accept. A comment sign within a text of the values is none."""
    text = document.text
    if _SIGN not in text:
        return NOTHING
    lines = text.split("\n")
    inside = _lines_of_texts(document)
    found: dict[int, set[str]] = {}
    everywhere: set[str] = set()
    said: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        match = _COMMENT.search(line) if _SIGN in line else None
        if match is None or _within(inside, number, match.start() + 1):
            continue
        codes = [code.strip().upper() for code in match.group(2).split(",")]
        said += [(number, code) for code in codes]
        if match.group(1) == "ignore-file":
            everywhere.update(codes)
        else:
            found.setdefault(_spoken_for(lines, number), set()).update(codes)
    frozen = {number: frozenset(codes) for number, codes in found.items()}
    return Accepted(frozen, frozenset(everywhere), tuple(said))


def _spoken_for(lines: list[str], number: int) -> int:
    """The line that a comment on this one speaks for."""
    if not is_comment(lines[number - 1]):
        return number
    for following in range(number, len(lines)):
        line = lines[following]
        if line.strip() and not is_comment(line):
            return following + 1
    return number


def _lines_of_texts(document: Document) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where quoted texts and block texts begin and end, as pairs of line and column from 0."""
    starts = [0]
    for match in re.finditer("\n", document.text):
        starts.append(match.end())

    def place(offset: int) -> tuple[int, int]:
        from bisect import bisect_right

        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1]

    return [
        (place(node.start), place(node.end))
        for node in _scalars(document.reading.documents)
        if node.style and _SIGN in document.text[node.start : node.end]
    ]


def _scalars(roots: Iterable[Node]) -> Iterator[Scalar]:
    work = list(roots)
    while work:
        node = work.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, MapNode):
            work += [entry.value_node for entry in node.entries]
        elif isinstance(node, Sequence):
            work += node.items


def _within(spans: list[tuple[tuple[int, int], tuple[int, int]]], line: int, column: int) -> bool:
    return any(start <= (line, column) < end for start, end in spans)


@dataclass(frozen=True, eq=False, repr=False)
class Acceptance:
    """What comments (by the files' names) and settings accept."""

    comments: Mapping[str, Accepted]
    ignore: Collection[str] = ()
    per_file: Mapping[str, list[str]] = field(default_factory=dict)

    def holds(self, finding: Finding) -> bool:
        """Whether a finding was accepted somewhere."""
        own = self.comments.get(finding.file, NOTHING)
        return finding.code in self.ignore or own.holds(finding) or self._for_file(finding)

    def _for_file(self, finding: Finding) -> bool:
        name = FilePath(finding.file)
        return any(
            finding.code in codes
            and (fnmatch(name.name, pattern) or fnmatch(name.as_posix(), pattern))
            for pattern, codes in self.per_file.items()
        )

    def said(self) -> Iterator[tuple[str, str]]:
        """Each code that a comment names, with its file and line."""
        for file, accepted_here in self.comments.items():
            for line, code in accepted_here.said:
                yield code, f"{file}:{line}"
