"""InferenceGraphs, TrainedModels and model caches."""

from __future__ import annotations

import pytest
from gpu_examples import said, undecided
from kserve_examples import model, service


def graph(nodes: str) -> str:
    return f"""\
apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata: {{name: ocr, namespace: prod}}
spec: {{nodes: {{{nodes}}}}}
---
"""


def step(target: str, more: str = "") -> str:
    return f"{{{target}{more}}}"


URL = 'serviceUrl: "http://crnn-predictor.prod"'


def node(name: str, *steps: str, router: str = "Sequence") -> str:
    return f"{name}: {{routerType: {router}, steps: [{', '.join(steps)}]}}"


def test_nodes_that_call_each_other_never_end():
    nodes = ", ".join(
        [node("root", step("nodeName: a")), node("a", step("nodeName: b")), node("b", step("nodeName: a"))]
    )
    assert said("KSV043", graph(nodes)) == ["the nodes a → b → a call each other for ever"]


def test_two_ways_to_one_node_are_no_circle():
    nodes = ", ".join(
        [
            node("root", step("nodeName: a"), step("nodeName: b"), router="Ensemble"),
            node("a", step("nodeName: b")),
            node("b", step(URL)),
        ]
    )
    assert said("KSV043", graph(nodes)) == []


def test_a_circle_that_no_request_reaches_is_left_alone():
    nodes = ", ".join([node("root", step(URL)), node("a", step("nodeName: a"))])
    assert said("KSV043", graph(nodes)) == []


def test_a_step_has_one_target():
    nodes = node("root", step(URL, ", serviceName: crnn"))
    assert said("KSV044", graph(nodes)) == ["step 0 of node root has 2 targets: `serviceName`, `serviceUrl`"]


@pytest.mark.parametrize(("weights", "findings"), [((50, 50), 0), ((50, 60), 1), ((100, 0), 0)])
def test_weights_add_up(weights, findings):
    steps = [step(URL, f", weight: {weight}") for weight in weights]
    assert len(said("KSV045", graph(node("root", *steps, router="Splitter")))) == findings


def test_weights_elsewhere_do_not_matter():
    assert said("KSV045", graph(node("root", step(URL, ", weight: 7")))) == []


def test_a_service_of_another_repository_may_exist():
    text = graph(node("root", step("serviceName: crnn")))
    assert (said("KSV046", text), len(undecided("KSV046", text))) == ([], 1)


def test_a_service_that_is_nearly_named_right_is_recognised():
    text = graph(node("root", step("serviceName: detecter-v2"))) + service(model(), name="detector-v2")
    assert said("KSV046", text) == ["there is no InferenceService `detecter-v2`"]


def test_a_trained_model_fits_beside_its_siblings():
    trained = """\
apiVersion: serving.kserve.io/v1alpha1
kind: TrainedModel
metadata: {name: %s, namespace: prod}
spec: {inferenceService: resnet, model: {framework: onnx, memory: 1Gi, storageUri: "s3://m"}}
---
"""
    server = service("model: {modelFormat: {name: triton}, resources: {limits: {memory: 2Gi}}}")
    assert said("KSV042", server + trained % "a" + trained % "b") == []
    assert said("KSV042", server + trained % "a" + trained % "b" + trained % "c") == [
        "3 TrainedModels need 3Gi, the limit is 2Gi"
    ]


def test_one_model_in_two_namespaces_may_be_cached_twice():
    cache = """\
apiVersion: serving.kserve.io/v1alpha1
kind: LocalModelNamespaceCache
metadata: {name: llama, namespace: %s}
spec: {sourceModelUri: "s3://models/llama", modelSize: 10Gi, nodeGroups: []}
---
"""
    assert said("KSV047", cache % "prod" + cache % "staging") == []
