"""What is about to be built, as a small drawing in text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.session import Session


def picture(session: Session) -> list[str]:
    """The guide's own drawing, or a box with the release and its file."""
    guide, facts = session.guide, session.facts
    if guide.picture is not None:
        return guide.picture(session.view())
    words = facts.words()
    inside = [f"{guide.chart} {facts.version}", f"release {words['release']}"]
    return boxed(words["namespace"], inside)


def boxed(title: str, inside: Sequence[str], links: Sequence[str] = ()) -> list[str]:
    """A box with a title above it, and what leads to it from the right."""
    width = max(len(line) for line in inside) + 2
    lines = [f"    {title}", f"    ┌{'─' * width}┐"]
    for number, text in enumerate(inside):
        link = links[number] if number < len(links) else ""
        lines.append(f"    │ {text:<{width - 1}}│{link}")
    lines.append(f"    └{'─' * width}┘")
    return lines + [f"    {' ' * (width + 2)}{link}" for link in links[len(inside) :]]
