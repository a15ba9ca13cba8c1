"""SEC017: pods change no settings of the kernel that the node shares."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_SAFE = {
    "kernel.shm_rmid_forced": (1, 0),
    "net.ipv4.ip_local_port_range": (1, 0),
    "net.ipv4.tcp_syncookies": (1, 0),
    "net.ipv4.ping_group_range": (1, 0),
    "net.ipv4.ip_unprivileged_port_start": (1, 0),
    "net.ipv4.ip_local_reserved_ports": (1, 27),
    "net.ipv4.tcp_keepalive_time": (1, 29),
    "net.ipv4.tcp_fin_timeout": (1, 29),
    "net.ipv4.tcp_keepalive_intvl": (1, 29),
    "net.ipv4.tcp_keepalive_probes": (1, 29),
    "net.ipv4.tcp_rmem": (1, 32),
    "net.ipv4.tcp_wmem": (1, 32),
    "net.ipv4.tcp_slow_start_after_idle": (1, 37),
    "net.ipv4.tcp_notsent_lowat": (1, 37),
}
"""Setting → the version from which it counts as safe."""


def check(world: World) -> Verdicts:
    yield from hold(world, Level.BASELINE, faults, field="sysctls", otherwise=Severity.WARNING)


def faults(pod: Pod) -> Iterator[Fault]:
    for number, setting in items(pod.workload.spec, "securityContext", "sysctls"):
        name = str(setting.get("name")).replace("/", ".")
        if pod.version < _SAFE.get(name, (9, 0)):
            path = (*pod.spec_path, "securityContext", "sysctls", number, "name")
            yield path, f"`{name}` is no setting that pods may change safely"


RULE = Rule(
    id="SEC017",
    title="A pod changes unsafe kernel settings",
    severity=Severity.WARNING,
    why="Unless the kubelet was started with --allowed-unsafe-sysctls the pod fails with `SysctlForbidden` on "
    "whichever node it lands. In a namespace that enforces the baseline it is not made at all.",
    fix="drop the setting, or set it on the node",
    sources=(
        "kubernetes/pod-security-admission:policy/check_sysctls.go",
        "kubernetes/website:content/en/docs/tasks/administer-cluster/sysctl-cluster.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {sysctls: [{name: net.core.somaxconn, value: "4096"}]}
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_time, value: "60"}]}
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
)
