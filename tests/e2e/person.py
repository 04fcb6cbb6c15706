"""What a person in front of the wizard sees, whatever their hands use."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from tests.e2e import sight
from tests.e2e.script import Script
from tests.e2e.terminal import PATIENCE, Terminal
from wizard.gloo_platform import GUIDE
from wizard.question import Choice, Question

ORDER = list(GUIDE.asked)
MOST_MOVES = 120


class Person(ABC):
    """Answers the wizard's questions, and does nothing before the screen shows that the last thing
    has happened. Questions and options are known by what the guide calls them."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def play(self, script: Script) -> None:
        """From the Start screen to the saved files."""
        self.begin(script)
        for id, answer in script.answers.items():
            self.answer(id, answer)
        self.review()
        self.save()

    @abstractmethod
    def begin(self, script: Script) -> None:
        """Fill in the Start screen and begin."""

    @abstractmethod
    def go(self, id: str) -> None:
        """Go to a question."""

    @abstractmethod
    def answer(self, id: str, answer: Any) -> None:
        """Go to a question and answer it."""

    @abstractmethod
    def review(self) -> None:
        """Go to the Review screen."""

    @abstractmethod
    def save(self) -> None:
        """Save, and see that it was done."""

    # --- looking

    @property
    def lines(self) -> list[str]:
        return self.terminal.lines

    def see(self, seen: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        self.terminal.until(seen, what, patience)

    def at(self) -> str:
        """The question that is asked, once its control is there to be used."""
        self.see(lambda: self.is_ready(self.in_sight()), "a question and its control")
        return self.in_sight()

    def in_sight(self) -> str:
        """The question on the screen, "" while there is none."""
        return _asked(tuple(self.lines))

    def is_ready(self, id: str) -> bool:
        """Whether the question's control is on the screen and has the focus."""
        if not id:
            return False
        if not isinstance(question(id), Choice):
            return self.terminal.cursor[0] > 0
        # The bar may stand at an option that the guide does not list: custom, or left to the chart.
        shown = sight.options(self.lines)
        own = any(option.is_titled(one) for option in shown for one in titles(id))
        return own and self.option_here() is not None

    def option_here(self) -> sight.Option | None:
        """The option with the bar beside it."""
        return next((option for option in sight.options(self.lines) if option.here), None)

    def option(self, title: str) -> sight.Option | None:
        """The option of that title, if it is in sight."""
        found = [option for option in sight.options(self.lines) if option.is_titled(title)]
        assert len(found) < 2, f"{title!r} is not the only such option"
        return found[0] if found else None

    def see_chosen(self, title: str, patience: float = PATIENCE) -> None:
        def chosen() -> bool:
            option = self.option(title)
            return option is not None and option.chosen

        self.see(chosen, f"{title} chosen", patience)

    def see_typed(self, text: str) -> None:
        """Wait until the end of `text` stands before the cursor."""

        def typed() -> bool:
            column, row = self.terminal.cursor
            return column > 0 and self.lines[row][:column].endswith(text[-16:])

        self.see(typed, f"{text} and the cursor behind it")

    def see_gone(self, id: str, patience: float = PATIENCE) -> None:
        """Wait for another question than this, or for the Review screen."""

        def gone() -> bool:
            other = self.in_sight()
            return self.is_review() or (other != id and self.is_ready(other))

        self.see(gone, f"another question than {id}", patience)

    def is_review(self) -> bool:
        return "Findings" in self.terminal.picture and "Next" not in self.lines[-1]

    def see_saved(self) -> None:
        self.terminal.until_shown("Saved ")


@lru_cache(4)
def _asked(lines: tuple[str, ...]) -> str:
    return sight.question(lines, _SPOKEN)


def question(id: str) -> Question:
    return GUIDE.asked[id].question


def titles(id: str) -> Sequence[str]:
    """The titles of a choice's options, without the last: to leave it to the chart."""
    choice = question(id)
    assert isinstance(choice, Choice)
    return [option.title for option in choice.options]


def title(id: str, option: str) -> str:
    choice = question(id)
    assert isinstance(choice, Choice)
    found = choice.option(option)
    assert found is not None, f"{id} has no option {option}"
    return found.title


_SPOKEN = {question(id).ask: id for id in reversed(ORDER)}
"""The questions by their text; of those with the same text, the first."""
