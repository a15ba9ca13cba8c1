"""KSV031: a claim that several pods mount can be mounted by several nodes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.storage import Source, sources
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_ONE_POD = "ReadWriteOncePod"
_ONE_NODE = {"ReadWriteOnce", _ONE_POD}


def check(world: World) -> Verdicts:
    for source in sources(world):
        resource = source.service.resource
        claim = source.claim and world.index.get("PersistentVolumeClaim", resource.namespace, source.claim)
        modes = value(claim.data, "spec", "accessModes") if claim else None
        if not claim or not isinstance(modes, list) or not modes or not {str(m) for m in modes} <= _ONE_NODE:
            continue
        pods = _most(source)
        if pods > 1:
            message = f"up to {pods} pods mount {claim}, which is {', '.join(map(str, modes))}"
            severity = Severity.ERROR if _ONE_POD in modes else Severity.WARNING
            yield Breach(resource, source.path, message, severity=severity, related=(claim,))


def _most(source: Source) -> int:
    numbers = (source.component.number(field) for field in ("maxReplicas", "minReplicas"))
    return max((number for number in numbers if number is not None), default=1)


RULE = Rule(
    id="KSV031",
    title="Several pods mount a claim that one node can mount",
    severity=Severity.WARNING,
    why="Every pod on a second node stays in ContainerCreating with a Multi-Attach error, so the model "
    "does not scale out, and a rolling update never ends when the new pod lands elsewhere.",
    fix="use a claim with ReadOnlyMany or ReadWriteMany, or download from a bucket",
    sources=("kserve/kserve#3409", "vllm-project/production-stack#107"),
    check=check,
    fails="""\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models, namespace: prod}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
---
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    maxReplicas: 4
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "pvc://models/resnet"}
""",
    passes="""\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models, namespace: prod}
spec: {accessModes: [ReadOnlyMany], resources: {requests: {storage: 50Gi}}}
---
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    maxReplicas: 4
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "pvc://models/resnet"}
""",
)
