"""ROL103: old and new pods have a Service each."""

from __future__ import annotations

from collections import Counter

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.argo import rollouts
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        services = list(rollout.services)
        times = Counter(name for _, name in services)
        seen: set[str] = set()
        for path, name in services:
            if times[name] > 1 and name in seen:
                yield Breach(rollout.resource, path, f"Service `{name}` is named twice")
            seen.add(name)


RULE = Rule(
    id="ROL103",
    title="A Rollout has one Service for old and new pods",
    severity=Severity.ERROR,
    why="The Rollout's status says InvalidSpec (`uses the same service … but two different services are "
    "required`): Argo Rollouts would write two pod hashes into one selector.",
    fix="make a second Service with the same ports and selector",
    sources=("argoproj/argo-rollouts:pkg/apis/rollouts/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec: {strategy: {blueGreen: {activeService: bert, previewService: bert}}}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec: {strategy: {blueGreen: {activeService: bert, previewService: bert-preview}}}
""",
)
