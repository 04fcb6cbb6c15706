"""The files beside the values: valid, in agreement with the values, without material, and never
written over what somebody else wrote."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from schema.finding import Put
from schema.helmyaml import HelmYamlError
from schema.path import parse_path
from tests.commands import Run
from tests.manifests import judge
from tests.reference import corpus, needs_reference, some
from tests.test_runbook import ODD, ODD_FILES
from wizard import opening
from wizard.atomic import WriteFailed
from wizard.companions import Companion, companions, is_untouched
from wizard.document import Document
from wizard.exit_codes import ExitCode
from wizard.gloo_platform import GUIDE
from wizard.save import save
from wizard.session import Session
from wizard.topics.certificates import ISSUER, MODE

MODES = [option.id for option in MODE.options]
ISSUERS = [None, *(option.id for option in ISSUER.options)]
VERSIONS = ("2.3.3", "2.4.16", "2.6.5")
NAMES = {
    "certificates.server-secret": "my-server",
    "certificates.signing-secret": "my-signer",
    "certificates.token-secret": "my-token",
    "certificates.token-key": "tok",
    "certificates.root-secret": "my-root",
    "certificates.client-secret": "agent-of-{cluster}",
    "certificates.relay-token": "shared",
    "certificates.authority": "relay.example.com",
}


def planned(mode: str, issuer: str | None, version: str, own_names: bool = False) -> Session:
    """A production plan with two workload clusters."""
    session = opening.new(GUIDE, Path("values.yaml"), version)
    answers: dict[str, Any] = {
        "deployment.purpose": "production",
        "deployment.model": "dedicated",
        "deployment.cluster": "mgmt",
        "deployment.workloads": ("eu-1", "us-1"),
        "certificates.mode": mode,
        "certificates.server-certificate": "own",
        "certificates.issuer": issuer,
        "licensing.how": "secret",
        "telemetry.gateway": "yes",
        "telemetry.collector": "yes",
        "workload-clusters.collector": "yes",
        "workload-clusters.relay-address": "relay.example.com:9900",
        "workload-clusters.telemetry-address": "telemetry.example.com:4317",
        **(NAMES if own_names else {}),
    }
    for id, answer in answers.items():
        if answer is not None and id in GUIDE.asked and not session.why_hidden(id):
            session.answer(id, answer)
    return session


def manifests(files: list[Companion]) -> list[tuple[str, Any]]:
    """Each object with the cluster it is for."""
    return [
        (file.cluster, one)
        for file in files
        if file.name.endswith(".yaml")
        for one in yaml.load_all(file.text, yaml.CSafeLoader)
        if one is not None
    ]


def made(files: list[tuple[str, Any]]) -> dict[tuple[str, str, str], Any]:
    """Secrets and certificates, by cluster, namespace and the secret's name."""
    found: dict[tuple[str, str, str], Any] = {}
    for cluster, one in files:
        metadata = one["metadata"]
        name = one["spec"]["secretName"] if one["kind"] == "Certificate" else metadata["name"]
        if one["kind"] in ("Secret", "Certificate") and metadata["namespace"] != "cert-manager":
            assert (cluster, metadata["namespace"], name) not in found, "one secret made twice"
            found[cluster, metadata["namespace"], name] = one
    return found


def wanted(session: Session) -> Iterator[tuple[str, str, set[str], str]]:
    """What the values ask for: cluster, secret, its keys, a name in its certificate ("" for any).

    This reads the files anew, from topics.md, and asks no topic.
    """
    view = session.view()
    server = view.management
    assert server is not None
    certificate = {"tls.crt", "tls.key", "ca.crt"}
    relay, customized = "glooMgmtServer.relay", "telemetryGatewayCustomization"
    secure = server.effective("common.insecure") is not True
    own = secure and server.effective(f"{relay}.disableCaCertGeneration") is True
    signs = own and server.effective(f"{relay}.disableCa") is not True
    simple = "RELAY_TOKEN" in str(server.tree.get("glooMgmtServer"))
    name = "gloo-mesh-mgmt-server.gloo-mesh"
    yield "mgmt", server.get("licensing.licenseSecretName"), {"gloo-mesh-license-key"}, ""
    if own:
        named = server.get(f"{relay}.tlsSecret.name", "relay-server-tls-secret")
        yield "mgmt", named, certificate, name
    if signs and not simple:
        named = server.get(f"{relay}.signingTlsSecret.name", "relay-tls-signing-secret")
        yield "mgmt", named, certificate, ""
        named = server.get(f"{relay}.tokenSecret.name", "relay-identity-token-secret")
        yield "mgmt", named, {server.get(f"{relay}.tokenSecret.key", "token")}, ""
    if server.effective(f"{customized}.disableCertGeneration") is True:
        name = server.effective(f"{customized}.serverName")
        yield "mgmt", "gloo-telemetry-gateway-tls-secret", certificate, name
    if own and server.effective("telemetryCollector.enabled") is True:
        yield "mgmt", "relay-root-tls-secret", {"ca.crt"}, ""  # the collector mounts it
    if simple:
        yield "mgmt", "shared", {"token"}, ""
    for file in view.workloads:
        client = file.get("glooAgent.relay.clientTlsSecret.name")
        brought = server.effective(f"{relay}.disableCa") is True
        if brought:
            cluster = file.get("common.cluster")
            yield file.cluster, client or "relay-client-tls-secret", certificate, cluster
        if secure:
            named = file.get("glooAgent.relay.rootTlsSecret.name", "relay-root-tls-secret")
            yield file.cluster, named, {"ca.crt"}, ""
            if not brought and not simple:
                named = file.get("glooAgent.relay.tokenSecret.name", "relay-identity-token-secret")
                key = file.get("glooAgent.relay.tokenSecret.key", "token")
                yield file.cluster, named, {key}, ""
        yield file.cluster, "relay-root-tls-secret", {"ca.crt"}, ""  # the collector mounts it
        if simple:
            yield file.cluster, "shared", {"token"}, ""


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("mode", MODES)
def test_manifests_are_valid_and_agree_with_the_values(mode: str, version: str) -> None:
    for own_names in (False, True):
        if mode == "simple-tls" and not own_names:
            continue  # its token has no usual name
        session = planned(mode, None, version, own_names)
        asked = [*wanted(session)]
        for issuer in [None] if session.why_hidden("certificates.issuer") else ISSUERS:
            if issuer:
                session.answer("certificates.issuer", issuer)
            files = manifests(companions(session))
            for _, manifest in files:
                judge(manifest)
            found = made(files)
            for cluster, name, keys, dns_name in asked:
                agrees(found, cluster, name, keys, dns_name)
            assert {(c, n) for c, _, n in found} == {(c, n) for c, n, _, _ in asked}
            issuers_are_there(files)


def agrees(found: Any, cluster: str, name: str, keys: set[str], dns_name: str) -> None:
    one = found[cluster, "gloo-mesh", name]
    if one["kind"] == "Secret":
        assert keys <= set(one["data"])
        return
    assert keys <= {"tls.crt", "tls.key", "ca.crt"}, "cert-manager makes no other keys"
    spec = one["spec"]
    assert not dns_name or spec["dnsNames"] == [dns_name]
    assert dns_name == "" or {"server auth", "client auth"} <= set(spec["usages"])
    signing = "sign" in name
    assert spec.get("isCA", False) is signing
    assert ("cert sign" in spec["usages"]) is signing


def issuers_are_there(files: list[tuple[str, Any]]) -> None:
    """Each certificate's issuer is in a file for the same cluster, and within its reach."""
    there = {
        (cluster, one["apiVersion"].split("/")[0], one["kind"], one["metadata"]["name"],
         one["metadata"].get("namespace"))
        for cluster, one in files
        if one["kind"].endswith("Issuer")
    }  # fmt: skip
    for cluster, one in files:
        if one["kind"] == "Certificate":
            issuer = one["spec"]["issuerRef"]
            known = (cluster, issuer["group"], issuer["kind"], issuer["name"])
            assert {(*known, None), (*known, one["metadata"]["namespace"])} & there


def test_what_cert_manager_makes_in_a_workload_cluster() -> None:
    found = {
        mode: [
            (one["kind"], one["metadata"]["name"])
            for cluster, one in manifests(companions(planned(mode, "cert-manager-aws", "2.4.16")))
            if cluster == "eu-1" and one["apiVersion"] != "v1"
        ]
        for mode in MODES
    }
    issuer = ("AWSPCAIssuer", "gloo-mesh-relay")
    root = ("Certificate", "relay-root-tls-secret")
    assert found == {
        "insecure": [],
        "self-signed": [],
        "simple-tls": [issuer, root],
        "own-cas": [issuer, root],
        "own-client-certs": [issuer, ("Certificate", "relay-client-tls-secret"), root],
    }


@pytest.mark.parametrize(
    ("mode", "issuer", "why"),
    [
        ("insecure", None, "the relay is insecure"),
        ("self-signed", None, "the chart makes them itself"),
        ("own-cas", "by-hand", "by hand"),
        ("own-cas", None, "nobody has said"),
    ],
)
def test_the_list_says_why_there_are_no_certificates(
    mode: str, issuer: str | None, why: str
) -> None:
    listed = companions(planned(mode, issuer, "2.4.16"))[0]
    assert listed.name == "companions.md"
    (line,) = [line for line in listed.text.splitlines() if "for cert-manager:" in line]
    assert why in line


def test_a_blank_is_never_taken_for_material() -> None:
    secrets = [
        one
        for issuer in ISSUERS
        for _, one in manifests(companions(planned("own-cas", issuer, "2.4.16")))
        if one["kind"] == "Secret"
    ]
    assert len(secrets) > 10
    for one in secrets:
        assert "stringData" not in one
        for blank in one["data"].values():
            with pytest.raises(binascii.Error):
                base64.b64decode(blank, validate=True)


def test_types_of_secrets() -> None:
    session = planned("own-cas", "by-hand", "2.4.16")
    session.answer("images.pull-secret", "registry-login")
    found = made(manifests(companions(session)))
    assert {
        name: one["type"] for (cluster, _, name), one in found.items() if cluster == "mgmt"
    } == {
        "relay-server-tls-secret": "kubernetes.io/tls",
        "relay-tls-signing-secret": "kubernetes.io/tls",
        "gloo-telemetry-gateway-tls-secret": "kubernetes.io/tls",
        "relay-identity-token-secret": "Opaque",
        "relay-root-tls-secret": "Opaque",
        "license-keys": "Opaque",
        "registry-login": "kubernetes.io/dockerconfigjson",
    }


def test_clusters_are_registered_under_the_names_in_their_files() -> None:
    session = planned("own-cas", None, "2.4.16")
    registered = [
        (cluster, one["metadata"]["name"], one["spec"]["clusterDomain"])
        for cluster, one in manifests(companions(session))
        if one["kind"] == "KubernetesCluster"
    ]
    assert registered == [("mgmt", "eu-1", "cluster.local"), ("mgmt", "us-1", "cluster.local")]


def test_fips_has_a_note_where_it_is_chosen() -> None:
    session = planned("own-cas", None, "2.4.16")
    assert "istio-fips.md" not in [one.name for one in companions(session)]
    session.answer("images.fips", "yes")
    (note,) = [one for one in companions(session) if one.name == "istio-fips.md"]
    assert note.text.count("| 2.4.16-fips |") == 3
    assert "-solo-fips" in note.text


def test_permissions_name_what_decides_on_roles_and_every_secret() -> None:
    session = planned("own-cas", "cert-manager-aws", "2.4.16")
    path = parse_path("glooMgmtServer.relay.pushRbac")
    session.edit("management", [Put(path, False)], "by hand")
    (page,) = [one.text for one in companions(session) if one.name == "permissions.md"]
    assert "| mgmt | glooMgmtServer.relay.pushRbac | false |" in page
    assert "| eu-1 | glooAgent.istiodSidecar.createRoleBinding | false (default) |" in page
    assert "DescribeCertificateAuthority" in page
    for need in session.needs():
        if need.kind == "secret":
            assert f"| {need.cluster or 'mgmt'} | {need.namespace} | {need.name} |" in page


# --- writing


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    session = planned("own-cas", "cert-manager-vault", "2.4.16")
    for member in session.plan:
        (tmp_path / member.file.name).write_bytes(member.document.to_bytes())
    return tmp_path / "values.yaml"


def test_they_are_listed_and_written(plan: Path, gloo_wizard: Run) -> None:
    listed = gloo_wizard("companions", plan)
    folder = plan.parent / "deep" / "folder"
    assert listed.code == ExitCode.CLEAN
    assert not folder.exists()
    written = gloo_wizard("companions", plan, "-o", folder)
    assert written.code == ExitCode.CLEAN
    names = [line.split()[0] for line in listed.text.splitlines()]
    assert sorted(names) == sorted(file.name for file in folder.iterdir())
    assert "secrets-eu-1.yaml" in names
    assert "runbook.md" in names
    again = gloo_wizard("companions", plan, "-o", folder)
    assert again.told.count(": unchanged\n") == len(names)


def test_a_file_that_was_changed_is_left_alone(plan: Path, gloo_wizard: Run) -> None:
    folder = plan.parent / "out"
    gloo_wizard("companions", plan, "-o", folder)
    filled = folder / "secrets-eu-1.yaml"
    with filled.open("a") as file:
        file.write("# filled in\n")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    plan.write_text(plan.read_text().replace("license-keys", "other-keys"))
    refused = gloo_wizard("companions", plan, "-o", folder)
    assert refused.code == ExitCode.USAGE
    assert "secrets-eu-1.yaml" in refused.told
    assert "--overwrite" in refused.told
    assert before == {file.name: file.read_bytes() for file in folder.iterdir()}
    assert gloo_wizard("companions", plan, "-o", folder, "--overwrite").code == ExitCode.CLEAN
    assert is_untouched(filled.read_bytes())
    assert "other-keys" in (folder / "secrets-mgmt.yaml").read_text()


def test_an_unchanged_file_of_ours_is_written_anew(plan: Path, gloo_wizard: Run) -> None:
    folder = plan.parent / "out"
    gloo_wizard("companions", plan, "-o", folder)
    plan.write_text(plan.read_text().replace("license-keys", "other-keys"))
    assert gloo_wizard("companions", plan, "-o", folder).code == ExitCode.CLEAN
    assert "other-keys" in (folder / "secrets-mgmt.yaml").read_text()


def test_what_is_no_longer_needed_is_told_and_left(plan: Path, gloo_wizard: Run) -> None:
    folder = plan.parent / "out"
    gloo_wizard("companions", plan, "-o", folder)
    (folder / "mine.md").write_text("# Mine\n")
    text = plan.read_text()
    plan.write_text(text.replace("cert-manager-vault", "by-hand"))
    told = gloo_wizard("companions", plan, "-o", folder).told
    assert f"{folder / 'issuers-eu-1.yaml'}: no longer one of them" in told
    assert "mine.md" not in told
    assert (folder / "issuers-eu-1.yaml").exists()


def test_values_and_companions_are_written_together_or_not_at_all(
    plan: Path, gloo_wizard: Run
) -> None:
    root = plan.parent / "new"
    root.mkdir()
    answers = root / "answers.yaml"
    answers.write_bytes(gloo_wizard("answers", plan).data)
    given = ("generate", "--answers", answers, "-o", root / "values.yaml", "--companions")
    (root / "taken").write_text("a file\n")
    assert gloo_wizard(*given, root / "taken").code == ExitCode.USAGE
    (root / "out" / "secrets-mgmt.yaml").mkdir(parents=True)
    assert gloo_wizard(*given, root / "out").code == ExitCode.UNREADABLE
    assert not (root / "values.yaml").exists()
    assert [file.name for file in (root / "out").iterdir()] == ["secrets-mgmt.yaml"]
    ended = gloo_wizard(*given, root / "all")
    assert ended.code == ExitCode.CLEAN, ended.told
    assert (root / "values.yaml").exists()
    written = {file.name: file.read_bytes() for file in (root / "all").iterdir()}
    gloo_wizard("companions", root / "values.yaml", "-o", root / "again")
    assert written == {file.name: file.read_bytes() for file in (root / "again").iterdir()}
    assert gloo_wizard("generate", "--answers", answers, "-o", "-", "--companions", root).code == 2


def test_nothing_is_left_where_writing_fails(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wizard.companions import writing

    session = opening.new(GUIDE, plan.parent / "v" / "values.yaml", "2.4.16")
    session.answer("deployment.cluster", "mgmt")
    folder = plan.parent / "gone" / "companions"
    beside = writing.outputs(folder, companions(session))
    with pytest.raises(WriteFailed), writing.made(folder):
        save(session, beside=beside)  # its own folder is not there
    assert not (plan.parent / "gone").exists()


# --- what stands in files is no YAML and no path


def test_odd_names_stay_names(gloo_wizard: Run, tmp_path: Path) -> None:
    for name, text in ODD_FILES.items():
        (tmp_path / name).write_text(text.replace("${IFS}pwned;", "/../../up"), encoding="utf-8")
    folder = tmp_path / "out"
    ended = gloo_wizard(
        "companions", *(tmp_path / name for name in ODD_FILES), "-o", folder, "--version", "2.4.16"
    )
    assert ended.code == ExitCode.CLEAN, ended.told
    odd = yaml.safe_load((tmp_path / "values.yaml").read_text())["licensing"]["licenseSecretName"]
    assert odd != ODD
    documents = [
        one
        for file in folder.glob("*.yaml")
        for one in yaml.safe_load_all(file.read_text("utf-8"))
        if one
    ]
    assert odd in {one["metadata"]["name"] for one in documents}
    assert {one["kind"] for one in documents} == {"Secret", "KubernetesCluster"}
    assert {file.name for file in tmp_path.iterdir()} == {*ODD_FILES, "out"}


def test_no_material_is_written(plan: Path, gloo_wizard: Run) -> None:
    plan.write_text(
        plan.read_text().replace("licenseSecretName: license-keys", "glooMeshLicenseKey: hunter22")
    )
    folder = plan.parent / "out"
    assert gloo_wizard("companions", plan, "-o", folder).code == ExitCode.CLEAN
    assert not [file for file in folder.iterdir() if "hunter22" in file.read_text("utf-8")]


def test_another_chart_has_its_secrets_and_runbook(gloo_wizard: Run) -> None:
    given = b"license_secret_name: my-licence\ncreate_license_secret: false\n"
    ended = gloo_wizard("companions", "-", "--chart", "gloo-ee", given=given)
    assert ended.code == ExitCode.CLEAN, ended.told
    assert [line.split()[0] for line in ended.text.splitlines()][-1] == "runbook.md"


@needs_reference
def test_every_real_file_has_companions() -> None:
    for entry in some(corpus(), 12):
        try:
            document = Document.parse(entry.path.read_bytes(), 4)
        except HelmYamlError:
            continue
        session = opening.open_documents(GUIDE, [(entry.path, document)], "2.4.16")
        for _, manifest in manifests(companions(session)):
            judge(manifest)
