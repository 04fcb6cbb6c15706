"""The help window: the keys of the screen one is on, the keys that work everywhere, the marks."""

from __future__ import annotations

from textual.content import Content
from textual.screen import Screen

from screens.theme import marks
from screens.widgets.hanging import Hung

_TOPICS = (
    ("↑ ↓", "move over the answers; the preview shows what each would change"),
    ("space", "choose; enter chooses and goes on"),
    ("n  b", "next question, back (ctrl+n and ctrl+b also while typing)"),
    ("]  [", "next topic, topic before (or page down, page up)"),
    ("→", "take the suggestion that an empty line shows"),
    ("escape", "leave a line of text, so that letters are keys again"),
    ("x", "leave the question to the chart"),
    ("m", "show the questions for special cases"),
    ("d", "preview: changes, whole file, values in effect"),
    ("f", "preview: another file of the plan"),
    ("o", "where this is documented"),
)
_REVIEW = (
    ("↑ ↓  tab", "move over the findings, the files, what must exist"),
    ("enter", "go to where it is decided, look at the file, see the command"),
    ("x  F", "mend a finding, mend all that can be mended at once"),
    ("b", "back"),
)
_VALUES = (
    ("↑ ↓  → ←", "move; open and close a branch"),
    ("enter", "set the field, or open the branch"),
    ("/", "search by name or meaning"),
    ("x", "take the value out of the file"),
    ("f", "another file of the plan"),
    ("escape", "back"),
)
_UPGRADE = (
    ("↑ ↓  → ←", "move over the rows; to what can be done with one, and back"),
    ("enter", "do what is proposed; again: decide anew"),
    ("t  x  e", "take the change, leave the file as it is, write something else"),
    ("s", "take all that nobody has to look at"),
    ("v", "another target version"),
    ("ctrl+f", "fetch the own schemas of both versions from the chart's repository"),
    ("d  f", "preview: changes, whole file; another file of the plan"),
    ("g", "all values, at the row's key"),
    ("b", "back"),
)
_START = (
    ("tab  ↑ ↓", "move from line to line; in the version, go through those known"),
    ("space", "choose"),
    ("ctrl+n", "begin"),
    ("u  f5", "upgrade the file to another version, key by key"),
    ("ctrl+f", "fetch the chart's own schema from its repository"),
)
_EVERYWHERE = (
    ("a  f2", "all values of the chart"),
    ("r  f3", "review: findings, files, what must exist first"),
    ("/  f4  ctrl+p", "search questions, fields and actions"),
    ("p", "recommended answers for all that is untouched"),
    ("v", "another chart version, and what it changes"),
    ("U  f5", "upgrade the file to another version, key by key"),
    ("ctrl+z  ctrl+y", "take back, do again (u and ctrl+r too)"),
    ("ctrl+s", "save"),
    ("ctrl+t", "light or dark"),
    ("ctrl+q", "quit"),
)
_KEYS = {
    "ReviewScreen": _REVIEW,
    "ValuesScreen": _VALUES,
    "StartScreen": _START,
    "UpgradeScreen": _UPGRADE,
}


def help_text(screen: Screen[object]) -> list[Content | Hung]:
    """What a person can do here."""
    signs = marks()
    said = (
        (signs.answered, "answered"),
        (signs.untouched, "not yet: the chart decides"),
        (signs.custom, "custom: the file says something of its own, which is kept"),
        (signs.warning, "warning"),
        (signs.error, "error"),
        (signs.hidden, "not asked; a click on it says why"),
        (f"{signs.gain} {signs.cost}", "what an answer gains and what it costs"),
    )
    return [
        Content(str(getattr(screen, "HELP", "") or "")),
        *_section("Here", _KEYS.get(type(screen).__name__, _TOPICS)),
        *_section("Everywhere", _EVERYWHERE),
        *_section("Marks", said),
    ]


def _section(title: str, rows: tuple[tuple[str, str], ...]) -> list[Content | Hung]:
    return [
        Content(""),
        Content.styled(title, "bold"),
        *(
            Hung(Content.styled(f"{keys:<16}", "bold $accent"), Content(text))
            for keys, text in rows
        ),
    ]
