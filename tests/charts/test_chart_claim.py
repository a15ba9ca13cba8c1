"""A GPU by dynamic resource allocation: what is claimed, and under which name."""

from __future__ import annotations

from typing import Any

import pytest
from chart_rendering import Helm, Rendered

MIG = {"deviceClassName": "mig.nvidia.com"}
SELECTOR = "device.attributes['gpu.nvidia.com'].profile == '1g.10gb'"

CASES: dict[str, dict[str, Any]] = {
    "defaults": {"gpu": {"claim": {}}},
    "another image": {"gpu": {"claim": {}}, "image": {"tag": "26.08-py3"}},
    "another label": {"gpu": {"claim": {}}, "commonLabels": {"team": "vision"}},
    "two": {"gpu": {"claim": {}, "count": 2}, "server": {"cudaMemoryPool": "1Mi"}},
    "slice": {"gpu": {"claim": {**MIG, "selectors": [SELECTOR]}}},
    "long name": {"gpu": {"claim": {}}, "fullnameOverride": "v" * 63},
    "no claim": {},
    "no GPU": {"gpu": None},
    "turns": {"gpu": {"claim": {"gpuConfig": {"timeSlicing": {}}}}},
    "at once": {"gpu": {"claim": {"gpuConfig": {"mps": {"defaultActiveThreadPercentage": 40}}}}},
    "at once on a slice": {
        "gpu": {"claim": {**MIG, "migDeviceConfig": {"mps": {"defaultPinnedDeviceMemoryLimit": "4Gi"}}}}
    },
    "nothing said of sharing": {"gpu": {"claim": {"gpuConfig": {}}}},
}


@pytest.fixture(scope="module")
def rendered(helm: Helm) -> dict[str, Rendered]:
    return helm.render_many(CASES)


def devices(r: Rendered) -> dict[str, Any]:
    return r["ResourceClaimTemplate"]["spec"]["spec"]["devices"]


def name(r: Rendered) -> str:
    return r["ResourceClaimTemplate"]["metadata"]["name"]


def test_a_claim_asks_for_exactly_so_many_of_a_class(rendered: dict[str, Rendered]) -> None:
    exactly = {"deviceClassName": "gpu.nvidia.com", "allocationMode": "ExactCount", "count": 2}
    assert devices(rendered["two"]) == {"requests": [{"name": "gpu", "exactly": exactly}]}


def test_selectors_narrow_the_class(rendered: dict[str, Rendered]) -> None:
    (request,) = devices(rendered["slice"])["requests"]
    assert request["exactly"]["deviceClassName"] == "mig.nvidia.com"
    assert request["exactly"]["selectors"] == [{"cel": {"expression": SELECTOR}}]


@pytest.mark.parametrize("case", ["defaults", "slice", "long name"])
def test_the_pod_names_the_template(rendered: dict[str, Rendered], case: str) -> None:
    (claim,) = rendered[case].pod["resourceClaims"]
    assert claim["resourceClaimTemplateName"] == name(rendered[case])
    assert len(name(rendered[case])) <= 63


@pytest.mark.parametrize("case", ["two", "slice", "turns"])
def test_another_claim_has_another_name(rendered: dict[str, Rendered], case: str) -> None:
    assert name(rendered[case]) != name(rendered["defaults"])


@pytest.mark.parametrize("case", ["another image", "another label", "nothing said of sharing"])
def test_the_same_claim_keeps_its_name(rendered: dict[str, Rendered], case: str) -> None:
    assert name(rendered[case]) == name(rendered["defaults"])


@pytest.mark.parametrize("case", ["defaults", "slice"])
def test_what_is_claimed_is_not_asked_of_the_device_plugin(rendered: dict[str, Rendered], case: str) -> None:
    resources = rendered[case].container["resources"]
    assert resources["claims"] == [{"name": "gpu"}]
    assert [key for part in ("requests", "limits") for key in resources[part] if "nvidia" in key] == []


@pytest.mark.parametrize("case", ["no claim", "no GPU"])
def test_without_a_claim_nothing_is_left_of_it(rendered: dict[str, Rendered], case: str) -> None:
    assert rendered[case].of("ResourceClaimTemplate") == []
    assert "resourceClaims" not in rendered[case].pod
    assert "claims" not in rendered[case].container["resources"]


def test_a_claimed_gpu_is_a_gpu(rendered: dict[str, Rendered]) -> None:
    assert "--allow-gpu-metrics=true" in rendered["two"].args
    assert "--cuda-memory-pool-byte-size=1:1048576" in rendered["two"].args
    assert "NVIDIA_VISIBLE_DEVICES" not in rendered["two"].env


def test_the_test_pod_claims_nothing(rendered: dict[str, Rendered]) -> None:
    test = rendered["defaults"].named("Pod", "-test")["spec"]
    assert "resourceClaims" not in test
    assert "claims" not in test["containers"][0]["resources"]


CONFIGURED = {
    "turns": {
        "kind": "GpuConfig",
        "sharing": {"strategy": "TimeSlicing", "timeSlicingConfig": {"interval": "Default"}},
    },
    "at once": {
        "kind": "GpuConfig",
        "sharing": {"strategy": "MPS", "mpsConfig": {"defaultActiveThreadPercentage": 40}},
    },
    "at once on a slice": {
        "kind": "MigDeviceConfig",
        "sharing": {"strategy": "MPS", "mpsConfig": {"defaultPinnedDeviceMemoryLimit": "4Gi"}},
    },
}


@pytest.mark.parametrize("case", CONFIGURED)
def test_the_driver_is_told_how_processes_share(rendered: dict[str, Rendered], case: str) -> None:
    parameters = {"apiVersion": "resource.nvidia.com/v1beta1", **CONFIGURED[case]}
    opaque = {"driver": "gpu.nvidia.com", "parameters": parameters}
    assert devices(rendered[case])["config"] == [{"requests": ["gpu"], "opaque": opaque}]
