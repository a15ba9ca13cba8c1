"""SCL006: an autoscaler names its target's API group."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaler, scalers
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for target, found in world.derived(scalers).items():
        workload = world.index.get(*target)
        for scaler in found if workload is not None else ():
            given = _api_version(scaler)
            if workload is not None and given.rpartition("/")[0] != workload.group:
                path = ("spec", "scaleTargetRef", "apiVersion")
                message = f"{workload} is of `{workload.api_version}`, and the autoscaler looks in `{given or 'v1'}`"
                fix = f"set `apiVersion: {workload.api_version}`"
                mend = Mend("set", path, workload.api_version)
                yield Breach(scaler.resource, path, message, fix, related=(workload,), mend=mend)


def _api_version(scaler: Scaler) -> str:
    """What is looked up: KEDA takes ``apps/v1`` where nothing is given, an HPA the core group."""
    given = mapping(scaler.resource.data, "spec", "scaleTargetRef").get("apiVersion")
    return str(given or ("apps/v1" if scaler.keda else ""))


RULE = Rule(
    id="SCL006",
    title="An autoscaler names its target under another API group",
    severity=Severity.ERROR,
    why="The autoscaler finds nothing: an HPA reports FailedGetScale with `no matches for kind`, KEDA "
    "says that the target does not exist. A Rollout is of argoproj.io; without an apiVersion KEDA looks "
    "in apps/v1.",
    fix="write the apiVersion of the target",
    sources=(
        "kedacore/keda:apis/keda/v1alpha1/gvkr_types.go",
        "argoproj/argo-rollouts:docs/features/hpa-support.md",
    ),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec:
  strategy: {canary: {}}
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {kind: Rollout, name: bert}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec:
  strategy: {canary: {}}
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: bert}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
)
