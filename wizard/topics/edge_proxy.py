"""Locking down the proxy: what its pods may do on the node and in the cluster."""

from __future__ import annotations

from wizard.condition import chosen, not_chosen
from wizard.facts import Word
from wizard.question import Choice, Option, yes_or_no
from wizard.sets import Sets
from wizard.topic import Topic
from wizard.topics.edge_proxies import PRODUCTION, PROXY
from wizard.topics.edge_proxy_rules import RULES

POD = f"{PROXY}.podTemplate"
CONTEXT = f"{POD}.glooContainerSecurityContext"
NET_BIND = f"{POD}.disableNetBind"
UNPRIVILEGED = f"{POD}.runUnprivileged"
DAEMON_SET = f"{PROXY}.kind.daemonSet"
TOKEN = "gateway.proxyServiceAccount.disableAutomount"
OPENSHIFT = (
    "https://docs.solo.io/gloo-edge/latest/installation/platform_configuration/cluster_setup/"
)

FIXED_USER = not_chosen("proxy.user-id", "floating", because="the cluster chooses the user id")


def container_context(writable: bool) -> tuple[Sets, ...]:
    """The chart's own container context, stated in full, with or without a writable root."""
    return (
        Sets(f"{CONTEXT}.readOnlyRootFilesystem", not writable),
        Sets(f"{CONTEXT}.allowPrivilegeEscalation", False),
        Sets(f"{CONTEXT}.capabilities.drop", ["ALL"]),
        Sets(
            f"{CONTEXT}.runAsNonRoot",
            True,
            when=not_chosen("proxy.privileges", "net-bind", because="it may run as root"),
        ),
        Sets(
            f"{CONTEXT}.capabilities.add",
            ["NET_BIND_SERVICE"],
            when=chosen("proxy.privileges", "net-bind"),
        ),
        Sets(f"{CONTEXT}.runAsUser", 10101, when=FIXED_USER),
    )


TOPIC = Topic(
    id="proxy",
    title="Locking down the proxy",
    why="The proxy is the one part that strangers talk to. Gloo gives it nothing that it does not "
    "need: configuration comes from the control plane, so the proxy itself wants neither the "
    "Kubernetes API nor a file system to write to. What is still open by default is decided here.",
    link=PRODUCTION,
    questions=(
        Choice(
            id="ports",
            ask="Where does the proxy take connections?",
            why="Inside its pod it listens on 8080 and 8443; the service in front maps 80 and 443 "
            "to them, so that no privilege is needed. Ports of the nodes themselves are another "
            "matter.",
            left="Leave it to the chart: behind a service",
            leave_for=("production", "evaluation"),
            link=PRODUCTION,
            options=(
                Option(
                    "service",
                    "Behind a service",
                    keeps=(f"{PROXY}.kind.deployment",),
                    gains="No privilege on the node, and as many pods as you like.",
                    costs="A load balancer or a node port has to stand in front.",
                    choose_when="Almost always.",
                    default=True,
                ),
                Option(
                    "host",
                    "On the ports 80 and 443 of every node",
                    sets=(
                        Sets(
                            f"{PROXY}.kind.deployment",
                            None,
                            note="Takes the chart's Deployment away; without it the chart makes a "
                            "DaemonSet.",
                        ),
                        Sets(f"{DAEMON_SET}.hostPort", True),
                        Sets(f"{POD}.httpPort", 80),
                        Sets(f"{POD}.httpsPort", 443),
                    ),
                    gains="No load balancer: every node answers on the usual ports.",
                    costs="One proxy on each node, and it needs NET_BIND_SERVICE and a user that "
                    "may use it: the next question.",
                    choose_when="Bare metal without a load balancer of any kind.",
                    comment="One proxy on each node, on the node's own ports.",
                    sure="Inferred from the chart's template, which makes a DaemonSet where "
                    "kind.deployment is missing.",
                ),
            ),
        ),
        Choice(
            id="privileges",
            ask="What may the proxy's process do on its node?",
            why="Ports below 1024 may be opened by root, or with the capability NET_BIND_SERVICE. "
            "Older guides say that it is added out of the box and has to be dropped. That was so "
            "up to 1.3.30; since 1.3.31 the chart drops it and runs the proxy as an ordinary user. "
            "Writing it down changes nothing then, but tells a reviewer that it is meant.",
            left=(
                Word("Leave it to the chart: it may bind low ports", until="1.3.30"),
                Word("Leave it to the chart: nothing beyond an ordinary user"),
            ),
            link=PRODUCTION,
            options=(
                Option(
                    "none",
                    "Nothing beyond an ordinary user",
                    sets=(Sets(NET_BIND, True), Sets(UNPRIVILEGED, True)),
                    gains="A broken proxy has no rights to misuse. OpenShift runs it without "
                    "further security constraints.",
                    costs="It cannot bind ports below 1024 inside its pod.",
                    choose_when="The proxy stands behind a service.",
                    comment="No capability to bind low ports, and no root user: the proxy listens "
                    "on 8080 and 8443, the service maps 80 and 443 to them.",
                    recommended=("production", "evaluation"),
                    default=True,
                    default_since="1.3.31",
                    link=PRODUCTION,
                ),
                Option(
                    "net-bind",
                    "Bind ports below 1024",
                    sets=(Sets(NET_BIND, False), Sets(UNPRIVILEGED, False)),
                    gains="The proxy can open 80 and 443 itself.",
                    costs="It runs with a capability, and may run as root.",
                    choose_when="It takes connections on the ports of the nodes.",
                    comment="The proxy binds ports below 1024 itself and needs the right to.",
                    default=True,
                    default_until="1.3.30",
                ),
            ),
        ),
        yes_or_no(
            "token",
            "Keep the service account's token out of the proxy?",
            TOKEN,
            why="Kubernetes puts a token into each pod, with which it may talk to the Kubernetes "
            "API. The proxy never does; only Istio's certificates need the token.",
            yes=Option(
                "yes",
                "Yes, mount no token",
                gains="Whoever breaks into the proxy finds no key to the Kubernetes API.",
                costs="Certificates from Istio need the token: mesh integration stops working.",
                choose_when="The proxy is not part of an Istio mesh.",
                comment="No token of the Kubernetes API in the proxy: it needs none. Istio's "
                "certificates would.",
                recommended=("production",),
                link=PRODUCTION,
            ),
            no=Option(
                "no",
                "No, mount it",
                gains="Istio's certificate service works.",
                costs="A token lies in the pod that strangers talk to.",
                choose_when="The proxy takes part in an Istio mesh.",
                default=True,
                comment="The token is mounted; Istio's certificates need it.",
            ),
            left="Leave it to the chart: the token is mounted",
            leave_for=("evaluation",),
            link=PRODUCTION,
        ),
        Choice(
            id="user-id",
            ask="Who chooses the numeric user id?",
            why="The chart runs everything as user 10101. OpenShift gives each namespace a range "
            "of its own and refuses others.",
            left="Leave it to the chart: user 10101",
            link=OPENSHIFT,
            options=(
                Option(
                    "fixed",
                    "The chart: 10101",
                    gains="The same user everywhere, known in advance.",
                    costs="OpenShift refuses it without a security constraint of its own.",
                    choose_when="Anything but OpenShift.",
                    default=True,
                    recommended=("production", "evaluation"),
                ),
                Option(
                    "floating",
                    "The cluster (OpenShift)",
                    sets=(
                        Sets("global.securitySettings.floatingUserId", True, since="1.17.3"),
                        Sets(f"{POD}.floatingUserId", True, until="1.17.2"),
                        Sets("gloo.deployment.floatingUserId", True, until="1.17.2"),
                        Sets("discovery.deployment.floatingUserId", True, until="1.17.2"),
                        Sets("gateway.certGenJob.floatingUserId", True, until="1.17.2"),
                    ),
                    gains="Runs on OpenShift without further security constraints.",
                    costs="Files on volumes belong to another user in each namespace.",
                    choose_when="OpenShift.",
                    comment="The cluster chooses the numeric user id, as OpenShift wants it.",
                    link=OPENSHIFT,
                ),
            ),
        ),
        Choice(
            id="root-filesystem",
            ask="May the proxy write to its root file system?",
            why="There is no switch for it: the chart always renders a read-only root, no "
            "escalation and no capabilities. Only a container context of your own changes that, "
            "and it replaces the chart's whole context, so everything is stated again.",
            left="Leave it to the chart: no, it is read-only",
            leave_for=("production", "evaluation"),
            since="1.14.0",
            advanced=True,
            options=(
                Option(
                    "stated",
                    "No, and the file says so",
                    sets=container_context(writable=False),
                    gains="A scanner or an auditor sees it in the values.",
                    costs="What later versions of the chart add to their own context is missed.",
                    choose_when="Somebody checks values, not pods.",
                    comment="The chart's own container context, stated in full.",
                ),
                Option(
                    "writable",
                    "Yes",
                    sets=container_context(writable=True),
                    gains="Tools inside the container can write.",
                    costs="Whoever breaks in can leave files behind.",
                    choose_when="A debugging session.",
                    comment="The root file system may be written to; the rest is the chart's own "
                    "container context, stated in full.",
                ),
            ),
        ),
        yes_or_no(
            "pod-context",
            "Shall the proxy's pods have a pod security context?",
            f"{POD}.enablePodSecurityContext",
            why="It says which user and group the pod's files belong to.",
            yes=Option(
                "yes",
                "Yes",
                gains="Volumes belong to the proxy's group.",
                costs="Some policies allow no fixed group.",
                choose_when="Almost always.",
                default=True,
                comment="The pods have a security context with user and group.",
            ),
            no=Option(
                "no",
                "No",
                gains="The cluster's own policy fills it in.",
                costs="Without such a policy, volumes may not be readable.",
                choose_when="A policy refuses what the chart renders.",
                comment="The pods have no security context of their own.",
            ),
            since="1.8.0",
            left="Leave it to the chart: yes",
            leave_for=("production", "evaluation"),
            advanced=True,
        ),
        yes_or_no(
            "restricted",
            "Hold every container to the restricted pod security standard?",
            "global.podSecurityStandards.container.enableRestrictedContainerDefaults",
            why="Restricted is the strictest of the three standards of Kubernetes for pods. A "
            "namespace can be told to let in nothing else.",
            yes=Option(
                "yes",
                "Yes",
                gains="Namespaces that enforce the restricted standard let all pods in.",
                costs="A container that needs more has to be given a context of its own.",
                choose_when="The namespace enforces the restricted standard.",
                comment="Every container meets the restricted pod security standard.",
            ),
            no=Option(
                "no",
                "No",
                gains="Each component keeps its own context.",
                costs="A namespace that enforces the standard refuses some pods.",
                choose_when="No such rule is enforced.",
                default=True,
                comment="Each component keeps the container context of its own.",
            ),
            since="1.16.14",
            left="Leave it to the chart: no",
            leave_for=("production", "evaluation"),
            advanced=True,
        ),
    ),
    rules=RULES,
)
