"""What goes wrong with the UI and its sign-in. The client secret has its own: ui_secret_rules."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.topic import Mark, Rule, mark
from wizard.topics.licensing_rules import is_placeholder
from wizard.tree import MISSING, look_up
from wizard.view import FileView, PlanView

ENABLED = "glooUi.enabled"
TLS = "glooUi.tls.enabled"
TLS_SECRET = "glooUi.tls.secretName"
AUTH = "glooUi.auth.enabled"
BACKEND = "glooUi.auth.backend"
OIDC = "glooUi.auth.oidc"
APP_URL = f"{OIDC}.appUrl"
ISSUER = f"{OIDC}.issuerUrl"
CLIENT_ID = f"{OIDC}.clientId"
CLIENT_SECRET = f"{OIDC}.clientSecret"
SECRET_NAME = f"{OIDC}.clientSecretName"
SESSION = f"{OIDC}.session.backend"
SESSION_HOST = f"{OIDC}.session.redis.host"
SERVICE_TYPE = "glooUi.serviceType"
PORTS = "glooUi.ports"
BUILT_IN_REDIS = "redis.deployment.enabled"
SERVICE_OVERRIDE = "glooUi.serviceOverrides.spec.type"

GOOGLE = "https://accounts.google.com"
DISCOVERY = "/.well-known/openid-configuration"
DEFAULT_SECRET = "dashboard"
CHART_OWNS_SECRET_UNTIL = "2.3"


def with_ui(view: PlanView) -> Iterator[FileView]:
    """The management file, if it installs the UI."""
    server = view.management
    if server and server.effective(ENABLED) is True:
        yield server


def with_sign_in(view: PlanView) -> Iterator[FileView]:
    """The management file, if it installs the UI with sign-in."""
    for file in with_ui(view):
        if file.effective(AUTH) is True:
            yield file


def text(file: FileView, path: str) -> str:
    """The text at a path; "" if there is none."""
    value = file.get(path)
    return value if isinstance(value, str) else ""


def backend_not_oidc(view: PlanView) -> Iterator[Mark]:
    for file in with_sign_in(view):
        backend = file.get(BACKEND)
        if backend == "oidc":
            continue
        said = f"The backend is {backend!r}" if backend else "No backend is named"
        yield mark(
            file.key,
            BACKEND if file.has(BACKEND) else AUTH,
            f"{said}, and then the chart sets up no sign-in, without a message: the UI may stay "
            "open. The only backend is oidc.",
            Fix("write backend: oidc", (Put(parse_path(BACKEND), "oidc"),), safe=True),
        )


def parts_missing(view: PlanView) -> Iterator[Mark]:
    parts = {
        APP_URL: "the address of the UI",
        CLIENT_ID: "the client id",
        ISSUER: "the provider's issuer address",
    }
    for file in with_sign_in(view):
        for path, part in parts.items():
            if file.get(path) in (None, ""):
                yield mark(
                    file.key,
                    path,
                    f"Sign-in is on, but {part} is missing: nobody can sign in.",
                )
        if not text(file, CLIENT_SECRET) and not text(file, SECRET_NAME):
            name = Put(parse_path(SECRET_NAME), DEFAULT_SECRET)
            yield mark(
                file.key,
                SECRET_NAME,
                "Sign-in is on, but neither a client secret nor the name of a secret is given. "
                f"The chart then looks for one named {DEFAULT_SECRET}, as far as is known.",
                Fix(f"name the secret {DEFAULT_SECRET}", (name,)),
                Severity.NOTE,
            )


def slash_at_the_end(view: PlanView) -> Iterator[Mark]:
    for file in with_ui(view):
        url = text(file, APP_URL)
        if url.endswith("/"):
            yield mark(
                file.key,
                APP_URL,
                "The sign-in comes back to this address with /oidc-callback added. With a slash "
                "at the end there would be two, and the provider refuses what is not registered.",
                Fix("remove the slash", (Put(parse_path(APP_URL), url.rstrip("/")),), safe=True),
            )


def digits_only(view: PlanView) -> Iterator[Mark]:
    if not view.facts.within(until=CHART_OWNS_SECRET_UNTIL):
        return
    for file in with_sign_in(view):
        if text(file, CLIENT_ID).isdigit():
            yield mark(
                file.key,
                CLIENT_ID,
                "The chart of this version prints the client id without quotes, so one of digits "
                "only becomes a number, and the Dashboard resource is refused. Quotes here do not "
                "help: register a client with letters in its id, or use a newer chart.",
            )


def open_to_the_world(view: PlanView) -> Iterator[Mark]:
    for file in with_ui(view):
        if file.effective(AUTH) is True:
            continue
        path = SERVICE_OVERRIDE if file.has(SERVICE_OVERRIDE) else SERVICE_TYPE
        kind = file.effective(path)
        if kind in ("LoadBalancer", "NodePort"):
            yield mark(
                file.key,
                path,
                f"The UI gets an address outside the cluster ({kind}) and asks nobody to sign in: "
                "whoever reaches it sees the whole mesh. Set up sign-in, or use ClusterIP.",
                Fix("use ClusterIP", (Put(parse_path(path), "ClusterIP"),)),
            )


def tls_without_secret(view: PlanView) -> Iterator[Mark]:
    for file in with_ui(view):
        if file.get(TLS) is True and not text(file, TLS_SECRET):
            yield mark(
                file.key,
                TLS,
                "TLS is on, but no secret with a certificate is named in glooUi.tls.secretName.",
                Fix("name it gloo-mesh-ui-tls", (Put(parse_path(TLS_SECRET), "gloo-mesh-ui-tls"),)),
            )


def not_an_issuer(view: PlanView) -> Iterator[Mark]:
    for file in with_ui(view):
        url = text(file, ISSUER)
        if DISCOVERY in url:
            base = url.partition(DISCOVERY)[0]
            yield mark(
                file.key,
                ISSUER,
                f"{DISCOVERY} is added by the UI; here the address before it is expected.",
                Fix(f"write {base}", (Put(parse_path(ISSUER), base),), safe=True),
            )
        elif url and not url.startswith(("http://", "https://")) and not is_placeholder(url):
            yield mark(
                file.key,
                ISSUER,
                "The issuer must be an address with https:// at its beginning.",
                Fix("put https:// before it", (Put(parse_path(ISSUER), f"https://{url}"),)),
            )


def parts_without_sign_in(view: PlanView) -> Iterator[Mark]:
    for file in with_ui(view):
        if file.effective(AUTH) is not True and text(file, ISSUER) and text(file, CLIENT_ID):
            yield mark(
                file.key,
                AUTH if file.has(AUTH) else ISSUER,
                "An identity provider is described, but sign-in is off: the UI is open.",
                Fix(
                    "switch sign-in on",
                    (Put(parse_path(AUTH), True), Put(parse_path(BACKEND), "oidc")),
                ),
            )


def sessions_nowhere(view: PlanView) -> Iterator[Mark]:
    namespace = view.facts.words()["namespace"]
    fix = Fix(
        "use the built-in Redis",
        (Put(parse_path(SESSION_HOST), f"gloo-mesh-redis.{namespace}:6379"),),
    )
    for file in with_sign_in(view):
        if file.get(SESSION) != "redis":
            continue
        host = text(file, SESSION_HOST)
        if host.startswith("gloo-mesh-redis") and file.effective(BUILT_IN_REDIS) is False:
            yield mark(
                file.key,
                SESSION_HOST,
                "Sign-ins go to the built-in Redis, which is off: nobody can sign in. Give the "
                "host of your own Redis.",
                _own_redis(file),
            )
        elif not host:
            yield mark(file.key, SESSION, "Sign-ins go to Redis, but its host is missing.", fix)
        elif host.startswith(f"redis.{namespace}"):
            yield mark(
                file.key,
                SESSION_HOST,
                "No service of this name is installed (the chart's description is out of date): "
                f"the built-in Redis is gloo-mesh-redis.{namespace}:6379.",
                fix,
            )


def _own_redis(file: FileView) -> Fix | None:
    own = text(file, "redisStore.snapshot.client.address") or text(file, "redis.address")
    if not own or own.startswith("gloo-mesh-redis"):
        return None
    return Fix(f"use {own}", (Put(parse_path(SESSION_HOST), own),))


def signed_in_over_plain_http(view: PlanView) -> Iterator[Mark]:
    if view.facts.effective("deployment.purpose") != "production":
        return
    for file in with_sign_in(view):
        url = text(file, APP_URL)
        host = url.removeprefix("http://").partition("/")[0].partition(":")[0]
        if url.startswith("http://") and host not in ("localhost", "127.0.0.1"):
            better = f"https://{url.removeprefix('http://')}"
            yield mark(
                file.key,
                APP_URL,
                "People sign in at an address without encryption: whoever listens on the way gets "
                "their session. Put TLS before the UI, and give the https:// address.",
                Fix(f"write {better}", (Put(parse_path(APP_URL), better),)),
            )


def fixed_auth_id(view: PlanView) -> Iterator[Mark]:
    if not view.facts.within(until=CHART_OWNS_SECRET_UNTIL):
        return
    namespace = view.facts.words()["namespace"]
    for file in with_sign_in(view):
        settings = file.effective("glooUi.settingsName") or "settings"
        if namespace == "gloo-mesh" and settings == "settings":
            continue
        yield mark(
            file.key,
            AUTH,
            "Inferred: the UI's proxy of this version looks for its sign-in under gloo-mesh and "
            "settings only. In another namespace, or with another settingsName, it finds none.",
        )


def ports_that_are_fixed_elsewhere(view: PlanView) -> Iterator[Mark]:
    if not view.facts.within(until=CHART_OWNS_SECRET_UNTIL):
        return
    for file in with_ui(view):
        ports = file.get(PORTS)
        for name, port in ports.items() if isinstance(ports, dict) else ():
            path = (*parse_path(PORTS), str(name))
            usual = look_up(file.defaults, path)
            if usual is not MISSING and port != usual:
                yield mark(
                    file.key,
                    path,
                    f"The UI's probes and its own proxy keep asking at {usual}: with another port "
                    "the pod is never ready (inferred).",
                    Fix("leave the port to the chart", (Drop(path),)),
                )


RULES = (
    Rule(
        "GM1001",
        Severity.ERROR,
        "Sign-in backend is not oidc",
        "In 2.3.3 any backend but oidc renders an empty authn section and no error.",
        backend_not_oidc,
        question="ui.sign-in",
    ),
    Rule(
        "GM1002",
        Severity.ERROR,
        "Sign-in is incomplete",
        "OpenID Connect needs the issuer's address, the client id and secret that it gave you, "
        "and the address at which people open the UI.",
        parts_missing,
        question="ui.sign-in",
    ),
    Rule(
        "GM1003",
        Severity.WARNING,
        "Slash at the end of the UI's address",
        "Inferred from how the callback address is put together: <appUrl>/oidc-callback.",
        slash_at_the_end,
        question="ui.app-url",
    ),
    Rule(
        "GM1007",
        Severity.ERROR,
        "Client id of digits only",
        "2.3.3 prints the values of the Dashboard resource without quotes.",
        digits_only,
        question="ui.client-id",
    ),
    Rule(
        "GM1009",
        Severity.WARNING,
        "Open UI behind a load balancer",
        "Without sign-in the UI shows everything to everybody. ClusterIP with kubectl "
        "port-forward, or sign-in, keeps it closed.",
        open_to_the_world,
        question="ui.sign-in",
    ),
    Rule(
        "GM1010",
        Severity.ERROR,
        "TLS without a certificate",
        "glooUi.tls.secretName names a secret of type kubernetes.io/tls.",
        tls_without_secret,
        question="ui.tls-secret",
    ),
    Rule(
        "GM1011",
        Severity.WARNING,
        "Not an issuer's address",
        "The issuer is the address below which the provider publishes "
        "/.well-known/openid-configuration.",
        not_an_issuer,
        question="ui.issuer",
    ),
    Rule(
        "GM1012",
        Severity.WARNING,
        "Sign-in described but off",
        "Everything below glooUi.auth counts only with enabled: true and backend: oidc.",
        parts_without_sign_in,
        question="ui.sign-in",
    ),
    Rule(
        "GM1013",
        Severity.WARNING,
        "Sign-ins without a Redis",
        "session.backend: redis needs session.redis.host, as host:port, of a Redis that is there.",
        sessions_nowhere,
        question="ui.session-host",
    ),
    Rule(
        "GM1014",
        Severity.WARNING,
        "Sign-in outside the namespace gloo-mesh",
        "The Envoy configuration of the UI in 2.3.3 has the auth id gloo-mesh-settings fixed in "
        "it. That sign-in fails elsewhere is inferred.",
        fixed_auth_id,
        question="ui.sign-in",
    ),
    Rule(
        "GM1015",
        Severity.WARNING,
        "Sign-in over plain HTTP",
        "After a sign-in the browser shows a session to the UI with every request. Without TLS "
        "it can be read on the way and used by others. An ingress, a gateway or glooUi.tls (from "
        "2.5 on) encrypts it.",
        signed_in_over_plain_http,
        question="ui.app-url",
    ),
    Rule(
        "GM1016",
        Severity.WARNING,
        "A port of the UI that is fixed elsewhere",
        "In 2.3.3 the UI's probes and the configuration of its proxy name the ports 8090, 8081, "
        "20202 and 10101, whatever glooUi.ports says.",
        ports_that_are_fixed_elsewhere,
    ),
)
