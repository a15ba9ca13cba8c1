"""NET036: a NetworkPolicy applies the rules that it has."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.network.policies import (
    EGRESS,
    INGRESS,
    policies,
)
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for policy in world.derived(policies):
        given = value(policy.resource.data, "spec", "policyTypes")
        if not isinstance(given, list) or not given:
            continue
        for direction in (INGRESS, EGRESS):
            if policy.rules(direction) and direction not in policy.directions:
                message = f"the `{direction.lower()}` rules have no effect: `policyTypes` is {listed(given)}"
                yield Breach(
                    policy.resource, ("spec", "policyTypes"), message, f"add {direction} to `policyTypes`"
                )


RULE = Rule(
    id="NET036",
    title="Rules of a NetworkPolicy have no effect",
    severity=Severity.ERROR,
    why="policyTypes decides which directions the policy restricts; rules of another direction are stored and "
    "ignored. The pods stay open in that direction although the manifest lists what they may reach.",
    fix="name both directions in `policyTypes`",
    sources=("kubernetes/kubernetes:staging/src/k8s.io/api/networking/v1/types.go",),
    check=check,
    fails="""\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec: {podSelector: {}, policyTypes: [Ingress], egress: [{ports: [{port: 443}]}]}
""",
    passes="""\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec: {podSelector: {}, policyTypes: [Ingress, Egress], egress: [{ports: [{port: 443}]}]}
""",
)
