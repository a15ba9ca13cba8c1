"""What KServe makes of the scaling fields, mode by mode and class by class."""

from __future__ import annotations

import pytest
from gpu_examples import said
from kserve_examples import EXTERNAL, KEDA, model, service

CPU = "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}"
QUERY = (
    '{type: External, external: {metric: {backend: prometheus, serverAddress: "http://p", query: q}, '
    'target: {value: "2"}}}'
)


def scaled(
    metrics: str, *, more: str = "maxReplicas: 4, ", annotations: str = KEDA, mode: str = "Standard"
) -> str:
    fields = f"{more}autoScaling: {{metrics: [{metrics}]}}, {model()}"
    return service(fields, mode=mode, annotations=annotations)


@pytest.mark.parametrize("rule", ["KSV015", "KSV017", "KSV018", "KSV019", "KSV020", "KSV021", "KSV026"])
def test_a_complete_keda_metric_is_fine(rule):
    assert said(rule, scaled(QUERY)) == []


def test_an_external_metric_is_dropped_without_a_class():
    (message,) = said("KSV017", scaled(QUERY, annotations=""))
    assert "dropped" in message


def test_an_external_metric_is_refused_under_class_hpa():
    (message,) = said("KSV017", scaled(QUERY, annotations="serving.kserve.io/autoscalerClass: hpa"))
    assert "refused" in message


def test_nothing_is_said_of_metrics_while_the_mode_is_unknown():
    assert said("KSV017", scaled(QUERY, annotations="", mode="")) == []


@pytest.mark.parametrize("metric", ["concurrency", "rps"])
def test_knatives_metrics_are_fine_in_knative_mode_only(metric):
    fields = f"maxReplicas: 4, scaleMetric: {metric}, {model()}"
    assert len(said("KSV017", service(fields))) == 1
    assert said("KSV017", service(fields, mode="Knative")) == []
    assert said("KSV025", service(fields, mode="Knative")) == []


def test_no_maximum_means_no_limit_in_knative_mode():
    assert said("KSV015", service(f"scaleTarget: 4, {model()}", mode="Knative")) == []


def test_a_scaler_of_ones_own_has_the_maximum():
    assert said("KSV015", service(f"scaleTarget: 4, {model()}", annotations=EXTERNAL)) == []


def test_an_annotation_of_the_predictor_decides_its_class():
    fields = f"annotations: {{{EXTERNAL}}}, scaleTarget: 4, {model()}"
    assert said("KSV015", service(fields)) == []


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (
            "{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 1}}}",
            "AverageValue",
        ),
        ("{type: Resource, resource: {name: cpu, target: {type: Utilization}}}", "averageUtilization"),
        ("{type: Resource}", "has no `resource`"),
        (
            '{type: External, external: {metric: {backend: prometheus, query: q}, target: {value: "2"}}}',
            "serverAddress",
        ),
        (
            '{type: PodMetric, podmetric: {metric: {backend: opentelemetry}, target: {value: "2"}}}',
            "has no `query`",
        ),
    ],
)
def test_each_incomplete_keda_metric_is_told(metric, expected):
    (message,) = said("KSV019", scaled(metric))
    assert expected in message


def test_an_opentelemetry_metric_needs_no_address():
    metric = (
        '{type: PodMetric, podmetric: {metric: {backend: opentelemetry, query: q}, target: {value: "2"}}}'
    )
    assert said("KSV019", scaled(metric)) == []


def test_keda_goes_to_zero_with_a_metric_from_outside():
    zero = "minReplicas: 0, maxReplicas: 4, "
    assert said("KSV021", scaled(QUERY, more=zero)) == []
    assert len(said("KSV021", scaled(CPU, more=zero))) == 1


def test_a_class_of_none_resets_what_ones_own_scaler_does():
    scaler = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: resnet, namespace: prod}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: resnet-predictor}, maxReplicas: 4}
"""
    text = service(model(), annotations="serving.kserve.io/autoscalerClass: none") + scaler
    (message,) = said("KSV022", text)
    assert "resets the replicas" in message


def test_a_named_predictor_has_its_name_in_its_deployment():
    scaler = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: resnet, namespace: prod}
spec: {scaleTargetRef: {name: resnet-v2-predictor}, triggers: []}
"""
    assert len(said("KSV022", service(f"name: v2, {model()}") + scaler)) == 1


@pytest.mark.parametrize("target", ["resnet-predictor-default", "resnet"])
def test_a_scaler_of_something_else_is_no_business_of_kserves(target):
    scaler = f"""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {{name: resnet, namespace: prod}}
spec: {{scaleTargetRef: {{name: {target}}}, triggers: []}}
"""
    assert said("KSV022", service(model()) + scaler) == []


def test_memory_has_no_default_target():
    assert len(said("KSV026", service(f"maxReplicas: 4, scaleMetric: memory, {model()}"))) == 1
    assert said("KSV026", service(f"maxReplicas: 4, scaleMetric: cpu, {model()}")) == []


def test_an_autoscaler_that_kserve_made_is_no_second_one():
    made = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: resnet-predictor, namespace: prod, labels: {serving.kserve.io/inferenceservice: resnet}}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: resnet-predictor}, maxReplicas: 4}
"""
    assert said("KSV022", service(model()) + made) == []


def test_every_component_of_a_service_needs_metrics_under_class_keda():
    text = scaled(QUERY).replace(
        "spec: {predictor", 'spec: {transformer: {containers: [{image: "t:1"}]}, predictor'
    )
    assert said("KSV018", text) == ["the transformer has autoscaler class keda and no `autoScaling.metrics`"]
