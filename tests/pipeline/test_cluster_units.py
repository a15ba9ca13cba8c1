"""What a cluster needs once: written, checked, applied first, and gone when it is not needed any more."""

from __future__ import annotations

import copy

import pytest

from support.cli import tritonfleet
from tritonfleet import yamlio
from tritonfleet.checks import Severity
from tritonfleet.pipeline.store import open_store
from tritonfleet.pipeline.verify import verify
from tritonfleet.render.kustomize import build

pytestmark = pytest.mark.usefixtures("folder")

MIG = {
    "product": "NVIDIA-A100-SXM4-80GB",
    "perNode": 8,
    "mig": {"strategy": "mixed", "layout": {"1g.10gb": 7}},
}


@pytest.fixture
def cut(fleet):
    """The fleet with a pool that is cut beside the whole GPUs."""
    fleet["clusters"]["main"]["pools"]["slices"] = {
        "nodes": 1,
        "nodeNames": ["gpu-a"],
        "gpu": copy.deepcopy(MIG),
    }
    fleet["clusters"]["main"]["gpuStack"] = {"namespace": "nvidia"}
    return fleet


def read_all(run, path):
    return [m.data for m in yamlio.load_manifests((run.path.parent / path).read_text(), path)]


def of_the_cluster(run):
    return {path for path in run.files() if "clusters/" in path or "node-labels" in path}


def test_a_cluster_of_whole_gpus_needs_nothing(run, fleet):
    run(fleet)
    assert of_the_cluster(run) == set()


def test_a_cluster_with_cut_gpus_has_a_unit_of_its_own(run, cut):
    run(cut)
    assert of_the_cluster(run) == {
        "kustomize/clusters/main/kustomization.yaml",
        "kustomize/clusters/main/label-nodes.sh",
        "kustomize/clusters/main/resources.yaml",
        "kustomize/components/main-node-labels/kustomization.yaml",
        "kustomize/components/main-node-labels/nodes.yaml",
        "values/clusters/main/gpu-operator.yaml",
        "values/clusters/main/platform.yaml",
    }


def test_the_chart_of_the_plugin_alone_has_values_instead_of_the_operators(run, cut):
    cut["clusters"]["main"]["gpuStack"]["installedBy"] = "device-plugin"
    run(cut)
    assert "values/clusters/main/nvidia-device-plugin.yaml" in of_the_cluster(run)
    assert "values/clusters/main/gpu-operator.yaml" not in of_the_cluster(run)


def test_when_no_gpu_is_cut_any_more_its_files_go(run, cut):
    run(cut)
    del cut["clusters"]["main"]["pools"]["slices"]
    del cut["clusters"]["main"]["gpuStack"]
    run(cut)
    assert of_the_cluster(run) == set()


def test_where_the_stack_is_declared_gpus_are_told_to_be_whole_again(run, cut):
    run(cut)
    pools = cut["clusters"]["main"]["pools"]
    del pools["slices"]["gpu"]["mig"], pools["gpu"]
    run(cut)
    values = yamlio.load(run.files()["values/clusters/main/gpu-operator.yaml"], "gpu-operator.yaml")
    script = run.files()["kustomize/clusters/main/label-nodes.sh"]
    assert values["mig"] == {"strategy": "none"}
    assert "gpu-a nvidia.com/mig.config=all-disabled nvidia.com/device-plugin.config=default" in script


def test_a_change_of_the_layout_reaches_the_operators_values(run, cut):
    run(cut)
    before = run.files()["values/clusters/main/gpu-operator.yaml"]
    cut["clusters"]["main"]["pools"]["slices"]["gpu"]["mig"]["layout"] = {"3g.40gb": 2}
    run(cut)
    assert run.files()["values/clusters/main/gpu-operator.yaml"] != before


def test_nothing_but_config_maps_comes_into_nvidias_namespace(run, cut):
    run(cut)
    objects = build(run.path.parent / "kustomize/clusters/main")
    assert {(o["kind"], o["metadata"]["namespace"]) for o in objects} == {("ConfigMap", "nvidia")}


def test_mig_parted_finds_its_configuration_under_the_key_it_looks_for(run, cut):
    run(cut)
    objects = build(run.path.parent / "kustomize/clusters/main")
    (parted,) = [o for o in objects if "mig-parted" in o["metadata"]["name"]]
    document = yamlio.load_kubernetes(parted["data"]["config.yaml"], "config.yaml")
    assert document["version"] == "v1"
    assert document["mig-configs"]["slices"][0]["mig-devices"] == {"1g.10gb": 7}


def test_the_device_plugin_finds_one_key_for_each_configuration(run, cut):
    run(cut)
    objects = build(run.path.parent / "kustomize/clusters/main")
    (plugin,) = [o for o in objects if "device-plugin" in o["metadata"]["name"]]
    assert yamlio.load_kubernetes(plugin["data"]["default"], "default") == {
        "version": "v1",
        "flags": {"migStrategy": "mixed"},
    }


def test_a_config_map_stays_until_the_operators_values_name_the_next(run, cut):
    run(cut)
    for obj in build(run.path.parent / "kustomize/clusters/main"):
        annotations = obj["metadata"]["annotations"]
        assert annotations["helm.sh/resource-policy"] == "keep"
        assert annotations["argocd.argoproj.io/sync-options"] == "Prune=false"
        assert annotations["kustomize.toolkit.fluxcd.io/prune"] == "disabled"


def test_its_objects_are_checked_with_the_rest(run, cut):
    generated = run(cut)
    with open_store(run.path) as store:
        report = verify(generated, store)
        (unit,) = [name for name in generated.keys if "/" in name]
        objects = generated.objects(store, unit)
    assert [found for found in report.findings if found.severity is Severity.ERROR] == []
    assert {len(found) for found in objects.values()} == {2}


def test_it_is_applied_before_the_services_by_an_application_of_its_own(run, cut):
    run(cut)
    (application,) = read_all(run, "kustomize/argocd/main/clusters.yaml")
    assert application["metadata"]["name"] == "small-clusters-main"
    assert application["spec"]["source"]["path"] == "kustomize/clusters/main"
    assert application["spec"]["destination"]["namespace"] == "nvidia"
    others = read_all(run, "kustomize/argocd/main/dev.yaml")
    assert wave(application) < min(wave(other) for other in others)
    assert wave(read_all(run, "kustomize/argocd/main/project.yaml")[0]) < wave(application)


def wave(obj):
    return int(obj["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"])


def test_the_project_permits_it(run, cut):
    run(cut)
    (project,) = read_all(run, "kustomize/argocd/main/project.yaml")
    assert "nvidia" in {d["namespace"] for d in project["spec"]["destinations"]}
    assert {"group": "", "kind": "ConfigMap"} in project["spec"]["namespaceResourceWhitelist"]


def test_the_application_set_makes_the_same_application(run, cut):
    cut["gitops"]["path"] = "fleets/small"
    run(cut)
    (applications,) = read_all(run, "kustomize/argocd/main/applicationset/applicationset.yaml")
    first = applications["spec"]["generators"][0]["list"]["elements"][0]
    (application,) = read_all(run, "kustomize/argocd/main/clusters.yaml")
    assert f"small-{first['environment']}-{first['service']}" == application["metadata"]["name"]
    assert first["path"] == application["spec"]["source"]["path"] == "fleets/small/kustomize/clusters/main"
    assert first["namespace"] == application["spec"]["destination"]["namespace"]


@pytest.mark.parametrize(("sync", "automated"), [("automated", True), ("manual", False)])
def test_it_is_changed_by_hand_where_some_environment_of_the_cluster_is(run, cut, sync, automated):
    cut["environments"]["prod"]["sync"] = sync
    run(cut)
    (application,) = read_all(run, "kustomize/argocd/main/clusters.yaml")
    assert ("automated" in application["spec"].get("syncPolicy", {})) is automated


def test_the_same_fleet_is_not_rendered_again(run, cut, monkeypatch):
    run(cut)
    before = run.files()
    monkeypatch.setattr("tritonfleet.pipeline.build_clusters.render", None)
    run(cut)
    assert run.files() == before


def test_a_changed_pool_shows_in_a_diff(run, cut, tmp_path):
    earlier = tmp_path / "earlier.yaml"
    earlier.write_text(yamlio.dump(cut))
    cut["clusters"]["main"]["pools"]["slices"]["gpu"]["mig"]["layout"] = {"3g.40gb": 2}
    run.path.write_text(yamlio.dump(cut))
    shown = tritonfleet("diff", run.path, "--against", earlier, cwd=tmp_path)
    assert shown.code == 0
    assert "clusters/main" in shown.out
    assert "ConfigMap tritonfleet-mig-parted" in shown.out
