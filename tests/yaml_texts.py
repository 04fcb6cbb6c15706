"""YAML texts to try readers with: hazards by hand, and any number made by chance from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hypothesis import strategies as st

# Each was a place where two YAML readers part, or a rule of go-yaml's own.
HAZARDS: tuple[str, ...] = (
    "", "\n", "# nothing\n", "---\n", "---\n---\n", "...\n", "~\n", "null\n", "a\n", "- a\n",
    "1\n", "a:", "a: ", "a:\n", "a: 1", "a: |\n  x", "a: |+\n  x\n\n", "a: >\n  x\n   y\n  z\n",
    "a: |2\n    x\n", "a: on\nb: Off\nc: y\nd: N\ne: yEs\nf: tRue\n",
    "on: 1\ny: 2\nn: 3\noff: 4\n", "~: 1\n", "null: 1\n", ": 1\n", "? \n: 1\n", '"": 1\n',
    "a: {~: 1}\na: 2\n", "0644: a\n1e3: b\n1.10: c\n0x1F: d\n2_000: e\n",
    "a: 0644\nb: 0o17\nc: 0b101\nd: 0x1F\ne: 08\n",
    "a: 1e3\nb: 1e400\nc: .5e3\nd: 1.\ne: +.5\nf: .5_0\ng: .5_\nh: 1__0\ni: 0b-101\n", "a: .inf\n",
    "a: .nan\n", "a: -.INF\n", ".inf: 1\n.nan: 2\n-.inf: 3\n", "a: .inf\na: 1\n",
    "<<: {a: .inf}\na: 1\n", "a: 9007199254740993\nb: 18446744073709551616\n",
    "9007199254740993: a\n", "18446744073709551615: a\n", "9223372036854775808: a\n",
    "a: 1\na: 2\n", "a: {x: 1}\na: {y: 2}\n", "1: a\n01: b\n", "on: a\ntrue: b\n",
    "a: 2024-01-02\nb: 12:30:45\nc: 2001-12-14t21:59:43.10-05:00\n", "2024-01-02: a\n",
    "a: &x {b: 1}\nc: *x\n", "a: *x\n", "a: &x [*x]\n", "a: &x {b: &x 1}\nc: *x\n",
    "&k a: 1\nb: *k\n", "*k : 1\n", "a: &x\nb: *x\n", "a: &x [1]\n*x : 2\n", "a: &x k\n*x : 2\n",
    "x: &x {a: 1}\ny:\n  <<: *x\n  b: 2\n", "<<: [{a: 1}, {a: 2, b: 3}]\nb: 4\n",
    "a: 2\n<<: {a: 1}\n", "<<: 1\n", "<<: [1]\n", "<<:\n", '"<<": {a: 1}\n', "! <<: {a: 1}\n",
    "a: <<\n", "a: =\n", "!!merge x: {a: 1}\n", '!!merge "<<": {a: 1}\n',
    "x: &x [{a: 1}]\n<<: *x\n",
    "a: !!str 1\nb: !!int '3'\nc: !!float 1\nd: !!bool \"yes\"\ne: !!null ''\nf: !foo x\ng: ! on\n",
    "a: !!int x\n", "a: !!bool 1\n", "a: !!null x\n", "a: !!float x\n", "a: !!int 1.0\n",
    "a: !!float 18446744073709551615\n", "a: !!float .inf\n", "a: !!timestamp 2024-13-01\n",
    "a: !!timestamp 2024-01-02\n", "a: !!timestamp x\n", "!!int x: 1\n", "a: !!map x\n",
    "a: !!seq {}\n", "a: !!binary aGVsbG8=\n", "a: !!binary '//8='\n", "a: !!binary '4pi'\n",
    "a: !!binary |\n  aGVs\n  bG8=\n", "a: !e!x 1\n",
    "%TAG !e! tag:yaml.org,2002:\n---\na: !e!int '3'\n", "a: !<tag:yaml.org,2002:int> '3'\n",
    "a: [!foo, b]\n", "a: !a,b c\n", "a: {b: !!str}\n", "a: [!!str ]\n", "a: !a[0] b\n",
    "%YAML 1.1\n---\na: 1\n", "%YAML 1.2\n---\na: 1\n", "%YAML 1.001\n---\na: 1\n",
    "%FOO\n---\na: 1\n", 'a: "\\/"\n', 'a: "\\\\/"\n', "a: \"\\'\"\n", "a: \"\\\\'\\' x\"\n",
    'a: "\\ud83d\\ude42"\n', 'a: "\\U0001F642"\n', 'a: "\\x41\\u00e9\\N\\_\\L\\P\\e\\0"\n',
    'a: "\\q"\n', 'a: "x\\\n   y"\n', "a: 'it''s'\n", 'b: 1\n"\\/": 2\n', " b: 1\n\"\\/\"\n",
    "a: \"\\\t\"\n", "a: {b:}\n", "a: [b:, c]\n", "a: {b:, c}\n", "a: [x:[1]]\n",
    "a: [http://x:8080/y]\n", "a: {b:c}\n", "a: [http://x?y=1]\n", "a: http://x?y=1\n",
    "a: [b ?c]\n", "a: {? b : c}\n", "a: [? b]\n", "a: {b, c: }\n", "a: [b: c, d]\n", "a: [,]\n",
    "a: [b,]\n", "a: {,}\n", "a: [[], {}]\n", "a: [b\n", "a: {b: 1\n", "a: ]\n", "a: b: c\n",
    "a: b\n c: d\n", "a:\n b\nc\n", "a\nb: 1\n", "a: 'b\n", 'a: "b\n', "a: - b\n", "- a\nb: 1\n",
    "a:\n- b\nc:\n  - d\n", "a:\n  - b\n - c\n", "a:\n- - b\n  - c\n-\n", "a:\n-\n- b\n",
    "a: @b\n", "a: `b`\n", "a: %b\n", "a: *\n", "a: &\n", "a: ,b\n", "a: #b\n", "a: b#c\n",
    "a: b #c\n", "a:#b\n", "a:\tb\n", "\ta: b\n", "a:\n\tb: 1\n", "a: b\t# c\n",
    "a: [\tb\t,\tc\t]\n", "a: |\n\tx\n", "a:\n  b:\t1\n", "a: x\x85y\n", "a: 'x\u2028y'\n",
    "a: x\u00a0y\n", "a: \x7f\n", "a: \x00\n", "a: \x9f\n", "a: \ufffe\n", "a: é😀\n",
    "\ufeffa: 1\n", "\ufeff---\na: 1\n", "a: 1\n\ufeffb: 2\n", "a: x\ufeffy\n",
    "\ufeff# c\n\ufeffa: 1\n", "a: 1\r\nb: |\r\n  x\r\n  y\r\n", "a: 1\rb: 2\r",
    "a: 'x\r\n\r\n  y'\r\n", "a: 1\n\r\nb: 2\n", "a: 1\n---\nb: 2\n", "a: 1\n...\nb: 2\n",
    "a: 1\n... x\n", "a: 1\n--- {b: 2}\n", "a: 1\n--- # c\nb: 2\n", "a: 1\n---\n- b\n",
    "a: {x: 1}\n---\na: {y: 2}\n", "a: {x: 1}\n---\na:\n", "# c\n---\na: 1\n---\n",
    "a: 1\n---\nb: [\n", "a: 1\n...\nb: [\n", "a: 1\n---\nb: \x07\n", "a: |\n  ---\n",
    "a: 'x\n--- y'\n", "a: 'x\n---'\n", "---a: 1\n", "a: &x 1\n---\nb: *x\n",
    "a: 1\n---\n---\nb: 2\n", "a: 1\n---\n%YAML 1.1\n---\nb: 2\n", "k" * 1024 + ": 1\n",
    "k" * 1025 + ": 1\n", '"' + "k" * 1021 + '": 1\n', "? " + "k" * 2000 + "\n: 1\n",
    "? [a]\n: 1\n", "? {a: 1}\n: 1\n", "{a: 1}: 2\n", "? a\n", "? |\n  a\n: 1\n",
    "? a # b:c\n: 1\n", "? a\nb: 1\n", "{}\n", "{a: 1, b: [2]}\n", "{\n  a: 1,\n  # c\n  b: 2 }\n",
    '{"a":1,"b":"c"}\n', "[a: 1]\n", "a: {{ .Values.x }}\n", 'a: "{{ x }}"\n', "{{ x }}\n",
    "a: {{x}: y}\n",
)  # fmt: skip

_SOUP = (
    "a", "b", "k1", "x y", "on", "1", "0644", "~", "null", "", "''", "'it''s'", '"q"',
    '"\\n\\x41"', '"\\/"', "\"\\'\"", '"a\\\\/b"', "&a", "*a", "&b", "*b", "!!str", "!!int",
    "!foo", "!", "!!null", "!!binary", "aGVsbG8=", "<<", "|", "|-", "|+", ">", "|2", ">-1", "-",
    "?", ":", "- ", ": ", "? ", ",", ", ", "[", "]", "{", "}", "#", "# c", " #c", "%", "@", "`",
    "\t", "\n", "\n  ", "\n    ", "\n- ", "\n\n", "\r\n", "\r", "---", "...", "\n---\n", "\n...\n",
    "%YAML 1.1\n", "%YAML 1.2\n", "é", "\x85", "\u2028", "\ufeff", "\u00a0", "😀", "'", '"', "\\",
    "=", "a:", "a: ", "b:\n", "\n a:", "x: ", "http://h:1?x=y", "a?b", "<<: *a", "<<: [*a, *b]",
    "!!float", "1.5", ".inf", "!a,b", "!<tag:yaml.org,2002:int>", "!!merge", "!!bool", "yes",
    "2001-01-01", "!!timestamp", '"a\n  b"', "'x\n\n y'", "\x07", "{{ x }}", "a: &a {x: 1}\n",
    "b: &b\n  y: 2\n",
)  # fmt: skip
_PIECES = (
    "a: 1\n", "b: 2\n", "a: {x: 1}\n", "a: {y: 2, x: null}\n", "a: null\n", "a: [1]\n",
    "c: |\n  x\n", "c: |+\n  x\n\n", "c: |", "c: >\n  x\n  y", "c: x", "# c\n", "\n", "---\n",
    "---\n", "---\n", "--- # c\n", "---\t\n", "---\r\n", "a: 1\r\n", "c: |\r\n  x\r\n  y\r\n",
    "...\n", "--- \n", "---a: 1\n", "--- x\n", "---\u00a0\n", 'c: "x\n---- y"\n',
    "c: 'x\n  --- y'\n", "\ufeff", "%YAML 1.1\n", "d: &x 1\n", "e: *x\n", "- a\n", "~\n",
    "c: |\n  ---\n", "{a: 1}\n",
)  # fmt: skip
_WORDS = (
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "~", "<<", "=",
    ".inf", "+.inf", "-.inf", ".nan",
)  # fmt: skip
_EDGES = (
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
    "18446744073709551615", "18446744073709551616", "0b-101", "0b+1", "-0b1", "-0b-1", "0x_1",
    "0_8", "1e400", "1e-400", ".5e400", "._5", ".5_0", ".5_", "1:30", "12:30:45", "2001-1-1",
    "0o7", "0O7", "+0o7", "-0", "-0.0", "+0", "00", "0_", "1_", "0x", "0b", "0o", "1.e5", "1.",
    "+.5", "-.5", "123456789012345678", "1234567.1", "100000", "1000000", "999999", "123456.7",
    "16777217.0", "3.4e38", "3.5e38", "1e39", "1e-45", "1e-46", "1e-40", "1.1754943e-38",
    "8.5e-46", "7e-46", "0.30000001192092896", "33554435.0", "1e10", "1e20", "1e21", "0.0001",
    "0.00001", "1e-5", "1e23", "9.5e-8", "5e-324",
)  # fmt: skip


def scalars(count: int, seed: int) -> list[str]:
    """Plain scalars, each another one, that look like something else than text, or nearly so."""
    chance = random.Random(seed)
    made = dict.fromkeys(_EDGES)
    for word in _WORDS:
        for form in (word.upper(), word.title(), word.swapcase(), word[:-1] + word[-1].upper()):
            made[word] = made[form] = None
    while len(made) < count:
        letters, longest = chance.choice(
            [
                ("0123456789+-._eExXbBoOaAfFnNiIyYtT~:", 6),
                ("0123456789+-._eE", 24),
                ("01_.-+ebox", 10),
            ]
        )
        made["".join(chance.choices(letters, k=chance.randint(1, longest)))] = None
    return list(made)


def soup(count: int, seed: int) -> Iterator[str]:
    """Tokens thrown together; most texts are refused."""
    chance = random.Random(seed)
    frames = (
        "{}",
        "{}",
        "a: {}",
        "a: {}",
        "x: [{}]\n",
        "x: {{{}}}\n",
        "a: &a {{x: 1}}\nb: {}\n",
        'a: "{}"\n',
    )
    for _ in range(count):
        text = "".join(
            chance.choice(_SOUP) + chance.choice(("", "", " "))
            for _ in range(chance.randint(1, 12))
        )
        yield chance.choice(frames).format(text)


def several_documents(count: int, seed: int) -> list[str]:
    """Files of several documents, whole and broken."""
    chance = random.Random(seed)
    return ["".join(chance.choices(_PIECES, k=chance.randint(1, 6))) for _ in range(count)]


def damaged(texts: list[str], count: int, seed: int) -> Iterator[str]:
    """Parts of real files with up to two characters put in, taken out or changed."""
    chance = random.Random(seed)
    put_in = [
        *"\t :-?[]{},#&*!|>'\"%@`\n\\",
        "\n\n",
        "  ",
        "- ",
        ": ",
        " #",
        "\r\n",
        "---\n",
        "<<: ",
        "\x85",
        "\\/",
        ":}",
        "?x",
    ]
    for _ in range(count):
        text = _part(chance.choice(texts), chance)
        for _ in range(chance.randint(0, 2)):
            at = chance.randrange(len(text) + 1)
            gone = chance.choice((0, 0, 1, 1, 2, 3))
            text = text[:at] + (chance.choice(put_in) if gone < 2 else "") + text[at + gone :]
        yield text


def _part(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    if len(lines) > 25:
        start = chance.randrange(len(lines) - 20)
        lines = lines[start : start + chance.randint(3, 20)]
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    return "\n".join(line[min(indents, default=0) :] for line in lines)


_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8)
_word = st.sampled_from(
    [*_WORDS, *_EDGES, "a", "b c", "é", "x: y", "#", "- a", "1.10", "{", "'", '"']
)


@st.composite
def _scalar(draw: st.DrawFn) -> str:
    text = draw(_word | _text)
    style = draw(st.sampled_from(["plain", "plain", "'", '"']))
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    if style == '"':
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text if text.strip() == text else "x"


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A document with nested maps and lists in both styles, comments, anchors and aliases."""
    anchors: list[str] = []
    return _block(draw, "", 3, anchors) + draw(st.sampled_from(["", "# end\n", "...\n"]))


def _block(draw: st.DrawFn, indent: str, depth: int, anchors: list[str]) -> str:
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        lines.append(draw(st.sampled_from(["", "", "", f"{indent}# note\n", "\n"])))
        key = draw(_scalar() | st.sampled_from(["a", "b", "on", "<<", "1"]))
        lines.append(f"{indent}{key}:{_value(draw, indent, depth, anchors)}")
    return "".join(lines)


def _value(draw: st.DrawFn, indent: str, depth: int, anchors: list[str]) -> str:
    kind = draw(
        st.sampled_from(["scalar", "scalar", "flow", "map", "list", "text", "alias", "empty"])
    )
    if kind == "alias" and anchors:
        return f" *{draw(st.sampled_from(anchors))}\n"
    if kind == "text":
        return f" {draw(st.sampled_from(['|', '>', '|-', '>+']))}\n{indent}  one\n\n{indent}  two\n"
    if kind == "empty":
        return draw(st.sampled_from(["\n", " # none\n", " ~\n"]))
    name = ""
    if draw(st.integers(0, 4)) == 0:
        anchors.append(f"n{len(anchors)}")
        name = f" &{anchors[-1]}"
    if depth and kind == "map":
        step = indent + draw(st.sampled_from(["  ", "    "]))
        return f"{name}\n{_block(draw, step, depth - 1, anchors)}"
    if depth and kind == "list":
        step = indent + draw(st.sampled_from(["", "  "]))
        items = [
            f"{step}-{_value(draw, step + '  ', 0, anchors)}"
            for _ in range(draw(st.integers(1, 3)))
        ]
        return f"{name}\n" + "".join(items)
    return f"{name} {_flow(draw, depth) if kind == 'flow' else draw(_scalar())}\n"


def _flow(draw: st.DrawFn, depth: int) -> str:
    inner = st.deferred(lambda: _scalar())
    items = [
        _flow(draw, depth - 1) if depth and draw(st.integers(0, 3)) == 0 else draw(inner)
        for _ in range(draw(st.integers(0, 3)))
    ]
    if draw(st.booleans()):
        return "[" + ", ".join(items) + "]"
    return "{" + ", ".join(f"{draw(inner)}: {item}" for item in items) + "}"
