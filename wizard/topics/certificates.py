"""Certificates: how agents and the management server know each other on the relay."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, all_of
from wizard.facts import Word
from wizard.question import Choice, Option
from wizard.sets import On
from wizard.topic import Topic
from wizard.topics.certificates_gateway import (
    COLLECTOR_ROOT,
    GATEWAY_CERTIFICATE,
    GATEWAY_NAME,
    SKIP_VERIFY,
)
from wizard.topics.certificates_needs import needs
from wizard.topics.certificates_parts import (
    AGENTS,
    ANY_TOKEN_SECRET,
    COMMON_INSECURE,
    DOCS,
    ENCRYPTED,
    ENCRYPTION_STATED,
    GATEWAY,
    NO_CA,
    NO_CA_CERTIFICATES,
    NO_CLIENT_CERTIFICATES,
    NO_TOKEN,
    NO_TOKEN_SECRET,
    OWN_CERTIFICATE,
    OWN_GATEWAY_CERTIFICATE,
    OWN_INSECURE,
    ROTATION,
    SERVER,
    forms,
    mode_is,
)
from wizard.topics.certificates_rules import RULES
from wizard.topics.certificates_secret_rules import SECRET_RULES
from wizard.topics.certificates_secrets import (
    AUTHORITY,
    RELAY_TOKEN,
    ROTATION_RATIO,
    SECRETS,
    SIMPLE_ASKED,
)
from wizard.topics.env import environment

MODE = Choice(
    id="mode",
    ask="How do agents and the management server trust each other?",
    why="Agents carry the configuration of every mesh over this connection. Whoever can pose as an "
    "agent, or as the server, can read or change it. Certificates prevent that; a CA (certificate "
    "authority) signs them, and whoever has the CA's key can make new ones.",
    left="Leave it to the chart: it makes its own CA and certificates",
    options=(
        Option(
            "insecure",
            "No encryption at all",
            sets=COMMON_INSECURE + OWN_INSECURE,
            also=(OWN_INSECURE, *forms(COMMON_INSECURE, *((one,) for one in OWN_INSECURE))),
            keeps=ANY_TOKEN_SECRET,
            gains="No certificates to think about.",
            costs="Plain text, and nobody proves who they are: anyone who reaches port 9900 can "
            "pose as a cluster. The telemetry collectors still use TLS and need the root secret.",
            choose_when="A throw-away demo on one machine.",
            comment="The relay is neither encrypted nor authenticated. Never in production. All "
            "files of the installation must say the same.",
        ),
        Option(
            "self-signed",
            "Self-signed by the chart, agents renewed automatically",
            keeps=(
                *ENCRYPTION_STATED,
                *ANY_TOKEN_SECRET,
                f"{SERVER}.disableTokenGeneration",
                f"{GATEWAY}.disableCertGeneration",
            ),
            gains="Works at once. Agents get and renew their certificates by themselves.",
            costs=(
                Word(
                    "The root CA's key lies in the management cluster, and in 2.3 it signs agents "
                    "directly: whoever reads it can pose as any agent. Root and server "
                    "certificates end after one year and nothing renews them. Argo CD, which "
                    "renders without asking the cluster, makes a new CA each time.",
                    until="2.3",
                ),
                Word(
                    "The root CA's key lies in the management cluster: whoever reads it can pose "
                    "as any agent. Gloo does not renew the root, signing and server certificates.",
                ),
            ),
            choose_when="A trial, or a test environment that is rebuilt within the year.",
            sure=(
                Word("", until="2.3"),
                Word(
                    "Inferred from 2.3.3: tools that render the chart without asking the cluster, "
                    "such as Argo CD, make a new CA each time."
                ),
            ),
            recommended=("evaluation",),
            default=True,
            link=ROTATION,
        ),
        Option(
            "simple-tls",
            "Server certificate and a shared token (simple TLS)",
            sets=NO_CLIENT_CERTIFICATES + NO_TOKEN,
            also=(NO_CLIENT_CERTIFICATES,),
            keeps=(
                *ENCRYPTION_STATED,
                *ANY_TOKEN_SECRET,
                f"{SERVER}.disableCaCertGeneration",
                f"{GATEWAY}.disableCertGeneration",
            ),
            gains="No client certificates to manage. A proxy may end the TLS connection.",
            costs="All agents show the same token: the server cannot tell them apart, and a leaked "
            "token admits anyone.",
            choose_when="Client certificates are out of reach, and the token can be guarded and "
            "changed.",
            comment="Simple TLS: the server shows a certificate, the agents a shared token and no "
            "certificate of their own.",
            sure=(
                Word(
                    "Not verified before 2.5: the documentation lists this setup from 2.5 on.",
                    until="2.4",
                ),
            ),
            link=DOCS,
        ),
        Option(
            "own-cas",
            "Own CAs, agents renewed automatically",
            sets=NO_CA_CERTIFICATES + NO_TOKEN + OWN_GATEWAY_CERTIFICATE,
            also=forms(NO_CA_CERTIFICATES, NO_TOKEN, OWN_GATEWAY_CERTIFICATE),
            keeps=(*ENCRYPTION_STATED, *ANY_TOKEN_SECRET),
            gains="The root key stays in your PKI, with whatever issues your certificates. Agents "
            "need no work: Gloo signs and renews theirs with the signing CA that you give it.",
            costs="The signing CA's private key lies in the management cluster. You renew the "
            "signing CA, the server and the telemetry gateway certificates.",
            choose_when="You have a PKI, and more than a few workload clusters.",
            comment="Own CAs: the chart makes no relay certificates and no token; Gloo signs the "
            "agents' certificates with the signing CA that you bring.",
            recommended=("production",),
            link=DOCS,
        ),
        Option(
            "own-client-certs",
            "Own CAs and own client certificates",
            sets=NO_CA + NO_CA_CERTIFICATES + NO_TOKEN + OWN_GATEWAY_CERTIFICATE + NO_TOKEN_SECRET,
            also=forms(
                NO_CA, NO_CA_CERTIFICATES, NO_TOKEN, OWN_GATEWAY_CERTIFICATE, NO_TOKEN_SECRET
            ),
            keeps=(*ENCRYPTION_STATED, *ANY_TOKEN_SECRET),
            gains="No CA key in any cluster: every certificate is issued, and can be withdrawn, by "
            "your PKI.",
            costs="One certificate for each workload cluster, issued and renewed by you. An agent "
            "without one does not connect.",
            choose_when="Your security rules allow no CA key in a cluster, and cert-manager or the "
            "like renews for you.",
            comment="Own certificates for the server and for each agent: the relay's CA is off and "
            "the chart makes no certificates and no token.",
            sure="The empty token fields are known to be needed in 2.4 and to do no harm in other "
            "versions.",
            link=DOCS,
        ),
    ),
)

STATED = Choice(
    id="stated",
    ask="Say in every file that the relay is encrypted?",
    why="It is so without a word. Some teams want it written, so that a later insecure: true "
    "stands out in a review. A true in common cannot be undone by a false of one component.",
    left="Leave it out: encrypted without a word",
    leave_for=("production", "evaluation"),
    asked_when=ENCRYPTED,
    advanced=True,
    options=(
        Option(
            "yes",
            "Write insecure: false",
            sets=ENCRYPTION_STATED,
            also=forms((), *((one,) for one in ENCRYPTION_STATED))[:-1],
            gains="Visible to every reader.",
            costs="Lines that change nothing.",
            choose_when="Your reviews look for it.",
            comment="The relay is encrypted and authenticated.",
        ),
    ),
)

SERVER_CERTIFICATE = Choice(
    id="server-certificate",
    ask="Whose certificate does the management server show?",
    why="With simple TLS it is all that an agent has to tell the real server by, before it hands "
    "over the token.",
    asked_when=all_of(
        MANAGEMENT_PLANE,
        mode_is("simple-tls", because="with this mode it follows from the mode"),
    ),
    left="Leave it to the chart: it makes one, signed by its own CA",
    options=(
        Option(
            "own",
            "A certificate of yours",
            sets=NO_CA_CERTIFICATES,
            gains="Agents check it against a CA that you know.",
            costs="You issue and renew it. The chart then makes no relay secret at all.",
            choose_when="Always, apart from trials.",
            comment="The server shows your certificate; the chart makes no relay certificates.",
            recommended=("production",),
            sure="Inferred: in working files of this mode the chart makes the certificate.",
        ),
        Option(
            "generated",
            "The chart's self-signed one",
            gains="Nothing to create.",
            costs="It ends (in 2.3 after one year), and nothing renews it.",
            choose_when="A trial.",
            recommended=("evaluation",),
            default=True,
        ),
    ),
)

ISSUER = Choice(
    id="issuer",
    ask="Where do the certificates come from?",
    why="No value depends on it. It decides the commands for the secrets, and what must be set up "
    "before the installation. cert-manager is a tool in the cluster that orders certificates, puts "
    "them into secrets and renews them. (glooAgent.istiodSidecar is for Istio's own CA in Vault, "
    "not for these.)",
    left="Not said",
    asked_when=OWN_CERTIFICATE,
    options=(
        Option(
            "cert-manager-vault",
            "cert-manager with HashiCorp Vault",
            gains="cert-manager issues and renews; keys of the CA stay in Vault.",
            costs="Set up first: cert-manager in each cluster, a ClusterIssuer on a Vault "
            "sign/ROLE path, and Vault's AppRole secret in cert-manager's namespace. A signing CA "
            "needs a root/sign-intermediate path of its own.",
            choose_when="Vault is your PKI.",
        ),
        Option(
            "cert-manager-aws",
            "cert-manager with AWS Private CA",
            gains="cert-manager issues and renews; the CA is run by AWS.",
            costs="Set up first: cert-manager and aws-privateca-issuer in each cluster, an issuer "
            "in the namespace {namespace}, and an IAM role with DescribeCertificateAuthority, "
            "GetCertificate and IssueCertificate.",
            choose_when="Your clusters run in AWS.",
        ),
        Option(
            "cert-manager-google",
            "cert-manager with Google CAS",
            gains="cert-manager issues and renews; the CA is run by Google.",
            costs="Set up first: cert-manager and google-cas-issuer in each cluster, with a "
            "service account that may request certificates.",
            choose_when="Your clusters run in Google Cloud.",
            sure="Not verified: no example of Gloo with Google CAS was found.",
        ),
        Option(
            "by-hand",
            "By hand, or by another tool",
            gains="Nothing to install.",
            costs="You create the secrets, and have to think of renewing them.",
            choose_when="Another process delivers the secrets.",
        ),
    ),
)

OWN_TOKEN = Choice(
    id="own-token",
    ask="Who makes the token with which a new agent introduces itself?",
    why=(
        Word(
            "The 2.3 chart makes a new token at each helm upgrade. The copies in the workload "
            "clusters then no longer fit, and new agents may be refused.",
            until="2.3",
        ),
        Word("You copy it to each workload cluster, so it should not change by itself."),
    ),
    asked_when=all_of(
        MANAGEMENT_PLANE,
        mode_is("self-signed", because="with this mode the token is yours, or there is none"),
    ),
    advanced=True,
    left="Leave it to the chart: it makes the token",
    options=(
        Option(
            "own",
            "I bring it",
            sets=NO_TOKEN,
            gains="It stays the same over upgrades.",
            costs="One more secret to create before the installation.",
            choose_when=(
                Word("There are workload clusters.", until="2.3"),
                Word(
                    "There are workload clusters: 2.3 changes its own token at each upgrade, and "
                    "that later charts do not is not verified."
                ),
            ),
            comment="The token is yours: the chart makes none, so it stays the same.",
            recommended=("production",),
        ),
        Option(
            "generated",
            "The chart",
            gains="Nothing to create in the management cluster.",
            costs=(
                Word("It changes at each upgrade.", until="2.3"),
                Word("You still copy it to each workload cluster."),
            ),
            choose_when="One cluster, or a trial.",
            recommended=("evaluation",),
            default=True,
        ),
    ),
)


AGENT_CHECKS = Choice(
    id="agent-checks",
    ask="Do the agents check the server's certificate?",
    why="With simple TLS the token is all that tells an agent from a stranger. An agent should "
    "know to whom it gives the token.",
    asked_when=all_of(AGENTS, SIMPLE_ASKED),
    left="Leave it to the chart: they check it",
    options=(
        Option(
            "check",
            "Yes, against the root secret",
            gains="The token goes to the real server only.",
            costs="The CA's certificate has to be in relay-root-tls-secret of each cluster.",
            choose_when="Always, apart from trials.",
            recommended=("production", "evaluation"),
            default=True,
        ),
        Option(
            "skip",
            "No, trust any server",
            sets=environment(
                "glooAgent",
                "RELAY_DISABLE_SERVER_CERTIFICATE_VALIDATION",
                {"value": "true"},
                on=On.AGENT,
            ),
            gains="No root secret to copy for the agents.",
            costs="Whoever can answer at the server's address gets the token.",
            choose_when="A trial on a network of your own.",
            comment="For tests only: the agent hands its token to any server that answers.",
        ),
    ),
)

TOPIC = Topic(
    id="certificates",
    title="Certificates",
    why="The relay is the connection over which each agent talks to the management server, and "
    "certificates secure it. Here you decide who makes them, who renews them, and which secrets "
    "must exist before the installation.",
    questions=(
        MODE,
        STATED,
        SERVER_CERTIFICATE,
        ISSUER,
        RELAY_TOKEN,
        AGENT_CHECKS,
        OWN_TOKEN,
        *SECRETS,
        ROTATION_RATIO,
        AUTHORITY,
        GATEWAY_CERTIFICATE,
        GATEWAY_NAME,
        SKIP_VERIFY,
        COLLECTOR_ROOT,
    ),
    rules=(*RULES, *SECRET_RULES),
    needs=needs,
    link=DOCS,
)
