"""GPU109: a GPU resource is spelt as NVIDIA's device plugin spells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import mig_resources, nearest
from tritonfleet.checks.gpu.podmakers import pod_makers
from tritonfleet.checks.gpu.requests import is_gpu
from tritonfleet.checks.objects import Path, Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_OTHERS = frozenset({"gpumem", "gpumem-percentage", "gpucores", "vgpu", "gpu-memory", "pgpu"})
"""Words that other projects advertise under this domain, such as HAMi's."""

_NAMES = ("nvidia.com/gpu", "nvidia.com/gpu.shared")
_ORDINARY = frozenset({"cpu", "memory", "ephemeral-storage", *_NAMES})
_PLAIN = frozenset({"gpu", "gpus", "nvidia-gpu", "nvidia-gpus"})
_OLD = "alpha.kubernetes.io/nvidia-gpu"


def check(world: World) -> Verdicts:
    for maker in pod_makers(world):
        for path, container in maker.containers:
            if container.get("resources"):
                for field in ("limits", "requests"):
                    yield from _misspelt(maker.resource, (*path, "resources", field), container, field)


def _misspelt(resource: Resource, path: Path, container: Mapping[str, Any], field: str) -> Verdicts:
    names = mapping(container, "resources", field).keys()
    for name in () if names <= _ORDINARY else names:
        if isinstance(name, str) and name not in _ORDINARY and not is_gpu(name) and (meant := _meant(name)):
            mend = Mend("rename", (*path, name), meant)
            fix = f"did you mean `{meant}`?"
            yield Breach(resource, (*path, name), f"nobody advertises `{name}`", fix, mend=mend)


def _meant(name: str) -> str:
    """The resource that was meant; "" where it may be somebody else's."""
    domain, _, word = name.casefold().rpartition("/")
    if name == _OLD or (word in _PLAIN and (not domain or _is_nvidia(domain))):
        return "nvidia.com/gpu"
    if word in _OTHERS or (domain and not _is_nvidia(domain)):
        return ""
    known = mig_resources() if word.startswith("mig-") else _NAMES
    return nearest(f"nvidia.com/{word}", known) if domain or word.startswith("mig-") else ""


def _is_nvidia(domain: str) -> bool:
    """Whether the domain is NVIDIA's, or a slip of it."""
    return bool(nearest(domain.removesuffix(".com"), ("nvidia",), 0.8))


RULE = Rule(
    id="GPU109",
    title="The name of the GPU resource is misspelt",
    severity=Severity.ERROR,
    why="A name without a domain is refused by the API server; one with a wrong domain or word is taken, "
    "and the pod stays Pending with `Insufficient nvidia.com/gpus`, because nobody advertises it.",
    fix="write nvidia.com/gpu, nvidia.com/gpu.shared or nvidia.com/mig-<profile>",
    sources=(
        "NVIDIA/k8s-device-plugin:internal/rm/device_map.go",
        "NVIDIA/k8s-device-plugin:api/config/v1/consts.go",
        "kubernetes/kubernetes:pkg/apis/core/validation/validation.go",
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
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpus: 1}}
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
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
)
