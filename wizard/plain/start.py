"""The questions before the first question: what is installed, in which version, into which file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wizard.beginning import Beginning
from wizard.guides import guide_for, guided_charts
from wizard.plain.changing import preset_lines
from wizard.plain.heard import ANSWER, ENTER, Heard, hear
from wizard.plain.talk import Quit, Talk
from wizard.session import Session

_PURPOSES = (
    ("production", "production: safe advice, more to decide"),
    ("evaluation", "evaluation: least effort, not safe to keep"),
)
_HELP = (
    "Type an answer, or press Enter for what is said to be taken.",
    "b goes back, q quits, and =TEXT answers with a text that would be taken for one of these.",
)


class Start:
    """Asks one thing after the other; `make` gives what a file begins with. What is `said` by the
    command line ("file", "chart", "version") is not asked."""

    def __init__(
        self, talk: Talk, make: Callable[[Path], Beginning], file: Path, said: set[str]
    ) -> None:
        self.talk, self._make, self._said = talk, make, said
        self.beginning = make(file)
        self._from_draft = False
        self._advice = False

    def session(self) -> Session:
        """Ask all of it, and begin. Raises Quit and EndOfInput."""
        talk = self.talk
        talk.say(
            "Gloo values wizard: from production choices to a values file you can review.",
            "Nothing is written until you save. Type ? for help, q to quit.",
        )
        self._ask_all()
        beginning = self.beginning
        session = beginning.session(self._from_draft)
        talk.say_all(f"Left out of the draft: {reason}" for reason in beginning.left_out)
        if self._advice:
            session.apply_preset(beginning.purpose)
            talk.say("They are answered; go through them and change what you like.")
        return session

    def _ask_all(self) -> None:
        steps = (
            self._file, self._product, self._version, self._purpose, self._management,
            self._workloads, self._draft, self._with_advice,
        )  # fmt: skip
        at, direction = 0, 1
        while at < len(steps):
            went = steps[at]()
            if went:
                direction = went
            at = max(0, at + direction)
            if at == 0:
                direction = 1
        trouble = self.beginning.trouble()
        if trouble:
            self.talk.say(f"This cannot begin: {trouble}.")
            self._said.clear()
            self._ask_all()

    # --- the steps: each returns 1 to go on, -1 to go back, 0 if it has nothing to ask

    def _file(self) -> int:
        start = self.beginning
        if "file" in self._said:
            if not start.place_trouble():
                self.talk.say(f"File: {start.file}. " + start.file_note("below"))
                return 0
            self.talk.say(start.place_trouble())

        def take(text: str) -> str:
            if text != str(start.file):
                self.beginning = self._make(Path(text))
            return self.beginning.place_trouble() or self.beginning.unreadable()

        went = self._line("Which file are the values written to?", str(start.file), take)
        if went > 0:
            self.talk.say(self.beginning.file_note("below"))
        return went

    def _product(self) -> int:
        start = self.beginning
        charts = [chart for chart in guided_charts() if guide_for(chart).topics]
        if "chart" in self._said or start.product not in charts:
            return 0
        self.talk.say("What do you install?")
        titles = [f"{guide_for(chart).title} (chart {chart})" for chart in charts]

        def take(at: int) -> None:
            start.choose_product(charts[at])

        return self._pick(titles, charts.index(start.product), take)

    def _version(self) -> int:
        start = self.beginning
        if "version" in self._said and not start.version_trouble():
            self.talk.say(f"Chart version: {start.version}. {start.origin()}")
            return 0
        newest = start.newest()
        if newest:
            self.talk.say(f"The newest known of each line: {', '.join(newest)}.")

        def take(text: str) -> str:
            start.version = text
            return start.version_trouble()

        went = self._line("Which chart version?", start.version, take)
        if went > 0:
            self.talk.say(start.origin())
        return went

    def _purpose(self) -> int:
        start = self.beginning
        if start.exists:
            return 0
        self.talk.say("What is it for?")
        ids = [id for id, _ in _PURPOSES]

        def take(at: int) -> None:
            start.purpose = ids[at]

        return self._pick([title for _, title in _PURPOSES], ids.index(start.purpose), take)

    def _management(self) -> int:
        start = self.beginning
        if start.exists or not start.guide.planes:
            return 0

        def take(text: str) -> str:
            start.management = text
            return start.names_trouble()

        ask = "What is the management cluster called?"
        return self._line(ask, start.management, take, "no name yet")

    def _workloads(self) -> int:
        start = self.beginning
        if start.exists or not start.guide.planes:
            return 0

        def take(text: str) -> str:
            start.workloads = () if text == "none" else tuple(text.replace(",", " ").split())
            return start.names_trouble()

        self.talk.say("Each workload cluster gets a file of its own.")
        ask = "What are the workload clusters called, with commas between, or none?"
        return self._line(ask, ", ".join(start.workloads), take, "none")

    def _draft(self) -> int:
        note = self.beginning.draft_note()
        self._from_draft = False
        if not note:
            return 0
        self.talk.say(note)

        def take(at: int) -> None:
            self._from_draft = at == 0

        return self._pick(["Take up the draft", "Begin without it"], 0, take)

    def _with_advice(self) -> int:
        start = self.beginning
        preset = start.guide.preset(start.purpose)
        self._advice = False
        if start.exists or self._from_draft or preset is None:
            return 0
        self.talk.say_all(preset_lines(preset))

        def take(at: int) -> None:
            self._advice = at == 1

        return self._pick(["Decide each question myself", "Begin with these answers"], 0, take)

    # --- asking

    def _line(self, ask: str, usual: str, take: Callable[[str], str], nothing: str = "") -> int:
        """Ask for a text until `take` finds nothing wrong with it. Enter takes the usual one."""
        while True:
            heard = self._hear(f"{ask} Enter takes {usual or nothing}")
            if heard.what == "b":
                return -1
            trouble = take(heard.rest if heard.what == ANSWER else usual)
            if not trouble:
                return 1
            self.talk.say(f"{trouble}.")

    def _pick(self, titles: list[str], usual: int, take: Callable[[int], None]) -> int:
        for number, title in enumerate(titles, 1):
            self.talk.say(f"{number}. {title}")
        while True:
            heard = self._hear(f"Number, 1 to {len(titles)}, Enter takes {usual + 1}")
            typed = heard.rest.lower()
            fitting = [n for n, title in enumerate(titles) if typed and typed in title.lower()]
            if heard.what == "b":
                return -1
            if heard.what == ENTER:
                take(usual)
            elif typed.isdecimal() and 1 <= int(typed) <= len(titles):
                take(int(typed) - 1)
            elif len(fitting) == 1 and not typed.isdecimal():
                take(fitting[0])
            else:
                self.talk.say(f"Type a number from 1 to {len(titles)}.")
                continue
            return 1

    def _hear(self, prompt: str) -> Heard:
        """An answer, Enter or b; the rest is settled here."""
        while True:
            line = self.talk.ask(prompt)
            heard = hear(line, "bq")
            if heard.what == "q":
                raise Quit
            if heard.what == "?":
                self.talk.say(*_HELP)
            elif heard.what in (ENTER, ANSWER, "b"):
                return heard
            else:
                return Heard(ANSWER, line.strip())
