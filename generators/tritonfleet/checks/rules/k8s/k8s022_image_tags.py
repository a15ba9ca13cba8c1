"""K8S022: an image says which version it is."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.pods import (
    containers_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for container in world.derived(containers_with).get("image", ()):
        image = container.data.get("image")
        if isinstance(image, str) and _floats(image):
            resource = container.workload.resource
            message = f"image `{image}` names no version, so what runs is whatever was pulled last"
            yield Breach(resource, (*container.path, "image"), message)


def _floats(image: str) -> bool:
    name = image.rpartition("/")[2]
    if not name or "@" in name or "$" in image or image == "auto":
        return False
    tag = name.partition(":")[2]
    return tag == "latest" or ":" not in name


RULE = Rule(
    id="K8S022",
    title="An image has no version",
    severity=Severity.WARNING,
    why="Pods of one Deployment run different builds, depending on when their node pulled the image, and a "
    "rollback brings nothing back. TensorRT plans built for one Triton release fail to load in the next.",
    fix="name a release tag or a digest, such as nvcr.io/nvidia/tritonserver:26.07-py3",
    sources=(
        "kubernetes/website:content/en/docs/concepts/containers/images.md",
        "stackrox/kube-linter:docs/generated/checks.md",
        "triton-inference-server/server#7613",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "registry.example.com:5000/tritonserver"}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  initContainers:
  - {name: fetch, image: "busybox@sha256:73aaf090f3d85aa34ee199857f03fa3a95c8ede2ffd4cc2cdb5b94e566b11662"}
  containers: [{name: triton, image: "registry.example.com/bert:1.4"}]
""",
)
