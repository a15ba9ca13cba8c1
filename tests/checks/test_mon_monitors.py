"""The chain from a monitor through Services to ports: what breaks it, and what does not."""

from __future__ import annotations

import pytest
from mon_examples import DCGM, alert, needs, pod_monitor, said, server, service, service_monitor

from tritonfleet.checks import Facts
from tritonfleet.checks.facts import PrometheusFacts
from tritonfleet.checks.needs import existing

NAMED = "{matchLabels: {kubernetes.io/metadata.name: monitoring}}"
MONITORING = Facts(prometheus=PrometheusFacts("monitoring"))


def prometheus(spec: str) -> str:
    return f"""\
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {{name: k8s, namespace: monitoring}}
spec: {{{spec}}}
"""


def policy(ingress: str, name: str = "bert", selector: str = "{}") -> str:
    return f"""\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: {name}, namespace: prod}}
spec: {{podSelector: {selector}, policyTypes: [Ingress], ingress: {ingress}}}
"""


def test_a_service_may_lie_outside_the_manifests():
    other = service("resnet", labels="{app: resnet, tier: vision}")
    monitor = service_monitor(selector="{k8s-app: kubelet}")
    assert said("MON001", other, monitor) == []
    assert needs("MON001", other, monitor) == [existing("Service")]


@pytest.mark.parametrize("labels", ["{app: brt}", "{app: bert, tier: nlp}"])
def test_a_selector_that_misses_by_a_little_was_meant(labels):
    assert said("MON001", server(), service(), service_monitor(selector=labels))


def test_labels_of_the_pods_are_not_those_of_the_service():
    unlabelled = service("api", labels="{}")
    (finding,) = said("MON001", server(), unlabelled, service_monitor())
    assert "has the labels app=bert" in finding


def test_pods_that_kserve_makes_are_not_among_the_manifests():
    monitor = pod_monitor(selector="{serving.kserve.io/inferenceservice: bert}")
    assert said("MON002", server(), monitor) == []


def test_a_port_by_number_needs_no_name():
    assert said("MON002", server(), pod_monitor("{portNumber: 8002}")) == []


def test_no_prometheus_no_verdict():
    assert needs("MON003", pod_monitor()) == [
        "the labels by which Prometheus selects monitors (--fleet with --env, or the Prometheus object)"
    ]


@pytest.mark.parametrize("selector", ["podMonitorSelector: {}", "podMonitorSelector: {matchLabels: {}}"])
def test_an_empty_selector_takes_every_monitor(selector):
    assert said("MON003", prometheus(selector), pod_monitor()) == []


def test_a_null_selector_takes_none():
    (finding,) = said("MON003", prometheus("serviceMonitorSelector: {}"), pod_monitor())
    assert "`podMonitorSelector` is null" in finding


def test_one_of_two_prometheuses_is_enough():
    others = prometheus("podMonitorSelector: {matchLabels: {team: infra}}").replace("k8s", "infra")
    assert said("MON003", others, prometheus("podMonitorSelector: {}"), pod_monitor()) == []


def test_rules_have_a_selector_of_their_own():
    (finding,) = said("MON004", prometheus("ruleSelector: {matchLabels: {role: alerts}}"), alert("x > 1"))
    assert "selects role=alerts" in finding


def test_the_name_of_a_namespace_is_a_label_of_it():
    selector = "serviceMonitorNamespaceSelector: {matchLabels: {kubernetes.io/metadata.name: prod}}"
    assert said("MON005", prometheus(selector), service_monitor()) == []


def test_labels_of_a_namespace_elsewhere_are_not_known():
    selector = "serviceMonitorNamespaceSelector: {matchLabels: {monitored: yes}}"
    assert said("MON005", prometheus(selector), service_monitor()) == []


def test_the_metrics_port_follows_the_flag():
    moved = server(", --metrics-port=9002")
    assert said("MON007", moved, pod_monitor()) == [
        "error it scrapes port 8002 of Deployment prod/bert, where Triton serves nothing"
    ]


def test_a_port_of_a_sidecar_is_not_tritons_business():
    sidecar = "      - {name: proxy, image: envoy, ports: [{name: proxy, containerPort: 9901}]}\n"
    assert said("MON007", server() + sidecar, pod_monitor("{port: proxy}")) == []


def test_two_ports_of_one_pod_are_scraped_once_each():
    ports = "{name: metrics, containerPort: 8002}, {name: more, containerPort: 9000}"
    assert said("MON009", server(ports=ports), pod_monitor("{port: metrics}, {port: more}")) == []


def test_two_paths_of_one_port_are_two_scrapes():
    assert said("MON009", server(), pod_monitor("{port: metrics}, {port: metrics, path: /custom}")) == []


def test_an_object_that_is_read_twice_scrapes_once():
    assert said("MON009", server(), pod_monitor(), pod_monitor()) == []


def test_two_monitors_of_one_port_are_named_both():
    (finding,) = said("MON009", server(), pod_monitor(), pod_monitor(name="again"))
    assert "is scraped by PodMonitor prod/watch too" in finding


@pytest.mark.parametrize(
    "step",
    [
        "{sourceLabels: [__name__], regex: nv_cpu_.*, action: drop}",
        "{sourceLabels: [__name__, model], regex: nv_inference_count;test, action: drop}",
        "{sourceLabels: [model], regex: nv_inference_count, action: drop}",
        "{sourceLabels: [__name__], regex: nv_inference_.*, action: keep}",
        "{sourceLabels: [__name__], regex: '(', action: drop}",
    ],
)
def test_what_a_step_lets_through_is_not_dropped(step):
    monitor = pod_monitor(f"{{port: metrics, metricRelabelings: [{step}]}}")
    assert said("MON011", server(), monitor, alert("sum(rate(nv_inference_count[5m])) > 1")) == []


def test_a_second_monitor_that_lets_a_metric_through_is_enough():
    dropping = pod_monitor(
        "{port: metrics, metricRelabelings: [{sourceLabels: [__name__], regex: nv_.*, action: drop}]}"
    )
    text = alert("sum(rate(nv_inference_count[5m])) > 1")
    assert said("MON011", server(), dropping, text)
    assert said("MON011", server(), dropping, pod_monitor(name="again"), text) == []


def test_without_monitors_annotations_may_be_what_prometheus_reads():
    annotated = server().replace(
        "labels: {app: bert}}", 'labels: {app: bert}, annotations: {prometheus.io/scrape: "true"}}'
    )
    assert said("MON014", annotated) == []
    assert said("MON014", annotated, pod_monitor(selector="{app: gateway}"))


@pytest.mark.parametrize(
    "ingress",
    [
        "[{}]",
        "[{ports: [{port: 8002}]}]",
        "[{ports: [{port: metrics}]}]",
        "[{ports: [{port: 8000, endPort: 8002}]}]",
        "[{from: [{namespaceSelector: {}}]}]",
        f"[{{from: [{{namespaceSelector: {NAMED}}}], ports: [{{port: 8002}}]}}]",
        "[{from: [{namespaceSelector: {matchLabels: {team: observability}}}]}]",
        "[{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]",
    ],
)
def test_a_policy_that_may_let_prometheus_in_is_no_finding(ingress):
    assert said("MON015", server(), pod_monitor(), policy(ingress), facts=MONITORING) == []


@pytest.mark.parametrize(
    "ingress",
    [
        "[]",
        "[{ports: [{port: 8000}]}]",
        "[{from: [{podSelector: {}}]}]",
        "[{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress}}}]}]",
    ],
)
def test_a_policy_that_keeps_prometheus_out_is_found(ingress):
    assert said("MON015", server(), pod_monitor(), policy(ingress), facts=MONITORING)


def test_any_policy_that_opens_the_port_is_enough():
    opening = policy("[{ports: [{port: 8002}]}]", name="metrics")
    assert said("MON015", server(), pod_monitor(), policy("[]"), opening, facts=MONITORING) == []


def test_where_prometheus_is_must_be_known():
    assert needs("MON015", server(), pod_monitor(), policy("[]")) == [
        "the namespace of Prometheus (--fleet with --env, or the Prometheus object)"
    ]


def test_an_interval_that_is_not_known_is_not_compared():
    variable = (
        DCGM
        + "        env: [{name: DCGM_EXPORTER_INTERVAL, valueFrom: {configMapKeyRef: {name: a, key: b}}}]\n"
    )
    monitor = pod_monitor("{port: metrics, interval: 5s}", selector="{app: dcgm-exporter}").replace(
        "prod", "gpu"
    )
    assert said("MON013", DCGM, monitor)
    assert said("MON013", variable, monitor) == []


def test_a_service_in_another_namespace_is_named():
    elsewhere = service_monitor().replace("namespace: prod", "namespace: monitoring")
    assert said("MON001", service(), elsewhere) == [
        "error it looks into monitoring only, and Service prod/bert is what it selects"
    ]


def test_a_pod_in_another_namespace_is_named():
    elsewhere = pod_monitor().replace("namespace: prod", "namespace: monitoring")
    assert said("MON002", server(), elsewhere) == [
        "error it looks into monitoring only, and Deployment prod/bert is what it selects"
    ]
