"""The command palette: every question, every field and every action, found by a few words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from schema.model import split_pattern
from wizard.seek import score, seek, title

if TYPE_CHECKING:
    from screens.app import WizardApp

_ACTIONS = (
    ("Review: findings, files, what must exist first", "review"),
    ("Save", "save"),
    ("All values: every field of the chart", "values"),
    ("Chart version: another one, and what it changes", "version"),
    ("Upgrade: to another chart version, key by key", "upgrade"),
    ("Take back the last change", "undo"),
    ("Do it again", "redo"),
    ("Recommended answers for production", "preset('production')"),
    ("Recommended answers for an evaluation", "preset('evaluation')"),
    ("Comments from now on: what it is, and why", "comments('full')"),
    ("Comments from now on: a first sentence each", "comments('brief')"),
    ("Comments from now on: none", "comments('none')"),
    ("Light or dark", "theme_switch"),
    ("Help", "help"),
    ("Quit", "quit"),
)
_WITHOUT_SESSION = ("theme_switch", "help", "quit")
_MOST_FIELDS = 30


class EverythingProvider(Provider):
    """Questions first, then actions, then fields."""

    @property
    def wizard(self) -> WizardApp:
        return cast("WizardApp", self.app)

    def _actions(self) -> Iterator[tuple[str, str]]:
        for text, action in _ACTIONS:
            if self.wizard.maybe_session is not None or action in _WITHOUT_SESSION:
                yield text, action

    async def discover(self) -> Hits:
        """What is offered before anything is typed."""
        for text, action in self._actions():
            yield DiscoveryHit(text, partial(self.app.run_action, f"app.{action}"))

    async def search(self, query: str) -> Hits:
        """What holds every word that was typed."""
        words = query.lower().split()
        for text, action in self._actions():
            found = score(words, text)
            if found:
                command = partial(self.app.run_action, f"app.{action}")
                yield Hit(found, lit(words, text), command)
        session = self.wizard.maybe_session
        if session is None:
            return
        for sought in seek(session, words):
            go = partial(self.wizard.go_to_question, sought.asked.id)
            yield Hit(sought.score, lit(words, title(sought.asked)), go, help=sought.option or None)
        for field in session.state.chart_schema.search(query)[:_MOST_FIELDS]:
            path = split_pattern(field.path)
            if "*" not in path and "[]" not in path:
                go = partial(self.wizard.go_to_field, path)
                yield Hit(0.3, lit(words, field.path), go, help=field.description)


def lit(words: list[str], text: str) -> Content:
    """The text with the words that were typed made to stand out."""
    content = Content(text)
    low = text.lower()
    for word in words:
        at = low.find(word)
        if at >= 0:
            content = content.stylize("bold underline", at, at + len(word))
    return content
