"""K8S001 is as strict as kubeconform -strict on the same schemas, and stricter where the API server is."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.registry import rules
from tritonfleet.checks.rule import Reads
from tritonfleet.render.kubeconform import validate_objects
from tritonfleet.render.schemas import known, minors, validator

NEWEST = minors()[-1]
JUNK = [None, True, 0, -1, 1.5, 2**31, "", "x", "1", "true", [], ["x"], [None], {}, {"x": "y"}, {"x": None}]
MUTANTS = 600

Path = tuple[str | int, ...]


def examples() -> list[dict[str, Any]]:
    """The objects in the examples of every rule, of kinds that have a schema."""
    texts = [t for rule in rules() if rule.reads is Reads.OBJECTS for t in (rule.fails, rule.passes)]
    found = [manifest.data for text in texts for manifest in yamlio.load_manifests(text, "f")]
    return [data for data in found if known(data["apiVersion"], data["kind"], NEWEST)]


def places(data: Any, path: Path = ()) -> list[Path]:
    """Every path in the data but those that say what it is."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    here = [] if path in {(), ("apiVersion",), ("kind",), ("metadata",), ("metadata", "name")} else [path]
    return here + [place for key, value in pairs for place in places(value, (*path, key))]


def mutant(draw: random.Random, objects: list[dict[str, Any]]) -> dict[str, Any]:
    """An object with one field set to junk, misspelt or gone."""
    data = copy.deepcopy(draw.choice(objects))
    everywhere = places(data)
    if not everywhere:
        return data
    path = draw.choice(everywhere)
    parent: Any = data
    for part in path[:-1]:
        parent = parent[part]
    change = draw.choice(("junk", "misspelt", "gone"))
    if change == "junk" or not isinstance(parent, dict):
        parent[path[-1]] = draw.choice(JUNK)
    else:
        value = parent.pop(path[-1])
        if change == "misspelt":
            parent[f"{path[-1]}s"] = value
    return data


def test_the_verdict_is_that_of_kubeconform():
    draw, objects = random.Random(5), examples()
    mutants = [mutant(draw, objects) for _ in range(MUTANTS)]
    for number, data in enumerate(mutants):
        data["metadata"] = {**data.get("metadata", {}), "name": f"o{number}"}
    refused = {finding.object.name for finding in validate_objects(mutants, NEWEST)}
    ours = {
        data["metadata"]["name"]
        for data in mutants
        if not validator(data["apiVersion"], data["kind"], NEWEST).is_valid(data)
    }
    assert MUTANTS / 4 < len(refused) < MUTANTS
    assert ours == refused


def findings(text: str) -> list[tuple[str, str]]:
    """Path and message of what the rule says about manifests."""
    manifests = yamlio.load_manifests(text, "f.yaml")
    return [(f.path, f.message) for f in checks.run(manifests, select=["K8S001"]).findings]


POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: bert, creationTimestamp: null}\nspec:\n"


@pytest.mark.parametrize(
    ("spec", "path", "message"),
    [
        (
            "  containers: [{name: a, image: b, imagePullPolicy: ifNotPresent}]\n",
            "spec.containers[0].imagePullPolicy",
            'expected one of "Always", "Never", "IfNotPresent", got "ifNotPresent"',
        ),
        (
            "  containers: [{name: a, image: b, ports: [{containerPort: 3000000000}]}]\n",
            "spec.containers[0].ports[0].containerPort",
            "expected at most 2147483647, got 3000000000",
        ),
        (
            "  containers: [{name: a, image: b}]\n  tolerations: [{key: a, operator: exists}]\n",
            "spec.tolerations[0].operator",
            'expected one of "Exists", "Equal", "Lt", "Gt", got "exists"',
        ),
    ],
)
def test_values_that_only_the_api_server_refuses_are_refused(spec, path, message):
    assert findings(POD + spec) == [(path, message)]


def test_an_empty_text_is_a_value_left_out():
    assert (
        findings(POD + '  containers: [{name: a, image: b, imagePullPolicy: ""}]\n  restartPolicy: null\n')
        == []
    )


def test_a_time_is_named_by_an_example():
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: bert, creationTimestamp: yesterday}\n"
    assert findings(f"{pod}spec: {{containers: [{{name: a, image: b}}]}}\n") == [
        ("metadata.creationTimestamp", 'expected a time such as 2026-01-31T08:00:00Z, got "yesterday"')
    ]


def test_a_field_of_the_experimental_channel_is_a_warning():
    route = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: bert}\n"
    text = f"{route}spec: {{useDefaultGateways: All}}\n"
    report = checks.run(yamlio.load_manifests(text, "f.yaml"), select=["K8S001"])
    assert [(f.severity, f.path) for f in report.findings] == [(Severity.WARNING, "spec.useDefaultGateways")]


CUSTOM = """\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: bert}
spec: {predictor: {model: {modelFormat: {name: triton}}, FIELD: 1}}
"""


@pytest.mark.parametrize(
    ("field", "severity", "message"),
    [
        ("brandNewField", "warning", "unknown key `brandNewField` in kserve/kserve v0.20.0"),
        ("explainer", "warning", "unknown key `explainer` in kserve/kserve v0.20.0"),
        ("minReplica", "error", "unknown key `minReplica`"),
    ],
    ids=["unlike any", "of the level above", "a near miss"],
)
def test_a_field_of_a_later_operator_is_no_error_and_a_misspelt_one_is(field, severity, message):
    report = checks.run(yamlio.load_manifests(CUSTOM.replace("FIELD", field), "f.yaml"), select=["K8S001"])
    assert [(f.severity.value, f.message) for f in report.findings] == [(severity, message)]


def test_metadata_is_kubernetes_own_in_custom_resources_too():
    text = CUSTOM.replace(", FIELD: 1", "").replace("{name: bert}", "{name: bert, hosts: [a]}")
    report = checks.run(yamlio.load_manifests(text, "f.yaml"), select=["K8S001"])
    assert [(f.severity.value, f.message) for f in report.findings] == [("error", "unknown key `hosts`")]
