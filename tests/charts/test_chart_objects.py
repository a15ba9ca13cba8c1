"""What holds for every example: valid for Kubernetes, admitted, selected, named without collisions."""

from __future__ import annotations

import itertools
import json
from typing import Any

import kubernetes_validate
import pytest
from chart_leaves import examples
from chart_rendering import CHARTS, NAMESPACE, Helm, Rendered, is_hook
from pod_security import violations

EXAMPLES = {
    f"{chart}/{name}": (chart, values)
    for chart in ("triton", "triton-platform")
    for name, values in examples(CHARTS / chart).items()
}
CORE = {"v1", "apps/v1", "autoscaling/v2", "policy/v1", "networking.k8s.io/v1"}


@pytest.fixture(scope="module")
def rendered(helm: Helm) -> dict[str, Rendered]:
    return {key: helm.render(values, chart) for key, (chart, values) in EXAMPLES.items()}


def test_examples_pass_lint(helm: Helm) -> None:
    for chart in ("triton", "triton-platform"):
        files = sorted((CHARTS / chart / "ci").glob("*.yaml"))
        for flags in [[], *(["-f", str(file)] for file in files)]:
            done = helm.run("lint", "--strict", str(CHARTS / chart), *flags)
            assert done.returncode == 0, f"{flags}: {done.stdout}"


SINCE_1_34 = {"resource.k8s.io/v1"}


@pytest.mark.parametrize("version", ["1.33", "1.34", "1.37"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_objects_are_valid_for_kubernetes(rendered: dict[str, Rendered], name: str, version: str) -> None:
    for obj in rendered[name].objects:
        if obj["apiVersion"] in (CORE if version == "1.33" else CORE | SINCE_1_34):
            kubernetes_validate.validate(obj, version, strict=True)


def pods(r: Rendered) -> list[dict[str, Any]]:
    templates = [o["spec"]["template"]["spec"] for o in r.of("Deployment")]
    return templates + [o["spec"] for o in r.of("Pod")]


@pytest.mark.parametrize("name", EXAMPLES)
def test_pods_are_admitted_at_the_restricted_level(rendered: dict[str, Rendered], name: str) -> None:
    assert [violations(pod) for pod in pods(rendered[name])] == [[] for _ in pods(rendered[name])]


@pytest.mark.parametrize("name", EXAMPLES)
def test_root_file_systems_are_read_only(rendered: dict[str, Rendered], name: str) -> None:
    contexts = [c["securityContext"] for pod in pods(rendered[name]) for c in pod["containers"]]
    assert all(context["readOnlyRootFilesystem"] for context in contexts)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_namespaced_object_states_its_namespace(rendered: dict[str, Rendered], name: str) -> None:
    values = EXAMPLES[name][1]
    sections = (values.get(section, {}) for section in ("monitoring", "dashboards", "httpAddOn"))
    elsewhere = {section["namespace"] for section in sections if "namespace" in section}
    found = {o["metadata"].get("namespace") for o in rendered[name].objects if o["kind"] != "Namespace"}
    assert found == {values.get("namespaceOverride", NAMESPACE), *elsewhere}


@pytest.mark.parametrize("name", EXAMPLES)
def test_mounts_and_volumes_match(rendered: dict[str, Rendered], name: str) -> None:
    for pod in pods(rendered[name]):
        volumes = [v["name"] for v in pod.get("volumes", [])]
        mounts = {m["name"] for c in pod["containers"] for m in c.get("volumeMounts", [])}
        assert len(volumes) == len(set(volumes))
        assert mounts == set(volumes)


@pytest.mark.parametrize("name", EXAMPLES)
def test_names_in_lists_are_unique(rendered: dict[str, Rendered], name: str) -> None:
    for container in (c for pod in pods(rendered[name]) for c in pod["containers"]):
        for key in ("env", "ports"):
            names = [item["name"] for item in container.get(key, [])]
            assert len(names) == len(set(names))


def selectors(r: Rendered) -> list[dict[str, str]]:
    """The selectors of everything that is about the server's Pods."""
    services = [s["spec"]["selector"] for s in r.of("Service") if s["spec"]["type"] != "ExternalName"]
    others = [
        o["spec"]["selector"]["matchLabels"] for o in (*r.of("Deployment"), *r.of("PodDisruptionBudget"))
    ]
    policies = [p["spec"]["podSelector"]["matchLabels"] for p in r.of("NetworkPolicy") if not is_hook(p)]
    return services + others + policies


TRITON = [name for name in EXAMPLES if name.startswith("triton/")]


@pytest.mark.parametrize("name", TRITON)
def test_selectors_select_the_server(rendered: dict[str, Rendered], name: str) -> None:
    labels = rendered[name]["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert all(selector.items() <= labels.items() for selector in selectors(rendered[name]))


@pytest.mark.parametrize("name", TRITON)
def test_selectors_do_not_select_the_test(rendered: dict[str, Rendered], name: str) -> None:
    labels = rendered[name].named("Pod", "-test")["metadata"]["labels"]
    assert not [selector for selector in selectors(rendered[name]) if selector.items() <= labels.items()]


@pytest.mark.parametrize("chart", ["triton", "triton-platform"])
def test_two_releases_in_a_namespace_do_not_meet(helm: Helm, chart: str) -> None:
    values = examples(CHARTS / "triton")["configmap"] if chart == "triton" else {}
    one, two = (ids(helm.render(values, chart, release)) for release in ("one", "two"))
    assert one & two == set()


def ids(r: Rendered) -> set[tuple[str, str]]:
    return {(o["kind"], o["metadata"]["name"]) for o in r.objects}


def test_long_names_do_not_meet(helm: Helm) -> None:
    names = ["a" * 62 + "b", "a" * 62 + "c", "a" * 63]
    found = [ids(r) for r in helm.render_many({n: {"fullnameOverride": n} for n in names}).values()]
    assert all(a & b == set() for a, b in itertools.combinations(found, 2))
    assert max(len(name) for objects in found for _, name in objects) == 63


def test_the_release_name_does_not_matter_when_the_full_name_is_given(helm: Helm) -> None:
    values = {**examples(CHARTS / "triton")["configmap"], "fullnameOverride": "vision"}
    assert helm.render(values, release="one").objects == helm.render(values, release="two").objects


def test_a_release_called_like_the_chart_has_a_short_name(helm: Helm) -> None:
    assert helm.render({}, release="my-triton")["Deployment"]["metadata"]["name"] == "my-triton"


NAMES_THAT_YAML_MISREADS = ["on", "1e3", "0123", "null", "12", "1-2"]


def test_names_that_yaml_misreads_stay_names(helm: Helm) -> None:
    cases = {
        name: {
            "nameOverride": name,
            "fullnameOverride": name,
            "namespaceOverride": name,
            "runtimeClassName": name,
            "serviceAccount": {"name": name},
            "commonLabels": {"x": name},
        }
        for name in NAMES_THAT_YAML_MISREADS
    }
    for name, r in helm.render_many(cases).items():
        deployment = r["Deployment"]
        assert deployment["metadata"]["name"] == deployment["metadata"]["namespace"] == name
        assert deployment["spec"]["selector"]["matchLabels"]["app.kubernetes.io/name"] == name
        assert (r.pod["runtimeClassName"], r.pod["serviceAccountName"]) == (name, name)
        assert deployment["metadata"]["labels"]["x"] == name


def test_leaving_a_default_out_changes_nothing(helm: Helm) -> None:
    """Defaults inside maps and nullable objects are not in values.yaml: the templates must know them too."""
    from tritonfleet.charts.values import TritonValues

    written, spelled = {}, {}
    for name, values in examples(CHARTS / "triton").items():
        full = TritonValues.model_validate(values).model_dump(mode="json", by_alias=True, exclude_none=True)
        nulls = {"replicas": None} if values.get("replicas", 1) is None else {}
        nulls |= {"gpu": None} if values.get("gpu", 1) is None else {}
        written[name], spelled[name] = values, {**full, **nulls}
    left, right = helm.render_many(written), helm.render_many(spelled)
    assert json.dumps({k: v.objects for k, v in left.items()}) == json.dumps(
        {k: v.objects for k, v in right.items()}
    )
