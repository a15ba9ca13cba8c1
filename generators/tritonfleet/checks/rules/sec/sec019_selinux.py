"""SEC019: pods keep the SELinux type of containers."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_TYPES = frozenset({"", "container_t", "container_init_t", "container_kvm_t"})
_ENGINE, _ENGINE_SINCE = "container_engine_t", (1, 31)


def check(world: World) -> Verdicts:
    yield from hold(world, Level.BASELINE, faults, field="seLinuxOptions", otherwise=Severity.WARNING)


def faults(pod: Pod) -> Iterator[Fault]:
    for whose, path, context in pod.contexts:
        options = mapping(context, "seLinuxOptions")
        kind = str(options.get("type") or "")
        at = (*path, "seLinuxOptions")
        if kind not in _TYPES and not (kind == _ENGINE and pod.version >= _ENGINE_SINCE):
            yield (*at, "type"), f"{whose} runs as SELinux type `{kind}`"
        for field in ("user", "role"):
            if options.get(field):
                yield (*at, field), f"{whose} sets the SELinux {field} `{options[field]}`"


RULE = Rule(
    id="SEC019",
    title="A pod has an SELinux type of its own",
    severity=Severity.WARNING,
    why="A type such as spc_t switches the separation from the node off. In a namespace that enforces the "
    "baseline the pods are not made: `seLinuxOptions`.",
    fix="drop `seLinuxOptions`, or use container_t and set only the level",
    sources=("kubernetes/pod-security-admission:policy/check_seLinuxOptions.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {seLinuxOptions: {type: spc_t}}
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {seLinuxOptions: {type: container_t, level: "s0:c123,c456"}}
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
)
