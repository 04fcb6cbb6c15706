"""From a session to the lines of the preview. Pure: documents in, lines out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from schema.coalesce import coalesce
from schema.path import Path
from screens.widgets.preview import PreviewLine
from wizard.document import Document
from wizard.session import Session
from wizard.tree import leaves

_CONTEXT = 3


def diff_lines(
    session: Session, base: Document, current: Document, tentative: Document | None = None
) -> list[PreviewLine]:
    """The diff from what is on disk to what would be written.

    With `tentative`, the document that the option under the cursor would lead to, the lines that
    only it brings or takes are marked as not chosen yet; among them lines that were never on disk.
    """
    if tentative is None:
        whole = _all_lines(session, base, current)
    else:
        whole = _with_doubt(
            _all_lines(session, base, tentative), _all_lines(session, current, tentative)
        )
    return _around_changes(whole)


def _all_lines(session: Session, before: Document, after: Document) -> list[PreviewLine]:
    hunks = session.compare(before, after, context=-1).hunks
    if not hunks and after.text:
        return whole_lines(session, after)
    return [
        PreviewLine(line.kind, line.text, number=line.after)
        for hunk in hunks
        for line in hunk.lines
    ]


def _with_doubt(since_disk: list[PreviewLine], now: list[PreviewLine]) -> list[PreviewLine]:
    """`now` leads to the same text as `since_disk`: what it adds or removes is not chosen yet."""
    new = {line.number for line in now if line.kind == "add"}
    gone: dict[int, list[str]] = {}
    above = 0
    for line in now:
        above = line.number or above
        if line.kind == "remove":
            gone.setdefault(above, []).append(line.text)
    shown: list[PreviewLine] = []
    above = 0
    shown += (PreviewLine("remove", text, True) for text in _never_on_disk(gone, 0, since_disk))
    for line in since_disk:
        above = line.number or above
        doubtful = line.number in new if line.number else line.text in gone.get(above, ())
        shown.append(replace(line, tentative=doubtful))
        if line.number:
            missing = _never_on_disk(gone, line.number, since_disk)
            shown += (PreviewLine("remove", text, True) for text in missing)
    return shown


def _never_on_disk(
    gone: dict[int, list[str]], above: int, since_disk: list[PreviewLine]
) -> list[str]:
    """The lines that vanish below line `above` without having been on disk."""
    known = {line.text for line in since_disk if line.kind == "remove"} if above in gone else ()
    return [text for text in gone.get(above, ()) if text not in known]


def _around_changes(lines: list[PreviewLine]) -> list[PreviewLine]:
    """The changed lines with a few others around them, and a gap where lines are left out."""
    changed = [place for place, line in enumerate(lines) if line.kind in ("add", "remove")]
    near = {place for at in changed for place in range(at - _CONTEXT, at + _CONTEXT + 1)} & set(
        range(len(lines))
    )
    shown: list[PreviewLine] = []
    last = -1
    for place in sorted(near):
        if shown and place > last + 1:
            shown.append(PreviewLine("gap", "⋯"))
        shown.append(lines[place])
        last = place
    return shown


def whole_lines(session: Session, document: Document) -> list[PreviewLine]:
    """The file as it would be written."""
    texts = session.masked(document).splitlines()
    return [PreviewLine("plain", text, number=n) for n, text in enumerate(texts, 1)]


def light(lines: Iterable[PreviewLine], numbers: set[int]) -> list[PreviewLine]:
    """Mark the lines that the question in focus writes; `numbers` count from 1 in the file."""
    return [replace(line, lit=line.number in numbers) for line in lines]


def first_marked(lines: Iterable[PreviewLine], values: bool = False) -> int | None:
    """Where to scroll: the first line that is not chosen yet, else the first lit one.

    `values`: to the value itself rather than to the comment above it, where there is little room.
    """
    tentative = value = lit = None
    for position, line in enumerate(lines):
        if line.tentative and tentative is None:
            tentative = position
        is_value = line.kind == "add" and not line.text.lstrip().startswith("#")
        if line.tentative and is_value and value is None:
            value = position
        if line.lit and lit is None:
            lit = position
    found = value if values and value is not None else tentative
    return lit if found is None else found


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
            shown.append(PreviewLine("plain", f"{'  ' * depth}{path[depth]}:"))
        text = "••••••" if path in hidden else json.dumps(value, ensure_ascii=False)
        line = f"{'  ' * (len(path) - 1)}{path[-1]}: {text}"
        shown.append(PreviewLine("plain", line, lit=path in own))
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
