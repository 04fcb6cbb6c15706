"""The command palette: every question, every field and every action, found by a few letters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from schema.model import split_pattern

if TYPE_CHECKING:
    from screens.app import WizardApp

_ACTIONS = (
    ("Review: findings, files, what must exist first", "review"),
    ("Save", "save"),
    ("All values: every field of the chart", "values"),
    ("Take back the last change", "undo"),
    ("Do it again", "redo"),
    ("Answer what is untouched as advised for production", "preset('production')"),
    ("Answer what is untouched as advised for an evaluation", "preset('evaluation')"),
    ("Light or dark", "theme_switch"),
    ("Help", "help"),
    ("Quit", "quit"),
)


class EverythingProvider(Provider):
    """Questions first, then fields, then actions."""

    @property
    def wizard(self) -> WizardApp:
        return cast("WizardApp", self.app)

    def _actions(self) -> Iterator[tuple[str, str]]:
        yield from _ACTIONS

    async def discover(self) -> Hits:
        for text, action in self._actions():
            yield DiscoveryHit(text, partial(self.app.run_action, f"app.{action}"))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        session = self.wizard.maybe_session
        for text, action in self._actions():
            score = matcher.match(text)
            if score > 0:
                command = partial(self.app.run_action, f"app.{action}")
                yield Hit(score, matcher.highlight(text), command)
        if session is None:
            return
        for asked in session.visible():
            text = f"{asked.topic.title}: {asked.question.ask}"
            score = matcher.match(text)
            if score > 0:
                go = partial(self.wizard.go_to_question, asked.id)
                yield Hit(min(1.0, score + 0.2), matcher.highlight(text), go)
        for field in session.state.chart_schema.search(query)[:30]:
            path = split_pattern(field.path)
            if "*" not in path and "[]" not in path:
                yield Hit(
                    0.3, field.path, partial(self.wizard.go_to_field, path), help=field.description
                )
