"""Puts a runbook together: what must exist, what is applied in which order, the way back."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from wizard.needs import identity, once_each
from wizard.plan import Member
from wizard.runbook.change import Changed, changed
from wizard.runbook.model import Contexts, Part, Runbook, Step
from wizard.runbook.prerequisites import step_of
from wizard.runbook.releases import Releases
from wizard.runbook.restarts import restarted, running, unknown
from wizard.runbook.scaling import Scaling
from wizard.session import Session
from wizard.sets import Role
from wizard.topic import Need
from wizard.view import FileView


def build(now: Session, before: Session | None = None) -> Runbook:
    """The runbook for a plan, or for what it changes in the one before."""
    return _Builder(now, before).runbook()


class _Builder:
    def __init__(self, now: Session, before: Session | None) -> None:
        self.now, self.before = now, before
        self.change: Changed = changed(now, before)
        self.words = now.facts.words()
        files = (*now.plan, *self.change.gone)
        clusters = [one.cluster for one in files if one.role is Role.WORKLOAD and one.cluster]
        self.contexts = Contexts(
            now.facts.management or "the management cluster",
            dict.fromkeys([*now.facts.workloads, *clusters]),
        )
        self.releases = Releases(now, self.contexts)
        self.scaling = Scaling(now, before, self.change, self.contexts, self.releases)
        self.views: dict[str, FileView] = {file.key: file for file in now.view().files}

    def runbook(self) -> Runbook:
        parts: list[Part] = []
        if self.change.members or self.change.gone:
            parts = [part for part in self._parts() if part.steps]
        used = "\n".join(
            text for part in parts for step in part.steps
            for text in (*step.commands, *step.by_hand, step.context)
        )  # fmt: skip
        contexts = {name: of for name, of in self.contexts.named.items() if name in used}
        earlier = Releases(self.before, self.contexts).inputs() if self.before else {}
        inputs = {**earlier, **self.releases.inputs()}
        inputs = {name: what for name, what in inputs.items() if name in used}
        return Runbook(
            self._title(), tuple(self._facts()), contexts, self._restarts(), tuple(parts), inputs
        )

    def _title(self) -> str:
        what = "Installing" if self.change.first else "Changing"
        return f"{what} {self.now.guide.title} ({self.now.guide.chart} {self.now.state.version})"

    def _facts(self) -> Iterator[str]:
        version = self.now.state.version
        if self.now.state.assumed_version:
            yield f"No file says its chart version; this is for {version}."
        if not self.change.members and not self.change.gone:
            yield "Helm reads the same values as before: there is nothing to do."
        elif self.before is not None and self.change.new_version:
            yield f"From version {self.before.state.version} to {version}."
        files = ", ".join(
            f"{member.file.name} ({member.cluster or self.words['management']})"
            for member, _ in self.change.members
        )
        if files:
            yield f"Files: {files}."
        if self.change.gone:
            yield f"No longer named: {', '.join(one.cluster for one in self.change.gone)}."
        if self.change.reasons:
            yield (
                f"The management server is scaled to 0 for this, because "
                f"{' and '.join(self.change.reasons)}: it must not translate from half of the "
                "clusters' state. Until it is back, the clusters keep what they have, and changes "
                "wait."
            )

    def _parts(self) -> Iterator[Part]:
        first = self.change.first
        workloads = [one for one in self._members() if one.role is not Role.MANAGEMENT]
        management = [one for one in self._members() if one.role is Role.MANAGEMENT]
        needs = self._needs()
        early = [need for need in needs if not need.cluster and need.kind != "KubernetesCluster"]
        registered = [need for need in needs if need.kind == "KubernetesCluster"]
        own = [need for need in registered if need.name == self.words["management"]]
        others = [need for need in registered if need not in own]
        late = [need for need in needs if need.cluster]
        yield Part("Before you begin", (*self._look(), *map(self._need_step, early)))
        yield Part("The chart", tuple(self.releases.repository(self._members())))
        if self.change.new_version or first:
            yield Part("CRDs", tuple(self.releases.crds(management)))
        # Its agent comes with the release that follows.
        yield Part("Register the management cluster", tuple(map(self._need_step, own)))
        yield Part("Scale down", tuple(self.scaling.down()))
        applied = [self.releases.upgrade(one, self.scaling.options(one)) for one in management]
        yield Part("Management cluster", (*applied, *self._wait(management)))
        if self.scaling.needed:
            yield Part("Scale back up", tuple(self.scaling.up()))
        yield Part("Register clusters", tuple(map(self._need_step, others)))
        if workloads:
            yield Part("Addresses", tuple(self._addresses(workloads)))
        if late or workloads:
            # The namespace comes first, then what goes into it.
            late.sort(key=lambda need: need.kind != "Namespace")
            crds = self.releases.crds(workloads) if self._crds_in_workloads() else ()
            upgrades = [self.releases.upgrade(one, self.scaling.options(one)) for one in workloads]
            steps = (*map(self._need_step, late), *crds, *upgrades, *self._wait(workloads))
            yield Part("Workload clusters", steps)
        yield Part("Agents and istiod back up", tuple(self.scaling.agents_up()))
        yield Part("Clusters that go", tuple(self._go()))
        yield Part("Check", tuple(self._checks()))
        yield Part("The way back", tuple(self._back()), aside=True)

    def _members(self) -> list[Member]:
        return [member for member, _ in self.change.members]

    def _crds_in_workloads(self) -> bool:
        return self.change.new_version or any(changes is None for _, changes in self.change.members)

    def _go(self) -> Iterator[Step]:
        """Inferred: the agent first, so that nothing is pushed to it any more."""
        for member in self.change.gone:
            yield self.releases.uninstall(member)
            yield Step(
                f"KubernetesCluster {member.cluster} away",
                "As long as it is there the cluster counts as registered, and safe mode in 2.4 and "
                "2.5 waits for it. That this comes after its release is inferred.",
                (
                    "kubectl delete kubernetesclusters.admin.gloo.solo.io "
                    f"{quote(member.cluster)} --context {self.contexts.of('')} "
                    f"--namespace {self.words['namespace']} --ignore-not-found",
                ),
            )

    # --- prerequisites

    def _needs(self) -> list[Need]:
        """What must exist and did not have to before, or not with all that is in it now."""
        earlier = once_each(self.before.needs()) if self.before else []
        known = {identity(need): need for need in earlier}
        return [
            need
            for need in once_each(self.now.needs())
            if (old := known.get(identity(need))) is None
            or not set(need.keys) <= set(old.keys)
            or need.certificate != old.certificate
        ]

    def _need_step(self, need: Need) -> Step:
        return step_of(need, self.contexts, self.words["management"])

    def _look(self) -> Iterator[Step]:
        if self.change.first:
            return
        for member, changes in self.change.members:
            if changes is None:  # nothing of it runs yet
                continue
            release, namespace = self.releases.name(member)
            context = self.contexts.of(self.releases.cluster(member))
            yield Step(
                f"What runs now ({member.cluster or self.words['management']})",
                "Keep this: it is what the way back leads to.",
                (
                    f"helm history {release} --kube-context {context} --namespace {namespace} "
                    "--max 3",
                ),
            )

    # --- after applying

    def _wait(self, members: list[Member]) -> Iterator[Step]:
        for member in members:
            if self.scaling.needed and (member.role is Role.MANAGEMENT or self.scaling.filters):
                continue
            yield from self._rollouts(member)

    def _rollouts(self, member: Member) -> Iterator[Step]:
        namespace = self.releases.name(member)[1]
        context = self.contexts.of(self.releases.cluster(member))
        commands = tuple(
            f"kubectl rollout status {one.kind}/{one.name} --context {context} "
            f"--namespace {namespace} --timeout 5m"
            for one in running(self.views[member.key])
        )
        if commands and self.now.guide.chart == "gloo-platform":
            yield Step("Wait until all of it runs", "", commands)

    def _addresses(self, workloads: list[Member]) -> Iterator[Step]:
        if not self.change.first or Role.MANAGEMENT not in {one.role for one in self.now.plan}:
            return
        address = next(
            (
                found
                for one in workloads
                if (found := self.views[one.key].get("glooAgent.relay.serverAddress"))
            ),
            "",
        )
        said = f" ({address})" if isinstance(address, str) and address else ""
        yield Step(
            "The address that agents use",
            f"It must be what the workload clusters' files say in relay.serverAddress{said}, and "
            "the load balancer must have it before the agents are installed.",
            (
                f"kubectl get service gloo-mesh-mgmt-server --context {self.contexts.of('')} "
                f"--namespace {self.words['namespace']} --output wide",
            ),
        )

    def _checks(self) -> Iterator[Step]:
        if self.now.guide.chart != "gloo-platform":
            yield from map(self._pods, self._members())
            return
        if self.scaling.needed:
            for member in self.now.plan:
                if member.role is Role.MANAGEMENT or self.scaling.filters:
                    yield from self._rollouts(member)
        if not any(member.role is Role.MANAGEMENT for member in self.now.plan):
            return
        context, facts = self.contexts.of(""), self.now.facts
        yield Step(
            "Are all clusters connected, and is translation running?",
            "meshctl should be of the chart's version.",
            (f"meshctl check --kubecontext {context}",),
        )
        yield Step(
            "Which clusters are registered?",
            "One that is gone should not be here"
            + (": safe mode waits for it." if facts.within("2.4", "2.5") else "."),
            (
                f"kubectl get kubernetesclusters.admin.gloo.solo.io --context {context} "
                f"--namespace {self.words['namespace']}",
            ),
        )

    def _pods(self, member: Member) -> Step:
        context = self.contexts.of(self.releases.cluster(member))
        namespace = self.releases.name(member)[1]
        return Step(
            "Does all of it run?",
            "",
            (f"kubectl get pods --context {context} --namespace {namespace}",),
        )

    def _restarts(self) -> tuple[str, ...]:
        if self.change.first or self.now.guide.chart != "gloo-platform":
            return ()
        told = []
        for member, changes in self.change.members:
            file = self.views[member.key]
            if changes is None:
                continue  # it is new, so there is nothing of it to restart
            if self.change.new_version:
                parts = list(running(file))
            else:
                parts = restarted(file, [change.path for change in changes])
            names = [f"{one.title} ({one.name})" for one in parts]
            if changes and not self.change.new_version:
                others = ", ".join(unknown(change.path for change in changes))
                names += [f"what reads {others} is not known here"] if others else []
            said = "; ".join(names) or "no pods"
            told.append(f"{member.cluster or self.words['management']}: {said}")
        return tuple(told)

    # --- the way back

    def _back(self) -> Iterator[Step]:
        if self.change.first:
            for member in [*self._members()[1:], *self._members()[:1]]:
                yield self.releases.uninstall(member)
            return
        assert self.before is not None
        old = {member.key: member for member in self.before.plan}
        trap = " Scale down first and up afterwards, as above." if self.scaling.needed else ""
        for member in self._members():
            if member.key in old:
                yield self.releases.back(
                    old[member.key], member, str(self.before.state.version), trap, self.before
                )
            else:
                yield self.releases.uninstall(member)
