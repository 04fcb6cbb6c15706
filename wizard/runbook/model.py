"""What a runbook is made of. Commands are plain shell; contexts of clusters stand in variables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wizard.topic import Need


@dataclass(frozen=True)
class Step:
    """One thing to do, or to look at.

    `commands` run as they stand. `by_hand` have blanks in angle brackets that a person fills in.
    `secret`, with the variable of its cluster's context, is what must be there afterwards.
    """

    title: str
    why: str = ""
    commands: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    secret: Need | None = None
    context: str = ""


@dataclass(frozen=True)
class Part:
    """Steps that belong together. `aside`: not part of the way, such as the way back."""

    title: str
    steps: tuple[Step, ...]
    aside: bool = False


@dataclass(frozen=True)
class Runbook:
    """`facts`: sentences on what this is for; `contexts`: variable -> cluster; `inputs`: further
    variables -> what they hold; `restarts`: which pods are made anew, in sentences."""

    title: str
    facts: tuple[str, ...]
    contexts: Mapping[str, str]
    restarts: tuple[str, ...]
    parts: tuple[Part, ...] = field(default=())
    inputs: Mapping[str, str] = field(default_factory=dict)


class Contexts:
    """The shell variables that hold the contexts of clusters, one for each cluster."""

    def __init__(self, management: str, clusters: Iterable[str]) -> None:
        self.by_cluster: dict[str, str] = {"": "MGMT_CONTEXT"}
        self.named: dict[str, str] = {"MGMT_CONTEXT": management}
        for cluster in clusters:
            name = re.sub(r"[^A-Z0-9]", "_", cluster.upper()) + "_CONTEXT"
            name = f"CLUSTER_{name}" if name[0].isdigit() else name
            while name in self.named:
                name = f"OTHER_{name}"
            self.by_cluster[cluster] = name
            self.named[name] = cluster

    def of(self, cluster: str) -> str:
        """The variable in quotes, for a command. "" is the management cluster."""
        return f'"${self.by_cluster.get(cluster, "MGMT_CONTEXT")}"'

    def filled(self, command: str, cluster: str) -> str:
        """A command with the variables in the place of the contexts it leaves open."""
        text = command.replace("'<context of the management cluster>'", self.of(""))
        for name in self.by_cluster:
            text = text.replace(f"'<context of {name}>'", self.of(name))
        if "--context" not in text:
            text = re.sub(r"^kubectl (\w+)", rf"kubectl \1 --context {self.of(cluster)}", text)
        return text
