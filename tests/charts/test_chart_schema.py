"""The values schemas: closed everywhere, self-contained, and of one mind with the types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import jsonschema_rs
import pytest
from chart_leaves import changed, examples, get, leaves, places
from chart_rendering import CHARTS, Helm
from pydantic import ValidationError

from tritonfleet.charts.artefacts import CHARTS as CHART_TYPES
from tritonfleet.charts.values import TritonValues

TYPES = {chart.name: chart.values for chart in CHART_TYPES}
SCHEMAS = {name: json.loads((CHARTS / name / "values.schema.json").read_text()) for name in TYPES}


def nodes(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from nodes(value, f"{path}/{key}")
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from nodes(value, f"{path}/{i}")


@pytest.mark.parametrize("chart", sorted(TYPES))
def test_every_object_is_closed(chart: str) -> None:
    open_ones = [
        path
        for path, node in nodes(SCHEMAS[chart])
        if "object" in str(node.get("type")) and "additionalProperties" not in node and "/allOf/" not in path
    ]
    assert open_ones == ["/properties/global"]


@pytest.mark.parametrize("chart", sorted(TYPES))
def test_references_are_local(chart: str) -> None:
    references = {node["$ref"] for _, node in nodes(SCHEMAS[chart]) if "$ref" in node}
    assert all(reference.startswith("#/$defs/") for reference in references)


@pytest.mark.parametrize("chart", sorted(TYPES))
def test_every_value_is_described(chart: str) -> None:
    properties = [
        (path, name, value)
        for path, node in nodes(SCHEMAS[chart])
        if isinstance(node.get("properties"), dict) and "allOf" not in path and "/then" not in path
        for name, value in node["properties"].items()
    ]
    bare = [
        f"{path}.{name}" for path, name, value in properties if not {"description", "$ref"} & value.keys()
    ]
    assert bare == []


@pytest.mark.parametrize("chart", sorted(TYPES))
def test_examples_are_valid_for_schema_and_types(chart: str) -> None:
    validator = jsonschema_rs.validator_for(SCHEMAS[chart])
    for values in examples(CHARTS / chart).values():
        validator.validate(values)
        TYPES[chart].model_validate(values)


def object_paths(chart: str) -> set[tuple[str, ...]]:
    """Paths of the objects with fixed keys; maps, whose keys are free, are those followed by a star."""
    prefixes = {path[:depth] for path, _ in leaves(TYPES[chart]) for depth in range(len(path))}
    return {path for path in prefixes if (*path, "*") not in prefixes}


@pytest.mark.parametrize("chart", sorted(TYPES))
def test_a_typo_in_any_object_is_refused_by_name(chart: str) -> None:
    validator = jsonschema_rs.validator_for(SCHEMAS[chart])
    defaults = TYPES[chart]().model_dump(mode="json", by_alias=True, exclude_none=True)
    tried, accepted = set(), []
    for values, path in product([defaults, *examples(CHARTS / chart).values()], object_paths(chart)):
        for place in places(values, path):
            if get(values, place) is None:
                continue
            tried.add(path)
            errors = validator.iter_errors(changed(values, (*place, "replica"), 1))
            if not any("replica" in leaf.message for error in errors for leaf in flat(error)):
                accepted.append(".".join(map(str, place)))
    assert (accepted, object_paths(chart) - tried) == ([], set())


def flat(error: Any) -> Iterator[Any]:
    """The error, and those of the alternatives that it tried."""
    yield error
    for branch in getattr(error.kind, "context", None) or []:
        for inner in branch:
            yield from flat(inner)


TYPOS: dict[str, tuple[dict[str, Any], str]] = {
    "root": ({"replica": 2}, "replica"),
    "nested": ({"probes": {"startup": {"budgetSecond": 3}}}, "budgetSecond"),
    "in a nullable object": ({"gpu": {"cout": 1}}, "cout"),
    "in a map": ({"tolerations": {"gpu": {"efect": "NoSchedule"}}}, "efect"),
    "a null that hides a default": ({"probes": {"startup": {"periodSeconds": None}}}, "periodSeconds"),
}


@pytest.mark.parametrize("name", TYPOS)
def test_helm_names_the_typo(helm: Helm, name: str) -> None:
    values, key = TYPOS[name]
    assert f"'{key}'" in helm.refuse(values)


def env(name: str, **source: Any) -> dict[str, Any]:
    return {"env": {name: source}}


S3 = {"bucket": "models", "region": "eu"}
NAMED = {"name": "s"}
SECRET = {"name": "s", "key": "k"}
VERDICTS: dict[str, tuple[dict[str, Any], bool]] = {
    "empty": ({}, True),
    "one source": ({"modelRepository": {"s3": S3}}, True),
    "an empty source counts": ({"modelRepository": {"s3": S3, "configMap": {}}}, False),
    "role and secret": ({"modelRepository": {"s3": {**S3, "roleArn": "arn:aws:iam::123456789012:role/x",
                                                    "secretRef": {"name": "s"}}}}, False),
    "missing region": ({"modelRepository": {"s3": {"bucket": "models"}}}, False),
    "endpoint without port": ({"modelRepository": {"s3": {**S3, "endpoint": "http://minio"}}}, False),
    "floating image": ({"modelRepository": {"image": {"reference": "a/b:latest"}}}, False),
    "untagged image": ({"modelRepository": {"image": {"reference": "a/b"}}}, False),
    "pinned image": ({"modelRepository": {"image": {"reference": "a/b@sha256:" + "0" * 64}}}, True),
    "floating tag": ({"image": {"tag": "latest"}}, False),
    "escape from the model": ({"modelRepository": {"configMap": {"models": {"m": {"../x": ""}}}}}, False),
    "no progress possible": ({"strategy": {"maxSurge": 0, "maxUnavailable": "0%"}}, False),
    "one of them is enough": ({"strategy": {"maxSurge": 0, "maxUnavailable": 1}}, True),
    "too many percent": ({"strategy": {"maxSurge": "101%"}}, False),
    "models need explicit": ({"server": {"modelControl": "none", "loadModels": {"a": True}}}, False),
    "unloaded models do not": ({"server": {"modelControl": "none", "loadModels": {"a": False}}}, True),
    "flag with a value of its own": ({"server": {"extraArgs": {"http-port": 1}}}, False),
    "flag with dashes": ({"server": {"extraArgs": {"--log-file": "x"}}}, False),
    "other flag": ({"server": {"extraArgs": {"log-file": "x"}}}, True),
    "privileged port": ({"server": {"http": {"port": 80}}}, False),
    "unknown mode": ({"server": {"modelControl": "auto"}}, False),
    "no unit": ({"sharedMemory": {"size": "64"}}, False),
    "a GPU by another vendor": ({"gpu": {"resource": "amd.com/gpu"}}, False),
    "half a GPU": ({"gpu": {"count": 0.5}}, False),
    "a GPU both by resource and by claim": ({"gpu": {"resource": "nvidia.com/gpu", "claim": {}}}, False),
    "a claim with defaults": ({"gpu": {"claim": {}}}, True),
    "an empty selector": ({"gpu": {"claim": {"selectors": [""]}}}, False),
    "a claim shared in two ways": (
        {"gpu": {"claim": {"gpuConfig": {"timeSlicing": {}, "mps": {}}}}}, False
    ),
    "a claim for GPUs and for slices": (
        {"gpu": {"claim": {"gpuConfig": {"mps": {}}, "migDeviceConfig": {"mps": {}}}}}, False
    ),
    "a claim for GPUs of a class of slices": (
        {"gpu": {"claim": {"deviceClassName": "mig.nvidia.com", "gpuConfig": {"mps": {}}}}}, False
    ),
    "a claim for slices of the usual class": ({"gpu": {"claim": {"migDeviceConfig": {"mps": {}}}}}, False),
    "a claim for slices of one's own class": (
        {"gpu": {"claim": {"deviceClassName": "halves", "migDeviceConfig": {"mps": {}}}}}, True
    ),
    "extended MIG slice": ({"gpu": {"resource": "nvidia.com/mig-1g.10gb.me"}}, True),
    "secret in plain sight": (env("AWS_SECRET_ACCESS_KEY", value="x"), False),
    "lower-case secret": (env("db_password", value="x"), False),
    "secret by reference": (env("HF_TOKEN", secretKeyRef=SECRET), True),
    "not a secret": (env("TOKENIZERS_PARALLELISM", value="true"), True),
    "path of a secret": (env("AWS_WEB_IDENTITY_TOKEN_FILE", value="/x"), True),
    "two sources of a variable": (env("A", value="x", secretKeyRef=SECRET), False),
    "no source of a variable": (env("A"), False),
    "variable with a dash": (env("A-B", value="x"), False),
    "own label": ({"podLabels": {"app.kubernetes.io/name": "x"}}, False),
    "budget twice": ({"podDisruptionBudget": {"minAvailable": 1, "maxUnavailable": 1}}, False),
    "account without name": ({"serviceAccount": {"create": False}}, False),
    "host missing": ({"ingress": {"enabled": True}}, False),
    "gateway missing": ({"httpRoute": {"enabled": True}}, False),
    "address and labels": ({"networkPolicy": {"egress": {"peers": {"a": {"cidr": "10.0.0.0/8",
                                                                         "podLabels": {}}}}}}, False),
    "equal without key": ({"tolerations": {"a": {"operator": "Equal"}}}, False),
    "in nothing": ({"nodeAffinity": {"a": {"operator": "In"}}}, False),
    "exists": ({"nodeAffinity": {"a": {"operator": "Exists"}}}, True),
    "volume over models": ({"extraVolumes": {"a": {"mountPath": "/models/x", "secret": NAMED}}}, False),
    "volume called models": ({"extraVolumes": {"models": {"mountPath": "/x", "secret": NAMED}}}, False),
    "test without inputs": ({"test": {"model": "a"}}, False),
    "quota twice": ({"server": {"rateLimit": {"resources": {"a": {"count": 1, "devices": {"0": 1}}}}}},
                    False),
}  # fmt: skip


@pytest.mark.parametrize("name", VERDICTS)
def test_schema_and_types_agree(name: str) -> None:
    values, valid = VERDICTS[name]
    assert (accepts_schema(values), accepts_types(values)) == (valid, valid)


VALIDATOR = jsonschema_rs.validator_for(SCHEMAS["triton"])


def accepts_schema(values: dict[str, Any]) -> bool:
    return VALIDATOR.is_valid(values)


def accepts_types(values: dict[str, Any]) -> bool:
    try:
        TritonValues.model_validate(values)
    except ValidationError:
        return False
    return True
