"""Mistakes that two rules might tell: the more specific one does, the other is silent."""

from __future__ import annotations

import pytest
from mon_examples import scaled

from checks.trt_examples import config_map, deployment
from tritonfleet import checks, yamlio

QUOTA = (
    "---\napiVersion: v1\nkind: ResourceQuota\nmetadata: {name: team, namespace: prod}\nspec: {hard: HARD}\n"
)

ENSEMBLE = """\
platform: "ensemble"
input { name: "X" data_type: TYPE_FP32 dims: [1] }
output { name: "Z" data_type: TYPE_FP32 dims: [1] }
ensemble_scheduling {
  step { model_name: "a" model_version: -1 input_map { key: "X" value: "X" } output_map { key: "Y" value: "ids" } }
  step { model_name: "b" model_version: -1 input_map { key: "Y" value: "idz" } output_map { key: "Z" value: "Z" } }
}
"""


def telling(text: str, *rules: str) -> list[str]:
    """Which of the rules find something, each as often as it does."""
    found = checks.run(yamlio.load_manifests(text, "f.yaml"), select=rules).findings
    return [finding.rule for finding in found]


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("$(PORT)", "K8S047"),
        ("${PORT}", "TRT012"),
        ("%!d(string=8000)", "K8S054"),
        ("<no value>", "K8S054"),
        ("http", "TRT007"),
    ],
)
def test_a_value_that_was_never_filled_in(value, rule):
    text = deployment("--model-repository=gs://models", f"--http-port={value}")
    assert telling(text, "K8S047", "K8S054", "TRT007", "TRT012") == [rule]


def test_the_address_of_a_service_is_known_to_the_pod_alone():
    text = deployment("--model-repository=gs://models", "--host-policy=$(BERT_SERVICE_HOST)")
    assert telling(text, "K8S047", "TRT007", "TRT012") == []


def test_a_repository_that_nothing_reads_needs_no_volume():
    assert telling(deployment("--model-repository=/models", program=False), "TRT013", "TRT051") == ["TRT013"]


def test_a_repository_given_twice_lacks_its_volume_once():
    text = deployment("--model-repository=/models", "--model-store=/models")
    assert sorted(telling(text, "TRT051", "TRT057")) == ["TRT051", "TRT057"]


def test_certificates_that_are_not_read_need_no_volume():
    given = ("--model-repository=gs://models", "--grpc-server-cert=/tls/tls.crt")
    assert telling(deployment(*given), "TRT071", "TRT072") == ["TRT072"]
    assert telling(deployment(*given, "--grpc-use-ssl=true"), "TRT071", "TRT072") == ["TRT071"]


def test_a_deprecated_flag_beside_its_successor():
    old, new = "--response-cache-byte-size=1048576", "--cache-config=local,size=1048576"
    assert telling(deployment("--model-repository=gs://m", old, new), "TRT004", "TRT062") == ["TRT062"]
    assert telling(deployment("--model-repository=gs://m", old), "TRT004", "TRT062") == ["TRT004"]


@pytest.mark.parametrize(
    ("hard", "rules"),
    [
        ("{requests.cpu: 8, requests.memory: 64Gi}", ["K8S065"]),
        ("{limits.memory: 64Gi}", ["K8S025", "K8S065"]),
        ("{count/pods: 8}", ["K8S025"]),
    ],
)
def test_a_request_that_a_quota_counts(hard, rules):
    gpu = "resources: {limits: {nvidia.com/gpu: 1}}"
    text = deployment("--model-repository=gs://models", container=f"{gpu}\n") + QUOTA.replace("HARD", hard)
    assert sorted(set(telling(text, "K8S025", "K8S065"))) == rules


def test_a_misspelt_tensor_of_an_ensemble():
    assert telling(config_map("pipeline", config__pbtxt=ENSEMBLE), "TRT117") == ["TRT117"]


def test_a_stray_zero_of_a_trigger():
    query = "sum by (model) (rate(nv_inference_request_success[2m])) or vector(0)"
    assert telling(scaled(query), "MON124", "SCL210") == ["SCL210"]
