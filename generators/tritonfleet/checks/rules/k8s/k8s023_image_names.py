"""K8S023: an image reference is one that a container runtime can read."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.pods import (
    containers,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_REFERENCE = re.compile(
    r"(?:(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::\d+)?/)?"
    rf"{_PART}(?:/{_PART})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{{0,127}})?(?:@[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{{32,}})?"
)


def check(world: World) -> Verdicts:
    for container in world.derived(containers):
        image = container.data.get("image")
        if image is None or image == "":
            message = f"container `{container.name}` has no image"
            yield Breach(container.workload.resource, (*container.path, "image"), message, "name its image")
        elif isinstance(image, str) and not _is_placeholder(image) and not _REFERENCE.fullmatch(image):
            message = f"`{image}` is no image reference{_reason(image)}"
            yield Breach(container.workload.resource, (*container.path, "image"), message)


def _is_placeholder(image: str) -> bool:
    """Whether something fills the image in before it is applied: a variable, or ko with what it builds."""
    return "$" in image or image.startswith("ko://")


def _reason(image: str) -> str:
    if "://" in image:
        return ": it begins with a protocol"
    if image.endswith(":"):
        return ": the tag is empty"
    if image != image.strip() or " " in image:
        return ": it holds a blank"
    name = image.rpartition("/")[2].partition("@")[0].partition(":")[0]
    return ": the name holds capital letters" if name != name.lower() else ""


RULE = Rule(
    id="K8S023",
    title="An image reference cannot be read",
    severity=Severity.ERROR,
    why="The pod stays in InvalidImageName, which no retry mends. Charts make such names when the tag's value "
    "is empty or the repository's holds a protocol.",
    fix="write registry/repository:tag, in lower-case letters and without a protocol",
    sources=("distribution/reference:regexp.go", "kubernetes/kubernetes:pkg/kubelet/images/image_manager.go"),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "nvcr.io/nvidia/tritonserver:"}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "registry.example.com/bert:1.4"}]}
""",
)
