"""Rules about workloads, volumes, quotas and API versions, in the cases that their examples do not show."""

from __future__ import annotations

import pytest
from workload_examples import (
    breaches,
    config_map,
    container,
    pod,
    said,
    service,
    severities,
    thing,
    together,
    workload,
)

from tritonfleet.checks import Facts
from tritonfleet.checks.kube.catalogue import catalogue, minor

BUDGET = thing("PodDisruptionBudget", "policy/v1beta1", spec={"maxUnavailable": 1})


@pytest.mark.parametrize(
    ("version", "removed", "deprecated"), [("1.20", 0, 0), ("1.21", 0, 1), ("1.24", 0, 1), ("1.25", 1, 0)]
)
def test_an_api_version_is_fine_then_deprecated_then_gone(version, removed, deprecated):
    facts = Facts(kubernetes=version)
    assert (len(said("K8S019", BUDGET, facts)), len(said("K8S020", BUDGET, facts))) == (removed, deprecated)


def test_every_entry_of_the_catalogue_goes_after_it_is_deprecated():
    assert all(minor(entry.deprecated) < minor(entry.removed) for entry in catalogue().removed.values())


@pytest.mark.parametrize(
    ("text", "number"), [("1.36", (1, 36)), ("v1.9", (1, 9)), ("1.33.4-eks", (1, 33)), ("latest", (0, 0))]
)
def test_minor_versions(text, number):
    assert minor(text) == number


def test_a_megabyte_of_base64_is_less_than_a_megabyte():
    assert said("K8S030", thing("Secret", "v1", data={"a": "QUFB" * 300_000})) == []
    assert len(said("K8S030", thing("Secret", "v1", stringData={"a": "AAAA" * 300_000}))) == 1


def test_a_dashboard_may_be_too_large_for_client_side_apply():
    text = config_map(metadata={"labels": {"grafana_dashboard": "1"}}, data={"a.json": "x" * 300_000})
    assert len(said("K8S032", text)) == 1


def test_a_volume_in_memory_under_a_memory_limit_is_bounded():
    mount = [{"name": "shm", "mountPath": "/dev/shm"}]
    volume = [{"name": "shm", "emptyDir": {"medium": "Memory"}}]
    bounded = container(volumeMounts=mount, resources={"limits": {"memory": "1Gi"}})
    assert said("K8S033", pod(bounded, volumes=volume)) == []
    assert len(said("K8S033", pod(container(volumeMounts=mount), volumes=volume))) == 1


def test_a_volume_in_memory_is_not_ephemeral_storage():
    limited = container(resources={"limits": {"ephemeral-storage": "1Gi"}})
    volume = [{"name": "shm", "emptyDir": {"medium": "Memory", "sizeLimit": "8Gi"}}]
    assert said("K8S034", pod(limited, volumes=volume)) == []


@pytest.mark.parametrize("spec", [{"restartPolicy": "Never"}, {"restartPolicy": "OnFailure"}])
def test_a_pod_that_runs_once_needs_no_controller(spec):
    assert said("K8S042", together(pod(labels={"app": "a"}, **spec), service(selector={"app": "a"}))) == []


def test_a_pod_that_nobody_refers_to_needs_no_controller():
    assert said("K8S042", pod(labels={"app": "a"})) == []
    assert len(said("K8S042", together(pod(labels={"app": "a"}), service(selector={"app": "a"})))) == 1


def test_an_autoscaler_decides_how_many_pods_there_are():
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "bert"}
    scaler = thing(
        "HorizontalPodAutoscaler", "autoscaling/v2", spec={"scaleTargetRef": target, "minReplicas": 3}
    )
    assert said("K8S043", together(workload(), service(), scaler)) == [
        "nothing keeps its 3 pods off one node"
    ]
    assert said("K8S043", together(workload(), service())) == []


def test_pods_that_serve_nobody_may_share_a_node():
    assert said("K8S043", workload(replicas=3)) == []
    assert len(said("K8S043", together(workload(replicas=3), service()))) == 1


def test_an_affinity_is_taken_for_a_spread():
    kept_apart = workload(replicas=3, pod={"affinity": {"podAntiAffinity": {}}})
    assert said("K8S043", together(kept_apart, service())) == []


def test_a_spread_constraint_by_expressions():
    by_key = {"matchExpressions": [{"key": "app", "operator": "Exists"}]}
    constraint = {"maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "labelSelector": by_key}
    assert said("K8S044", workload(pod={"topologySpreadConstraints": [constraint]})) == []


@pytest.mark.parametrize(
    "schedule",
    [
        "* * * * *",
        "*/5 * * * *",
        "0 0 1 1 *",
        "15,45 8-18/2 * jan-mar MON-FRI",
        "@hourly",
        "@every 90m",
        "0 0 ? * 0",
    ],
)
def test_schedules_that_kubernetes_takes(schedule):
    assert said("K8S046", thing("CronJob", "batch/v1", spec={"schedule": schedule})) == []


@pytest.mark.parametrize(
    "schedule",
    ["* * * *", "0 * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 7", "*/0 * * * *",
     "@reboot", "TZ=UTC 0 0 * * *", "a * * * *", "1-2-3 * * * *"],
)  # fmt: skip
def test_schedules_that_kubernetes_refuses(schedule):
    assert len(said("K8S046", thing("CronJob", "batch/v1", spec={"schedule": schedule}))) == 1


def test_a_stateful_set_whose_service_is_not_among_the_manifests():
    assert said("K8S050", workload("StatefulSet", serviceName="bert")) == []


def test_a_stateful_set_behind_a_service_with_an_address():
    (message,) = said("K8S050", together(workload("StatefulSet", serviceName="bert"), service()))
    assert "is not headless" in message


def test_a_service_that_selects_a_version_is_a_warning():
    text = service({"port": 80}, selector={"app": "bert", "helm.sh/chart": "bert-1.0"})
    assert severities("K8S051", text) == ["warning"]


@pytest.mark.parametrize(
    "given", [{"emptyDir": {}}, {"configMap": {"name": "a"}, "secret": None}, {"projected": {"sources": []}}]
)
def test_volumes_with_one_source(given):
    assert said("K8S060", pod(volumes=[{"name": "a", **given}])) == []


@pytest.mark.parametrize("given", [{}, {"configMap": None}])
def test_a_volume_without_a_source_is_an_empty_directory(given):
    assert severities("K8S060", pod(volumes=[{"name": "a", **given}])) == ["warning"]


@pytest.mark.parametrize(
    "toleration",
    [{}, {"key": "a", "operator": "Exists", "tolerationSeconds": 1}],
)
def test_tolerations_that_are_refused(toleration):
    assert len(said("K8S059", pod(tolerations=[toleration]))) == 1


def test_claims_of_a_stateful_set_are_claims():
    text = workload("StatefulSet", volumeClaimTemplates=[{"metadata": {"name": "data"}, "spec": {}}])
    assert len(said("K8S049", text)) == 2


@pytest.mark.parametrize("data", [{"a": ""}, {"a": "QUJD\nREVG\n"}, {"a": "QQ=="}])
def test_base64_with_line_breaks_and_padding(data):
    assert said("K8S063", thing("Secret", "v1", data=data)) == []


def test_the_names_of_two_other_apis_secrets_are_theirs():
    sealed = thing("Secret", "example.com/v1", data={"a": "not base64!"})
    assert said("K8S063", sealed) + said("K8S064", sealed) == []


QUOTA = thing("ResourceQuota", "v1", "team", spec={"hard": {"requests.cpu": 4, "limits.memory": "8Gi"}})


def test_a_container_states_what_a_quota_counts_by_its_limit():
    stated = container(resources={"limits": {"cpu": 1, "memory": "1Gi"}})
    assert said("K8S065", together(QUOTA, pod(stated))) == []


def test_every_key_that_a_quota_counts_is_asked_for():
    messages = said("K8S065", together(QUOTA, pod()))
    assert [message.split()[4] for message in messages] == ["requests.cpu,", "limits.memory,"]


def test_a_quota_with_scopes_counts_only_some_pods():
    scoped = thing("ResourceQuota", "v1", spec={"hard": {"requests.cpu": 4}, "scopes": ["Terminating"]})
    assert said("K8S065", together(scoped, pod())) == []


def test_a_quota_of_another_namespace():
    other = thing("ResourceQuota", "v1", namespace="dev", spec={"hard": {"requests.cpu": 4}})
    assert said("K8S065", together(other, pod())) == []


def test_a_quota_counts_all_workloads_of_its_namespace():
    asking = [container(resources={"requests": {"cpu": "1500m"}})]
    text = together(
        QUOTA, workload(containers=asking), workload(name="resnet", replicas=2, containers=asking)
    )
    assert said("K8S066", text) == [
        "`requests.cpu` is 4, and the workloads need 4.5 cores at their fewest replicas"
    ]


def test_a_job_gone_by_hook_policy_needs_no_time_to_live():
    hook = {"annotations": {"helm.sh/hook": "pre-upgrade"}}
    assert said("K8S073", thing("Job", "batch/v1", metadata=hook, spec={})) == []


def test_helm_puts_what_names_no_namespace_where_the_release_is():
    named, bare = config_map(), thing("Secret", "v1", namespace="")
    assert len(said("K8S074", together(named, bare))) == 1
    assert said("K8S074", together(named, "# Source: bert/templates/secret.yaml\n" + bare)) == []


def test_helm_has_one_namespace_for_what_names_none():
    others = together(config_map(), config_map(namespace="staging"))
    rendered = "# Source: bert/templates/secret.yaml\n" + thing("Secret", "v1", namespace="")
    assert len(said("K8S074", together(others, rendered))) == 1


def test_objects_of_the_whole_cluster_are_in_no_namespace():
    role = thing("ClusterRole", "rbac.authorization.k8s.io/v1", namespace="", rules=[])
    assert said("K8S074", together(role, config_map())) == []


def test_names_of_stateful_sets_leave_room_for_a_hash():
    assert said("K8S053", workload("StatefulSet", name="a" * 52)) == []
    assert len(said("K8S053", workload("StatefulSet", name="a" * 53))) == 1


@pytest.mark.parametrize("selector", [{"kubernetes.io/os": "linux"}, {"topology.kubernetes.io/zone": "a"}])
def test_labels_that_nodes_have(selector):
    assert said("K8S058", pod(nodeSelector=selector)) == []


def test_a_renamed_label_in_an_affinity():
    term = {"matchExpressions": [{"key": "beta.kubernetes.io/arch", "operator": "In", "values": ["amd64"]}]}
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [term]}}
    (breach,) = breaches("K8S058", pod(affinity={"nodeAffinity": required}))
    assert breach.fix == "use `kubernetes.io/arch`"


def test_a_node_agent_needs_no_name_of_a_service():
    assert said("K8S056", workload("DaemonSet", pod={"hostNetwork": True})) == []


def claiming() -> str:
    """A Pod and the claim that it uses, neither in a named namespace."""
    volume = {"name": "models", "persistentVolumeClaim": {"claimName": "models"}}
    reader = thing("Pod", "v1", namespace="", spec={"containers": [container()], "volumes": [volume]})
    return together(reader, thing("PersistentVolumeClaim", "v1", "models", "", spec={}))


@pytest.mark.parametrize("namespace", ["prod", "kube-system"])
def test_what_names_no_namespace_stays_together(namespace):
    assert said("K8S012", together(claiming(), config_map(namespace=namespace))) == []


def test_daemon_sets_that_overlap_are_told_once_each_and_mildly():
    agents = [
        workload("DaemonSet", name=name, labels={"app": "gpu"}) for name in ("plugin", "discovery", "mps")
    ]
    (first, *_) = found = breaches("K8S016", together(*agents))
    assert len(found) == 3
    assert [str(other) for other in first.related] == ["DaemonSet prod/discovery", "DaemonSet prod/mps"]
    assert set(severities("K8S016", together(*agents))) == {"info"}


def test_deployments_that_overlap_are_worse():
    pair = [workload(name=name, labels={"app": "triton"}) for name in ("bert", "resnet")]
    assert set(severities("K8S016", together(*pair))) == {"warning"}


@pytest.mark.parametrize(
    ("pods", "account", "found"), [("", "prod", 0), ("prod", "", 0), ("prod", "staging", 1)]
)
def test_what_names_no_namespace_may_be_where_it_is_looked_for(pods, account, found):
    runner = thing(
        "Pod", "v1", namespace=pods, spec={"serviceAccountName": "bert", "containers": [container()]}
    )
    elsewhere = together(config_map(namespace="prod"), config_map(namespace="staging"))
    owner = thing("ServiceAccount", "v1", namespace=account)
    assert len(said("K8S011", together(elsewhere, runner, owner))) == found


@pytest.mark.parametrize("found", [{"effect": "NoSchedul", "key": "a"}])
def test_an_effect_that_there_is_not_is_said_once(found):
    assert said("K8S059", pod(tolerations=[found])) == []
    assert len(said("K8S001", pod(tolerations=[found]))) == 1


@pytest.mark.parametrize("port", [{"port": 65536}, {"port": 0}, {"port": 80, "targetPort": 70000}])
def test_ports_of_services_out_of_range(port):
    assert len(said("K8S085", service(port))) == 1


@pytest.mark.parametrize(
    "port", [{"port": 80, "targetPort": "http"}, {"port": 80, "targetPort": 0}, {"port": "80"}]
)
def test_ports_of_services_that_may_be(port):
    assert said("K8S085", service(port)) == []
