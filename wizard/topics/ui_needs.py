"""What must exist before the UI can be encrypted or ask people to sign in."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from wizard.topic import HelmOption, Need
from wizard.topics.ui_rules import (
    APP_URL,
    CHART_OWNS_SECRET_UNTIL,
    CLIENT_SECRET,
    DEFAULT_SECRET,
    SECRET_NAME,
    TLS,
    TLS_SECRET,
    text,
    with_sign_in,
    with_ui,
)
from wizard.view import PlanView

DATA_KEY = "oidc-client-secret"


def needs(view: PlanView) -> Iterator[Need]:
    yield from certificate(view)
    yield from sign_in(view)


def certificate(view: PlanView) -> Iterator[Need]:
    namespace = view.facts.words()["namespace"]
    for file in with_ui(view):
        name = text(file, TLS_SECRET)
        if file.get(TLS) is True and name:
            yield Need(
                kind="secret",
                name=name,
                cluster="",
                namespace=namespace,
                why="The certificate with which the UI serves HTTPS.",
                keys=("tls.crt", "tls.key"),
                command=f"kubectl create secret tls {shlex.quote(name)} --namespace {namespace} "
                "--cert='<certificate file>' --key='<key file>'",
            )


def sign_in(view: PlanView) -> Iterator[Need]:
    words = view.facts.words()
    for file in with_sign_in(view):
        url = text(file, APP_URL) or "<address of the UI>"
        yield Need(
            kind="application",
            name="UI at the identity provider",
            cluster="",
            namespace="",
            why="The identity provider must know the UI as a web application. The callback to "
            f"register is {url.rstrip('/')}/oidc-callback.",
        )
        if text(file, CLIENT_SECRET):
            continue
        name = text(file, SECRET_NAME) or DEFAULT_SECRET
        if view.facts.within(until=CHART_OWNS_SECRET_UNTIL):
            option = HelmOption(
                "--set-file", CLIENT_SECRET, "file with the client secret", "CLIENT_SECRET_FILE"
            )
            yield Need(
                kind="file",
                name="client secret of the UI",
                cluster="",
                namespace="",
                why=f"This version's chart makes the secret {name} itself, from a value that has "
                "to come with every install and upgrade. Keep it in a file outside git, without a "
                f"line break at its end. Do not create {name} yourself.",
                command=f"helm upgrade --install {words['release']} … {option.with_blank()}",
                options=(option,),
            )
        else:
            yield Need(
                kind="secret",
                name=name,
                cluster="",
                namespace=words["namespace"],
                why="The client secret that the identity provider gave you. It must carry no "
                "labels or annotations of Helm.",
                keys=(DATA_KEY,),
                command=f"kubectl create secret generic {shlex.quote(name)} "
                f"--namespace {words['namespace']} --from-literal={DATA_KEY}='<client secret>'",
            )
