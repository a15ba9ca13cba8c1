"""What ScaledObjects measure: series, totals and means, empty answers, other people's pods."""

from __future__ import annotations

import pytest
from scaling_examples import ONE_GPU, asking, deployment, hpa, needs, said, scaled, together

from tritonfleet.checks import Facts
from tritonfleet.checks.facts import NodeFacts

QUEUE = 'sum(nv_inference_pending_request_count{namespace="prod"})'
RATE = 'sum(rate(nv_inference_request_success{namespace="prod"}[2m]))'
SLOW = "startupProbe: {httpGet: {path: /, port: 8000}, periodSeconds: 10, failureThreshold: 60}"


@pytest.mark.parametrize(
    "query",
    [
        QUEUE,
        "max(nv_inference_pending_request_count)",
        f"{RATE} or vector(0)",
        f"{RATE} / ({RATE} > 0)",
        "histogram_quantile(0.95, sum by (le) (rate(nv_inference_first_response_histogram_ms_bucket[5m])))",
        'sum by (model) (nv_inference_pending_request_count{model="bert"})',
        'sum by (model) (nv_inference_pending_request_count{model=~"bert-large"})',
    ],
)
def test_queries_that_return_one_value(query):
    assert said("SCL210", asking(query)) == []


@pytest.mark.parametrize(
    ("query", "severity"),
    [
        ("nv_inference_pending_request_count", "error"),
        ("sum by (pod) (nv_inference_pending_request_count)", "error"),
        ('sum by (model) (nv_inference_pending_request_count{model=~"bert.*"})', "error"),
        ("rate(nginx_ingress_controller_requests[2m])", "warning"),
    ],
)
def test_queries_that_return_several(query, severity):
    assert said("SCL210", asking(query))[0].startswith(severity)


@pytest.mark.parametrize(
    ("query", "kind", "fits"),
    [
        (QUEUE, "AverageValue", True),
        (QUEUE, "Value", False),
        (f"{RATE} / 1e6", "AverageValue", True),
        (f"{RATE} / 1e6", "Value", False),
        (f"{RATE} / {RATE}", "Value", True),
        (f"{RATE} / {RATE}", "AverageValue", False),
        (f"1000 * ({RATE} / ({RATE} > 0))", "AverageValue", False),
        ("avg(nv_gpu_utilization)", "AverageValue", False),
        ("max_over_time(avg(nv_gpu_utilization)[5m:1m])", "AverageValue", False),
        # A sum of quotients, or a series alone, may be either.
        ("sum(rate(a[1m]) / rate(b[1m]))", "AverageValue", True),
        ("some_gauge", "Value", True),
        ("count(up)", "AverageValue", True),
    ],
)
def test_totals_are_divided_by_pods_and_means_are_not(query, kind, fits):
    found = said("SCL211", asking(query, trigger=f"metricType: {kind}"))
    assert (found == []) is fits


def test_a_query_may_say_itself_how_many_pods_there_shall_be():
    text = asking(f"{RATE} / {RATE}").replace("threshold: '4'", "threshold: '1'")
    assert said("SCL211", text) == []


def test_the_metric_type_of_a_trigger_does_not_count_beside_a_formula():
    text = asking(
        QUEUE, "advanced: {scalingModifiers: {formula: a, target: '4'}}", trigger="metricType: Value"
    )
    assert said("SCL211", text) == []


def test_a_gateways_metric_can_wake_a_workload():
    query = 'sum(rate(envoy_cluster_upstream_rq_total{cluster="bert"}[1m]))'
    assert said("SCL212", together(deployment(), asking(query))) == []


def test_one_trigger_that_sees_load_is_enough():
    both = asking(QUEUE).replace("triggers: [", "triggers: [{type: cron}, ")
    assert said("SCL212", together(deployment(), both)) == []


def test_a_gateway_may_be_scaled_by_the_servers_behind_it():
    gateway = deployment().replace("nvcr.io/nvidia/tritonserver:26.07-py3", "envoy:1.34")
    assert said("SCL212", together(gateway, asking(QUEUE))) == []


def test_a_number_in_place_of_a_missing_series_wakes_it():
    assert said("SCL212", together(deployment(), asking(f"{QUEUE} or vector(1)"))) == []
    assert len(said("SCL212", together(deployment(), asking(f"{QUEUE} or vector(0)")))) == 1


def test_a_fallback_wakes_it_when_an_empty_answer_is_an_error():
    text = asking(QUEUE, "fallback: {failureThreshold: 3, replicas: 1}", 'ignoreNullValues: "false"')
    assert said("SCL212", together(deployment(), text)) == []


def test_an_idle_count_of_zero_takes_the_last_pod_too():
    text = asking(QUEUE, "minReplicaCount: 2, idleReplicaCount: 0")
    assert said("SCL212", together(deployment(), text))[0].startswith("error spec.idleReplicaCount")


def test_no_traffic_at_a_gateway_is_no_load():
    assert said("SCL213", asking("sum(rate(envoy_requests_total[1m]))")) == []


def test_a_fallback_that_an_empty_answer_never_reaches():
    text = asking("sum(rate(envoy_requests_total[1m]))", "fallback: {failureThreshold: 3, replicas: 4}")
    assert said("SCL213", text) == [
        "warning spec.triggers[0].metadata.ignoreNullValues: prometheus trigger 0: "
        "when its query returns nothing, that counts as 0, so the fallback is not used"
    ]


@pytest.mark.parametrize(
    ("matchers", "found"),
    [
        ('namespace="prod"', 0),
        ('namespace="staging"', 1),
        ('namespace=~"prod|staging"', 0),
        ('namespace!="staging"', 0),
        ('pod=~"bert-.*"', 0),
        ('pod=~"bert-[a-z0-9]+-[a-z0-9]+"', 0),
        ('pod=~".*"', 0),
        ('pod=~"resnet-.*"', 1),
        ('pod=~"("', 0),
        ('pod="$pod"', 0),
        ('model="bert"', 0),
    ],
)
def test_matchers_let_the_workloads_pods_pass(matchers, found):
    text = asking(f"sum(nv_inference_pending_request_count{{{matchers}}})")
    assert len(said("SCL219", together(deployment(), text))) == found


def test_a_workload_without_a_namespace_may_go_anywhere():
    text = (
        together(deployment(), asking(QUEUE))
        .replace("namespace: prod}", "labels: {}}")
        .replace("namespace: prod,", "")
    )
    assert said("SCL219", text) == []


def test_the_metrics_of_others_may_be_anywhere():
    text = asking('sum(rate(envoy_requests_total{namespace="ingress"}[1m]))')
    assert said("SCL219", together(deployment(), text)) == []


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://thanos.monitoring.svc:9091", 1),
        ("https://thanos.monitoring.svc.cluster.local:9091", 1),
        ("https://prometheus.example.com", 0),
        ("http://prometheus.monitoring.svc:9090", 0),
    ],
)
def test_only_the_cluster_signs_certificates_that_nobody_knows(address, found):
    assert (
        len(
            said(
                "SCL220",
                scaled(f"triggers: [{{type: prometheus, metadata: {{serverAddress: '{address}'}}}}]"),
            )
        )
        == found
    )


def test_a_quota_bounds_an_autoscaler_without_any_node_known():
    quota = """\
apiVersion: v1
kind: ResourceQuota
metadata: {name: gpus, namespace: prod}
spec: {hard: {requests.nvidia.com/gpu: 2}}
"""
    found = said("SCL221", together(quota, deployment(container=ONE_GPU), scaled("maxReplicaCount: 4")))
    assert found == [
        "warning spec.maxReplicaCount: 4 pods take 4 nvidia.com/gpu, ResourceQuota prod/gpus allows 2"
    ]


def test_nodes_are_asked_for_only_where_gpus_are():
    assert needs("SCL221", together(deployment(), scaled("maxReplicaCount: 4"))) == []
    assert len(needs("SCL221", together(deployment(container=ONE_GPU), scaled("maxReplicaCount: 4")))) == 1


def test_a_resource_that_no_node_has_is_not_counted():
    facts = Facts(nodes=(NodeFacts(1, {"nvidia.com/mig-1g.10gb": 7}),))
    assert said("SCL221", together(deployment(container=ONE_GPU), scaled("maxReplicaCount: 40")), facts) == []


def test_scale_down_that_a_policy_slows_needs_no_window():
    policy = "behavior: {scaleDown: {policies: [{type: Pods, value: 1, periodSeconds: 600}]}}"
    assert said("SCL223", together(deployment(container=SLOW), hpa(policy))) == []


def test_the_default_window_is_five_minutes():
    assert len(said("SCL223", together(deployment(container=SLOW), hpa()))) == 1
    assert said("SCL223", together(deployment(container=SLOW.replace("60", "30")), hpa())) == []


def test_the_last_pod_waits_for_the_cooldown():
    text = scaled(
        "advanced: {horizontalPodAutoscalerConfig: {behavior: {scaleDown: {stabilizationWindowSeconds: 600}}}}"
    )
    assert said("SCL223", together(deployment(container=SLOW), text)) == [
        "warning spec.cooldownPeriod: the last pod goes after 300 s by default without load, "
        "and a new one may take 600 s to start"
    ]


def test_an_hpa_with_a_metric_of_its_own_beside_cpu():
    metrics = "metrics: [{type: Resource, resource: {name: cpu}}, {type: External, external: {metric: {name: queue}}}]"
    assert said("SCL216", together(deployment(container=ONE_GPU), hpa(metrics))) == []


def test_an_hpa_without_metrics_scales_by_cpu():
    assert len(said("SCL216", together(deployment(container=ONE_GPU), hpa()))) == 1
    assert said("SCL216", together(deployment(), hpa())) == []
