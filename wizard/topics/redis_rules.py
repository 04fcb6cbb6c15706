"""What goes wrong with Redis: addresses, logins, and where its clients look for them."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Change, Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.topic import Mark, Rule, mark
from wizard.topics.env import SEEDS
from wizard.topics.redis_store_rules import STORE_RULES
from wizard.topics.redis_thread_rules import THREAD_RULES
from wizard.view import FileView, PlanView

BUILT_IN = "gloo-mesh-redis"
MISPLACED = {
    "redis.secretName": "redis.auth.secretName",
    "redis.usernameKey": "",
    "redis.passwordKey": "",
    "redis.caCertKey": "redis.certs.caCertKey",
}
CHARTS_OWN = {
    "redis.auth": "redis-auth-secrets",
    "redis.certs": "redis-certs",
}


def own_redis(file: FileView) -> bool:
    return (
        file.effective("glooMgmtServer.enabled") is True
        and file.effective("redis.deployment.enabled") is False
    )


def own_without_address(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not own_redis(server):
        return
    if view.facts.within("2.6"):
        if server.effective("redisStore.snapshot.deployment.enabled") is True:
            return
        path = "redisStore.snapshot.client.address"
        address = server.get(path) or server.get("redis.address")
    else:
        if server.get("redisStore.snapshot.client.address"):
            return  # meant for a newer chart, which another rule says
        path = "redis.address"
        address = server.get(path)
    if not address or (isinstance(address, str) and address.startswith(f"{BUILT_IN}.")):
        yield mark(
            server.key,
            path if not address or server.has(path) else "redis.address",
            "The built-in Redis is off, and no other address is given: the management server looks "
            f"for {BUILT_IN}, which is not there. Give the address of your Redis.",
        )


def strange_address(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for path in (
            "redis.address",
            "redisStore.snapshot.client.address",
            "redisStore.insights.client.address",
        ):
            address = file.get(path)
            if not isinstance(address, str) or not address or "$" in address:
                continue
            host = address.rpartition("://")[2].partition("/")[0].rpartition("@")[2]
            if host and not host.rpartition(":")[2].isdigit():
                host = f"{host.rstrip(':')}:6379"
            if "://" in address:
                what = f"A scheme ({address.partition('://')[0]}://) is not read here."
            elif not address.rpartition(":")[2].isdigit():
                what = "The port is missing."
            else:
                continue
            yield mark(
                file.key,
                path,
                f"{what} Write host:port, such as redis.example.com:6379.",
                Fix(f"write {host}", (Put(parse_path(path), host),)) if host else None,
            )


def one_level_too_high(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for path, right in MISPLACED.items():
            if not file.has(path):
                continue
            changes: tuple[Change, ...] = (Drop(parse_path(path)),)
            title = "remove it"
            if right and not file.has(right):
                changes += (Put(parse_path(right), file.get(path)),)
                title = f"move it to {right}"
            told = f"it belongs at {right}" if right else "the keys are username and password"
            yield mark(
                file.key,
                path,
                f"Nothing reads this key here; {told}.",
                Fix(title, changes, safe=not right),
            )


def dead_key_names(view: PlanView) -> Iterator[Mark]:
    if not view.facts.within(until="2.3"):
        return
    for file in view.files:
        for key, fixed in (("usernameKey", "username"), ("passwordKey", "password")):
            path = f"redis.auth.{key}"
            if file.get(path) not in (None, fixed):
                yield mark(
                    file.key,
                    path,
                    f"The 2.3 chart does not read it: in the secret, the key must be {fixed}.",
                    Fix("remove it", (Drop(parse_path(path)),), safe=True),
                )


def names_the_chart_takes(view: PlanView) -> Iterator[Mark]:
    if not view.facts.within(until="2.3"):
        return
    for file in view.files:
        for section, taken in CHARTS_OWN.items():
            path = f"{section}.secretName"
            if file.get(f"{section}.enabled") is True and file.effective(path, taken) == taken:
                yield mark(
                    file.key,
                    path,
                    f"The 2.3 chart makes an empty secret {taken} itself, and Helm refuses to "
                    "install over yours. Give your secret another name.",
                    Fix(f"call it my-{taken}", (Put(parse_path(path), f"my-{taken}"),)),
                )


def login_not_in_environment(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within(until="2.3"):
        return
    secret = server.get("redis.auth.secretName")
    if server.get("redis.auth.enabled") is not True or not isinstance(secret, str):
        return
    if secret in ("", "redis-auth-secrets"):
        return
    for component in ("glooMgmtServer", "glooUi"):
        named = [_secret_of(server, component, name) for name in _LOGIN]
        enabled = server.effective(f"{component}.enabled") is True
        if enabled and any(one != secret for one in named):
            yield mark(
                server.key,
                f"{component}.env",
                f"The login is in {secret}, but the pod's environment still reads "
                "redis-auth-secrets, which the 2.3 chart makes empty. Repeat env with your name.",
                _login_fix(server, component, secret),
            )


_LOGIN = {"REDIS_USERNAME": "username", "REDIS_PASSWORD": "password"}


def _secret_of(file: FileView, component: str, name: str) -> object:
    source = f"{component}.env[name={name}].valueFrom.secretKeyRef.name"
    return file.get(source)


def _login_fix(file: FileView, component: str, secret: str) -> Fix:
    entries = file.get(f"{component}.env")
    known = entries if isinstance(entries, list) else [dict(entry) for entry in SEEDS[component]]
    kept = [e for e in known if not (isinstance(e, dict) and e.get("name") in _LOGIN)]
    for name, key in _LOGIN.items():
        reference = {"key": key, "name": secret, "optional": True}
        kept.append({"name": name, "valueFrom": {"secretKeyRef": reference}})
    change = Put(parse_path(f"{component}.env"), kept)
    return Fix(f"read the login from {secret}", (change,))


def no_ca_key(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for section in (
            "redis.certs",
            *(f"redisStore.{store}.client.certs" for store in _STORES),
        ):
            path = f"{section}.caCertKey"
            if file.get(f"{section}.enabled") is True and not file.get(path):
                yield mark(
                    file.key,
                    path,
                    "TLS is on, but not under which key the secret holds the CA: the default is "
                    "empty, and no CA is found.",
                    Fix("use the key ca.crt", (Put(parse_path(path), "ca.crt"),)),
                )


_STORES = ("snapshot", "insights", "extAuthService", "rateLimiter")


def environment_without_the_charts_own(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for component, seed in SEEDS.items():
            entries = file.get(f"{component}.env")
            if not isinstance(entries, list) or not entries:
                continue
            given = {entry.get("name") for entry in entries if isinstance(entry, dict)}
            lost = [dict(entry) for entry in seed if entry["name"] not in given]
            if lost:
                names = ", ".join(str(entry["name"]) for entry in lost)
                change = Put(parse_path(f"{component}.env"), [*lost, *entries])
                better = "" if view.facts.within(until="2.3") else " Own variables go to extraEnvs."
                yield mark(
                    file.key,
                    f"{component}.env",
                    f"The list replaces the chart's own, and without {names} the pod lacks what "
                    f"the chart gives it.{better}",
                    Fix("repeat the chart's own entries", (change,)),
                )


def section_without_value(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for path in ("redis", "redis.deployment", "redis.auth", "redis.certs"):
            if file.has(path) and file.get(path) is None:
                yield mark(
                    file.key,
                    path,
                    "A whole section without a value stops the chart (seen in 2.3) from rendering. "
                    "Remove the line.",
                    Fix("remove the empty section", (Drop(parse_path(path)),)),
                )


def old_address(view: PlanView) -> Iterator[Mark]:
    path = "redis.deployment.addr"
    for file in view.files:
        if file.get(path):
            changes: tuple[Change, ...] = (Drop(parse_path(path)),)
            if not file.has("redis.address"):
                changes += (Put(parse_path("redis.address"), file.get(path)),)
            yield mark(
                file.key,
                path,
                "The old place of the address: in 2.3 it changes only half of what reads it.",
                Fix("move it to redis.address", changes),
            )


RULES = (
    Rule(
        "GM701",
        Severity.ERROR,
        "No Redis to talk to",
        "With the built-in Redis off, the address of another one is needed.",
        own_without_address,
        question="redis.address",
    ),
    Rule(
        "GM702",
        Severity.ERROR,
        "Address in a form that is not read",
        "Redis' address is host and port, without redis:// before it.",
        strange_address,
        question="redis.address",
    ),
    Rule(
        "GM703",
        Severity.WARNING,
        "Key one level too high",
        "secretName and the like belong below redis.auth or redis.certs. Directly below redis, "
        "Helm takes them without a word and nothing reads them.",
        one_level_too_high,
        question="redis.auth-secret",
    ),
    Rule(
        "GM704",
        Severity.WARNING,
        "Key names that nothing reads",
        "redis.auth.usernameKey and passwordKey stand in the chart's list, but no template of 2.3 "
        "reads them.",
        dead_key_names,
        question="redis.auth-secret",
    ),
    Rule(
        "GM705",
        Severity.ERROR,
        "Secret name that the chart takes itself",
        "The 2.3 chart always makes redis-auth-secrets and redis-certs, empty. Own secrets need "
        "other names.",
        names_the_chart_takes,
        question="redis.auth-secret",
    ),
    Rule(
        "GM706",
        Severity.WARNING,
        "Environment reads another login",
        "In 2.3 the secret's name changes only the mounted files, not REDIS_USERNAME and "
        "REDIS_PASSWORD. Which of them the programs use is not verified; set both.",
        login_not_in_environment,
        question="redis.auth-secret",
    ),
    Rule(
        "GM707",
        Severity.ERROR,
        "TLS without a CA",
        "caCertKey names the key of the CA in the secret and is empty by default.",
        no_ca_key,
        question="redis.tls-key",
    ),
    Rule(
        "GM708",
        Severity.WARNING,
        "Environment list without the chart's own",
        "env replaces the whole list: licence key, Redis login and the pod's namespace are lost "
        "unless they are repeated. From 2.4 on, extraEnvs adds without replacing.",
        environment_without_the_charts_own,
    ),
    Rule(
        "GM709",
        Severity.ERROR,
        "Section without a value",
        "Helm takes an empty section as null, which removes the chart's defaults below it.",
        section_without_value,
    ),
    Rule(
        "GM710",
        Severity.WARNING,
        "Old place of the address",
        "redis.deployment.addr was replaced by redis.address.",
        old_address,
        question="redis.address",
    ),
    *STORE_RULES,
    *THREAD_RULES,
)
