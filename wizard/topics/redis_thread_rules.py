"""Redis' I/O threads and the CPU that they need."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Change, Drop, Fix, Put, Severity
from schema.path import format_path, parse_path
from wizard.topic import Mark, Rule, mark
from wizard.topics.redis_threads import CPU, THREADS, cores_for
from wizard.topics.safe_mode_rules import MODE, WINDOW, is_on
from wizard.topics.safe_mode_rules import SINCE as SAFE_MODE_SINCE
from wizard.view import FileView, PlanView

MOST = 8


def _threads(file: FileView) -> int:
    """The threads that the file sets, 0 if it sets none."""
    threads = file.get(THREADS)
    return threads if isinstance(threads, int) and not isinstance(threads, bool) else 0


def cpu_does_not_fit(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or view.facts.within(until="2.3"):
        return
    threads = _threads(server)
    if threads < 2 or server.effective("redis.deployment.enabled") is False:
        return
    cores = cores_for(threads)
    wrong = [path for path in CPU if _cores(server.get(path)) != cores]
    if wrong:
        named = " and ".join(str(path[-2]) for path in wrong)
        yield mark(
            server.key,
            wrong[0],
            f"{threads} I/O threads want {cores} CPU cores, one for each and one for Redis itself; "
            f"the CPU {named} say otherwise.",
            Fix(
                f"set CPU requests and limits to {cores}",
                tuple(Put(path, cores) for path in CPU),
                safe=True,
            ),
        )


def _cores(amount: object) -> float | None:
    """A CPU amount in cores: 3, "3" and "3000m" are the same."""
    if isinstance(amount, bool):
        return None
    if isinstance(amount, int | float):
        return float(amount)
    if isinstance(amount, str):
        try:
            return float(amount[:-1]) / 1000 if amount.endswith("m") else float(amount)
        except ValueError:
            return None
    return None


def threads_without_effect(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not server.has(THREADS):
        return
    if view.facts.within(until="2.3"):
        why = "The 2.3 chart does not read it."
    elif server.effective("redis.deployment.enabled") is False:
        why = "It concerns the built-in Redis, which is off."
    else:
        return
    yield mark(
        server.key,
        THREADS,
        f"{why} It has no effect; remove it.",
        Fix("remove it", (Drop(THREADS),), safe=True),
    )


def strange_number(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not server.has(THREADS) or view.facts.within(until="2.3"):
        return
    threads = _threads(server)
    if threads > MOST:
        yield mark(
            server.key,
            THREADS,
            f"Redis itself advises against more than {MOST} I/O threads.",
            Fix(
                f"use {MOST}, and the CPU for them",
                (Put(THREADS, MOST), *(Put(path, cores_for(MOST)) for path in CPU)),
            ),
        )
    elif threads < 1:
        yield mark(
            server.key,
            THREADS,
            "At least 1 thread is expected; 1 means no I/O threads.",
            Fix("leave it to the chart: 1", (Drop(THREADS),)),
        )


def emptied_without_a_wait(view: PlanView) -> Iterator[Mark]:
    """A change of the threads empties Redis; without a wait, translation starts from a part."""
    server = view.management
    if server is None or _threads(server) < 2 or not view.facts.within(SAFE_MODE_SINCE):
        return
    window = server.get(WINDOW)
    bounded = isinstance(window, int) and not isinstance(window, bool) and window > 0
    own = server.effective("redis.deployment.enabled") is False
    if own or bounded or is_on(view, server):
        return
    changes: tuple[Change, ...] = (Put(parse_path(MODE), True),)
    if server.has(WINDOW):
        changes += (Drop(parse_path(WINDOW)),)
    yield mark(
        server.key,
        THREADS,
        "Bringing this in restarts Redis and empties it, and safe mode is off: translation may "
        "start before all clusters have reported, and routes of the others can vanish. Switch "
        "safe mode on with it.",
        Fix("switch safe mode on", changes),
    )


THREAD_RULES = (
    Rule(
        "GM720",
        Severity.WARNING,
        "CPU does not fit the I/O threads",
        f"The documentation asks for CPU requests and limits of one core more than "
        f"{format_path(THREADS)}. With less, the threads wait for each other.",
        cpu_does_not_fit,
        question="redis.io-threads",
    ),
    Rule(
        "GM721",
        Severity.NOTE,
        "I/O threads without effect",
        "ioThreads is read from 2.4 on (2.4.16 surely), and only for the built-in Redis.",
        threads_without_effect,
        question="redis.io-threads",
    ),
    Rule(
        "GM722",
        Severity.WARNING,
        "Strange number of I/O threads",
        "Between 1 and 8; more only helps where Redis' CPU is the limit.",
        strange_number,
        question="redis.io-threads",
    ),
    Rule(
        "GM723",
        Severity.NOTE,
        "I/O threads without safe mode",
        "A change of the I/O threads restarts Redis, which then holds nothing. The production "
        "guide asks for safe mode beside it, so that translation waits until all clusters have "
        "reported again. From 2.6 on safe mode is on unless it is switched off.",
        emptied_without_a_wait,
        question="safe-mode.behaviour",
    ),
)
