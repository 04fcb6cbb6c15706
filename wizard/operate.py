"""One edit laid out over the documents of a file: which changes go where, and how a document that
holds nothing yet gets its first lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from schema.finding import Change, Drop
from schema.nodes import Alias, Json, Node
from schema.nodes import Mapping as MappingNode
from schema.path import Path
from wizard import render
from wizard.comments import is_comment
from wizard.heading import header_end
from wizard.intent import Intent, intend
from wizard.lines import line_end, line_start, next_line, person_comments
from wizard.placement import Order
from wizard.refused import EditRefused
from wizard.sites import blank_region
from wizard.surgery import Surgery
from wizard.walk import depth_of

if TYPE_CHECKING:
    from wizard.document import Document


_MARKER = re.compile(r"(?m)^(?:---|\.\.\.)")


def operate(
    document: Document, changes: list[Change], comments: Mapping[Path, str | None], intent: Intent,
    order: Order | None, prune: bool,
) -> list[Surgery]:  # fmt: skip
    """The operations, one for each document of the file that is touched."""
    roots = document.reading.documents
    spaced = not document.value or header_end(document.text) > 0
    if len(roots) < 2:
        surgery = Surgery(document.text, document.style, order, spaced)
        _operate_on(surgery, roots[0] if roots else None, intent, document.helm)
        return [surgery]
    parts: list[Surgery] = []
    for index, root in enumerate(roots):
        own = [change for change in changes if index in _homes(roots, change)]
        said = {path: text for path, text in comments.items() if _home(roots, path) == index}
        if not own and not said:
            continue
        value = root.value if isinstance(root.value, dict) else {}
        surgery = Surgery(document.text, document.style, order, spaced)
        _operate_on(surgery, root, intend(value, own, said, prune), document.helm)
        parts.append(surgery)
    return parts


def _homes(roots: list[Node], change: Change) -> set[int]:
    """The documents that a change concerns: a removal every one that has the path."""
    if isinstance(change, Drop):
        return {
            index
            for index, root in enumerate(roots)
            if depth_of(root, change.path) == len(change.path)
        }
    return {_home(roots, change.path)}


def _home(roots: list[Node], path: Path) -> int:
    """The last document that has most of the path."""
    return max(range(len(roots)), key=lambda index: (depth_of(roots[index], path), index))


def _operate_on(surgery: Surgery, root: Node | None, intent: Intent, helm: int) -> None:
    if isinstance(root, Alias):
        raise EditRefused((), "the whole document is an alias.")
    text = surgery.text
    if isinstance(root, MappingNode) and root.entries:
        floor = _floor(text, root)
        if intent.tree or not root.flow:
            surgery.edit(root, intent.tree, intent.touch, (), floor)
            end = _MARKER.search(text, root.end) if not intent.tree else None
            # Nothing at all may not stand before `...`; before `---`, Helm 3 would pass over it.
            if end and (end.group() == "..." or helm < 4):
                surgery.add(end.start(), end.start(), "{}" + surgery.style.newline)
        elif root.value:
            kept = person_comments(text, root.start, root.end, [root])
            surgery.add(root.content_start(text), root.end, "{}")
            stop = line_end(text, root.end)
            surgery.add(stop, stop, surgery.lines(kept))
    elif intent.tree:
        _begin(surgery, root, intent)


def _floor(text: str, root: MappingNode) -> int:
    """Comments of the first key do not reach into the header, nor beyond a document's marker."""
    marker = text.rfind("\n---", 0, root.start) + 1
    if not marker and not text.startswith("---"):
        return header_end(text)
    return max(next_line(text, marker), header_end(text))


def _begin(surgery: Surgery, root: Node | None, intent: Intent) -> None:
    """Write the first lines of a document that has none, or only `{}` or null."""
    text, newline = surgery.text, surgery.style.newline
    sections = _sections(surgery, intent.tree, intent)
    written = (newline * 2 if len(sections) > 1 else newline).join(sections)
    if root is not None and root.end > root.start:
        start, end = root.content_start(text), root.end
        line, stop = line_start(text, start), line_end(text, end)
        if text[line : root.start].strip() or text[end:stop].strip():
            marker = bool(text[line : root.start].strip())
            if marker:
                surgery.add(len(text[: root.start].rstrip(" ")), end, "")
            else:  # only a comment is left of the line
                surgery.add(line, stop - len(text[end:stop].lstrip(" ")), "")
            surgery.add(stop, stop, newline + written)
        else:
            surgery.add(line, stop, written)
        return
    start, end = blank_region(text)
    before = text[start:end]
    lead = ""
    if end and not text[:end].endswith("\n"):
        lead = newline
    last = before.rstrip("\r\n").rsplit("\n", 1)[-1]
    touching = before.rstrip("\r\n") != "" and not before.endswith(("\n\n", "\n\r\n"))
    if is_comment(last) and touching:
        lead += newline
    surgery.add(end, end, lead + written + newline)


def _sections(surgery: Surgery, tree: dict[str, Json], intent: Intent) -> list[str]:
    newline = surgery.style.newline
    keys = list(tree)
    order = surgery.order
    if order is not None:
        keys.sort(key=lambda key: order((key,)))
    return [
        newline.join(render.entry(key, tree[key], 0, surgery.style, intent.touch.child(key)))
        for key in keys
    ]
