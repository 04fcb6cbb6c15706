"""Redis: where the management server keeps what the clusters reported."""

from __future__ import annotations

from wizard.condition import (
    MANAGEMENT_PLANE,
    all_of,
    answered,
    any_of,
    chosen,
    not_chosen,
    versions,
)
from wizard.facts import Word
from wizard.question import Choice, Number, Option, Text
from wizard.sets import Sets
from wizard.topic import Topic
from wizard.topics.env import environment
from wizard.topics.redis_connection import CONNECTION
from wizard.topics.redis_memory import BUILT_IN, MEMORY_QUESTIONS
from wizard.topics.redis_needs import needs
from wizard.topics.redis_rules import RULES
from wizard.topics.redis_threads import IoThreads

DOCS = "https://docs.solo.io/gloo-mesh-enterprise/main/setup/prod/databases/about-databases/"
SNAPSHOT = "redisStore.snapshot"
INSIGHTS = "redisStore.insights"

NAME = r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?"
NAME_LOOKS = "a Kubernetes name: lower-case letters, digits, hyphens and dots"

OWN = chosen("redis.where", "own", because="the built-in Redis needs no such setting")
WITH_INSIGHTS = chosen("redis.insights", "yes")
ELSEWHERE = all_of(
    answered("deployment.namespace"), not_chosen("deployment.namespace", "gloo-mesh")
)


def client(key: str, value: object, old: str = "") -> tuple[Sets, ...]:
    """A setting of the client: redis.* up to 2.5, redisStore.* from 2.6 on."""
    return (
        Sets(f"redis.{old or key}", value, until="2.5"),
        Sets(f"{SNAPSHOT}.client.{key}", value, since="2.6"),
        Sets(f"{INSIGHTS}.client.{key}", value, since="2.6", when=WITH_INSIGHTS),
    )


REPEATED = {
    "REDIS_USERNAME": "The login from your secret. This list replaces the chart's own, so all of "
    "its entries are repeated here."
}


def login(component: str, name: str, key: str) -> tuple[Sets, ...]:
    """In 2.3 the pods read the login from fixed names, unless their environment is repeated."""
    reference = {"key": key, "name": "{value}", "optional": True}
    forms = environment(
        component, name, {"valueFrom": {"secretKeyRef": reference}}, note=REPEATED.get(name, "")
    )
    return tuple(form for form in forms if form.until == "2.3")


WHERE = Choice(
    id="where",
    ask="Which Redis keeps the clusters' state?",
    why="The management server writes there what each cluster reported; the UI reads it. What is "
    "lost there has to be reported again before translation can go on safely.",
    left="Leave it to the chart: it runs one",
    link=DOCS,
    options=(
        Option(
            "builtin",
            "The built-in one",
            sets=(Sets("redis.deployment.enabled", True),),
            gains="Runs at once and is upgraded with the chart.",
            costs=(
                Word(
                    "One pod, nothing on disk: a restart loses everything, and all agents report "
                    "anew. The 2.3 chart switches saving off, so a volume does not help.",
                    until="2.3",
                ),
                Word(
                    "One pod, by default with nothing on disk: a restart loses everything, and all "
                    "agents report anew. Newer charts can give it a volume; the keys for that are "
                    "not verified, so the wizard does not write them."
                ),
            ),
            choose_when="A trial or staging; production where a pause after a restart is bearable.",
            comment="The chart runs a Redis of its own. It keeps nothing over a restart.",
            recommended=("evaluation",),
            default=True,
        ),
        Option(
            "own",
            "Your own",
            sets=(
                Sets("redis.deployment.enabled", False),
                Sets(f"{SNAPSHOT}.deployment.enabled", False, since="2.6"),
            ),
            gains="High availability, backups and upgrades are those of your Redis. State survives "
            "a restart.",
            costs="You run it, or pay for it, and give address, login and CA here. Solo "
            "does not support the Redis itself.",
            choose_when="Production, several replicas, or several management clusters.",
            comment="Your own Redis: the chart runs none.",
            recommended=("production",),
            sure=(
                Word(
                    "From a working 2.6.5 file. Not verified whether redis.* still counts from 2.6 "
                    "on; the wizard writes redisStore.*.",
                    since="2.6",
                ),
            ),
        ),
    ),
)

STORES = Choice(
    id="insights",
    ask="Does the insights engine use the same Redis?",
    why="It keeps its findings in a store of its own, which can be the same Redis.",
    asked_when=all_of(
        OWN, versions("2.6", because="before 2.6 there is one Redis setting for all")
    ),
    left="Leave it to the chart: it keeps the built-in one, as far as is known",
    options=(
        Option(
            "yes",
            "Yes, the same",
            sets=(Sets(f"{INSIGHTS}.deployment.enabled", False),),
            gains="One Redis for everything.",
            costs="More load on it.",
            choose_when="The insights engine is switched on.",
            comment="Insights are kept in your Redis too.",
            recommended=("production", "evaluation"),
        ),
        Option(
            "no",
            "No, insights are off or keep the built-in one",
            gains="Nothing more to set.",
            costs="With the insights engine on, its data stays in the chart's Redis.",
            choose_when="The insights engine is off.",
            default=True,
        ),
    ),
)

ADDRESS = Text(
    id="address",
    ask="At which address does Redis answer?",
    why="Host and port, as the management cluster sees it. A cluster-mode endpoint is another kind "
    "of client and is not verified.",
    sets=(
        Sets("redis.address", until="2.5", when=OWN),
        Sets("redis.address", when=BUILT_IN),
        Sets(f"{SNAPSHOT}.client.address", since="2.6", when=OWN),
        Sets(f"{INSIGHTS}.client.address", since="2.6", when=WITH_INSIGHTS),
    ),
    asked_when=any_of(OWN, ELSEWHERE),
    required=True,
    left="Leave it to the chart: gloo-mesh-redis.gloo-mesh:6379",
    pattern=r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?:[0-9]{1,5}",
    looks_like="host:port, without redis:// before it",
    example="my-redis.example.com:6379",
    suggests="gloo-mesh-redis.{namespace}:6379",
    comment="Where Redis answers, for the management server and the UI.",
    sure=(
        Word(
            "Not verified for the built-in Redis from 2.6 on.",
            since="2.6",
        ),
    ),
)

LOGIN = Choice(
    id="auth",
    ask="Does Redis ask for a login?",
    why="What stands in this Redis is what the management server believes of your clusters.",
    asked_when=OWN,
    left="Leave it to the chart: no login",
    options=(
        Option(
            "yes",
            "Yes, user and password from a secret",
            sets=client("auth.enabled", True),
            gains="Only who knows the password reads the clusters' state.",
            costs="A secret with the keys username and password must exist beforehand.",
            choose_when="Always, for a Redis of your own.",
            comment="Log in at Redis; user name and password come from a secret.",
            recommended=("production",),
        ),
        Option(
            "no",
            "No",
            sets=client("auth.enabled", False),
            gains="No secret to create.",
            costs="Whoever reaches Redis can read and change the state of all clusters.",
            choose_when="A trial.",
            comment="Redis asks for no login.",
            recommended=("evaluation",),
            default=True,
        ),
    ),
)

LOGIN_SECRET = Text(
    id="auth-secret",
    ask="Which secret holds the login?",
    why=(
        Word(
            "It has the keys username and password; others are not read. It must not be called "
            "redis-auth-secrets: the 2.3 chart makes an empty secret of that name itself. The "
            "environment of server and UI is repeated, because it keeps reading that name.",
            until="2.3",
        ),
        Word("It has the keys username and password. The user name may be default."),
    ),
    sets=(
        Sets("redis.auth.secretName", until="2.5"),
        *login("glooMgmtServer", "REDIS_USERNAME", "username"),
        *login("glooMgmtServer", "REDIS_PASSWORD", "password"),
        *login("glooUi", "REDIS_USERNAME", "username"),
        *login("glooUi", "REDIS_PASSWORD", "password"),
    ),
    asked_when=all_of(
        chosen("redis.auth", "yes", because="Redis asks for no login"),
        versions(
            until="2.5",
            because="from 2.6 on no key for the name is known: the secret is redis-auth-secrets",
        ),
    ),
    left="Leave it to the chart: redis-auth-secrets",
    suggests=(Word("my-redis-auth", until="2.3"), Word("redis-auth-secrets")),
    pattern=NAME,
    looks_like=NAME_LOOKS,
    comment="The secret with Redis' login, keys username and password.",
    sure=(Word("Not verified which of file and environment the 2.3 programs use.", until="2.3"),),
)

TLS = Choice(
    id="tls",
    ask="Is the connection to Redis encrypted?",
    why="The clusters' state and the password travel over it. ElastiCache with encryption in "
    "transit, and most hosted services, want it encrypted.",
    asked_when=OWN,
    left="Leave it to the chart: not encrypted",
    options=(
        Option(
            "yes",
            "Yes, with TLS",
            sets=client("certs.enabled", True),
            gains="Nobody on the way reads along.",
            costs="A secret with the CA's certificate must exist beforehand.",
            choose_when="Redis is outside the cluster.",
            comment="TLS towards Redis, checked against the CA in a secret.",
            recommended=("production",),
        ),
        Option(
            "no",
            "No",
            sets=client("certs.enabled", False),
            gains="No secret to create.",
            costs="State and password travel in plain text.",
            choose_when="A trial, or where a service mesh encrypts already.",
            comment="The connection to Redis is not encrypted.",
            recommended=("evaluation",),
            default=True,
        ),
    ),
)

ENCRYPTED = chosen("redis.tls", "yes", because="the connection is not encrypted")

CA_SECRET = Text(
    id="tls-secret",
    ask="Which secret holds the CA's certificate?",
    why=(
        Word(
            "Not redis-certs: the 2.3 chart makes an empty secret of that name itself.",
            until="2.3",
        ),
        Word("The CA that signed Redis' certificate."),
    ),
    sets=(Sets("redis.certs.secretName", until="2.5"),),
    asked_when=all_of(
        ENCRYPTED,
        versions(
            until="2.5",
            because="from 2.6 on no key for the name is known: the secret is redis-certs",
        ),
    ),
    left="Leave it to the chart: redis-certs",
    suggests=(Word("my-redis-certs", until="2.3"), Word("redis-certs")),
    pattern=NAME,
    looks_like=NAME_LOOKS,
    comment="The secret with the CA of Redis' certificate.",
)

CA_KEY = Text(
    id="tls-key",
    ask="Under which key does the CA's certificate stand?",
    why="The chart's default is empty, and then no CA is found.",
    sets=client("certs.caCertKey", "{value}"),
    asked_when=ENCRYPTED,
    required=True,
    left="Not set: no CA is found",
    suggests="ca.crt",
    pattern=r"[A-Za-z0-9._-]+",
    looks_like="letters, digits, dots, hyphens and underscores",
    comment="The key under which the secret holds the CA's certificate.",
)

DATABASE = Number(
    id="database",
    ask="Which database number?",
    why="Where several programs share one Redis, each takes a number of its own.",
    sets=(Sets("redis.db", until="2.5"),),
    asked_when=all_of(
        OWN, versions(until="2.5", because="from 2.6 on no key for the number is known")
    ),
    leave_for=("production", "evaluation"),
    left="Leave it to the chart: 0",
    maximum=1023,
    suggests=0,
    advanced=True,
    comment="The number of the database in Redis.",
)

EXPORTED = tuple(
    (f"{section}.extraExporters.redisstream/{name}", since)
    for section in ("telemetryGatewayCustomization", "telemetryCollectorCustomization")
    for name, since in (("basic", "2.5"), ("ui", "2.5"), ("hubble", "2.6"))
)
EXPORTERS = Choice(
    id="exporters",
    ask="Should telemetry write its Redis streams to your Redis?",
    why="The telemetry gateway and the collector hand logs and insights to the UI through Redis "
    "streams, by default in the built-in Redis. If that one is off, the UI's panels stay empty.",
    asked_when=all_of(
        versions("2.5", because="the Redis streams exist from 2.5 on"),
        OWN,
        answered("redis.address", because="the address of Redis is not known yet"),
    ),
    left="Leave it to the chart: gloo-mesh-redis in gloo-mesh",
    options=(
        Option(
            "own",
            "Yes",
            sets=(
                *(
                    Sets(f"{path}.endpoint", "{redis.address}", since=since)
                    for path, since in EXPORTED
                ),
                *(
                    Sets(
                        f"{path}.tls.ca_file",
                        "/etc/otel-certs/ca-redis.crt",
                        since=since,
                        when=ENCRYPTED,
                    )
                    for path, since in EXPORTED
                ),
            ),
            gains="Logs and insights reach the UI.",
            costs="With TLS, two more secrets hold the CA for gateway and collector. A password is "
            "read from the values alone, in plain text: the wizard leaves it out, and you give it "
            "at each helm upgrade.",
            choose_when="Telemetry is on and the built-in Redis is off.",
            comment="Redis streams go to your Redis, not to the built-in one that is switched off.",
            recommended=("production", "evaluation"),
            sure="From a working 2.6.5 file.",
        ),
    ),
)

THREADS = IoThreads(
    id="io-threads",
    ask="How many I/O threads does the built-in Redis use?",
    why="Redis works in one thread; more threads help with slow connections and deletions, if its "
    "CPU is the limit. Changing it restarts Redis and empties it: do it with safe mode on and the "
    "management server scaled to 0.",
    asked_when=all_of(
        versions(
            "2.4", because="the 2.3 chart does not read ioThreads; only its CPU part would count"
        ),
        BUILT_IN,
    ),
    leave_for=("production", "evaluation"),
    left="Leave it to the chart: 1 thread, 125m CPU",
    minimum=1,
    maximum=8,
    suggests=2,
    unit="threads",
    advanced=True,
    comment="I/O threads of the built-in Redis. A change restarts Redis and empties it.",
    cpu_comment="One core for each I/O thread and one for Redis itself.",
    sure=(
        Word("Not verified which 2.4 patch reads it first; 2.4.16 does.", until="2.4.15"),
        Word("Redis' own advice: only with at least 4 cores, and never more than 8 threads."),
    ),
)

TOPIC = Topic(
    id="redis",
    title="Redis",
    why="Redis is a store that keeps its data in memory. What each cluster reported (its snapshot) "
    "is kept there, and the management server reads it to make configuration. Decide whether the "
    "chart's own Redis is enough, or where yours is.",
    asked_when=MANAGEMENT_PLANE,
    questions=(
        WHERE,
        STORES,
        ADDRESS,
        LOGIN,
        LOGIN_SECRET,
        TLS,
        CA_SECRET,
        CA_KEY,
        DATABASE,
        EXPORTERS,
        THREADS,
        *MEMORY_QUESTIONS,
        *CONNECTION,
    ),
    rules=RULES,
    needs=needs,
    link=DOCS,
)
