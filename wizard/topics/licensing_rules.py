"""What goes wrong with licences, and the secret that has to be there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

from schema.finding import Change, Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.topic import Mark, Need, Rule, mark
from wizard.view import FileView, PlanView

SECRET = "license-keys"
SECRET_NAME = "licensing.licenseSecretName"
MOUNTED_NAME = "licenseSecretName"
OLD_KEY = "licensing.licenseKey"
KEY_FIELDS = {
    "mesh": "licensing.glooMeshLicenseKey",
    "gateway": "licensing.glooGatewayLicenseKey",
    "network": "licensing.glooNetworkLicenseKey",
    "trial": "licensing.glooTrialLicenseKey",
    "core": "licensing.glooCoreLicenseKey",
}
SECRET_KEYS = {
    "mesh": "gloo-mesh-license-key",
    "gateway": "gloo-gateway-license-key",
    "network": "gloo-network-license-key",
    "trial": "gloo-trial-license-key",
    "core": "gloo-core-license-key",
}
PLACEHOLDER = re.compile(r"\$\{?\w+.*|<[^<>]+>|\{\{.*\}\}")


def is_placeholder(value: Any) -> bool:
    """A variable, `<text to fill in>` or template text, which Helm passes on as it stands."""
    return isinstance(value, str) and PLACEHOLDER.fullmatch(value.strip()) is not None


def keys_in(file: FileView) -> dict[str, str]:
    """Every key field with something in it, by its path."""
    fields = [*KEY_FIELDS.values(), OLD_KEY]
    found = {path: file.get(path) for path in fields}
    return {path: value for path, value in found.items() if isinstance(value, str) and value}


def named_secret(file: FileView) -> str:
    """The licence secret that the file names; "" if it names none."""
    name = file.get(SECRET_NAME)
    return name if isinstance(name, str) else ""


def keys_beside_the_secret(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not named_secret(server):
        return
    keys = keys_in(server)
    if not keys:
        return
    name = named_secret(server)
    drops = tuple(Drop(parse_path(path)) for path in keys)
    yield mark(
        server.key,
        next(iter(keys)),
        f"A secret ({name}) and keys are both given. The chart then looks at the secret only, and "
        "the keys stand here for nothing. Keep one of the two.",
        Fix("remove the keys", drops),
    )


def secret_that_is_not_mounted(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within(until="2.3"):
        return
    name = named_secret(server)
    mounted = server.get(MOUNTED_NAME) or SECRET
    if name and name != mounted:
        yield mark(
            server.key,
            SECRET_NAME,
            f"The pods of this version wait for a secret named {mounted}, not {name}, and do not "
            f"start. Name the secret {SECRET}, or give the name at the top level as well.",
            Fix(f"add {MOUNTED_NAME} at the top level", (Put((MOUNTED_NAME,), name),), safe=True),
        )


def keys_in_the_file(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        keys = keys_in(file)
        changes: tuple[Change, ...] = tuple(Drop(parse_path(path)) for path in keys)
        if file is view.management and not named_secret(file):
            changes += (Put(parse_path(SECRET_NAME), SECRET),)
        for path, value in keys.items():
            if not is_placeholder(value):
                yield mark(
                    file.key,
                    path,
                    "A licence key stands in the file: it will be in git, in Helm's records and in "
                    f"logs. Put it into a secret named {SECRET} instead.",
                    Fix(f"take it out; it comes from the secret {SECRET}", changes)
                    if file is view.management
                    else Fix("take it out; agents need no licence", changes),
                )


def old_key(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or OLD_KEY not in keys_in(server):
        return
    others = [path for path in keys_in(server) if path != OLD_KEY]
    drop = Drop(parse_path(OLD_KEY))
    if others:
        yield mark(
            server.key,
            OLD_KEY,
            "This old field is not looked at beside a key for a product. Remove it.",
            Fix("remove the old field", (drop,)),
        )
        return
    known = view.facts.within(until="2.5")
    consequence = "still works here" if known else "is not known to work in this version"
    put = Put(parse_path(KEY_FIELDS["mesh"]), server.get(OLD_KEY))
    yield mark(
        server.key,
        OLD_KEY,
        f"This field is deprecated; it {consequence}. Every product has a field of its own now.",
        Fix("move it to glooMeshLicenseKey", (put, drop)),
        None if known else Severity.ERROR,
    )


def no_licence(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or server.effective("glooMgmtServer.enabled") is not True:
        return
    name = server.effective(SECRET_NAME)
    if keys_in(server) or (isinstance(name, str) and name):
        return
    sure = view.facts.within(until="2.3")
    consequence = (
        "The chart refuses to install"
        if sure
        else "The management server has no licence, and the chart may refuse to install"
    )
    yield mark(
        server.key,
        "licensing",
        f"No licence is given here, neither a secret nor a key. {consequence}, unless it comes "
        "with --set. Name a secret.",
        Fix(f"name the secret {SECRET}", (Put(parse_path(SECRET_NAME), SECRET),)),
        Severity.ERROR if sure else Severity.WARNING,
    )


def placeholder_left(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for path, value in keys_in(file).items():
            if is_placeholder(value):
                yield mark(
                    file.key,
                    path,
                    "A placeholder stands where the key should be. Helm fills in no variables: "
                    "unless another tool does so first, this text becomes the key.",
                )


def dead_secret_name(view: PlanView) -> Iterator[Mark]:
    path = "glooUi.licenseSecretName"
    server = view.management
    if server and server.get(path) and view.facts.within(until="2.3"):
        yield mark(
            server.key,
            path,
            "Nothing in this version reads this: the UI takes the same secret as the server.",
            Fix("remove it", (Drop(parse_path(path)),), safe=True),
        )


def needs(view: PlanView) -> Iterator[Need]:
    server = view.management
    if server is None:
        return
    name = named_secret(server)
    if not name:
        return
    products = view.facts.answer("licensing.products") or ("mesh",)
    keys = tuple(SECRET_KEYS[product] for product in products if product in SECRET_KEYS)
    namespace = view.facts.words()["namespace"]
    literals = " ".join(f"--from-literal={key}='<{key}>'" for key in keys)
    yield Need(
        kind="secret",
        name=name,
        cluster="",
        namespace=namespace,
        why="The licence keys. The pods of the management server and the UI wait for it.",
        keys=keys,
        command=f"kubectl create secret generic {shlex.quote(name)} --namespace {namespace} "
        f"{literals}",
    )


RULES = (
    Rule(
        "GM501",
        Severity.WARNING,
        "Licence keys beside a licence secret",
        "Where a licence secret is named, the chart (seen in 2.3.3; later inferred) makes none of "
        "its own and ignores the key fields. If the secret is to be made from the keys, take the "
        "name away; if it exists already, take the keys away.",
        keys_beside_the_secret,
        question="licensing.how",
    ),
    Rule(
        "GM502",
        Severity.ERROR,
        "A licence secret that no pod mounts",
        "The pods of chart 2.3.3 mount the secret that licenseSecretName at the top level of the "
        "values names, and license-keys without it. licensing.licenseSecretName only says that "
        "the chart shall not make one.",
        secret_that_is_not_mounted,
        question="licensing.how",
    ),
    Rule(
        "GM503",
        Severity.WARNING,
        "Licence key in the values",
        "Values files are kept in git, copied into Helm's release records and printed in logs. A "
        "secret keeps the key out of all of them.",
        keys_in_the_file,
        question="licensing.how",
    ),
    Rule(
        "GM504",
        Severity.WARNING,
        "Deprecated licence field",
        "licensing.licenseKey was the one key for everything. It was last seen in 2.5; a key for "
        "a product makes the chart drop it.",
        old_key,
        question="licensing.how",
    ),
    Rule(
        "GM505",
        Severity.ERROR,
        "No licence",
        "With a management server and neither a secret nor a key, chart 2.3.3 stops with 'A Gloo "
        "Mesh Enterprise license key is required'. A misspelt field has the same effect.",
        no_licence,
        question="licensing.how",
    ),
    Rule(
        "GM506",
        Severity.WARNING,
        "Placeholder instead of a licence key",
        "Helm reads values as they are. ${VARIABLE}, $VARIABLE or <text> becomes the key itself, "
        "unless something such as envsubst has replaced it before.",
        placeholder_left,
        question="licensing.how",
    ),
    Rule(
        "GM507",
        Severity.NOTE,
        "A licence name that nothing reads",
        "glooUi.licenseSecretName is in the values of 2.3, but no template of it looks there.",
        dead_secret_name,
        question="licensing.how",
    ),
)
