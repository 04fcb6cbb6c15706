"""Judging Kubernetes manifests offline, each kind by the best schema that a package carries.

Secrets: the schemas of Kubernetes (kubernetes-validate). Certificate and ClusterIssuer: models made
from cert-manager's own CRDs (cloudcoil-models-cert-manager), which pass over what they do not know;
so what they give back must be what they were given. No package carries the other three kinds: their
schemas below were written by hand, for the fields in use, from
https://github.com/cert-manager/aws-privateca-issuer (config/crd/bases),
https://github.com/cert-manager/google-cas-issuer (README, api/v1beta1) and
https://github.com/solo-io/solo-apis (api/gloo.solo.io/admin/v2/kubernetes_cluster.proto).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

import jsonschema

KUBERNETES = "1.31"
TEXT = {"type": "string", "minLength": 1}


def _of(spec: Mapping[str, Any], namespaced: bool) -> dict[str, Any]:
    names = ["name", "namespace"] if namespaced else ["name"]
    strict = {"type": "object", "additionalProperties": False}
    return {
        **strict,
        "required": ["apiVersion", "kind", "metadata", "spec"],
        "properties": {
            "apiVersion": TEXT,
            "kind": TEXT,
            "metadata": {**strict, "required": names, "properties": dict.fromkeys(names, TEXT)},
            "spec": {**strict, **spec},
        },
    }


def _texts(*names: str) -> dict[str, Any]:
    return {"required": [*names], "properties": dict.fromkeys(names, TEXT)}


BY_HAND = {
    ("awspca.cert-manager.io/v1beta1", "AWSPCAIssuer"): _of(_texts("arn", "region"), True),
    ("cas-issuer.jetstack.io/v1beta1", "GoogleCASClusterIssuer"): _of(
        _texts("project", "location", "caPoolId"), False
    ),
    ("admin.gloo.solo.io/v2", "KubernetesCluster"): _of(
        {"properties": {"clusterDomain": TEXT, "skipWarming": {"type": "boolean"}}}, True
    ),
}


@cache
def _cert_manager() -> Any:
    return import_module("cloudcoil.models.cert_manager.v1")


def judge(manifest: Any) -> None:
    """Raises where the manifest is not what its kind's schema wants."""
    _judge(json.dumps(manifest))


@cache
def _judge(written: str) -> None:
    manifest = json.loads(written)
    api, kind = manifest["apiVersion"], manifest["kind"]
    if api == "v1":
        import_module("kubernetes_validate").validate(manifest, KUBERNETES, strict=True)
    elif api == "cert-manager.io/v1":
        model = getattr(_cert_manager(), kind).model_validate(manifest)
        assert model.model_dump(by_alias=True, exclude_none=True) == manifest
    else:
        jsonschema.validate(manifest, BY_HAND[api, kind])
