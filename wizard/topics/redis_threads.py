"""The number of Redis' I/O threads, with the CPU that goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from schema.path import Path, parse_path
from wizard.question import CUSTOM, UNTOUCHED, Number
from wizard.sets import On, Scope, Target, present

THREADS = parse_path("redis.deployment.ioThreads")
CPU = (
    parse_path("redis.deployment.resources.requests.cpu"),
    parse_path("redis.deployment.resources.limits.cpu"),
)


def cores_for(threads: int) -> int:
    """One core for each thread and one for Redis itself, as the documentation asks."""
    return threads + 1


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class IoThreads(Number):
    """A number of threads; the CPU requests and limits are written with it, one core above."""

    kind: ClassVar[str] = "number"
    cpu_comment: str = ""

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        if not scope.concerns(On.MANAGEMENT):
            return []
        cores = cores_for(answer)
        return [
            Target(THREADS, answer),
            *(Target(path, cores, note=self.cpu_comment) for path in CPU[:1]),
            *(Target(path, cores) for path in CPU[1:]),
        ]

    def owned(self, scope: Scope) -> set[Path]:
        """The CPU is a question of its own while no threads are set."""
        if not scope.concerns(On.MANAGEMENT) or not present([THREADS], scope):
            return set()
        return {THREADS, *CPU}

    def _read_one(self, scope: Scope) -> Any:
        if not scope.concerns(On.MANAGEMENT):
            return None
        if not present([THREADS], scope):
            return UNTOUCHED
        threads = scope.found(THREADS)
        if isinstance(threads, bool) or not isinstance(threads, int):
            return CUSTOM
        cores = (cores_for(threads), str(cores_for(threads)))
        return threads if all(scope.found(path) in cores for path in CPU) else CUSTOM
