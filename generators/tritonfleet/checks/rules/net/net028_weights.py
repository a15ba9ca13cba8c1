"""NET028: a rule of a route sends its requests somewhere."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for route in world.index.of_kind("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute"):
        for number, rule in items(route.data, "spec", "rules"):
            weights = [reference.get("weight", 1) for _, reference in items(rule, "backendRefs")]
            if weights and all(weight == 0 and weight is not False for weight in weights):
                message = "the weights of all backends are 0"
                yield Breach(route, ("spec", "rules", number, "backendRefs"), message)


RULE = Rule(
    id="NET028",
    title="A route sends nothing anywhere",
    severity=Severity.ERROR,
    why="With a total weight of zero the gateway answers 500 to every request of the rule. It is what is left "
    "when a canary is taken back by hand on one side only.",
    fix="give one backend a weight above 0",
    sources=("kubernetes-sigs/gateway-api:apis/v1/shared_types.go",),
    check=check,
    fails="""\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec:
  rules:
  - backendRefs: [{name: bert-stable, port: 8000, weight: 0}, {name: bert-canary, port: 8000, weight: 0}]
""",
    passes="""\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec:
  rules:
  - backendRefs: [{name: bert-stable, port: 8000}, {name: bert-canary, port: 8000, weight: 0}]
""",
)
