"""The bundled schema judges values files as real Helm does, and as the real chart's schema does."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from schema import bundle, helmyaml
from schema.finding import Severity
from schema.validate import validate
from tests.helm import HelmRefusal, echo_chart, helm_template, helm_values
from tests.reference import needs_reference, real_chart, some

REFUSED = ("SC001", "SC002", "SC003", "SC004", "SC005")
OK = "common: {cluster: c}\n"

# Values that Helm accepts in every version, and such that it refuses. Each is a whole file.
ACCEPTED = {
    "least": OK,
    "unknown keys": OK + "glooMgmServer: {enabled: true}\nglooMgmtServer: {safeMod: 1}\nfoo: [1]\n",
    "null takes a default": OK
    + "glooAgent: {relay: {tokenSecret: {name: null, key: null, namespace: null}}}\n",
    "nulls where null is a type": OK
    + "glooMgmtServer: {deploymentOverrides: null, serviceOverrides: null, env: null}\n",
    "replicas": OK
    + "glooMgmtServer: {deploymentOverrides: {spec: {replicas: 2}}}\n"
    + "glooAgent: {deploymentOverrides: {spec: {replicas: null}}}\n",
    "quantities": OK
    + "glooMgmtServer: {resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 0.5}}}\n",
    "annotations": OK
    + 'glooMgmtServer: {serviceOverrides: {metadata: {annotations: {a: "10", b: "true"}}}}\n',
    "security context false": OK + "glooMgmtServer: {securityContext: false}\n",
    "security context": OK
    + "glooUi: {securityContext: {runAsUser: 5, capabilities: {drop: [ALL], add: null}}}\n",
    "pod spec": OK
    + """
glooMgmtServer:
  deploymentOverrides:
    spec:
      template:
        metadata: {annotations: {a: b}, labels: null}
        spec:
          affinity: {nodeAffinity: {}}
          nodeSelector: {disk: ssd}
          tolerations: [{key: k, operator: Exists, tolerationSeconds: 5}]
          topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, labelSelector: {}}]
          priorityClassName: high
          volumes: [{name: v, configMap: {name: c, items: [{key: a, path: b}]}}]
          containers: [{name: c, env: [{name: A, value: b}], resources: {limits: {cpu: 1}}}]
          terminationGracePeriodSeconds: 5
          unheardOf: 7
""",
    "service": OK
    + """
glooMgmtServer:
  serviceOverrides:
    spec:
      loadBalancerSourceRanges: [10.0.0.0/8]
      loadBalancerClass: service.k8s.aws/nlb
      externalTrafficPolicy: Local
      allocateLoadBalancerNodePorts: false
      ports: [{name: grpc, port: 9900, nodePort: 30900}]
""",
    "service type is free": OK + "glooMgmtServer: {serviceType: Loadbalancer}\n",
    "ports": OK + "glooMgmtServer: {ports: {grpc: 9901, other: 1}}\n",
    "whole float": OK + "redis: {db: 3.0}\n",
    "telemetry off, anything": OK
    + "telemetryGateway: {enabled: false, foo: {bar: 1}, service: {annotations: {x: 1}, bar: 2}}\n",
    "telemetry on": OK
    + """
telemetryGateway:
  enabled: true
  replicaCount: 2
  service: {type: LoadBalancer, annotations: {a: 5}, loadBalancerSourceRanges: [10.0.0.0/8]}
  resources: {limits: {cpu: 1, memory: 1Gi}}
  extraEnvs: [{name: A, value: b}]
  podAnnotations: {x: 1}
  ports: {otlp: {enabled: true, hostPort: 0}}
  config: {anything: {at: all}}
  tolerations: null
  priorityClassName: high
""",
    "customization is the parent's": OK
    + "telemetryCollectorCustomization: {foo: 1, extraExporters: {a/b: {c: [1]}}}\n",
    "prometheus has no schema": OK + 'prometheus: {enabled: "no", server: {foo: 7}}\n',
    "list of maps": OK
    + "istioInstallations: {northSouthGateways: [{name: a, enabled: true, installations: []}]}\n",
    "a key that only templates read": OK
    + "glooAgent: {serviceAccount: {extraAnnotations: {a: 1}}}\n",
    "global": OK + "global: {anything: [1]}\n",
    "map for no default": OK + "glooMgmtServer: {deploymentOverrides: {}}\n",
}
DENIED = {
    "nothing": "{}\n",
    "no cluster": "glooMgmtServer: {enabled: true}\n",
    "empty cluster": 'common: {cluster: ""}\n',
    "null cluster": "common: {cluster: null}\n",
    "null common": "common: null\n",
    "cluster is a word": "common: {cluster: no}\n",
    "cluster is a number": "common: {cluster: 5}\n",
    "quoted boolean": OK + 'glooMgmtServer: {enabled: "true"}\n',
    "boolean as number": OK + "glooMgmtServer: {enabled: 1}\n",
    "quoted port": OK + 'glooMgmtServer: {ports: {grpc: "9900"}}\n',
    "broken number": OK + "redis: {db: 1.5}\n",
    "annotation is a number": OK
    + "glooMgmtServer: {serviceOverrides: {metadata: {annotations: {a: 10}}}}\n",
    "annotation is a word": OK
    + "glooUi: {deploymentOverrides: {spec: {template: {metadata: {annotations: {a: yes}}}}}}\n",
    "account annotation is a number": OK
    + "glooMgmtServer: {serviceAccount: {extraAnnotations: {a: 10}}}\n",
    "security context true": OK + "glooMgmtServer: {securityContext: true}\n",
    "list for a map": OK + "redis: {auth: [1]}\n",
    "text for a map": OK + "glooUi: yes please\n",
    "map for a list": OK + "glooMgmtServer: {env: {A: {value: b}}}\n",
    "map for a text": OK + "common: {cluster: c, prometheusUrl: {a: b}}\n",
    "number for a text": OK + "glooAgent: {maxGrpcMessageSize: 4294967295}\n",
    "replicas in words": OK + "glooMgmtServer: {deploymentOverrides: {spec: {replicas: two}}}\n",
    "entry of a list": OK
    + "glooMgmtServer: {deploymentOverrides: {spec: {template: {spec: {tolerations: [a]}}}}}\n",
    "number in a list": OK
    + "glooUi: {serviceOverrides: {spec: {loadBalancerSourceRanges: [10]}}}\n",
    "env value is a boolean": OK + "glooAgent: {env: [{name: A, value: true}]}\n",
    "unknown key under telemetry": OK + "telemetryGateway: {enabled: true, serviceOverrides: {}}\n",
    "unknown key deeper under telemetry": OK
    + "telemetryCollector: {enabled: true, image: {registry: gcr.io}}\n",
    "telemetry service type": OK + "telemetryGateway: {enabled: true, service: {type: LB}}\n",
    "telemetry memory is a number": OK
    + "telemetryGateway: {enabled: true, resources: {limits: {memory: 5}}}\n",
    "telemetry env is a map": OK
    + "telemetryGateway: {enabled: true, extraEnvs: {A: {value: b}}}\n",
    "telemetry off, but the parent's types": OK + 'telemetryGateway: {replicaCount: "2"}\n',
    "telemetry tolerations": OK + "telemetryGateway: {enabled: true, tolerations: [a]}\n",
}
CASES = [(name, text, True) for name, text in ACCEPTED.items()]
CASES += [(name, text, False) for name, text in DENIED.items()]
# Helm 4 takes a second or two for each big schema: it is asked the cases that say most, and all
# that is accepted at once, below.
TELLING = (
    "unknown key deeper under telemetry",
    "telemetry off, anything",
    "null takes a default",
    "annotation is a word",
    "null cluster",
    "broken number",
)
TELLING_THE_REAL_CHART = ("telemetry on", "broken number")
OF_THE_REAL_CHART = some([name for name, *_ in CASES], 2)


def accepted_by_us(text: str, version: str) -> bool:
    reading = helmyaml.read(text)
    findings = validate(reading.value, reading, bundle.load(version=version))
    return not any(
        finding.code in REFUSED and finding.severity is Severity.ERROR for finding in findings
    )


@lru_cache(maxsize=4)
def chart(version: str) -> Path:
    """A chart that carries the bundled schema and the bundled defaults of a version."""
    schema = bundle.load(version=version)
    return echo_chart(schema.json_schema(), yaml.safe_dump(schema.defaults()))


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_helm_judges_as_we_do(helm_major: int, name: str, text: str, expected: bool) -> None:
    assert accepted_by_us(text, "2.4.16") is expected
    if helm_major == 4 and name not in TELLING:
        return
    answer = helm_values(helm_major, text, chart("2.4.16"))
    assert isinstance(answer, HelmRefusal) is not expected, answer


@needs_reference
@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_the_real_chart_judges_as_the_bundled_schema(
    helm_major: int, name: str, text: str, expected: bool, tmp_path: Path
) -> None:
    """The real chart with its sub-charts, so that their own schemas count."""
    assert accepted_by_us(text, "2.3.3") is expected
    if name not in (OF_THE_REAL_CHART if helm_major == 3 else TELLING_THE_REAL_CHART):
        return
    file = tmp_path / "values.yaml"
    file.write_text(text, encoding="utf-8")
    answer = helm_template(helm_major, real_chart(), [file])
    assert isinstance(answer, HelmRefusal) is not expected, answer


def test_helm_4_takes_all_that_is_accepted_at_once(tmp_path: Path) -> None:
    files = []
    for place, (name, text) in enumerate(ACCEPTED.items()):
        if name != "telemetry off, anything":  # another file switches it on
            files.append(tmp_path / f"{place}.yaml")
            files[-1].write_text(text, encoding="utf-8")
    answer = helm_values(4, files, chart("2.4.16"))
    assert not isinstance(answer, HelmRefusal), answer


def test_null_without_a_default_stays_and_is_refused() -> None:
    """Where no default is known for sure, the doubt is the file's: Helm is asked on 2.3 only."""
    text = OK + "glooMgmtServer: {securityContext: {runAsUser: null}}\n"
    assert isinstance(helm_values(3, text, chart("2.3.3")), HelmRefusal)
    assert not accepted_by_us(text, "2.3.3")
    assert accepted_by_us(text, "2.4.16")


@pytest.mark.parametrize("version", bundle.versions())
def test_the_known_defaults_of_each_version_pass(version: str) -> None:
    assert accepted_by_us(OK, version)


@pytest.mark.parametrize("version", ["2.3.3", "2.14.0"])
def test_helm_takes_the_schema_of_each_line(helm_major: int, version: str) -> None:
    assert not isinstance(helm_values(helm_major, OK, chart(version)), HelmRefusal)
    assert isinstance(helm_values(helm_major, "{}", chart(version)), HelmRefusal)


def test_ports_of_a_service_cannot_name_a_target_in_2_3() -> None:
    """The real schema of 2.3.3 asks for an object there: a mistake of its generator."""
    text = OK + "glooUi: {serviceOverrides: {spec: {ports: [{port: 1, targetPort: 2}]}}}\n"
    assert not accepted_by_us(text, "2.3.3")
    assert accepted_by_us(text, "2.4.16")
