"""The program in a pseudo-terminal, and what a person in front of it would see.

The program runs as a process of its own with the terminal's size and type; what it draws goes
through a terminal emulator. Nothing here knows what the program is.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

import pexpect
import pyte

PATIENCE = 60.0
"""Seconds that the screen may take to show what is expected of it."""
_GLANCE = 0.02
# Synchronized output: the program marks where a frame begins and ends.
_ASKS_FOR_FRAMES, _HAS_FRAMES = b"\x1b[?2026$p", "\x1b[?2026;2$y"
_FRAME_BEGINS, _FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
_MODE = re.compile(rb"\x1b\[\?(\d+)([hl])")
_PRIVATE = re.compile(rb"\x1b\[[<=>][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*\$p")


class NotSeen(AssertionError):
    """The screen did not show what was expected; the message holds the screen."""


class Terminal:
    """A wizard in a terminal of `columns` x `rows`, begun in `folder` with `arguments`.

    A context: on leaving, the program is ended if it still runs. `drawn` is all that it has
    written so far.
    """

    def __init__(
        self,
        folder: Path,
        arguments: Sequence[str] = (),
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.columns, self.rows = columns, rows
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lines = [" " * columns] * rows
        self._bright: list[list[int]] = [[]] * rows
        self._waiting = b""
        self.drawn = bytearray()
        self.process = pexpect.spawn(
            sys.executable,
            ["-m", "wizard", *arguments],
            cwd=str(folder),
            env={**_environment(), **(environment or {})},
            dimensions=(rows, columns),
            timeout=PATIENCE,
        )
        self.process.delaybeforesend = None
        self.line_discipline_at_start = self.line_discipline

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.close(force=True)

    # --- seeing

    @property
    def lines(self) -> list[str]:
        """The screen as it stands, a text of full width for each row."""
        self._look()
        return self._lines

    @property
    def picture(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row, from 0, of the bright block where text is typed; -1 both without one."""
        self._look()
        for row, bright in enumerate(self._bright):
            if len(bright) == 1:
                return bright[0], row
        return -1, -1

    def _look(self) -> None:
        """Read the rows of the emulator that have changed; all else would take too long."""
        for row in self._screen.dirty:
            cells = [self._screen.buffer[row][column] for column in range(self.columns)]
            self._lines[row] = "".join(cell.data for cell in cells)
            self._bright[row] = [x for x, cell in enumerate(cells) if _is_bright(cell.bg)]
        self._screen.dirty.clear()

    def until(self, seen: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        """Read what the program draws until `seen` holds. Raises NotSeen."""
        end = time.monotonic() + patience
        while not seen():
            while not self._read():
                if time.monotonic() > end or self.ended:
                    raise NotSeen(f"expected: {what}\n{self.picture}")

    def until_shown(self, *texts: str) -> None:
        """Wait until all of these stand on the screen, each within one line."""
        self.until(lambda: all(text in self.picture for text in texts), " and ".join(texts))

    def settle(self) -> None:
        """Wait until the program draws no more; for a key that may have nothing to show."""
        while self._read(0.2):
            pass

    @property
    def ended(self) -> bool:
        return not self.process.isalive()

    def until_ended(self) -> int:
        """Wait for the program's end; its exit code, or minus the signal that ended it."""
        end = time.monotonic() + PATIENCE
        while not self.ended:
            if time.monotonic() > end:
                raise NotSeen(f"expected: the end\n{self.picture}")
            self._read()
        while self._read(0):
            pass
        if self.process.signalstatus is not None:
            return -int(self.process.signalstatus)
        return int(self.process.exitstatus or 0)

    def _read(self, patience: float = _GLANCE) -> bool:
        """Take what was drawn, whole frames only; False if nothing came."""
        try:
            drawn = self.process.read_nonblocking(1 << 16, patience)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.drawn += drawn
        if _ASKS_FOR_FRAMES in drawn:
            self.process.send(_HAS_FRAMES)
        self._waiting += drawn
        begun = self._waiting.rfind(_FRAME_BEGINS)
        if begun < 0 or _FRAME_ENDS in self._waiting[begun:]:
            begun = len(self._waiting)
        whole, self._waiting = self._waiting[:begun], self._waiting[begun:]
        self._stream.feed(_PRIVATE.sub(b"", whole))  # modes that the emulator does not know
        return True

    @property
    def modes(self) -> dict[int, bool]:
        """The private modes that the program has switched, and whether they are on now."""
        return {int(mode): switch == b"h" for mode, switch in _MODE.findall(bytes(self.drawn))}

    @property
    def line_discipline(self) -> list[Any]:
        """How the terminal treats what is typed: echo, whole lines, signals."""
        return termios.tcgetattr(self.process.child_fd)

    # --- doing

    def press(self, *keys: str) -> None:
        """Send the bytes of keys, by name, or of a text as it is."""
        self.process.send("".join(KEYS.get(key, key) for key in keys))

    def click(self, column: int, row: int) -> None:
        """Press and release the left button over a cell, from 0."""
        self.process.send(_mouse(0, column, row, "M") + _mouse(0, column, row, "m"))

    def wheel(self, column: int, row: int, down: bool) -> None:
        """One notch of the wheel over a cell."""
        self.process.send(_mouse(65 if down else 64, column, row, "M"))

    def hang_up(self) -> None:
        """What the program gets when its terminal closes."""
        self.process.kill(signal.SIGHUP)


KEYS = {
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "end": "\x1b[F",
    "backspace": "\x7f",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}


def _environment() -> dict[str, str]:
    """That of the test; only, the terminal itself says how large it is."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    return {**inherited, "TERM": "xterm-256color", "LANG": "C.UTF-8"}


@lru_cache
def _is_bright(colour: str) -> bool:
    """Whether a background is nearer to white; the emulator writes colours as rrggbb."""
    try:
        return sum(bytes.fromhex(colour)) > 3 * 128
    except ValueError:
        return False  # a name: none of the wizard's colours


def _mouse(button: int, column: int, row: int, kind: str) -> str:
    """A mouse event as SGR 1006 writes it."""
    return f"\x1b[<{button};{column + 1};{row + 1}{kind}"
