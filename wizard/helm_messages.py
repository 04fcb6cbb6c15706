"""Helm's own error messages about this chart, and what they mean.

The messages were recorded with Helm 3.17.3 and 4.1.4 and the chart 2.3.3; paths, secrets and
places in them are read out of whatever message is given. Others are known from public reports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from schema.path import Path, PathError, parse_path

_POINTER = r"at '/?(?P<pointer>[^']*)': "
_DOTTED = r"- (?P<dotted>\S+): "
_MADE = {
    "redis-auth-secrets": "Name yours otherwise and give the name in redis.auth.secretName.",
    "redis-certs": "Name yours otherwise and give the name in redis.certs.secretName.",
    "dashboard": "Give the client secret in the values (2.3), or another glooUi.auth.oidc."
    "clientSecretName.",
    "license-keys": "Keep your secret, and take the licence keys out of the values.",
}


@dataclass(frozen=True)
class Meaning:
    """What a message means: `title`, the `text`, and the `path` it is about (() if none)."""

    title: str
    text: str
    path: Path = ()


@dataclass(frozen=True)
class _Message:
    pattern: re.Pattern[str]
    title: str
    text: Callable[[re.Match[str]], str]


def _says(text: str) -> Callable[[re.Match[str]], str]:
    return lambda match: text


def _wrong_type(match: re.Match[str]) -> str:
    wanted, given = match["wanted"], match["given"]
    text = f"A {wanted} is wanted here, and the values have a {given}."
    if wanted == "string":
        return (
            f"{text} Put the value in quotes. Words such as no, on and y are booleans for Helm, "
            "and digits alone are a number; names and annotations must be texts."
        )
    if given == "string":
        return f"{text} Take the quotes away: write true, not 'true', and 3, not '3'."
    return f"{text} Look at the indentation: a list begins with dashes, a section with keys."


def _owned(match: re.Match[str]) -> str:
    name = match["name"]
    way_out = _MADE.get(
        name,
        "Tell the chart not to make it: disableCaCertGeneration and disableTokenGeneration for the "
        "relay's secrets, telemetryGatewayCustomization.disableCertGeneration for the gateway's."
        if name.startswith(("relay-", "gloo-telemetry-gateway"))
        else "Name yours otherwise, or delete it and let the chart make it.",
    )
    return (
        f"The chart makes the {match['kind']} {name} itself, and there is one already that it does "
        f"not own: you made it, or another release did. {way_out}"
    )


def _nil(match: re.Match[str]) -> str:
    path = match["path"].lstrip("$.").removeprefix("Values.")
    section = path.rpartition(".")[0]
    if path == "telemetryCollector.config.exporters.otlp.endpoint":
        return (
            "The telemetry collector is on, but has no gateway to send to. Set "
            "telemetryCollector.config.exporters.otlp.endpoint, in the gateway's own cluster to "
            "gloo-telemetry-gateway:4317."
        )
    return (
        f"A template reads {path}, but {section} is not there. Mostly the values hold a key on "
        "the way with nothing after its colon: that is null, and takes the chart's whole section "
        "away. Leave such a key out."
    )


_MESSAGES = (
    _Message(
        re.compile(r"larger than the maximum file size"),
        "The chart is too large for this Helm",
        _says(
            "From 3.17.3 on Helm refuses chart files over 5 MiB, and the values schema of some "
            "versions is larger. Use Helm 3.17.2 or older, or a newer patch of the chart. Nothing "
            "is wrong with your values."
        ),
    ),
    _Message(
        re.compile(
            r"common\.cluster: String length must be|at '/common/cluster': minLength"
            r"|common: cluster is required|at '/common': missing property 'cluster'"
        ),
        "The cluster has no name",
        _says(
            "common.cluster must be set: the name under which this cluster is registered. It has "
            "no default."
        ),
    ),
    _Message(
        re.compile(_DOTTED + r"Invalid type\. Expected: (?P<wanted>\w+), given: (?P<given>\w+)"),
        "A value of the wrong type",
        _wrong_type,
    ),
    _Message(
        re.compile(_POINTER + r"got (?P<given>\w+), want (?P<wanted>\w+)"),
        "A value of the wrong type",
        _wrong_type,
    ),
    _Message(
        re.compile(
            r"Additional property (?P<key>\S+) is not allowed"
            r"|additional propert(?:y|ies) '(?P<keys>[^']+)'.* not allowed"
        ),
        "A key that is not allowed",
        lambda match: (
            f"{match['key'] or match['keys']} is no key of the telemetry gateway or collector: the "
            "OpenTelemetry chart behind them takes the keys it knows and no others. There are no "
            "serviceOverrides there: the service's type and annotations stand under service, and "
            "what Gloo adds under telemetryGatewayCustomization."
        ),
    ),
    _Message(
        re.compile(r"licenses\.yaml.*licen[sc]e key is required|licen[sc]e key is required"),
        "No licence",
        _says(
            "Neither a licence key nor the name of a secret with one was found, perhaps because "
            "the key is misspelt. Set licensing.licenseSecretName to a secret that exists, "
            "license-keys at best."
        ),
    ),
    _Message(
        re.compile(r"cert\.yaml.*existingCAKey.*invalid value; expected string", re.DOTALL),
        "The root secret has no key",
        _says(
            "A secret relay-root-tls-secret stands in the namespace, with ca.crt but no tls.key, "
            "and the chart wants to sign with it. If your own CA signs, set relay.disableCa, "
            "relay.disableCaCertGeneration (both under glooMgmtServer) and "
            "telemetryGatewayCustomization.disableCertGeneration; or give the copy another name."
        ),
    ),
    _Message(
        re.compile(r"ui-auth\.yaml.*b64enc.*expected string", re.DOTALL),
        "The client secret of the UI is empty",
        _says(
            "glooUi.auth.oidc.clientSecret stands in the values with nothing after its colon. "
            "Fill it, from a file outside of version control, or take the key out."
        ),
    ),
    _Message(
        re.compile(r"at <(?P<path>\$?\.[\w.$-]+)>: nil pointer evaluating"),
        "A section that a template reads is not there",
        _nil,
    ),
    _Message(
        re.compile(
            r'(?P<kind>\w+) "(?P<name>[^"]+)" in namespace "(?P<namespace>[^"]+)" exists and '
            r"cannot be imported"
        ),
        "The chart makes this object itself",
        _owned,
    ),
    _Message(
        re.compile(r"YAML parse error on .*deployment\.yaml.*mapping values", re.DOTALL),
        "An empty image tag",
        _says(
            "An image's tag is empty or null in the values, so the image's name ends with a colon. "
            "Leave tag out to have the chart's own, or write the whole tag."
        ),
    ),
    _Message(
        re.compile(r"YAML parse error on .*cert\.yaml", re.DOTALL),
        "A token secret without a name",
        _says(
            "The fields of glooMgmtServer.relay.tokenSecret are null while the chart makes the "
            "token. Leave them out; only an agent takes nulls there."
        ),
    ),
    _Message(
        re.compile(r"found character that cannot start any token"),
        "A character that YAML does not allow there",
        _says(
            "Mostly a tab: YAML is indented by blanks. Also a value that begins with @, ` or % "
            "needs quotes. gloo-wizard check names line and column."
        ),
    ),
    _Message(
        re.compile(r"YAML parse error on (?P<template>\S+): "),
        "A template made YAML that cannot be read",
        lambda match: (
            f"A value went into {match['template'].rstrip(':')} that breaks it: an empty value, or "
            "one with a colon or a line break in it. gloo-wizard check names the usual ones."
        ),
    ),
)


def meanings(message: str) -> Iterator[Meaning]:
    """What the lines of a message mean, each thing once; nothing where none is known."""
    told: set[tuple[str, Path]] = set()
    parts = [part for part in re.split(r"\n(?=\s*- )", message) if part.strip()]
    for part in parts:
        for kind in _MESSAGES:
            match = kind.pattern.search(part)
            if match is None:
                continue
            meaning = Meaning(kind.title, kind.text(match), _path(match))
            if (meaning.title, meaning.path) not in told:
                told.add((meaning.title, meaning.path))
                yield meaning
            break


def is_message(text: str) -> bool:
    """Whether a text is rather a message than a path, a topic or a code."""
    return "\n" in text or ": " in text or len(text.split()) > 2


def _path(match: re.Match[str]) -> Path:
    """The path that a message is about, as far as it says so."""
    groups = match.groupdict()
    if groups.get("pointer"):
        parts = groups["pointer"].split("/")
        return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)
    if groups.get("dotted") and groups["dotted"] != "(root)":
        return _from_dots(groups["dotted"])
    return ()


def _from_dots(text: str) -> Path:
    """A path with dots between keys that may hold dots themselves, as Helm 3 prints it."""
    base, sign, rest = text.partition(".annotations.")
    try:
        return (*parse_path(base), "annotations", rest) if sign else parse_path(base)
    except PathError:
        return ()
