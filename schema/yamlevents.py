"""libyaml's events for one document, with its grammar bent to that of Helm's parser.

Helm's parser, go-yaml v2, is an older port of the same libyaml. Their sources differ in a few
places (compared line by line; docs/helm-yaml.md lists them). Where libyaml refuses what go-yaml
accepts, the character in the way is replaced by a stand-in of the same width and put back
afterwards, so that every offset stays true. Where libyaml accepts what go-yaml refuses, so does
this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from schema.yamlrefusals import HelmYamlError, refusal

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
COMPILED = hasattr(yaml, "CSafeLoader")

_CONTROL = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED_SLASH = re.compile(r'"(?:[^"\\]|\\[^/])*\\/', re.DOTALL)
_NEXT_QUOTED = re.compile(r'(?:[!&][^\s"]*[ \t]*)*"')
_BLOCK_HEADER = re.compile(r"(?<![^ \t\r\n:])[|>][-+0-9]*(?=[ \t\r\n]|$)")
_LINE_BREAK = re.compile(r"\r?\n|\r")
_LONG_VERSION = re.compile(r"%YAML[ \t]+(?:\d{3,}|\d+\.\d{3,})")
_TAG = re.compile(
    r"(?:&[0-9A-Za-z_-]+(?:\s|#[^\r\n]*)*)?!(?!<)(?P<suffix>[0-9A-Za-z_\-;/?:@&=+$,.!~*'()\[\]%]*)"
)
_SLASH = ("Helm does not know the escape \\/ between double quotes.", "Write the slash alone.")
_MOST_REPAIRS = 500
_GO_READS_AHEAD = 512


class Misread(Exception):
    """libyaml read on where go-yaml reads otherwise: start again with `text`."""

    def __init__(self, text: str) -> None:
        self.text = text


class Source:
    """A document's text as it is given to libyaml, and the way back from the stand-ins.

    `start` and `line` are the offset and the line (from 0) of the document in the whole text.
    """

    def __init__(self, text: str, start: int, line: int) -> None:
        marked = text.startswith("\ufeff")
        self.start = start + marked
        self.line = line
        self.text = text[1:] if marked else text
        self.stand_ins: dict[int, str] = {}
        if "\ufeff" in self.text:
            if self.text.startswith("\ufeff"):
                raise self.refuse(0, "The file starts with two byte order marks.", "Delete one.")
            self.text = self.text.replace("\ufeff", self._stand_in("\ufeff"))
        self.control = _CONTROL.search(self.text)
        if self.control is not None:
            self.text = _CONTROL.sub("x", self.text)
        self.escaped_slashes = "\\/" in self.text

    def _stand_in(self, character: str) -> str:
        for code, held in self.stand_ins.items():
            if held == character:
                return chr(code)
        code = next(c for c in range(0xE000, 0xF8FF) if chr(c) not in self.text)
        self.stand_ins[code] = character
        return chr(code)

    def restore(self, value: str) -> str:
        """A scalar's value with what stood in the file."""
        for code, character in self.stand_ins.items():
            value = value.replace(chr(code) * (2 if character == "'" else 1), character)
        return value

    def refuse(self, index: int, what: str, hint: str = "") -> HelmYamlError:
        """The refusal at an offset into the document's text."""
        line = self.text.count("\n", 0, index)
        column = index - self.text.rfind("\n", 0, index)
        return HelmYamlError(self.line + line + 1, column, what, hint)

    def read(self, build: Callable[[Callable[[], Any]], Any]) -> Any:
        """What `build` makes of the events. Raises HelmYamlError where Helm refuses the text."""
        for _ in range(_MOST_REPAIRS):
            loader = None
            try:
                loader = Loader(self.text)
                built = build(loader.get_event)
            except Misread as misread:
                self.text = misread.text
                continue
            except yaml.YAMLError as error:
                if self._repair(error):
                    continue
                raise refusal(error, self.text, self.line) from error
            except UnicodeDecodeError as error:
                raise self.refuse(0, "A tag holds an escape that is no text.") from error
            finally:
                if loader is not None:
                    loader.dispose()
            return built
        raise self.refuse(0, "The text has too many places that YAML readers disagree about.")

    def _repair(self, error: yaml.YAMLError) -> bool:
        """Let libyaml pass where go-yaml does; False where both refuse."""
        mark = getattr(error, "problem_mark", None)
        if mark is None:
            return False
        here = mark.index
        found = self.text[here : here + 2]
        problem, context = str(getattr(error, "problem", "")), str(getattr(error, "context", ""))
        if problem == "found unexpected ':'" and found[1:] != "?":
            stand_in, width = self._stand_in(":"), 1
        elif problem == "found unknown escape character" and found == "\\'":
            stand_in, width = self._stand_in("'") * 2, 2
        elif problem.startswith("did not find expected whitespace") and context.endswith(" a tag"):
            if found[:1] not in (",", "[", "]"):
                return False
            stand_in, width = "~", 1
        else:
            return False
        self.text = self.text[:here] + stand_in + self.text[here + width :]
        return True

    def check_document(self, event: Any) -> None:
        """Refuse a %YAML line that go-yaml does not take."""
        if event.version is None:
            return
        start, end = event.start_mark.index, event.end_mark.index
        if event.version != (1, 1) or _LONG_VERSION.search(self.text, start, end):
            raise self.refuse(
                start, "Helm reads YAML 1.1 only, and this file says otherwise.",
                "Delete the %YAML line.",
            )  # fmt: skip

    def check_tag(self, event: Any) -> None:
        """Start again where go-yaml takes a comma or a bracket for a part of the tag."""
        match = _TAG.match(self.text, event.start_mark.index)
        if match is None:
            return
        suffix = match["suffix"]
        whole = re.sub(r"[,\[\]]", "~", suffix)
        if whole != suffix:
            before, after = self.text[: match.start("suffix")], self.text[match.end("suffix") :]
            raise Misread(before + whole + after)

    def check_double_quoted(self, event: Any) -> None:
        """Refuse the escape `\\/`, which go-yaml does not know."""
        match = _ESCAPED_SLASH.match(
            self.text, self.text.index('"', event.start_mark.index), event.end_mark.index
        )
        if match is not None:
            raise self.refuse(match.end() - 2, *_SLASH)

    def check_end(self, event: Any) -> None:
        """Refuse what go-yaml stumbles over when it looks whether the document ends here."""
        if not self.escaped_slashes:
            return
        quoted = _NEXT_QUOTED.match(self.text, event.start_mark.index)
        if quoted is not None and _ESCAPED_SLASH.match(self.text, quoted.end() - 1):
            raise self.refuse(quoted.end() - 1, *_SLASH)

    def block_end(self, event: Any) -> int:
        """Where a `|` or `>` text ends; libyaml counts the blank lines after it in."""
        start, end = event.start_mark.index, event.end_mark.index
        value = event.value.rstrip("\n")
        if value[-1:] in (" ", "\t"):
            return int(end)
        content = self.text[start:end].rstrip(" \t\r\n")
        header = _BLOCK_HEADER.search(self.text, start, end)
        if header is None or "+" in header[0]:
            return int(end)
        line_break = _LINE_BREAK.search(self.text, start + len(content), end)
        return line_break.end() if line_break is not None else int(end)

    def refuse_question(self, event: Any) -> HelmYamlError:
        """The refusal of plain text between brackets that holds a question mark."""
        start = event.start_mark.index
        return self.refuse(
            max(self.text.find("?", start), start),
            "Helm takes a question mark between brackets for the start of a key.",
            "Put the text in double quotes.",
        )

    def check_controls(self, end: int) -> None:
        """Refuse control characters, as far as go-yaml reads for a document that ends at `end`."""
        if self.control is None:
            return
        here = self.control.start()
        block = len(self.text[:here].encode()) // _GO_READS_AHEAD * _GO_READS_AHEAD
        if here < end or block <= len(self.text[:end].encode()) + 3:
            raise self.refuse(
                here, f"The file holds a control character (U+{ord(self.control.group()):04X}).",
                "Delete it; between double quotes it can be written as an escape.",
            )  # fmt: skip
