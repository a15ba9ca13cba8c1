"""Combinations that cannot work are refused by the templates too: the schema can be skipped."""

from __future__ import annotations

from typing import Any

import pytest
from chart_rendering import Helm
from pydantic import ValidationError

from tritonfleet.charts.values import TritonValues

S3 = {"bucket": "models", "region": "eu"}
NO_PATHS = {"/v2": None, "/v2/health": None, "/v2/models": None}
ROLE = "arn:aws:iam::123456789012:role/x"

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a section that is null": ({"probes": None}, "probes: expected an object"),
    "equal ports": ({"server": {"grpc": {"port": 8000}}}, "must differ, got [8000 8000 8002]"),
    "models without explicit": (
        {"server": {"loadModels": {"a": True}}}, "server.loadModels.a needs server.modelControl: explicit"
    ),
    "a flag twice": ({"server": {"extraArgs": {"http-port": 1}}}, "server.extraArgs.http-port"),
    "a switch twice": (
        {"server": {"autoCompleteConfig": False, "extraArgs": {"disable-auto-complete-config": True}}},
        "server.extraArgs.disable-auto-complete-config",
    ),
    "a test without inputs": ({"test": {"model": "a"}}, "test: model and inputs belong together"),
    "a deadline below the budget": ({"progressDeadlineSeconds": 600}, "probes.startup.budgetSeconds (600)"),
    "no progress possible": ({"strategy": {"maxSurge": 0}}, "strategy: maxSurge and maxUnavailable"),
    "a CPU request above its limit": (
        {"resources": {"requests": {"cpu": 2}, "limits": {"cpu": "1500m"}}},
        "resources: requests.cpu (2) is above limits.cpu (1500m)",
    ),
    "a memory request above its limit": (
        {"resources": {"requests": {"memory": "9000Mi"}}},
        "resources: requests.memory (9000Mi) is above limits.memory (8Gi)",
    ),
    "a GPU twice": (
        {"gpu": {"resource": "nvidia.com/gpu", "claim": {}}},
        "gpu: resource (nvidia.com/gpu) and claim exclude each other",
    ),
    "shared memory that does not fit": (
        {"sharedMemory": {"size": "8Gi"}}, "sharedMemory.size: expected less than resources.limits.memory (8Gi)"
    ),
    "a budget twice": (
        {"podDisruptionBudget": {"minAvailable": 1, "maxUnavailable": 1}}, "podDisruptionBudget: minAvailable"
    ),
    "two sources": (
        {"modelRepository": {"s3": S3, "pvc": {"claimName": "a"}}}, "expected one source, got s3 and pvc"
    ),
    "a model above 1 MiB": (
        {"modelRepository": {"configMap": {"models": {"big": {"1/model.py": "x" * 1_100_000}}}}},
        "modelRepository.configMap.models.big: a ConfigMap holds at most 1 MiB",
    ),
    "an account without a name": ({"serviceAccount": {"create": False}}, "serviceAccount.name is needed"),
    "an identity without an account": (
        {"serviceAccount": {"create": False, "name": "a"},
         "modelRepository": {"s3": {**S3, "roleArn": ROLE}}},
        "modelRepository.s3.roleArn needs serviceAccount.create: true",
    ),
    "an ingress without host": ({"ingress": {"enabled": True}}, "ingress.host is needed"),
    "an ingress without paths": (
        {"ingress": {"enabled": True, "host": "a.b", "paths": NO_PATHS}},
        "ingress.paths: expected at least one",
    ),
    "a route without gateway": ({"grpcRoute": {"enabled": True}}, "grpcRoute.parentRefs: expected"),
    "a route without paths": (
        {"httpRoute": {"enabled": True, "parentRefs": {"a": {}},
                       "paths": NO_PATHS}},
        "httpRoute.paths: expected at least one",
    ),
}  # fmt: skip


PLATFORM_REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a section that is null": ({"namespace": None}, "namespace: expected an object"),
    "a policy that cuts NVIDIA's own Pods off": (
        {"gpu": {"devicePlugin": {"configs": {"default": {"flags": {"migStrategy": "none"}}}}}},
        "networkPolicy.enabled: must be false beside gpu",
    ),
    "a level that is null": ({"namespace": {"podSecurity": None}}, "namespace.podSecurity: must not be null"),
}


@pytest.mark.parametrize("name", PLATFORM_REFUSED)
def test_platform_template_refuses(helm: Helm, name: str) -> None:
    values, message = PLATFORM_REFUSED[name]
    assert message in helm.refuse(values, "triton-platform", "--skip-schema-validation")


@pytest.mark.parametrize("name", REFUSED)
def test_template_refuses(helm: Helm, name: str) -> None:
    values, message = REFUSED[name]
    assert message in helm.refuse(values, "triton", "--skip-schema-validation")


BEYOND_THE_SCHEMA = [
    "equal ports",
    "a deadline below the budget",
    "an identity without an account",
    "a CPU request above its limit",
    "a memory request above its limit",
    "shared memory that does not fit",
]


@pytest.mark.parametrize("name", BEYOND_THE_SCHEMA)
def test_types_refuse_what_the_schema_cannot_compare(name: str) -> None:
    with pytest.raises(ValidationError):
        TritonValues.model_validate(REFUSED[name][0])


UNFIT_NAMES: dict[str, tuple[dict[str, Any], str]] = {
    "a variable": ({"env": {"a-b": {"value": "x"}}}, "at '/env': additional properties 'a-b' not allowed"),
    "a toleration": (
        {"tolerations": {"Foo_Bar": {}}}, "at '/tolerations': additional properties 'Foo_Bar' not allowed"
    ),
    "a gateway": (
        {"httpRoute": {"parentRefs": {"a_b": {}}}},
        "at '/httpRoute/parentRefs': additional properties 'a_b' not allowed",
    ),
    "a flag with a value of its own": (
        {"server": {"extraArgs": {"model-repository": "/x"}}}, "at '/server/extraArgs/model-repository'"
    ),
    "a label of the chart": ({"podLabels": {"helm.sh/chart": "x"}}, "at '/podLabels/helm.sh~1chart'"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNFIT_NAMES)
def test_helm_says_where_a_name_that_does_not_fit_stands(helm: Helm, name: str) -> None:
    values, message = UNFIT_NAMES[name]
    assert message in helm.refuse(values, "triton")


TYPOS: dict[str, tuple[str, dict[str, Any], str]] = {
    "in a claim": (
        "triton", {"gpu": {"claim": {"deviceClass": "mig.nvidia.com"}}},
        "at '/gpu/claim': additional properties 'deviceClass' not allowed",
    ),
    "in how GPUs are shared": (
        "triton-platform", {"gpu": {"devicePlugin": {"configs": {"a": {"sharing": {"timeslicing": {}}}}}}},
        "at '/gpu/devicePlugin/configs/a/sharing': additional properties 'timeslicing' not allowed",
    ),
    "in a profile": (
        "triton-platform",
        {"gpu": {"migParted": {"configs": {"a": [
            {"devices": "all", "mig-enabled": True, "mig-devices": {"1g10gb": 7}}
        ]}}}},
        "at '/gpu/migParted/configs/a/0/mig-devices': additional properties '1g10gb' not allowed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TYPOS)
def test_helm_says_one_line_about_a_typo_and_nothing_of_null(helm: Helm, name: str) -> None:
    chart, values, message = TYPOS[name]
    said = [line for line in helm.refuse(values, chart).splitlines() if line.lstrip().startswith("- at")]
    assert said == [f"- {message}"]
