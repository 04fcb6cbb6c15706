"""Several `-f` files of one release, merged as Helm merges them, and looked at as one.

What is found in the merged values is then told of the file that it comes from: the last one that
holds the path, or the longest part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from schema.coalesce import merge
from schema.finding import Finding
from schema.nodes import Json
from schema.path import Path
from wizard.comments import header_lines
from wizard.document import Document
from wizard.render import Style, entries


@dataclass(frozen=True)
class Layers:
    """The files in the order in which they are given to Helm: the last one wins."""

    files: tuple[FilePath, ...]
    documents: tuple[Document, ...]

    @property
    def file(self) -> FilePath:
        """The file under whose name the merged values stand in a plan: the last one."""
        return self.files[-1]

    def merged(self) -> Document:
        """What Helm makes of all of them, as a document of its own, with the last header."""
        value: dict[str, Json] = {}
        for document in self.documents:
            value = merge(value, document.value)
        header = next((found for one in self.documents[::-1] if (found := one.header())), [])
        lines = [*header_lines(header), "", *entries(value, 0, Style(), None)]
        return Document.parse("\n".join(lines) + "\n", self.documents[-1].helm)

    def origin(self, path: Path) -> tuple[FilePath, int, int]:
        """The file that decides a path, with line and column (0, 0 where it has none)."""
        for length in range(len(path), 0, -1):
            for file, document in zip(self.files[::-1], self.documents[::-1], strict=True):
                if document.has(path[:length]):
                    return (file, *document.locate(path[:length]))
        return self.file, 0, 0

    def placed(self, finding: Finding) -> Finding:
        """A finding on the merged values, told of the file that it comes from.

        A fix for the merged values may be none for one of the files, so it is only described.
        """
        file, line, column = self.origin(finding.path)
        fix = finding.fix and replace(finding.fix, safe=False, changes=())
        return replace(finding, file=str(file), line=line, column=column, fix=fix)

    def readings(self) -> list[Finding]:
        """What reading each of the files by itself says."""
        from schema.notices import notices

        return [
            replace(finding, file=str(file))
            for file, document in zip(self.files, self.documents, strict=True)
            for finding in notices(document.reading)
        ]


def placed(layers: Layers, findings: Sequence[Finding], key: str) -> list[Finding]:
    """The findings of a plan in which the merged values stand under the file `key`."""
    own = [one for one in findings if one.file == key and not one.code.startswith("HY")]
    others = [one for one in findings if one.file != key]
    moved = [*layers.readings(), *(layers.placed(one) for one in own), *others]
    return sorted(moved, key=lambda finding: finding.severity.order)
