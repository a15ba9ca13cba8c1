"""GPU114: the product selected and the resource asked for are of one node."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.fitting import Constraint, constraints
from tritonfleet.checks.gpu.hints import listed, profile_of
from tritonfleet.checks.gpu.podmakers import PodMaker
from tritonfleet.checks.gpu.requests import gpu_pods
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_PRODUCT = "nvidia.com/gpu.product"


def check(world: World) -> Verdicts:
    demands = world.derived(constraints)
    for maker, requests in gpu_pods(world):
        for one in demands.get(id(maker), ()):
            if one.key == _PRODUCT and one.must_hold:
                products = _products(one)
                for request in requests:
                    yield from _judge(maker, one, products, request.resource)


def _products(one: Constraint) -> list[str]:
    """The values that the label may have; empty where it is only told what it may not be."""
    if one.equal is not None:
        return [one.equal]
    if one.expression is None or one.expression.get("operator") != "In":
        return []
    values = one.expression.get("values")
    return [v for v in values if isinstance(v, str)] if isinstance(values, list) else []


def _judge(maker: PodMaker, one: Constraint, products: list[str], resource: str) -> Verdicts:
    clashes = [product for product in products if _excludes(product, resource)]
    if clashes and len(clashes) == len(products):
        message = f"no node with product {listed(clashes)} advertises `{resource}`"
        yield Breach(maker.resource, one.path, message, _fix(clashes[0], resource))


def _excludes(product: str, resource: str) -> bool:
    if "-MIG-" in product and profile_of(resource):
        return True
    return product.endswith("-SHARED") and resource == "nvidia.com/gpu.shared"


def _fix(product: str, resource: str) -> str:
    if "-MIG-" in product:
        return f"select {product.partition('-MIG-')[0]}, or ask for nvidia.com/gpu"
    return f"select {product.removesuffix('-SHARED')}, or ask for nvidia.com/gpu"


RULE = Rule(
    id="GPU114",
    title="The GPU product selected and the resource asked for exclude each other",
    severity=Severity.ERROR,
    why="The pod stays Pending on every cluster. A product reads `…-MIG-1g.10gb` under MIG strategy "
    "single only, where slices are `nvidia.com/gpu`, and `…-SHARED` only where shares are not renamed "
    "to `….shared`.",
    fix="select the product as it is called on nodes that advertise the resource",
    sources=(
        "NVIDIA/k8s-device-plugin:internal/lm/resource.go",
        "NVIDIA/k8s-device-plugin:internal/lm/mig-strategy.go",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      nodeSelector: {nvidia.com/gpu.product: NVIDIA-L40S-SHARED}
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu.shared: 1}}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      nodeSelector: {nvidia.com/gpu.product: NVIDIA-L40S}
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu.shared: 1}}
""",
)
