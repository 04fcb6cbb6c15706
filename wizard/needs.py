"""What must exist before a plan is applied, over all of its topics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wizard.state import State
from wizard.topic import HelmOption, Need


def needs_of(state: State) -> list[Need]:
    """What the topics need, in their order."""
    view = state.view
    return [
        need
        for topic in state.guide.topics
        if topic.needs and topic.asked_when.holds(state.settled.facts)
        for need in topic.needs(view)
    ]


def identity(need: Need) -> tuple[str, str, str, str]:
    """What makes two needs one object."""
    return need.kind, need.name, need.cluster, need.namespace


def once_each(needs: Iterable[Need]) -> list[Need]:
    """Each object once, with the keys that anybody wants of it."""
    found: dict[tuple[str, str, str, str], Need] = {}
    for need in needs:
        known = found.setdefault(identity(need), need)
        keys = tuple(dict.fromkeys((*known.keys, *need.keys)))
        if keys != known.keys:
            found[identity(need)] = replace(
                known, keys=keys, certificate=known.certificate or need.certificate
            )
    return list(found.values())


def kept_out(needs: Iterable[Need]) -> dict[str, list[HelmOption]]:
    """What the command that applies a cluster's file must say besides, by cluster; "" is the
    management cluster."""
    found: dict[str, list[HelmOption]] = {}
    for need in needs:
        for option in need.options:
            listed = found.setdefault(need.cluster, [])
            if option not in listed:
                listed.append(option)
    return found
