"""What goes wrong with the variable that splits Envoy filters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schema.finding import Change, Drop, Fix, Put, Severity
from schema.path import Item, Path
from wizard.topic import Mark, Rule, mark
from wizard.topics.env import SEEDS
from wizard.tree import leaves
from wizard.view import FileView, PlanView

SERVER = "glooMgmtServer"
MISSPELT = "glooMgmServer"
SEGMENT = "EXPERIMENTAL_SEGMENT_ENVOY_FILTERS_BY_MATCHER"
AS_MAP: Path = (SERVER, "extraEnvs", SEGMENT)
AS_ENTRY: Path = (SERVER, "env", Item("name", SEGMENT))


def misspelt_server(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        if not file.has((MISSPELT,)):
            continue
        yield mark(
            file.key,
            (MISSPELT,),
            "A t is missing: the section is called glooMgmtServer. Helm says nothing, and nothing "
            "below this key has any effect. (The production guide prints it this way.)",
            Fix(f"rename it to {SERVER}", tuple(renamed(file))),
        )


def renamed(file: FileView) -> Iterator[Change]:
    """Move what stands below the misspelt key; what the right section says already stays."""
    section = file.get((MISSPELT,))
    if isinstance(section, dict) and section:
        for path, value in leaves(section):
            if not file.has((SERVER, *path)):
                yield Put((SERVER, *path), value)
    yield Drop((MISSPELT,))


def left_behind(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within("2.5"):
        return
    for path in (AS_MAP, AS_ENTRY):
        if server.has(path):
            yield mark(
                server.key,
                path,
                "From 2.5 on filters are always split, and this variable is gone. Coming from 2.4, "
                "the filters are made anew: plan to scale the server, the agents and istiod down.",
                Fix("remove the variable", (Drop(path),), safe=True),
            )


def wrong_form(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or view.facts.within("2.5"):
        return
    for path in (AS_MAP, AS_ENTRY):
        if not server.has(path):
            continue
        body = server.get(path)
        value = body.get("value") if isinstance(body, dict) else body
        if isinstance(body, dict) and (isinstance(value, str) or "valueFrom" in body):
            continue
        if path == AS_ENTRY or isinstance(body, dict):
            said = "The value must be a text in quotes; Kubernetes refuses a bare true or number."
            change = Put((*path, "value"), as_text(value))
        else:
            said = "Below the variable's name a map is expected, with the key value."
            change = Put(path, {"value": as_text(value)})
        yield mark(
            server.key, path, said, Fix(f'write value: "{as_text(value)}"', (change,), safe=True)
        )


def as_text(value: Any) -> str:
    """The value as the text that was most likely meant."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) and value else "true"


def not_read_in_this_line(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within(until="2.3") or not server.has(AS_MAP):
        return
    body = server.get(AS_MAP)
    value = as_text(body.get("value") if isinstance(body, dict) else body)
    entry = {"name": SEGMENT, "value": value}
    whole = (SERVER, "env")
    put: Change = Put(AS_ENTRY, entry)
    if not isinstance(server.get(whole), list):
        put = Put(whole, [*(dict(one) for one in SEEDS[SERVER]), entry])
    yield mark(
        server.key,
        AS_MAP,
        "Version 2.3.3 does not read extraEnvs: the variable never reaches the server. It has to "
        "stand in env, where the chart's own entries must be repeated.",
        Fix("move it to env", (put, Drop(AS_MAP))),
    )


RULES = (
    Rule(
        "GM901",
        Severity.ERROR,
        "glooMgmServer is misspelt",
        "The chart lets unknown sections pass, so a slip in a name switches everything below it "
        "off without a message.",
        misspelt_server,
    ),
    Rule(
        "GM902",
        Severity.WARNING,
        "Variable that 2.5 no longer knows",
        f"{SEGMENT} was an option of 2.3 and 2.4. From 2.5.0 on it is removed and filters are "
        "always split. The step from 2.4 to 2.5 makes all filters anew, with the same procedure "
        "as setting the variable.",
        left_behind,
        question="envoy-filters.segment",
    ),
    Rule(
        "GM903",
        Severity.ERROR,
        "Variable in the wrong form",
        'An environment variable is a text: value: "true", with quotes. In extraEnvs it stands '
        "below its name, in env as an entry with name and value.",
        wrong_form,
        question="envoy-filters.segment",
    ),
    Rule(
        "GM904",
        Severity.WARNING,
        "extraEnvs in 2.3",
        "extraEnvs came with 2.4. Chart 2.3.3 accepts it and renders nothing; later 2.3 patches "
        "are not verified.",
        not_read_in_this_line,
        question="envoy-filters.segment",
    ),
)
