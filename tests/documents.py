"""Values files that nobody would think of: a hypothesis strategy for YAML text in every style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

KEYS = (
    "a", "b", "image", "glooMgmtServer", "on", "0644", "1e3", "with.dot", "with/slash",
    '"quoted key"', "'it''s'", "ключ", "key with blanks", '"x: y"', "-dash", "~tilde",
)  # fmt: skip
PLAIN = (
    "1", "text", "true", "yes", "0644", "1e3", "1_000", "~", "null", "2024-01-02", "a b  c",
    "http://x:1/y", "it's", "a#b", "-x", "1:30", "é", "😀", "!!str 5", "!foo x",
)  # fmt: skip
QUOTED = ('"a"', "'b'", '""', "''", '"x\\ny"', "'it''s'", '"# no comment"', '"\\u00e9"', "'{}'")
FLOW = (
    "{}", "[]", "{ }", "{a: 1}", "[1, 2]", "{a: 1, b: [x, {c: d}]}", '{"k":"v","n":[1,2,]}',
    "[a: 1, b]", "{a, b: 2}", "[[1], [2, 3]]", "{a: , b: 1}", "[ 'x' , \"y\" ]", "{? q : 1}",
)  # fmt: skip
BLOCK_LINES = (
    "line", "two words", "# looks like a comment", "  deeper", "", "key: value", "- item",
)  # fmt: skip
COMMENTS = ("# note", "#", "#  key: old", "#: own", "#### Section ####")

json_text = st.text(
    alphabet=st.characters(exclude_categories=["Cs"]), max_size=12
) | st.sampled_from(
    ("on", "0644", "1e3", "a\nb", "a\nb\n", "\ta\nb", " a\nb", "a\n\nb\n", "{{ .x }}", "#x",
     "x: y",
     "\x85", "a\u2028b", "a\x7f", "- a", "? a", "&a", "*a", "<<", "---", "...", "a\n---\nb\n")
)  # fmt: skip
json_leaf = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53)
    | st.floats(-1e6, 1e6) | json_text
)  # fmt: skip
json_value = st.recursive(
    json_leaf,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(json_text, inner, max_size=3),
    max_leaves=6,
)


@dataclass
class _Writer:
    """Writes one document, drawing every matter of style."""

    draw: Any
    step: int
    dash: int
    comments: bool
    anchors: list[str]
    lines: list[str]

    def chance(self, percent: int) -> bool:
        return bool(self.draw(st.integers(0, 99)) < percent)

    def pick(self, options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def between(self, column: int) -> None:
        """Blank lines and comments, as people leave them between entries."""
        while self.comments and self.chance(25):
            if self.chance(40):
                self.lines.append(self.pick(("", "", "  ")))
            else:
                offset = self.pick((0, 0, 0, self.step, -1))
                self.lines.append(" " * max(column + offset, 0) + self.pick(COMMENTS))

    def tail(self) -> str:
        return (
            str(self.pick((" # why", "  #", " # a: b", "\t# x")))
            if self.comments and self.chance(15)
            else ""
        )

    def map(self, column: int, depth: int, first: str = "") -> None:
        keys = self.draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
        for index, key in enumerate(keys):
            start = first if index == 0 and first else " " * column
            if start != first:
                self.between(column)
            if self.chance(4):
                self.lines.append(f"{start}? {key}")
                self.value(f"{' ' * column}:", column, depth, False)
            else:
                self.value(f"{start}{key}:", column, depth, False)

    def list(self, column: int, depth: int, first: str = "") -> None:
        for index in range(self.draw(st.integers(1, 3))):
            start = first if index == 0 and first else " " * column
            if start != first:
                self.between(column)
            self.value(f"{start}-", column, depth, True)

    def value(self, start: str, column: int, depth: int, dash: bool) -> None:
        kind = self.pick(("plain", "plain", "quoted", "flow", "map", "map", "list", "block", "long",
                          "empty", "alias"))  # fmt: skip
        if kind in ("map", "list") and depth > 2:
            kind = "plain"
        anchor = ""
        if kind != "alias" and self.chance(4):
            self.anchors.append(f"n{len(self.anchors)}")
            anchor = f" &{self.anchors[-1]}"
        start += anchor
        space = self.pick((" ", " ", " ", "   ", "\t"))
        if kind == "alias":
            written = f"*{self.pick(self.anchors)}" if self.anchors and not anchor else "1"
            self.lines.append(f"{start}{space}{written}{self.tail()}")
        elif kind == "plain":
            written = self.pick(PLAIN)
            written = written if not anchor or "!" not in written else "x"
            self.lines.append(f"{start}{space}{written}{self.tail()}")
        elif kind == "quoted":
            self.lines.append(f"{start}{space}{self.pick(QUOTED)}{self.tail()}")
        elif kind == "empty":
            self.lines.append(start + self.tail())
        elif kind == "flow":
            self.flow(f"{start}{space}", column)
        elif kind == "long":
            self.long(f"{start}{space}", column)
        elif kind == "block":
            self.block(f"{start}{space}", column)
        elif kind == "map":
            self.below(start, column, depth, dash, bool(anchor), self.map)
        else:
            self.below(start, column, depth, dash, bool(anchor), self.list)

    def below(
        self, start: str, column: int, depth: int, dash: bool, anchored: bool, write: Any
    ) -> None:
        if dash and not anchored and self.chance(80):
            space = self.pick((" ", " ", "   "))
            write(column + 1 + len(space), depth + 1, start + space)
            return
        self.lines.append(start + self.tail())
        offset = self.step if dash or write == self.map else self.dash
        write(column + offset, depth + 1)

    def flow(self, start: str, column: int) -> None:
        if self.chance(60):
            self.lines.append(start + self.pick(FLOW) + self.tail())
            return
        inside = " " * (column + self.step + 1)
        opening, entries, closing = self.pick(
            (("{", ["a: 1", "b: [x]", "'c': {d: e}"], "}"), ("[", ["1", "{a: b}", "'x'"], "]"))
        )
        count = self.draw(st.integers(1, 3))
        self.lines.append(start + opening + self.tail())
        for index, each in enumerate(entries[:count]):
            if self.chance(15):
                self.lines.append(inside + self.pick(COMMENTS))
            comma = "," if index + 1 < count or self.chance(30) else ""
            self.lines.append(inside + each + comma + self.tail())
        self.lines.append(" " * (column + 1) + closing + self.tail())

    def long(self, start: str, column: int) -> None:
        inside = " " * (column + self.step)
        quote = self.pick(("", '"', "'"))
        self.lines.append(f"{start}{quote}first part")
        self.lines.append(f"{inside}second part{quote}{self.tail()}")

    def block(self, start: str, column: int) -> None:
        header = self.pick(("|", ">", "|-", ">-", "|+"))
        self.lines.append(start + header + self.tail())
        inside = " " * (column + self.step)
        self.lines.append(inside + "text")
        for _ in range(self.draw(st.integers(0, 3))):
            line = self.pick(BLOCK_LINES)
            self.lines.append(inside + line if line else "")


@st.composite
def texts(draw: Any) -> str:
    """A values file that Helm may well read (not quite every one does)."""
    step = draw(st.sampled_from((2, 2, 2, 1, 3, 4)))
    dash = draw(st.sampled_from((0, step)))
    writer = _Writer(draw, step, dash, draw(st.booleans()), [], [])
    if writer.chance(10):
        writer.lines.append("#: made by the wizard")
        writer.lines.append("")
    if writer.chance(10):
        writer.lines.append("---")
    if writer.chance(4):
        writer.flow("", 0)
    elif not writer.chance(3):
        writer.map(0, 0)
    writer.between(0)
    if writer.chance(6):
        writer.lines.append("---")
        writer.anchors.clear()
        writer.map(0, 0)
    if writer.chance(5):
        writer.lines.append("...")
    newline = draw(st.sampled_from(("\n", "\n", "\n", "\r\n")))
    end = newline if writer.chance(85) else ""
    return str(newline.join(writer.lines) + end)
