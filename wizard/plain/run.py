"""Beginning and ending: `gloo-wizard --plain`."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from wizard import crash
from wizard.beginning import Beginning
from wizard.exit_codes import ExitCode, Stop
from wizard.explain import Comments
from wizard.plain.conversation import Conversation
from wizard.plain.leaving import keep
from wizard.plain.start import Start
from wizard.plain.talk import EndOfInput, Quit, Talk
from wizard.session import Session


def run(args: Namespace) -> int:
    """Ask about the file named on the command line; returns the exit code. Raises Stop."""
    from wizard.commands.sources import asked_schema

    schema = asked_schema(args)

    def make(file: Path) -> Beginning:
        return Beginning(
            file, args.version or "", args.helm or 4, args.chart or "", schema=schema,
            comments=Comments(args.comments),
        )  # fmt: skip

    options = {"file": args.file, "chart": args.chart, "version": args.version}
    start = Start(
        Talk(sys.stdin, sys.stdout),
        make,
        Path(args.file or "values.yaml"),
        {name for name, value in options.items() if value},
    )
    if args.file and start.beginning.file.is_dir():
        raise Stop(f"{args.file}: this is a folder; name a file in it", ExitCode.UNREADABLE)
    if args.file and (trouble := start.beginning.unreadable()):
        raise Stop(trouble, ExitCode.UNREADABLE)
    if not args.plain:
        start.talk.say("This terminal can show no screens, so the questions come line by line.")
    return _Run(start).run()


class _Run:
    """From the first line to the last, whatever happens between."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._session: Session | None = None

    def run(self) -> int:
        try:
            self._talk()
        except Quit:
            return ExitCode.CLEAN
        except EndOfInput:
            return self._ended()
        except KeyboardInterrupt:
            print(f"\n{keep(self._start.beginning)}", file=sys.stderr)
            raise
        except (Stop, OSError):  # OSError: the terminal or the pipe has gone, or its disk is full
            keep(self._start.beginning)
            raise
        except Exception as error:
            keep(self._start.beginning)
            print(crash.details(error), end="", file=sys.stderr)
            raise Stop(crash.sentence(error), ExitCode.INTERNAL) from error
        return ExitCode.CLEAN

    def _talk(self) -> None:
        self._session = self._start.session()
        Conversation(self._start.talk, self._start.beginning, self._session).run()

    def _ended(self) -> int:
        """There is no more input: nothing is written that nobody asked for."""
        if self._session is None:
            raise Stop("the input ended before the first question; nothing is written")
        if not self._session.changed:
            return ExitCode.CLEAN
        kept = keep(self._start.beginning)
        raise Stop(f"the input ended before everything was saved; nothing more is written. {kept}")
