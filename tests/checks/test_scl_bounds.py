"""Autoscalers: what they target, and between which bounds."""

from __future__ import annotations

import pytest
from scaling_examples import deployment, hpa, said, scaled, together


def test_keda_takes_apps_v1_where_no_api_version_is_given():
    assert said("SCL006", together(deployment(), scaled())) == []


def test_an_hpa_without_an_api_version_looks_in_the_core_group():
    found = said("SCL006", together(deployment(), hpa(target="{kind: Deployment, name: bert}")))
    assert found == [
        "error spec.scaleTargetRef.apiVersion: Deployment prod/bert is of `apps/v1`, and the autoscaler looks in `v1`"
    ]


def test_another_version_of_the_same_group_is_found():
    target = "{apiVersion: apps/v1beta1, kind: Deployment, name: bert}"
    assert said("SCL006", together(deployment(), hpa(target=target))) == []


def test_two_autoscalers_are_one_when_keda_takes_the_hpa_over():
    taking = scaled(
        "advanced: {horizontalPodAutoscalerConfig: {name: bert}}",
        annotations='{scaledobject.keda.sh/transfer-hpa-ownership: "true"}',
    )
    assert said("SCL002", together(hpa(), taking)) == []
    assert said("SCL102", together(hpa(), taking)) == []


def test_an_hpa_that_is_taken_over_is_the_one_that_is_there():
    taking = scaled(
        "advanced: {horizontalPodAutoscalerConfig: {name: brt}}",
        annotations='{scaledobject.keda.sh/transfer-hpa-ownership: "true"}',
    )
    assert len(said("SCL102", together(hpa(), taking))) == 1


def test_an_annotation_that_is_not_true_transfers_nothing():
    taking = scaled(annotations='{scaledobject.keda.sh/transfer-hpa-ownership: "false"}')
    assert said("SCL102", taking) == []
    assert len(said("SCL002", together(hpa(), taking))) == 1


@pytest.mark.parametrize(
    ("bounds", "refused"),
    [
        ("minReplicaCount: 101", True),
        ("minReplicaCount: 100", False),
        ("minReplicaCount: 3, maxReplicaCount: 3", False),
        ("maxReplicaCount: 1", False),
    ],
)
def test_without_a_maximum_kedas_is_a_hundred(bounds, refused):
    assert bool(said("SCL007", scaled(bounds))) is refused


@pytest.mark.parametrize(
    ("counts", "refused"),
    [
        ("idleReplicaCount: 0", True),
        ("idleReplicaCount: 0, minReplicaCount: 0", False),
        ("idleReplicaCount: 0, minReplicaCount: 1", False),
        ("idleReplicaCount: 2, minReplicaCount: 2", True),
    ],
)
def test_a_minimum_that_is_written_counts_as_one_at_least(counts, refused):
    assert any(line.startswith("error") for line in said("SCL105", scaled(counts))) is refused


def test_an_idle_count_above_zero_is_not_supported():
    assert said("SCL105", scaled("idleReplicaCount: 1, minReplicaCount: 3")) == [
        "warning spec.idleReplicaCount: `idleReplicaCount` is 1; KEDA supports 0 only"
    ]


def test_equal_bounds_with_an_idle_count_still_scale():
    assert said("SCL008", scaled("idleReplicaCount: 0, minReplicaCount: 2, maxReplicaCount: 2")) == []


def test_a_name_of_54_characters_leaves_room_for_kedas_prefix():
    assert said("SCL109", scaled().replace("name: bert, namespace", f"name: {'b' * 54}, namespace")) == []
    assert len(said("SCL109", scaled().replace("name: bert, namespace", f"name: {'b' * 55}, namespace"))) == 1


def test_a_long_name_is_fine_beside_a_short_one_for_the_hpa():
    named = scaled("advanced: {horizontalPodAutoscalerConfig: {name: bert}}")
    assert said("SCL109", named.replace("name: bert, namespace", f"name: {'b' * 60}, namespace")) == []


def test_two_scaled_objects_of_one_target_are_reported_once():
    both = together(scaled(), scaled().replace("name: bert, namespace", "name: bert-2, namespace"))
    assert len(said("SCL002", both)) == 1
    assert said("SCL101", both) == []


def test_an_inference_services_deployment_is_made_by_kserve():
    service = """\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: bert
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: external}
spec: {predictor: {model: {modelFormat: {name: triton}, storageUri: s3://models/bert}}}
"""
    assert said("SCL001", together(service, scaled(target="{name: bert-predictor}"))) == []
    assert len(said("SCL001", together(service, scaled(target="{name: bert}")))) == 1


def test_a_canarys_primary_is_made_by_flagger():
    canary = "apiVersion: flagger.app/v1beta1\nkind: Canary\nmetadata: {name: bert, namespace: prod}\n"
    canary += "spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}}\n"
    assert said("SCL001", together(canary, scaled(target="{name: bert-primary}"))) == []
