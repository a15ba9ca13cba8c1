"""The Pod Security Standards, as Kubernetes' own admission (k8s.io/pod-security-admission 0.37) decides them."""

from __future__ import annotations

from typing import Any

import pytest
from workload_examples import breaches, container, pod, severities, thing, together, workload

from tritonfleet.checks import registry

CONTROLS = [f"SEC{number:03}" for number in range(6, 23)]
SOUND: dict[str, Any] = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
SOUND_POD: dict[str, Any] = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}


def namespace(name: str = "prod", **labels: str) -> str:
    given = {f"pod-security.kubernetes.io/{mode.replace('_', '-')}": level for mode, level in labels.items()}
    return thing("Namespace", "v1", name, "", metadata={"labels": given})


def refused(level: str, version: str, text: str) -> list[str]:
    """The controls by which a namespace of that level would refuse the pod."""
    whole = together(namespace(enforce=level, enforce_version=version), text)
    return [rule for rule in CONTROLS if "error" in severities(rule, whole)]


def sound(**security: Any) -> dict[str, Any]:
    return container(securityContext={**SOUND, **security})


def sound_pod(*containers: dict[str, Any], **spec: Any) -> str:
    security = {**SOUND_POD, **spec.pop("securityContext", {})}
    return pod(*(containers or (sound(),)), securityContext=security, **spec)


def test_a_sound_pod_passes_both():
    assert refused("restricted", "latest", sound_pod()) == []
    assert refused("baseline", "latest", pod()) == []


@pytest.mark.parametrize(
    ("fields", "control"),
    [
        ({"privileged": True}, "SEC006"),
        ({"capabilities": {"add": ["NET_RAW"]}}, "SEC010"),
        ({"procMount": "Unmasked"}, "SEC016"),
        ({"seLinuxOptions": {"type": "spc_t"}}, "SEC019"),
        ({"seLinuxOptions": {"user": "root"}}, "SEC019"),
        ({"appArmorProfile": {"type": "Unconfined"}}, "SEC020"),
        ({"seccompProfile": {"type": "Unconfined"}}, "SEC015"),
        ({"windowsOptions": {"hostProcess": True}}, "SEC021"),
    ],
)
def test_what_the_baseline_refuses_in_a_container(fields, control):
    assert refused("baseline", "latest", pod(container(securityContext=fields))) == [control]
    assert refused("privileged", "latest", pod(container(securityContext=fields))) == []


@pytest.mark.parametrize(
    ("spec", "control"),
    [
        ({"hostNetwork": True}, "SEC007"),
        ({"hostPID": True}, "SEC007"),
        ({"volumes": [{"name": "a", "hostPath": {"path": "/a"}}]}, "SEC008"),
        ({"securityContext": {"sysctls": [{"name": "net.core.somaxconn", "value": "1"}]}}, "SEC017"),
        ({"initContainers": [container("init", ports=[{"containerPort": 1, "hostPort": 1}])]}, "SEC018"),
    ],
)
def test_what_the_baseline_refuses_in_a_pod(spec, control):
    assert refused("baseline", "latest", pod(**spec)) == [control]


@pytest.mark.parametrize(
    ("fields", "control"),
    [
        ({"allowPrivilegeEscalation": None}, "SEC014"),
        ({"capabilities": {"drop": ["all"]}}, "SEC011"),
        ({"capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}}, "SEC011"),
        ({"runAsNonRoot": False}, "SEC012"),
        ({"runAsUser": 0}, "SEC013"),
    ],
)
def test_what_only_the_restricted_standard_refuses(fields, control):
    text = sound_pod(sound(**fields))
    assert refused("restricted", "latest", text) == [control]
    assert refused("baseline", "latest", text) == []


def test_every_container_counts():
    assert refused("restricted", "latest", sound_pod(sound(), initContainers=[container("init")])) == [
        "SEC011",
        "SEC014",
    ]


def test_one_capability_may_be_added():
    text = sound_pod(sound(capabilities={"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}))
    assert refused("restricted", "latest", text) == []


@pytest.mark.parametrize(
    "kind", ["emptyDir", "configMap", "persistentVolumeClaim", "csi", "image", "ephemeral"]
)
def test_volumes_that_the_restricted_standard_takes(kind):
    assert refused("restricted", "latest", sound_pod(volumes=[{"name": "a", kind: {}}])) == []


def test_a_network_share_goes_through_a_claim():
    assert refused("restricted", "latest", sound_pod(volumes=[{"name": "a", "nfs": {}}])) == ["SEC009"]


@pytest.mark.parametrize(
    ("version", "spec", "controls"),
    [
        (
            "v1.31",
            {"securityContext": {"sysctls": [{"name": "net.ipv4.tcp_rmem", "value": "1"}]}},
            ["SEC017"],
        ),
        ("v1.32", {"securityContext": {"sysctls": [{"name": "net.ipv4.tcp_rmem", "value": "1"}]}}, []),
        ("v1.30", {"securityContext": {"seLinuxOptions": {"type": "container_engine_t"}}}, ["SEC019"]),
        ("v1.31", {"securityContext": {"seLinuxOptions": {"type": "container_engine_t"}}}, []),
        ("v1.34", {"hostUsers": False, "securityContext": {"runAsUser": 0}}, ["SEC013"]),
        ("v1.35", {"hostUsers": False, "securityContext": {"runAsUser": 0}}, []),
    ],
)
def test_the_standards_changed_with_versions(version, spec, controls):
    assert refused("restricted", version, sound_pod(**spec)) == controls


@pytest.mark.parametrize(("version", "controls"), [("v1.33", []), ("v1.34", ["SEC022"])])
def test_hosts_of_probes_are_refused_since_1_34(version, controls):
    probing = container(readinessProbe={"httpGet": {"host": "127.0.0.1", "port": 80}})
    assert refused("baseline", version, pod(probing)) == controls


def test_windows_pods_have_no_linux_fields():
    assert (
        refused("restricted", "latest", pod(os={"name": "windows"}, securityContext={"runAsNonRoot": True}))
        == []
    )


def test_a_namespace_that_only_warns():
    warning = together(namespace(warn="restricted"), pod())
    assert severities("SEC014", warning) == ["warning"]
    assert severities("SEC014", together(namespace(enforce="baseline"), pod())) == []


def test_a_finding_names_the_namespace_that_demands_it():
    (breach,) = breaches("SEC014", together(namespace(enforce="restricted"), pod()))
    assert [str(related) for related in breach.related] == ["Namespace prod"]


def test_without_a_demand_only_what_leads_to_the_node_is_told():
    bare = pod()
    assert [rule for rule in CONTROLS if severities(rule, bare)] == []
    assert severities("SEC023", workload()) == ["info"]


def test_agents_of_the_node_are_left_alone():
    agent = workload("DaemonSet", pod={"hostNetwork": True, "hostPID": True})
    assert severities("SEC007", agent) == []
    assert severities("SEC023", agent) == []


def test_agents_of_the_node_are_refused_where_a_namespace_enforces_a_standard():
    agent = workload("DaemonSet", pod={"hostNetwork": True, "hostPID": True})
    assert severities("SEC007", together(namespace(enforce="baseline"), agent)) == ["error", "error"]


def test_without_a_demand_a_workload_is_told_once():
    volumes = [{"name": name, "hostPath": {"path": f"/srv/{name}"}} for name in ("a", "b", "c")]
    (breach,) = breaches("SEC008", pod(volumes=volumes))
    assert breach.message == "volume `a` is the node's own `/srv/a`, and 2 more like it"


def test_hardening_is_told_once_a_namespace():
    (breach,) = breaches("SEC023", together(workload(name="bert"), workload(name="resnet")))
    assert breach.message.startswith(
        "where the restricted standard is enforced the pods of 2 workloads are refused"
    )
    assert [str(related) for related in breach.related] == ["Deployment prod/resnet"]


def test_hardening_is_told_once_a_workload_and_not_beside_the_controls():
    assert severities("SEC023", together(namespace(enforce="restricted"), pod())) == []
    assert len(severities("SEC023", workload(containers=[container("a"), container("b")]))) == 1
    assert severities("SEC023", pod()) == []


def test_every_control_cites_the_admission_plugin():
    sources = {rule: registry.rule(rule).sources for rule in CONTROLS}
    assert [
        rule for rule, given in sources.items() if "pod-security-admission:policy/" not in " ".join(given)
    ] == []
