"""UI: whether there is one, and how its traffic is encrypted. Who may sign in: ui_sign_in."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, all_of, chosen
from wizard.question import Option, Text, yes_or_no
from wizard.sets import Sets
from wizard.topic import Topic
from wizard.topics.ui_needs import needs
from wizard.topics.ui_rules import RULES, TLS, TLS_SECRET
from wizard.topics.ui_secret_rules import RULES as SECRET_RULES
from wizard.topics.ui_sign_in import INSTALLED, SIGN_IN, SIGN_IN_PAGE, SIGN_IN_QUESTIONS

TOPIC = Topic(
    id="ui",
    title="UI",
    why="The UI shows clusters, services and traffic of the whole mesh. Without sign-in, everybody "
    "who reaches it sees everything.",
    link=SIGN_IN_PAGE,
    asked_when=MANAGEMENT_PLANE,
    questions=(
        yes_or_no(
            "enabled",
            "Install the UI?",
            "glooUi.enabled",
            why="It runs in the management cluster and shows what the management server and "
            "Prometheus know. Nothing that carries traffic depends on it.",
            left="Leave it to the chart: no UI",
            sure="That it is off by default was seen in 2.3.3.",
            yes=Option(
                "yes",
                "Yes",
                gains="A graph of the traffic, the state of every cluster, and errors in one "
                "place.",
                costs="One more pod, and something that must be kept closed.",
                choose_when="Nearly always.",
                comment="The web UI of the management plane.",
                recommended=("production", "evaluation"),
            ),
            no=Option(
                "no",
                "No",
                gains="Nothing to protect.",
                costs="The state of the mesh is to be read with kubectl and meshctl.",
                choose_when="You look at everything through your own tools.",
                comment="No web UI.",
                default=True,
            ),
        ),
        yes_or_no(
            "tls",
            "Shall the UI itself encrypt its traffic?",
            TLS,
            since="2.5",
            asked_when=INSTALLED,
            why="Browsers should reach the UI over HTTPS. Often an ingress in front of it takes "
            "care of that.",
            left="Leave it to the chart: plain HTTP up to the pod",
            group="Encryption",
            sure="Seen in the values of 2.5; earlier charts have nothing like it.",
            yes=Option(
                "yes",
                "Yes, with a certificate of its own",
                gains="Encrypted up to the pod, also without an ingress.",
                costs="A certificate that you have to create and renew.",
                choose_when="A load balancer passes connections straight to the UI.",
                comment="The UI serves HTTPS itself, with the certificate in the secret below.",
            ),
            no=Option(
                "no",
                "No, something in front of it does",
                gains="Certificates stay where the others are.",
                costs="The last step inside the cluster is plain HTTP.",
                choose_when="An ingress or gateway is in front of the UI, or only a port-forward "
                "leads to it.",
                comment="TLS ends in front of the UI, not in it.",
                recommended=("production", "evaluation"),
                default=True,
            ),
        ),
        Text(
            id="tls-secret",
            ask="Which secret holds the UI's certificate?",
            why="A secret of type TLS, with the keys tls.crt and tls.key, in the namespace of the "
            "release.",
            sets=(Sets(TLS_SECRET),),
            since="2.5",
            asked_when=all_of(
                INSTALLED,
                chosen("ui.tls", "yes", because="the UI does not encrypt its traffic itself"),
            ),
            required=True,
            suggests="gloo-mesh-ui-tls",
            pattern=r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?",
            looks_like="the name of a secret: lower-case letters, digits, dots and hyphens",
            left="No certificate: the UI does not start with TLS on",
            comment="Certificate and key of the UI (tls.crt, tls.key).",
            group="Encryption",
        ),
        *SIGN_IN_QUESTIONS,
        yes_or_no(
            "rights",
            "Shall the clusters report their Kubernetes permissions to the UI?",
            "glooMgmtServer.relay.pushRbac",
            why="Signing in says who somebody is. What they may see is another matter: the UI can "
            "go by the permissions that people have in the clusters, if it knows them.",
            asked_when=SIGN_IN,
            left="Leave it to the chart: yes",
            leave_for=("production", "evaluation"),
            group="Sign-in",
            advanced=True,
            sure="That it is on by default was seen in 2.3 and 2.4. How the UI is told to go by "
            "them is set in the Dashboard resource; whether the chart has keys for that is not "
            "verified.",
            yes=Option(
                "yes",
                "Yes",
                gains="The UI can show each person only what they may see in the clusters.",
                costs="Roles and bindings of every cluster are copied to the management cluster.",
                choose_when="People with different rights use the UI.",
                default=True,
                comment="Clusters report their permissions, for views by person in the UI.",
            ),
            no=Option(
                "no",
                "No",
                gains="Less to report, and less known in one place.",
                costs="The UI cannot tell people with different rights apart.",
                choose_when="Everybody who may sign in may see everything.",
                comment="Clusters do not report their permissions; the UI shows all to everybody.",
            ),
        ),
    ),
    rules=RULES + SECRET_RULES,
    needs=needs,
)
