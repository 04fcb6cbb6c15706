"""Images: FIPS builds, a registry of your own, pull secrets."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, WORKLOAD_CLUSTERS, answered, any_of
from wizard.facts import Word, Worded
from wizard.question import Choice, Option, Question, Text
from wizard.sets import On, Sets
from wizard.topic import Topic
from wizard.topics.images_checks import needs
from wizard.topics.images_rules import RULES

DOCS = "https://docs.solo.io/gloo-mesh-enterprise/2.4.x/setup/prod/recommended_setup/"
REGISTRY = "Registry of your own"
PULLING = "Pulling"
PREFIX = r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*"
IMAGE = rf"{PREFIX}/[a-z0-9]+([._-]+[a-z0-9]+)*"

FIPS = Choice(
    id="fips",
    ask="Do you need FIPS builds?",
    why="FIPS 140 is a standard of the United States for cryptography, and FIPS builds use "
    "cryptography that was validated against it. They exist for the management server and the "
    "agents, so relay and translation are covered and telemetry is not: collector, telemetry "
    "gateway, Redis and Prometheus have no FIPS build. For UI, external auth, rate limiter and "
    "insights it is not verified.",
    left="Leave it to the chart: the ordinary builds",
    link=DOCS,
    options=(
        Option(
            "yes",
            "FIPS builds",
            sets=(
                Sets("glooMgmtServer.image.tag", "{version}-fips"),
                Sets(
                    "glooAgent.image.tag",
                    "{version}-fips",
                    On.AGENT,
                    note="The agent's FIPS build; both sides of the relay need it.",
                ),
            ),
            gains="Relay and translation use validated cryptography, on both planes.",
            costs="The tag pins the version: it must be raised with every upgrade of the chart. "
            "Some components are not covered, and Istio's FIPS builds are chosen in Istio's own "
            "values.",
            choose_when="Your rules ask for FIPS, as with United States federal agencies.",
            comment="The FIPS build of this chart version. Raise it together with the chart: an "
            "old image against newer CRDs fails. Collector, Redis and Prometheus have no FIPS "
            "build.",
            sure="Inferred: cryptography may be slower.",
        ),
        Option(
            "no",
            "Ordinary builds",
            gains="Nothing is pinned; every upgrade of the chart brings its images.",
            costs="The cryptography is not validated.",
            choose_when="Nothing asks for FIPS.",
            recommended=("production", "evaluation"),
            default=True,
        ),
    ),
)

SOLO_REGISTRY = Text(
    id="registry",
    ask="From which registry do the clusters pull the images of Gloo Mesh?",
    why="Clusters without a way to the internet pull from a mirror. Most components take the "
    "registry (with the folder) and the image's name as two keys; telemetry and Prometheus take "
    "both as one, and are asked below.",
    left="Leave it to the chart: gcr.io/gloo-mesh",
    leave_for=("production", "evaluation"),
    sets=(
        Sets("glooMgmtServer.image.registry"),
        Sets("glooUi.image.registry"),
        Sets("glooUi.sidecars.console.image.registry"),
        Sets("glooUi.sidecars.envoy.image.registry"),
        Sets("glooAgent.image.registry", on=On.AGENT),
    ),
    group=REGISTRY,
    pattern=PREFIX,
    looks_like="a host and a folder without https:// and without / at the end",
    example="registry.example.com/gloo-mesh",
    comment="The mirror that the clusters pull from. It must hold the chart's images.",
)


def mirrored(
    id: str,
    image: str,
    sets: tuple[Sets, ...],
    left: Worded,
    suggests: Worded,
    *,
    whole: bool = False,
    why: Worded = "",
    since: str = "",
    sure: Worded = "",
    advanced: bool = False,
) -> Question:
    """One image from your own registry; `whole`: registry and name stand in one key."""
    what = "Under which full name" if whole else "From which registry"
    return Text(
        id=id,
        ask=f"{what} do the clusters pull {image}?",
        why=why,
        sets=sets,
        left=left,
        leave_for=("production", "evaluation"),
        group=REGISTRY,
        advanced=advanced,
        pattern=IMAGE if whole else PREFIX,
        looks_like="registry, folder and name, without a tag"
        if whole
        else "a host and a folder without https:// and without / at the end",
        suggests=suggests,
        since=since,
        sure=sure,
        asked_when=answered("images.registry", because="no registry of your own is named"),
        comment="The full name in your registry; this component has no separate registry key."
        if whole
        else "The mirror that the clusters pull this image from.",
    )


MIRRORS = (
    mirrored(
        "telemetry-repository",
        "the telemetry gateway and the collectors",
        (
            Sets("telemetryGateway.image.repository"),
            Sets("telemetryCollector.image.repository"),
            Sets("telemetryCollector.image.repository", on=On.WORKLOAD),
        ),
        (
            Word(
                "Leave it to the chart: gcr.io/gloo-mesh/gloo-otel-collector in the chart's "
                "version",
                until="2.5",
            ),
            Word("Leave it to the chart: gcr.io/gloo-mesh/otel-collector with numbers of its own"),
        ),
        (
            Word("{images.registry}/gloo-otel-collector", until="2.5"),
            Word("{images.registry}/otel-collector"),
        ),
        whole=True,
        why="They follow another chart, which has no registry key. It refuses one.",
        sure="The image is called gloo-otel-collector up to 2.5 and otel-collector from 2.6 on; "
        "some files of 2.6 and 2.7 still name the old one.",
    ),
    mirrored(
        "redis-registry",
        "the built-in Redis",
        (Sets("redis.deployment.image.registry"),),
        (
            Word("Leave it to the chart: docker.io", until="2.5"),
            Word("Leave it to the chart: gcr.io/gloo-mesh"),
        ),
        "{images.registry}",
        why="The image's name redis is put behind it.",
    ),
    mirrored(
        "prometheus-repository",
        "the built-in Prometheus",
        (Sets("prometheus.server.image.repository"),),
        (
            Word("Leave it to the chart: quay.io/prometheus/prometheus", until="2.5"),
            Word("Leave it to the chart: gcr.io/gloo-mesh/prometheus"),
        ),
        "{images.registry}/prometheus",
        whole=True,
        why="It follows Prometheus' own chart, which has no registry key.",
    ),
    mirrored(
        "reload-repository",
        "the helper that reloads Prometheus' configuration",
        (Sets("prometheus.configmapReload.prometheus.image.repository"),),
        (
            Word("Leave it to the chart: jimmidyson/configmap-reload", until="2.3"),
            Word("Leave it to the chart: an image from the internet"),
        ),
        (
            Word("{images.registry}/configmap-reload", until="2.3"),
            Word("{images.registry}/prometheus-config-reloader"),
        ),
        whole=True,
        why="A second container beside the built-in Prometheus, with an image of its own.",
        sure="The default is verified for 2.3.3; later files name jimmidyson/configmap-reload or "
        "prometheus-operator/prometheus-config-reloader.",
    ),
    mirrored(
        "ext-auth-registry",
        "external auth",
        (Sets("extAuthService.extAuth.image.registry", on=On.ALL),),
        "Leave it to the chart: gcr.io/gloo-mesh",
        "{images.registry}",
        why="Needed only where the add-on is installed. Its versions have numbers of their own.",
        advanced=True,
    ),
    mirrored(
        "rate-limiter-registry",
        "the rate limiter",
        (Sets("rateLimiter.rateLimiter.image.registry", on=On.ALL),),
        "Leave it to the chart: gcr.io/gloo-mesh",
        "{images.registry}",
        why="Needed only where the add-on is installed. Its versions have numbers of their own.",
        advanced=True,
    ),
    mirrored(
        "rate-limiter-redis-registry",
        "the rate limiter's Redis",
        (Sets("rateLimiter.redis.image.registry", on=On.ALL),),
        "Leave it to the chart: docker.io",
        "{images.registry}",
        why="Needed only where the add-on is installed. The name redis is put behind it.",
        advanced=True,
    ),
    mirrored(
        "insights-registry",
        "the insights engine",
        (Sets("glooInsightsEngine.image.registry"),),
        "Leave it to the chart: Solo's own registry",
        "{images.registry}",
        why="Needed only where insights are switched on.",
        since="2.5",
        sure="Inferred: the key is shaped like those of the other components; no chart was seen.",
        advanced=True,
    ),
    mirrored(
        "analyzer-registry",
        "the analyzer",
        (Sets("glooAnalyzer.image.registry", on=On.AGENT),),
        "Leave it to the chart: Solo's own registry",
        "{images.registry}",
        why="Needed only where an analyzer is switched on.",
        since="2.5",
        sure="Inferred: the key is shaped like those of the other components; no chart was seen.",
        advanced=True,
    ),
    mirrored(
        "common-registry",
        "everything that has no registry of its own",
        (Sets("common.image.registry", on=On.ALL),),
        "Leave it out",
        "{images.registry}",
        why="Seen in examples for closed networks, beside the keys of each component. Do not rely "
        "on it alone.",
        since="2.4",
        sure="Not verified: no chart was seen that reads it; 2.3.3 does not.",
        advanced=True,
    ),
)


def name_in_registry(id: str, component: str, named: str, name: str, on: On) -> Question:
    return Text(
        id=id,
        ask=f"What is the image of {named} called in your registry?",
        why="The name behind the registry, without a tag.",
        sets=(Sets(f"{component}.image.repository", on=on),),
        left=f"Leave it to the chart: {name}",
        leave_for=("production", "evaluation"),
        group=REGISTRY,
        advanced=True,
        pattern=r"[a-z0-9]+([._/-]+[a-z0-9]+)*",
        looks_like="a name without registry and tag",
        suggests=name,
        comment="The image's name behind the registry.",
    )


PULLED = (
    ("glooMgmtServer", On.MANAGEMENT),
    ("glooUi", On.MANAGEMENT),
    ("glooAgent", On.AGENT),
)
PULLED_INSIDE = (
    ("glooUi.sidecars.console", On.MANAGEMENT),
    ("glooUi.sidecars.envoy", On.MANAGEMENT),
)


def pull_policy(value: str) -> tuple[Sets, ...]:
    return tuple(
        Sets(f"{path}.image.pullPolicy", value, on) for path, on in (*PULLED, *PULLED_INSIDE)
    )


POLICY = Choice(
    id="pull-policy",
    ask="When do nodes pull the images of Gloo Mesh anew?",
    why="A node keeps the images that it has pulled. A tag may have been pushed again since.",
    left="Leave it to the chart: only when the node has not got them",
    leave_for=("production", "evaluation"),
    group=PULLING,
    advanced=True,
    options=(
        Option(
            "if-not-present",
            "Only when the node has not got them",
            sets=pull_policy("IfNotPresent"),
            gains="Pods start although the registry is down.",
            costs="A tag that was pushed again is not noticed.",
            choose_when="Tags never change, as with released versions.",
            comment="Pulled only when the node has not got the image yet.",
            default=True,
        ),
        Option(
            "always",
            "At every start of a pod",
            sets=pull_policy("Always"),
            gains="A tag that was pushed again is noticed, and the pull secret is checked.",
            costs="No pod starts while the registry is down.",
            choose_when="Your mirror may replace a tag, or your rules ask for it.",
            comment="The registry is asked at every start of a pod.",
        ),
        Option(
            "never",
            "Never",
            sets=pull_policy("Never"),
            gains="No registry is needed at all.",
            costs="Every node must hold the images beforehand.",
            choose_when="Images are loaded onto the nodes by hand, as in a lab.",
            comment="Never pulled: every node must hold the image.",
        ),
    ),
)

PULL_SECRET = Text(
    id="pull-secret",
    ask="Which Kubernetes secret holds the login to the registry?",
    why="The secret must exist in the namespace of every release before the installation.",
    left="None: the registry asks for no login, or the nodes have it",
    leave_for=("production", "evaluation"),
    group=PULLING,
    pattern=r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?",
    looks_like="the name of a secret: lower-case letters, digits, hyphens and dots",
    example="registry-login",
    sets=(
        *(
            Sets(f"{path}.image.pullSecret", on=on, until="2.5")
            for path, on in (*PULLED, ("redis.deployment", On.MANAGEMENT))
        ),
        *(
            Sets(f"{path}.imagePullSecrets", [{"name": "{value}"}], on, since="2.6")
            for path, on in (*PULLED, ("redis.deployment", On.MANAGEMENT))
        ),
        Sets("telemetryGateway.imagePullSecrets", [{"name": "{value}"}]),
        Sets("telemetryCollector.imagePullSecrets", [{"name": "{value}"}]),
        Sets("telemetryCollector.imagePullSecrets", [{"name": "{value}"}], On.WORKLOAD),
        Sets("prometheus.imagePullSecrets", [{"name": "{value}"}]),
    ),
    comment="The secret with the login to the registry; it must exist in this namespace.",
    sure=(
        Word("Verified for 2.3.3; image.pullSecret is read up to 2.5 for certain.", until="2.5"),
        Word("imagePullSecrets is seen in files from 2.6 on; image.pullSecret still works there."),
    ),
)

TOPIC = Topic(
    id="images",
    title="Images",
    why="Which builds run, and where the clusters get them from. A tag in the file pins the "
    "version and must then be raised by hand; leave tags out unless you need FIPS.",
    asked_when=any_of(MANAGEMENT_PLANE, WORKLOAD_CLUSTERS),
    link=DOCS,
    questions=(
        FIPS,
        SOLO_REGISTRY,
        *MIRRORS,
        name_in_registry(
            "mgmt-repository",
            "glooMgmtServer",
            "the management server",
            "gloo-mesh-mgmt-server",
            On.MANAGEMENT,
        ),
        name_in_registry("agent-repository", "glooAgent", "the agent", "gloo-mesh-agent", On.AGENT),
        PULL_SECRET,
        POLICY,
    ),
    rules=RULES,
    needs=needs,
)
