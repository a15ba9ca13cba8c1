"""Rolling updates: surge, GPUs, deadlines and volumes."""

from __future__ import annotations

import pytest
from scaling_examples import ONE_GPU, deployment, hpa, needs, rollout, said, scaled, together

from tritonfleet.checks import Facts
from tritonfleet.checks.facts import NodeFacts

NO_SURGE = "strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}"


def gpus(count: int) -> Facts:
    return Facts(nodes=(NodeFacts(1, {"nvidia.com/gpu": count}),))


def claim(mode: str) -> str:
    return (
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: models, namespace: prod}\n"
        f"spec: {{accessModes: {mode}}}\n"
    )


def mounting(spec: str = "") -> str:
    volumes = "volumes: [{name: models, persistentVolumeClaim: {claimName: models}}], containers"
    return deployment(spec).replace("containers", volumes)


@pytest.mark.parametrize(
    ("spec", "count", "found"),
    [
        ("replicas: 1", 1, 1),
        ("replicas: 1", 2, 0),
        ("replicas: 3", 3, 1),
        # From four replicas on a quarter is one whole pod that may be missing.
        ("replicas: 4", 4, 0),
        ("replicas: 3, strategy: {rollingUpdate: {maxUnavailable: 1}}", 3, 0),
        ("replicas: 3, strategy: {rollingUpdate: {maxSurge: 0}}", 3, 0),
        ("replicas: 3, strategy: {type: Recreate}", 3, 0),
        ("replicas: 0", 0, 0),
    ],
)
def test_an_update_needs_room_for_one_pod_where_none_may_be_missing(spec, count, found):
    assert len(said("ROL001", deployment(spec, ONE_GPU), gpus(count))) == found


def test_an_autoscaled_workload_is_counted_at_its_minimum():
    text = together(deployment(container=ONE_GPU), hpa("minReplicas: 2"))
    assert said("ROL001", text, gpus(3)) == []
    assert len(said("ROL001", text, gpus(2))) == 1


def test_what_scales_to_zero_may_have_left_its_gpu():
    other = scaled("minReplicaCount: 0", target="{name: resnet}")
    resnet = deployment("replicas: 1", ONE_GPU).replace("name: bert, namespace", "name: resnet, namespace")
    assert said("ROL001", together(deployment("replicas: 1", ONE_GPU), resnet, other), gpus(2)) == []


def test_node_objects_may_belong_to_a_group_that_grows():
    node = "apiVersion: v1\nkind: Node\nmetadata: {name: a}\nstatus: {allocatable: {nvidia.com/gpu: '1'}}\n"
    assert said("ROL001", together(node, deployment("replicas: 1", ONE_GPU)))[0].startswith("warning")


def test_a_gpu_that_no_node_has_is_the_business_of_another_rule():
    facts = Facts(nodes=(NodeFacts(1, {"nvidia.com/mig-1g.10gb": 7}),))
    assert said("ROL001", deployment("replicas: 1", ONE_GPU), facts) == []


def test_nodes_are_asked_for_only_where_an_update_waits_for_a_gpu():
    assert needs("ROL001", deployment("replicas: 1")) == []
    assert needs("ROL001", deployment(f"replicas: 1, {NO_SURGE}", ONE_GPU)) == []
    assert len(needs("ROL001", deployment("replicas: 1", ONE_GPU))) == 1


def test_a_rollout_without_a_router_surges_like_a_deployment():
    text = rollout("canary: {steps: [{setWeight: 50}]}", "replicas: 1", ONE_GPU)
    assert len(said("ROL001", text, gpus(1))) == 1


@pytest.mark.parametrize(
    ("surge", "found"), [("100%", 1), ("150%", 1), ("25%", 0), ("4", 1), ("3", 0), ("'²%'", 0)]
)
def test_a_surge_of_all_pods_doubles_the_gpus(surge, found):
    spec = f"replicas: 4, strategy: {{rollingUpdate: {{maxSurge: {surge}, maxUnavailable: 1}}}}"
    assert len(said("ROL002", deployment(spec, ONE_GPU))) == found
    assert said("ROL002", deployment(spec)) == []


def test_one_pod_of_one_is_what_the_default_does():
    assert said("ROL002", deployment("replicas: 1", ONE_GPU)) == []


@pytest.mark.parametrize(("failures", "found"), [("60", 0), ("61", 1), ("5", 0)])
def test_the_default_deadline_is_ten_minutes(failures, found):
    probe = f"startupProbe: {{httpGet: {{path: /, port: 8000}}, failureThreshold: {failures}}}"
    assert len(said("ROL003", deployment(container=probe))) == found


def test_one_pod_may_be_recreated():
    assert said("ROL004", deployment("replicas: 1, strategy: {type: Recreate}")) == []


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("maxSurge: 0, maxUnavailable: 0%", 1),
        ("maxUnavailable: 0", 0),
        ("maxSurge: 0", 0),
        ("maxSurge: '0%'", 0),
    ],
)
def test_one_of_the_two_fields_must_move(fields, found):
    assert len(said("ROL005", deployment(f"strategy: {{rollingUpdate: {{{fields}}}}}"))) == found


def test_a_daemon_set_takes_one_of_the_two():
    text = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: dcgm}\n"
    text += "spec: {updateStrategy: {rollingUpdate: {FIELDS}}}\n"
    assert said("ROL005", text.replace("FIELDS", "maxSurge: 1, maxUnavailable: 0")) == []
    assert len(said("ROL005", text.replace("FIELDS", "maxSurge: 1"))) == 1


@pytest.mark.parametrize(
    ("mode", "spec", "found"),
    [
        ("[ReadWriteOnce]", "replicas: 2", 1),
        ("[ReadWriteOnce]", "replicas: 1", 1),
        ("[ReadWriteOnce]", f"replicas: 1, {NO_SURGE}", 0),
        ("[ReadWriteOnce]", "replicas: 1, strategy: {type: Recreate}", 0),
        ("[ReadWriteOnce, ReadOnlyMany]", "replicas: 2", 0),
        ("[ReadOnlyMany]", "replicas: 2", 0),
        ("[]", "replicas: 2", 0),
    ],
)
def test_a_volume_of_one_node_has_one_pod(mode, spec, found):
    assert len(said("ROL007", together(claim(mode), mounting(spec)))) == found


def test_an_autoscalers_maximum_counts_for_volumes():
    text = together(claim("[ReadWriteOnce]"), mounting(NO_SURGE), hpa())
    assert said("ROL007", text)[0].endswith("(HorizontalPodAutoscaler prod/bert scales it)")


def test_a_claim_that_is_not_there_is_asked_for():
    assert len(needs("ROL007", mounting("replicas: 2"))) == 1
    assert needs("ROL007", mounting(f"replicas: 1, {NO_SURGE}")) == []


def test_a_partition_below_the_replicas_updates_some():
    text = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: bert}\nspec: {SPEC}\n"
    strategy = "updateStrategy: {rollingUpdate: {partition: 1}}"
    assert said("ROL011", text.replace("SPEC", f"replicas: 2, {strategy}")) == []
    assert len(said("ROL011", text.replace("SPEC", strategy))) == 1


def test_a_budget_of_daemons_counts_nodes():
    budget = (
        "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: bert, namespace: prod}\n"
        "spec: {minAvailable: 1, selector: {matchLabels: {app: bert}}}\n"
    )
    daemons = deployment().replace("kind: Deployment", "kind: DaemonSet")
    assert said("K8S015", together(daemons, budget)) == []
    assert len(said("K8S015", together(deployment(), budget))) == 1


def test_a_budget_of_an_operators_pods_finds_none_among_the_manifests():
    budget = (
        "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: prometheus, namespace: prod}\n"
        "spec: {minAvailable: 1, selector: {matchLabels: {app: prometheus}}}\n"
    )
    operated = (
        "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: k8s, namespace: prod}\n"
    )
    assert said("K8S015", budget) == []
    assert said("K8S015", together(deployment(), budget, operated)) == []
    assert len(said("K8S015", together(deployment(), budget))) == 1


def test_an_empty_selector_means_every_pod_and_a_missing_one_none():
    head = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: all, namespace: prod}\n"
    every = together(deployment("replicas: 2"), head + "spec: {maxUnavailable: 1, selector: {}}\n")
    none = together(deployment("replicas: 2"), head + "spec: {maxUnavailable: 1}\n")
    assert said("K8S015", every) == []
    assert said("K8S015", none) == ["error spec.selector: there is no selector, so it protects no pod"]


@pytest.mark.parametrize(("count", "found"), [(4, 0), (5, 1), (7, 1), (8, 0)])
def test_where_the_nodes_are_known_a_doubled_update_that_fits_is_fine(count, found):
    doubling = "replicas: 4, strategy: {rollingUpdate: {maxSurge: 100%, maxUnavailable: 0}}"
    assert len(said("ROL002", deployment(doubling, ONE_GPU), gpus(count))) == found
    assert len(said("ROL001", deployment(doubling, ONE_GPU), gpus(count))) == (count == 4)
