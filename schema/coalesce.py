"""How Helm merges values: maps deep, lists and all else replaced, null deletes a default.

After Helm's own `coalesce.go`. The Helms differ in one point: below the top level, a null over a
default that is itself null goes in Helm 3 and stays in Helm 4.
"""

from __future__ import annotations

from collections.abc import Mapping

from schema.nodes import Json

Values = dict[str, Json]


def merge(below: Mapping[str, Json], above: Mapping[str, Json]) -> Values:
    """Several `-f` files, or the documents of one: `above` wins, maps deep, null kept as a value.

    Neither argument is changed; the result shares the parts that only one of them has.
    """
    merged = dict(below)
    work: list[tuple[Values, Mapping[str, Json]]] = [(merged, above)]
    while work:
        target, source = work.pop()
        for key, value in source.items():
            present = target.get(key)
            if isinstance(value, dict) and isinstance(present, dict):
                target[key] = joined = dict(present)
                work.append((joined, value))
            else:
                target[key] = value
    return merged


def coalesce(defaults: Mapping[str, Json], *layers: Mapping[str, Json], helm: int = 4) -> Values:
    """What templates see as `.Values`: the layers, each over the one before, over the defaults.

    A null in a layer takes the default away; where there is no default it stays. A map over a
    value that is none, or the reverse: the layer's value stands (Helm warns). No argument is
    changed. A subchart's defaults are expected under its key, as if they were the chart's own.
    """
    given: Values = {}
    for layer in layers:
        given = merge(given, layer)
    coalesced: Values = {}
    work: list[tuple[Values, Mapping[str, Json], Mapping[str, Json], bool]] = [
        (coalesced, defaults, given, True)
    ]
    while work:
        target, below, above, top = work.pop()
        for key, value in above.items():
            default = below.get(key)
            if value is None and key in below and (top or helm < 4 or default is not None):
                continue
            if isinstance(value, dict) and isinstance(default, dict):
                joined: Values = {}
                target[key] = joined
                work.append((joined, default, value, False))
            else:
                target[key] = value
        for key, default in below.items():
            if key not in above:
                target[key] = default
    return coalesced
