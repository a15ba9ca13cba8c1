"""From the fleet to the cluster: values that claim a GPU, the objects they render, and what keeps them whole."""

from __future__ import annotations

import pytest
from dra_fleets import LABELS, claimed

from support.cache import use_own_cache
from tritonfleet import checks, yamlio
from tritonfleet.dra import counted_as, quota_key
from tritonfleet.emit.tree import Tree
from tritonfleet.emit.values import platform_values
from tritonfleet.paths import data_dir
from tritonfleet.pipeline.prepare import load, prepare
from tritonfleet.pipeline.run import generate
from tritonfleet.pipeline.store import open_store
from tritonfleet.render.helm import Release, is_hook, render, render_one
from tritonfleet.render.kustomize import build
from tritonfleet.spec.environment import Environment, Quota
from tritonfleet.spec.gpu import GpuRequest

MIXED = {"mig": {"strategy": "mixed", "layout": {"1g.10gb": 7}}}
PRODUCT = "device.attributes['gpu.nvidia.com'].productName.replace(' ', '-') == 'NVIDIA-H100-80GB-HBM3'"
PROFILE = "device.attributes['gpu.nvidia.com'].profile == '1g.10gb'"


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    use_own_cache(monkeypatch, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def written(tmp_path):
    """Write a fleet and all that is generated from it; the folder."""

    def write(fleet):
        path = tmp_path / "fleet.yaml"
        path.write_text(yamlio.dump(fleet))
        with open_store(path) as store:
            Tree(tmp_path).write(generate(prepare(load(path, store), store), store).files)
        return tmp_path

    return write


def values_of(root, environment="prod"):
    file = root / "values" / environment / "vision.yaml"
    return yamlio.load(file.read_text(), str(file))


def rendered(values):
    objects = render_one(Release(data_dir("charts") / "triton", "vision", "x", values))
    return [o for o in objects if not is_hook(o)]


def by_identity(objects):
    return {(o["kind"], o["metadata"]["name"]): o for o in objects}


def of_kind(objects, kind):
    (found,) = (o for o in objects if o["kind"] == kind)
    return found


def test_whole_gpus_are_claimed_by_product_and_count(written):
    values = values_of(written(claimed({"count": 2}, services__vision__replicas=1)))
    claim = {"deviceClassName": "gpu.nvidia.com", "selectors": [PRODUCT]}
    assert values["gpu"] == {"count": 2, "claim": claim}


def test_a_slice_is_claimed_by_product_and_profile(written):
    values = values_of(written(claimed({"slice": "1g.10gb"}, MIXED)))
    claim = {"deviceClassName": "mig.nvidia.com", "selectors": [PRODUCT, PROFILE]}
    assert values["gpu"] == {"claim": claim}


def test_the_base_knows_no_product(written):
    root = written(claimed({"slice": "1g.10gb"}, MIXED))
    file = root / "kustomize/base/vision/resources.yaml"
    (template,) = (
        m.data
        for m in yamlio.load_manifests(file.read_text(), str(file))
        if m.data["kind"] == "ResourceClaimTemplate"
    )
    (request,) = template["spec"]["spec"]["devices"]["requests"]
    assert request["exactly"]["selectors"] == [{"cel": {"expression": PROFILE}}]


def test_nodes_are_chosen_by_the_pools_labels_and_not_by_those_of_the_device_plugin(written):
    values = values_of(written(claimed({"slice": "1g.10gb"}, MIXED)))
    assert values["nodeSelector"] == LABELS
    assert "nodeAffinity" not in values
    assert (len(values["tolerations"]), values["runtimeClassName"]) == (1, "nvidia")


def test_the_pod_has_the_claim_and_no_extended_resource(written):
    objects = rendered(values_of(written(claimed({"count": 1}))))
    pod = of_kind(objects, "Deployment")["spec"]["template"]["spec"]
    template = of_kind(objects, "ResourceClaimTemplate")["metadata"]["name"]
    assert pod["resourceClaims"] == [{"name": "gpu", "resourceClaimTemplateName": template}]
    assert pod["containers"][0]["resources"]["claims"] == [{"name": "gpu"}]
    assert "nvidia.com/gpu" not in pod["containers"][0]["resources"]["limits"]


def test_helm_and_kustomize_give_the_same_objects(written):
    root = written(claimed({"slice": "1g.10gb"}, MIXED))
    assert by_identity(build(root / "kustomize/overlays/prod/vision")) == by_identity(
        rendered(values_of(root))
    )


def test_a_batch_gives_what_helm_gives(written):
    release = Release(
        data_dir("charts") / "triton", "vision", "x", values_of(written(claimed({"slice": "1g.10gb"}, MIXED)))
    )
    assert render([release, release]) == [render_one(release)] * 2


@pytest.mark.parametrize("kubernetes", ["1.34", "1.37"])
def test_the_objects_break_no_rule(written, kubernetes):
    root = written(claimed({"count": 1}))
    text = yamlio.dump_all(rendered(values_of(root)))
    report = checks.run(
        yamlio.load_manifests(text, "objects.yaml"),
        checks.Facts(kubernetes=kubernetes),
        select=["K8S001", "K8S002"],
    )
    assert report.findings == ()


def test_a_quota_counts_claims_by_class_and_the_rest_by_resource():
    whole, cut = (GpuRequest(allocation="dra", **request) for request in ({"count": 2}, {"slice": "1g.10gb"}))
    assert counted_as(whole, "nvidia.com/gpu") == quota_key("gpu.nvidia.com")
    assert counted_as(cut, "nvidia.com/mig-1g.10gb") == quota_key("mig.nvidia.com")
    assert counted_as(GpuRequest(count=1), "nvidia.com/gpu") == "nvidia.com/gpu"


def test_a_quota_names_claims_as_kubernetes_does():
    key = "mig.nvidia.com.deviceclass.resource.k8s.io/devices"
    assert quota_key("mig.nvidia.com") == key
    environment = Environment(cluster="main", namespace="ml", quota=Quota(pods=9))
    hard = platform_values(environment, {quota_key("mig.nvidia.com"): 3, "nvidia.com/gpu": 2})[
        "resourceQuota"
    ]["hard"]
    assert hard == {"pods": 9, key: 3, "requests.nvidia.com/gpu": 2}
