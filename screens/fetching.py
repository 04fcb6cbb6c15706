"""Fetching a chart's own schema while the screen goes on: progress is told, escape cancels.

A thread of its own does it, which nobody waits for: a server that says nothing keeps no screen
open.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING

from schema.failure import Cancelled, SourceFailed

if TYPE_CHECKING:
    from textual.screen import Screen

    from schema.source import Fetched, Source

_OFTEN = 0.1
"""Seconds between two words about the progress."""


class Fetching:
    """One fetch at a time. `say` hears of the progress, `failed` why it ended without anything,
    `done` what was fetched; all three are called as the screen's own."""

    def __init__(
        self,
        screen: Screen[None],
        say: Callable[[str], object],
        failed: Callable[[str], object],
        done: Callable[[Fetched], object],
    ) -> None:
        self._screen, self._say, self._failed, self._done = screen, say, failed, done
        self._cancel: Event | None = None
        self._said_at = 0.0

    @property
    def under_way(self) -> bool:
        return self._cancel is not None

    def begin(self, source: Source, version: str, before: str = "") -> None:
        """Fetch, see `schema.source.fetch`; what was under way is given up."""
        self.cancel()
        cancel = self._cancel = Event()
        Thread(target=self._work, args=(source, version, before, cancel), daemon=True).start()

    def cancel(self) -> bool:
        """Give up; whether there was anything."""
        cancel, self._cancel = self._cancel, None
        if cancel is not None:
            cancel.set()
        return cancel is not None

    def _work(self, source: Source, version: str, before: str, cancel: Event) -> None:
        from schema.source import Means, fetch

        def progress(what: str, size: int, total: int | None) -> None:
            now = time.monotonic()
            if now - self._said_at >= _OFTEN:
                self._said_at = now
                amount = f"{size / (1 << 20):.1f}" + (
                    f" of {total / (1 << 20):.1f}" if total else ""
                )
                self._tell(cancel, self._say, f"{what}: {amount} MiB. Escape cancels.")

        try:
            fetched = fetch(source, version, Means(progress, cancel), before)
        except Cancelled:
            return
        except (SourceFailed, LookupError, ValueError) as error:
            self._tell(cancel, self._end, self._failed, str(error))
        except Exception as error:  # a fault of ours, in a thread that nobody looks after
            self._tell(cancel, self._end, self._failed, f"{type(error).__name__}: {error}")
        else:
            self._tell(cancel, self._end, self._done, fetched)

    def _end(self, heard_by: Callable[[object], object], what: object) -> None:
        self._cancel = None
        heard_by(what)

    def _tell(self, cancel: Event, callback: Callable[..., object], *arguments: object) -> None:
        """Call in the app's own thread, unless nobody waits for it any more."""

        def call() -> None:
            if self._cancel is cancel:
                callback(*arguments)

        if not cancel.is_set() and self._screen.is_running:
            self._screen.call_later(call)
