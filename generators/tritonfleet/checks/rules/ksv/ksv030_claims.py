"""KSV030: the claim that a model lies on exists."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.storage import sources
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

KIND = "PersistentVolumeClaim"


def check(world: World) -> Verdicts:
    for source in sources(world):
        resource = source.service.resource
        if source.uri.startswith("pvc://") and not source.claim:
            yield Breach(resource, source.path, f"`{source.uri}` names no claim", "write pvc://CLAIM/PATH")
        elif source.claim:
            yield from world.reference(resource, source.path, KIND, source.claim)


RULE = Rule(
    id="KSV030",
    title="The claim that holds the model does not exist",
    severity=Severity.ERROR,
    why="The pod stays Pending: persistentvolumeclaim not found. KServe takes what follows `pvc://` as "
    "the claim's name, in the service's own namespace.",
    fix="name a claim of the same namespace: pvc://CLAIM/PATH",
    sources=("kserve/kserve:pkg/webhook/admission/pod/storage_initializer_injector.go",),
    check=check,
    needs=(needs.existing(KIND),),
    facts=Facts(external={KIND: ("prod/models",)}),
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "pvc://model/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "pvc://models/resnet"}
""",
)
