"""What goes wrong with safe mode, and with scaling the server down for an upgrade."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.topic import Mark, Rule, mark
from wizard.view import FileView, PlanView

SINCE = ("2.4.12", "2.5.4")
ON_BY_DEFAULT_SINCE = "2.6"
MODE = "glooMgmtServer.safeMode"
WINDOW = "glooMgmtServer.safeStartWindow"
REPLICAS = "glooMgmtServer.deploymentOverrides.spec.replicas"
IO_THREADS = "redis.deployment.ioThreads"
SEGMENT = "EXPERIMENTAL_SEGMENT_ENVOY_FILTERS_BY_MATCHER"


def is_on(view: PlanView, server: FileView) -> bool:
    """Whether the server waits without limit, by the file or by the chart's default."""
    if server.has(MODE):
        return server.get(MODE) is True
    return view.facts.within(ON_BY_DEFAULT_SINCE)


def window_beside_strict_mode(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within(SINCE):
        return
    if not server.get(WINDOW) or not is_on(view, server):
        return
    if server.has(MODE):
        yield mark(
            server.key,
            WINDOW,
            "The window has no effect: safe mode is on, and then the server waits without limit.",
            Fix("remove the window", (Drop(parse_path(WINDOW)),), safe=True),
        )
    else:
        yield mark(
            server.key,
            WINDOW,
            "The window has no effect: from 2.6 on safe mode is on unless it is switched off, and "
            "then the server waits without limit.",
            Fix("switch safe mode off", (Put(parse_path(MODE), False),)),
        )


def replicas_undo_scaling(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not _positive(server.get(REPLICAS)):
        return
    touched = [path for path in (MODE, WINDOW) if server.has(path) and view.facts.within(SINCE)]
    if _positive(server.get(IO_THREADS)):
        touched.append(IO_THREADS)
    if view.facts.within(until="2.4") and _sets_variable(server):
        touched.append(SEGMENT)
    if touched:
        yield mark(
            server.key,
            REPLICAS,
            f"If you scale the server to 0 to bring in {touched[0]}, helm upgrade scales it back "
            f"to {server.get(REPLICAS)} half-way: Helm (and Argo CD) restores what stands here. "
            "Write 0 for that upgrade and the number again after it. Leaving the key out is no "
            "way round: the Deployment then falls back to 1.",
        )


def scaled_to_nothing(view: PlanView) -> Iterator[Mark]:
    server = view.management
    replicas = server.get(REPLICAS) if server else None
    if server and replicas == 0 and not isinstance(replicas, bool):
        yield mark(
            server.key,
            REPLICAS,
            "No management server will run. That is right in the middle of an upgrade that needs "
            "it scaled down, and wrong after it.",
            Fix("write 1", (Put(parse_path(REPLICAS), 1),)),
        )


def not_read_by_this_version(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or view.facts.within(SINCE):
        return
    for path in (MODE, WINDOW):
        if server.has(path):
            yield mark(
                server.key,
                path,
                f"Version {view.facts.version} accepts this and does nothing with it: safe mode "
                "exists from 2.4.12 on, in the 2.5 line from 2.5.4. Upgrade, or remove it so that "
                "nobody relies on it.",
                Fix("remove it", (Drop(parse_path(path)),), safe=True),
            )


def stale_cluster_freezes_translation(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within(SINCE) or view.facts.within(ON_BY_DEFAULT_SINCE):
        return
    if is_on(view, server):
        yield mark(
            server.key,
            MODE,
            "In this version a cluster that is registered but never connects blocks translation "
            "for all. Delete the KubernetesCluster of clusters that are gone, or set "
            "spec.skipWarming: true on it.",
        )


def no_wait_in_production(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within(SINCE):
        return
    if view.facts.effective("deployment.purpose") != "production" or is_on(view, server):
        return
    window = server.get(WINDOW)
    if server.has(MODE) and window == 0 and not isinstance(window, bool):
        yield mark(
            server.key,
            MODE,
            "Nothing is waited for: after a restart, translation starts with the first cluster "
            "that reports, and routes of the others can vanish. For production, wait for all, or "
            "for a bounded time.",
            Fix("wait for every cluster", (Put(parse_path(MODE), True), Drop(parse_path(WINDOW)))),
        )


def _positive(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _sets_variable(server: FileView) -> bool:
    entries = server.get("glooMgmtServer.env")
    named = isinstance(entries, list) and any(
        isinstance(entry, dict) and entry.get("name") == SEGMENT for entry in entries
    )
    return named or server.has(f"glooMgmtServer.extraEnvs.{SEGMENT}")


RULES = (
    Rule(
        "GM801",
        Severity.WARNING,
        "Window beside strict safe mode",
        "With safe mode on, the server waits until every cluster has reported, and the start "
        "window is not looked at. Remove the window, or switch safe mode off to use it. From 2.6 "
        "on safe mode is on by default, so a window needs safeMode: false beside it.",
        window_beside_strict_mode,
        question="safe-mode.behaviour",
    ),
    Rule(
        "GM802",
        Severity.NOTE,
        "Replicas undo scaling to zero",
        "Safe mode, Redis I/O threads and segmented Envoy filters are brought into a running "
        "installation so: kubectl scale deployment gloo-mesh-mgmt-server --replicas=0, helm "
        "upgrade, kubectl scale back. A replica count in the values makes helm upgrade scale the "
        "server up too early, which is what the procedure is to avoid. With 0 in the values it "
        "stays down; taking the key out resets a running Deployment to 1 (recorded with Helm "
        "3.17.3 and 4.1.4). A first installation needs none of this.",
        replicas_undo_scaling,
        question="safe-mode.behaviour",
    ),
    Rule(
        "GM803",
        Severity.WARNING,
        "No management server",
        "A replica count of 0 is a step of an upgrade. Left in the values, it keeps the server "
        "down at each upgrade.",
        scaled_to_nothing,
    ),
    Rule(
        "GM804",
        Severity.WARNING,
        "Safe mode in a version without it",
        "The chart lets unknown keys pass without a word. Until 2.4.11, in 2.5.0 to 2.5.3 and in "
        "all of 2.3 (inferred from the history of the API; seen in 2.3.3) these keys do nothing.",
        not_read_by_this_version,
        question="safe-mode.behaviour",
    ),
    Rule(
        "GM805",
        Severity.NOTE,
        "A stale cluster freezes all",
        "Safe mode waits for every registered cluster. In 2.4 and 2.5 that includes clusters that "
        "were taken down without being deregistered; from 2.6 on those that never reported are "
        "left out by themselves.",
        stale_cluster_freezes_translation,
        question="safe-mode.behaviour",
    ),
    Rule(
        "GM806",
        Severity.WARNING,
        "No wait in production",
        "Without safe mode and without a window, a restart of server and Redis together can "
        "remove Istio resources for a while.",
        no_wait_in_production,
        question="safe-mode.behaviour",
    ),
)
