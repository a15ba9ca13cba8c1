"""Helm and Kustomize give equal objects, for every service and environment, by the real tools."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tritonfleet import paths, tools, yamlio
from tritonfleet.render.helm import is_hook
from tritonfleet.render.kustomize import build

ROOT = Path(__file__).parents[2]


def by_identity(objects):
    return {(o["kind"], o["metadata"].get("namespace"), o["metadata"]["name"]): o for o in objects}


def helm_template(values: Path):
    chart = "triton-platform" if values.stem in ("platform", "gpu") else "triton"
    command = [tools.find("helm"), "template", paths.data_dir("charts") / chart, "-f", values]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [m.data for m in yamlio.load_manifests(printed, str(values)) if not is_hook(m.data)]


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_the_example_fleet_is_the_same_by_helm_and_by_kustomize(environment):
    values = sorted((ROOT / "values" / environment).glob("*.yaml"))
    by_helm = by_identity(obj for file in values for obj in helm_template(file))
    by_kustomize = by_identity(build(ROOT / "kustomize" / "overlays" / environment))
    assert len(by_helm) > 10
    assert by_kustomize == by_helm


@pytest.mark.usefixtures("folder")
def test_a_fleet_of_somebodys_own_is_too(run, fleet):
    run(fleet)
    for environment in ("dev", "prod"):
        values = sorted((run.path.parent / "values" / environment).glob("*.yaml"))
        by_helm = by_identity(obj for file in values for obj in helm_template(file))
        assert by_identity(build(run.path.parent / "kustomize" / "overlays" / environment)) == by_helm


@pytest.mark.parametrize("cluster", ["lab", "main"])
def test_what_a_cluster_needs_once_is_the_same_by_both(cluster):
    by_helm = by_identity(helm_template(ROOT / "values" / "clusters" / cluster / "platform.yaml"))
    assert by_helm
    assert by_identity(build(ROOT / "kustomize" / "clusters" / cluster)) == by_helm


BUILDABLE = [
    path.parent
    for path in sorted((ROOT / "kustomize").rglob("kustomization.yaml"))
    if "components" not in path.parts
]


@pytest.mark.parametrize("kustomization", BUILDABLE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_kustomization_builds(kustomization):
    assert build(kustomization)
