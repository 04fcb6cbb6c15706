"""What stands where on a screen of the wizard, found by what a person reads there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_RULES = frozenset("▕▏│┃|")
_EDGES = " ▁▂▃▄▅▆▇█▊▎▔"
_LINES_OF_A_QUESTION = 6
_BEGINNING = 20
_OPTION = re.compile(r"(?P<bar>▌)?(?P<sign>\([• ]\)|\[[x ]\]) (?P<title>\S.*)$")
_MARKS = re.compile(r"^[\s▌▸✓·!✗–≈●+]*(?:\(•\)|\( \)|\[x\]|\[ \])?\s*")


@dataclass(frozen=True)
class Line:
    """A line of one column: where its text begins, and the text without blanks around it."""

    column: int
    row: int
    text: str


@dataclass(frozen=True)
class Option:
    """An option on the screen: the line of its title, perhaps cut, and the text below that."""

    column: int
    row: int
    title: str
    below: str
    here: bool
    chosen: bool

    def is_titled(self, title: str) -> bool:
        """Whether this is the title, be it whole, cut with "…", or going on in the next line."""
        if self.title.endswith("…") and title.startswith(self.title[:-1].rstrip()):
            return True
        wrapped = f"{self.title} {self.below}"
        return title == self.title or (
            title.startswith(f"{self.title} ") and wrapped.startswith(title)
        )


def parts(lines: Sequence[str]) -> Sequence[list[Line]]:
    """The columns of a screen, each as its lines from top to bottom."""
    return _parts(tuple(lines))


@lru_cache(4)
def _parts(lines: tuple[str, ...]) -> Sequence[list[Line]]:
    """Kept for a few screens: each is looked at again and again, for one thing after the other."""
    rules = [x for x, marks in enumerate(zip(*lines, strict=True)) if _is_rule(marks)]
    return [
        [_line(text[left + 1 : right], left + 1, row) for row, text in enumerate(lines)]
        for left, right in pairwise([-1, *rules, len(lines[0])])
    ]


def options(lines: Sequence[str]) -> Sequence[Option]:
    """The options in sight, from top to bottom."""
    return _options(tuple(lines))


@lru_cache(4)
def _options(lines: tuple[str, ...]) -> Sequence[Option]:
    found = []
    for part in parts(lines):
        texts = [line.text for line in part]
        for line, text in zip(part, texts, strict=True):
            match = _OPTION.search(text)
            if match:
                below = " ".join(_first_words(one) for one in texts[line.row + 1 : line.row + 3])
                column = line.column + match.start("sign")
                here, chosen = bool(match["bar"]), match["sign"] in ("(•)", "[x]")
                title = _first_words(match["title"])
                found.append(Option(column, line.row, title, below, here, chosen))
    return found


def _first_words(text: str) -> str:
    """A line without the bar and without what stands apart at its right."""
    return re.split(r" {2,}", text.lstrip("▌ "))[0]


def question(lines: Sequence[str], spoken: Mapping[str, str]) -> str:
    """Which of these is asked on the screen: `spoken` holds questions by their text; "" if none.

    A question begins a line of its own, while lists of questions put a mark before each.
    """
    found = ""
    for part in parts(lines):
        for index, line in enumerate(part):
            beginning = line.text[:_BEGINNING]
            likely = [ask for ask in spoken if beginning and ask.startswith(beginning)]
            text = " ".join(one.text for one in part[index : index + _LINES_OF_A_QUESTION])
            for ask in likely:
                if text.startswith(ask) and len(ask) > len(found):
                    found = ask
    return spoken.get(found, "")


def places(lines: Sequence[str], text: str) -> list[Line]:
    """The lines where a text begins that may be cut, wrapped, or have a mark before it."""
    found = []
    for part in parts(lines):
        for index, line in enumerate(part):
            bare = _MARKS.sub("", line.text)
            after = [one.text for one in part[index + 1 : index + _LINES_OF_A_QUESTION]]
            if bare and _begins(" ".join([bare, *after]), bare, text):
                found.append(line)
    return found


def _begins(wrapped: str, first: str, text: str) -> bool:
    cut = first.partition("…")[0].rstrip()
    is_cut = "…" in first and len(cut) > 8 and text.startswith(cut)
    return is_cut or wrapped.startswith(text)


def _is_rule(marks: tuple[str, ...]) -> bool:
    return any(marks.count(rule) > len(marks) // 2 for rule in _RULES.intersection(marks))


def _line(text: str, left: int, row: int) -> Line:
    return Line(left + len(text) - len(text.lstrip()), row, text.lstrip().rstrip(_EDGES))
