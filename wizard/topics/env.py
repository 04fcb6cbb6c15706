"""Environment variables of the chart's own containers, in the two forms that charts have read.

From 2.4 on a component has `extraEnvs`, a map from name to body. The 2.3 chart does not read it:
there the whole list `env` has to be given, and what the chart itself has in it must be repeated, or
the pod loses its licence and its Redis login (seen in the 2.3.3 chart).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.facts import Worded
from wizard.sets import On, Sets


def _from_field(name: str, field: str) -> Mapping[str, Any]:
    return {"name": name, "valueFrom": {"fieldRef": {"fieldPath": field}}}


def _from_secret(name: str, secret: str, key: str) -> Mapping[str, Any]:
    reference = {"key": key, "name": secret, "optional": True}
    return {"name": name, "valueFrom": {"secretKeyRef": reference}}


_NAMESPACE = _from_field("POD_NAMESPACE", "metadata.namespace")
_POD = _from_field("POD_UID", "metadata.uid")
_LICENCE = _from_secret("LICENSE_KEY", "gloo-mesh-enterprise-license", "key")
_REDIS = (
    _from_secret("REDIS_USERNAME", "redis-auth-secrets", "username"),
    _from_secret("REDIS_PASSWORD", "redis-auth-secrets", "password"),
)

SEEDS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "glooMgmtServer": (_NAMESPACE, _POD, _LICENCE, *_REDIS),
    "glooUi": (_NAMESPACE, _LICENCE, *_REDIS),
    "glooAgent": (_NAMESPACE,),
}


def environment(
    component: str,
    name: str,
    body: Mapping[str, Any],
    on: On = On.MANAGEMENT,
    note: Worded = "",
) -> tuple[Sets, ...]:
    """The pair of forms for one variable; `body` is {"value": "…"} or {"valueFrom": {…}}."""
    return (
        Sets(f"{component}.extraEnvs.{name}", dict(body), on=on, since="2.4", note=note),
        Sets(
            f"{component}.env[name={name}]",
            {"name": name, **body},
            on=on,
            until="2.3",
            seed=SEEDS[component],
            note=note,
        ),
    )
