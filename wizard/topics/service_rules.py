"""The rules about services: what a report says of each, and why it matters."""

from __future__ import annotations

from schema.finding import Severity
from wizard.topic import Rule
from wizard.topics import load_balancer_rules as lb
from wizard.topics.service_checks import (
    account_annotations,
    annotation_rule,
    annotations_without_load_balancer,
    one_public_one_internal,
    open_to_all,
    out_of_reach,
    overrides_on_telemetry,
    strange_type,
    type_twice,
    unquoted,
)

RULES = (
    Rule(
        "GM301",
        Severity.ERROR,
        "Unknown service type",
        "serviceType is a free text for Helm, but Kubernetes knows four spellings only.",
        strange_type,
        question="service.mgmt-type",
    ),
    Rule(
        "GM302",
        Severity.WARNING,
        "Service type in an override",
        "spec.type in serviceOverrides wins over serviceType without a word. Keep it in one place.",
        type_twice,
        question="service.mgmt-type",
    ),
    Rule(
        "GM303",
        Severity.ERROR,
        "A number or boolean where a text must stand",
        "Annotations, labels and node selectors are texts. A bare 10 or true is refused, by the "
        "schema where it looks, else by Kubernetes in the middle of the installation.",
        unquoted,
    ),
    Rule(
        "GM304",
        Severity.ERROR,
        "Account annotation that turns into a number or boolean",
        "Annotations of service accounts are printed without quotes, so quoting does not help.",
        account_annotations,
    ),
    Rule(
        "GM305",
        Severity.ERROR,
        "Keys of another component on the telemetry charts",
        "telemetryGateway and telemetryCollector follow the OpenTelemetry chart, where a service "
        "is set under service.",
        overrides_on_telemetry,
        question="service.telemetry-type",
    ),
    Rule(
        "GM306",
        Severity.WARNING,
        "Management server and telemetry gateway are exposed differently",
        "Annotations on the management server do not reach the telemetry gateway. Forgetting it "
        "leaves the gateway public.",
        one_public_one_internal,
        question="service.telemetry-scheme",
    ),
    Rule(
        "GM307",
        Severity.WARNING,
        "Workload clusters cannot reach the management cluster",
        "A service of type ClusterIP has no address outside its cluster.",
        out_of_reach,
        question="service.mgmt-type",
    ),
    Rule(
        "GM308",
        Severity.NOTE,
        "Load balancer annotations without a load balancer",
        "Annotations for a load balancer count only on a service of type LoadBalancer.",
        annotations_without_load_balancer,
        question="service.cloud",
    ),
    Rule(
        "GM309",
        Severity.NOTE,
        "Public without source ranges",
        "Certificates protect the ports, but source ranges keep strangers from trying.",
        open_to_all,
        question="service.mgmt-source-ranges",
    ),
    annotation_rule(
        "GM310",
        "Fixed addresses of the wrong kind",
        "Private addresses are for internal load balancers, elastic ones for public ones.",
        lb.fixed_addresses,
    ),
    annotation_rule(
        "GM311",
        "Fixed addresses do not match the subnets",
        "AWS wants exactly one fixed address for each subnet.",
        lb.counts,
    ),
    annotation_rule(
        "GM312",
        "Target type that the controller does not know",
        "Only the AWS Load Balancer Controller sends straight to pods.",
        lb.built_in_controller,
    ),
    annotation_rule(
        "GM313",
        "Load balancer name too long",
        "AWS takes at most 32 characters.",
        lb.long_name,
    ),
    annotation_rule(
        "GM314",
        "Deprecated annotation",
        "A newer annotation has taken its place.",
        lb.deprecated,
    ),
    annotation_rule(
        "GM315",
        "Health check that cannot succeed",
        "Behind nodes a fixed pod port is not open; with the policy Local TCP checks do not work.",
        lb.health_checks,
    ),
    annotation_rule(
        "GM316",
        "The load balancer ends TLS",
        "Relay and telemetry check certificates on both sides, so TLS must pass through.",
        lb.broken_mutual_tls,
    ),
    annotation_rule(
        "GM317",
        "Google Cloud annotations that do not go together",
        "Some settings are for internal load balancers only, some for public ones.",
        lb.google,
    ),
    annotation_rule(
        "GM318",
        "Azure annotations that do not go together",
        "Some settings are for internal load balancers only, some for public ones.",
        lb.microsoft,
    ),
    annotation_rule(
        "GM319",
        "Annotations of several clouds",
        "A cloud reads only its own annotations.",
        lb.several_clouds,
    ),
)
