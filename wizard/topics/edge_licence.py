"""The licence of Enterprise, and what belongs to the Enterprise chart only."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from schema.finding import Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.condition import chosen
from wizard.question import Choice, Option, Text, yes_or_no
from wizard.sets import Sets
from wizard.topic import Mark, Need, Rule, Topic, mark
from wizard.topics.licensing_rules import is_placeholder
from wizard.view import PlanView

KEY = "license_key"
SECRET_NAME = "gloo.license_secret_name"
CREATE = "create_license_secret"
FEDERATION = "gloo-fed.enabled"
INSTALL = "https://docs.solo.io/gloo-edge/latest/installation/enterprise/"
FROM_SECRET = chosen("licensing.how", "secret", because="the key stands in the values")


def key_in_the_values(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        key = file.get(KEY)
        if not isinstance(key, str) or not key or is_placeholder(key):
            continue
        if file.get(SECRET_NAME):
            yield mark(
                file.key,
                KEY,
                "The licence stands in the values although a secret is named that holds it. Which "
                "of the two counts is not established.",
                Fix("take it out of the values", (Drop(parse_path(KEY)),)),
            )
        else:
            yield mark(
                file.key,
                KEY,
                "The licence is readable for all who read this file, and in Helm's records. A "
                "secret can hold it instead.",
                Fix(
                    "take it out; it comes from the secret license",
                    (
                        Drop(parse_path(KEY)),
                        Put(parse_path(SECRET_NAME), "license"),
                        Put(parse_path(CREATE), False),
                    ),
                ),
                Severity.NOTE,
            )


def placeholder_as_key(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        if is_placeholder(file.get(KEY)):
            yield mark(
                file.key,
                KEY,
                "Helm puts in no variables: this text itself would be the licence. Fill it in "
                "before Helm reads the file, or pass it with --set-file or from a secret.",
            )


def secret_made_of_nothing(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        if not file.get(SECRET_NAME) or file.get(CREATE) is False or file.get(KEY):
            continue
        yield mark(
            file.key,
            SECRET_NAME,
            "A secret of your own holds the licence, but create_license_secret is not false, so "
            "the chart makes one as well, out of no key (inferred).",
            Fix("let the chart make none", (Put(parse_path(CREATE), False),)),
        )


def needs(view: PlanView) -> Iterator[Need]:
    for file in view.files:
        name = file.get(SECRET_NAME)
        if isinstance(name, str) and name:
            namespace = view.facts.words()["namespace"]
            yield Need(
                kind="secret",
                name=name,
                cluster="",
                namespace=namespace,
                why="The licence. What Enterprise adds does not start without it.",
                keys=("license-key",),
                command=f"kubectl create secret generic {shlex.quote(name)} "
                f"--namespace {namespace} --from-literal=license-key='<license-key>'",
            )


TOPIC = Topic(
    id="licensing",
    title="Licence",
    why="What Enterprise adds to the open-source gateway wants a licence key when it starts.",
    link=INSTALL,
    questions=(
        Choice(
            id="how",
            ask="Where does the licence key come from?",
            why="A values file usually ends up in git, and Helm keeps a copy of it in the cluster.",
            left="Not said; pass it with --set license_key",
            link=INSTALL,
            options=(
                Option(
                    "secret",
                    "A Kubernetes secret",
                    sets=(Sets(CREATE, False),),
                    gains="The values hold no key and can be shared.",
                    costs="It has to be there before the installation, and be named below.",
                    choose_when="Anything that is more than a short trial.",
                    recommended=("production", "evaluation"),
                    comment="The chart makes no secret of the licence; it is made beforehand.",
                    sure="Seen in files that are in use; the templates of Enterprise are not "
                    "public.",
                    link=INSTALL,
                ),
                Option(
                    "key",
                    "The key, in the values",
                    keeps=(KEY,),
                    also=((Sets(KEY),),),
                    otherwise=True,
                    gains="Nothing has to be prepared.",
                    costs="The key is readable in this file and in Helm's records.",
                    choose_when="A trial on a cluster of your own.",
                    link=INSTALL,
                ),
            ),
        ),
        Text(
            id="secret-name",
            ask="What is the secret called?",
            why="It holds the key under license-key, in the namespace of the release.",
            sets=(Sets(SECRET_NAME),),
            asked_when=FROM_SECRET,
            required=True,
            pattern=r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?",
            looks_like="the name of a secret: lower-case letters, digits, dots and hyphens",
            suggests="license",
            left="Not said: nothing finds the licence",
            comment="This secret holds the licence; create it before you install.",
            sure="Not verified: the key license-key inside the secret.",
        ),
        Text(
            id="key",
            ask="The licence key",
            why="Whoever can read this file can read it.",
            sets=(Sets(KEY),),
            asked_when=chosen("licensing.how", "key", because="the key comes from a secret"),
            pattern=r"[^\s$<]\S*",
            looks_like="the key itself, without spaces; Helm puts in no variables such as ${KEY}",
            left="Not in the file; pass it with --set license_key",
            comment="The licence key. Anyone who reads this file has it.",
            secret=True,
        ),
        yes_or_no(
            "federation",
            "Install Gloo Federation?",
            FEDERATION,
            why="It gathers several clusters with Gloo Edge under one configuration.",
            yes=Option(
                "yes",
                "Yes",
                gains="One place for the configuration of several clusters, and a console.",
                costs="More pods, and a secret of the licence for it as well.",
                choose_when="Several clusters are run as one.",
                comment="Gloo Federation is installed.",
            ),
            no=Option(
                "no",
                "No",
                gains="Less to run.",
                costs="Each cluster is configured for itself.",
                choose_when="One cluster, or another tool spreads configuration.",
                recommended=("production", "evaluation"),
                comment="Gloo Federation is not installed.",
            ),
            left="Leave it to the chart, whose default is not verified",
        ),
        Text(
            id="federation-secret",
            ask="Which secret holds the licence for Federation?",
            why="It must be there before the installation.",
            sets=(
                Sets("gloo-fed.license_secret_name"),
                Sets("gloo-fed.create_license_secret", False),
            ),
            asked_when=chosen("licensing.federation", "yes", because="Federation is not installed"),
            pattern=r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?",
            looks_like="the name of a secret: lower-case letters, digits, dots and hyphens",
            suggests="license",
            left="Leave it to the chart: it makes one of the key",
            comment="The secret that holds the licence for Federation.",
            sure="Seen in files that are in use only.",
        ),
    ),
    rules=(
        Rule(
            "GE801",
            Severity.WARNING,
            "The licence in the values",
            "A values file usually ends up in git, and Helm keeps a copy of it in the cluster.",
            key_in_the_values,
            question="licensing.how",
        ),
        Rule(
            "GE802",
            Severity.WARNING,
            "A placeholder as the licence",
            "Helm hands on ${…}, <…> and {{…}} in values as they stand.",
            placeholder_as_key,
            question="licensing.key",
        ),
        Rule(
            "GE803",
            Severity.NOTE,
            "Two secrets of the licence",
            "With a secret of your own, create_license_secret is set to false.",
            secret_made_of_nothing,
            question="licensing.how",
        ),
    ),
    needs=needs,
)
