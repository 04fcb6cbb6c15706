"""How much memory the built-in Redis gets: it holds the state of all clusters there."""

from __future__ import annotations

from wizard.condition import chosen
from wizard.question import Text
from wizard.sets import Sets
from wizard.topics.deployment_pods import MEMORY, MEMORY_LIKE

BUILT_IN = chosen("redis.where", "builtin", because="this concerns the built-in Redis only")
NOT_MEASURED = "Not verified: no published sizes were found. Watch what it uses."

MEMORY_QUESTIONS = (
    Text(
        id="memory-request",
        ask="How much memory is reserved for the built-in Redis?",
        why="It holds in memory what every cluster reported. If the node runs short of memory, a "
        "pod that uses more than its share is killed first, and all agents report anew.",
        sets=(Sets("redis.deployment.resources.requests.memory"),),
        asked_when=BUILT_IN,
        pattern=MEMORY,
        looks_like=MEMORY_LIKE,
        suggests="1Gi",
        left="Leave it to the chart: 256Mi",
        leave_for=("production", "evaluation"),
        comment="Memory that is reserved for Redis, which holds the state of all clusters.",
        sure=NOT_MEASURED,
        advanced=True,
    ),
    Text(
        id="memory-limit",
        ask="How much memory may the built-in Redis use at most?",
        why="A limit protects the pods beside it. Above it Redis is killed and loses everything, "
        "so leave it plenty of room.",
        sets=(Sets("redis.deployment.resources.limits.memory"),),
        asked_when=BUILT_IN,
        pattern=MEMORY,
        looks_like=MEMORY_LIKE,
        suggests="4Gi",
        left="Leave it to the chart: no limit",
        leave_for=("production", "evaluation"),
        comment="Above this, Redis is killed and loses what it holds.",
        sure=NOT_MEASURED,
        advanced=True,
    ),
)
