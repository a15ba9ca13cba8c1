"""HorizontalPodAutoscalers: metrics, behaviour and the adapter behind them."""

from __future__ import annotations

import pytest
from scaling_examples import deployment, hpa, said, scaled, together

from tritonfleet.checks import Facts

CPU = (
    "metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]"
)
ADAPTER = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: prometheus-adapter, namespace: monitoring}
data:
  config.yaml: |
    rules:
      - seriesQuery: nv_inference_queue_duration_us
        NAME
        metricsQuery: avg(<<.Series>>)
"""
QUEUE = (
    "metrics: [{type: Pods, pods: {metric: {name: queue}, target: {type: AverageValue, averageValue: 5}}}]"
)


@pytest.mark.parametrize(
    ("metric", "found"),
    [
        ("{type: External, external: {metric: {name: q}, target: {type: Value, value: 5}}}", 0),
        ("{type: External, external: {metric: {name: q}, target: {value: 5, averageValue: 5}}}", 1),
        ("{type: External, external: {metric: {name: q}}}", 1),
        ("{type: Pods, pods: {metric: {name: q}, target: {averageValue: 0}}}", 1),
        ("{type: Pods, pods: {metric: {name: q}, target: {averageValue: 500m}}}", 0),
        ("{type: Resource, resource: {name: cpu, targetAverageUtilization: 70}}", 1),
        ("{type: Resource}", 1),
        ("{type: Queue}", 0),
    ],
)
def test_a_metric_has_one_target_of_its_kind(metric, found):
    assert len(said("SCL301", hpa(f"metrics: [{metric}]"))) == found


def test_old_versions_have_other_fields():
    old = hpa("metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 70}}]")
    assert said("SCL301", old.replace("autoscaling/v2", "autoscaling/v2beta1")) == []


def test_an_average_value_needs_no_request():
    metrics = CPU.replace("averageUtilization: 70", "averageValue: 500m")
    assert said("SCL302", together(deployment(), hpa(metrics))) == []
    assert len(said("SCL302", together(deployment(), hpa(CPU)))) == 1


def test_the_behaviour_of_kedas_hpa_is_checked_too():
    behavior = "{behavior: {scaleUp: {policies: [{type: Pods, value: 0, periodSeconds: 3600}]}}}"
    found = said("SCL303", scaled(f"advanced: {{horizontalPodAutoscalerConfig: {behavior}}}"))
    start = "error spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.policies[0]"
    assert sorted(found) == [
        f"{start}.periodSeconds: expected 1 to 1800 seconds, got 3600",
        f"{start}.value: expected more than 0, got 0",
    ]


def test_scale_down_may_be_switched_off():
    assert said("SCL303", hpa("behavior: {scaleDown: {selectPolicy: Disabled}}")) == []
    assert len(said("SCL303", hpa("behavior: {scaleUp: {selectPolicy: Disabled}}"))) == 1


def test_to_zero_by_an_external_metric_needs_kubernetes_1_37():
    text = hpa("minReplicas: 0, metrics: [{type: External, external: {metric: {name: q}}}]")
    assert said("SCL304", text, Facts(kubernetes="1.37")) == []
    assert said("SCL304", text, Facts(kubernetes="1.36"))[0].startswith("warning")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("name: {as: queue}", 0),
        ("name: {as: waiting}", 1),
        ("name: {matches: nv_(.*), as: $1}", 0),
        ("resources: {}", 1),
    ],
)
def test_the_adapter_gives_metrics_their_names(name, found):
    assert len(said("SCL305", together(ADAPTER.replace("NAME", name), hpa(QUEUE)))) == found


def test_without_the_adapters_configuration_nothing_is_known():
    assert said("SCL305", hpa(QUEUE)) == []


def test_rules_for_external_metrics_are_others():
    external = QUEUE.replace("Pods", "External").replace("pods", "external")
    assert said("SCL305", together(ADAPTER.replace("NAME", "name: {as: waiting}"), hpa(external))) == []
