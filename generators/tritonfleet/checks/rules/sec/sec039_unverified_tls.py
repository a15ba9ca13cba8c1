"""SEC039: the API server knows whom it forwards requests to."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service in world.index.of_kind("APIService"):
        path = ("spec", "insecureSkipTLSVerify")
        if value(service.data, *path) is True:
            yield Breach(service, path, "the API server does not verify who answers for this API group")


RULE = Rule(
    id="SEC039",
    title="An API extension is not verified",
    severity=Severity.WARNING,
    why="Whoever can answer at the Service's address sees every request of the group with its user's name, and "
    "can invent the metrics by which autoscalers decide.",
    fix="set `caBundle`, by cert-manager's annotation for example, and drop `insecureSkipTLSVerify`",
    sources=("kubernetes/website:content/en/docs/tasks/extend-kubernetes/configure-aggregation-layer.md",),
    check=check,
    fails="""\
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1beta1.custom.metrics.k8s.io}
spec:
  insecureSkipTLSVerify: true
  group: custom.metrics.k8s.io
  version: v1beta1
  groupPriorityMinimum: 100
  versionPriority: 100
""",
    passes="""\
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1beta1.custom.metrics.k8s.io}
spec:
  caBundle: Zm9v
  group: custom.metrics.k8s.io
  version: v1beta1
  groupPriorityMinimum: 100
  versionPriority: 100
""",
)
