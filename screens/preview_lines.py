"""From a session to the lines of the preview. Pure: documents in, lines out."""

from __future__ import annotations

import json
from collections.abc import Iterable

from schema.coalesce import coalesce
from schema.path import Path
from screens.widgets.preview import PreviewLine
from wizard.document import Document
from wizard.session import Session
from wizard.tree import leaves


def diff_lines(
    session: Session, base: Document, current: Document, tentative: Document | None = None
) -> list[PreviewLine]:
    """The diff from what is on disk to what would be written.

    With `tentative`, the document that the option under the cursor would lead to, the lines that
    only it brings or takes are marked as not chosen yet.
    """
    target = current if tentative is None else tentative
    new: set[int] = set()
    gone: list[str] = []
    if tentative is not None:
        for hunk in session.compare(current, tentative).hunks:
            new |= {line.after for line in hunk.lines if line.kind == "add"}
            gone += [line.text for line in hunk.lines if line.kind == "remove"]
    shown: list[PreviewLine] = []
    for position, hunk in enumerate(session.compare(base, target).hunks):
        if position:
            shown.append(PreviewLine("gap", "⋯"))
        for line in hunk.lines:
            unsure = line.kind == "add" and line.after in new
            if line.kind == "remove" and line.text in gone:
                gone.remove(line.text)
                unsure = True
            shown.append(PreviewLine(line.kind, line.text, unsure, number=line.after))
    if gone:
        shown.append(PreviewLine("gap", "would go again:"))
        shown += [PreviewLine("remove", text, True) for text in gone]
    return shown


def whole_lines(session: Session, document: Document) -> list[PreviewLine]:
    """The file as it would be written."""
    texts = session.masked(document).splitlines()
    return [PreviewLine("context", text, number=n) for n, text in enumerate(texts, 1)]


def light(lines: Iterable[PreviewLine], numbers: set[int]) -> list[PreviewLine]:
    """Mark the lines that the question in focus writes; `numbers` count from 1 in the file."""
    return [
        PreviewLine(line.kind, line.text, line.tentative, line.number in numbers, line.number)
        for line in lines
    ]


def first_marked(lines: Iterable[PreviewLine]) -> int | None:
    """Where to scroll: the first line that is not chosen yet, else the first lit one."""
    lit = None
    for position, line in enumerate(lines):
        if line.tentative:
            return position
        if line.lit and lit is None:
            lit = position
    return lit


def effective_lines(session: Session, document: Document) -> list[PreviewLine]:
    """The values that hold, defaults included; what the file itself says is lit."""
    own = {path for path, _ in leaves(document.value)}
    shown: list[PreviewLine] = []
    previous: Path = ()
    merged = coalesce(dict(session.state.defaults), document.value)
    hidden = set(session.secret_paths())
    for path, value in leaves(merged):
        shared = _shared(previous, path[:-1])
        for depth in range(shared, len(path) - 1):
            shown.append(PreviewLine("context", f"{'  ' * depth}{path[depth]}:"))
        text = "••••••" if path in hidden else json.dumps(value, ensure_ascii=False)
        line = f"{'  ' * (len(path) - 1)}{path[-1]}: {text}"
        shown.append(PreviewLine("context", line, lit=path in own))
        previous = path[:-1]
    return shown


def _shared(one: Path, other: Path) -> int:
    """How many segments two paths begin with in common."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
