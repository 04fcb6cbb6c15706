"""Licensing: where the keys of the products come from."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, chosen
from wizard.facts import Word
from wizard.question import Choice, Many, Option, Text
from wizard.sets import Sets
from wizard.topic import Topic
from wizard.topics.licensing_rules import (
    KEY_FIELDS,
    MOUNTED_NAME,
    OLD_KEY,
    RULES,
    SECRET,
    SECRET_NAME,
    needs,
)

LICENSING_PAGE = "https://docs.solo.io/gloo-mesh-core/latest/setup/prepare/licensing/"
IN_VALUES = chosen("licensing.how", "keys", because="the keys come from a secret")


def key_question(
    id: str,
    product: str,
    what_for: str,
    advanced: bool = False,
    since: str = "",
    sure: str = "",
) -> Text:
    """One key of the values; every product has its own field."""
    return Text(
        id=id,
        ask=f"Key for {product}",
        why=f"{what_for} Whoever can read this file can read the key.",
        sets=(Sets(KEY_FIELDS[id.removeprefix("key-")]),),
        asked_when=IN_VALUES,
        pattern=r"[^\s$<]\S*",
        looks_like="the key itself, without spaces; Helm puts in no variables such as ${KEY}",
        left="No key for this product",
        comment=f"Licence key for {product}. Anyone who reads this file has it.",
        secret=True,
        advanced=advanced,
        since=since,
        sure=sure,
    )


TOPIC = Topic(
    id="licensing",
    title="Licensing",
    why="The management server and the UI look for licence keys when they start. Without one that "
    "fits, what you configure shows up as unlicensed. Agents need none, so this concerns the "
    "management cluster only.",
    link=LICENSING_PAGE,
    asked_when=MANAGEMENT_PLANE,
    questions=(
        Choice(
            id="how",
            ask="Where do the licence keys come from?",
            why="A values file usually ends up in git, and Helm keeps a copy of it in the cluster.",
            required=True,
            left=(
                Word("Leave it open: the chart then refuses to install", until="2.3"),
                Word("Leave it open: the management server then has no licence"),
            ),
            options=(
                Option(
                    "secret",
                    "A Kubernetes secret",
                    sets=(Sets(SECRET_NAME, SECRET),),
                    gains="The values hold no key and can be shared; a tool such as External "
                    "Secrets can fill the secret.",
                    costs="It must exist before the installation. A misspelt key inside it is "
                    "noticed only when the server runs.",
                    choose_when="Anything that is more than a short trial.",
                    comment="The licence keys are in this secret, in the namespace of the release; "
                    "create it before you install.",
                    recommended=("production", "evaluation"),
                    sure="The name is always license-keys: 2.3.3 mounts that name whatever this "
                    "value says, and later charts take it as well.",
                    link=LICENSING_PAGE,
                ),
                Option(
                    "other-secret",
                    "A Kubernetes secret with another name",
                    keeps=(SECRET_NAME,),
                    otherwise=True,
                    gains="A secret that you have already can stay as it is.",
                    costs=(
                        Word(
                            "The name has to stand in two places, or the pods wait for "
                            "license-keys.",
                            until="2.3",
                        ),
                        Word("One more name to keep alike in several places."),
                    ),
                    choose_when="A secret exists whose name you cannot choose.",
                    sure="That later charts mount the secret named here is inferred: it is "
                    "documented, but was seen in values only.",
                    link=LICENSING_PAGE,
                ),
                Option(
                    "keys",
                    "The keys, in the values",
                    also=tuple((Sets(field),) for field in (*KEY_FIELDS.values(), OLD_KEY)),
                    keeps=(*KEY_FIELDS.values(), OLD_KEY),
                    otherwise=True,
                    gains="Nothing has to be prepared.",
                    costs="The keys are readable in this file, in Helm's records and often in the "
                    "logs of whatever runs Helm.",
                    choose_when="A trial on a cluster of your own, with a file that stays there.",
                    link=LICENSING_PAGE,
                ),
            ),
        ),
        Text(
            id="secret-name",
            ask="What is the secret called?",
            why=(
                Word(
                    "The pods of this version look for the name at the top level, so it is "
                    "written there too.",
                    until="2.3",
                ),
                Word("The pods wait for a secret of this name in the namespace of the release."),
            ),
            sets=(Sets(SECRET_NAME), Sets(MOUNTED_NAME, until="2.3")),
            asked_when=chosen(
                "licensing.how", "other-secret", because="no secret with another name is used"
            ),
            required=True,
            pattern=r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?",
            looks_like="the name of a secret: lower-case letters, digits, dots and hyphens",
            example="license-secret",
            left="Not said: the chart then finds no licence",
            comment="The licence keys are in this secret, in the namespace of the release; create "
            "it before you install.",
        ),
        Many(
            id="products",
            ask="Which products are licensed?",
            why="It decides which keys the secret must have. The values do not change.",
            asked_when=chosen(
                "licensing.how",
                "secret",
                "other-secret",
                because="no licence secret is used",
            ),
            left="Not said; Gloo Mesh Enterprise is assumed",
            options=(
                Option(
                    "mesh",
                    "Gloo Mesh Enterprise",
                    gains="Service mesh management over several clusters.",
                    costs="The secret needs the key gloo-mesh-license-key.",
                    choose_when="You install this chart for a service mesh.",
                    recommended=("production",),
                ),
                Option(
                    "gateway",
                    "Gloo Mesh Gateway",
                    gains="Traffic that enters the cluster: routing, authentication, rate limits.",
                    costs="The secret needs the key gloo-gateway-license-key.",
                    choose_when="Ingress gateways are managed as well.",
                ),
                Option(
                    "network",
                    "Gloo Network",
                    gains="Network policies and flows of the Cilium network.",
                    costs="The secret needs the key gloo-network-license-key.",
                    choose_when="Your clusters run Cilium and it is part of your contract.",
                ),
                Option(
                    "trial",
                    "A trial of all products",
                    gains="One key for everything, for a limited time.",
                    costs="The secret needs the key gloo-trial-license-key, and the trial ends.",
                    choose_when="You got a trial key.",
                    recommended=("evaluation",),
                ),
                Option(
                    "core",
                    "Gloo Mesh Core",
                    since="2.5",
                    gains="Insights into an Istio that you manage yourself.",
                    costs="The secret needs the key gloo-core-license-key.",
                    choose_when="Your contract says Gloo Mesh Core.",
                    sure="Not verified: the spelling gloo-core-license-key was seen in files of "
                    "others, not in a chart.",
                ),
            ),
        ),
        key_question("key-mesh", "Gloo Mesh Enterprise", "For the service mesh."),
        key_question("key-gateway", "Gloo Mesh Gateway", "For ingress traffic."),
        key_question("key-network", "Gloo Network", "For the Cilium network.", advanced=True),
        key_question("key-trial", "the trial", "One key for all products, for a limited time."),
        key_question(
            "key-core",
            "Gloo Mesh Core",
            "For insights into an Istio that you manage yourself.",
            advanced=True,
            since="2.5",
            sure="Not verified: the spelling glooCoreLicenseKey was seen in files of others only.",
        ),
    ),
    rules=RULES,
    needs=needs,
)
