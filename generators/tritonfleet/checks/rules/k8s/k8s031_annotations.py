"""K8S031: the annotations of an object fit into it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_MOST = 256 << 10


def check(world: World) -> Verdicts:
    for resource in world.index.resources:
        annotations = mapping(resource.data, "metadata", "annotations")
        if not annotations:
            continue
        size = sum(len(str(key)) + len(str(text)) for key, text in annotations.items())
        if size > _MOST:
            largest = max(annotations, key=lambda key: len(str(annotations[key])))
            message = f"the annotations are {size:,} bytes, more than {_MOST:,}; the largest is `{largest}`"
            yield Breach(resource, ("metadata", "annotations", largest), message)


RULE = Rule(
    id="K8S031",
    title="The annotations are too large",
    severity=Severity.ERROR,
    why="The API server answers `metadata.annotations: Too long: must have at most 262144 bytes` and keeps "
    "nothing of the object.",
    fix="move the content into a ConfigMap, or drop a last-applied-configuration that was committed by mistake",
    sources=("kubernetes/apimachinery:pkg/api/validation/objectmeta.go", "argoproj/argo-cd#8128"),
    check=check,
    fails=f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: models, namespace: prod, annotations: {{notes: "{"resnet " * 40_000}"}}}}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: models, namespace: prod, annotations: {notes: resnet}}
""",
)
