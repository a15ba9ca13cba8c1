"""Modes, canaries, names, storage and ports of InferenceServices."""

from __future__ import annotations

import pytest
from gpu_examples import said, undecided
from kserve_examples import model, runtime, service

from tritonfleet.checks import registry, run
from tritonfleet.checks.facts import Facts
from tritonfleet.yamlio import load_manifests

CANARY = """\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor: {name: v1, model: {modelFormat: {name: triton}, storageUri: "s3://models/1"}}
  canary:
"""


def canary(*entries: str) -> str:
    return CANARY + "".join(f"    - {entry}\n" for entry in entries) + "---\n"


def severities(rule: str, text: str) -> list[str]:
    report = run(load_manifests(text, "f.yaml"), select=[rule])
    return [finding.severity.value for finding in report.findings]


def test_a_mode_left_out_matters_when_something_depends_on_it():
    assert severities("KSV004", service(model(), mode="")) == []
    assert severities("KSV004", service(f"scaleMetric: cpu, {model()}", mode="")) == ["warning"]


def test_a_kserve_of_before_the_renaming_wants_the_old_name():
    text = service(model(), mode="RawDeployment")
    assert said("KSV005", text, Facts(versions={"kserve": "v0.15.2"})) == []
    assert len(said("KSV005", text, Facts(versions={"kserve": "v0.16.0"}))) == 1


def test_an_old_name_is_not_an_unknown_one():
    assert said("KSV006", service(model(), mode="Serverless")) == []


def test_the_old_name_of_standard_mode_counts_as_standard():
    assert len(said("KSV008", service(f"canaryTrafficPercent: 10, {model()}", mode="RawDeployment"))) == 1


def test_a_canary_may_not_have_the_stable_predictors_name():
    text = canary("{trafficPercent: 10, predictor: {name: v1, model: {modelFormat: {name: triton}}}}")
    assert said("KSV010", text) == ["canary 0 is called `v1`, as the stable predictor is"]


def test_canaries_may_take_all_the_traffic():
    text = canary("{trafficPercent: 100, predictor: {name: v2, model: {modelFormat: {name: triton}}}}")
    assert said("KSV010", text) == []


def test_gateway_api_that_is_switched_off_in_the_configuration_is_seen():
    config = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: inferenceservice-config, namespace: kserve}
data: {ingress: '{"enableGatewayApi": %s}'}
"""
    text = canary("{trafficPercent: 10, predictor: {name: v2, model: {modelFormat: {name: triton}}}}")
    assert len(said("KSV009", text + config % "false")) == 1
    assert said("KSV009", text + config % "true") == []


@pytest.mark.parametrize("length", [53, 54])
def test_a_name_leaves_room_for_the_service_that_kserve_makes(length):
    assert len(said("KSV012", service(model(), name="a" * length))) == (length > 53)


def test_a_transformer_beside_the_model_is_no_second_predictor():
    both = f'{model()}, containers: [{{name: transformer-container, image: "t:1"}}]'
    assert said("KSV013", service(both)) == []


def test_a_predictor_of_containers_alone_is_one_of_ones_own():
    assert said("KSV013", service('containers: [{name: triton, image: "t:1"}]')) == []


@pytest.mark.parametrize(
    "uri",
    [
        "s3://m/r",
        "gs://m/r",
        "hf://org/m",
        "oci+native://reg/m:1",
        "https://a.blob.core.windows.net/m/r",
        "/mnt/models",
    ],
)
def test_kserve_downloads_from_these(uri):
    assert (said("KSV027", service(model(uri=uri))), undecided("KSV027", service(model(uri=uri)))) == ([], [])


def test_a_storage_container_adds_schemes():
    container = """\
apiVersion: serving.kserve.io/v1alpha1
kind: ClusterStorageContainer
metadata: {name: registry}
spec: {supportedUriFormats: [{prefix: model-registry://}], container: {name: c, image: "c:1"}}
"""
    text = service(model(uri="model-registry://resnet/1"))
    assert len(undecided("KSV027", text)) == 1
    assert undecided("KSV027", text + container) == []


def test_claims_need_no_folder_in_common():
    uris = 'storageUris: [{uri: "s3://m", mountPath: /mnt/m}, {uri: "pvc://c/x", mountPath: /data}]'
    assert said("KSV029", service(f"{uris}, {model(uri='')}")) == []


@pytest.mark.parametrize(
    ("pods", "findings"), [("", 0), ("minReplicas: 1, maxReplicas: 1, ", 0), ("minReplicas: 2, ", 1)]
)
def test_one_pod_may_use_a_claim_of_one_node(pods, findings):
    claim = """\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models, namespace: prod}
spec: {accessModes: [ReadWriteOnce]}
"""
    assert len(said("KSV031", service(f"{pods}{model(uri='pvc://models/r')}") + claim)) == findings


def test_a_runtime_may_declare_the_grpc_port():
    mine = runtime("{name: triton}").replace("image:", "ports: [{name: h2c, containerPort: 9000}], image:")
    text = service(model("modelFormat: {name: triton}, runtime: triton-26, protocolVersion: grpc-v2"))
    assert said("KSV033", text + mine) == []


def test_ports_of_model_and_runtime_add_up_for_knative():
    mine = runtime("{name: triton}").replace("image:", "ports: [{name: h2c, containerPort: 9000}], image:")
    fields = "modelFormat: {name: triton}, runtime: triton-26, ports: [{name: http1, containerPort: 8080}]"
    assert len(said("KSV032", service(model(fields), mode="Knative") + mine)) == 1


def test_a_batcher_before_an_unstated_protocol_is_left_alone():
    fields = "batcher: {maxBatchSize: 8}, model: {modelFormat: {name: pytorch}, runtime: mine}"
    assert said("KSV034", service(fields)) == []


def test_what_kserve_itself_made_has_the_name_by_right():
    exported = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: resnet-predictor, namespace: prod, labels: {serving.kserve.io/inferenceservice: resnet}}
spec: {selector: {matchLabels: {app: isvc.resnet-predictor}}, template: {}}
"""
    assert said("KSV023", service(model()) + exported) == []


def test_the_example_of_kserves_configuration_is_documentation():
    config = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: inferenceservice-config, namespace: kserve}
data: {_example: "not json", deploy: '{"defaultDeploymentMode": "Standrd"}'}
"""
    assert said("KSV048", config) == ["`defaultDeploymentMode` is Standrd"]


def test_a_broken_key_is_shown_at_its_line():
    rule = registry.rule("KSV048")
    (finding,) = run(load_manifests(rule.fails, "f.yaml"), select=["KSV048"]).findings
    assert finding.location is not None
    assert finding.location.line == 8


@pytest.mark.parametrize("argo_cd", [Facts(versions={"argocd": "v3.6.1"}), Facts()])
def test_only_argo_cd_minds_how_a_quantity_is_spelt(argo_cd):
    text = service(f"{model()[:-1]}, resources: {{limits: {{nvidia.com/gpu: 1}}}}}}")
    assert len(said("KSV053", text, argo_cd)) == len(argo_cd.versions)


def test_what_is_tracked_by_argo_cd_is_applied_by_it():
    tracked = service(
        f"{model()[:-1]}, resources: {{limits: {{nvidia.com/gpu: 1}}}}}}",
        annotations="argocd.argoproj.io/sync-wave: '1'",
    )
    assert len(said("KSV053", tracked)) == 1
