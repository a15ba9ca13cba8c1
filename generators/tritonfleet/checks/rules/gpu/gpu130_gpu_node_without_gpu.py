"""GPU130: a Triton that is sent to GPU nodes asks for a GPU."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.fitting import constraints
from tritonfleet.checks.gpu.podmakers import PodMaker, pod_makers
from tritonfleet.checks.gpu.requests import gpu_pods
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    serving = {id(server.workload) for server in servers(world) if server.workload is not None}
    if not serving:
        return
    asking = {id(maker.resource) for maker, _ in gpu_pods(world)}
    for maker in pod_makers(world):
        if id(maker.workload) not in serving or id(maker.resource) in asking or _by_other_means(maker):
            continue
        chosen = next((one for one in world.derived(constraints).get(id(maker), ()) if _gpu(one.key)), None)
        if chosen is not None:
            message = f"the pods choose nodes by `{chosen.key}` and ask for no GPU"
            yield Breach(maker.resource, chosen.path, message)


def _gpu(key: str) -> bool:
    """Whether only nodes with a GPU have the label."""
    return key.startswith(("nvidia.com/gpu", "nvidia.com/mig", "nvidia.com/cuda"))


def _by_other_means(maker: PodMaker) -> bool:
    """Whether the pods get a GPU by a claim, or past the scheduler."""
    return bool(maker.spec.get("resourceClaims")) or "NVIDIA_VISIBLE_DEVICES" in str(maker.containers)


RULE = Rule(
    id="GPU130",
    title="A Triton on a GPU node has no GPU",
    severity=Severity.WARNING,
    why="The node selector only brings the pod to a node with GPUs; it gets one by asking for it. Triton starts "
    "with `unable to get number of CUDA devices` and runs its models on CPU, or refuses those that want a GPU.",
    fix="ask for the GPU under `resources.limits`, or remove the selector",
    sources=(
        "triton-inference-server/server#2877",
        "kubernetes/website:content/en/docs/tasks/manage-gpus/scheduling-gpus.md",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      nodeSelector: {nvidia.com/gpu.product: NVIDIA-L40S}
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      nodeSelector: {nvidia.com/gpu.product: NVIDIA-L40S}
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
)
