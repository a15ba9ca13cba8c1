"""TRT058: a runtime of KServe reads the models where KServe puts them."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.mounts import covers, mounts
from tritonfleet.checks.world import World

_MODELS = "/mnt/models"
_RUNTIMES = {"ServingRuntime", "ClusterServingRuntime"}


def check(world: World) -> Verdicts:
    for server in servers(world):
        if server.resource.kind not in _RUNTIMES or not server.stock or server.pod.get("multiModel"):
            continue
        flags = server.flags("model-repository")
        mounted = [mount.point for mount in mounts(world, server)]
        for flag in flags:
            root = flag.text or ""
            elsewhere = root.startswith("/") and not covers(_MODELS, root.rstrip("/"))
            if elsewhere and not any(covers(point, root) or covers(root, point) for point in mounted):
                message = f"`--model-repository` is `{root}`, KServe puts models at `{_MODELS}`"
                yield Breach(server.resource, flag.value_path, message)


RULE = Rule(
    id="TRT058",
    title="The runtime looks for models where KServe does not put them",
    severity=Severity.ERROR,
    why="KServe downloads what `storageUri` names to /mnt/models. A Triton that looks elsewhere exits "
    "with `failed to stat file`, and the InferenceService never becomes ready.",
    fix="set `--model-repository=/mnt/models`",
    sources=(
        "kserve/kserve:pkg/constants/constants.go, DefaultModelLocalMountPath",
        "kserve/kserve:config/runtimes/kserve-tritonserver.yaml",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1alpha1
kind: ServingRuntime
metadata: {name: triton, namespace: prod}
spec:
  supportedModelFormats: [{name: triton, version: "2", autoSelect: true}]
  containers:
  - name: kserve-container
    image: nvcr.io/nvidia/tritonserver:26.07-py3
    args: [tritonserver, --model-repository=/models, --http-port=8080]
""",
    passes="""\
apiVersion: serving.kserve.io/v1alpha1
kind: ServingRuntime
metadata: {name: triton, namespace: prod}
spec:
  supportedModelFormats: [{name: triton, version: "2", autoSelect: true}]
  containers:
  - name: kserve-container
    image: nvcr.io/nvidia/tritonserver:26.07-py3
    args: [tritonserver, --model-repository=/mnt/models, --http-port=8080]
""",
)
