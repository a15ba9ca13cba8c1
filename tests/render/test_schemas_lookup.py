"""A schema is found by apiVersion, kind and minor version, and is that of the version asked for."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from tritonfleet.errors import InputError
from tritonfleet.render.schemas import experimental, materialised, minors, schema_for, serving, validator

NEWEST = minors()[-1]


def test_versions_that_share_a_schema_share_its_compiled_form() -> None:
    assert validator("v1", "ConfigMap", "1.33") is validator("v1", "ConfigMap", "1.37")


def test_a_field_is_known_only_from_the_version_that_brought_it() -> None:
    def refused(minor: str) -> bool:
        container = {"name": "a", "image": "b", "env": [{"name": "c", "valueFrom": {"fileKeyRef": {
            "volumeName": "v", "path": "p", "key": "k"}}}]}  # fmt: skip
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "x"},
            "spec": {"containers": [container]},
        }
        return not validator("v1", "Pod", minor).is_valid(pod)

    assert (refused("1.33"), refused("1.34")) == (True, False)


def test_quantities_and_ports_take_text_and_numbers() -> None:
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "x"},
        "spec": {"ports": [{"port": 80, "targetPort": "http"}, {"port": 81, "targetPort": 81}]},
    }
    quota = {
        "apiVersion": "v1",
        "kind": "ResourceQuota",
        "metadata": {"name": "x"},
        "spec": {"hard": {"cpu": 2, "memory": "4Gi"}},
    }
    assert validator("v1", "Service", NEWEST).is_valid(service)
    assert validator("v1", "ResourceQuota", NEWEST).is_valid(quota)


def test_an_unknown_kind_has_no_schema() -> None:
    assert schema_for("example.test/v1", "Widget", NEWEST) is None
    assert validator("example.test/v1", "Widget", NEWEST) is None


@pytest.mark.parametrize(("asked", "nearest"), [("1.12", "1.33"), ("1.99", "1.37")])
def test_a_kubernetes_version_without_schemas_goes_by_the_nearest(asked: str, nearest: str) -> None:
    assert validator("v1", "Pod", asked) is validator("v1", "Pod", nearest)


def test_what_is_no_kubernetes_version_is_refused() -> None:
    with pytest.raises(InputError, match=r"no schemas for Kubernetes latest \(known: 1\.33, "):
        schema_for("v1", "Pod", "latest")


def test_files_for_kubeconform_are_self_contained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    schema = json.loads((materialised(NEWEST) / "configmap_v1_v1.json").read_text(encoding="utf-8"))
    assert jsonschema_rs.validator_for(schema).is_valid(
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}}
    )


def test_files_for_kubeconform_are_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = materialised(NEWEST).stat().st_ino
    assert materialised(NEWEST).stat().st_ino == first


def test_a_kind_of_kubernetes_knows_which_versions_have_it() -> None:
    assert serving("resource.k8s.io/v1", "DeviceClass") == ["1.34", "1.35", "1.36", "1.37"]
    assert serving("keda.sh/v1alpha1", "ScaledObject") == []


def test_a_field_of_the_experimental_channel_is_in_no_other_schema() -> None:
    identity = ("gateway.networking.k8s.io/v1", "HTTPRoute")
    route = {"apiVersion": identity[0], "kind": identity[1], "metadata": {"name": "x"}}
    route["spec"] = {"useDefaultGateways": "All"}
    assert not validator(*identity, NEWEST).is_valid(route)
    assert experimental(*identity).is_valid(route)


def ray_cluster(**group: object) -> dict[str, object]:
    """A custom resource whose definition has defaults for fields that it requires."""
    pod = {"spec": {"containers": [{"name": "ray", "image": "rayproject/ray:2.50.0"}]}}
    worker = {"groupName": "a", "rayStartParams": {}, "template": pod, **group}
    spec = {"headGroupSpec": {"rayStartParams": {}, "template": pod}, "workerGroupSpecs": [worker]}
    return {"apiVersion": "ray.io/v1", "kind": "RayCluster", "metadata": {"name": "x"}, "spec": spec}


def test_a_required_field_with_a_default_may_be_left_out() -> None:
    assert validator("ray.io/v1", "RayCluster", NEWEST).is_valid(ray_cluster())


def test_an_optional_field_of_a_custom_resource_may_be_null() -> None:
    compiled = validator("ray.io/v1", "RayCluster", NEWEST)
    assert compiled.is_valid(ray_cluster(numOfHosts=None))
    assert not compiled.is_valid(ray_cluster(groupName=None))
