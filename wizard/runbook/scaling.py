"""Scaling the management server to zero and back around an upgrade, with the trap on the way.

Helm restores a replica count that the values set, or that the last release set, so that the server
would come back in the middle. Recorded with Helm 3.17.3 and 4.1.4, client-side apply: with 2 before
and none now, the patch resets to 1; with 0 now, it stays at 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.plan import Member
from wizard.runbook.change import Changed, agent_replicas, replicas
from wizard.runbook.model import Contexts, Step
from wizard.runbook.releases import Releases
from wizard.session import Session
from wizard.sets import Role

SERVER = "gloo-mesh-mgmt-server"
AGENT = "gloo-mesh-agent"
ZERO = "--set glooMgmtServer.deploymentOverrides.spec.replicas=0"
NO_AGENT = "--set glooAgent.deploymentOverrides.spec.replicas=0"


class Scaling:
    """The steps around the upgrade of the management plane; none where none are needed."""

    def __init__(
        self, now: Session, before: Session | None, change: Changed, contexts: Contexts,
        releases: Releases,
    ) -> None:  # fmt: skip
        self.needed = bool(change.reasons)
        self.filters = change.filters
        self.now, self.contexts, self.releases = now, contexts, releases
        self.trap = replicas(now) is not None or replicas(before) is not None
        self.namespace = now.facts.words()["namespace"]
        self.agents = [
            file.key for file in now.view().files if file.effective("glooAgent.enabled") is True
        ]
        self.agent_traps = {
            key
            for key in self.agents
            if self.filters and any(agent_replicas(one, key) is not None for one in (now, before))
        }

    def options(self, member: Member) -> tuple[str, ...]:
        """What the upgrade of a file says besides, so that nothing comes up too early."""
        server = self.needed and self.trap and member.role is Role.MANAGEMENT
        return ((ZERO,) if server else ()) + self._no_agent(member)

    def _no_agent(self, member: Member) -> tuple[str, ...]:
        return (NO_AGENT,) if member.key in self.agent_traps else ()

    def down(self) -> Iterator[Step]:
        if not self.needed:
            return
        remembered = () if self.trap else _remember("SERVER_REPLICAS", SERVER, self._at(""))
        yield Step(
            "The management server to 0",
            " ".join(
                (
                    *(() if self.filters else ("Only this server, not istiod.",)),
                    *(() if self.trap else (_AGAIN.format("SERVER_REPLICAS"),)),
                )
            ),
            (
                *remembered,
                _scale(SERVER, "0", self._at("")),
                f"kubectl wait pod --selector app={SERVER} --for delete {self._at('')} "
                "--timeout 2m",
            ),
        )
        if self.trap:
            yield Step(
                "Mind the replicas",
                "The values set a number of replicas (or the release before did). helm upgrade "
                "would scale the server up by itself, half-way, and so would Argo CD's self-heal: "
                "switch that off meanwhile. The upgrade below therefore says 0; the number comes "
                "back with the last upgrade.",
            )
        if self.filters:
            yield from self._agents_down()

    def _agents_down(self) -> Iterator[Step]:
        for key in self.agents:
            cluster = self._cluster(key)
            where = cluster or self.now.facts.words()["management"]
            name = self._shell(cluster)
            yield Step(
                f"Agent and istiod to 0 in {where}",
                "Until istiod is back no new pod gets a sidecar, endpoints go stale, and "
                "certificates that expire break connections: keep it short. Set ISTIOD where a "
                "revision is part of its name.",
                (
                    *(
                        ()
                        if key in self.agent_traps
                        else _remember(f"AGENT_{name}", AGENT, self._at(cluster))
                    ),
                    _scale(AGENT, "0", self._at(cluster)),
                    *_remember(f"ISTIOD_{name}", '"${ISTIOD:-istiod}"', self._istio(cluster)),
                    _scale('"${ISTIOD:-istiod}"', "0", self._istio(cluster)),
                ),
            )

    def up(self) -> Iterator[Step]:
        """The server back; the agents and istiod follow after the workload clusters' files."""
        yield Step(
            "Did it stay down?",
            "This fails if it did not; then begin again with scaling down. How server-side apply "
            "(Helm 4) behaves was not checked.",
            (
                f'test "$(kubectl get deployment {SERVER} {self._at("")} '
                "--output jsonpath='{.spec.replicas}')\" = 0",
            ),
        )
        if self.trap:
            for member in self.now.plan:
                if member.role is Role.MANAGEMENT:
                    yield self.releases.upgrade(
                        member,
                        self._no_agent(member),
                        why="Without the 0 this time, which brings the server back.",
                    )
        else:
            yield Step(
                "The management server back",
                "",
                (_scale(SERVER, '"$SERVER_REPLICAS"', self._at("")),),
            )
        yield Step(
            "Wait for the management server",
            "With safe mode on it is ready, but translates only when the clusters have reported.",
            (f"kubectl rollout status deployment/{SERVER} {self._at('')} --timeout 5m",),
        )

    def agents_up(self) -> Iterator[Step]:
        if not (self.needed and self.filters):
            return
        for key in self.agents:
            cluster = self._cluster(key)
            where = cluster or self.now.facts.words()["management"]
            trap, name = key in self.agent_traps, self._shell(cluster)
            istiod = _scale('"${ISTIOD:-istiod}"', f'"$ISTIOD_{name}"', self._istio(cluster))
            agent = _scale(AGENT, f'"$AGENT_{name}"', self._at(cluster))
            what = "istiod" if trap else "istiod and agent"
            yield Step(f"{what} back in {where}", "", (istiod,) if trap else (istiod, agent))
            if trap:
                yield self.releases.upgrade(
                    self.now.plan[key],
                    why="Without the agent's 0 this time, which brings it back.",
                )

    def _cluster(self, key: str) -> str:
        return self.releases.cluster(self.now.plan[key])

    def _shell(self, cluster: str) -> str:
        return self.contexts.by_cluster.get(cluster, "MGMT_CONTEXT").removesuffix("_CONTEXT")

    def _at(self, cluster: str) -> str:
        return f"--context {self.contexts.of(cluster)} --namespace {self.namespace}"

    def _istio(self, cluster: str) -> str:
        return f"--context {self.contexts.of(cluster)} --namespace istio-system"


def _scale(deployment: str, number: str, at: str) -> str:
    return f"kubectl scale deployment {deployment} {at} --replicas {number}"


_AGAIN = "It stops if there are none, as after a try that was broken off: then set {}."


def _remember(variable: str, deployment: str, at: str) -> tuple[str, ...]:
    """Commands that note how many there are, and stop where there are none to come back."""
    found = f"kubectl get deployment {deployment} {at} --output jsonpath='{{.spec.replicas}}'"
    return f"{variable}=${{{variable}:-$({found})}}", f'test "${variable}" -gt 0'
