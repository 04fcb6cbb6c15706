"""What the cluster itself asks for: the user id of the pods, and roles of the cloud."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, not_chosen
from wizard.question import Choice, Option, Question, Rows
from wizard.sets import On, Sets
from wizard.topics.certificates_parts import AGENTS

OPENSHIFT = (
    "https://github.com/solo-io/workshops/blob/HEAD/gloo-mesh/enterprise/2-9/openshift/default/"
    "README.md"
)
OWN_REDIS = not_chosen("redis.where", "own", because="your own Redis is no part of this release")


def user_ids(floating: bool) -> tuple[Sets, ...]:
    """The switch of every component for which it was seen in files in use."""
    return (
        Sets("glooMgmtServer.floatingUserId", floating),
        Sets("glooUi.floatingUserId", floating),
        Sets("redis.deployment.floatingUserId", floating, when=OWN_REDIS),
        Sets("glooAgent.floatingUserId", floating, On.AGENT),
    )


WITHOUT_REDIS = tuple(one for one in user_ids(floating=True) if not one.path.startswith("redis."))

PLATFORM: tuple[Question, ...] = (
    Choice(
        id="user-id",
        ask="Who chooses the numeric user id that the pods run under?",
        why="Gloo's own containers are locked down without a word from you: no root, no "
        "privileges, a file system that cannot be written to, and the fixed user 10101. OpenShift "
        "gives each namespace a range of user ids and refuses any other.",
        left="Leave it to the chart: user 10101",
        group="Platform",
        link=OPENSHIFT,
        options=(
            Option(
                "fixed",
                "The chart: 10101",
                also=(user_ids(floating=False),),
                gains="The same user everywhere, known in advance.",
                costs="OpenShift refuses it without a security constraint of its own.",
                choose_when="Anything but OpenShift.",
                default=True,
                recommended=("production", "evaluation"),
            ),
            Option(
                "floating",
                "The cluster (OpenShift)",
                sets=user_ids(floating=True),
                also=(WITHOUT_REDIS,),
                gains="The pods start on OpenShift without a security constraint of their own.",
                costs="Prometheus and telemetry come from other charts and do not follow. From 2.5 "
                "on, the topic Prometheus asks for its user.",
                choose_when="The clusters run OpenShift.",
                comment="OpenShift chooses the user id; it refuses the chart's own.",
                sure="Seen in files for OpenShift from 2.3 to 2.12, without a switch for insights "
                "engine and analyzer.",
                link=OPENSHIFT,
            ),
        ),
    ),
    *(
        Rows(
            id=f"{id}-account",
            ask=f"Which annotations does the service account of {named} get?",
            why="Clouds tie a role to an account with an annotation, such as "
            "eks.amazonaws.com/role-arn on AWS. Gloo needs none by itself; a tool of yours in the "
            "pod may. A number, true or false cannot be given, even in quotes.",
            path=f"{component}.serviceAccount.extraAnnotations",
            on=on,
            asked_when=asked_when,
            left="None",
            leave_for=("production", "evaluation"),
            comment="Annotations of the service account, such as a role of the cloud.",
            sure="That the chart prints these values without quotes was seen in 2.3.3.",
            group="Platform",
            advanced=True,
        )
        for id, named, component, on, asked_when in (
            ("server", "the management server", "glooMgmtServer", On.MANAGEMENT, MANAGEMENT_PLANE),
            ("agent", "the agent", "glooAgent", On.AGENT, AGENTS),
        )
    ),
)
