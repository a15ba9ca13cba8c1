"""Flagger's Canaries: what they name, make and measure."""

from __future__ import annotations

import pytest
from scaling_examples import ONE_GPU, asking, deployment, hpa, needs, said, together

from tritonfleet.checks import Facts
from tritonfleet.checks.facts import NodeFacts


def canary(spec: str = "", analysis: str = "iterations: 10") -> str:
    return (
        "apiVersion: flagger.app/v1beta1\nkind: Canary\nmetadata: {name: bert, namespace: prod}\n"
        "spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}, service: {port: 8000}, "
        f"analysis: {{interval: 1m, threshold: 5, {analysis}}}{', ' + spec if spec else ''}}}\n"
    )


def metric(content: str) -> str:
    return canary(analysis=f"iterations: 10, metrics: [{{{content}}}]")


def test_a_template_in_another_namespace_may_be_somebody_elses():
    text = together(deployment(), metric("name: errors, templateRef: {name: errors, namespace: flagger}"))
    assert (said("ROL201", text), len(needs("ROL201", text))) == ([], 1)


def test_a_template_is_missed_where_others_are():
    naming = metric("name: errors, templateRef: {name: errors}")
    alone = together(deployment(), naming)
    assert (said("ROL201", alone), len(needs("ROL201", alone))) == ([], 1)
    other = (
        "apiVersion: flagger.app/v1beta1\nkind: MetricTemplate\nmetadata: {name: latency, namespace: prod}\n"
        "spec: {provider: {type: prometheus}, query: up}\n"
    )
    assert said("ROL201", together(alone, other)) == [
        "error spec.analysis.metrics[0].templateRef.name: there is no MetricTemplate `errors` in namespace prod"
    ]


def test_an_autoscaler_of_another_workload_is_an_error():
    other = hpa(target="{apiVersion: apps/v1, kind: Deployment, name: resnet}")
    reference = "autoscalerRef: {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, name: bert}"
    assert said("ROL202", together(other, canary(reference)))[0].startswith("error")
    assert said("ROL202", together(hpa(), canary(reference))) == []


def test_queries_for_the_primary_tell_the_versions_apart():
    reference = "autoscalerRef: {kind: ScaledObject, name: bert, primaryScalerQueries: {queue: sum(a)}}"
    assert said("ROL202", together(asking("sum(a)"), canary(reference))) == []


@pytest.mark.parametrize(
    ("spec", "analysis", "found"),
    [
        ("", "iterations: 10", 0),
        ("", "stepWeights: [1, 10, 50]", 0),
        ("", "stepWeight: 60, maxWeight: 50", 1),
        ("provider: kubernetes", "stepWeight: 10, maxWeight: 50", 1),
        ("skipAnalysis: true", "metrics: []", 0),
    ],
)
def test_an_analysis_moves_traffic(spec, analysis, found):
    assert len(said("ROL203", canary(spec, analysis))) == found


@pytest.mark.parametrize(
    ("content", "severities"),
    [
        ("name: request-duration, thresholdRange: {max: 500}", []),
        ("name: request-duration, threshold: 500", []),
        ("name: request-duration", ["warning"]),
        ("name: latency", ["error"]),
        ("name: latency, query: up, threshold: 1", []),
    ],
)
def test_a_metric_is_measured_and_compared(content, severities):
    assert [line.split()[0] for line in said("ROL204", metric(content))] == severities


@pytest.mark.parametrize(
    ("label", "found"), [("app.kubernetes.io/name: bert", 0), ("name: bert", 0), ("model: bert", 1)]
)
def test_flagger_copies_three_labels(label, found):
    assert len(said("ROL205", together(deployment(labels=label), canary()))) == found


def test_nodes_are_asked_for_only_where_gpus_are():
    assert needs("ROL206", together(deployment(), canary())) == []
    assert len(needs("ROL206", together(deployment(container=ONE_GPU), canary()))) == 1


def test_a_primary_and_its_canary_take_twice_the_gpus():
    text = together(deployment("replicas: 2", ONE_GPU), canary())
    assert said("ROL206", text, Facts(nodes=(NodeFacts(2, {"nvidia.com/gpu": 2}),))) == []
    assert len(said("ROL206", text, Facts(nodes=(NodeFacts(1, {"nvidia.com/gpu": 3}),)))) == 1


@pytest.mark.parametrize(
    ("provider", "found"), [("istio", 0), ("nginx", 0), ("kubernetes", 1), ("gatewayapi:v1", 1), ("''", 0)]
)
def test_a_proxy_measures_what_triton_does_not(provider, found):
    text = canary(
        f"provider: {provider}", "iterations: 10, metrics: [{name: request-success-rate, threshold: 99}]"
    )
    started = "args: [tritonserver, --model-repository=/models]"
    assert len(said("ROL208", together(deployment(container=started), text))) == found


def test_what_is_not_triton_may_have_such_metrics():
    other = deployment().replace("nvcr.io/nvidia/tritonserver:26.07-py3", "podinfo:6.7")
    text = canary(
        "provider: kubernetes", "iterations: 10, metrics: [{name: request-duration, threshold: 99}]"
    )
    assert said("ROL208", together(other, text)) == []
