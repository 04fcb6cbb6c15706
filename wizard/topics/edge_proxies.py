"""The proxies of a Gloo Edge file as its rules look at them, each with what it inherits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schema.path import Path, parse_path
from wizard.view import FileView, PlanView

MAIN = "gatewayProxy"
PROXY = f"gatewayProxies.{MAIN}"
PRODUCTION = "https://docs.solo.io/gloo-edge/latest/operations/production_deployment/"


@dataclass(frozen=True)
class Proxy:
    """One entry of `gatewayProxies`. `get` is what the file says of it, `effective` what holds:
    its own value, that of the main proxy (inferred), or the chart's default."""

    file: FileView
    name: str

    def at(self, path: str) -> Path:
        return ("gatewayProxies", self.name, *parse_path(path))

    def get(self, path: str) -> Any:
        return self.file.get(self.at(path))

    def effective(self, path: str) -> Any:
        own = self.get(path)
        if own is not None:
            return own
        return self.file.effective(("gatewayProxies", MAIN, *parse_path(path)))

    @property
    def on_host_ports(self) -> bool:
        switches = ("kind.daemonSet.hostPort", "kind.daemonSet.hostNetwork")
        return any(self.get(switch) is True for switch in switches)

    def low_ports(self) -> list[int]:
        """Container ports that only a privileged process may bind."""
        found = [self.effective(f"podTemplate.{name}") for name in ("httpPort", "httpsPort")]
        return [port for port in found if type(port) is int and 0 < port < 1024]

    def may_bind_low_ports(self) -> bool:
        """Whether the chart leaves NET_BIND_SERVICE to it; a context of one's own counts first."""
        own = self.get("podTemplate.glooContainerSecurityContext.capabilities.add")
        if isinstance(own, list):
            return "NET_BIND_SERVICE" in own
        return self.effective("podTemplate.disableNetBind") is False


def proxies(view: PlanView) -> Iterator[Proxy]:
    """Every proxy that is set up in the files, the main one also where nothing is said of it."""
    for file in view.files:
        told = file.get("gatewayProxies")
        names = (
            [name for name, spec in told.items() if isinstance(spec, dict)]
            if (isinstance(told, dict))
            else []
        )
        for name in dict.fromkeys([*names, MAIN]):
            proxy = Proxy(file, name)
            if proxy.get("disabled") is not True:
                yield proxy
