"""GIT023: a manifest holds nothing that the API server writes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_FIELDS = ("resourceVersion", "uid", "managedFields", "selfLink")
_SET = frozenset(_FIELDS)


def check(world: World) -> Verdicts:
    exported = [resource for resource in world.index.resources if _exported(resource)]
    # When every object has them, this is no source but an export of a cluster, and says what is there.
    if not exported or len(exported) == len(world.index.resources) > 1:
        return
    for resource in exported:
        metadata = mapping(resource.data, "metadata")
        path = ("metadata", next(field for field in _FIELDS if field in metadata))
        yield Breach(resource, path, f"`metadata.{path[1]}` is set", mend=Mend("remove", path))


def _exported(resource: Resource) -> bool:
    metadata = resource.data.get("metadata")
    return isinstance(metadata, dict) and not _SET.isdisjoint(metadata)


RULE = Rule(
    id="GIT023",
    title="The manifest holds fields of the API server",
    severity=Severity.WARNING,
    why="The next apply fails with `the object has been modified`, or Argo CD shows the object OutOfSync "
    "for ever: resourceVersion, uid and managedFields belong to one object in one cluster, at one moment. "
    "They come from `kubectl get -o yaml`.",
    fix="remove resourceVersion, uid, generation, managedFields and selfLink",
    sources=("kubernetes/kubernetes:staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: models, namespace: prod, resourceVersion: "81723", uid: 5f0e6b1c}
data: {bert: "1"}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: models, namespace: prod}
data: {bert: "1"}
""",
)
