"""What is in the generated tree: plain values, small patches, applications that permit no more."""

from __future__ import annotations

import pytest

from support.fleets import small
from tritonfleet import yamlio
from tritonfleet.emit.values import chart_defaults
from tritonfleet.render.kustomize import build

pytestmark = pytest.mark.usefixtures("folder")


def read(run, path):
    return yamlio.load((run.path.parent / path).read_text(), path)


def read_all(run, path):
    return [m.data for m in yamlio.load_manifests((run.path.parent / path).read_text(), path)]


def repeated(values, defaults, path=""):
    """Paths of values that say what the chart's defaults say anyway."""
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(defaults.get(key), dict):
            yield from repeated(value, defaults[key], f"{path}.{key}")
        elif key in defaults and value == defaults[key]:
            yield f"{path}.{key}"


def test_values_repeat_no_default(run, fleet):
    run(fleet)
    values = read(run, "values/prod/vision.yaml")
    assert list(repeated(values, chart_defaults("triton"))) == []


def test_values_name_the_objects_so_that_the_release_need_not(run, fleet):
    run(fleet)
    values = read(run, "values/prod/vision.yaml")
    assert (values["fullnameOverride"], values["namespaceOverride"]) == ("vision", "triton-prod")


def test_a_pool_decides_resource_tolerations_affinity_and_runtime_class(run):
    pool = {
        "nodes": 1,
        "labels": {"pool": "mig"},
        "taints": {"nvidia.com/gpu": {"value": "present"}},
        "runtimeClass": "nvidia",
        "gpu": {
            "product": "NVIDIA-A100-SXM4-80GB",
            "perNode": 8,
            "mig": {"strategy": "mixed", "layout": {"1g.10gb": 7}},
        },
    }
    run(small(clusters__main__pools={"mig": pool}, services__vision__gpu={"slice": "1g.10gb"}))
    values = read(run, "values/prod/vision.yaml")
    assert values["gpu"] == {"resource": "nvidia.com/mig-1g.10gb"}
    assert values["server"]["metrics"] == {"gpu": False}
    assert values["nodeSelector"] == {"pool": "mig"}
    assert values["runtimeClassName"] == "nvidia"
    assert values["nodeAffinity"]["nvidia.com/mig.config.state"] == {"values": ["success"]}
    (toleration,) = values["tolerations"].values()
    assert toleration == {
        "key": "nvidia.com/gpu",
        "operator": "Equal",
        "value": "present",
        "effect": "NoSchedule",
    }


ALIKE = {"a.b/c": {}, "a-b/c": {"value": "x"}, "Dedicated": {}, "dedicated": {"effect": "NoExecute"}}
LONG = {f"{'long-' * 12}name.example.com/{'key-' * 12}end": {}}


@pytest.mark.parametrize("taints", [ALIKE, LONG], ids=["alike", "long"])
def test_a_pod_tolerates_every_taint_of_its_pool_whatever_it_is_called(run, taints):
    run(small(clusters__main__pools__gpu__taints=taints))
    tolerated = read(run, "values/prod/vision.yaml")["tolerations"]
    assert [one["key"] for one in tolerated.values()] == list(taints)


def test_without_the_operators_mig_manager_nobody_waits_for_its_label(run):
    mig = {"strategy": "mixed", "layout": {"1g.10gb": 7}}
    gpu = {"product": "NVIDIA-A100-SXM4-80GB", "perNode": 8, "mig": mig}
    pool = {"nodes": 1, "labels": {"pool": "mig"}, "gpu": gpu}
    request = {"services__vision__gpu": {"slice": "1g.10gb"}, "clusters__main__pools": {"mig": pool}}
    run(small(clusters__main__gpuStack={"installedBy": "device-plugin"}, **request))
    affinity = read(run, "values/prod/vision.yaml")["nodeAffinity"]
    assert list(affinity) == ["nvidia.com/gpu.product"]


def test_a_pod_on_mps_leaves_shared_memory_to_the_device_plugin(run):
    gpu = {"product": "NVIDIA-L40S", "perNode": 4, "mps": {"replicas": 4}}
    pool = {"nodes": 1, "labels": {"pool": "mps"}, "gpu": gpu}
    run(small(clusters__main__pools={"mps": pool}, services__vision__gpu={"share": 4}))
    assert read(run, "values/prod/vision.yaml")["sharedMemory"] == {"mount": False}


def test_an_environment_with_its_own_model_configuration_selects_it_by_name(run, fleet):
    run(fleet)
    assert "max_batch_size: 8" in (run.path.parent / "models/vision/classifier/configs/dev.pbtxt").read_text()
    assert read(run, "values/dev/vision.yaml")["server"]["modelConfigName"] == "dev"
    assert "modelConfigName" not in read(run, "values/prod/vision.yaml")["server"]


def test_models_in_config_maps_carry_their_files(run, fleet):
    run(fleet)
    models = read(run, "values/dev/score.yaml")["modelRepository"]["configMap"]["models"]
    assert set(models["scorer"]) == {"config.pbtxt", "1/model.py"}


def test_an_overlay_holds_only_what_differs(run, fleet):
    run(fleet)
    overlay = read(run, "kustomize/overlays/dev/vision/kustomization.yaml")
    operations = [op for patch in overlay["patches"] for op in yamlio.load(patch["patch"], "patch")]
    paths = {op["path"] for op in operations}
    assert "/spec/replicas" in paths
    assert all(not path.startswith("/metadata/labels") for path in paths)


def test_what_only_one_environment_has_is_a_component(run, fleet):
    run(fleet)
    assert read(run, "kustomize/overlays/prod/vision/kustomization.yaml")["components"] == [
        "../../../components/vision-httproute"
    ]
    assert "components" not in read(run, "kustomize/overlays/dev/vision/kustomization.yaml")


def test_what_an_environment_drops_is_deleted_from_the_base(run, fleet):
    fleet["models"]["extra"] = {"backend": "python", "files": "scorer"}
    fleet["services"]["score"]["models"] = ["scorer", "extra"]
    fleet["environments"]["dev"]["overrides"]["services"]["score"] = {"models": ["scorer"]}
    run(fleet)
    base = {(o["kind"], o["metadata"]["name"]) for o in read_all(run, "kustomize/base/score/resources.yaml")}
    dev = {
        (o["kind"], o["metadata"]["name"]) for o in build(run.path.parent / "kustomize/overlays/dev/score")
    }
    (gone,) = base - dev
    assert gone[0] == "ConfigMap"
    assert dev < base


def test_an_excluded_service_is_in_no_overlay_and_no_application(run, fleet):
    run(fleet)
    assert read(run, "kustomize/overlays/prod/kustomization.yaml")["resources"] == ["platform", "vision"]
    assert all("score" not in a["metadata"]["name"] for a in read_all(run, "kustomize/argocd/main/prod.yaml"))


def test_the_platform_is_applied_before_the_services(run, fleet):
    run(fleet)
    applications = read_all(run, "kustomize/argocd/main/dev.yaml")
    waves = {
        a["metadata"]["name"]: int(a["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"])
        for a in applications
    }
    assert waves["small-dev-platform"] < waves["small-dev-vision"]


def test_the_project_permits_exactly_the_kinds_namespaces_and_repository_in_use(run, fleet):
    run(fleet)
    spec = read(run, "kustomize/argocd/main/project.yaml")["spec"]
    root = run.path.parent / "kustomize/overlays"
    used = {(o["apiVersion"].rpartition("/")[0], o["kind"]) for e in ("dev", "prod") for o in build(root / e)}
    permitted = spec["namespaceResourceWhitelist"] + spec["clusterResourceWhitelist"]
    assert {(one["group"], one["kind"]) for one in permitted} == used
    assert [d["namespace"] for d in spec["destinations"]] == ["triton-dev", "triton-prod"]
    assert spec["sourceRepos"] == ["https://git.example.com/fleet.git"]


@pytest.mark.parametrize("name", ["kustomization", "project", "root"])
def test_an_environment_may_be_called_as_a_file_of_argo_cd_is(run, name):
    fleet = small(gitops={"repoURL": "https://git.example.com/fleet.git"})
    fleet["environments"] = {name: fleet["environments"]["prod"]}
    run(fleet)
    built = build(run.path.parent / "kustomize/argocd/main")
    assert sorted((obj["kind"], obj["metadata"]["name"]) for obj in built) == [
        ("AppProject", "small-main"),
        ("Application", f"small-{name}-platform"),
        ("Application", f"small-{name}-vision"),
    ]
    assert read(run, "kustomize/argocd/main/root.yaml")["metadata"]["name"] == "small-main"


def test_argo_cd_leaves_replicas_to_an_autoscaler(run):
    run(
        small(
            services__vision__scaling={"owner": "external"}, gitops={"repoURL": "https://git.example.com/f"}
        )
    )
    (application,) = [
        a
        for a in read_all(run, "kustomize/argocd/main/prod.yaml")
        if a["metadata"]["name"].endswith("vision")
    ]
    assert application["spec"]["ignoreDifferences"][0]["jsonPointers"] == ["/spec/replicas"]
    assert "RespectIgnoreDifferences=true" in application["spec"]["syncPolicy"]["syncOptions"]
    deployment = next(
        o for o in build(run.path.parent / "kustomize/overlays/prod") if o["kind"] == "Deployment"
    )
    assert "replicas" not in deployment["spec"]


def test_an_object_too_large_for_an_annotation_is_applied_on_the_server(run, fleet, folder):
    (folder / "1" / "model.py").write_text("# " + "x" * 300_000 + "\n")
    run(fleet)
    options = {
        a["metadata"]["name"]: a["spec"]["syncPolicy"].get("syncOptions", [])
        for a in read_all(run, "kustomize/argocd/main/dev.yaml")
    }
    assert options["small-dev-score"] == ["ServerSideApply=true"]
    assert options["small-dev-vision"] == []


def test_a_manual_environment_is_not_synced_by_itself(run, fleet):
    fleet["environments"]["prod"]["sync"] = "manual"
    run(fleet)
    assert all(
        "automated" not in a["spec"].get("syncPolicy", {})
        for a in read_all(run, "kustomize/argocd/main/prod.yaml")
    )


def test_the_application_set_makes_the_same_applications(run, fleet):
    run(fleet)
    (applications,) = read_all(run, "kustomize/argocd/main/applicationset/applicationset.yaml")
    elements = applications["spec"]["generators"][0]["list"]["elements"]
    named = {f"small-{e['environment']}-{e['service']}" for e in elements}
    plain = [a for env in ("dev", "prod") for a in read_all(run, f"kustomize/argocd/main/{env}.yaml")]
    assert named == {a["metadata"]["name"] for a in plain}


def test_without_a_repository_there_is_nothing_for_argo_cd(run):
    run(small())
    assert not any("argocd" in path for path in run.files())


def test_the_quota_holds_the_gpus_the_plan_needs(run, fleet):
    fleet["environments"]["prod"]["quota"] = {"pods": 10, "cpu": "8"}
    run(fleet)
    hard = read(run, "values/prod/platform.yaml")["resourceQuota"]["hard"]
    assert hard == {"requests.cpu": "8", "pods": 10, "requests.nvidia.com/gpu": 3}
