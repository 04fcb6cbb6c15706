"""What goes wrong with the secret that the identity provider gave the UI."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Change, Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.topic import Mark, Rule, mark
from wizard.topics.licensing_rules import is_placeholder
from wizard.topics.ui_rules import (
    CHART_OWNS_SECRET_UNTIL,
    CLIENT_SECRET,
    DEFAULT_SECRET,
    SECRET_NAME,
    text,
    with_sign_in,
)
from wizard.view import PlanView


def two_secrets(view: PlanView) -> Iterator[Mark]:
    if view.facts.within(until=CHART_OWNS_SECRET_UNTIL):
        return
    for file in with_sign_in(view):
        if text(file, CLIENT_SECRET) and text(file, SECRET_NAME):
            name = text(file, SECRET_NAME)
            yield mark(
                file.key,
                CLIENT_SECRET,
                f"The chart makes a secret named {name} from this. If you have created {name} "
                "yourself, the installation fails or your secret is overwritten: use one source "
                "only.",
                Fix(f"remove the value, use the secret {name}", (Drop(parse_path(CLIENT_SECRET)),)),
            )


def secret_that_the_chart_owns(view: PlanView) -> Iterator[Mark]:
    if not view.facts.within(until=CHART_OWNS_SECRET_UNTIL):
        return
    from_file = view.facts.answer("ui.client-secret") == "set-file"
    for file in with_sign_in(view):
        name = text(file, SECRET_NAME)
        if name and not file.has(CLIENT_SECRET):
            yield mark(
                file.key,
                SECRET_NAME,
                f"This version makes {name} itself, at every install and upgrade. Pass "
                "--set-file glooUi.auth.oidc.clientSecret=<file> each time, or the secret "
                f"becomes empty; a {name} of your own stops the installation.",
                None,
                Severity.NOTE if from_file else Severity.WARNING,
            )


def secret_in_the_file(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        secret = text(file, CLIENT_SECRET)
        if not secret:
            continue
        if is_placeholder(secret):
            said = (
                "A placeholder stands where the client secret should be. Helm fills in no "
                "variables: unless another tool does so first, this text becomes the secret."
            )
        else:
            said = "The client secret stands in the file: it will be in git and in Helm's records."
        changes: tuple[Change, ...] = (Drop(parse_path(CLIENT_SECRET)),)
        title = "take it out; it comes with --set-file"
        if not view.facts.within(until=CHART_OWNS_SECRET_UNTIL):
            name = text(file, SECRET_NAME) or DEFAULT_SECRET
            title = f"take it out; it comes from the secret {name}"
            if not file.has(SECRET_NAME):
                changes += (Put(parse_path(SECRET_NAME), name),)
        yield mark(file.key, CLIENT_SECRET, said, Fix(title, changes))


def empty_secret(view: PlanView) -> Iterator[Mark]:
    old = view.facts.within(until=CHART_OWNS_SECRET_UNTIL)
    for file in view.files:
        if not file.has(CLIENT_SECRET) or file.get(CLIENT_SECRET) not in (None, ""):
            continue
        null = file.get(CLIENT_SECRET) is None
        yield mark(
            file.key,
            CLIENT_SECRET,
            "The key is there without a value, and this version's chart stops at it."
            if null and old
            else "The key is there without a value: a secret made from it would be empty.",
            Fix("remove the key", (Drop(parse_path(CLIENT_SECRET)),), safe=True),
            Severity.ERROR if null and old else Severity.WARNING,
        )


RULES = (
    Rule(
        "GM1004",
        Severity.WARNING,
        "Two sources of the client secret",
        "From 2.4 on create the secret and name it in clientSecretName, without clientSecret "
        "(documented for 2.5). With both, Helm wants to own a secret that may exist already.",
        two_secrets,
        question="ui.client-secret",
    ),
    Rule(
        "GM1005",
        Severity.WARNING,
        "A client secret that the chart owns",
        "2.3.3 always renders the secret named clientSecretName, empty if no clientSecret is "
        "given. So the value has to come with every helm command, best from a file outside git "
        "(without a line break at its end).",
        secret_that_the_chart_owns,
        question="ui.client-secret",
    ),
    Rule(
        "GM1006",
        Severity.WARNING,
        "Client secret in the values",
        "Values files are kept in git and copied into Helm's release records. From 2.4 on a "
        "secret can be named instead; with 2.3, --set-file keeps it out of the file.",
        secret_in_the_file,
        question="ui.client-secret",
    ),
    Rule(
        "GM1008",
        Severity.WARNING,
        "Empty client secret",
        "The production guide prints clientSecret with a comment and no value. 2.3.3 fails there "
        "('b64enc: invalid value; expected string').",
        empty_secret,
        question="ui.client-secret",
    ),
)
