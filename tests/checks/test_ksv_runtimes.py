"""Which runtime a model gets: those among the manifests first, then those that KServe ships."""

from __future__ import annotations

import pytest
from gpu_examples import fixes, said, undecided, world
from kserve_examples import model, runtime, service

from tritonfleet.checks.facts import Facts
from tritonfleet.checks.kserve.choice import chosen

SHIPPED_ONLY = Facts(external={"ClusterServingRuntime": ("kserve-tritonserver", "kserve-sklearnserver")})


@pytest.mark.parametrize("form", ["onnx", "tensorrt", "tensorflow"])
def test_a_model_for_triton_needs_protocol_v2_where_only_triton_takes_it(form):
    text = service(model(f"modelFormat: {{name: {form}}}"))
    assert said("KSV001", text, SHIPPED_ONLY) == [
        f"no runtime known here serves {form} over v1 by itself",
    ]


@pytest.mark.parametrize(
    "predictor", ['triton: {storageUri: "s3://m"}', 'onnx: {storageUri: "s3://m"}', model()]
)
def test_the_webhook_sets_protocol_v2_for_formats_that_have_no_other(predictor):
    assert said("KSV001", service(predictor)) == []


def test_tensorflow_over_v1_goes_to_tensorflow_serving():
    assert said("KSV001", service(model("modelFormat: {name: tensorflow}"))) == []


def test_a_version_that_no_runtime_lists_is_not_served():
    text = service(model('modelFormat: {name: tensorrt, version: "10"}, protocolVersion: v2'))
    assert fixes("KSV001", text) == ["versions served: 8; or add a ServingRuntime"]


def test_a_runtime_that_does_not_offer_itself_has_to_be_named():
    text = service(model("modelFormat: {name: pytorch}, protocolVersion: v2"))
    assert fixes("KSV001", text, SHIPPED_ONLY) == ["name the runtime: `runtime: kserve-tritonserver`"]


def test_a_runtime_of_the_namespace_serves_what_the_shipped_ones_do_not():
    text = service(model('modelFormat: {name: tensorrt, version: "10"}, protocolVersion: v2'))
    assert said("KSV001", text + runtime('{name: tensorrt, version: "10", autoSelect: true}')) == []


@pytest.mark.parametrize(
    "other",
    [
        runtime('{name: tensorrt, version: "10", autoSelect: true}', namespace="staging"),
        runtime('{name: tensorrt, version: "10", autoSelect: true}', more="disabled: true"),
        runtime('{name: tensorrt, version: "10", autoSelect: true}', more="multiModel: true"),
        runtime('{name: tensorrt, version: "10"}'),
    ],
    ids=["of another namespace", "disabled", "for ModelMesh", "not offering itself"],
)
def test_a_runtime_that_kserve_would_not_pick_does_not_count(other):
    text = service(model('modelFormat: {name: tensorrt, version: "10"}, protocolVersion: v2'))
    assert len(said("KSV001", text + other)) == 1


def test_a_format_that_nobody_here_knows_may_have_a_runtime_in_the_cluster():
    text = service(model("modelFormat: {name: tensorrt-llm}"))
    assert (said("KSV001", text), len(undecided("KSV001", text))) == ([], 1)


def test_a_named_runtime_is_not_asked_whether_it_offers_itself():
    text = service(model("modelFormat: {name: pytorch}, runtime: kserve-tritonserver"))
    assert (said("KSV001", text), said("KSV003", text)) == ([], [])


def test_a_named_runtime_without_a_protocol_takes_its_own():
    text = service(model("modelFormat: {name: onnx}, runtime: kserve-tritonserver"))
    assert said("KSV003", text) == []


def test_a_named_runtime_must_speak_the_protocol():
    text = service(model("modelFormat: {name: onnx}, runtime: kserve-tritonserver, protocolVersion: v1"))
    assert said("KSV003", text) == ["runtime kserve-tritonserver does not speak v1"]


def test_a_misspelt_runtime_is_recognised_without_any_facts():
    text = service(model("modelFormat: {name: onnx}, runtime: kserve-tritonsever"))
    assert fixes("KSV002", text) == ["did you mean `kserve-tritonserver`?"]


@pytest.mark.parametrize("name", ["triton-26", "custom-kserve-tritonserver"])
def test_a_runtime_of_another_name_may_be_in_the_cluster(name):
    text = service(model(f"modelFormat: {{name: onnx}}, runtime: {name}"))
    assert (said("KSV002", text), len(undecided("KSV002", text))) == ([], 1)


def test_a_runtime_among_the_manifests_stands_for_the_shipped_one_of_its_name():
    mine = runtime(
        '{name: triton, version: "2", autoSelect: true}',
        name="kserve-tritonserver",
        kind="ClusterServingRuntime",
    )
    ((_, _, found),) = chosen(world(service(model()) + mine))
    assert found.resource is not None


def test_an_old_triton_is_told_only_of_the_shipped_runtime():
    mine = runtime(
        '{name: triton, version: "2", autoSelect: true}',
        name="kserve-tritonserver",
        kind="ClusterServingRuntime",
    )
    assert (len(said("KSV036", service(model()))), said("KSV036", service(model()) + mine)) == (1, [])


def test_requests_within_the_runtimes_limits_are_fine():
    resources = "resources: {requests: {memory: 1Gi, cpu: 500m}}"
    assert said("KSV051", service(model(f"modelFormat: {{name: triton}}, {resources}"))) == []


def test_requests_are_compared_with_the_limits_of_ones_own_runtime():
    text = service(
        model("modelFormat: {name: triton}, runtime: triton-26, resources: {requests: {memory: 8Gi}}")
    )
    assert said("KSV051", text + runtime("{name: triton}")) == []


def test_runtimes_of_two_namespaces_may_claim_a_format_with_one_priority():
    formats = '{name: onnx, version: "1", autoSelect: true, priority: 2}'
    text = runtime(formats) + runtime(formats, name="triton-25", namespace="staging")
    assert said("KSV038", text) == []


def test_a_runtime_gives_a_format_one_priority():
    formats = '{name: onnx, version: "%s", autoSelect: true, priority: %s}'
    assert said("KSV038", runtime(f"{formats % (1, 2)}, {formats % (2, 3)}")) == [
        "onnx has priority 3 here and 2 above"
    ]
