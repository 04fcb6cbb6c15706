"""Editing a document: what is intended is worked out on its values, made in its text, read again,
and taken only if Helm then reads just that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schema.finding import Change, Drop
from schema.helmyaml import HelmYamlError
from schema.nodes import Json
from schema.path import Path
from wizard import heading, sharing, sites
from wizard.document import Aliases, Document, Edit
from wizard.intent import Intent, as_json, intend
from wizard.operate import operate
from wizard.placement import Order
from wizard.refused import EditRefused
from wizard.splice import OverlapError, Splice, apply_all, combine
from wizard.tree import MISSING, look_up, same


def apply(
    document: Document, changes: Sequence[Change], comments: Mapping[Path, str | None],
    order: Order | None = None, prune: bool = True, aliases: Aliases = "refuse",
) -> Edit:  # fmt: skip
    """`Document.apply`."""
    if not document.reading.aliased:
        return _apply(document, changes, comments, order, prune)
    altering = (change for change in changes if _alters(document, change))
    shared = sharing.find(document.text, document.reading.documents, altering)
    if not shared:
        return _apply(document, changes, comments, order, prune)
    paths = [change.path for change in changes]
    if aliases == "refuse":
        raise sharing.refusal(shared, paths)
    _check_open(document, paths[0])
    splices = combine(document.text, sharing.written_out(document.text, document.style, shared))
    copied = _finish(document, splices, Intent(document.value))
    edit = apply(copied.document, changes, comments, order, prune, aliases)
    return Edit(edit.document, (*copied.splices, *edit.splices), document)


def set_comment(document: Document, path: Path, text: str | None) -> Edit:
    """`Document.set_comment`."""
    if not document.has(path):
        raise EditRefused(path, "there is no such value to comment on.")
    floor, roots = heading.header_end(document.text), document.reading.documents
    if not any(sites.members_at(document.text, root, path, floor) for root in roots):
        raise EditRefused(path, "it is repeated from elsewhere and has no line of its own.")
    edit = _apply(document, [], {path: text}, None, True)
    if text and edit.document.comment(path) is None:
        raise EditRefused(
            path, "the key shares its line with others.",
            "A comment needs a line of its own above the key.",
        )  # fmt: skip
    return edit


def set_header(document: Document, lines: list[str] | None) -> Edit:
    """`Document.set_header`."""
    _check_open(document, ())
    text = document.text
    length, written = heading.with_header(text, lines, document.style.newline)
    splices = combine(text, [Splice(0, text[:length], written)])
    return _finish(document, splices, Intent(document.value))


def _alters(document: Document, change: Change) -> bool:
    """Whether a change would change anything."""
    if isinstance(change, Drop):
        return document.has(change.path)
    return not same(document.get(change.path, MISSING), as_json(change.value, change.path))


def _apply(
    document: Document, changes: Sequence[Change], comments: Mapping[Path, str | None],
    order: Order | None, prune: bool,
) -> Edit:  # fmt: skip
    first = changes[0].path if changes else ()
    _check_open(document, first)
    intent = intend(document.value, changes, comments, prune)
    splices: list[Splice] = []
    try:
        for operation in operate(document, list(changes), comments, intent, order, prune):
            splices += operation.splices
        combined = combine(document.text, splices)
    except OverlapError as error:
        raise EditRefused(
            first, "the changes meet in one place of the file.", "Make them one by one."
        ) from error
    return _finish(document, combined, intent, first)


def _check_open(document: Document, path: Path) -> None:
    """Refuse what is never edited."""
    if "\r" in document.text.replace("\r\n", ""):
        raise EditRefused(
            path, "some lines end in a bare carriage return.", "Save the file with LF line ends."
        )
    if isinstance(document.value.get("sops"), dict):
        raise EditRefused(
            path, "the file is encrypted with sops; an edit would break its signature.",
            "Edit it with `sops`, or decrypt it first.",
        )  # fmt: skip


def _finish(
    document: Document, splices: tuple[Splice, ...], intent: Intent, path: Path = ()
) -> Edit:
    """Read the new text, and take it only if it says what is intended."""
    if not splices:
        if not _equal(document.value, intent.tree):
            raise EditRefused(path, "the file would not change, but its values should.")
        return Edit(document, (), document)
    try:
        following = document.with_text(apply_all(document.text, splices))
    except HelmYamlError as error:
        raise EditRefused(
            path, f"the file could not be read afterwards ({error}).", "Edit it by hand."
        ) from error
    if not _equal(following.value, intent.tree) or not all(
        same(look_up(following.value, keys), look_up(intent.tree, keys)) for keys in intent.paths
    ):
        if len(document.reading.documents) > 1:
            raise EditRefused(
                path, "several documents of the file speak of it.", "Join them by hand first."
            )
        raise EditRefused(path, "Helm would read something else than intended.", "Edit it by hand.")
    return Edit(following, splices, document)


def _equal(left: Json, right: Json) -> bool:
    """Equal trees, however deep, where true is not 1; what is shared is not looked at."""
    work: list[tuple[Json, Json]] = [(left, right)]
    while work:
        one, other = work.pop()
        if one is other:
            continue
        if isinstance(one, dict) and isinstance(other, dict):
            if one.keys() != other.keys():
                return False
            work += ((one[key], other[key]) for key in one)
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            work += zip(one, other, strict=True)
        elif isinstance(one, bool) or isinstance(other, bool) or one != other:
            return False
    return True
