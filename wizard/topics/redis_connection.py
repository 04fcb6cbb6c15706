"""The fine tuning of the connection to Redis, which most installations leave alone."""

from __future__ import annotations

from typing import Any

from wizard.condition import all_of, chosen, versions
from wizard.facts import Word
from wizard.question import Number, Text
from wizard.sets import Sets

PAUSE = r"([0-9]+(\.[0-9]+)?(ms|s|m|h))+"
PAUSE_LOOKS = "a length of time such as 500ms, 5s or 1m0s"
DOUBTFUL = (
    Word(
        "Doubtful in 2.3: the chart writes these keys at the wrong depth, so that they may have no "
        "effect.",
        until="2.3",
    ),
)


def _shared(since: str = "", **rest: Any) -> dict[str, Any]:
    return {
        "asked_when": all_of(
            chosen("redis.where", "own", because="the built-in Redis needs no such setting"),
            versions(until="2.5", because="from 2.6 on no keys for the connection are known"),
        ),
        "since": since,
        "leave_for": ("production", "evaluation"),
        "group": "Connection",
        "advanced": True,
        "sure": DOUBTFUL,
        **rest,
    }


FORGIVING = "A longer time forgives a slow network, a shorter one notices an outage sooner."


def _pause(
    id: str, ask: str, key: str, chart: str, comment: str, since: str = "", why: str = FORGIVING
) -> Text:
    left = f"Leave it to the chart: {chart or 'not set'}"
    return Text(
        id=id,
        ask=ask,
        why=why,
        sets=(Sets(f"redis.connection.{key}", until="2.5"),),
        pattern=PAUSE,
        looks_like=PAUSE_LOOKS,
        left=left,
        suggests=chart,
        comment=comment,
        **_shared(since),
    )


def _number(
    id: str, ask: str, key: str, chart: int, comment: str, why: str = "", minimum: int = 0
) -> Number:
    return Number(
        id=id,
        ask=ask,
        why=why,
        sets=(Sets(f"redis.connection.{key}", until="2.5"),),
        minimum=minimum,
        maximum=100000,
        suggests=chart,
        left=f"Leave it to the chart: {chart}",
        comment=comment,
        **_shared(),
    )


CONNECTION = (
    Text(
        id="sentinel",
        ask="What is the master called in Redis Sentinel?",
        why="Sentinel watches several Redis servers and tells which of them leads. Only where "
        "yours is reached through it.",
        sets=(Sets("redis.connection.masterName", until="2.5"),),
        pattern=r"[A-Za-z0-9._-]+",
        looks_like="letters, digits, dots, hyphens and underscores",
        left="Leave it to the chart: no Sentinel",
        comment="The master's name in Redis Sentinel.",
        **_shared("2.4"),
    ),
    _number(
        "retries",
        "How often is a failed command tried again?",
        "maxRetries",
        3,
        "Retries before a command fails; -1 means none.",
        "What fails once may succeed a moment later. -1 means never.",
        minimum=-1,
    ),
    _pause(
        "dial-timeout",
        "How long may opening a connection take?",
        "dialTimeout",
        "5s",
        "Time limit for opening a connection.",
    ),
    _pause(
        "read-timeout",
        "How long may a read take?",
        "readTimeout",
        "3s",
        "Time limit for a read.",
    ),
    _pause(
        "write-timeout",
        "How long may a write take?",
        "writeTimeout",
        "",
        "Time limit for a write.",
    ),
    _number(
        "pool-size",
        "How many connections are kept at most?",
        "poolSize",
        0,
        "Upper bound of the connection pool; 0 means ten for each CPU.",
        "Each command that is under way takes a connection. 0 means ten for each CPU.",
    ),
    _number(
        "idle-connections",
        "How many idle connections are kept ready?",
        "minIdleConns",
        0,
        "Idle connections kept ready.",
        "They save the time to open one.",
    ),
    _pause(
        "idle-time",
        "After which idle time is a connection closed?",
        "connMaxIdleTime",
        "5m0s",
        "Idle time after which a connection is closed.",
        since="2.4",
        why="Some networks cut connections that are silent for long. Close them before that.",
    ),
)
