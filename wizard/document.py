"""A values file: its text, what Helm reads in it, and edits that change nothing else.

A document never changes; an edit gives a new one, and the splices that lead from one text to the
other. After each edit the text is read again and must hold what was intended, in the intended
places and no others; otherwise `EditRefused` is raised and nothing has happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self

from schema import helmyaml
from schema.finding import Change, Drop, Put
from schema.helmyaml import HelmYamlError, Reading
from schema.nodes import Json, Node
from schema.path import Path
from wizard import heading, sites
from wizard.comments import content
from wizard.intent import Intent, as_json, intend, resolve
from wizard.refused import EditRefused
from wizard.splice import OverlapError, Splice, apply_all, combine, undo_all
from wizard.tree import MISSING, look_up, same

if TYPE_CHECKING:  # what writes is imported when something is written
    from wizard.placement import Order
    from wizard.render import Style

__all__ = ["Aliases", "Document", "Edit", "EditRefused", "Splice"]

Aliases = Literal["refuse", "copy"]
_MARK = "\ufeff"


class Document:
    """A values file as it stands; `text` is without a byte order mark, `helm` the major version.

    `before`: the reading of the text that this one came from by a change.
    """

    def __init__(
        self, text: str, helm: int = 4, marked: bool = False, before: Reading | None = None
    ) -> None:
        self.text = text
        self.helm = helm
        self.marked = marked
        if before is None:
            self.reading = helmyaml.read(text, helm)
        else:
            self.reading = helmyaml.read_again(before, text)

    @classmethod
    def parse(cls, data: bytes | str, helm: int = 4) -> Self:
        """Read a file. Raises HelmYamlError where Helm would refuse it."""
        text = helmyaml.decode(data) if isinstance(data, bytes) else data
        marked = text.startswith(_MARK)
        return cls(text[1:] if marked else text, helm, marked)

    def to_bytes(self) -> bytes:
        """The file's bytes: those it was read from, but for the edits."""
        return ((_MARK if self.marked else "") + self.text).encode("utf-8")

    @property
    def value(self) -> dict[str, Json]:
        """All values as Helm reads them; shared, never to be changed."""
        return self.reading.value

    @property
    def _roots(self) -> list[Node]:
        """The documents, the one that counts most first."""
        return self.reading.documents[::-1]

    @cached_property
    def style(self) -> Style:
        """How the file is laid out."""
        from wizard.layout import detect

        return detect(self.text, self.reading.documents)

    def get(self, path: Path, default: Any = None) -> Any:
        """The value at `path` as Helm reads it."""
        keys = resolve(self.value, path, appending=False)
        found = look_up(self.value, keys) if len(keys) == len(path) else MISSING
        return default if found is MISSING else found

    def has(self, path: Path) -> bool:
        """Whether there is a value (null counts) at `path`."""
        return self.get(path, MISSING) is not MISSING

    def node(self, path: Path) -> Node | None:
        """The node that stands at `path` in the text; in several documents, the last one's."""
        for root in self._roots:
            nodes = list(sites.walk(root, path))
            if len(nodes) == len(path) + 1:
                return nodes[-1]
        return None

    def locate(self, path: Path) -> tuple[int, int]:
        """Line and column (from 1) of the key at `path`, or of the nearest parent; else (0, 0)."""
        for length in range(len(path), 0, -1):
            for root in self._roots:
                place = sites.key_of(root, path[:length])
                if place is not None:
                    return place.line, place.column
        return 0, 0

    def comment(self, path: Path) -> str | None:
        """The wizard's own comment above the key at `path`, its lines joined by line breaks."""
        for root in self._roots:
            found = sites.members_at(self.text, root, path, heading.header_end(self.text))
            if found is not None:
                lines = [content(line) for _, line in found[0].own_comments(found[1])]
                return "\n".join(lines) if lines else None
        return None

    def header(self) -> list[str]:
        """What the lines of the header say."""
        return heading.header(self.text)

    def set(
        self, path: Path, value: Any, comment: str | None = None, order: Order | None = None,
        aliases: Aliases = "refuse",
    ) -> Edit:  # fmt: skip
        """Make `value` (JSON-like) stand at `path`, with the wizard's comment above it if given.

        Parents that are missing are made. A value that Helm reads there already stays as written.
        """
        comments = {} if comment is None else {path: comment}
        return self.apply([Put(path, value)], comments, order, aliases=aliases)

    def unset(self, path: Path, prune: bool = True, aliases: Aliases = "refuse") -> Edit:
        """Take `path` away with the wizard's own comment; `prune`: parents left empty go too."""
        return self.apply([Drop(path)], prune=prune, aliases=aliases)

    def set_comment(self, path: Path, text: str | None) -> Edit:
        """Write, replace or (None) take away the wizard's comment above a key that is there."""
        if not self.has(path):
            raise EditRefused(path, "there is no such value to comment on.")
        floor = heading.header_end(self.text)
        if not any(sites.members_at(self.text, root, path, floor) for root in self._roots):
            raise EditRefused(path, "it is repeated from elsewhere and has no line of its own.")
        edit = self._apply([], {path: text}, None, True)
        if text and edit.document.comment(path) is None:
            raise EditRefused(
                path, "the key shares its line with others.",
                "A comment needs a line of its own above the key.",
            )  # fmt: skip
        return edit

    def set_header(self, lines: list[str] | None) -> Edit:
        """Write, replace or (None) take away the header; a person's comments stay below it."""
        self._check_open(())
        length, written = heading.with_header(self.text, lines, self.style.newline)
        splices = combine(self.text, [Splice(0, self.text[:length], written)])
        return self._finish(splices, Intent(self.value))

    def apply(
        self, changes: Iterable[Change], comments: Mapping[Path, str | None] | None = None,
        order: Order | None = None, prune: bool = True, aliases: Aliases = "refuse",
    ) -> Edit:  # fmt: skip
        """Make several changes, one after the other, as one edit, read again once.

        `comments`: the wizard's comments above the paths given, None for none; one for a path that
        is not there afterwards, or shares its line with other keys, is left out.
        `order`: the rank of a key among its siblings, which decides where a new one goes.
        `prune`: maps and lists left empty by a removal go too. `aliases`: whether an edit below a
        `*alias`, or of what others repeat, is refused, or the repetition written out first.
        """
        wanted = list(changes)
        if not self.reading.aliased:
            return self._apply(wanted, comments or {}, order, prune)
        from wizard import sharing

        altering = filter(self._alters, wanted)
        shared = sharing.find(self.text, self.reading.documents, altering)
        if not shared:
            return self._apply(wanted, comments or {}, order, prune)
        paths = [change.path for change in wanted]
        if aliases == "refuse":
            raise sharing.refusal(shared, paths)
        self._check_open(paths[0])
        splices = combine(self.text, sharing.written_out(self.text, self.style, shared))
        copied = self._finish(splices, Intent(self.value))
        edit = copied.document.apply(wanted, comments, order, prune, aliases)
        return Edit(edit.document, (*copied.splices, *edit.splices), self)

    def _alters(self, change: Change) -> bool:
        """Whether a change would change anything."""
        if isinstance(change, Drop):
            return self.has(change.path)
        return not same(self.get(change.path, MISSING), as_json(change.value, change.path))

    def _apply(
        self, changes: list[Change], comments: Mapping[Path, str | None], order: Order | None,
        prune: bool,
    ) -> Edit:  # fmt: skip
        from wizard.operate import operate

        self._check_open(changes[0].path if changes else ())
        intent = intend(self.value, changes, comments, prune)
        splices: list[Splice] = []
        try:
            for operation in operate(self, changes, comments, intent, order, prune):
                splices += operation.splices
            combined = combine(self.text, splices)
        except OverlapError as error:
            path = changes[0].path if changes else ()
            raise EditRefused(
                path, "the changes meet in one place of the file.", "Make them one by one."
            ) from error
        return self._finish(combined, intent, changes[0].path if changes else ())

    def _check_open(self, path: Path) -> None:
        """Refuse what is never edited."""
        if "\r" in self.text.replace("\r\n", ""):
            raise EditRefused(
                path,
                "some lines end in a bare carriage return.",
                "Save the file with LF line ends.",
            )
        if isinstance(self.value.get("sops"), dict):
            raise EditRefused(
                path, "the file is encrypted with sops; an edit would break its signature.",
                "Edit it with `sops`, or decrypt it first.",
            )  # fmt: skip

    def _finish(self, splices: tuple[Splice, ...], intent: Intent, path: Path = ()) -> Edit:
        """Read the new text, and take it only if it says what is intended."""
        if not splices:
            if not _equal(self.value, intent.tree):
                raise EditRefused(path, "the file would not change, but its values should.")
            return Edit(self, (), self)
        text = apply_all(self.text, splices)
        try:
            document = type(self)(text, self.helm, self.marked, self.reading)
        except HelmYamlError as error:
            raise EditRefused(
                path, f"the file could not be read afterwards ({error}).", "Edit it by hand."
            ) from error
        if not _equal(document.value, intent.tree) or not all(
            same(look_up(document.value, keys), look_up(intent.tree, keys)) for keys in intent.paths
        ):
            if len(self.reading.documents) > 1:
                raise EditRefused(
                    path, "several documents of the file speak of it.", "Join them by hand first."
                )
            raise EditRefused(
                path, "Helm would read something else than intended.", "Edit it by hand."
            )
        if self.value:
            document.__dict__["style"] = self.style  # an edit keeps to it, so it stays
        return Edit(document, splices, self)


@dataclass(frozen=True, eq=False)
class Edit:
    """A new document, and the splices that lead to its text, to be applied one after the other."""

    document: Document
    splices: tuple[Splice, ...]
    before: Document

    def __bool__(self) -> bool:
        return bool(self.splices)

    def undo(self) -> Document:
        """The document before, from the text after it by the inverse splices."""
        text = undo_all(self.document.text, self.splices)
        assert text == self.before.text
        return self.before


def _equal(left: Json, right: Json) -> bool:
    """Equal trees, however deep."""
    try:
        return left == right
    except RecursionError:
        return _equal_deep(left, right)


def _equal_deep(left: Json, right: Json) -> bool:
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
        elif one != other:
            return False
    return True
