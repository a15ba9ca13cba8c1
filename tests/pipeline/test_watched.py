"""A cluster with Prometheus, Grafana and KEDA: what is made for it, where it lies, and who may apply it."""

from __future__ import annotations

import pytest

from tritonfleet import yamlio
from tritonfleet.checks import Severity
from tritonfleet.pipeline.store import open_store
from tritonfleet.pipeline.verify import verify
from tritonfleet.render.kustomize import build

pytestmark = pytest.mark.usefixtures("folder")

PROMETHEUS = {
    "namespace": "monitoring",
    "address": "http://prometheus.monitoring.svc:9090",
    "monitorLabels": {"release": "kps"},
}


@pytest.fixture
def watched(fleet):
    """The fleet on a cluster that is watched, its first service with objectives and a scaler."""
    fleet["clusters"]["main"] |= {"prometheus": PROMETHEUS, "grafana": {}, "keda": {}}
    fleet["services"]["vision"] |= {
        "slo": {"latency": {"objective": "99%", "within": "80ms"}, "availability": "99.9%"},
        "scaling": {"on": "concurrency"},
    }
    return fleet


def made(run, path):
    return {(o["kind"], o["metadata"]["name"]): o for o in build(run.path.parent / "kustomize" / path)}


def test_each_service_is_scraped_judged_and_scaled_in_each_environment(run, watched):
    run(watched)
    for environment in ("dev", "prod"):
        kinds = {kind for kind, name in made(run, f"overlays/{environment}/vision")}
        assert {"ServiceMonitor", "PrometheusRule", "ScaledObject"} <= kinds


def test_the_base_knows_no_prometheus_and_no_scaler(run, watched):
    run(watched)
    kinds = {kind for kind, name in made(run, "base/vision")}
    assert kinds.isdisjoint({"ServiceMonitor", "PodMonitor", "PrometheusRule", "ScaledObject"})


def test_the_objective_is_a_bucket_of_the_model_and_switches_the_histogram_on(run, watched):
    run(watched)
    assert "60.0, 80.0, 120.0" in run.files()["models/vision/classifier/config.pbtxt"]
    values = yamlio.load(run.files()["values/prod/vision.yaml"], "vision.yaml")
    assert values["server"]["metrics"]["histogramLatencies"] is True
    assert values["slo"]["latency"]["withinMilliseconds"] == 80


def test_monitors_and_rules_carry_the_labels_that_prometheus_selects_by(run, watched):
    run(watched)
    found = made(run, "overlays/prod/vision") | made(run, "clusters/main")
    selected = [o for (kind, _), o in found.items() if kind in ("ServiceMonitor", "PrometheusRule")]
    assert len(selected) >= 3
    assert all(o["metadata"]["labels"]["release"] == "kps" for o in selected)


def test_what_watches_the_cluster_lies_with_prometheus_and_what_the_operator_reads_with_the_operator(
    run, watched
):
    run(watched)
    found = made(run, "clusters/main")
    elsewhere = [name for (_, name), o in found.items() if o["metadata"]["namespace"] != "monitoring"]
    assert [name.rpartition("-")[0] for name in elsewhere] == ["tritonfleet-dcgm-counters"]
    assert sum(kind == "ConfigMap" and "dashboard" in name for kind, name in found) >= 5


def test_argo_cd_may_apply_it_there(run, watched):
    run(watched)
    project = yamlio.load(run.files()["kustomize/argocd/main/project.yaml"], "project.yaml")
    assert "monitoring" in {destination["namespace"] for destination in project["spec"]["destinations"]}
    kinds = {entry["kind"] for entry in project["spec"]["namespaceResourceWhitelist"]}
    assert {"ServiceMonitor", "PrometheusRule", "ScaledObject"} <= kinds


def test_nobody_but_the_scaler_sets_the_replicas(run, watched):
    run(watched)
    assert "replicas" not in made(run, "overlays/prod/vision")["Deployment", "vision"]["spec"]
    applications = list(yamlio.load_manifests(run.files()["kustomize/argocd/main/prod.yaml"], "prod.yaml"))
    (vision,) = [a.data for a in applications if a.data["metadata"]["name"].endswith("-vision")]
    assert vision["spec"]["ignoreDifferences"][0]["jsonPointers"] == ["/spec/replicas"]
    assert "RespectIgnoreDifferences=true" in vision["spec"]["syncPolicy"]["syncOptions"]


def test_prometheus_and_the_scaler_name_the_same_service(run, watched):
    run(watched)
    found = made(run, "overlays/prod/vision")
    (trigger,) = [
        t for t in found["ScaledObject", "vision"]["spec"]["triggers"] if t["name"] == "concurrency"
    ]
    assert 'namespace="triton-prod",job="vision"' in trigger["metadata"]["query"]
    monitor = found["ServiceMonitor", "vision"]["spec"]
    assert monitor["jobLabel"] == "app.kubernetes.io/instance"


def test_a_token_reaches_keda_by_reference(run, watched):
    token = {"secret": "prometheus-token", "key": "token"}
    watched["clusters"]["main"]["prometheus"] = PROMETHEUS | {"authentication": {"bearer": token}}
    run(watched)
    ((_, name),) = [key for key in made(run, "overlays/prod/platform") if key[0] == "TriggerAuthentication"]
    scaled = made(run, "overlays/prod/vision")["ScaledObject", "vision"]
    assert {trigger["authenticationRef"]["name"] for trigger in scaled["spec"]["triggers"]} == {name}


def test_an_external_metric_is_one_that_the_adapter_has(run, watched):
    watched["clusters"]["main"]["prometheus"] = PROMETHEUS | {"adapter": {}}
    watched["services"]["vision"]["scaling"] = {"owner": "hpa", "on": "queue-time"}
    run(watched)
    hpa = made(run, "overlays/prod/vision")["HorizontalPodAutoscaler", "vision"]
    asked = {m["external"]["metric"]["name"] for m in hpa["spec"]["metrics"] if m["type"] == "External"}
    adapter = yamlio.load(run.files()["values/clusters/main/prometheus-adapter.yaml"], "adapter.yaml")
    assert asked == {rule["name"]["as"] for rule in adapter["rules"]["external"]}


def test_a_scaled_service_grows_into_its_share_of_the_pool_alone(run, watched):
    watched["clusters"]["main"]["pools"]["gpu"]["nodes"] = 3
    watched["services"]["second"] = dict(watched["services"]["vision"])
    run(watched)
    most = [
        made(run, f"overlays/{e}/{s}")["ScaledObject", s]["spec"]["maxReplicaCount"]
        for e in ("dev", "prod")
        for s in ("vision", "second")
    ]
    pool = watched["clusters"]["main"]["pools"]["gpu"]
    assert sum(most) <= pool["nodes"] * pool["gpu"]["perNode"]


def test_nothing_in_it_disagrees_with_anything_else(run, watched):
    generated = run(watched)
    with open_store(run.path) as store:
        report = verify(generated, store)
    assert [found for found in report.findings if found.severity is not Severity.INFO] == []
