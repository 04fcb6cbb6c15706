"""How long All values takes at the size of a real chart: a part of `make bench`."""

from __future__ import annotations

import asyncio
import gc
import statistics
import time
from dataclasses import replace
from pathlib import Path

from schema.source import Source, load
from tests.reference import real_chart
from wizard.guides import guide_for
from wizard.opening import new
from wizard.session import Session

VERSION = "2.3.3"
SEARCHED = ("redis", "service", "prometheus url", "tls")
ROUNDS = 5


def real_session() -> Session:
    """A session on the schema of the real chart, 7,105 fields."""
    schema = load(Source(str(real_chart())))
    session = new(guide_for("gloo-platform"), Path("values.yaml"), VERSION)
    return Session(replace(session.state, schema=schema))


def opening() -> float:
    """Seconds of processor time from the key until the screen is drawn; the median."""
    return statistics.median(asyncio.run(_open_once()) for _ in range(ROUNDS))


async def _open_once() -> float:
    from screens.app import WizardApp
    from screens.values import ValuesScreen

    app = WizardApp(session=real_session())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        start = time.process_time()
        await pilot.press("a")
        await pilot.pause()
        taken = time.process_time() - start
        assert isinstance(app.screen, ValuesScreen)
    return taken


def searching() -> tuple[float, float]:
    """Seconds of processor time for the answer to each key of a search: median and slowest."""
    schema = real_session().state.chart_schema
    schema.search("-")  # as the screen does when it opens: the index, and no garbage later
    gc.freeze()
    taken = []
    for text in SEARCHED:
        for end in range(1, len(text) + 1):
            start = time.process_time()
            schema.search(text[:end])
            taken.append(time.process_time() - start)
    return statistics.median(taken), max(taken)
