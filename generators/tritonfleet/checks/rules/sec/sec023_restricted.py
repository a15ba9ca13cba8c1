"""SEC023: pods could run where the restricted standard is enforced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Control, Pod, demands
from tritonfleet.checks.kube.catalogue import minor
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.objects import Workload
from tritonfleet.checks.pods import (
    by_workload,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.rules.sec.sec011_dropped_capabilities import faults as capabilities
from tritonfleet.checks.rules.sec.sec012_run_as_non_root import faults as root
from tritonfleet.checks.rules.sec.sec013_root_user import faults as user
from tritonfleet.checks.rules.sec.sec014_privilege_escalation import faults as escalation
from tritonfleet.checks.rules.sec.sec015_seccomp import missing as seccomp
from tritonfleet.checks.serving import passing
from tritonfleet.checks.world import World

_FIELDS: Mapping[str, Control] = {
    "runAsNonRoot: true": root,
    "a runAsUser above 0": user,
    "allowPrivilegeEscalation: false": escalation,
    "capabilities.drop: [ALL]": capabilities,
    "seccompProfile: {type: RuntimeDefault}": seccomp,
}
"""What the standard asks for and most pods can have → the control that finds it missing."""


def check(world: World) -> Verdicts:
    for (first, lacking), *others in _not_hardened(world).values():
        every = {field for found in (lacking, *(other for _, other in others)) for field in found}
        fields = listed([field for field in _FIELDS if field in every], 5)
        pods = f"the pods of {len(others) + 1} workloads" if others else "the pods"
        message = f"where the restricted standard is enforced {pods} are refused: they lack {fields}"
        related = tuple(workload.resource for workload, _ in others)
        yield Breach(first.resource, (*first.path, "spec", "securityContext"), message, related=related)


def _not_hardened(world: World) -> Mapping[str, list[tuple[Workload, Sequence[str]]]]:
    """Namespace → its workloads that lack something, each with what; not where a standard is asked for.

    Agents of the node, and bare Pods that nobody waits for, may be as they are.
    """
    asked = world.derived(demands)
    version, idle = minor(world.kubernetes), world.derived(passing)
    found: dict[str, list[tuple[Workload, Sequence[str]]]] = defaultdict(list)
    for workload, own in world.derived(by_workload).items():
        resource = workload.resource
        if resource.kind == "DaemonSet" or resource.namespace in asked or id(resource) in idle:
            continue
        pod = Pod(workload, own, version)
        lacking = [field for field, control in _FIELDS.items() if next(control(pod), None)]
        if lacking:
            found[resource.namespace].append((workload, lacking))
    return found


RULE = Rule(
    id="SEC023",
    title="Pods are not hardened",
    severity=Severity.INFO,
    why="Each of these fields closes a way by which code in a model or a library could reach the node, and "
    "costs nothing at run time. Without them the pods cannot run in namespaces that enforce the restricted "
    "standard.",
    fix="set them in the pod's and the containers' securityContext",
    sources=("kubernetes/website:content/en/docs/concepts/security/pod-security-standards.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: nvcr.io/nvidia/tritonserver:26.07-py3
    args: [tritonserver, --model-repository=gs://models]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: triton
    image: nvcr.io/nvidia/tritonserver:26.07-py3
    args: [tritonserver, --model-repository=gs://models]
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
""",
)
