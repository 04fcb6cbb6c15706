"""Why Helm refuses a text, in plain words."""

from __future__ import annotations

import re
from typing import Any

import yaml


class HelmYamlError(ValueError):
    """What Helm refuses: the place (from 1; 0 where there is none), what it is, what to do."""

    def __init__(self, line: int, column: int, what: str, hint: str = "") -> None:
        self.line = line
        self.column = column
        self.what = what
        self.hint = hint
        place = f"line {line}, column {column}: " if line else ""
        super().__init__(f"{place}{what}{' ' if hint else ''}{hint}")


_QUOTE = "Put the text in double quotes."
_INDENT = "Check the indentation of this line and of the lines above it."

# The parser's words -> what a person can use. "" as hint: the words say enough.
_PLAIN: dict[str, tuple[str, str]] = {
    "mapping values are not allowed in this context": (
        "A second colon, or a colon where no key can stand.",
        "Put text that holds a colon and a blank in double quotes; else check the indentation.",
    ),
    "could not find expected ':'": ("This key has no colon.", "Write `key: value`. " + _INDENT),
    "did not find expected key": ("This line does not fit the lines above it.", _INDENT),
    "did not find expected '-' indicator": (
        "This line does not fit the list above it.",
        "Indent it like the other entries, or less to end the list.",
    ),
    "block sequence entries are not allowed in this context": (
        "A list entry cannot start here.", "Put the dash on a line of its own under the key.",
    ),
    "mapping keys are not allowed in this context": ("A `?` key cannot start here.", _QUOTE),
    "did not find expected ',' or ']'": (
        "A list in brackets is not closed here.", "Add the missing comma or bracket, or quotes.",
    ),
    "did not find expected ',' or '}'": (
        "A map in braces is not closed here.", "Add the missing comma or brace, or quotes.",
    ),
    "did not find expected node content": ("A value is missing here.", _QUOTE),
    "found unexpected end of stream": (
        "A quote is opened here and never closed.", "Close it.",
    ),
    "found unexpected document indicator": (
        "A quoted text holds a line of three dashes or dots.", "Close the quote before it.",
    ),
    "found unknown escape character": (
        "Between double quotes a backslash starts an escape, and this one is unknown.",
        "Double the backslash, or use single quotes.",
    ),
    "did not find expected hexdecimal number": (
        "An escape between double quotes lacks its hexadecimal digits.", "",
    ),
    "found invalid Unicode character escape code": (
        "An escape between double quotes stands for no character.",
        "Write the character itself; halves of surrogate pairs are not taken.",
    ),
    "found undefined tag handle": ("The tag is unknown.", "Take the tag away, or quote the text."),
    "did not find expected alphabetic or numeric character": (
        "`&` and `*` start the name of an anchor, and none stands here.", _QUOTE,
    ),
    "found a tab character that violates indentation": (
        "A tab stands in the indentation.", "Indent with blanks.",
    ),
    "found a tab character where an indentation space is expected": (
        "A tab stands in the indentation of a text block.", "Indent with blanks.",
    ),
    "found an indentation indicator equal to 0": ("A text block cannot be indented by 0.", ""),
    "did not find expected comment or line break": (
        "Nothing but a comment may stand in the rest of this line.", "",
    ),
    "did not find expected <document start>": (
        "Text stands where only the start of a document (`---`) may follow.", _INDENT,
    ),
    "found unknown directive name": ("A line cannot start with `%`.", _QUOTE),
}  # fmt: skip
TEMPLATE = (
    "Template text (`{{`) stands in a values file without quotes.",
    "Helm runs no templates in values files. " + _QUOTE,
)
_AT_CONTEXT = ("could not find expected ':'", "found unexpected end of stream")


def refusal(error: yaml.YAMLError, text: str, first_line: int) -> HelmYamlError:
    """The parser's error in plain words; `first_line` is the line (from 0) at which text starts."""
    problem = str(getattr(error, "problem", None) or error)
    mark: Any = getattr(error, "problem_mark", None)
    if mark is None or problem in _AT_CONTEXT:
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        return HelmYamlError(0, 0, f"The text is not YAML: {problem}.")
    what, hint = _words(problem, text, min(mark.index, len(text)))
    line = text.count("\n", 0, mark.index)
    column = mark.index - text.rfind("\n", 0, mark.index)
    return HelmYamlError(first_line + line + 1, column, what, hint)


def _words(problem: str, text: str, index: int) -> tuple[str, str]:
    line_start = text.rfind("\n", 0, index) + 1
    line = text[line_start:].split("\n", 1)[0]
    if "{{" in line and not re.match(r"\s*#", line):
        return TEMPLATE
    if problem == "found character that cannot start any token":
        character = text[index : index + 1]
        if character == "\t":
            return "A tab stands in the indentation.", "Indent with blanks."
        return f"No value can start with `{character}`.", _QUOTE
    return _PLAIN.get(problem, (f"The text is not YAML: {problem}.", ""))
