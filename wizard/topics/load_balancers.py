"""Load balancers of the clouds: one set of questions, asked for each service that needs them.

The questions themselves stand in `load_balancer_aws.py` and `load_balancer_others.py`, written once
for all services and charts. In them `<named>` stands for the service in plain words, `<port>` for
the port that matters on it, `<annotations>` for the path of its annotations, `<service>` for the
beginning of its question ids and `<cloud>` for the id of the question that asks for the cloud.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from operator import is_
from typing import Any

from wizard.condition import Condition, all_of
from wizard.question import CUSTOM, UNTOUCHED, Choice, Option, Question
from wizard.sets import Scope, Sets
from wizard.topics.load_balancer_aws import AWS_DETAILS, AWS_LINK, AWS_TYPE, TARGET_TYPE
from wizard.topics.load_balancer_others import (
    AZURE_DETAILS,
    AZURE_LINK,
    GCP_DETAILS,
    GCP_LINK,
    SCHEME,
)


@dataclass(frozen=True, eq=False, repr=False)
class Service:
    """A service that a load balancer may stand before.

    `id` begins the ids of its questions inside `topic`, `annotations` is the path of the map that
    holds its annotations, `cloud` the full id of the question that asks for the cloud. The texts
    are written for services that agents of workload clusters connect to; `phrases` gives what
    stands instead of some of them for another kind of client.
    """

    id: str
    topic: str
    named: str
    group: str
    annotations: str
    port: int
    asked_when: Condition
    cloud: str
    phrases: Mapping[str, str] = field(default_factory=dict)


def load_balancer_questions(service: Service) -> tuple[Question, ...]:
    """Every annotation of every cloud as a question about this one service."""
    words = {
        **service.phrases,
        "<named>": service.named,
        "<port>": str(service.port),
        "<annotations>": service.annotations,
        "<service>": f"{service.topic}.{service.id}",
        "<cloud>": service.cloud,
    }
    return tuple(
        replace(
            fitted,
            id=f"{service.id}-{question.id}",
            group=service.group,
            asked_when=all_of(service.asked_when, fitted.asked_when),
        )
        for question in (SCHEME, TARGET_TYPE, *AWS_DETAILS, *GCP_DETAILS, *AZURE_DETAILS)
        for fitted in [_fit(question, words)]
    )


def _fit(value: Any, words: Mapping[str, str]) -> Any:
    """The same data with its words filled in, down to the last text."""
    if type(value) is str:
        for token, word in words.items():
            value = value.replace(token, word)
        return value
    if isinstance(value, tuple):
        parts = tuple(_fit(part, words) for part in value)
        return value if all(map(is_, parts, value)) else parts
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for name in _field_names(type(value)):
            part = getattr(value, name)
            fitted = _fit(part, words) if part else part
            if fitted is not part:
                changed[name] = fitted
        return replace(value, **changed) if changed else value
    return value


@cache
def _field_names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CloudChoice(Choice):
    """Which cloud: told by whose annotations a file carries, whether or not they are complete."""

    annotations: tuple[str, ...]

    def read(self, scopes: Sequence[Scope]) -> Any:
        clouds = {
            cloud
            for scope in scopes
            for path in self.annotations
            for cloud in clouds_of(scope.found(scope.path(path)))
        }
        if not clouds:
            return UNTOUCHED
        return clouds.pop() if len(clouds) == 1 else CUSTOM


PREFIXES = {
    "service.beta.kubernetes.io/aws-load-balancer-": "aws",
    "networking.gke.io/": "gcp",
    "cloud.google.com/": "gcp",
    "service.beta.kubernetes.io/azure-": "azure",
}


def clouds_of(annotations: Any) -> Iterator[str]:
    """The clouds (as the options of the cloud question) whose annotations stand in this map."""
    if not isinstance(annotations, dict):
        return
    told = {cloud for name in annotations for cloud in [_cloud_of(name)] if cloud}
    if "aws" in told:
        told.remove("aws")
        told.add("aws-nlb" if annotations.get(AWS_TYPE) == "nlb" else "aws-lbc")
    yield from told


def _cloud_of(name: str) -> str:
    return next((cloud for prefix, cloud in PREFIXES.items() if name.startswith(prefix)), "")


def cloud_question(
    services: Sequence[Service], asked_when: Condition, group: str = ""
) -> CloudChoice:
    """The question that is asked once, for all services that a load balancer stands before."""

    def type_of_load_balancer(kind: str) -> tuple[Sets, ...]:
        return tuple(
            Sets(f'{service.annotations}."{AWS_TYPE}"', kind, when=service.asked_when)
            for service in services
        )

    return CloudChoice(
        id="cloud",
        ask="Which cloud makes the load balancers?",
        why="A load balancer is ordered from the cloud by annotations on the service, and each "
        "cloud has its own. The answer decides which ones you are asked for.",
        left="Leave it open: no annotation is asked for, and the cloud's defaults apply. On most "
        "clouds that means a public address; with the AWS Load Balancer Controller from 2.5 on, "
        "an internal one.",
        asked_when=asked_when,
        group=group,
        annotations=tuple(service.annotations for service in services),
        options=(
            Option(
                "aws-lbc",
                "AWS, with the AWS Load Balancer Controller",
                sets=type_of_load_balancer("external"),
                gains="The controller that AWS develops: targets pods directly, knows schemes, "
                "subnets and fixed addresses.",
                costs="The controller must be installed in the cluster. The type cannot be changed "
                "once the service exists.",
                choose_when="An EKS cluster where the controller runs, or may be installed.",
                comment="The AWS Load Balancer Controller makes a network load balancer. Do not "
                "change this once the service exists.",
                link=AWS_LINK,
            ),
            Option(
                "aws-nlb",
                "AWS, with the controller built into Kubernetes",
                sets=type_of_load_balancer("nlb"),
                gains="Nothing to install.",
                costs="Traffic goes through a node port, and fewer settings are understood. It is "
                "no longer developed.",
                choose_when="The AWS Load Balancer Controller is not available.",
                comment="Kubernetes' own AWS controller makes a network load balancer. Do not "
                "change this once the service exists.",
                link=AWS_LINK,
            ),
            Option(
                "gcp",
                "Google Cloud (GKE)",
                gains="GKE makes the load balancer itself.",
                costs="It is public unless you ask for an internal one.",
                choose_when="The management cluster runs on GKE.",
                link=GCP_LINK,
            ),
            Option(
                "azure",
                "Azure (AKS)",
                gains="AKS makes the load balancer itself.",
                costs="It is public unless you ask for an internal one.",
                choose_when="The management cluster runs on AKS.",
                link=AZURE_LINK,
            ),
            Option(
                "none",
                "No cloud: load balancers of your own, such as MetalLB",
                gains="No annotation is needed for most of them.",
                costs="Without such a controller the service waits for its address for ever.",
                choose_when="Clusters in your own data centre.",
            ),
            Option(
                "other",
                "Another cloud",
                gains="You write its annotations as free rows.",
                costs="They are not checked.",
                choose_when="Any cloud that is not in this list.",
            ),
        ),
    )
