"""The help window: the marks, and the keys of the screen one is on."""

from __future__ import annotations

from textual.content import Content
from textual.screen import Screen

from screens.theme import marks

_GENERAL = (
    ("↑ ↓", "move over the answers; the preview shows what each would change"),
    ("space", "choose; enter chooses and goes on"),
    ("n  b", "next question, back"),
    ("pgdn  pgup", "next topic, topic before"),
    ("x", "leave the question to the chart"),
    ("m", "show the questions for special cases"),
    ("d", "preview: changes, whole file, values in effect"),
    ("f", "preview: another file of the plan"),
    ("a", "all values of the chart"),
    ("r", "review: findings, files, what must exist first"),
    ("/  ctrl+p", "search questions, fields and actions"),
    ("ctrl+z  ctrl+y", "take back, do again (u and ctrl+r too)"),
    ("ctrl+s", "save"),
    ("ctrl+t", "light or dark"),
    ("ctrl+q", "quit"),
)


def help_text(screen: Screen[object]) -> Content:
    """What a person can do here."""
    lines = [Content(str(getattr(screen, "HELP", "") or "")), Content("")]
    lines += [_key(keys, text) for keys, text in _GENERAL]
    signs = marks()
    lines += [Content(""), Content.styled("Marks", "bold")]
    for sign, text in (
        (signs.answered, "answered"),
        (signs.untouched, "not yet: the chart decides"),
        (signs.custom, "custom: the file says something of its own, which is kept"),
        (signs.warning, "warning"),
        (signs.error, "error"),
        (signs.hidden, "not asked, and the rail says why"),
        (f"{signs.gain} {signs.cost}", "what an answer gains and what it costs"),
    ):
        lines.append(_key(sign, text))
    return Content("\n").join(lines)


def _key(keys: str, text: str) -> Content:
    return Content.assemble((f"{keys:<16}", "bold $accent"), text)
