"""No value without effect: each key of the values changes what is rendered, and each key used exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from chart_leaves import Path_, Place, changed, examples, get, leaves, other, places
from chart_rendering import CHARTS, Helm

from tritonfleet.charts.artefacts import CHARTS as CHART_TYPES
from tritonfleet.charts.types import Values

TYPES = {chart.name: chart.values for chart in CHART_TYPES}

MUTATED: dict[str, Any] = {
    "nameOverride": "other",
    "fullnameOverride": "other",
    "namespaceOverride": "other",
    "commonLabels": {"team": "other"},
    "imagePullSecrets": {"other": True},
    "image.digest": "sha256:" + "f" * 64,
    "replicas": 5,
    "resources.limits.cpu": "6",
    "resources.requests.memory": "1Gi",
    "server.http.port": 9000,
    "server.grpc.port": 9001,
    "modelRepository.gcs.serviceAccount": "other@project.iam.gserviceaccount.com",
    "server.loadModels": {"resnet50": True},
    "server.autoCompleteConfig": False,
    "server.backendConfig": {"python": {"shm-default-byte-size": 1}},
    "server.metrics.summaryQuantiles": {"0.9": "0.01"},
    "server.extraArgs": {"log-file": "/tmp/log"},
    "server.grpc.inferThreads": 9,
    "gpu.resource": "nvidia.com/gpu.shared",
    "strategy.maxUnavailable": "25%",
    "modelRepository.configMap.models": {"other": {"config.pbtxt": "x"}},
    "modelRepository.s3.endpoint": "https://minio.storage.svc:9443",
    "modelRepository.s3.region": "eu-west-1",
    "env.*.fieldRef.fieldPath": "metadata.uid",
    "nodeAffinity.*.operator": "NotIn",
    "tolerations.*.operator": "Exists",
    "topologySpread.*.whenUnsatisfiable": "DoNotSchedule",
    "service.annotations": {"other": "x"},
    "service.type": "NodePort",
    "service.loadBalancerSourceRanges": ["192.0.2.0/24"],
    "ingress.host": "other.example.com",
    "ingress.annotations": {"other": "x"},
    "ingress.paths": {"/v2/other": "Exact"},
    "httpRoute.paths": {"/v2/other": "Exact"},
    "grpcRoute.methods": {"ModelInfer": False},
    "serviceAccount.annotations": {"other": "x"},
    "networkPolicy.ingress.inference.*.cidr": "198.51.100.0/24",
    "networkPolicy.ingress.metrics.*.cidr": "198.51.100.0/24",
    "networkPolicy.ingress.*.cidr": "198.51.100.0/24",
    "podDisruptionBudget.minAvailable": 1,
    "podDisruptionBudget.maxUnavailable": 2,
    "limitRange.default": {"memory": "2Gi"},
    "gpu.migParted.configs.*.*.device-filter": "0x20F110DE",
    "gpu.migParted.configs.*.*.devices": [5],
    "gpu.migParted.configs.*.*.mig-devices": {"2g.20gb": 3},
    "gpu.devicePlugin.configs.*.imex.channelIDs": [],
    "monitoring.dcgm.counters.fields": {"DCGM_FI_DEV_FB_USED": "gauge, memory"},
    "monitoring.rules.runbooks": "https://other.example.com",
    "slo.latency.objective": "0.95",
    "slo.latency.withinMilliseconds": 100,
    "slo.availability.objective": "0.995",
    "autoscaling.keda.triggers.*.type": "memory",
    "test.inputs.*.data": [2.5, 3.5],
    "test.inputs.*.shape": [2, 1],
}
"""Where a generic change would be no valid value, or too small to see."""

WITHOUT_EFFECT_ALONE: dict[str, dict[str, Any]] = {
    "server.metrics.histogramLatencies": {},
    "server.pollSeconds": {"server": {"modelControl": "poll"}},
    "serviceAccount.create": {"serviceAccount": {"name": "shared"}},
    "ingress.enabled": {"ingress": {"host": "a.example.com"}},
    "httpRoute.enabled": {"httpRoute": {"parentRefs": {"public": {}}}},
    "grpcRoute.enabled": {"grpcRoute": {"parentRefs": {"public": {}}}},
    "ingress.paths": {"ingress": {"enabled": True, "host": "a.example.com"}},
    "httpRoute.paths": {"httpRoute": {"enabled": True, "parentRefs": {"public": {}}}},
    "grpcRoute.methods": {"grpcRoute": {"enabled": True, "parentRefs": {"public": {}}}},
    "networkPolicy.egress.modelStore": {"modelRepository": {"gcs": {"bucket": "models"}}},
    "namespace.podSecurity": {"namespace": {"create": True}},
    "networkPolicy.enabled": {"networkPolicy": {"enabled": True}},
    "server.modelControl": {"server": {"pollSeconds": 20}},
    "server.loadModels": {"server": {"modelControl": "explicit"}},
    "gpu.migParted.configs.*.*.mig-enabled": {
        "networkPolicy": {"enabled": False},
        "gpu": {
            "migParted": {"configs": {"a": [{"devices": "all", "mig-enabled": False, "mig-devices": {}}]}}
        },
    },
}
"""The values that switch the feature on, where no example does so for this key."""


def base_for(chart: str, path: Path_) -> tuple[dict[str, Any], Place]:
    """The values in which a leaf has an effect, and its place in them."""
    dotted = ".".join(path)
    if dotted in WITHOUT_EFFECT_ALONE:
        base = WITHOUT_EFFECT_ALONE[dotted]
        return base, next(places(base, path), path)
    for example in examples(CHARTS / chart).values():
        for place in places(example, path):
            return example, place
    defaults = TYPES[chart]().model_dump(mode="json", by_alias=True)
    for place in places(defaults, path):
        return {}, place
    raise AssertionError(f"{dotted}: no example sets it; add it to charts/{chart}/ci")


def cases(chart: str) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Two values per leaf that differ in this leaf only."""
    values: type[Values] = TYPES[chart]
    result = {}
    for path, kind in leaves(values):
        base, place = base_for(chart, path)
        full = values.model_validate(base).model_dump(mode="json", by_alias=True)
        dotted = ".".join(path)
        value = MUTATED[dotted] if dotted in MUTATED else other(get(full, place), kind)
        mutant = changed(base, place, value)
        values.model_validate(mutant)
        result[dotted] = (base, mutant)
    return result


@pytest.mark.parametrize("chart", sorted(TYPES))
def test_every_value_changes_the_output(helm: Helm, chart: str) -> None:
    pairs = cases(chart)
    both = {f"{path}/{i}": values for path, pair in pairs.items() for i, values in enumerate(pair)}
    rendered = helm.render_many(both, chart, "--skip-schema-validation")
    without_chart = {key: neutral(value.objects) for key, value in rendered.items()}
    dead = [path for path in pairs if without_chart[f"{path}/0"] == without_chart[f"{path}/1"]]
    assert dead == []


def neutral(objects: list[dict[str, Any]]) -> str:
    """The objects as text, without the alias under which the umbrella renders the chart."""
    return re.sub(r"case\d+", "case", str(objects))


@pytest.mark.parametrize("chart", sorted(TYPES))
def test_every_value_that_a_template_reads_exists(chart: str) -> None:
    known = {path[:depth] for path, _ in leaves(TYPES[chart]) for depth in range(1, len(path) + 1)}
    used = {
        tuple(match.split("."))
        for file in templates(chart)
        for match in re.findall(r"\.Values\.([A-Za-z0-9.]+)", file.read_text())
    }
    assert sorted(used - known) == []


FUNCTIONS = r"\b(lookup|rand\w+|uuidv4|now|date|genCA|getHostByName)\s"
IMPURE = rf"(?<![$.]){FUNCTIONS}|\.(Capabilities|Template)\b"
"""What would make the output depend on the cluster, the clock, chance, or where the template lies. Not `.Files`, which
are the chart's own wherever it is rendered."""


@pytest.mark.parametrize("chart", sorted(TYPES))
def test_templates_depend_on_values_and_release_only(chart: str) -> None:
    actions = [
        (file.name, action)
        for file in templates(chart)
        for action in re.findall(r"\{\{.*?\}\}", file.read_text(), re.DOTALL)
        if re.search(IMPURE, re.sub(r"/\*.*?\*/|\".*?\"", "", action, flags=re.DOTALL))
    ]
    assert actions == []


@pytest.mark.parametrize("chart", sorted(TYPES))
def test_only_helper_files_define(chart: str) -> None:
    objects = [file for file in templates(chart) if not file.name.startswith("_")]
    assert [file.name for file in objects if "define" in file.read_text()] == []


def templates(chart: str) -> list[Path]:
    return sorted((CHARTS / chart / "templates").iterdir())
