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
from schema.helmyaml import Reading
from schema.nodes import Json, Node
from schema.path import Path
from wizard import heading, walk
from wizard.comments import content
from wizard.refused import EditRefused
from wizard.tree import MISSING, look_up, resolve

if TYPE_CHECKING:  # what writes is imported when something is written
    from wizard.placement import Order
    from wizard.render import Style
    from wizard.splice import Splice

__all__ = ["Aliases", "Document", "Edit", "EditRefused"]

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

    def with_text(self, text: str) -> Self:
        """The document that a change of the text leads to. Raises HelmYamlError."""
        following = type(self)(text, self.helm, self.marked, self.reading)
        if self.value:
            following.__dict__["style"] = self.style  # an edit keeps to it, so it stays
        return following

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
            nodes = list(walk.walk(root, path))
            if len(nodes) == len(path) + 1:
                return nodes[-1]
        return None

    def locate(self, path: Path) -> tuple[int, int]:
        """Line and column (from 1) of the key at `path`, or of the nearest parent; else (0, 0)."""
        for length in range(len(path), 0, -1):
            for root in self._roots:
                place = walk.key_of(root, path[:length])
                if place is not None:
                    return place.line, place.column
        return 0, 0

    def comment(self, path: Path) -> str | None:
        """The wizard's own comment above the key at `path`, its lines joined by line breaks."""
        from wizard import sites

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
        from wizard import editing

        return editing.set_comment(self, path, text)

    def set_header(self, lines: list[str] | None) -> Edit:
        """Write, replace or (None) take away the header; a person's comments stay below it."""
        from wizard import editing

        return editing.set_header(self, lines)

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
        from wizard import editing

        return editing.apply(self, list(changes), comments or {}, order, prune, aliases)


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
        from wizard.splice import undo_all

        text = undo_all(self.document.text, self.splices)
        assert text == self.before.text
        return self.before
