"""The command palette: every question, every field and every action, found by a few words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from schema.model import split_pattern
from wizard.question import Choice

if TYPE_CHECKING:
    from screens.app import WizardApp
    from wizard.guide import Asked

_ACTIONS = (
    ("Review: findings, files, what must exist first", "review"),
    ("Save", "save"),
    ("All values: every field of the chart", "values"),
    ("Chart version: another one, and what it changes", "version"),
    ("Take back the last change", "undo"),
    ("Do it again", "redo"),
    ("Answer what is untouched as advised for production", "preset('production')"),
    ("Answer what is untouched as advised for an evaluation", "preset('evaluation')"),
    ("Light or dark", "theme_switch"),
    ("Help", "help"),
    ("Quit", "quit"),
)
_WITHOUT_SESSION = ("theme_switch", "help", "quit")
_MOST_FIELDS = 30


def score(words: list[str], text: str) -> float:
    """How well a text answers: 0 unless it holds every word; more where they begin words."""
    low = text.lower()
    if not words or not all(word in low for word in words):
        return 0.0
    starts = sum(f" {word}" in f" {low}" for word in words)
    return 0.5 + 0.4 * starts / len(words)


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
        for asked in session.visible():
            hit = self._question(asked, words)
            if hit is not None:
                yield hit
        for field in session.state.chart_schema.search(query)[:_MOST_FIELDS]:
            path = split_pattern(field.path)
            if "*" not in path and "[]" not in path:
                go = partial(self.wizard.go_to_field, path)
                yield Hit(0.3, lit(words, field.path), go, help=field.description)

    def _question(self, asked: Asked, words: list[str]) -> Hit | None:
        text = f"{asked.topic.title}: {asked.question.ask}"
        go = partial(self.wizard.go_to_question, asked.id)
        found = score(words, text)
        if found:
            return Hit(found + 0.1, lit(words, text), go)
        options = asked.question.options if isinstance(asked.question, Choice) else ()
        for option in options:
            found = score(words, f"{text} {option.title}")
            if found:
                return Hit(found - 0.1, lit(words, text), go, help=option.title)
        return None


def lit(words: list[str], text: str) -> Content:
    """The text with the words that were typed made to stand out."""
    content = Content(text)
    low = text.lower()
    for word in words:
        at = low.find(word)
        if at >= 0:
            content = content.stylize("bold underline", at, at + len(word))
    return content
