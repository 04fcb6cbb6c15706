"""Who may open the UI: sign-in with an identity provider (OpenID Connect)."""

from __future__ import annotations

from wizard.condition import all_of, chosen, not_chosen
from wizard.facts import Word
from wizard.question import Choice, Option, Question, Text
from wizard.sets import Sets
from wizard.topics.ui_rules import (
    APP_URL,
    AUTH,
    BACKEND,
    CLIENT_ID,
    CLIENT_SECRET,
    GOOGLE,
    ISSUER,
    SECRET_NAME,
    SESSION,
    SESSION_HOST,
)

SIGN_IN_PAGE = (
    "https://docs.solo.io/gloo-mesh-enterprise/latest/observability/tools/ui/auth/overview/"
)
OIDC_PAGE = "https://docs.solo.io/gloo-mesh-gateway/2.5.x//observability/tools/ui/auth/oidc-helm"
GOOGLE_PAGE = "https://docs.solo.io/gloo-mesh-gateway/main/observability/tools/ui/auth/google/"

INSTALLED = chosen("ui.enabled", "yes", because="the UI is not installed")
SIGN_IN = all_of(INSTALLED, chosen("ui.sign-in", "oidc", because="nobody has to sign in to the UI"))
NOT_GOOGLE = not_chosen(
    "ui.provider", "google", because="Google's issuer is the same for everybody"
)
URL_PATTERN = r"https?://[^\s/]+(/[^\s]*[^\s/])?"

SIGN_IN_QUESTIONS: tuple[Question, ...] = (
    Choice(
        id="sign-in",
        ask="Who may open the UI?",
        why="With OpenID Connect (OIDC) people sign in with an account that they have already, at "
        "Google, Okta or a server of your own: the identity provider.",
        asked_when=INSTALLED,
        left="Leave it to the chart: everybody who reaches it",
        group="Sign-in",
        link=SIGN_IN_PAGE,
        options=(
            Option(
                "none",
                "Everybody who reaches it",
                sets=(Sets(AUTH, False),),
                also=((Sets(AUTH, False), Sets(BACKEND, "oidc")),),
                gains="Nothing to set up.",
                costs="Whoever gets to the address sees the whole mesh.",
                choose_when="It is reached by kubectl port-forward only.",
                comment="No sign-in: keep the UI unreachable from outside.",
                recommended=("evaluation",),
                default=True,
            ),
            Option(
                "oidc",
                "People who sign in (OpenID Connect)",
                sets=(Sets(AUTH, True), Sets(BACKEND, "oidc")),
                gains="Only people whom your identity provider knows get in.",
                costs="An application has to be registered there, and the UI must reach it.",
                choose_when="More than one person uses the UI, or it has an address.",
                comment="People sign in with the identity provider below before the UI opens.",
                recommended=("production",),
                link=OIDC_PAGE,
            ),
        ),
    ),
    Text(
        id="app-url",
        ask="At which address do people open the UI?",
        why="The sign-in comes back to this address with /oidc-callback at its end; register "
        "that with the provider. If the address has a path, whatever is in front of the UI must "
        "let <path>/oidc-callback through too. Inferred: no slash at the end, as the two are "
        "joined.",
        sets=(Sets(APP_URL),),
        asked_when=SIGN_IN,
        required=True,
        pattern=URL_PATTERN,
        looks_like="http:// or https:// and a host, without a slash at the end",
        example="https://gloo-ui.example.com",
        left="Not said: the sign-in cannot come back",
        comment="Where people open the UI. With /oidc-callback at its end it is registered at "
        "the provider.",
        group="Sign-in",
        link=OIDC_PAGE,
    ),
    Choice(
        id="provider",
        ask="Which identity provider?",
        why="It decides which issuer address is asked for. The UI's pod must be able to reach it.",
        asked_when=SIGN_IN,
        left="Not said",
        group="Sign-in",
        options=(
            Option(
                "google",
                "Google",
                sets=(Sets(ISSUER, GOOGLE),),
                gains="The issuer is the same for everybody.",
                costs="Everybody with an account there can try; limit it in Google's console.",
                choose_when="Your people have Google accounts. Create a web application client.",
                comment="Google's issuer, the same for everybody.",
                link=GOOGLE_PAGE,
            ),
            Option(
                "okta",
                "Okta",
                keeps=(ISSUER,),
                gains="Its authorization server named default can be used as it is.",
                costs="An application in Okta's console, with people assigned to it.",
                choose_when="Your issuer is https://<org>.okta.com/oauth2/default.",
                link=OIDC_PAGE,
            ),
            Option(
                "auth0",
                "Auth0",
                keeps=(ISSUER,),
                gains="Nothing but the tenant's name is needed.",
                costs="An application in Auth0's console; the slash at the end is easily lost.",
                choose_when="Your issuer is https://<tenant>.<region>.auth0.com/, with the "
                "slash at its end.",
                sure="Not verified: the form is Auth0's usual one; no page of Solo.io shows it.",
            ),
            Option(
                "keycloak",
                "Keycloak",
                keeps=(ISSUER,),
                gains="Runs in your own cluster; no account with anybody is needed.",
                costs="You run it: while it is down, nobody can sign in.",
                choose_when="Your issuer is https://<host>/realms/<realm> (before Keycloak "
                "17: https://<host>/auth/realms/<realm>).",
                sure="Not verified: the form is Keycloak's usual one; no page of Solo.io shows it.",
            ),
            Option(
                "other",
                "Another one",
                keeps=(ISSUER,),
                gains="Any provider that publishes its data at "
                "<issuer>/.well-known/openid-configuration will do.",
                costs="You find out the issuer's address yourself.",
                choose_when="Yours is none of the others.",
                link=OIDC_PAGE,
            ),
        ),
    ),
    Text(
        id="issuer",
        ask="What is the provider's issuer address?",
        why="Okta: https://<org>.okta.com/oauth2/default. Auth0: "
        "https://<tenant>.<region>.auth0.com/. Keycloak: https://<host>/realms/<realm>. It is "
        "right if <issuer>/.well-known/openid-configuration opens in a browser.",
        sets=(Sets(ISSUER),),
        asked_when=all_of(SIGN_IN, NOT_GOOGLE),
        required=True,
        pattern=r"https?://(?!.*\.well-known)[^\s<>]+",
        looks_like="the issuer's address, without /.well-known/openid-configuration",
        example="https://acme.okta.com/oauth2/default",
        left="Not said: nobody can sign in",
        comment="The identity provider; what it offers is looked up at "
        "/.well-known/openid-configuration below this.",
        group="Sign-in",
        link=OIDC_PAGE,
    ),
    Text(
        id="client-id",
        ask="Which client id did the provider give you?",
        why="It is not secret; the provider shows it beside the application.",
        sets=(Sets(CLIENT_ID),),
        asked_when=SIGN_IN,
        required=True,
        pattern=r"[^\s<>]+",
        looks_like="the id as the provider shows it, without spaces",
        left="Not said: nobody can sign in",
        comment="The UI's client id at the identity provider.",
        group="Sign-in",
        link=OIDC_PAGE,
    ),
    Choice(
        id="client-secret",
        ask="How does the UI get the client secret?",
        why="The provider gave you a secret together with the client id. Whoever has it can pose "
        "as the UI.",
        asked_when=SIGN_IN,
        left="Not said",
        group="Sign-in",
        link=OIDC_PAGE,
        options=(
            Option(
                "secret",
                "From a Kubernetes secret",
                since="2.4",
                also=((Sets(SECRET_NAME),),),
                keeps=(SECRET_NAME,),
                otherwise=True,
                gains="The values hold no secret and can be shared.",
                costs="It must exist before the installation, without Helm's labels.",
                choose_when="Nearly always.",
                recommended=("production", "evaluation"),
                sure="2.3.3 cannot do this; that it works from 2.4 on is read from the "
                "documentation of 2.5.",
                link=OIDC_PAGE,
            ),
            Option(
                "set-file",
                "From a file, with each helm command",
                until="2.3",
                also=((Sets(SECRET_NAME),),),
                keeps=(SECRET_NAME,),
                otherwise=True,
                gains="The values hold no secret and can be shared.",
                costs="Every install and upgrade needs --set-file "
                "glooUi.auth.oidc.clientSecret=<file>; once forgotten, the secret is "
                "emptied and nobody can sign in.",
                choose_when="Nearly always, in this version: the chart makes the secret "
                "itself and cannot use one of yours.",
                recommended=("production", "evaluation"),
            ),
            Option(
                "value",
                "Written in the values",
                also=((Sets(CLIENT_SECRET),),),
                keeps=(CLIENT_SECRET, SECRET_NAME),
                otherwise=True,
                gains="Nothing has to be prepared.",
                costs="Whoever reads this file, or Helm's records, has the secret.",
                choose_when="A trial with a client that is deleted afterwards.",
            ),
        ),
    ),
    Text(
        id="client-secret-value",
        ask="What is the client secret?",
        why="It will be readable in this file, and in Helm's records in the cluster.",
        sets=(Sets(CLIENT_SECRET),),
        asked_when=all_of(
            SIGN_IN,
            chosen("ui.client-secret", "value", because="the values do not hold the secret"),
        ),
        required=True,
        secret=True,
        pattern=r"[^\s$<]\S*",
        looks_like="the secret itself, without spaces; Helm puts in no variables such as ${X}",
        left="Not said: nobody can sign in",
        comment="The client secret, readable by anyone who reads this file.",
        group="Sign-in",
    ),
    Text(
        id="secret-name",
        ask="What is the secret called?",
        why=(
            Word(
                "The chart makes it, under this name, at each install and upgrade. Do not "
                "create one of that name yourself.",
                until="2.3",
            ),
            Word("The client secret stands in it under the key oidc-client-secret."),
        ),
        sets=(Sets(SECRET_NAME),),
        asked_when=all_of(
            SIGN_IN,
            chosen(
                "ui.client-secret",
                "secret",
                "set-file",
                "value",
                because="no client secret is used",
            ),
        ),
        suggests="dashboard",
        pattern=r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?",
        looks_like="the name of a secret: lower-case letters, digits, dots and hyphens",
        left="Leave it to the chart: dashboard",
        comment=(
            Word(
                "The chart keeps the client secret in this secret; the value comes with "
                "--set-file glooUi.auth.oidc.clientSecret=… at each install and upgrade.",
                until="2.3",
            ),
            Word("This secret holds the client secret, under the key oidc-client-secret."),
        ),
        sure="The default name dashboard was seen in 2.3.3.",
        group="Sign-in",
        link=OIDC_PAGE,
    ),
    Choice(
        id="session",
        ask="Where are sign-ins remembered?",
        why="Without that, people would have to sign in for every page.",
        asked_when=SIGN_IN,
        left="Leave it to the chart: in a cookie",
        leave_for=("production", "evaluation"),
        group="Sign-in",
        advanced=True,
        options=(
            Option(
                "cookie",
                "In a cookie",
                sets=(Sets(SESSION, "cookie"),),
                gains="Nothing to run; the tokens are in the browser, encrypted.",
                costs="Not verified: browsers limit cookies to about 4 KiB, which large "
                "tokens exceed.",
                choose_when="Nearly always.",
                comment="Sign-ins are kept in the browser, in an encrypted cookie.",
                default=True,
            ),
            Option(
                "redis",
                "In Redis",
                sets=(Sets(SESSION, "redis"),),
                gains="The size of the tokens does not matter.",
                costs=(
                    Word(
                        "People have to sign in again whenever a Redis without storage "
                        "restarts. 2.3.3 puts this setting at an odd place in the Dashboard "
                        "resource; whether it is accepted there is not verified.",
                        until="2.3",
                    ),
                    Word("People have to sign in again whenever a Redis without storage restarts."),
                ),
                choose_when="Sign-in fails with a cookie because your tokens carry many groups.",
                comment="Sign-ins are kept in the Redis below.",
            ),
        ),
    ),
    Text(
        id="session-host",
        ask="Which Redis keeps the sign-ins?",
        why="The built-in one answers at gloo-mesh-redis. The address in the chart's own "
        "description (redis.gloo-mesh…) is out of date.",
        sets=(Sets(SESSION_HOST),),
        asked_when=all_of(
            SIGN_IN, chosen("ui.session", "redis", because="sign-ins are kept in a cookie")
        ),
        required=True,
        suggests="gloo-mesh-redis.{namespace}:6379",
        pattern=r"[A-Za-z0-9.-]+:\d{1,5}",
        looks_like="host:port, without redis:// before it",
        left="Not said: sign-ins have nowhere to go",
        comment="The Redis that keeps sign-ins.",
        group="Sign-in",
        advanced=True,
    ),
)
