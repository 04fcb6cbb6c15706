"""What remains to be done in Istio where the values choose FIPS builds."""

from __future__ import annotations

from wizard.view import PlanView

TAGS = ("glooMgmtServer.image.tag", "glooAgent.image.tag")


def fips_note(view: PlanView) -> str:
    """The note; "" where no FIPS build is chosen."""
    if view.facts.answer("images.fips") != "yes":
        return ""
    chosen = "\n".join(
        f"| {file.cluster} | {path} | {tag} |"
        for file in view.files
        for path in TAGS
        if (tag := _cell(file.get(path)))
    )
    return f"""\
# FIPS: what these values do not do

The values choose FIPS builds for both ends of the relay and nothing else:

| cluster | path | tag |
|---|---|---|
{chosen}

Raise these tags together with the chart. An old image against newer CRDs fails, and one side
without FIPS makes the whole not compliant.

## Istio

Istio's images are chosen in Istio's own values, or by what installs Istio, not in this chart.

- Take Solo's FIPS builds for the control plane (istiod) and the data plane (sidecars, gateways).
  Their tags end in `-solo-fips`; `-fips` and `-solo-fips-distroless` exist too.
- 1.26.0 and 1.26.1 have no FIPS builds; 1.26.1-patch0 is the first of that line that has.
- The builds come with a licence for Gloo Mesh Core or Enterprise.

## What no FIPS build covers

- The telemetry collector and the telemetry gateway: no FIPS build exists. Relay and translation use
  validated cryptography, telemetry does not.
- The built-in Redis and Prometheus. A Redis of your own can be a FIPS build (inferred).
- Not verified: the UI, external auth, the rate limiter, insights engine and analyzer.
"""


def _cell(value: object) -> str:
    return value.replace("|", "\\|").replace("\n", " ") if isinstance(value, str) else ""
