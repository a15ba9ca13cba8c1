"""GPU109: a GPU resource is spelt as NVIDIA's device plugin spells it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import did_you_mean, mig_resources
from tritonfleet.checks.gpu.podmakers import pod_makers
from tritonfleet.checks.gpu.requests import is_gpu
from tritonfleet.checks.objects import Path, Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_OTHERS = frozenset({"gpumem", "gpumem-percentage", "gpucores", "vgpu", "gpu-memory", "pgpu", "cpu"})
"""Words that other projects advertise under this domain, such as HAMi's."""

_NAMES = ("nvidia.com/gpu", "nvidia.com/gpu.shared")
_SUSPECT = re.compile(r"(n?v[aei]?di[ae]a?[a-z.-]*/.*)|gpus?|(.*/)?(nvidia-gpus?|mig-\dg\..*)", re.IGNORECASE)


def check(world: World) -> Verdicts:
    for maker in pod_makers(world):
        for path, container in maker.containers:
            if container.get("resources"):
                for field in ("limits", "requests"):
                    yield from _misspelt(maker.resource, (*path, "resources", field), container, field)


def _misspelt(resource: Resource, path: Path, container: Mapping[str, Any], field: str) -> Verdicts:
    for name in mapping(container, "resources", field):
        if isinstance(name, str) and not is_gpu(name) and _SUSPECT.fullmatch(name):
            meant = _meant(name)
            if meant:
                message = f"nobody advertises `{name}`"
                mend = Mend("rename", (*path, name), meant)
                yield Breach(resource, (*path, name), message, f"did you mean `{meant}`?", mend=mend)


def _meant(name: str) -> str:
    word = name.rpartition("/")[2].casefold()
    if word in _OTHERS:
        return ""
    if word.startswith("mig-"):
        return (
            did_you_mean(f"nvidia.com/{word}", mig_resources())
            .removeprefix("did you mean `")
            .removesuffix("`?")
        )
    if word in ("gpu", "gpus", "nvidia-gpu", "nvidia-gpus"):
        return "nvidia.com/gpu"
    hint = did_you_mean(f"nvidia.com/{word}", _NAMES)
    return hint.removeprefix("did you mean `").removesuffix("`?")


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
        image: nvcr.io/nvidia/tritonserver:26.06-py3
        resources: {limits: {nvidia.com/gpus: 1}}
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
        image: nvcr.io/nvidia/tritonserver:26.06-py3
        resources: {limits: {nvidia.com/gpu: 1}}
""",
)
