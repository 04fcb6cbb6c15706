"""The rules of the Edge guides: each speaks up on a realistic file, in both charts, and is silent
on a good one; a fix mends what it is about."""

from __future__ import annotations

from typing import Any

import pytest

from schema.finding import Finding, Severity
from tests.edge.trees import GUIDES, holding, marks, moved, opened
from wizard.gloo_edge import ENTERPRISE, GUIDE
from wizard.guide import Guide
from wizard.session import Session

Tree = dict[str, Any]


def proxy(**spec: Any) -> Tree:
    return {"gatewayProxies": {"gatewayProxy": spec}}


ISTIO = {"global": {"istioSDS": {"enabled": True}}}
NO_TOKEN = {"gateway": {"proxyServiceAccount": {"disableAutomount": True}}}
LOW = {"podTemplate": {"httpPort": 80, "httpsPort": 443}}
RIGHTS = {"disableNetBind": False, "runUnprivileged": False}

WRONG: list[tuple[str, Tree, Severity]] = [
    ("GE101", proxy(**LOW), Severity.ERROR),
    ("GE102", {**NO_TOKEN, **ISTIO}, Severity.WARNING),
    (
        "GE103",
        proxy(podTemplate={"glooContainerSecurityContext": {"readOnlyRootFilesystem": True}}),
        Severity.WARNING,
    ),
    (
        "GE104",
        {
            **proxy(podTemplate={"runAsUser": 10101}),
            "global": {"securitySettings": {"floatingUserId": True}},
        },
        Severity.NOTE,
    ),
    ("GE105", proxy(podTemplate=RIGHTS), Severity.WARNING),
    ("GE106", proxy(kind={"daemonSet": {"hostPort": True}}), Severity.WARNING),
    ("GE201", {"settings": {"gloo": {"disableKubernetesDestinations": True}}}, Severity.WARNING),
    (
        "GE202",
        {"settings": {"disableKubernetesDestinations": True}, "discovery": {"enabled": False}},
        Severity.NOTE,
    ),
    ("GE203", {"discovery": {"enabled": False, "fdsMode": "BLACKLIST"}}, Severity.NOTE),
    ("GE301", {"gloo": {"serviceAccount": {"disableAutomount": True}}}, Severity.WARNING),
    ("GE401", {"gateway": {"validation": {"failurePolicy": "Fail"}}}, Severity.WARNING),
    (
        "GE402",
        {"gateway": {"validation": {"enabled": False, "alwaysAcceptResources": False}}},
        Severity.WARNING,
    ),
    (
        "GE501",
        {"gloo": {"deployment": {"replicas": 2}, "disableLeaderElection": True}},
        Severity.WARNING,
    ),
    (
        "GE502",
        proxy(antiAffinity=True, kind={"deployment": None, "daemonSet": {"hostPort": True}}),
        Severity.NOTE,
    ),
    ("GE503", proxy(podDisruptionBudget={"minAvailable": 2}), Severity.WARNING),
    ("GE601", proxy(service={"type": "loadBalancer"}), Severity.ERROR),
    (
        "GE602",
        proxy(
            service={
                "extraAnnotations": {
                    "service.beta.kubernetes.io/aws-load-balancer-type": "external",
                    "networking.gke.io/load-balancer-type": "Internal",
                }
            }
        ),
        Severity.WARNING,
    ),
    ("GE703", {"global": {"image": {"tag": "1.17.0"}}}, Severity.WARNING),
    ("GE702", {"global": {"image": {"fips": True}}}, Severity.NOTE),
    ("GE901", {"global": {"istioIntegration": {"enableAutoMtls": True}}}, Severity.WARNING),
]
RIGHT: list[tuple[str, Tree]] = [
    ("GE101", proxy(podTemplate={**LOW["podTemplate"], **RIGHTS})),
    ("GE101", proxy(service={"httpPort": 80, "httpsPort": 443})),
    ("GE102", NO_TOKEN),
    ("GE102", ISTIO),
    ("GE103", proxy(podTemplate={"glooContainerSecurityContext": {"mergePolicy": "helm-merge"}})),
    ("GE105", proxy(podTemplate={**LOW["podTemplate"], **RIGHTS})),
    ("GE106", proxy(kind={"deployment": None, "daemonSet": {"hostPort": True}})),
    ("GE201", {"settings": {"disableKubernetesDestinations": True}}),
    (
        "GE202",
        {"settings": {"disableKubernetesDestinations": True}, "discovery": {"enabled": True}},
    ),
    ("GE301", NO_TOKEN),
    (
        "GE401",
        {"gateway": {"validation": {"failurePolicy": "Fail", "alwaysAcceptResources": False}}},
    ),
    ("GE501", {"gloo": {"deployment": {"replicas": 2}}}),
    (
        "GE503",
        proxy(podDisruptionBudget={"minAvailable": 1}, kind={"deployment": {"replicas": 2}}),
    ),
    ("GE601", proxy(service={"type": "LoadBalancer"})),
    ("GE703", {"global": {"image": {"tag": "1.18.14-fips"}}}),
]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.chart)
@pytest.mark.parametrize(("code", "tree", "severity"), WRONG, ids=lambda one: str(one)[:24])
def test_it_speaks_up(guide: Guide, code: str, tree: Tree, severity: Severity) -> None:
    session = holding(guide, tree)
    found = [one for one in session.findings() if one.code == code]
    assert [one.severity for one in found] == [severity]
    assert found[0].line
    assert "{" not in found[0].message
    if guide is ENTERPRISE and "settings.gloo" in found[0].message:
        assert "gloo.settings" in found[0].message


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.chart)
@pytest.mark.parametrize(("code", "tree"), RIGHT, ids=lambda one: str(one)[:24])
def test_it_is_silent_on_a_good_file(guide: Guide, code: str, tree: Tree) -> None:
    assert marks(holding(guide, tree), code) == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.chart)
@pytest.mark.parametrize(("code", "tree", "severity"), WRONG, ids=lambda one: str(one)[:24])
def test_the_fix_mends_it(guide: Guide, code: str, tree: Tree, severity: Severity) -> None:
    session = holding(guide, tree)
    (found,) = [one for one in session.findings() if one.code == code]
    if found.fix is None:
        return
    session.apply_fix("management", found.fix)
    assert [one for one in session.findings() if one.code == code] == []


def test_the_stale_path_is_moved_to_where_it_is_read() -> None:
    for guide in GUIDES:
        session = holding(guide, {"settings": {"gloo": {"disableKubernetesDestinations": True}}})
        codes = {one.code for one in session.findings()}
        assert "SC010" not in codes, "the rule says more than the schema"
        (found,) = [one for one in session.findings() if one.code == "GE201"]
        assert found.fix
        session.apply_fix("management", found.fix)
        assert session.answer_of("destinations.kubernetes") == "yes"
        tree = {"settings": {"disableKubernetesDestinations": True}}
        assert session.plan.first.document.value == moved(guide, tree)


def test_the_right_to_bind_low_ports_was_the_default_once() -> None:
    tree = proxy(**LOW)
    assert marks(holding(GUIDE, tree, "1.3.20"), "GE101") == []
    assert len(marks(holding(GUIDE, tree, "1.3.31"), "GE101")) == 1


def test_other_proxies_are_looked_at_too() -> None:
    tree = {"gatewayProxies": {"internal": {"podTemplate": {"httpPort": 80}}}}
    (mark,) = marks(holding(GUIDE, tree), "GE101")
    assert mark.path == ("gatewayProxies", "internal", "podTemplate", "httpPort")
    tree["gatewayProxies"]["internal"]["disabled"] = True  # type: ignore[assignment]
    assert marks(holding(GUIDE, tree), "GE101") == []


def test_fips_is_for_enterprise() -> None:
    tree = {"global": {"image": {"variant": "fips"}}}
    assert len(marks(holding(GUIDE, tree), "GE701")) == 1
    assert marks(holding(ENTERPRISE, tree), "GE701") == []


def test_the_install_namespace_has_to_be_watched() -> None:
    session = holding(ENTERPRISE, {"settings": {"watchNamespaces": ["apps"]}})
    assert marks(session, "GE302") == []
    session.answer("deployment.namespace", "gateways")
    assert len(marks(session, "GE302")) == 1


LICENCES = [
    ("license_key: abcdef\n", "GE801"),
    ("license_key: ${KEY}\n", "GE802"),
    ("license_key: abcdef\ngloo: {license_secret_name: license}\n", "GE801"),
    ("gloo: {license_secret_name: license}\n", "GE803"),
]


def licence_findings(session: Session) -> list[Finding]:
    return [one for one in session.findings() if one.code.startswith("GE8")]


@pytest.mark.parametrize(("text", "code"), LICENCES)
def test_licences(text: str, code: str) -> None:
    session = opened(ENTERPRISE, text)
    (found,) = licence_findings(session)
    assert found.code == code
    assert "abcdef" not in found.message
    while found.fix:
        assert "abcdef" not in found.fix.title
        session.apply_fix(session.plan.first.key, found.fix)
        left = licence_findings(session)
        if not left:
            return
        found = left[0]
    assert code == "GE802"


def test_the_licence_secret_has_to_exist() -> None:
    text = "create_license_secret: false\ngloo: {license_secret_name: my-licence}\n"
    session = opened(ENTERPRISE, text)
    assert not [one for one in session.findings() if one.code.startswith("GE8")]
    (need,) = session.needs()
    assert (need.name, need.keys, need.namespace) == ("my-licence", ("license-key",), "gloo-system")
    assert "<license-key>" in need.command


ODD: list[Any] = [None, [], "text", 3, True, {"a": None}, [{"a": 1}], {"gatewayProxy": []}]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.chart)
@pytest.mark.parametrize("odd", ODD, ids=str)
def test_odd_trees_do_no_harm(guide: Guide, odd: Any) -> None:
    trees: list[Tree] = [
        dict.fromkeys(("gatewayProxies", "gateway", "settings", "discovery", "gloo"), odd),
        {"gatewayProxies": {"gatewayProxy": odd}, "settings": {"gloo": odd}},
        proxy(podTemplate=odd, service=odd, kind=odd, podDisruptionBudget=odd),
        proxy(podTemplate={"glooContainerSecurityContext": odd, "httpPort": odd}),
        {"global": odd},
        {"global": {"image": odd, "istioIntegration": odd}},
    ]
    for tree in trees:
        session = holding(guide, tree)
        session.findings()
        session.needs()
        if guide.picture:
            assert guide.picture(session.view())


def test_every_rule_of_the_guide_is_tried_here() -> None:
    tried = {code for code, _, _ in WRONG} | {code for _, code in LICENCES} | {"GE302", "GE701"}
    assert {rule.code for rule in ENTERPRISE.rules()} | {
        rule.code for rule in GUIDE.rules()
    } == tried
    for rule in (*GUIDE.rules(), *ENTERPRISE.rules()):
        assert not rule.question or rule.question in ENTERPRISE.asked, rule.code
