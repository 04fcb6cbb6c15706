"""The rules about images: what a report says of each, and why it matters."""

from __future__ import annotations

from schema.finding import Severity
from wizard.topic import Rule
from wizard.topics.images_checks import (
    common_registry,
    empty_tag,
    fips_on_one_side,
    fips_where_there_is_none,
    mixed_registries,
    pinned_tag,
    pull_secret_form,
    registry_beside_repository,
    registry_in_repository,
    stale_fips_tag,
)

RULES = (
    Rule(
        "GM401",
        Severity.WARNING,
        "FIPS tag of another version",
        "The tag of a FIPS build is the chart's version with -fips. It must be raised together "
        "with the chart.",
        stale_fips_tag,
        question="images.fips",
    ),
    Rule(
        "GM402",
        Severity.WARNING,
        "FIPS on one side only",
        "Management server and every agent need the FIPS build; otherwise one end of the relay "
        "uses ordinary cryptography.",
        fips_on_one_side,
        question="images.fips",
    ),
    Rule(
        "GM403",
        Severity.ERROR,
        "FIPS tag where no FIPS build exists",
        "Collector, telemetry gateway, Redis and Prometheus have no FIPS build.",
        fips_where_there_is_none,
        question="images.fips",
    ),
    Rule(
        "GM404",
        Severity.ERROR,
        "Empty image tag",
        "The chart does not fill an empty tag in. Leave the key out instead.",
        empty_tag,
        question="images.fips",
    ),
    Rule(
        "GM405",
        Severity.WARNING,
        "Image pinned by a tag",
        "A tag in the file wins over the chart's own and stays behind when the chart is upgraded.",
        pinned_tag,
        question="images.fips",
    ),
    Rule(
        "GM406",
        Severity.WARNING,
        "Images from several registries",
        "In a closed network every image must come from the mirror.",
        mixed_registries,
        question="images.registry",
    ),
    Rule(
        "GM407",
        Severity.ERROR,
        "Registry key where there is none",
        "Telemetry and Prometheus follow other charts: there the registry is part of repository.",
        registry_beside_repository,
        question="images.telemetry-repository",
    ),
    Rule(
        "GM408",
        Severity.ERROR,
        "Registry written twice",
        "The chart joins registry, repository and tag; a registry in repository stands twice.",
        registry_in_repository,
        question="images.registry",
    ),
    Rule(
        "GM409",
        Severity.WARNING,
        "Pull secret in a form that is not read",
        "Up to 2.5 one name in image.pullSecret, later a list in imagePullSecrets; telemetry "
        "always the list.",
        pull_secret_form,
        question="images.pull-secret",
    ),
    Rule(
        "GM410",
        Severity.NOTE,
        "One registry for everything",
        "common.image.registry is seen in examples, but no chart was seen that reads it.",
        common_registry,
        question="images.common-registry",
    ),
)
