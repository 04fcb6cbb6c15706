"""Where the images come from, and which flavour of them: open source, and Enterprise with FIPS."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.question import Choice, Option, Question, Text
from wizard.sets import Sets
from wizard.topic import Mark, Rule, Topic, mark
from wizard.view import PlanView

VARIANT = "global.image.variant"
OLD_FIPS = "global.image.fips"
TAG = "global.image.tag"
DISTROLESS = "https://docs.solo.io/gloo-edge/latest/operations/production_deployment/"
FIPS_PAGE = "https://docs.solo.io/gloo-edge/latest/installation/advanced_configuration/fips/"
WHY = "Everything takes its image from one registry, unless a component is given one of its own."


def fips_in_open_source(view: PlanView) -> Iterator[Mark]:
    if view.facts.chart != "gloo":
        return
    for file in view.files:
        variant = file.get(VARIANT)
        if isinstance(variant, str) and variant.startswith("fips"):
            yield mark(
                file.key,
                VARIANT,
                "FIPS images exist for Enterprise (chart gloo-ee) only: these are not found.",
                Fix("take the usual images", (Drop(parse_path(VARIANT)),)),
            )


def old_fips_switch(view: PlanView) -> Iterator[Mark]:
    if not view.facts.within("1.17.0"):
        return
    for file in view.files:
        if file.get(OLD_FIPS) is not True:
            continue
        chosen = file.get(VARIANT)
        changes = (Drop(parse_path(OLD_FIPS)), Put(parse_path(VARIANT), "fips"))
        yield mark(
            file.key,
            OLD_FIPS,
            "The flavour of the images is chosen with global.image.variant since 1.17"
            + (f", which says {chosen}; keep one of the two." if chosen else ": write fips there."),
            None if chosen else Fix("write global.image.variant: fips", changes),
        )


def tag_of_another_version(view: PlanView) -> Iterator[Mark]:
    version = str(view.facts.version)
    for file in view.files:
        tag = file.get(TAG)
        if isinstance(tag, str) and tag and not tag.removeprefix("v").startswith(version):
            yield mark(
                file.key,
                TAG,
                f"The images are held at {tag}, but the chart is {version}. Without this key they "
                "follow the chart.",
                Fix("let the images follow the chart", (Drop(parse_path(TAG)),)),
            )


RULES = (
    Rule(
        "GE701",
        Severity.ERROR,
        "FIPS images of the open-source chart",
        "Images with FIPS-validated cryptography are built for Enterprise only.",
        fips_in_open_source,
        question="images.flavour",
    ),
    Rule(
        "GE702",
        Severity.NOTE,
        "The old switch for FIPS",
        "global.image.fips was followed by global.image.variant in 1.17.",
        old_fips_switch,
        question="images.flavour",
    ),
    Rule(
        "GE703",
        Severity.WARNING,
        "Images of another version than the chart",
        "global.image.tag holds all images at one version. Bumped without it, the chart's new "
        "templates meet old programs.",
        tag_of_another_version,
        question="images.registry",
    ),
)

REGISTRY = Text(
    id="registry",
    ask="From which registry?",
    why="A mirror of your own keeps pods starting when the public registry does not answer, and "
    "lets you scan what runs.",
    sets=(Sets("global.image.registry"),),
    left="Leave it to the chart: quay.io/solo-io, and its own for Enterprise images",
    leave_for=("production", "evaluation"),
    pattern=r"[a-zA-Z0-9.-]+(:\d+)?(/[a-z0-9._/-]+)?",
    looks_like="a registry and perhaps a folder, such as registry.example.com/solo-io",
    example="registry.example.com/solo-io",
    comment="All images come from this registry.",
)
PULL_SECRET = Text(
    id="pull-secret",
    ask="Which secret opens the registry?",
    why="Only where the registry asks for a login.",
    sets=(Sets("global.image.pullSecret"),),
    left="None",
    leave_for=("production", "evaluation"),
    pattern=r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?",
    looks_like="the name of a secret",
    example="registry-credentials",
    comment="The pull secret for the images; it has to exist in the namespace of the release.",
)
STANDARD = Option(
    "standard",
    "The usual ones",
    gains="A shell and tools are inside when you look for a fault.",
    costs="Scanners find more to complain about.",
    choose_when="Nothing else is asked for.",
    default=True,
    recommended=("production", "evaluation"),
)
DISTROLESS_OPTION = Option(
    "distroless",
    "Without a distribution",
    sets=(Sets(VARIANT, "distroless"),),
    gains="No shell and no packages: little to attack, little to scan.",
    costs="Nothing inside helps to look for a fault. Probes that call a shell do not work.",
    choose_when="Scanners have a say.",
    since="1.17.0",
    comment="Images without a distribution inside.",
    link=DISTROLESS,
)
FIPS = Option(
    "fips",
    "With FIPS-validated cryptography",
    sets=(Sets(VARIANT, "fips", since="1.17.0"), Sets(OLD_FIPS, True, until="1.16")),
    gains="Cryptography that a public body has validated.",
    costs="Fewer ciphers and key types; some clients cannot connect.",
    choose_when="A contract or an authority asks for FIPS 140.",
    since="1.9.0",
    comment="Images with FIPS-validated cryptography.",
    link=FIPS_PAGE,
)
FIPS_DISTROLESS = Option(
    "fips-distroless",
    "With FIPS-validated cryptography and without a distribution",
    sets=(Sets(VARIANT, "fips-distroless"),),
    gains="Validated cryptography, and no shell or packages to attack or to scan.",
    costs="Fewer ciphers, and nothing inside helps to look for a fault.",
    choose_when="FIPS is asked for and scanners have a say.",
    since="1.17.2",
    comment="Images with FIPS-validated cryptography, without a distribution inside.",
    link=FIPS_PAGE,
)


def flavour(*options: Option) -> Question:
    return Choice(
        id="flavour",
        ask="Which flavour of the images?",
        why="In a cluster where FIPS is required, everything that ends TLS needs it: Istio beside "
        "the proxy too.",
        left="Leave it to the chart: the usual ones",
        link=FIPS_PAGE,
        options=options,
    )


OPEN_SOURCE = Topic(
    id="images",
    title="Images",
    why=WHY,
    link=DISTROLESS,
    questions=(REGISTRY, PULL_SECRET, flavour(STANDARD, DISTROLESS_OPTION)),
    rules=RULES,
)
ENTERPRISE = Topic(
    id="images",
    title="Images and FIPS",
    why=WHY + " FIPS images exist for Enterprise only.",
    link=FIPS_PAGE,
    questions=(
        REGISTRY,
        PULL_SECRET,
        flavour(STANDARD, DISTROLESS_OPTION, FIPS, FIPS_DISTROLESS),
    ),
    rules=RULES,
)
